// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The table of modes: whose key answers, what the client is told where nobody's does, and what it costs. Each row
// through the real gateway, whole and as a stream.
#include "tests/integration/chatanswers.h"
#include "tests/integration/gatewayfixture.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace llmg;
using namespace llmg::tests;
using namespace Qt::StringLiterals;

namespace {

constexpr std::int64_t kPlain = 3'500'000;    // nano-dollars, of chatanswers.h's answers
constexpr std::int64_t kMarkedUp = 3'850'000; // with 10 %
constexpr std::int64_t kStated = 2'000'000;

enum class Own { No, Answers, Fails };
enum class Hosted { No, Answers, StatesItsCost };

struct Row {
    const char* name;
    domain::ProjectMode mode;
    Own own;
    Hosted hosted;
    int status;
    const char* answeredBy; ///< provider, or the error's code
    const char* usedMode;
    std::int64_t cost;
    const char* words; ///< of the error
};

using Mode = domain::ProjectMode;
const Row kRows[] = {
    {"api-keys, own key", Mode::ApiKeys, Own::Answers, Hosted::Answers, 200, "openai", "api-keys", kPlain, ""},
    {"api-keys, own key fails", Mode::ApiKeys, Own::Fails, Hosted::Answers, 502, "upstream_error", "api-keys", 0, ""},
    {"api-keys, no own key", Mode::ApiKeys, Own::No, Hosted::Answers, 400, "no_provider_key", "", 0, "Providers page"},
    {"credits, hosted key", Mode::Credits, Own::Answers, Hosted::Answers, 200, "llmgateway", "credits", kMarkedUp, ""},
    {"credits, hosted key, own cost", Mode::Credits, Own::Answers, Hosted::StatesItsCost, 200, "llmgateway", "credits",
     kStated, ""},
    {"credits, no hosted key", Mode::Credits, Own::Answers, Hosted::No, 400, "no_provider_key", "", 0,
     "hosted gateway account"},
    {"hybrid, own key", Mode::Hybrid, Own::Answers, Hosted::Answers, 200, "openai", "api-keys", kPlain, ""},
    {"hybrid, own key, no hosted key", Mode::Hybrid, Own::Answers, Hosted::No, 200, "openai", "api-keys", kPlain, ""},
    {"hybrid, own key fails", Mode::Hybrid, Own::Fails, Hosted::Answers, 200, "llmgateway", "credits", kMarkedUp, ""},
    {"hybrid, own key fails, no hosted key", Mode::Hybrid, Own::Fails, Hosted::No, 502, "upstream_error", "api-keys", 0,
     ""},
    {"hybrid, no own key", Mode::Hybrid, Own::No, Hosted::Answers, 200, "llmgateway", "credits", kMarkedUp, ""},
    {"hybrid, no own key, own cost", Mode::Hybrid, Own::No, Hosted::StatesItsCost, 200, "llmgateway", "credits",
     kStated, ""},
    {"hybrid, no key", Mode::Hybrid, Own::No, Hosted::No, 400, "no_provider_key", "", 0, "Providers page"},
};

Scenario withCost(Scenario scenario) {
    const std::string before = R"("total_tokens":1100)";
    for (auto& piece : scenario.body) {
        if (const auto at = piece.bytes.find(before); at != std::string::npos)
            piece.bytes.insert(at + before.size(), R"(,"cost":0.002)");
    }
    return scenario;
}

} // namespace

class ModesTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void payAndAnswerAsTheTableSays_data() {
        QTest::addColumn<int>("index");
        QTest::addColumn<bool>("streams");
        for (std::size_t index = 0; index < std::size(kRows); ++index) {
            for (const bool streams : {false, true})
                QTest::addRow("%s, %s", kRows[index].name, streams ? "stream" : "whole")
                    << static_cast<int>(index) << streams;
        }
    }

    void payAndAnswerAsTheTableSays() {
        QFETCH(int, index);
        QFETCH(bool, streams);
        const Row& row = kRows[index];
        const auto good = [streams] { return streams ? streaming("Hi") : answering("Hi"); };
        FakeUpstream own({row.own == Own::Fails ? failing(500) : good()});
        FakeUpstream hosted({row.hosted == Hosted::StatesItsCost ? withCost(good()) : good()});
        GatewayFixture gateway;
        gateway.configuration.projects.front().mode = row.mode;
        if (row.own != Own::No)
            gateway.serve("openai", own);
        if (row.hosted != Hosted::No)
            gateway.serve("llmgateway", hosted);
        const auto answer = gateway.chat(asking("one", streams));
        QCOMPARE(answer.status, row.status);
        const auto record = gateway.sink.waitFor(1).at(0).record;
        QCOMPARE(record.status, row.status);
        QCOMPARE(record.usedMode, std::string(row.usedMode));
        QCOMPARE(record.cost.total.nanoUsd, row.cost);
        if (row.status == 200) {
            QCOMPARE(record.usedProvider, std::string(row.answeredBy));
            QCOMPARE(record.cost.statedByProvider, row.cost == kStated);
            const QByteArray mode = QByteArray("\"mode\":\"") + row.usedMode + "\"";
            QVERIFY(answer.body.contains(mode));
        } else {
            QCOMPARE(record.errorCode, std::string(row.answeredBy));
            const auto error = QJsonDocument::fromJson(answer.body).object().value("error"_L1);
            QCOMPARE(error["code"_L1].toString(), QString::fromLatin1(row.answeredBy));
            QVERIFY2(error["message"_L1].toString().contains(QString::fromLatin1(row.words)), answer.body.constData());
        }
        // Whose key is not to pay is not asked.
        const bool ownMayBeAsked = row.mode != Mode::Credits;
        const bool hostedMayBeAsked =
            row.mode == Mode::Credits || (row.mode == Mode::Hybrid && row.own != Own::Answers);
        QVERIFY(ownMayBeAsked || own.requests().empty());
        QVERIFY(hostedMayBeAsked || hosted.requests().empty());
    }
};

QTEST_GUILESS_MAIN(ModesTest)
#include "tst_modes.moc"
