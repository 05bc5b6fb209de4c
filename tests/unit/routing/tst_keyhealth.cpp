// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/routing/keyhealth.h"

#include <QTest>

using namespace llmg;
using namespace llmg::routing;
using State = domain::ProviderKeyState;

class KeyHealthTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aKeyThatWasRefusedIsOutUntilItIsForgotten() {
        KeyHealth health;
        QVERIFY(health.isUsable("a", "m", m_now));
        health.reportRejected("a", "no such key");
        QVERIFY(!health.isUsable("a", "m", m_now + std::chrono::hours{1000}));
        QCOMPARE(health.reading("a", m_now).reason, std::string("no such key"));
        QVERIFY(health.isUsable("b", "m", m_now));
        health.forget("a");
        QVERIFY(health.isUsable("a", "m", m_now));
        QCOMPARE(health.reading("a", m_now).state, State::Untested);
    }

    void aKeyThatWasLimitedRestsForThatLong() {
        KeyHealth health;
        health.reportGood("a", health.refusals("a"));
        health.reportLimited("a", m_now + std::chrono::seconds{20}, "slow down");
        QCOMPARE(health.reading("a", m_now + std::chrono::seconds{19}).state, State::Resting);
        QCOMPARE(health.reading("a", m_now + std::chrono::seconds{20}).state, State::Good);
    }

    void aGoodAnswerEndsARefusal() {
        KeyHealth health;
        health.reportRejected("a", "no");
        health.reportGood("a", health.refusals("a"));
        QVERIFY(health.isUsable("a", "m", m_now));
    }

    void anAnswerToWhatBeganBeforeTheRefusalDoesNotEndIt() {
        KeyHealth health;
        health.reportGood("a", 0);
        const auto before = health.refusals("a");
        health.reportRejected("a", "no");
        health.reportGood("a", before);
        QCOMPARE(health.reading("a", m_now).state, State::Rejected);
        // Nor where the key was looked at anew and refused again meanwhile.
        health.forget("a");
        health.reportRejected("a", "no");
        health.reportGood("a", before + 1);
        QCOMPARE(health.reading("a", m_now).state, State::Rejected);
        health.reportTested("a");
        QCOMPARE(health.reading("a", m_now).state, State::Good);
    }

    void anAnswerDoesNotEndARest() {
        KeyHealth health;
        health.reportLimited("a", m_now + std::chrono::seconds{20}, "slow down");
        health.reportGood("a", health.refusals("a"));
        QVERIFY(!health.isUsable("a", "m", m_now));
    }

    void aKeyIsLeftAloneForTheModelThatIsUsedUp() {
        KeyHealth health;
        const std::vector<KeyShare> keys{{"a", 1}};
        health.leaveAlone("a", "m", m_now, m_now + std::chrono::seconds{5});
        QVERIFY(!health.isUsable("a", "m", m_now));
        QVERIFY(health.isUsable("a", "other", m_now));
        QVERIFY(!health.choose(keys, "m", {}, m_now).index);
        QVERIFY(health.choose(keys, "other", {}, m_now).index);
        QVERIFY(health.look(keys, "other", m_now).index);
        // Whatever models were named, and then the rest for all of them.
        for (int i = 0; i < 100; ++i)
            health.leaveAlone("a", std::to_string(i), m_now, m_now + std::chrono::seconds{60});
        QVERIFY(!health.isUsable("a", "99", m_now));
        health.reportLimited("a", m_now + std::chrono::seconds{9}, "slow down");
        QVERIFY(!health.isUsable("a", "other", m_now));
    }

    void tellsOfChangesOnly() {
        KeyHealth health;
        QStringList told;
        health.onChange([&](const std::string& id) { told << QString::fromStdString(id); });
        health.reportGood("a", health.refusals("a"));
        health.reportGood("a", health.refusals("a"));
        health.reportRejected("b", "no");
        health.reportRejected("b", "no");
        QCOMPARE(told, (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
    }

    void sharesByWeight() {
        KeyHealth health;
        const std::vector<KeyShare> keys{{"a", 3}, {"b", 1}};
        std::string turns;
        for (int i = 0; i < 8; ++i)
            turns += keys[health.choose(keys, "m", {}, m_now).index.value()].id;
        QCOMPARE(turns, std::string("aabaaaba"));
    }

    void passesOverKeysThatRest() {
        KeyHealth health;
        const std::vector<KeyShare> keys{{"a", 1}, {"b", 1}, {"c", 1}};
        health.reportLimited("a", m_now + std::chrono::seconds{9}, "slow down");
        health.leaveAlone("b", "m", m_now, m_now + std::chrono::seconds{5});
        QCOMPARE(health.choose(keys, "m", {}, m_now).index.value_or(9), std::size_t{2});
        health.reportRejected("c", "no");
        const auto choice = health.choose(keys, "m", {}, m_now);
        QVERIFY(!choice.index);
        QVERIFY(choice.freeAt == m_now + std::chrono::seconds{5});
        QVERIFY(health.look(keys, "m", m_now).freeAt == choice.freeAt);
        health.reportRejected("a", "no");
        health.reportRejected("b", "no");
        QVERIFY(!health.look(keys, "m", m_now).freeAt);
    }

    void leavesOutThoseThatWereTried() {
        KeyHealth health;
        const std::vector<KeyShare> keys{{"a", 1}, {"b", 1}};
        const std::vector<std::size_t> tried{0};
        QCOMPARE(health.choose(keys, "m", tried, m_now).index.value_or(9), std::size_t{1});
    }

    void aKeyLeftAloneIsNotShownAsResting() {
        KeyHealth health;
        health.reportGood("a", health.refusals("a"));
        health.leaveAlone("a", "m", m_now, m_now + std::chrono::seconds{5});
        QCOMPARE(health.reading("a", m_now).state, State::Good);
        QVERIFY(!health.isUsable("a", "m", m_now));
        QVERIFY(health.reading("a", m_now).freeAt == m_now + std::chrono::seconds{5});
        QVERIFY(!health.reading("a", m_now + std::chrono::seconds{5}).freeAt);
    }

    void restsNoLongerWhenTheClockStepsBack() {
        KeyHealth health;
        QVERIFY(health.isUsable("a", "m", m_now));
        health.reportLimited("a", m_now + std::chrono::seconds{20}, "slow down");
        QVERIFY(!health.isUsable("a", "m", m_now));
        const auto back = m_now - std::chrono::hours{1};
        QVERIFY(!health.isUsable("a", "m", back));
        QVERIFY(health.isUsable("a", "m", back + std::chrono::seconds{20}));
    }

  private:
    KeyHealth::Time m_now{std::chrono::hours{100}};
};

QTEST_GUILESS_MAIN(KeyHealthTest)
#include "tst_keyhealth.moc"
