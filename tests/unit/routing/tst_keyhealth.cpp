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
        QVERIFY(health.isUsable("a", m_now));
        health.reportRejected("a", "no such key");
        QVERIFY(!health.isUsable("a", m_now + std::chrono::hours{1000}));
        QCOMPARE(health.reading("a", m_now).reason, std::string("no such key"));
        QVERIFY(health.isUsable("b", m_now));
        health.forget("a");
        QVERIFY(health.isUsable("a", m_now));
        QCOMPARE(health.reading("a", m_now).state, State::Untested);
    }

    void aKeyThatWasLimitedRestsForThatLong() {
        KeyHealth health;
        health.reportGood("a");
        health.reportLimited("a", m_now + std::chrono::seconds{20}, "slow down");
        QCOMPARE(health.reading("a", m_now + std::chrono::seconds{19}).state, State::Resting);
        QCOMPARE(health.reading("a", m_now + std::chrono::seconds{20}).state, State::Good);
    }

    void aGoodAnswerEndsARefusal() {
        KeyHealth health;
        health.reportRejected("a", "no");
        health.reportGood("a");
        QVERIFY(health.isUsable("a", m_now));
    }

    void tellsOfChangesOnly() {
        KeyHealth health;
        QStringList told;
        health.onChange([&](const std::string& id) { told << QString::fromStdString(id); });
        health.reportGood("a");
        health.reportGood("a");
        health.reportRejected("b", "no");
        health.reportRejected("b", "no");
        QCOMPARE(told, (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
    }

  private:
    KeyHealth::Time m_now{std::chrono::hours{1}};
};

QTEST_GUILESS_MAIN(KeyHealthTest)
#include "tst_keyhealth.moc"
