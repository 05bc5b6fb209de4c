// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QTest>

#include "app/catalog/catalog.h"
#include "app/settings/settings.h"
#include "app/storage/ledgerreader.h"
#include "support/ledger/sampleledger.h"
#include "ui/pages/costs/formula.h"
#include "ui/pages/costs/presenter.h"

#include <QTemporaryDir>

using namespace llmg;
using namespace llmg::costs;
using namespace Qt::StringLiterals;

namespace {

class StandingClock final : public Clock {
  public:
    [[nodiscard]] UnixTime now() const override { return time; }
    [[nodiscard]] std::chrono::steady_clock::time_point steadyNow() const override { return {}; }
    UnixTime time = SystemClock().now();
};

QString shown(domain::Money amount) {
    return QString::fromStdString(domain::formatUsd(amount));
}

} // namespace

class TestCostsPresenter : public QObject {
    Q_OBJECT

    QTemporaryDir m_directory;
    std::shared_ptr<StandingClock> m_clock = std::make_shared<StandingClock>();
    std::shared_ptr<const catalog::Catalog> m_catalog = catalog::Catalog::builtIn();
    std::unique_ptr<settings::Settings> m_settings;
    std::unique_ptr<storage::LedgerReader> m_empty, m_full;

    std::unique_ptr<Presenter> make(storage::LedgerReader& ledger) {
        return std::make_unique<Presenter>(m_catalog, ledger, *m_settings, m_clock);
    }

  private Q_SLOTS:
    void initTestCase() {
        QVERIFY(m_directory.isValid());
        m_settings = std::make_unique<settings::Settings>(m_directory.filePath(u"settings.ini"_s));
        m_empty = std::make_unique<storage::LedgerReader>(m_directory.filePath(u"nowhere/gateway.db"_s));
        const QString data = m_directory.filePath(u"data"_s);
        tests::SampleLedger sample;
        sample.requests = 200;
        sample.days = 20;
        sample.bodies = false;
        const auto filled = tests::fillLedger(data, sample);
        QVERIFY2(filled.has_value(), filled ? "" : filled.error().message.c_str());
        m_full = std::make_unique<storage::LedgerReader>(data + u"/gateway.db"_s);
    }
    void cleanupTestCase() {
        m_full.reset();
        m_empty.reset();
    }

    void beginsWithTheGuidesExampleCorrected() {
        const auto presenter = make(*m_empty);
        const ViewState& state = presenter->state();
        QCOMPARE(state.model, u"gpt-4o"_s);
        QCOMPARE(state.provider, u"openai"_s);
        QCOMPARE(shown(state.costs.direct), u"$35.00"_s);
        QCOMPARE(shown(state.costs.credits), u"$38.50"_s);
        QCOMPARE(shown(state.costs.ownKeys), u"$64.00"_s);
        QCOMPARE(shown(state.costs.hybrid), u"$64.70"_s);
        QVERIFY(state.formula.contains(u"in     10.000 M × $2.50"_s));
        QVERIFY(state.formula.contains(u"= $290.00"_s));
        QVERIFY(state.priceNote.contains(u"OpenAI"_s) && state.priceNote.contains(u"confirmed by two sources"_s));
        QVERIFY(!state.curve.empty());
        QVERIFY(state.curve.back().tokens > *state.costs.breakEvenTokens);
    }

    void theFormulasSumsStandUnderEachOther() {
        const auto presenter = make(*m_empty);
        const QStringList lines = presenter->state().formula.split(u'\n');
        const qsizetype equals = lines.first().indexOf(u'=');
        for (const QString& line : lines) {
            QCOMPARE(line.indexOf(u'='), equals);
            QCOMPARE(line.size(), lines.first().size());
        }
    }

    void typedNumbersCount() {
        const auto presenter = make(*m_empty);
        catalog::MonthlyUse use = presenter->state().use;
        use.inputTokens = 1'000'000;
        use.cachedInputTokens = 9'000'000;
        use.outputTokens = 0;
        presenter->setUse(use);
        QCOMPARE(presenter->state().use.cachedInputTokens, 1'000'000);
        QCOMPARE(shown(presenter->state().costs.direct), u"$1.25"_s);
        use.inputTokens = use.cachedInputTokens = 0;
        presenter->setUse(use);
        QVERIFY(presenter->state().curve.empty());
        QVERIFY(presenter->state().others.empty());
    }

    void otherModelsAreSortedAndSayWhatTheyLack() {
        const auto presenter = make(*m_empty);
        const auto& others = presenter->state().others;
        QVERIFY(others.size() > 10);
        QVERIFY(std::is_sorted(others.begin(), others.end(),
                               [](const OtherModel& a, const OtherModel& b) { return a.month < b.month; }));
        bool lacksVision = false;
        for (const OtherModel& other : others) {
            QVERIFY(other.model != u"gpt-4o"_s);
            QVERIFY(other.ratio > 0);
            lacksVision = lacksVision || other.note.contains(u"no vision"_s);
        }
        QVERIFY(lacksVision);
        QVERIFY(presenter->asTable().contains(others.front().model));
        QVERIFY(presenter->asTable().contains(u"Gateway credits\t$38.50"_s));
    }

