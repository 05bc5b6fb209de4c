// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/projects/presenter.h"

#include "app/policy/gatewaykeys.h"
#include "app/policy/merge.h"
#include "app/storage/configurationstore.h"
#include "ui/pages/projects/words.h"
#include "ui/widgets/deferred.h"
#include "ui/widgets/whenready.h"

#include <algorithm>

namespace llmg::projects {

using namespace Qt::StringLiterals;
using domain::KeyState;
using domain::Project;

namespace {

std::vector<std::string> strings(const QStringList& list) {
    std::vector<std::string> all;
    for (const QString& each : list)
        all.push_back(each.toStdString());
    return all;
}

} // namespace

Presenter::Presenter(storage::ConfigurationStore& configuration, Sources sources, QObject* parent)
    : QObject(parent)
    , m_configuration(configuration)
    , m_sources(std::move(sources))
    , m_deferred(new widgets::Deferred(this)) {
    m_state.canClearCache = m_sources.clearCache != nullptr;
    if (m_sources.catalog) {
        for (const domain::LlmModel& model : m_sources.catalog->models()) {
            if (!model.deprecated && model.aliasOf.empty())
                m_state.models.append(text(model.id));
        }
        for (const domain::ProviderEntry& provider : m_sources.catalog->providers())
            m_state.providers.emplace_back(provider.id, text(provider.name));
    }
    m_soon.setSingleShot(true);
    m_soon.setInterval(1000);
    connect(&m_soon, &QTimer::timeout, this, &Presenter::refreshFigures);
    m_anew.setSingleShot(true);
    connect(&m_anew, &QTimer::timeout, this, &Presenter::refreshFigures);
    connect(&configuration, &storage::ConfigurationStore::changed, this, &Presenter::read);
    read();
}

Presenter::~Presenter() {
    // What waits for Undo or for its turn is done while this object still stands; the page may be half gone.
    blockSignals(true);
    m_closing = true;
    m_deferred->doAll();
    for (m_begun = 1; m_begun < m_jobs.size(); ++m_begun)
        (void)m_jobs[m_begun].begin();
}

std::optional<Project> Presenter::base(const std::string& projectId) const {
    const policy::ConfigurationPtr configuration = m_configuration.current();
    if (!configuration)
        return std::nullopt;
    for (Project project : configuration->projects) {
        if (project.id != projectId)
            continue;
        for (std::size_t i = 0; i < m_begun && i < m_jobs.size(); ++i) {
            if (m_jobs[i].preview && m_jobs[i].projectId == projectId)
                m_jobs[i].preview(project);
        }
        return project;
    }
    return std::nullopt;
}

void Presenter::read() {
    readProjects();
    readKeys();
    readBudgets();
    readRollout();
    m_state.busy = !m_jobs.empty();
    Q_EMIT stateChanged();
}

void Presenter::readProjects() {
    const policy::ConfigurationPtr configuration = m_configuration.current();
    if (!configuration)
        return;
    m_state.projects.clear();
    const Project* selected = nullptr;
    for (const Project& project : configuration->projects) {
        const auto active = std::count_if(configuration->gatewayKeys.begin(), configuration->gatewayKeys.end(),
                                          [&project](const domain::GatewayKey& key) {
                                              return key.projectId == project.id && key.state == KeyState::Active;
                                          });
        m_state.projects.push_back({project.id, text(project.name), project.mode, static_cast<int>(active),
                                    spent(domain::BudgetScope::Project, domain::Period::Month, project.id)});
        if (project.id == m_state.project.id)
            selected = &project;
    }
    if (!selected && !configuration->projects.empty())
        selected = &configuration->projects.front();
    m_state.project = selected ? *selected : Project{};
    for (const Job& job : m_jobs) {
        if (job.preview && job.projectId == m_state.project.id)
            job.preview(m_state.project);
    }
    if (const auto use = m_cacheUse.find(m_state.project.id); use != m_cacheUse.end())
        m_state.cache = use->second;
    else
        m_state.cache = {};
    if (selected)
        askEvents(*selected);
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
    m_state.faults.clear();
    m_state.events.clear();
    m_state.cacheAmount.reset();
    read();
    refreshFigures();
}

void Presenter::refuse(Field field, const QString& why) {
    m_state.faults[field] = why;
    Q_EMIT stateChanged();
}

void Presenter::accept(Field field) {
    m_state.faults.erase(field);
}

void Presenter::forgive(Field field) {
    if (m_state.faults.erase(field) > 0)
        Q_EMIT stateChanged();
}

void Presenter::enqueue(Job job) {
    accept(job.field);
    if (m_closing) {
        (void)job.begin();
        return;
    }
    m_jobs.push_back(std::move(job));
    if (m_jobs.size() == 1)
        next();
    read();
}

void Presenter::next() {
    while (!m_jobs.empty()) {
        std::optional<QFuture<Result<>>> future = m_jobs.front().begin();
        if (!future) {
            m_jobs.pop_front();
            continue;
        }
        widgets::whenReady(*future, this, [this](const Result<>& done) {
            const Job job = std::move(m_jobs.front());
            m_jobs.pop_front();
            if (!done)
                m_state.faults[job.field] = sentence(done.error().message);
            else if (job.finished)
                job.finished();
            next();
            read();
        });
        return;
    }
}

void Presenter::offerUndo(const QString& words, std::function<void()> undo) {
    const int number = m_undo.add(std::move(undo));
    Q_EMIT undoable(words, [this, number] { m_undo.undo(number); });
}

bool Presenter::undo() {
    return m_undo.undoLast();
}

void Presenter::change(Field field, const QString& words, std::function<void(Project&)> edit) {
    const std::string id = m_state.project.id;
    Project wanted = m_state.project;
    edit(wanted);
    if (id.empty() || wanted == m_state.project) {
        accept(field);
        Q_EMIT stateChanged();
        return;
    }
    struct Change {
        Project before, after;
    };
    auto made = std::make_shared<Change>();
    Job job;
    job.field = field;
    job.projectId = id;
    job.preview = edit;
    job.begin = [this, id, edit, made]() -> std::optional<QFuture<Result<>>> {
        const std::optional<Project> project = base(id);
        if (!project)
            return std::nullopt;
        made->before = made->after = *project;
        edit(made->after);
        return m_configuration.changeProject(made->before, made->after);
    };
    job.finished = [this, id, field, words, made] {
        if (words.isEmpty())
            return;
        offerUndo(words, [this, id, field, made] {
            Job back;
            back.field = field;
            back.projectId = id;
            back.preview = [made](Project& project) {
                project = policy::merged(made->after, made->before, std::move(project));
            };
            back.begin = [this, made] {
                return std::optional(m_configuration.changeProject(made->after, made->before));
            };
            enqueue(std::move(back));
        });
    };
    enqueue(std::move(job));
}

void Presenter::createProject(const QString& name) {
    const QString trimmed = name.trimmed();
    if (trimmed.isEmpty())
        return refuse(Field::NewProject, tr("A project needs a name."));
    Job job;
    job.field = Field::NewProject;
    job.begin = [this, trimmed] {
        Project project;
        project.name = trimmed.toStdString();
        return std::optional(m_configuration.saveProject(project));
    };
    job.finished = [this, trimmed] {
        const policy::ConfigurationPtr now = m_configuration.current();
        for (const Project& each : now->projects) {
            if (text(each.name) == trimmed)
                select(each.id);
        }
        Q_EMIT projectCreated();
    };
    enqueue(std::move(job));
}

void Presenter::removeProject(const QString& typedName) {
    const std::string id = m_state.project.id;
    if (typedName.trimmed() != text(m_state.project.name))
        return refuse(Field::Removal, tr("That is not the project's name."));
    Job job;
    job.field = Field::Removal;
    job.begin = [this, id] { return std::optional(m_configuration.removeProject(id)); };
    job.finished = [this, name = text(m_state.project.name)] { Q_EMIT done(tr("Project “%1” deleted").arg(name)); };
    enqueue(std::move(job));
}

void Presenter::rename(const QString& name) {
    const QString trimmed = name.trimmed();
    if (trimmed.isEmpty())
        return refuse(Field::Name, tr("A project needs a name."));
    change(Field::Name, tr("Project renamed to “%1”").arg(trimmed),
           [trimmed](Project& project) { project.name = trimmed.toStdString(); });
}

void Presenter::setMode(domain::ProjectMode mode) {
    change(Field::Page, tr("Mode changed to %1").arg(modeName(mode)),
           [mode](Project& project) { project.mode = mode; });
}

void Presenter::setStoreBodies(bool store) {
    change(Field::Page, store ? tr("Requests and answers are kept") : tr("Requests and answers are no longer kept"),
           [store](Project& project) { project.storeBodies = store; });
}

void Presenter::setRouting(const domain::RoutingSettings& routing) {
    change(Field::Routing, tr("Routing changed"), [routing](Project& project) { project.routing = routing; });
}

QString Presenter::unknownModels(const QStringList& models) const {
    if (!m_sources.catalog)
        return {};
    const catalog::Catalog& catalog = *m_sources.catalog;
    const auto isKnown = [&](const std::string& id) {
        if (id == "auto" || catalog.model(id) || catalog.modelByAnyUpstreamId(id))
            return true;
        // provider/model is passed on as it is.
        if (const auto slash = id.find('/'); slash != std::string::npos && slash + 1 < id.size()) {
            const std::string provider = id.substr(0, slash);
            for (const auto& [known, name] : m_state.providers) {
                if (known == provider)
                    return true;
            }
        }
        return m_sources.isServerModel && m_sources.isServerModel(id);
    };
    QStringList words;
    for (const QString& model : models) {
        const std::string id = model.trimmed().toStdString();
        if (id.empty() || isKnown(id))
            continue;
        const std::vector<std::string> nearest = catalog.nearestModelIds(id, 1);
        words.append(nearest.empty()
                         ? tr("No model is known as “%1”.").arg(model)
                         : tr("No model is known as “%1”; the nearest is %2.").arg(model, text(nearest[0])));
    }
    return words.join(u' ');
}

void Presenter::setAllowedModels(const QStringList& models) {
    change(Field::Models, models.isEmpty() ? tr("All models allowed") : tr("Allowed models changed"),
           [list = strings(models)](Project& project) { project.allowedModels = list; });
}

void Presenter::setAllowedProviders(const QStringList& providers) {
    change(Field::Providers, providers.isEmpty() ? tr("All providers allowed") : tr("Allowed providers changed"),
           [list = strings(providers)](Project& project) { project.allowedProviders = list; });
}

void Presenter::setAliases(const std::vector<std::pair<QString, QString>>& aliases) {
    std::vector<std::pair<std::string, std::string>> kept;
    for (const auto& [asked, used] : aliases) {
        const std::string from = asked.trimmed().toStdString(), to = used.trimmed().toStdString();
        if (from.empty() && to.empty())
            continue;
        if (from.empty() || to.empty())
            return refuse(Field::Aliases,
                          tr("An alias needs both names: the one that is asked for, and the one used."));
        const bool twice =
            std::any_of(kept.begin(), kept.end(), [&from](const auto& each) { return each.first == from; });
        if (twice)
            return refuse(Field::Aliases, tr("There is already an alias %1.").arg(text(from)));
        kept.emplace_back(from, to);
    }
    change(Field::Aliases, tr("Aliases changed"), [kept](Project& project) { project.aliases = kept; });
}

void Presenter::setCacheEnabled(bool enabled) {
    change(Field::Cache, enabled ? tr("Response cache switched on") : tr("Response cache switched off"),
           [enabled](Project& project) { project.cacheEnabled = enabled; });
}

void Presenter::setCacheTtl(std::int64_t seconds) {
    change(Field::Cache, tr("Answers are kept for %1").arg(lifetime(seconds)),
           [seconds](Project& project) { project.cacheTtlSeconds = seconds; });
}

void Presenter::clearCache() {
    if (!m_sources.clearCache)
        return;
    Job job;
    job.field = Field::Cache;
    job.begin = [this, id = m_state.project.id] { return std::optional(m_sources.clearCache(id)); };
    job.finished = [this, name = text(m_state.project.name)] {
        Q_EMIT done(tr("Cache of “%1” cleared").arg(name));
        askCache();
    };
    enqueue(std::move(job));
}

void Presenter::setRate(const domain::RateLimit& rate) {
    change(Field::Rates, rate.isSet() ? tr("Rate limits changed") : tr("No rate limit any more"),
           [rate](Project& project) { project.rate = rate; });
}

} // namespace llmg::projects
