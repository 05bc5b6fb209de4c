// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the rollups and the filters say, held against a plain count over the same records.
#include "app/policy/gatewaykeys.h"
#include "app/storage/histogram.h"
#include "app/storage/ledgerreader.h"
#include "app/storage/storagethread.h"
#include "app/storage/usagereport.h"
#include "support/ledger/sampleledger.h"

#include <QTemporaryDir>
#include <QTest>

#include <map>

using namespace Qt::StringLiterals;
using namespace llmg;
using storage::GroupBy;
using storage::Histogram;
using storage::Period;
using storage::StorageThread;
using storage::UsageBucket;

namespace {

using Record = domain::RequestRecord;

constexpr UnixTime kUntil{Milliseconds{1'790'000'000'000}};
constexpr int kOffset = 5 * 3600; // a day that does not begin at midnight UTC

std::string groupOf(const Record& r, GroupBy group) {
    switch (group) {
    case GroupBy::None:
        return "";
    case GroupBy::Model:
        return r.usedModel;
    case GroupBy::Provider:
        return r.usedProvider;
    case GroupBy::Project:
        return r.projectId;
    case GroupBy::Key:
        return r.keyId;
    case GroupBy::Application:
        return r.application;
    case GroupBy::Outcome:
        return r.succeeded() ? "success" : r.errorCode;
    }
    return "";
}

std::int64_t nearestRank(std::vector<std::int64_t> values, double fraction) {
    if (values.empty())
        return -1;
    std::sort(values.begin(), values.end());
    const auto rank = static_cast<std::size_t>(std::ceil(fraction * static_cast<double>(values.size()) - 1e-9));
    return values[std::max<std::size_t>(rank, 1) - 1];
}

bool isWithinFivePercent(std::int64_t got, std::int64_t exact) {
    if (exact < 0)
        return got == exact;
    return std::abs(static_cast<double>(got - exact)) <= 0.05 * static_cast<double>(exact) + 0.5;
}

bool passes(const Record& r, const storage::RequestFilter& f) {
    const auto holds = [](const std::string& text, const std::string& part) {
        return QString::fromStdString(text).contains(QString::fromStdString(part), Qt::CaseInsensitive);
    };
    if (f.range && (r.startedAt < f.range->from || r.startedAt >= f.range->to))
        return false;
    if ((!f.projectId.empty() && r.projectId != f.projectId) || (!f.keyId.empty() && r.keyId != f.keyId) ||
        (!f.provider.empty() && r.usedProvider != f.provider) ||
        (!f.application.empty() && r.application != f.application))
        return false;
    if (!f.modelContains.empty() && !holds(r.requestedModel, f.modelContains) && !holds(r.usedModel, f.modelContains))
        return false;
    if ((f.statusFrom != 0 || f.statusTo != 0) &&
        (r.status < f.statusFrom || r.status > (f.statusTo ? f.statusTo : 999)))
        return false;
    if ((f.costAbove && r.cost.total <= *f.costAbove) ||
        (f.firstTokenAboveUs > 0 && r.firstTokenUs <= f.firstTokenAboveUs) ||
        (f.durationAboveUs > 0 && r.durationUs <= f.durationAboveUs))
        return false;
    if (!f.text.empty()) {
        bool found = f.text == r.id;
        for (const std::string* text :
             {&r.usedProvider, &r.usedModel, &r.application, &r.requestedModel, &r.errorCode, &r.errorMessage})
            found = found || holds(*text, f.text);
        if (!found)
            return false;
    }
    return !f.onlyErrors || !r.succeeded();
}

} // namespace

class TestRollups : public QObject {
    Q_OBJECT

    QTemporaryDir m_directory;
    std::unique_ptr<StorageThread> m_storage;
    std::unique_ptr<storage::LedgerReader> m_reader;
    std::vector<Record> m_records; // newest first