    void anUnknownModelNamesTheNearest() {
        const auto presenter = make(*m_empty);
        presenter->setModel(u"gpt4o-mni"_s);
        QCOMPARE(presenter->state().model, u"gpt-4o"_s);
        QVERIFY2(presenter->state().modelHint.contains(u"gpt-4o-mini"_s), qPrintable(presenter->state().modelHint));
        presenter->setModel(u" openai/gpt-4o-mini "_s);
        QCOMPARE(presenter->state().model, u"gpt-4o-mini"_s);
        QVERIFY(presenter->state().modelHint.isEmpty());
    }

    void aProviderOfTheModelHasItsOwnPrices() {
        const auto presenter = make(*m_empty);
        presenter->setModel(u"gpt-oss-120b"_s);
        QVERIFY(presenter->state().providers.size() > 2);
        const domain::Money before = presenter->state().costs.direct;
        bool changed = false;
        for (const auto& [id, name] : presenter->state().providers) {
            const QString provider = id;
            presenter->setProvider(provider);
            QCOMPARE(presenter->state().provider, provider);
            changed = changed || presenter->state().costs.direct != before;
        }
        QVERIFY(changed);
        presenter->setProvider(u"nobody"_s);
        QVERIFY(presenter->state().provider != u"nobody"_s);
    }

    void theLast30DaysComeFromTheLedgerAndBack() {
        const auto presenter = make(*m_full);
        presenter->setSource(Source::Last30Days);
        QTRY_VERIFY(!presenter->isBusy());
        QVERIFY2(presenter->state().sourceNote.contains(u"tokens on"_s), qPrintable(presenter->state().sourceNote));
        QVERIFY(presenter->state().use.inputTokens > 0);
        QVERIFY(presenter->state().use.inputTokens != 10'000'000);
        presenter->setSource(Source::ByHand);
        QCOMPARE(presenter->state().use.inputTokens, 10'000'000);
        QVERIFY(presenter->state().sourceNote.isEmpty());
    }

    void aLedgerThatCannotBeReadIsSaid() {
        const auto presenter = make(*m_empty);
        presenter->setSource(Source::Last30Days);
        QTRY_VERIFY(!presenter->isBusy());
        QVERIFY2(presenter->state().sourceNote.contains(u"cannot be read"_s),
                 qPrintable(presenter->state().sourceNote));
        QCOMPARE(presenter->state().use.inputTokens, 10'000'000);
        presenter->setSegment(Segment::Breakdown);
        QTRY_VERIFY(presenter->state().breakdown.loaded);
        QVERIFY(!presenter->state().breakdown.error.isEmpty());
    }

    void theBreakdownAddsUp() {
        const auto presenter = make(*m_full);
        presenter->setSegment(Segment::Breakdown);
        QTRY_VERIFY(presenter->state().breakdown.loaded);
        const Breakdown& breakdown = presenter->state().breakdown;
        QVERIFY2(breakdown.error.isEmpty(), qPrintable(breakdown.error));
        QVERIFY(!breakdown.rows.empty());
        QCOMPARE(breakdown.days.size(), std::size_t{30});
        domain::Money sum;
        for (const DayRow& row : breakdown.rows)
            sum += row.cost;
        QCOMPARE(sum.nanoUsd, breakdown.total.nanoUsd);
        double bars = 0;
        for (const Breakdown::Group& group : breakdown.groups) {
            for (const double value : group.usd)
                bars += value;
        }
        QVERIFY(std::abs(bars - breakdown.total.toDouble()) < 1e-6);
    }

    void pricesAreFound_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<int>("atLeast");
        QTest::newRow("all") << QString() << 2306;
        QTest::newRow("model") << u"gpt-4o-mini"_s << 3;
        QTest::newRow("model and provider in any case") << u"OpenAI gpt-4o-mini"_s << 1;
        QTest::newRow("nothing") << u"gpt-4o xyzzy"_s << 0;
    }
    void pricesAreFound() {
        QFETCH(QString, words);
        QFETCH(int, atLeast);
        const auto presenter = make(*m_empty);
        presenter->setPriceFilter(words);
        QCOMPARE(presenter->state().priceTotal, 2306);
        QVERIFY(static_cast<int>(presenter->state().prices.size()) >= atLeast);
        if (atLeast == 0)
            QVERIFY(presenter->state().prices.empty());
    }

    void pricesReadAsPeopleWriteThem_data() {
        QTest::addColumn<qint64>("pico");
        QTest::addColumn<QString>("shown");
        QTest::newRow("dollars") << qint64{2'500'000} << u"$2.50"_s;
        QTest::newRow("whole") << qint64{10'000'000} << u"$10.00"_s;
        QTest::newRow("three decimals") << qint64{75'000} << u"$0.075"_s;
        QTest::newRow("free") << qint64{0} << u"$0.00"_s;
    }
    void pricesReadAsPeopleWriteThem() {
        QFETCH(qint64, pico);
        QFETCH(QString, shown);
        QCOMPARE(formatPerMillion(domain::Price{pico}), shown);
        QCOMPARE(formatPerMillion(std::nullopt), u"–"_s);
        QCOMPARE(formatBasisPoints(1250), u"12.5 %"_s);
    }
};

QTEST_GUILESS_MAIN(TestCostsPresenter)
#include "tst_costspresenter.moc"
