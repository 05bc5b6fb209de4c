// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/routing/breaker.h"

#include <QTest>

using namespace llmg::routing;
using namespace std::chrono_literals;

class BreakerTest : public QObject {
    Q_OBJECT

  private:
    void report(int count, ProviderSign sign, std::chrono::milliseconds apart = 0ms) {
        for (int i = 0; i < count; ++i) {
            m_breakers.report("p", {}, sign, m_now);
            m_now += apart;
        }
    }
    void open() {
        report(5, ProviderSign::Failing);
        QCOMPARE(int(m_breakers.reading("p", m_now).state), int(BreakerState::Open));
    }
    Breakers::Ticket probe() {
        const auto ticket = m_breakers.admit("p", m_now);
        if (!ticket)
            QTest::qFail("no probe was admitted", __FILE__, __LINE__);
        return ticket.value_or(Breakers::Ticket{});
    }
    BreakerState state() const { return m_breakers.reading("p", m_now).state; }
    Breakers m_breakers;
    Time m_now;

  private Q_SLOTS:
    void init() {
        m_breakers.forget("p");
        m_now = Time{100h};
    }

    void opensAtFiveFailuresThatAreMoreThanHalf_data() {
        QTest::addColumn<int>("good");
        QTest::addColumn<int>("bad");
        QTest::addColumn<int>("apart"); ///< milliseconds
        QTest::addColumn<bool>("opens");
        QTest::newRow("four failures") << 0 << 4 << 0 << false;
        QTest::newRow("five failures") << 0 << 5 << 0 << true;
        QTest::newRow("five of nine") << 4 << 5 << 0 << true;
        QTest::newRow("half is not more than half") << 5 << 5 << 0 << false;
        QTest::newRow("six of eleven") << 5 << 6 << 0 << true;
        QTest::newRow("five within 30 s") << 0 << 5 << 7'000 << true;
        QTest::newRow("five in more than 30 s") << 0 << 5 << 8'000 << false;
        QTest::newRow("many, but slowly") << 0 << 100 << 8'000 << false;
    }

    void opensAtFiveFailuresThatAreMoreThanHalf() {
        QFETCH(int, good);
        QFETCH(int, bad);
        QFETCH(int, apart);
        QFETCH(bool, opens);
        report(good, ProviderSign::Alive);
        report(bad, ProviderSign::Failing, std::chrono::milliseconds(apart));
        QCOMPARE(!m_breakers.wouldAdmit("p", m_now - std::chrono::milliseconds(apart)), opens);
        QVERIFY(m_breakers.wouldAdmit("other", m_now));
    }

    void letsOneProbeThroughAfterFifteenSeconds() {
        open();
        QVERIFY(!m_breakers.admit("p", m_now + 14'999ms));
        QCOMPARE(int(m_breakers.reading("p", m_now + 15s).state), int(BreakerState::HalfOpen));
        QVERIFY(m_breakers.admit("p", m_now + 15s));
        QVERIFY(!m_breakers.admit("p", m_now + 15s));
    }

    void closesWhenTheProbeIsAnswered() {
        open();
        m_now += 15s;
        m_breakers.report("p", probe(), ProviderSign::Alive, m_now);
        QCOMPARE(int(m_breakers.reading("p", m_now).state), int(BreakerState::Closed));
        report(4, ProviderSign::Failing);
        QVERIFY(m_breakers.wouldAdmit("p", m_now));
    }

    void opensAgainWhenTheProbeFails() {
        open();
        m_now += 20s;
        m_breakers.report("p", probe(), ProviderSign::Failing, m_now);
        QVERIFY(!m_breakers.wouldAdmit("p", m_now + 14s));
        QVERIFY(m_breakers.wouldAdmit("p", m_now + 15s));
        QCOMPARE(m_breakers.reading("p", m_now).failures, 6);
    }

    void aProbeThatSaysNothingMakesRoomForTheNext() {
        open();
        m_now += 15s;
        m_breakers.report("p", probe(), ProviderSign::Nothing, m_now);
        QVERIFY(m_breakers.admit("p", m_now));
        QVERIFY(!m_breakers.wouldAdmit("p", m_now + 29s));
        QVERIFY(m_breakers.wouldAdmit("p", m_now + 30s));
    }

    void attemptsFromBeforeItOpenedDoNotProlongIt() {
        open();
        m_breakers.report("p", {}, ProviderSign::Failing, m_now + 10s);
        QVERIFY(m_breakers.wouldAdmit("p", m_now + 15s));
    }

    void onlyTheProbeItselfDecides_data() {
        QTest::addColumn<int>("sign"); ///< of an attempt that began before it opened
        QTest::newRow("another is canceled") << int(ProviderSign::Nothing);
        QTest::newRow("another fails") << int(ProviderSign::Failing);
        QTest::newRow("another is answered") << int(ProviderSign::Alive);
    }
    void onlyTheProbeItselfDecides() {
        QFETCH(int, sign);
        const auto before = m_breakers.admit("p", m_now);
        QVERIFY(before);
        open();
        m_now += 15s;
        const auto ticket = probe();
        m_breakers.report("p", *before, ProviderSign(sign), m_now);
        QCOMPARE(int(state()), int(BreakerState::HalfOpen));
        QVERIFY(!m_breakers.admit("p", m_now));
        m_breakers.report("p", ticket, ProviderSign::Alive, m_now);
        QCOMPARE(int(state()), int(BreakerState::Closed));
        // Nor does it count afterwards.
        for (int i = 0; i < 5; ++i)
            m_breakers.report("p", *before, ProviderSign::Failing, m_now);
        QCOMPARE(int(state()), int(BreakerState::Closed));
    }

    void aProbeThatWasGivenUpDoesNotSpeakForTheNext() {
        open();
        m_now += 15s;
        const auto first = probe();
        m_now += Breakers::kProbePatience;
        const auto second = probe();
        m_breakers.report("p", first, ProviderSign::Failing, m_now);
        QCOMPARE(int(state()), int(BreakerState::HalfOpen));
        m_breakers.report("p", second, ProviderSign::Alive, m_now);
        QCOMPARE(int(state()), int(BreakerState::Closed));
    }

    void aProbesStreamThatBreaksOffCountsAsAFailure() {
        open();
        m_now += 15s;
        const auto ticket = probe();
        m_breakers.report("p", ticket, ProviderSign::Alive, m_now);
        m_breakers.report("p", ticket, ProviderSign::Failing, m_now);
        QCOMPARE(m_breakers.reading("p", m_now).failures, 1);
    }

    void saysWhenItOpenedAndWhenItTriesAgain() {
        open();
        const auto reading = m_breakers.reading("p", m_now + 5s);
        QVERIFY(reading.since == m_now);
        QCOMPARE(reading.failures, 5);
        QVERIFY(reading.opensAgainIn == 10s);
    }

    void doesNotStayOpenWhenTheClockStepsBack() {
        open();
        m_now -= 1h;
        QVERIFY(!m_breakers.admit("p", m_now));
        m_now += 15s;
        m_breakers.report("p", probe(), ProviderSign::Alive, m_now);
        QVERIFY(m_breakers.wouldAdmit("p", m_now));
    }
};

QTEST_GUILESS_MAIN(BreakerTest)
#include "tst_breaker.moc"