  private Q_SLOTS:
    void initTestCase() {
        StorageThread::Options options;
        options.dataDirectory = m_directory.path();
        options.diskReserveBytes = 0;
        m_storage = *StorageThread::open(options);
        std::mt19937 random(42);
        tests::SampleLedger sample;
        sample.bodies = false;
        // In a random order over 70 days, in several commits: sums must not depend on either.
        for (int i = 0; i < 6000; ++i) {
            const auto at = kUntil - Milliseconds{static_cast<std::int64_t>(random() % 70U) * 86'400'000 +
                                                  static_cast<std::int64_t>(random() % 86'400'000U) + 1};
            sample.projectId = random() % 3 == 0 ? "research" : "default";
            Record record = tests::sampleRecord(sample, random, at).first;
            QVERIFY(m_storage->sink().record(record, {}));
            if (i % 1000 == 999)
                QVERIFY(m_storage->flush().result());
            record.attempts.clear();
            record.tags.clear();
            m_records.push_back(std::move(record));
        }
        std::sort(m_records.begin(), m_records.end(), [](const Record& a, const Record& b) { return a.id > b.id; });
        m_reader = std::make_unique<storage::LedgerReader>(m_storage->databasePath());
    }

    void sumsEqualTheFacts_data() {
        QTest::addColumn<int>("group");
        QTest::addColumn<int>("period");
        QTest::addColumn<QString>("project");
        QTest::newRow("per day") << int(GroupBy::None) << int(Period::Day) << QString();
        QTest::newRow("per hour") << int(GroupBy::None) << int(Period::Hour) << QString();
        QTest::newRow("per month and model") << int(GroupBy::Model) << int(Period::Month) << QString();
        QTest::newRow("all by provider") << int(GroupBy::Provider) << int(Period::All) << QString();
        QTest::newRow("all by project") << int(GroupBy::Project) << int(Period::All) << QString();
        QTest::newRow("per day and key of one project") << int(GroupBy::Key) << int(Period::Day) << u"research"_s;
        QTest::newRow("all by application") << int(GroupBy::Application) << int(Period::All) << u"default"_s;
        QTest::newRow("per month and outcome") << int(GroupBy::Outcome) << int(Period::Month) << QString();
        QTest::newRow("of a project that has none") << int(GroupBy::None) << int(Period::All) << u"nobody"_s;
    }
    void sumsEqualTheFacts() {
        QFETCH(int, group);
        QFETCH(int, period);
        QFETCH(QString, project);
        storage::UsageQuery query;
        query.group = static_cast<GroupBy>(group);
        query.period = static_cast<Period>(period);
        query.projectId = project.toStdString();
        query.utcOffsetSeconds = kOffset;
        const auto hour = [](UnixTime time) { return std::chrono::floor<std::chrono::hours>(time); };
        query.range = {hour(kUntil - std::chrono::hours{24 * 50}), hour(kUntil - std::chrono::hours{24})};

        struct Expected {
            UsageBucket sums;
            std::vector<std::int64_t> durations, firstTokens;
        };
        std::map<std::pair<UnixTime, std::string>, Expected> expected;
        for (const Record& r : m_records) {
            if (r.startedAt < query.range.from || r.startedAt >= query.range.to ||
                (!query.projectId.empty() && r.projectId != query.projectId))
                continue;
            Expected& e = expected[{storage::periodStart(r.startedAt, query), groupOf(r, query.group)}];
            ++e.sums.requests;
            e.sums.errors += r.succeeded() ? 0 : 1;
            e.sums.cachedResponses += r.cached ? 1 : 0;
            e.sums.streams += r.stream ? 1 : 0;
            e.sums.promptTokens += r.usage.prompt;
            e.sums.cachedPromptTokens += r.usage.cachedPrompt;
            e.sums.completionTokens += r.usage.completion;
            e.sums.reasoningTokens += r.usage.reasoning;
            e.sums.cost += r.cost.total;
            e.sums.savedByCache += r.savedByCache;
            e.durations.push_back(r.durationUs);
            if (r.firstTokenUs >= 0)
                e.firstTokens.push_back(r.firstTokenUs);
        }
        const auto got = m_reader->usage(query).result();
        QVERIFY(got);
        QCOMPARE(got->size(), expected.size());
        std::size_t i = 0;
        for (const auto& [key, e] : expected) {
            const UsageBucket& b = (*got)[i++];
            QCOMPARE(b.start, key.first);
            QCOMPARE(b.group, key.second);
            QCOMPARE(b.requests, e.sums.requests);
            QCOMPARE(b.errors, e.sums.errors);
            QCOMPARE(b.cachedResponses, e.sums.cachedResponses);
            QCOMPARE(b.streams, e.sums.streams);
            QCOMPARE(b.promptTokens, e.sums.promptTokens);
            QCOMPARE(b.cachedPromptTokens, e.sums.cachedPromptTokens);
            QCOMPARE(b.completionTokens, e.sums.completionTokens);
            QCOMPARE(b.reasoningTokens, e.sums.reasoningTokens);
            QCOMPARE(b.cost.nanoUsd, e.sums.cost.nanoUsd);
            QCOMPARE(b.savedByCache.nanoUsd, e.sums.savedByCache.nanoUsd);
            QVERIFY(isWithinFivePercent(b.p50Us, nearestRank(e.durations, 0.5)));
            QVERIFY(isWithinFivePercent(b.p95Us, nearestRank(e.durations, 0.95)));
            QVERIFY(isWithinFivePercent(b.firstTokenP50Us, nearestRank(e.firstTokens, 0.5)));
            QVERIFY(isWithinFivePercent(b.firstTokenP95Us, nearestRank(e.firstTokens, 0.95)));
        }
    }

