// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/projects/presenter.h"

#include "app/policy/gatewaykeys.h"
#include "app/storage/configurationstore.h"
#include "ui/widgets/deferred.h"
#include "ui/widgets/whenready.h"

#include <algorithm>

namespace llmg::projects {

using namespace Qt::StringLiterals;
using domain::KeyState;

namespace {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

} // namespace

Presenter::Presenter(storage::ConfigurationStore& configuration, QObject* parent)
    : QObject(parent)
    , m_configuration(configuration)
    , m_deferred(new widgets::Deferred(this)) {
    connect(&configuration, &storage::ConfigurationStore::changed, this, &Presenter::read);
    read();
}

Presenter::~Presenter() {
    // What waits for Undo is done while this object still stands; the page that listened may be half gone.
    blockSignals(true);
    m_deferred->doAll();
}

void Presenter::read() {
    const policy::ConfigurationPtr configuration = m_configuration.current();
    if (!configuration)
        return;
    m_state.projects.clear();
    const domain::Project* selected = nullptr;
    for (const domain::Project& project : configuration->projects) {
        const auto active = std::count_if(configuration->gatewayKeys.begin(), configuration->gatewayKeys.end(),
                                          [&project](const domain::GatewayKey& key) {
                                              return key.projectId == project.id && key.state == KeyState::Active;
                                          });
        m_state.projects.push_back({project.id, text(project.name), project.mode, static_cast<int>(active)});
        if (project.id == m_state.project.id)
            selected = &project;
    }
    if (!selected && !configuration->projects.empty())
        selected = &configuration->projects.front();
    m_state.project = selected ? *selected : domain::Project{};
    m_state.keys.clear();
    for (const domain::GatewayKey& key : configuration->gatewayKeys) {
        if (selected && key.projectId == selected->id)
            m_state.keys.push_back(key);
    }
    std::stable_sort(m_state.keys.begin(), m_state.keys.end(),
                     [](const domain::GatewayKey& a, const domain::GatewayKey& b) {
                         const bool goneA = a.state == KeyState::Revoked, goneB = b.state == KeyState::Revoked;
                         return goneA != goneB ? goneB : a.createdAt > b.createdAt;
                     });
    m_state.leaving.clear();
    for (const domain::GatewayKey& key : m_state.keys) {
        if (m_deferred->isWaiting(text(key.id)))
            m_state.leaving.push_back(key.id);
    }
    const bool isHere = !m_kept.isEmpty() &&
                        std::any_of(m_state.keys.begin(), m_state.keys.end(), [this](const domain::GatewayKey& key) {
                            return key.state == KeyState::Active && key.sha256 == policy::sha256(m_kept.reveal());
                        });
    m_state.kept = isHere ? m_kept : Secret{};
    Q_EMIT stateChanged();
}

void Presenter::setKeptKey(const Secret& key) {
    m_kept = key;
    read();
}

void Presenter::setBaseUrl(const QString& baseUrl) {
    if (m_state.baseUrl == baseUrl)
        return;
    m_state.baseUrl = baseUrl;
    Q_EMIT stateChanged();
}

void Presenter::select(const std::string& projectId) {
    if (projectId == m_state.project.id)
        return;
    m_state.project.id = projectId;
    m_state.fresh.reset();
    m_state.error.clear();
    read();
}

void Presenter::settle(QFuture<Result<>> future) {
    ++m_pending;
    m_state.busy = true;
    m_state.error.clear();
    widgets::whenReady(future, this, [this](const Result<>& done) {
        m_state.busy = --m_pending > 0;
        if (!done)
            m_state.error = text(done.error().message);
        read();
    });
}

void Presenter::save(domain::Project project) {
    settle(m_configuration.saveProject(std::move(project)));
}

void Presenter::createProject(const QString& name) {
    const QString trimmed = name.trimmed();
    if (trimmed.isEmpty()) {
        m_state.error = tr("A project needs a name.");
        Q_EMIT stateChanged();
        return;
    }
    domain::Project project;
    project.name = trimmed.toStdString();
    ++m_pending;
    m_state.busy = true;
    widgets::whenReady(m_configuration.saveProject(project), this, [this, trimmed](const Result<>& done) {
        m_state.busy = --m_pending > 0;
        m_state.error = done ? QString() : text(done.error().message);
        if (const policy::ConfigurationPtr now = m_configuration.current(); done && now) {
            for (const domain::Project& each : now->projects) {
                if (text(each.name) == trimmed)
                    m_state.project.id = each.id;
            }
            m_state.fresh.reset();
        }
        read();
    });
}

void Presenter::rename(const QString& name) {
    const std::string trimmed = name.trimmed().toStdString();
    if (m_state.project.id.empty() || trimmed == m_state.project.name)
        return;
    if (trimmed.empty()) {
        m_state.error = tr("A project needs a name.");
        Q_EMIT stateChanged();
        return;
    }
    domain::Project project = m_state.project;
    project.name = trimmed;
    save(std::move(project));
}

void Presenter::setMode(domain::ProjectMode mode) {
    if (m_state.project.id.empty() || mode == m_state.project.mode)
        return;
    domain::Project project = m_state.project;
    const domain::ProjectMode before = project.mode;
    const std::string id = project.id;
    project.mode = mode;
    save(std::move(project));
    Q_EMIT undoable(tr("Mode changed to %1").arg(QString::fromLatin1(domain::toString(mode))), [this, id, before] {
        if (m_state.project.id == id)
            setMode(before);
    });
}

void Presenter::setStoreBodies(bool store) {
    if (m_state.project.id.empty() || store == m_state.project.storeBodies)
        return;
    domain::Project project = m_state.project;
    project.storeBodies = store;
    save(std::move(project));
}

void Presenter::createKey(const QString& name, std::optional<domain::Money> limit) {
    if (m_state.project.id.empty())
        return;
    const QString trimmed = name.trimmed().isEmpty() ? tr("key %1").arg(m_state.keys.size() + 1) : name.trimmed();
    ++m_pending;
    m_state.busy = true;
    m_state.error.clear();
    widgets::whenReady(m_configuration.createGatewayKey(m_state.project.id, trimmed.toStdString(), limit), this,
                       [this, project = m_state.project.id](const Result<policy::NewGatewayKey>& made) {
                           m_state.busy = --m_pending > 0;
                           if (!made)
                               m_state.error = text(made.error().message);
                           else if (project == m_state.project.id)
                               m_state.fresh = FreshKey{text(made->key.name), made->secret};
                           read();
                       });
}

void Presenter::dismissFreshKey() {
    m_state.fresh.reset();
    Q_EMIT stateChanged();
}

QString Presenter::keyName(const std::string& id) const {
    const auto key = std::find_if(m_state.keys.begin(), m_state.keys.end(),
                                  [&id](const domain::GatewayKey& each) { return each.id == id; });
    return key == m_state.keys.end() ? QString() : text(key->name);
}

void Presenter::setKeyState(const std::string& id, KeyState state) {
    settle(m_configuration.setGatewayKeyState(id, state));
}

void Presenter::disableKey(const std::string& id) {
    const QString name = keyName(id);
    setKeyState(id, KeyState::Disabled);
    Q_EMIT undoable(tr("Key %1 disabled").arg(name), [this, id] { setKeyState(id, KeyState::Active); });
}

void Presenter::enableKey(const std::string& id) {
    m_deferred->cancel(text(id));
    setKeyState(id, KeyState::Active);
}

void Presenter::revokeKey(const std::string& id) {
    const auto key = std::find_if(m_state.keys.begin(), m_state.keys.end(),
                                  [&id](const domain::GatewayKey& each) { return each.id == id; });
    if (key == m_state.keys.end() || key->state == KeyState::Revoked)
        return;
    const KeyState before = key->state;
    const QString name = text(key->name);
    // Revoking is final, so it waits for as long as Undo is offered; the key stops working at once all the same.
    m_deferred->schedule(text(id), [this, id] { setKeyState(id, KeyState::Revoked); });
    setKeyState(id, KeyState::Disabled);
    Q_EMIT undoable(tr("Key %1 revoked").arg(name), [this, id, before] {
        if (m_deferred->cancel(text(id)))
            setKeyState(id, before);
    });
}

QString Presenter::snippet(int language, const QString& baseUrl, const QString& key) {
    const QString address = baseUrl.isEmpty() ? u"http://127.0.0.1:4001/v1"_s : baseUrl;
    switch (language) {
    case 0:
        return u"from openai import OpenAI\n\nclient = OpenAI(base_url=\"%1\", api_key=\"%2\")\nanswer = "
               u"client.chat.completions.create(\n"
               "    model=\"sandbox/echo\",\n    messages=[{\"role\": \"user\", \"content\": \"Hello\"}])\nprint(answer.choices[0].message.content)"_s
                   .arg(address, key);
    case 1:
        return u"import OpenAI from \"openai\";\n\nconst client = new OpenAI({ baseURL: \"%1\", apiKey: \"%2\" "
               u"});\nconst answer = await client.chat.completions.create({\n"
               "  model: \"sandbox/echo\",\n  messages: [{ role: \"user\", content: \"Hello\" }],\n});\nconsole.log(answer.choices[0].message.content);"_s
                   .arg(address, key);
    default:
        return u"curl %1/chat/completions \\\n  -H \"Authorization: Bearer %2\" \\\n  -H \"Content-Type: "
               u"application/json\" \\\n"
               "  -d '{\"model\":\"sandbox/echo\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}'"_s.arg(
                   address, key);
    }
}

} // namespace llmg::projects
