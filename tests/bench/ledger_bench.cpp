// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// How fast records go into the journal and into SQLite, what a row takes, how long questions take.
//   ledger_bench [--records N] [--days D] [--bodies] [--keep DIR]
// Answers are checked before times are printed: the count and the cost in the ledger must be what was put in.
#include "app/policy/gatewaykeys.h"
#include "app/storage/ledgerreader.h"
#include "app/storage/storagethread.h"
#include "support/ledger/sampleledger.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QSysInfo>
#include <QTemporaryDir>
#include <QThread>

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace llmg;

namespace {

double cpuSeconds(int who) {
    rusage usage{};
    getrusage(who, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

template <class Ask>
void timeQuestion(const char* name, Ask ask) {
    std::vector<double> times;
    std::string outcome;
    for (int i = 0; i < 5; ++i) {
        QElapsedTimer timer;
        timer.start();
        outcome = ask();
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    const double first = times.front();
    std::sort(times.begin(), times.end());
    std::printf("  %-58s first %8.2f ms   median %8.2f ms   %s\n", name, first, times[2], outcome.c_str());
}

std::string pageOutcome(const Result<storage::RequestPage>& page) {
    return page ? std::to_string(page->rows.size()) + (page->more ? " rows, more" : " rows") : page.error().message;
}

void askQuestions(const QString& path, UnixTime until, int days) {
    storage::LedgerReader reader(path);
    const auto list = [&](storage::RequestFilter filter) {
        return pageOutcome(reader.requests(std::move(filter), "", 100).result());
    };
    timeQuestion("requests, first page of 100", [&] { return list({}); });
    const auto page = reader.requests({}, "", 1000).result();
    timeQuestion("requests, a page further down",
                 [&] { return pageOutcome(reader.requests({}, page->rows.back().id, 100).result()); });
    storage::RequestFilter filter;
    filter.provider = "groq";
    timeQuestion("filter: provider", [&] { return list(filter); });
    filter = {};
    filter.modelContains = "claude";
    timeQuestion("filter: model contains", [&] { return list(filter); });
    filter = {};
    filter.onlyErrors = true;
    timeQuestion("filter: errors", [&] { return list(filter); });
    filter.provider = "groq";
    filter.statusFrom = 502;
    filter.statusTo = 502;
    timeQuestion("filter: errors 502 of a provider", [&] { return list(filter); });
    filter = {};
    filter.costAbove = domain::Money::fromCents(30);
    timeQuestion("filter: cost above $0.30 (rare)", [&] { return list(filter); });
    filter = {};
    filter.durationAboveUs = 20'000'000;
    timeQuestion("filter: longer than 20 s", [&] { return list(filter); });
    filter = {};
    filter.text = "rate limit";
    timeQuestion("filter: text in an error message", [&] { return list(filter); });
    filter = {};
    filter.keyId = "no-such-key";
    timeQuestion("filter: nothing matches", [&] { return list(filter); });
    timeQuestion("detail of one request",
                 [&] { return std::string(reader.request(page->rows.back().id).result() ? "found" : "not found"); });
    const auto totals = [&](const storage::RequestFilter& of) {
        const auto sums = reader.totals(of).result();
        return sums ? std::to_string(sums->requests) + " requests" + (sums->sampled ? ", sampled" : "")
                    : sums.error().message;
    };
    timeQuestion("totals of everything", [&] { return totals({}); });
    filter = {};
    filter.modelContains = "claude";
    timeQuestion("totals of a filter", [&] { return totals(filter); });
    storage::UsageQuery usage;
    usage.range = {until - std::chrono::hours{24 * days}, until + std::chrono::hours{1}};
    const auto buckets = [&](const storage::UsageQuery& of) {
        const auto found = reader.usage(of).result();
        return found ? std::to_string(found->size()) + " buckets" : found.error().message;
    };
    usage.group = storage::GroupBy::Model;
    timeQuestion("usage per day and model, whole range", [&] { return buckets(usage); });
    usage.group = storage::GroupBy::None;
    usage.period = storage::Period::All;
    timeQuestion("usage in one sum, whole range", [&] { return buckets(usage); });
    usage.period = storage::Period::Hour;
    usage.range.from = until - std::chrono::hours{24};
    timeQuestion("usage per hour, last day", [&] { return buckets(usage); });
}

} // namespace

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{u"records"_s, u"How many."_s, u"n"_s, u"1000000"_s},
                       {u"days"_s, u"Over how many days."_s, u"d"_s, u"90"_s},
                       {u"bodies"_s, u"With bodies."_s},
                       {u"keep"_s, u"Leave the ledger in this directory."_s, u"dir"_s}});
    parser.process(application);
    const int records = parser.value(u"records"_s).toInt();
    const int days = parser.value(u"days"_s).toInt();
    QTemporaryDir temporary;
    storage::StorageThread::Options options;
    options.dataDirectory = parser.isSet(u"keep"_s) ? parser.value(u"keep"_s) : temporary.path();
    options.bodyRetentionDays = 3650;
    std::printf("ledger_bench: %d records over %d days, bodies %s, %s, Qt %s, %d processors\n", records, days,
                parser.isSet(u"bodies"_s) ? "on" : "off", qPrintable(QSysInfo::prettyProductName()), qVersion(),
                QThread::idealThreadCount());

