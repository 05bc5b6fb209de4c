// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/requesttablemodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <utility>

using namespace llmg;
using namespace llmg::items;
using namespace Qt::StringLiterals;

namespace {

RequestWords plainWords() {
    RequestWords words;
    words.clock = [](UnixTime) { return u"clock"_s; };
    words.duration = [](std::int64_t us) { return QString::number(us); };
    words.count = [](std::int64_t n) { return QString::number(n); };
    words.cost = [](const domain::CostBreakdown& cost) { return QString::number(cost.total.nanoUsd); };
    words.rate = [](std::int64_t tokens, std::int64_t us) -> QString {
        return QString::number(tokens) + u'/' + QString::number(us);
    };
    words.projectName = [](const std::string& id) { return QString::fromStdString(id); };
    words.keyName = words.projectName;
    return words;
}

std::string idOf(int number) {
    return "01" + QString::number(number).rightJustified(24, u'0').toStdString();
}

domain::RequestRecord record(int number) {
    domain::RequestRecord r;
    r.id = idOf(number);
    r.status = 200;
    r.requestedModel = "gpt-4o";
    return r;
}

/// A ledger of `count` rows, numbered from 1, that answers when told, as the real one answers later.
struct Source {
    explicit Source(int rows)
        : count(rows) {}
    int count = 0;
    std::vector<std::function<void()>> waiting;
    std::vector<std::string> asked;

    RequestTableModel::Fetch fetch() {
        return [this](std::string before, int limit, RequestTableModel::Done done) {
            asked.push_back(before);
            auto reply = [this, before, limit, done] {
                RequestRows page;
                for (int n = count; n >= 1; --n) {
                    if (!before.empty() && idOf(n) >= before)
                        continue;
                    if (int(page.rows.size()) == limit) {
                        page.more = true;
                        break;
                    }
                    page.rows.push_back(record(n));
                }
                done(page);
            };
            waiting.push_back(reply);
        };
    }
    void answer() {
        for (const auto& one : std::exchange(waiting, {}))
            one();
    }
};

} // namespace

class tst_RequestTableModel : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void pagesUntilTheEnd() {
        Source source{450};
        RequestTableModel model(plainWords());
        QAbstractItemModelTester tester(&model);
        tester.setUseFetchMore(false);
        model.reset(source.fetch());
        source.answer();
        QCOMPARE(model.rowCount(), 200);
        QCOMPARE(model.record(0)->id, idOf(450));
        while (model.canFetchMore({})) {
            model.fetchMore({});
            source.answer();
        }
        QCOMPARE(model.rowCount(), 450);
        QCOMPARE(model.record(449)->id, idOf(1));
        QCOMPARE(source.asked, (std::vector<std::string>{"", idOf(251), idOf(51)}));
    }

    void newRowsGoOnTopOnce() {
        Source source{3};
        RequestTableModel model(plainWords());
        QAbstractItemModelTester tester(&model);
        tester.setUseFetchMore(false);
        model.reset(source.fetch());
        source.answer();
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        model.prepend({record(2), record(3), record(4), record(5)});
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(model.rowCount(), 5);
        QCOMPARE(model.record(0)->id, idOf(5));
        QCOMPARE(model.record(4)->id, idOf(1));
        model.prepend({record(5)});
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(model.newestId(), idOf(5));
    }

    void findsARowByItsId() {
        Source source{10};
        RequestTableModel model(plainWords());
        model.reset(source.fetch());
        source.answer();
        model.prepend({record(11), record(12)});
        for (int n = 1; n <= 12; ++n)
            QCOMPARE(model.rowOf(idOf(n)), 12 - n);
        QCOMPARE(model.rowOf(idOf(99)), -1);
        QCOMPARE(model.rowOf(""), -1);
    }

    void trimmedRowsAreFetchedAgain() {
        Source source{10};
        RequestTableModel model(plainWords());
        QAbstractItemModelTester tester(&model);
        tester.setUseFetchMore(false);
        model.reset(source.fetch());
        source.answer();
        model.prepend({record(11), record(12)});
        source.count = 12;
        model.trim(1);
        QCOMPARE(model.rowCount(), 1);
        QVERIFY(model.canFetchMore({}));
        model.fetchMore({});
        source.answer();
        QCOMPARE(model.rowCount(), 12);
        QCOMPARE(model.record(11)->id, idOf(1));
    }

    void aLateAnswerOfAnOldFilterIsDropped() {
        Source old{5};
        Source fresh{1};
        RequestTableModel model(plainWords());
        model.reset(old.fetch());
        QVERIFY(model.isLoading());
        model.reset(fresh.fetch());
        old.answer();
        QCOMPARE(model.rowCount(), 0);
        fresh.answer();
        QCOMPARE(model.rowCount(), 1);
    }

    void aFailureIsSaidAndNotAskedForAgain() {
        RequestTableModel model(plainWords());
        QSignalSpy failed(&model, &RequestTableModel::failed);
        model.reset(
            [](std::string, int, RequestTableModel::Done done) { done(fail(ErrorKind::Storage, "disk gone")); });
        QCOMPARE(failed.size(), 1);
        QCOMPARE(failed.first().first().toString(), u"disk gone"_s);
        QVERIFY(!model.canFetchMore({}));
    }

    void modelColumn_data() {
        QTest::addColumn<QString>("asked");
        QTest::addColumn<QString>("used");
        QTest::addColumn<QString>("shown");
        QTest::newRow("the same") << u"gpt-4o"_s << u"gpt-4o"_s << u"gpt-4o"_s;
        QTest::newRow("chosen by auto") << u"auto"_s << u"gpt-4o-mini"_s << u"auto → gpt-4o-mini"_s;
        QTest::newRow("pinned to a provider") << u"openai/gpt-4o"_s << u"gpt-4o"_s << u"gpt-4o"_s;
        QTest::newRow("nothing was called") << u"gpt-4-o"_s << u""_s << u"gpt-4-o"_s;
    }
    void modelColumn() {
        QFETCH(QString, asked);
        QFETCH(QString, used);
        domain::RequestRecord r = record(1);
        r.requestedModel = asked.toStdString();
        r.usedModel = used.toStdString();
        r.usedProvider = "openai";
        RequestTableModel model(plainWords());
        model.reset([r](std::string, int, RequestTableModel::Done done) { done(RequestRows{{r}, false}); });
        QTEST(model.index(0, RequestTableModel::Model).data().toString(), "shown");
    }
};

QTEST_APPLESS_MAIN(tst_RequestTableModel)
#include "tst_requesttablemodel.moc"
