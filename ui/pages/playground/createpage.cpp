// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground/createpage.h"

#include "app/gateway/snapshot.h"
#include "app/providers/sandbox.h"
#include "app/service/engine.h"
#include "app/service/providerkeys.h"
#include "app/settings/settings.h"
#include "ui/pages/playground/page.h"
#include "ui/widgets/whenready.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>

namespace llmg::playground {

namespace {

/// What the presenter's functions need and nobody else owns.
struct Ground {
    SystemClock clock;
    QNetworkAccessManager network;
    Secret exportKey;
    std::shared_ptr<const gateway::Snapshot> listed; ///< holds the servers' models while they are looked at
};

ProviderSet usableProviders(service::Engine& engine) {
    ProviderSet usable{"sandbox"};
    for (const auto& entry : engine.providerKeys().entries())
        if (entry.state != domain::ProviderKeyState::Rejected && entry.state != domain::ProviderKeyState::Unreadable)
            usable.insert(entry.provider);
    for (const auto& provider : engine.catalog().providers())
        if (provider.keyOptional && !provider.local)
            usable.insert(provider.id);
    if (const auto snapshot = engine.snapshot())
        for (const auto& model : snapshot->serverModels())
            if (snapshot->isAvailable(model.offers.front()))
                usable.insert(model.offers.front().provider);
    return usable;
}

} // namespace

widgets::Page* createPlaygroundPage(service::Engine& engine, QWidget* parent) {
    auto ground = std::make_shared<Ground>();
    // The gateway is on this machine: a proxy of the desktop must not come between.
    ground->network.setProxy(QNetworkProxy::NoProxy);
    PresenterNeeds needs;
    needs.baseUrl = [&engine] { return QUrl(engine.state().baseUrl()); };
    needs.playgroundKey = [&engine] { return engine.playgroundKey(); };
    needs.exportKey = [ground] { return ground->exportKey; };
    needs.catalog = engine.catalogPtr();
    needs.sandbox = providers::sandboxModels();
    needs.serverModels = [&engine, ground]() -> const std::vector<domain::LlmModel>& {
        static const std::vector<domain::LlmModel> none;
        ground->listed = engine.snapshot();
        return ground->listed ? ground->listed->serverModels() : none;
    };
    needs.usableProviders = [&engine] { return usableProviders(engine); };
    auto& store = engine.conversations();
    needs.shelf.list = [&store](QString search, int limit) { return store.list(std::move(search), limit); };
    needs.shelf.load = [&store](QString id) { return store.load(std::move(id)); };
    needs.shelf.save = [&store](storage::ConversationHead head, QByteArray document) {
        return store.save(std::move(head), std::move(document));
    };
    needs.shelf.remove = [&store](QString id) { return store.remove(std::move(id)); };
    needs.newClient = [ground] { return std::make_unique<ChatClient>(ground->network, ground->clock); };
    needs.clock = &ground->clock;
    needs.startModels = engine.settings().value(settings::Key::PlaygroundModels).toStringList();
    needs.modelsChosen = [&engine](const QStringList& models) {
        static_cast<void>(engine.settings().set(settings::Key::PlaygroundModels, models));
    };

    auto presenter = std::make_unique<Presenter>(std::move(needs));
    auto* p = presenter.get();
    auto* page = new PlaygroundPage(std::move(presenter), parent);
    QObject::connect(&engine, &service::Engine::stateChanged, p, &Presenter::refreshProviders);
    QObject::connect(&engine.providerKeys(), &service::ProviderKeys::changed, p, &Presenter::refreshProviders);
    QObject::connect(&engine, &service::Engine::modelsChanged, p, &Presenter::refreshProviders);
    widgets::whenReady(engine.defaultGatewayKey(), p, [ground, p](Result<Secret> key) {
        // Without a keychain there is no key to show: the code then names its place.
        if (key)
            ground->exportKey = *key;
        p->refreshProviders();
    });
    return page;
}

} // namespace llmg::playground
