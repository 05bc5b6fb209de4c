// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What requests learn from each other, through a running gateway over scripted providers.
#include "tests/integration/chatanswers.h"
#include "tests/integration/gatewayfixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <atomic>
#include <map>

using namespace llmg;
using namespace llmg::tests;

namespace {

/// gpt-4o has the same price at openai and openrouter, and no order is set between them: openai is the catalog's first.
class TwoProviders : public GatewayFixture {
  public:
    TwoProviders(FakeUpstream& openai, FakeUpstream& openrouter) {
        serve("openai", openai);
        serve("openrouter", openrouter);
        for (auto& provider : configuration.providers)
            provider.order = 0;
        // How fast the two were is left to chance.
        auto& routing = configuration.projects.front().routing;
        routing.preset = domain::RoutingPreset::Custom;
        routing.custom = {600, 0, 0, 0};
    }
    void explore(int perMille) {
        configuration.projects.front().routing.explorationPerMille = perMille;
        apply();
    }
};

QJsonValue decisionOf(const RawAnswer& answer) {
    return QJsonDocument::fromJson(answer.body)[u"metadata"][u"routing_decision"];
}

QString ruleOf(const RawAnswer& answer) {
    return decisionOf(answer)[u"rule"].toString();
}

std::map<std::string, int> requestsByKey(const FakeUpstream& upstream) {
    std::map<std::string, int> used;
    for (const auto& request : upstream.requests())
        ++used[request.header("authorization")];
    return used;
}

} // namespace

class RoutingTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void keysShareByTheirWeight_data() {
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("second");
        QTest::newRow("alike") << 1 << 1;
        QTest::newRow("three to one") << 3 << 1;
        QTest::newRow("one to three") << 1 << 3;
    }
    void keysShareByTheirWeight() {
        QFETCH(int, first);
        QFETCH(int, second);
        FakeUpstream openai({answering("Hi")});
        GatewayFixture gateway;
        gateway.serve("openai", openai, 2);
        gateway.setWeights({first, second});
        const int rounds = 2;
        for (int i = 0; i < rounds * (first + second); ++i)
            QCOMPARE(gateway.chat(asking("hello")).status, 200);
        auto used = requestsByKey(openai);
        QCOMPARE(used["Bearer secret-of-openai-1"], rounds * first);
        QCOMPARE(used["Bearer secret-of-openai-2"], rounds * second);
    }

    // x-ratelimit-remaining-requests: 0 keeps the key from that model, and from no other.
    void aKeyThatIsUsedUpIsLeftAloneForThatModel() {
        FakeUpstream openai(FakeUpstream::Script([](const ReceivedRequest& request) {
            auto answer = answering("Hi");
            if (request.header("authorization") == "Bearer secret-of-openai-1" && request.index == 0) {
                answer.headers.emplace_back("x-ratelimit-remaining-requests", "0");
                answer.headers.emplace_back("x-ratelimit-reset-requests", "1h0m0s");
            }
            return answer;
        }));
        GatewayFixture gateway;
        gateway.serve("openai", openai, 2);
        constexpr int kMore = 4;
        for (int i = 0; i < 1 + kMore; ++i)
            QCOMPARE(gateway.chat(asking("hello")).status, 200);
        auto used = requestsByKey(openai);
        QCOMPARE(used["Bearer secret-of-openai-1"], 1);
        QCOMPARE(used["Bearer secret-of-openai-2"], kMore);
        for (int i = 0; i < kMore; ++i)
            QCOMPARE(gateway.chat(asking("hello").replace("gpt-4o", "gpt-4o-mini")).status, 200);
        used = requestsByKey(openai);
        QVERIFY(used["Bearer secret-of-openai-1"] > 1);
    }

    void aProviderThatFailsIsNotAskedForAWhile() {
        std::atomic<bool> fails = true;
        FakeUpstream openai(FakeUpstream::Script(
            [&fails](const ReceivedRequest&) { return fails ? failing(503) : answering("from openai"); }));
        FakeUpstream openrouter({answering("from openrouter")});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        gateway.serve("openrouter", openrouter);
        for (int i = 0; i < routing::Breakers::kFailures; ++i)
            QCOMPARE(gateway.chat(asking("hello")).status, 200);
        fails = false;
        const auto before = openai.requests().size();
        QCOMPARE(before, std::size_t{routing::Breakers::kFailures});
        const auto answer = gateway.chat(asking("hello"));
        QCOMPARE(answer.header("x-llmgateway-provider"), QByteArray("openrouter"));
        QCOMPARE(openai.requests().size(), before);
        QVERIFY(decisionOf(answer)[u"reason"].toString().contains(QStringLiteral("openai is failing")));
        // Who names it gets it: there is nobody else to ask.
        const auto pinned = gateway.chat(asking("hello").replace("gpt-4o", "openai/gpt-4o"));
        QCOMPARE(pinned.header("x-llmgateway-provider"), QByteArray("openai"));
    }

    void exploresWhatItWouldNotChoose() {
        FakeUpstream openai({answering("a")}), openrouter({answering("b")});
        TwoProviders gateway(openai, openrouter);
        gateway.explore(1000);
        const auto answer = gateway.chat(asking("hello"));
        QCOMPARE(answer.header("x-llmgateway-provider"), QByteArray("openrouter"));
        QCOMPARE(ruleOf(answer), QStringLiteral("explored"));
        gateway.explore(0);
        // Another conversation: this one stays where it is.
        QCOMPARE(gateway.chat(asking("good evening")).header("x-llmgateway-provider"), QByteArray("openai"));
    }

    void aConversationStaysWhereItWasAnswered() {
        FakeUpstream openai({answering("a")}), openrouter({answering("b")});
        TwoProviders gateway(openai, openrouter);
        const QByteArray mine = "x-llmgateway-conversation: mine\r\n", other = "x-llmgateway-conversation: other\r\n";
        gateway.explore(1000);
        QCOMPARE(gateway.chat(asking("one"), mine).header("x-llmgateway-provider"), QByteArray("openrouter"));
        gateway.explore(0);
        QCOMPARE(gateway.chat(asking("one"), other).header("x-llmgateway-provider"), QByteArray("openai"));
        const auto second = gateway.chat(asking("two"), mine);
        QCOMPARE(second.header("x-llmgateway-provider"), QByteArray("openrouter"));
        QCOMPARE(ruleOf(second), QStringLiteral("sticky"));
    }

    void saysThatTheTimeWasOver() {
        Scenario silent;
        silent.neverAnswer = true;
        FakeUpstream openai({silent});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        gateway.limits.deadlines.total = std::chrono::milliseconds{200};
        const auto answer = gateway.chat(asking("hello"));
        QCOMPARE(answer.status, 504);
        QCOMPARE(QJsonDocument::fromJson(answer.body)[u"error"][u"code"].toString(), QStringLiteral("timeout"));
    }
};

QTEST_GUILESS_MAIN(RoutingTest)
#include "tst_routing.moc"
