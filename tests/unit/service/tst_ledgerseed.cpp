// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What routing knows after a restart: how the providers did in the hour before it.
#include "app/policy/gatewaykeys.h"
#include "app/service/ledgerseed.h"
#include "app/storage/storagethread.h"

#include <QTemporaryDir>
#include <QTest>

using namespace llmg;
using namespace std::chrono_literals;

namespace {

constexpr UnixTime kNow{Milliseconds{1'790'000'000'000}};
constexpr routing::Time kSteadyNow{std::chrono::hours{5}};

domain::AttemptRecord attempt(std::string provider, std::string model, std::string errorCode, int status) {
    domain::AttemptRecord made;
    made.provider = std::move(provider);
    made.upstreamModel = std::move(model);
    made.errorCode = std::move(errorCode);
    made.status = status;
    made.durationUs = 1'000'000;
    return made;
}

/// A request whose last attempt was answered in 3 s: the first token after 1 s, then 50 in 2 s.
domain::RequestRecord request(std::chrono::minutes ago, std::vector<domain::AttemptRecord> attempts) {
    domain::RequestRecord record;
    record.startedAt = kNow - ago - 20s;
    record.id = policy::newUlid(record.startedAt);
    record.projectId = "default";
    record.usedModel = "gpt-4o";
    record.stream = true;
    record.status = 200;
    record.attempts = std::move(attempts);
    auto& last = record.attempts.back();
    last.startedAfterUs = static_cast<std::int64_t>(record.attempts.size() - 1) * 1'000'000;
    record.usedProvider = last.provider;
    if (last.errorCode.empty()) {
        last.durationUs = 3'000'000;
        record.firstTokenUs = last.startedAfterUs + 1'000'000;
        record.usage.completion = 50;
    }
    return record;
}

} // namespace

class TestLedgerSeed : public QObject {
    Q_OBJECT

    QTemporaryDir m_directory;
    std::unique_ptr<storage::StorageThread> m_storage;
    std::unique_ptr<storage::LedgerReader> m_reader;
    routing::LiveMetrics m_metrics;

  private Q_SLOTS:
    void initTestCase() {
        storage::StorageThread::Options options;
        options.dataDirectory = m_directory.path();
        options.diskReserveBytes = 0;
        m_storage = *storage::StorageThread::open(options);
        const auto good = [](std::string provider) { return attempt(std::move(provider), "gpt-4o", {}, 200); };
        const auto bad = [](std::string provider, ErrorKind kind, int status) {
            return attempt(std::move(provider), "gpt-4o", toString(kind), status);
        };
        for (const auto& record : {
                 request(1min, {good("openai")}),
                 request(20min, {bad("azure", ErrorKind::Upstream, 503), good("openai")}),
                 request(30min, {bad("azure", ErrorKind::RateLimited, 429), good("openai")}),
                 request(40min, {bad("azure", ErrorKind::UpstreamRejected, 400)}),
                 request(50min, {attempt("sandbox", "error-500", toString(ErrorKind::Upstream), 500)}),
                 request(70min, {bad("groq", ErrorKind::Upstream, 500)}),
             })
            QVERIFY(m_storage->sink().record(record, {}));
        QVERIFY(m_storage->flush().result());
        m_reader = std::make_unique<storage::LedgerReader>(m_storage->databasePath());
        QVERIFY(service::seedMetrics(*m_reader, catalog::Catalog::builtIn(), m_metrics, kNow, kSteadyNow).result());
    }

    void whatAnswered() {
        const auto reading = m_metrics.reading("openai", "gpt-4o", kSteadyNow);
        QVERIFY(reading);
        QCOMPARE(reading->attempts, std::int64_t{3});
        QCOMPARE(reading->failures, std::int64_t{0});
        QCOMPARE(reading->firstTokenMs.value_or(0), 1000.0);
        QCOMPARE(reading->tokensPerSecond.value_or(0), 25.0);
    }

    void whatFailedOnlyWhereItWasTheProvider() {
        const auto reading = m_metrics.reading("azure", "gpt-4o", kSteadyNow);
        QVERIFY(reading);
        QCOMPARE(reading->attempts, std::int64_t{1}); // neither its limit nor the client's mistake
        QCOMPARE(reading->failures, std::int64_t{1});
    }

    void nothingOlderAndNothingOfTheSandbox() {
        QVERIFY(!m_metrics.reading("groq", "gpt-4o", kSteadyNow));
        QVERIFY(!m_metrics.reading("sandbox", "error-500", kSteadyNow));
    }

    void whatTheArmsOfARunningRolloutDid() {
        domain::Project project;
        project.id = "default";
        project.rollout.enabled = true;
        project.rollout.since = kNow - 30min;
        const auto with = [](std::chrono::minutes ago, const char* arm, int status, bool cached) {
            auto record = request(ago, {attempt("openai", "gpt-4o", status == 200 ? "" : "upstream", status)});
            record.status = status;
            record.errorCode = status == 200 ? "" : "upstream_error";
            record.cached = cached;
            record.durationUs = 2'000'000;
            record.cost.total = domain::Money::fromCents(3);
            record.tags = {{"team", "a"}, {"rollout-arm", arm}};
            return record;
        };
        for (const auto& record : {with(40min, "candidate", 200, false), with(20min, "candidate", 502, false),
                                   with(19min, "candidate", 200, false), with(18min, "candidate", 200, true),
                                   with(17min, "candidate", 499, false), with(16min, "control", 200, false),
                                   with(15min, "nonsense", 200, false)})
            QVERIFY(m_storage->sink().record(record, {}));
        QVERIFY(m_storage->flush().result());
        policy::RolloutBook book;
        book.follow({&project, 1});
        QVERIFY(service::seedRollouts(*m_reader, {project}, book).result());
        const auto figures = book.figures(project);
        QCOMPARE(figures.candidate.requests, std::int64_t{2});
        QCOMPARE(figures.candidate.errors, std::int64_t{1});
        QCOMPARE(figures.candidate.cost.nanoUsd, domain::Money::fromCents(6).nanoUsd);
        QCOMPARE(figures.control.requests, std::int64_t{1});
    }

    void agesWithTheClock() {
        QVERIFY(m_metrics.reading("azure", "gpt-4o", kSteadyNow + 38min));
        QVERIFY(!m_metrics.reading("azure", "gpt-4o", kSteadyNow + 40min));
    }
};

QTEST_GUILESS_MAIN(TestLedgerSeed)
#include "tst_ledgerseed.moc"
