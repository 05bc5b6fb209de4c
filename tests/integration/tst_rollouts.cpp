// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What decides about a rollout, through the real gateway over loopback.
#include "tests/integration/chatanswers.h"
#include "tests/integration/gatewayfixture.h"

#include <QTest>

using namespace llmg;
using namespace llmg::tests;

namespace {

/// Everything goes to a candidate at another provider.
void toOpenRouter(GatewayFixture& gateway) {
    auto& rollout = gateway.configuration.projects.front().rollout;
    rollout.enabled = true;
    rollout.control = {"direct", {}, "openai", {}};
    rollout.candidate = {"elsewhere", {}, "openrouter", {}};
    rollout.percent = 100;
    rollout.minRequests = 3;
}

} // namespace

class RolloutsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void anArmThatRefusesEverythingIsRolledBack_data() {
        QTest::addColumn<QString>("candidate");
        QTest::newRow("without a key") << QStringLiteral("credits");
        QTest::newRow("with a provider that lacks the model") << QStringLiteral("anthropic");
    }
    void anArmThatRefusesEverythingIsRolledBack() {
        QFETCH(QString, candidate);
        FakeUpstream openai({answering("from openai")}), anthropic({failing(404)});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        gateway.serve("anthropic", anthropic);
        toOpenRouter(gateway);
        auto& arm = gateway.configuration.projects.front().rollout.candidate;
        arm = candidate == QStringLiteral("credits") ? domain::RolloutArm{"account", "credits", {}, {}}
                                                     : domain::RolloutArm{"elsewhere", {}, "anthropic", {}};
        int rollbacks = 0;
        gateway.shared->onRollback = [&rollbacks](const std::string&, const std::string&) { ++rollbacks; };
        gateway.apply();
        for (int i = 0; i < 3; ++i)
            QVERIFY(gateway.chat(asking("n" + QByteArray::number(i))).status >= 400);
        QCOMPARE(gateway.chat(asking("after")).header("x-llmgateway-provider"), QByteArray("openai"));
        QCOMPARE(rollbacks, 1);
    }

    void theArmsProviderIsAskedForTheAliasTarget() {
        FakeUpstream openai({answering("from openai")}), openrouter({answering("from openrouter")});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        gateway.serve("openrouter", openrouter);
        toOpenRouter(gateway);
        gateway.configuration.projects.front().aliases = {{"fast", "gpt-4o"}};
        gateway.apply();
        auto body = asking("one");
        body.replace("gpt-4o", "fast");
        const auto answer = gateway.chat(body);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.header("x-llmgateway-provider"), QByteArray("openrouter"));
    }

    // A long conversation is known by its beginning, however much a picture adds to it.
    void aConversationStaysWithItsArmWhenItGrows() {
        FakeUpstream openai({answering("from openai")}), openrouter({answering("from openrouter")});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        gateway.serve("openrouter", openrouter);
        toOpenRouter(gateway);
        gateway.configuration.projects.front().rollout.percent = 50;
        gateway.apply();
        const QByteArray later = ",{\"role\":\"assistant\",\"content\":\"x\"},{\"role\":\"user\",\"content\":\"" +
                                 QByteArray(400'000, 'y') + "\"}";
        for (int i = 0; i < 8; ++i) {
            const QByteArray opening = "{\"role\":\"user\",\"content\":\"chat " + QByteArray::number(i) + "\"}";
            const auto said = [&](const QByteArray& more) {
                const QByteArray body = "{\"model\":\"gpt-4o\",\"messages\":[" + opening + more + "]}";
                return gateway.chat(body).header("x-llmgateway-provider");
            };
            QCOMPARE(said(later), said({}));
        }
    }

    void theArmIsTheGatewaysWord() {
        FakeUpstream openai({answering("from openai")});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        gateway.apply();
        QCOMPARE(gateway.chat(asking("one"), "x-llmgateway-rollout-arm: candidate\r\nx-llmgateway-team: a\r\n").status,
                 200);
        const auto tags = gateway.sink.waitFor(1).front().record.tags;
        QCOMPARE(tags.size(), std::size_t{1});
        QCOMPARE(tags.front().first, std::string("team"));
    }
};

QTEST_GUILESS_MAIN(RolloutsTest)
#include "tst_rollouts.moc"
