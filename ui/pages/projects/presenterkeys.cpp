// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/policy/gatewaykeys.h"
#include "app/policy/merge.h"
#include "app/policy/spendbook.h"
#include "app/storage/configurationstore.h"
#include "ui/pages/projects/presenter.h"
#include "ui/pages/projects/words.h"
#include "ui/widgets/deferred.h"
#include "ui/widgets/whenready.h"

#include <QDate>
#include <QDateTime>

#include <algorithm>

// The keys of the chosen project.
namespace llmg::projects {

using namespace Qt::StringLiterals;
using domain::GatewayKey;
using domain::KeyState;

namespace {

/// Longer than a timer can be set for is no longer than this.
constexpr Milliseconds kLongestWait{std::chrono::hours{1}};

} // namespace

void Presenter::readKeys() {
    const policy::ConfigurationPtr configuration = m_configuration.current();
    if (!configuration)
        return;
    m_state.keys.clear();
    m_state.keySpentThisMonth.clear();
    for (const GatewayKey& key : configuration->gatewayKeys) {
        if (key.projectId != m_state.project.id)
            continue;
        m_state.keys.push_back(key);
        m_state.keySpentThisMonth[key.id] = spent(domain::BudgetScope::Key, domain::Period::Month, key.id);
    }
    std::stable_sort(m_state.keys.begin(), m_state.keys.end(), [](const GatewayKey& a, const GatewayKey& b) {
        const bool goneA = a.state == KeyState::Revoked, goneB = b.state == KeyState::Revoked;
        return goneA != goneB ? goneB : a.createdAt > b.createdAt;
    });
    judgeKeys();
    m_state.leaving.clear();
    for (const GatewayKey& key : m_state.keys) {
        if (m_deferred->isWaiting(text(key.id)))
            m_state.leaving.push_back(key.id);
    }
    const bool isHere =
        !m_kept.isEmpty() && std::any_of(m_state.keys.begin(), m_state.keys.end(), [this](const GatewayKey& key) {
            return key.state == KeyState::Active && key.sha256 == policy::sha256(m_kept.reveal());
        });
    m_state.kept = isHere ? m_kept : Secret{};
}

void Presenter::judgeKeys() {
    m_state.standings.clear();
    std::optional<UnixTime> anew;
    for (const GatewayKey& key : m_state.keys) {
        policy::KeyStanding standing;
        if (m_sources.keyStanding) {
            standing = m_sources.keyStanding(key);
        } else {
            policy::SpendBook stored;
            stored.seed(domain::BudgetScope::Key, key.id, domain::Period::Lifetime, key.spent, now());
            standing = policy::keyStanding(key, stored, now());
        }
        if (standing.until)
            anew = anew ? std::min(*anew, *standing.until) : standing.until;
        m_state.standings[key.id] = standing;
    }
    m_anew.stop();
    if (anew && m_shown)
        m_anew.start(std::clamp(*anew - now() + Milliseconds{100}, Milliseconds{100}, kLongestWait));
}

std::optional<GatewayKey> Presenter::storedKey(const std::string& id) const {
    if (const policy::ConfigurationPtr configuration = m_configuration.current()) {
        for (const GatewayKey& key : configuration->gatewayKeys) {
            if (key.id == id)
                return key;
        }
    }
    return std::nullopt;
}

QString Presenter::keyName(const std::string& id) const {
    const std::optional<GatewayKey> key = storedKey(id);
    return key ? text(key->name) : QString();
}

std::optional<std::optional<UnixTime>> Presenter::expiryOf(const QString& day) {
    if (day.trimmed().isEmpty())
        return std::optional<UnixTime>();
    const QDate date = QDate::fromString(day.trimmed(), Qt::ISODate);
    if (!date.isValid()) {
        refuse(Field::Expiry, tr("A day looks like 2027-01-31."));
        return std::nullopt;
    }
    // The whole of the last day counts, where the person lives.
    const UnixTime end{Milliseconds{date.addDays(1).startOfDay().toMSecsSinceEpoch()}};
    if (end <= now()) {
        refuse(Field::Expiry, tr("That day is over already."));
        return std::nullopt;
    }
    return std::optional<UnixTime>(end);
}

void Presenter::createKey(const KeyDraft& draft) {
    if (m_state.project.id.empty())
        return;
    const auto expiry = expiryOf(draft.expiry);
    if (!expiry)
        return;
    accept(Field::Expiry);
    const QString name =
        draft.name.trimmed().isEmpty() ? tr("key %1").arg(m_state.keys.size() + 1) : draft.name.trimmed();
    accept(Field::Key);
    GatewayKey wanted;
    wanted.limit = draft.limit;
    wanted.periodLimits = draft.periodLimits;
    wanted.expiresAt = *expiry;
    wanted.allowedModels = draft.allowedModels;
    wanted.allowedProviders = draft.allowedProviders;
    wanted.rate = draft.rate;
    const auto show = [this](const Result<policy::NewGatewayKey>& made) {
        if (!made)
            return refuse(Field::Key, sentence(made.error().message));
        if (made->key.projectId == m_state.project.id)
            m_state.fresh = FreshKey{text(made->key.name), made->secret};
        read();
    };
    widgets::whenReady(m_configuration.createGatewayKey(m_state.project.id, name.toStdString(), wanted), this, show);
}

void Presenter::dismissFreshKey() {
    m_state.fresh.reset();
    Q_EMIT stateChanged();
}

void Presenter::changeKey(Field field, const std::string& id, const QString& words,
                          std::function<void(GatewayKey&)> edit) {
    struct Change {
        GatewayKey before, after;
    };
    auto made = std::make_shared<Change>();
    Job job;
    job.field = field;
    job.begin = [this, id, edit = std::move(edit), made]() -> std::optional<QFuture<Result<>>> {
        const std::optional<GatewayKey> key = storedKey(id);
        if (!key)
            return std::nullopt;
        made->before = made->after = *key;
        edit(made->after);
        if (made->after == made->before)
            return std::nullopt;
        return m_configuration.changeGatewayKey(made->before, made->after);
    };
    job.finished = [this, field, words, made] {
        offerUndo(words, [this, field, made] {
            Job back;
            back.field = field;
            back.begin = [this, made] {
                return std::optional(m_configuration.changeGatewayKey(made->after, made->before));
            };
            enqueue(std::move(back));
        });
    };
    enqueue(std::move(job));
}

void Presenter::saveKey(const GatewayKey& before, const GatewayKey& after) {
    if (text(after.name).trimmed().isEmpty())
        return refuse(Field::KeyName, tr("A key needs a name."));
    changeKey(after.name != before.name ? Field::KeyName : Field::Key, before.id,
              tr("Key “%1” changed").arg(text(after.name)),
              [before, after](GatewayKey& stored) { stored = policy::merged(before, after, std::move(stored)); });
}

void Presenter::setKeyExpiry(const std::string& id, const QString& day) {
    const auto expiry = expiryOf(day);
    if (!expiry)
        return;
    changeKey(Field::Expiry, id,
              *expiry ? tr("Key “%1” expires after %2").arg(keyName(id), day.trimmed())
                      : tr("Key “%1” never expires").arg(keyName(id)),
              [at = *expiry](GatewayKey& key) { key.expiresAt = at; });
}

void Presenter::setKeyState(const std::string& id, KeyState state) {
    Job job;
    job.field = Field::Key;
    job.begin = [this, id, state] { return std::optional(m_configuration.setGatewayKeyState(id, state)); };
    enqueue(std::move(job));
}

void Presenter::disableKey(const std::string& id) {
    setKeyState(id, KeyState::Disabled);
    offerUndo(tr("Key “%1” disabled").arg(keyName(id)), [this, id] { setKeyState(id, KeyState::Active); });
}

void Presenter::enableKey(const std::string& id) {
    m_deferred->cancel(text(id));
    setKeyState(id, KeyState::Active);
    offerUndo(tr("Key “%1” enabled").arg(keyName(id)), [this, id] { setKeyState(id, KeyState::Disabled); });
}

void Presenter::revokeKey(const std::string& id) {
    const std::optional<GatewayKey> key = storedKey(id);
    if (!key || key->state == KeyState::Revoked || m_deferred->isWaiting(text(id)))
        return;
    // Revoking is final, so it waits for as long as Undo is offered; the key stops working at once all the same.
    m_deferred->schedule(text(id), [this, id] { setKeyState(id, KeyState::Revoked); });
    setKeyState(id, KeyState::Disabled);
    offerUndo(tr("Key “%1” revoked").arg(text(key->name)), [this, id, before = key->state] {
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