    tests::SampleLedger sample;
    sample.bodies = parser.isSet(u"bodies"_s);
    const UnixTime until = SystemClock().now();
    const auto step = Milliseconds{std::int64_t{86'400'000} * days} / std::max(records, 1);
    std::mt19937 random(7);
    auto opened = storage::StorageThread::open(options);
    if (!opened) {
        std::fprintf(stderr, "%s\n", opened.error().message.c_str());
        return 1;
    }
    auto& sink = (*opened)->sink();
    domain::Money cost;
    std::string highest;
    double makeCpu = 0;
    double recordCpu = 0;
    double wall = 0;
    // In rounds that fit into memory: making the samples is not what is measured.
    for (int done = 0; done < records;) {
        const int count = std::min(20'000, records - done);
        std::vector<std::pair<domain::RequestRecord, domain::RequestBodies>> made;
        made.reserve(static_cast<std::size_t>(count));
        const double before = cpuSeconds(RUSAGE_THREAD);
        for (int i = 0; i < count; ++i, ++done)
            made.push_back(tests::sampleRecord(sample, random, until - step * (records - done)));
        makeCpu += cpuSeconds(RUSAGE_THREAD) - before;
        for (const auto& [record, bodies] : made)
            cost += record.cost.total;
        QElapsedTimer timer;
        timer.start();
        const double recordBefore = cpuSeconds(RUSAGE_THREAD);
        for (auto& [record, bodies] : made) {
            if (auto recorded = sink.record(std::move(record), std::move(bodies)); !recorded) {
                std::fprintf(stderr, "%s\n", recorded.error().message.c_str());
                return 1;
            }
        }
        recordCpu += cpuSeconds(RUSAGE_THREAD) - recordBefore;
        if (const auto flushed = (*opened)->flush().result(); !flushed) {
            std::fprintf(stderr, "%s\n", flushed.error().message.c_str());
            return 1;
        }
        wall += static_cast<double>(timer.nsecsElapsed()) / 1e9;
    }
    const double storageCpu = cpuSeconds(RUSAGE_SELF) - cpuSeconds(RUSAGE_THREAD);
    const QString path = (*opened)->databasePath();
    opened->reset();
    {
        storage::LedgerReader reader(path);
        const auto totals = reader.totals({}).result();
        if (!totals || totals->requests != records || totals->cost != cost) {
            std::fprintf(stderr, "the ledger does not hold what was put in\n");
            return 1;
        }
    }
    const double n = records;
    std::printf("  %-58s %10.0f records/s\n", "ingest, journal to SQLite, wall", n / wall);
    std::printf("  %-58s %10.2f µs per record\n", "CPU of the recording (gateway) thread", recordCpu / n * 1e6);
    std::printf("  %-58s %10.2f µs per record\n", "CPU of the storage thread", storageCpu / n * 1e6);
    std::printf("  %-58s %10.1f bytes\n", "database per request", static_cast<double>(QFileInfo(path).size()) / n);
    askQuestions(path, until, days);
    return 0;
}