    void filtersFindWhatPasses_data() {
        QTest::addColumn<storage::RequestFilter>("filter");
        const auto with = [](auto change) {
            storage::RequestFilter filter;
            change(filter);
            return filter;
        };
        using F = storage::RequestFilter;
        QTest::newRow("everything") << F{};
        QTest::newRow("a project") << with([](F& f) { f.projectId = "research"; });
        QTest::newRow("a key") << with([](F& f) { f.keyId = "01SAMPLEKEY000000000000002"; });
        QTest::newRow("a provider") << with([](F& f) { f.provider = "groq"; });
        QTest::newRow("an application") << with([](F& f) { f.application = "curl"; });
        QTest::newRow("part of a model's name in any case") << with([](F& f) { f.modelContains = "GPT-4o"; });
        QTest::newRow("an underscore is not a wildcard") << with([](F& f) { f.modelContains = "gpt_4o"; });
        QTest::newRow("a percent sign is not a wildcard") << with([](F& f) { f.modelContains = "%"; });
        QTest::newRow("status range") << with([](F& f) {
            f.statusFrom = 500;
            f.statusTo = 599;
        });
        QTest::newRow("status from") << with([](F& f) { f.statusFrom = 400; });
        QTest::newRow("errors") << with([](F& f) { f.onlyErrors = true; });
        QTest::newRow("errors of a provider") << with([](F& f) {
            f.onlyErrors = true;
            f.provider = "openai";
        });
        QTest::newRow("a provider and an application of a project") << with([](F& f) {
            f.provider = "openai";
            f.application = "node";
            f.projectId = "research";
        });
        QTest::newRow("errors of an application") << with([](F& f) {
            f.onlyErrors = true;
            f.application = "curl";
        });
        QTest::newRow("dear ones") << with([](F& f) { f.costAbove = domain::Money{20'000'000}; });
        QTest::newRow("long ones of a model") << with([](F& f) {
            f.durationAboveUs = 9'000'000;
            f.modelContains = "claude";
        });
        QTest::newRow("slow to begin") << with([](F& f) { f.firstTokenAboveUs = 1'200'000; });
        QTest::newRow("a range of time") << with([](F& f) {
            f.range = storage::TimeRange{kUntil - Milliseconds{3'000'000'000}, kUntil - Milliseconds{1'234'567'890}};
        });
        QTest::newRow("text of an error message") << with([](F& f) { f.text = "did you MEAN"; });
        QTest::newRow("text of a provider") << with([](F& f) { f.text = "anthropic"; });
        QTest::newRow("text and a project") << with([](F& f) {
            f.text = "rate";
            f.projectId = "default";
        });
        QTest::newRow("text that is nowhere") << with([](F& f) { f.text = "zebra"; });
        QTest::newRow("a provider that is nowhere") << with([](F& f) { f.provider = "nobody"; });
        QTest::newRow("an id") << with([this](F& f) { f.text = m_records[100].id; });
    }
    void filtersFindWhatPasses() {
        QFETCH(storage::RequestFilter, filter);
        std::vector<Record> expected;
        std::copy_if(m_records.begin(), m_records.end(), std::back_inserter(expected),
                     [&](const Record& r) { return passes(r, filter); });
        // Pages of an odd size, to the end.
        std::vector<Record> got;
        std::string before;
        for (bool more = true; more;) {
            const auto page = m_reader->requests(filter, before, 97).result();
            QVERIFY2(page, page ? "" : page.error().message.c_str());
            got.insert(got.end(), page->rows.begin(), page->rows.end());
            more = page->more;
            QVERIFY(!more || page->rows.size() == 97);
            if (more)
                before = page->rows.back().id;
        }
        QCOMPARE(got.size(), expected.size());
        QVERIFY(got == expected);
        // The other way round, from the third of them on.
        if (expected.size() > 3) {
            const auto newer = m_reader->requestsAfter(filter, expected[3].id, 2).result();
            QVERIFY(newer);
            QCOMPARE(newer->rows.size(), std::size_t{2});
            QVERIFY(newer->more);
            QVERIFY(newer->rows[0] == expected[2]);
            QVERIFY(newer->rows[1] == expected[1]);
        }
        const auto totals = m_reader->totals(filter).result();
        QVERIFY(totals);
        if (filter.text.size() == 26)
            return;
        QVERIFY(!totals->sampled);
        QCOMPARE(totals->requests, static_cast<std::int64_t>(expected.size()));
        std::int64_t errors = 0;
        domain::Money cost;
        std::vector<std::int64_t> durations;
        for (const Record& r : expected) {
            errors += r.succeeded() ? 0 : 1;
            cost += r.cost.total;
            durations.push_back(r.durationUs);
        }
        QCOMPARE(totals->errors, errors);
        QCOMPARE(totals->cost.nanoUsd, cost.nanoUsd);
        QVERIFY(isWithinFivePercent(totals->p50Us, nearestRank(durations, 0.5)));
        QVERIFY(isWithinFivePercent(totals->p95Us, nearestRank(durations, 0.95)));
    }

