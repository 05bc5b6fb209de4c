// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/snapshot.h"
#include "app/service/engine.h"
#include "app/service/providerkeys.h"
#include "app/storage/configurationstore.h"
#include "app/storage/ledgerreader.h"
#include "ui/pages/providers/presenter.h"
#include "ui/pages/providers/providerspage.h"

#include <QFutureWatcher>

namespace llmg::providerspage {

namespace {

QString troubleOf(const service::Engine& engine, const std::string& provider) {
    const std::shared_ptr<const gateway::Snapshot> snapshot = engine.snapshot();
    if (!snapshot || snapshot->canCall(provider))
        return {};
    const gateway::ProviderRuntime* runtime = snapshot->provider(provider);
    if (runtime && !runtime->trouble.empty())
        return QString::fromStdString(runtime->trouble);
    return ProvidersPage::tr("It has no key that can be used");
}

} // namespace

widgets::Page* createProvidersPage(service::Engine& engine, QWidget* parent) {
    Sources sources;
    sources.trouble = [&engine](const std::string& provider) { return troubleOf(engine, provider); };
    sources.totals = [&engine](storage::RequestFilter filter) { return engine.ledger().totals(std::move(filter)); };
    sources.breaker = [&engine](const std::string& provider) { return engine.breaker(provider); };
    auto* presenter = new Presenter(engine.catalogPtr(), engine.providerKeys(), engine.configuration(), sources);
    // Whether a provider can be called is known when the gateway works by what was just changed.
    auto* applied = new QFutureWatcher<void>(presenter);
    QObject::connect(applied, &QFutureWatcherBase::finished, presenter, &Presenter::refreshHealth);
    const auto watch = [applied, &engine] { applied->setFuture(engine.applied()); };
    QObject::connect(&engine.configuration(), &storage::ConfigurationStore::changed, applied, watch);
    QObject::connect(&engine.providerKeys(), &service::ProviderKeys::changed, applied, watch);
    QObject::connect(&engine, &service::Engine::requestsRecorded, presenter, &Presenter::noteRequests);
    return new ProvidersPage(presenter, parent);
}

} // namespace llmg::providerspage
