// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/policy/rolloutbook.h"

#include <QTest>

using namespace llmg;
using namespace llmg::policy;
using domain::Money;

namespace {

domain::Project projectWith(int percent) {
    domain::Project project;
    project.id = "p";
    project.rollout.enabled = true;
    project.rollout.percent = percent;
    return project;
}

/// As the gateway does with each change of the configuration.
void follow(RolloutBook& book, const domain::Project& project) {
    book.follow({&project, 1});
}

RolloutBook::Outcome outcome(Arm arm, bool failed, int ms, std::int64_t cents = 0) {
    return {arm, failed, std::int64_t{ms} * 1000, Money::fromCents(cents)};
}

} // namespace

class TestRolloutBook : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theShareIsThePercentage_data() {
        QTest::addColumn<int>("percent");
        for (const int percent : {0, 1, 10, 50, 99, 100})
            QTest::addRow("%d", percent) << percent;
    }
    void theShareIsThePercentage() {
        QFETCH(int, percent);
        const auto project = projectWith(percent);
        int candidates = 0;
        constexpr int kConversations = 10'000;
        for (int i = 0; i < kConversations; ++i)
            candidates += assignArm(project, "conversation " + std::to_string(i), "k") == Arm::Candidate;
        const double share = 100.0 * candidates / kConversations;
        // Drawn by digest, so the same in every run: within a percent and a half here.
        QVERIFY2(std::abs(share - percent) < 1.5, qPrintable(QString::number(share)));
        if (percent == 0 || percent == 100)
            QCOMPARE(share, static_cast<double>(percent));
    }

    void aConversationStaysAndAGrowingShareKeepsThoseItHas() {
        for (int i = 0; i < 500; ++i) {
            const std::string conversation = "c" + std::to_string(i);
            bool before = false;
            for (const int percent : {5, 20, 60, 100}) {
                const auto project = projectWith(percent);
                const bool candidate = assignArm(project, conversation, "k") == Arm::Candidate;
                QCOMPARE(assignArm(project, conversation, "another key") == Arm::Candidate, candidate);
                QVERIFY(candidate || !before);
                before = candidate;
            }
        }
    }

    void byKeyTheConversationDoesNotMatter() {
        auto project = projectWith(50);
        project.rollout.sticky = domain::RolloutSticky::Key;
        const auto arm = assignArm(project, "one", "k");
        for (int i = 0; i < 50; ++i)
            QVERIFY(assignArm(project, "c" + std::to_string(i), "k") == arm);
    }

    void withoutRolloutThereIsNoArm() {
        auto project = projectWith(50);
        project.rollout.enabled = false;
        QVERIFY(!assignArm(project, "c", "k"));
    }

    void rollsBackWhenTooManyFail_data() {
        QTest::addColumn<int>("controlErrors"); // of 100
        QTest::addColumn<int>("candidateErrors");
        QTest::addColumn<bool>("rolledBack");
        QTest::newRow("none fail") << 0 << 0 << false;
        QTest::newRow("just within") << 0 << 5 << false;
        QTest::newRow("just beyond") << 0 << 6 << true;
        QTest::newRow("the control fails as much") << 30 << 30 << false;
        QTest::newRow("better than the control") << 30 << 10 << false;
    }
    void rollsBackWhenTooManyFail() {
        QFETCH(int, controlErrors);
        QFETCH(int, candidateErrors);
        QFETCH(bool, rolledBack);
        auto project = projectWith(50);
        project.rollout.minRequests = 100;
        RolloutBook book;
        follow(book, project);
        int said = 0;
        for (int i = 0; i < 100; ++i)
            QVERIFY(!book.add(project, outcome(Arm::Control, i < controlErrors, 100)));
        for (int i = 0; i < 100; ++i)
            said += book.add(project, outcome(Arm::Candidate, i < candidateErrors, 100)).has_value();
        QCOMPARE(said, rolledBack ? 1 : 0);
        QCOMPARE(book.isRolledBack(project), rolledBack);
        QCOMPARE(book.figures(project).rolledBack, rolledBack);
    }

    void tooFewRequestsJudgeNothing() {
        auto project = projectWith(50);
        RolloutBook book;
        follow(book, project);
        for (int i = 0; i < project.rollout.minRequests - 1; ++i)
            QVERIFY(!book.add(project, outcome(Arm::Candidate, true, 100)));
        QVERIFY(book.add(project, outcome(Arm::Candidate, true, 100)));
    }

    void rollsBackWhenItIsTooSlow() {
        auto project = projectWith(50);
        RolloutBook book;
        follow(book, project);
        std::optional<std::string> why;
        for (int i = 0; i < project.rollout.minRequests; ++i) {
            QVERIFY(!book.add(project, outcome(Arm::Control, false, 100)));
            if (auto said = book.add(project, outcome(Arm::Candidate, false, 200)))
                why = said;
        }
        QVERIFY(why);
        QVERIFY2(why->find("median") != std::string::npos, why->c_str());
    }

    void aChangeBeginsAnew() {
        auto project = projectWith(50);
        project.rollout.minRequests = 1;
        RolloutBook book;
        follow(book, project);
        QVERIFY(book.add(project, outcome(Arm::Candidate, true, 1)));
        QVERIFY(book.isRolledBack(project));
        const auto before = project;
        project.rollout.since = UnixTime{Milliseconds{1}};
        follow(book, project);
        QVERIFY(!book.isRolledBack(project));
        QCOMPARE(book.figures(project).candidate.requests, 0);
        // A stream that began before ends now.
        QVERIFY(!book.add(before, outcome(Arm::Candidate, true, 1)));
        QCOMPARE(book.figures(project).candidate.requests, 0);
        QVERIFY(book.add(project, outcome(Arm::Candidate, true, 1)));
    }

    void whatTheLedgerKnowsCountsAndJudgesWithTheNext() {
        auto project = projectWith(50);
        project.rollout.minRequests = 3;
        RolloutBook book;
        follow(book, project);
        const std::vector<RolloutBook::Outcome> before{
            outcome(Arm::Control, false, 10), outcome(Arm::Candidate, true, 10), outcome(Arm::Candidate, true, 10)};
        book.seed(project.id, project.rollout.since, before);
        book.seed(project.id, project.rollout.since + Milliseconds{1}, before); // of another comparison
        QCOMPARE(book.figures(project).candidate.requests, 2);
        QVERIFY(!book.isRolledBack(project));
        QVERIFY(book.add(project, outcome(Arm::Candidate, true, 10)));
    }

    void whatTellsOfAnArm_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("cached");
        QTest::addColumn<bool>("tells");
        QTest::newRow("answered") << 200 << false << true;
        QTest::newRow("from the cache") << 200 << true << false;
        QTest::newRow("the arm has no key") << 400 << false << true;
        QTest::newRow("failed") << 502 << false << true;
        QTest::newRow("the client went away") << 499 << false << false;
    }
    void whatTellsOfAnArm() {
        QFETCH(int, status);
        QFETCH(bool, cached);
        QTEST(tellsOfArm(status, cached), "tells");
    }

    void figuresHaveTheirUncertainty() {
        const auto project = projectWith(50);
        RolloutBook book;
        follow(book, project);
        // 1 … 1000 ms evenly, one in ten failed, one cent each.
        for (int i = 1; i <= 1000; ++i)
            (void)book.add(project, outcome(Arm::Control, i % 10 == 0, i, 1));
        const auto figures = book.figures(project).control;
        QCOMPARE(figures.requests, 1000);
        QCOMPARE(figures.errorRate, 0.1);
        // Wilson's interval for 100 of 1000: 0.0829 … 0.1202 (E. B. Wilson, 1927).
        QVERIFY(std::abs(figures.errorRateLow - 0.0829) < 0.0001);
        QVERIFY(std::abs(figures.errorRateHigh - 0.1202) < 0.0001);
        QVERIFY2(std::abs(figures.medianMs - 500) < 25, qPrintable(QString::number(figures.medianMs)));
        QVERIFY(figures.medianLowMs < figures.medianMs && figures.medianMs < figures.medianHighMs);
        QCOMPARE(figures.cost.nanoUsd, Money::fromCents(1000).nanoUsd);
        QVERIFY(std::abs(figures.meanCostUsd - 0.01) < 1e-9);
        QVERIFY(figures.meanCostHighUsd - figures.meanCostLowUsd < 1e-6); // they all cost the same
        const auto none = book.figures(project).candidate;
        QCOMPARE(none.errorRateLow, 0.0);
        QCOMPARE(none.errorRateHigh, 1.0); // nothing is known
    }
};

QTEST_GUILESS_MAIN(TestRolloutBook)
#include "tst_rolloutbook.moc"
