// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalog/catalog.h"
#include "app/storage/ledgerreader.h"
#include "app/storage/storagethread.h"
#include "support/ledger/sampleledger.h"
#include "ui/pages/overview/presenter.h"

#include <QDateTime>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace llmg;
using namespace llmg::overview;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

UnixTime utc(const QString& text) {
    return UnixTime{Milliseconds{QDateTime::fromString(text + u"Z"_s, Qt::ISODate).toMSecsSinceEpoch()}};
}

class StillClock final : public Clock {
  public:
    explicit StillClock(UnixTime time)
        : m_time(time) {}
    [[nodiscard]] UnixTime now() const override { return m_time; }
    [[nodiscard]] std::chrono::steady_clock::time_point steadyNow() const override { return {}; }

  private:
    UnixTime m_time;
};

storage::UsageBucket spent(const std::string& group, std::int64_t cents) {
    storage::UsageBucket bucket;
    bucket.group = group;
    bucket.cost = domain::Money::fromCents(cents);
    bucket.requests = 1;
    return bucket;
}

} // namespace

class tst_OverviewPresenter : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void spans_data() {
        QTest::addColumn<int>("range");
        QTest::addColumn<int>("offsetHours");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("previousFrom");
        QTest::addColumn<QString>("previousTo");
        // Now is 2026-03-15 10:20 UTC throughout.
        QTest::newRow("24 hours end with this hour")
            << int(Range::Day) << 0 << u"2026-03-14T11:00:00"_s << u"2026-03-15T11:00:00"_s << u"2026-03-13T11:00:00"_s
            << u"2026-03-14T11:00:00"_s;
        QTest::newRow("7 days, compared up to the same hour")
            << int(Range::Week) << 0 << u"2026-03-09T00:00:00"_s << u"2026-03-16T00:00:00"_s << u"2026-03-02T00:00:00"_s
            << u"2026-03-08T11:00:00"_s;
        QTest::newRow("30 days where the day begins earlier")
            << int(Range::Days30) << 8 << u"2026-02-13T16:00:00"_s << u"2026-03-15T16:00:00"_s
            << u"2026-01-14T16:00:00"_s << u"2026-02-13T11:00:00"_s;
        QTest::newRow("month against the month before")
            << int(Range::Month) << 0 << u"2026-03-01T00:00:00"_s << u"2026-03-16T00:00:00"_s
            << u"2026-02-01T00:00:00"_s << u"2026-02-15T11:00:00"_s;
    }
    void spans() {
        QFETCH(int, range);
        QFETCH(int, offsetHours);
        const Span span = spanOf(static_cast<Range>(range), utc(u"2026-03-15T10:20:00"_s), offsetHours * 3600);
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, previousFrom);
        QFETCH(QString, previousTo);
        const auto words = [](UnixTime time) {
            return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), Qt::UTC)
                .toString(u"yyyy-MM-ddTHH:mm:ss"_s);
        };
        QCOMPARE(words(span.range.from), from);
        QCOMPARE(words(span.range.to), to);
        QCOMPARE(words(span.previous.from), previousFrom);
        QCOMPARE(words(span.previous.to), previousTo);
    }

    void projection() {
        const UnixTime begin = utc(u"2026-04-01T00:00:00"_s), end = utc(u"2026-05-01T00:00:00"_s);
        QVERIFY(!projectMonth(domain::Money::fromCents(500), begin, end, begin + 20h));
        const auto projected = projectMonth(domain::Money::fromCents(500), begin, end, begin + 15 * 24h);
        QVERIFY(projected);
        QCOMPARE(projected->nanoUsd, domain::Money::fromCents(1000).nanoUsd);
    }

    void topSharesSumTheRest() {
        const std::vector<storage::UsageBucket> groups{spent("a", 1), spent("b", 9), spent("c", 5), spent("d", 2),
                                                       spent("e", 3)};
        const auto shares = topShares(groups, 2);
        QCOMPARE(shares.size(), std::size_t(3));
        QCOMPARE(shares[0].name, "b");
        QCOMPARE(shares[1].name, "c");
        QCOMPARE(shares[2].others, 3);
        QCOMPARE(shares[2].cost.nanoUsd, domain::Money::fromCents(6).nanoUsd);
        QVERIFY2(topShares(groups, 4).back().others == 0, "a single one left over keeps its name");
    }

    void anEmptyLedgerIsSaidToBeEmpty() {
        QTemporaryDir directory;
        storage::StorageThread::Options options;
        options.dataDirectory = directory.path();
        const auto opened = storage::StorageThread::open(options);
        QVERIFY(opened);
        storage::LedgerReader ledger((*opened)->databasePath());
        StillClock clock(utc(u"2026-03-15T10:20:00"_s));
        const auto catalog = catalog::Catalog::builtIn();
        Presenter presenter(ledger, *catalog, clock);
        QSignalSpy changed(&presenter, &Presenter::stateChanged);
        presenter.setShown(true);
        QTRY_VERIFY(presenter.state().loaded);
        QVERIFY(presenter.state().ledgerEmpty);
        QVERIFY(presenter.state().error.isEmpty());
        QCOMPARE(presenter.state().buckets.size(), std::size_t(30));
    }

    void everyNumberIsTheLedgers() {
        QTemporaryDir directory;
        tests::SampleLedger sample;
        sample.requests = 300;
        sample.days = 10;
        sample.until = utc(u"2026-03-15T10:00:00"_s);
        sample.bodies = false;
        QVERIFY(tests::fillLedger(directory.path(), sample));
        storage::StorageThread::Options options;
        options.dataDirectory = directory.path();
        const auto opened = storage::StorageThread::open(options);
        QVERIFY(opened);
        storage::LedgerReader ledger((*opened)->databasePath());
        const auto totals = ledger.totals({}).result();
        QVERIFY(totals);
        StillClock clock(utc(u"2026-03-15T10:20:00"_s));
        const auto catalog = catalog::Catalog::builtIn();
        Presenter presenter(ledger, *catalog, clock);
        presenter.setShown(true);
        QTRY_VERIFY(presenter.state().loaded);
        const ViewState& state = presenter.state();
        QVERIFY(!state.ledgerEmpty);
        QCOMPARE(state.current.requests, totals->requests);
        QCOMPARE(state.current.errors, totals->errors);
        QCOMPARE(state.current.cost.nanoUsd, totals->cost.nanoUsd);
        domain::Money byBucket, byModel;
        for (const Bucket& bucket : state.buckets)
            byBucket += bucket.sums.cost;
        for (const ModelCosts& model : state.models) {
            for (const domain::Money cost : model.costs)
                byModel += cost;
        }
        QCOMPARE(byBucket.nanoUsd, totals->cost.nanoUsd);
        QCOMPARE(byModel.nanoUsd, totals->cost.nanoUsd);
        domain::Money byApplication;
        for (const Share& share : state.applications)
            byApplication += share.cost;
        QCOMPARE(byApplication.nanoUsd, totals->cost.nanoUsd);
        QVERIFY(state.lastErrors.size() <= 5);
    }
};

QTEST_GUILESS_MAIN(tst_OverviewPresenter)
#include "tst_overviewpresenter.moc"
