// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QTest>

#include "ui/widgets/deferred.h"

using namespace llmg::widgets;
using namespace Qt::StringLiterals;

class TestDeferred : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void isDoneWhenItsTimeHasCome() {
        int done = 0;
        Deferred deferred(nullptr, std::chrono::milliseconds{0});
        deferred.schedule(u"a"_s, [&done] { ++done; });
        QCOMPARE(done, 0);
        QVERIFY(deferred.isWaiting(u"a"_s));
        QTRY_COMPARE(done, 1);
        QVERIFY(!deferred.isWaiting(u"a"_s));
        QVERIFY(!deferred.cancel(u"a"_s));
    }

    void canBeTakenBack() {
        int done = 0;
        {
            Deferred deferred;
            deferred.schedule(u"a"_s, [&done] { ++done; });
            QVERIFY(deferred.cancel(u"a"_s));
            QVERIFY(!deferred.cancel(u"a"_s));
        }
        QCOMPARE(done, 0);
    }

    void isDoneAtTheEndAtTheLatest() {
        int first = 0, second = 0;
        {
            Deferred deferred;
            deferred.schedule(u"a"_s, [&first] { ++first; });
            deferred.schedule(u"b"_s, [&second] { ++second; });
        }
        QCOMPARE(first, 1);
        QCOMPARE(second, 1);
    }

    void theSameNameIsDoneOnce() {
        QString done;
        {
            Deferred deferred;
            deferred.schedule(u"a"_s, [&done] { done += u"old"_s; });
            deferred.schedule(u"a"_s, [&done] { done += u"new"_s; });
        }
        QCOMPARE(done, u"new"_s);
    }

    void workMayScheduleMore() {
        int done = 0;
        Deferred deferred;
        deferred.schedule(u"a"_s, [&] { deferred.schedule(u"b"_s, [&done] { ++done; }); });
        deferred.doAll();
        QCOMPARE(done, 1);
    }
};

QTEST_GUILESS_MAIN(TestDeferred)
#include "tst_deferred.moc"
