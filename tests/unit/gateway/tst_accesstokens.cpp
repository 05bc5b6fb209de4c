// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Tokens got from a token server on this machine: kept, shared, renewed before their end, dropped when refused.
#include "app/gateway/accesstokens.h"
#include "app/gateway/environment.h"
#include "tests/support/fakeupstream.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/use_future.hpp>

#include <QTest>

using namespace llmg;
using namespace llmg::gateway;
using namespace llmg::tests;
using namespace std::chrono_literals;

namespace {

class FixedClock final : public Clock {
  public:
    [[nodiscard]] UnixTime now() const override { return time; }
    [[nodiscard]] std::chrono::steady_clock::time_point steadyNow() const override { return {}; }
    UnixTime time{1'800'000'000s};
};

class NoSink final : public ledger::UsageSink {
  public:
    Result<> record(domain::RequestRecord, domain::RequestBodies) override { return {}; }
    [[nodiscard]] Result<> ready() const override { return {}; }
};

Scenario token(const std::string& text) {
    return Scenario::json(R"({"access_token":")" + text + R"(","expires_in":3600,"token_type":"Bearer"})");
}

domain::ProviderKey userKey(const std::string& id, const std::string& tokenUrl) {
    domain::ProviderKey key;
    key.entry.id = id;
    key.secret = Secret(R"({"type":"authorized_user","client_id":"c","client_secret":"s","refresh_token":"r",)"
                        R"("token_uri":")" +
                        tokenUrl + "\"}");
    return key;
}

} // namespace

class TestAccessTokens : public QObject {
    Q_OBJECT

  private:
    FixedClock m_clock;
    NoSink m_sink;
    ProviderRuntime m_provider;

    /// All at once, on one thread.
    std::vector<Result<Secret>> ask(SharedState& shared, const std::vector<domain::ProviderKey>& keys) {
        http::asio::io_context context{1};
        http::asio::ssl::context tls(http::asio::ssl::context::tls_client);
        http::Client client(context, tls);
        Environment environment{context, client, shared};
        std::vector<std::future<Result<Secret>>> futures;
        for (const auto& key : keys)
            futures.push_back(
                http::asio::co_spawn(context, accessToken(environment, m_provider, key), http::asio::use_future));
        while (std::any_of(futures.begin(), futures.end(),
                           [](const auto& future) { return future.wait_for(0s) != std::future_status::ready; }))
            context.run_one();
        std::vector<Result<Secret>> outcomes;
        for (auto& future : futures)
            outcomes.push_back(future.get());
        return outcomes;
    }
    QByteArray askOne(SharedState& shared, const domain::ProviderKey& key) {
        const auto outcome = ask(shared, {key}).front();
        return QByteArray::fromStdString(outcome ? std::string(outcome->reveal())
                                                 : std::string(toString(outcome.error().kind)) + ": " +
                                                       outcome.error().message);
    }

  private Q_SLOTS:
    void init() {
        m_provider.adapter = providers::adapterFor("vertex", "google-vertex");
        m_clock.time = UnixTime{1'800'000'000s};
    }

    void keepsATokenUntilAMinuteBeforeItsEnd() {
        FakeUpstream server({token("first"), token("second")});
        SharedState shared(m_sink, m_clock);
        const auto key = userKey("k", server.url() + "/token");
        QCOMPARE(askOne(shared, key), QByteArray("first"));
        m_clock.time += 3539s;
        QCOMPARE(askOne(shared, key), QByteArray("first"));
        QCOMPARE(server.requests().size(), std::size_t{1});
        m_clock.time += 1s;
        QCOMPARE(askOne(shared, key), QByteArray("second"));
        const auto request = server.requests().front();
        QCOMPARE(QByteArray::fromStdString(request.target), QByteArray("/token"));
        QCOMPARE(QByteArray::fromStdString(request.header("content-type")),
                 QByteArray("application/x-www-form-urlencoded"));
        QCOMPARE(QByteArray::fromStdString(request.body),
                 QByteArray("grant_type=refresh_token&client_id=c&client_secret=s&refresh_token=r"));
    }

    void oneExchangeServesAllWhoWait() {
        FakeUpstream server({token("shared"), token("too much")});
        SharedState shared(m_sink, m_clock);
        const auto key = userKey("k", server.url() + "/token");
        for (const auto& outcome : ask(shared, {key, key, key})) {
            QVERIFY(outcome);
            QCOMPARE(QByteArray::fromStdString(std::string(outcome->reveal())), QByteArray("shared"));
        }
        QCOMPARE(server.requests().size(), std::size_t{1});
    }

    void keysDoNotShareTokens() {
        FakeUpstream one({token("of-one")});
        FakeUpstream two({token("of-two")});
        SharedState shared(m_sink, m_clock);
        QCOMPARE(askOne(shared, userKey("1", one.url() + "/token")), QByteArray("of-one"));
        QCOMPARE(askOne(shared, userKey("2", two.url() + "/token")), QByteArray("of-two"));
    }

    void aRefusedTokenIsDroppedOnce() {
        FakeUpstream server({token("first"), token("second")});
        SharedState shared(m_sink, m_clock);
        const auto key = userKey("k", server.url() + "/token");
        QCOMPARE(askOne(shared, key), QByteArray("first"));
        shared.accessTokens.drop("k", Secret("first"));
        QCOMPARE(askOne(shared, key), QByteArray("second"));
        // Another request that was refused with the old token comes late.
        shared.accessTokens.drop("k", Secret("first"));
        QCOMPARE(askOne(shared, key), QByteArray("second"));
        QCOMPARE(server.requests().size(), std::size_t{2});
    }

    void aFailureIsSaidToAllAndNotKept() {
        FakeUpstream server(
            {Scenario::json(R"({"error":"invalid_grant","error_description":"Token has been revoked."})", 400),
             token("later")});
        SharedState shared(m_sink, m_clock);
        const auto key = userKey("k", server.url() + "/token");
        for (const auto& outcome : ask(shared, {key, key})) {
            QVERIFY(!outcome);
            QVERIFY(outcome.error().kind == ErrorKind::UpstreamKeyRejected);
            QVERIFY(outcome.error().message.find("Token has been revoked.") != std::string::npos);
        }
        QCOMPARE(askOne(shared, key), QByteArray("later"));
    }

    void aKeyThatIsSentItselfNeedsNone() {
        SharedState shared(m_sink, m_clock);
        domain::ProviderKey key;
        key.entry.id = "k";
        key.secret = Secret("ya29.a0Af");
        QCOMPARE(askOne(shared, key), QByteArray());
    }
};

QTEST_APPLESS_MAIN(TestAccessTokens)
#include "tst_accesstokens.moc"