    void percentilesAreWithinFivePercentAndMerge_data() {
        QTest::addColumn<double>("median");
        QTest::addColumn<double>("spread");
        QTest::newRow("microseconds") << 5.0 << 1.0;
        QTest::newRow("milliseconds") << 3'000.0 << 0.5;
        QTest::newRow("seconds, widely spread") << 2'000'000.0 << 3.0;
        QTest::newRow("hours") << 7'000'000'000.0 << 0.4;
    }
    void percentilesAreWithinFivePercentAndMerge() {
        QFETCH(double, median);
        QFETCH(double, spread);
        std::mt19937 random(3);
        std::lognormal_distribution<double> distribution(std::log(median), spread);
        std::vector<std::int64_t> values;
        Histogram merged;
        for (int part = 0; part < 10; ++part) {
            Histogram one;
            for (int i = 0; i < 300 * part; ++i) {
                values.push_back(
                    std::min<std::int64_t>(static_cast<std::int64_t>(distribution(random)), 35'000'000'000));
                one.add(values.back());
            }
            merged.mergeBlob(one.toBlob());
        }
        QCOMPARE(merged.count(), static_cast<std::int64_t>(values.size()));
        for (const double fraction : {0.01, 0.5, 0.9, 0.95, 0.99, 1.0}) {
            const std::int64_t exact = std::max<std::int64_t>(nearestRank(values, fraction), 1);
            QVERIFY2(isWithinFivePercent(merged.percentile(fraction), exact),
                     qPrintable(u"%1: %2 for %3"_s.arg(fraction).arg(merged.percentile(fraction)).arg(exact)));
        }
    }

    void anEmptyHistogramHasNoPercentile() {
        Histogram none;
        QCOMPARE(none.percentile(0.5), -1);
        none.mergeBlob(QByteArray("\xFF\xFF\xFF", 3));
        none.mergeBlob({});
        QCOMPARE(none.count(), 0);
    }
};

Q_DECLARE_METATYPE(llmg::storage::RequestFilter)
QTEST_GUILESS_MAIN(TestRollups)
#include "tst_rollups.moc"
