// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scriptedgateway.h"
#include "ui/pages/playground/presenter.h"

#include <QMap>
#include <QPromise>
#include <QNetworkAccessManager>
#include <QNetworkProxy>

namespace llmg::tests {

/// Steps on by itself at every look, so that durations are exact and known.
class SteppingClock final : public Clock {
  public:
    [[nodiscard]] UnixTime now() const override { return UnixTime(Milliseconds(1'790'000'000'000)); }
    [[nodiscard]] std::chrono::steady_clock::time_point steadyNow() const override {
        return std::chrono::steady_clock::time_point(m_now += step);
    }
    Milliseconds step{100};

  private:
    mutable std::chrono::steady_clock::duration m_now{};
};

/// Everything a presenter needs, in memory.
struct PresenterGround {
    struct Kept {
        storage::ConversationHead head;
        QByteArray document;
    };
    ScriptedGateway gateway;
    SteppingClock clock;
    QNetworkAccessManager network;
    QMap<QString, Kept> kept;
    bool running = true;
    QStringList models{QStringLiteral("sandbox/echo")};

    PresenterGround() { network.setProxy(QNetworkProxy::NoProxy); }

    static std::shared_ptr<const catalog::Catalog> catalog() { return catalog::Catalog::builtIn(); }

    template <class T>
    static QFuture<T> ready(T value) {
        QPromise<T> promise;
        auto future = promise.future();
        promise.start();
        promise.addResult(std::move(value));
        promise.finish();
        return future;
    }

    playground::PresenterNeeds needs() {
        playground::PresenterNeeds all;
        all.baseUrl = [this] { return running ? gateway.baseUrl() : QUrl(); };
        all.playgroundKey = [] { return Secret("llmg_playgroundkey0123456789"); };
        all.exportKey = [] { return Secret("llmg_exportedkey0123456789abcd"); };
        all.catalog = catalog();
        domain::LlmModel echo;
        echo.id = "sandbox/echo";
        domain::ModelOffer offer;
        offer.provider = "sandbox";
        offer.upstreamId = "echo";
        offer.pricing = "free";
        offer.can.vision = true;
        echo.offers.push_back(offer);
        all.sandbox = {echo};
        all.usableProviders = [] { return playground::ProviderSet{"openai", "sandbox"}; };
        all.shelf.list = [this](const QString& search, int) {
            std::vector<storage::ConversationHead> heads;
            for (const auto& entry : std::as_const(kept))
                if (entry.head.title.contains(search, Qt::CaseInsensitive))
                    heads.push_back(entry.head);
            return ready(Result<std::vector<storage::ConversationHead>>(std::move(heads)));
        };
        all.shelf.load = [this](const QString& id) {
            return ready(kept.contains(id) ? Result<QByteArray>(kept[id].document)
                                           : Result<QByteArray>(fail(ErrorKind::NotFound, "It is gone.")));
        };
        all.shelf.save = [this](const storage::ConversationHead& head, const QByteArray& document) {
            kept[head.id] = {head, document};
            return ready(Result<>());
        };
        all.shelf.remove = [this](const QString& id) {
            kept.remove(id);
            return ready(Result<>());
        };
        all.newClient = [this] { return std::make_unique<playground::ChatClient>(network, clock); };
        all.clock = &clock;
        all.startModels = models;
        return all;
    }
};

} // namespace llmg::tests
