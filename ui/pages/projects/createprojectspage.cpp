// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cache/responsecache.h"
#include "app/gateway/snapshot.h"
#include "app/service/engine.h"
#include "app/storage/ledgerreader.h"
#include "ui/pages/projects/presenter.h"
#include "ui/pages/projects/projectspage.h"
#include "ui/widgets/whenready.h"

#include <QPromise>

namespace llmg::projects {

namespace {

QFuture<Result<CacheAmount>> measureCache(service::Engine& engine, const std::string& projectId) {
    auto promise = std::make_shared<QPromise<Result<CacheAmount>>>();
    promise->start();
    engine.cache().statistics(projectId, [promise](const Result<cache::CacheStatistics>& found) {
        if (found)
            promise->addResult(CacheAmount{found->kept.entries, found->kept.bytes});
        else
            promise->addResult(found.error());
        promise->finish();
    });
    return promise->future();
}

} // namespace

widgets::Page* createProjectsPage(service::Engine& engine, QWidget* parent) {
    Sources sources;
    sources.catalog = engine.catalogPtr();
    sources.usage = [&engine](storage::UsageQuery query) { return engine.ledger().usage(std::move(query)); };
    sources.rollout = [&engine](const std::string& projectId) {
        return engine.rolloutFigures(projectId).value_or(policy::RolloutFigures{});
    };
    sources.clearCache = [&engine](const std::string& projectId) { return engine.clearCache(projectId); };
    sources.cacheAmount = [&engine](const std::string& projectId) { return measureCache(engine, projectId); };
    sources.keyStanding = [&engine](const domain::GatewayKey& key) {
        return policy::keyStanding(key, engine.spend(), SystemClock().now());
    };
    sources.isServerModel = [&engine](const std::string& model) {
        const auto snapshot = engine.snapshot();
        return snapshot && snapshot->serverModel({}, model) != nullptr;
    };
    auto* presenter = new Presenter(engine.configuration(), std::move(sources));
    QObject::connect(&engine, &service::Engine::requestsRecorded, presenter, &Presenter::noteRequests);
    const auto readAddress = [presenter, &engine] { presenter->setBaseUrl(engine.state().baseUrl()); };
    QObject::connect(&engine, &service::Engine::stateChanged, presenter, readAddress);
    readAddress();
    widgets::whenReady(engine.defaultGatewayKey(), presenter, [presenter](const Result<Secret>& key) {
        if (key)
            presenter->setKeptKey(*key);
    });
    return new ProjectsPage(presenter, parent);
}

} // namespace llmg::projects
