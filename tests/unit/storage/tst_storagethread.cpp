// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/policy/gatewaykeys.h"
#include "app/storage/configurationstore.h"
#include "app/storage/conversationstore.h"
#include "app/storage/ledgerreader.h"
#include "app/storage/storagethread.h"
#include "support/ledger/sampleledger.h"

#include <QFile>
#include <QFileInfo>
#include <QDir>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <numeric>

using namespace Qt::StringLiterals;
using namespace llmg;
using storage::StorageThread;

namespace {

constexpr UnixTime kThen{Milliseconds{1'790'000'000'000}};

std::unique_ptr<StorageThread> openIn(const QString& directory) {
    StorageThread::Options options;
    options.dataDirectory = directory;
    options.diskReserveBytes = 0;
    options.bodyRetentionDays = 3650;
    auto opened = StorageThread::open(options);
    if (!opened) {
        qWarning("%s", opened.error().message.c_str());
        return nullptr;
    }
    return std::move(*opened);
}

domain::RequestRecord fullRecord() {
    domain::RequestRecord r;
    r.id = policy::newUlid(kThen);
    r.clientRequestId = "their-own-id";
    r.startedAt = kThen - Milliseconds{7};
    r.projectId = "default";
    r.keyId = "key-1";
    r.application = "python3 ingest.py";
    r.applicationPath = "/usr/bin/python3";
    r.endpoint = "/v1/chat/completions";
    r.dialect = "openai-chat";
    r.requestedModel = "auto";
    r.usedModel = "gpt-4o";
    r.usedProvider = "openai";
    r.usedMode = "credits";
    r.stream = true;
    r.status = 200;
    r.finishReason = "stop";
    r.usage = {1000, 400, 10, 20, 30, 40, 500, 60, 70, 80, 2, 3, true};
    r.cost = {{11}, {12}, {13}, {14}, {15}, {16}, {81}, true, true, true};
    r.savedByCache = {5};
    r.durationUs = 1'234'567;
    r.firstTokenUs = 345'678;
    r.requestBytes = 4321;
    r.responseBytes = 98765;
    r.routing = "cheapest of 3";
    r.droppedParams = {"logit_bias", "seed"};
    r.tags = {{"x-llmgateway-team", "search"}, {"x-llmgateway-team", "twice"}};
    r.attempts = {{"azure", "gpt-4o", "work", 429, "rate_limit_exceeded", "slow down", 10, 20, -1, "req_1"},
                  {"openai", "gpt-4o-2024-08-06", "home", 200, "", "", 30, 1'200'000, 345'000, "req_2"}};
    return r;
}

} // namespace

class TestStorageThread : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void givesBackEveryFieldOfARequest() {
        QTemporaryDir directory;
        auto storage = openIn(directory.path());
        QVERIFY(storage);
        const domain::RequestRecord record = fullRecord();
        const domain::RequestBodies bodies{record.id, R"({"model":"auto"})", "data: {}\n\ndata: [DONE]\n\n", false};
        QVERIFY(storage->sink().ready());
        QVERIFY(storage->sink().record(record, bodies));
        QVERIFY(storage->flush().result());
        storage::LedgerReader reader(storage->databasePath());
        const auto detail = reader.request(record.id).result();
        QVERIFY2(detail, detail ? "" : detail.error().message.c_str());
        QCOMPARE(detail->record.usage, record.usage);
        QCOMPARE(detail->record.cost, record.cost);
        QCOMPARE(detail->record.attempts, record.attempts);
        QVERIFY(detail->record == record);
        QCOMPARE(detail->bodies->request, bodies.request);
        QCOMPARE(detail->bodies->response, bodies.response);
        QVERIFY(!detail->bodies->truncated);
        QCOMPARE(detail->projectName, std::string("Default"));

        domain::RequestRecord listed = record;
        listed.attempts.clear();
        listed.tags.clear();
        const auto page = reader.requests({}, "", 10).result();
        QVERIFY(page);
        QCOMPARE(page->rows.size(), std::size_t{1});
        QVERIFY(page->rows.front() == listed);
        QVERIFY(!page->more);
    }

    void announcesCommits() {
        QTemporaryDir directory;
        auto storage = openIn(directory.path());
        QSignalSpy spy(storage.get(), &StorageThread::committed);
        domain::RequestRecord record = fullRecord();
        QVERIFY(storage->sink().record(record, {}));
        record.id = policy::newUlid(kThen);
        QVERIFY(storage->sink().record(record, {}));
        QVERIFY(storage->flush().result());
        QTRY_COMPARE(
            std::accumulate(spy.begin(), spy.end(), 0, [](int n, const QVariantList& v) { return n + v[0].toInt(); }),
            2);
    }

    void countsARecordOnce() {
        QTemporaryDir directory;
        auto storage = openIn(directory.path());
        const domain::RequestRecord record = fullRecord();
        for (int i = 0; i < 3; ++i)
            QVERIFY(storage->sink().record(record, {record.id, "a", "b", false}));
        QVERIFY(storage->flush().result());
        storage::LedgerReader reader(storage->databasePath());
        QCOMPARE(reader.requests({}, "", 10).result()->rows.size(), std::size_t{1});
        QCOMPARE(reader.totals({}).result()->requests, 1);
        QCOMPARE(reader.totals({}).result()->cost.nanoUsd, 81);
    }

    void cutsLongBodies() {
        QTemporaryDir directory;
        StorageThread::Options options;
        options.dataDirectory = directory.path();
        options.bodyLimitBytes = 10;
        options.bodyRetentionDays = 3650;
        auto storage = *StorageThread::open(options);
        const domain::RequestRecord record = fullRecord();
        QVERIFY(storage->sink().record(record, {record.id, "123456789\xC3\xA4 and more", "short", false}));
        QVERIFY(storage->flush().result());
        storage::LedgerReader reader(storage->databasePath());
        const auto detail = reader.request(record.id).result();
        QCOMPARE(detail->bodies->request, std::string("123456789"));
        QCOMPARE(detail->bodies->response, std::string("short"));
        QVERIFY(detail->bodies->truncated);
    }

    void keepsFilesPrivate() {
        QTemporaryDir parent;
        const QString directory = parent.filePath(u"data"_s);
        auto storage = openIn(directory);
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther |
                            QFile::WriteOther | QFile::ExeOther;
        QVERIFY(storage->sink().record(fullRecord(), {}));
        QVERIFY(storage->flush().result());
        QVERIFY(!(QFileInfo(directory).permissions() & others));
        QStringList seen;
        const auto files =
            QDir(directory).entryInfoList(QDir::Files) + QDir(directory + u"/journal"_s).entryInfoList(QDir::Files);
        for (const QFileInfo& file : files) {
            QVERIFY2(!(file.permissions() & others), qPrintable(file.filePath()));
            seen << file.fileName();
        }
        QVERIFY(seen.contains(u"gateway.db"_s));
        QVERIFY(seen.contains(u"gateway.db-wal"_s));
        QVERIFY(seen.contains(u"000001.log"_s));
    }

    void leavesNoJournalBehindWhenClosed() {
        QTemporaryDir directory;
        openIn(directory.path())->sink().record(fullRecord(), {}).value();
        QCOMPARE(QDir(directory.path() + u"/journal"_s).entryList({u"*.log"_s}, QDir::Files), QStringList());
        auto again = openIn(directory.path());
        storage::LedgerReader reader(again->databasePath());
        QCOMPARE(reader.requests({}, "", 10).result()->rows.size(), std::size_t{1});
    }

    void letsASecondProcessConfigureButNotRecord() {
        QTemporaryDir directory;
        auto first = openIn(directory.path());
        auto second = openIn(directory.path());
        QVERIFY(second);
        QVERIFY(first->ownsLedger());
        QVERIFY(!second->ownsLedger());
        QCOMPARE(second->sink().record(fullRecord(), {}).error().kind, ErrorKind::Storage);
        QCOMPARE(second->sink().ready().error().kind, ErrorKind::Storage);
        storage::ConfigurationStore here(*first);
        storage::ConfigurationStore there(*second);
        domain::Project project;
        project.name = "Research";
        QVERIFY(there.saveProject(project).result());
        QCOMPARE(here.current()->projects.size(), std::size_t{1});
        QVERIFY(here.reload().result());
        QCOMPARE(here.current()->projects.size(), std::size_t{2});
        QCOMPARE(here.current()->projects.back().name, std::string("Research"));
    }

    void sampleLedgerIsWhatItWasAskedFor() {
        QTemporaryDir directory;
        tests::SampleLedger sample;
        sample.requests = 500;
        sample.days = 10;
        sample.until = kThen;
        const auto filled = tests::fillLedger(directory.path(), sample);
        QVERIFY2(filled, filled ? "" : filled.error().message.c_str());
        storage::LedgerReader reader(directory.filePath(u"gateway.db"_s));
        const auto totals = reader.totals({}).result();
        QCOMPARE(totals->requests, 500);
        QVERIFY(totals->errors > 0);
        QVERIFY(totals->cost > domain::Money{});
    }
};

QTEST_GUILESS_MAIN(TestStorageThread)
#include "tst_storagethread.moc"
