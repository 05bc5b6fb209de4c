// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/routing/stickyroutes.h"

#include <QTest>

using namespace llmg::routing;
using namespace std::chrono_literals;

class StickyRoutesTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void remembersPerProjectConversationAndModel() {
        StickyRoutes routes;
        routes.remember({"p", "c", "m"}, "openai", m_now);
        QCOMPARE(routes.provider({"p", "c", "m"}, m_now), std::string("openai"));
        QCOMPARE(routes.provider({"q", "c", "m"}, m_now), std::string());
        QCOMPARE(routes.provider({"p", "d", "m"}, m_now), std::string());
        QCOMPARE(routes.provider({"p", "c", "n"}, m_now), std::string());
        routes.remember({"p", "c", "m"}, "groq", m_now);
        QCOMPARE(routes.provider({"p", "c", "m"}, m_now), std::string("groq"));
        QCOMPARE(routes.size(), std::size_t{1});
    }

    void aRequestWithoutConversationNeverSticks() {
        StickyRoutes routes;
        routes.remember({"p", "", "m"}, "openai", m_now);
        QCOMPARE(routes.size(), std::size_t{0});
        QCOMPARE(routes.provider({"p", "", "m"}, m_now), std::string());
    }

    void forgetsWhatNoCacheHoldsAnyMore() {
        StickyRoutes routes;
        routes.remember({"p", "c", "m"}, "openai", m_now);
        QCOMPARE(routes.provider({"p", "c", "m"}, m_now + 59min), std::string("openai"));
        QCOMPARE(routes.provider({"p", "c", "m"}, m_now + 1h), std::string());
    }

    void dropsTheOneUnusedForLongest() {
        StickyRoutes routes(2);
        routes.remember({"p", "1", "m"}, "a", m_now);
        routes.remember({"p", "2", "m"}, "b", m_now);
        routes.remember({"p", "1", "m"}, "a", m_now);
        routes.remember({"p", "3", "m"}, "c", m_now);
        QCOMPARE(routes.size(), std::size_t{2});
        QCOMPARE(routes.provider({"p", "1", "m"}, m_now), std::string("a"));
        QCOMPARE(routes.provider({"p", "2", "m"}, m_now), std::string());
        QCOMPARE(routes.provider({"p", "3", "m"}, m_now), std::string("c"));
    }

  private:
    const Time m_now{100h};
};

QTEST_GUILESS_MAIN(StickyRoutesTest)
#include "tst_stickyroutes.moc"
