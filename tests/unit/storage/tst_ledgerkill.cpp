// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Kills a process that answers requests, again and again, and counts: what it said it had answered is in the ledger
// once.
#include "app/policy/gatewaykeys.h"
#include "app/storage/ledgerreader.h"
#include "app/storage/storagethread.h"
#include "support/ledger/sampleledger.h"

#include <QCoreApplication>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <random>
#include <thread>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace llmg;
using storage::StorageThread;

namespace {

// The child: two threads record and then say so, as a gateway sends its last bytes, until they are killed.
int answerRequests(const QString& directory) {
    StorageThread::Options options;
    options.dataDirectory = directory;
    options.bodyRetentionDays = 3650;
    options.diskReserveBytes = 0;
    auto opened = StorageThread::open(options);
    if (!opened)
        return 3;
    ledger::UsageSink& sink = (*opened)->sink();
    const auto answer = [&sink](std::uint32_t seed) {
        std::mt19937 random(seed);
        tests::SampleLedger sample;
        for (;;) {
            auto [record, bodies] = tests::sampleRecord(sample, random, SystemClock().now());
            const std::string said = record.id + "\n";
            if (!sink.record(std::move(record), std::move(bodies)))
                ::_exit(4);
            if (::write(STDOUT_FILENO, said.data(), said.size()) != static_cast<ssize_t>(said.size()))
                ::_exit(5);
        }
    };
    std::thread other(answer, 1);
    answer(2);
    other.join();
    return 0;
}

} // namespace

class TestLedgerKill : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void losesNothingAndCountsNothingTwice() {
        QTemporaryDir directory;
        std::mt19937 random(20261122);
        QSet<QByteArray> answered;
        for (int round = 0; round < 25; ++round) {
            QProcess child;
            child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
            child.start(QCoreApplication::applicationFilePath(), {u"--answer"_s, directory.path()});
            QVERIFY(child.waitForStarted());
            // By how much it has said, not by time: from nothing yet to several group commits.
            const int patience = static_cast<int>(random() % (round % 4 == 0 ? 9000 : 700));
            QByteArray said;
            while (said.count('\n') < patience && child.waitForReadyRead(30'000))
                said += child.readAllStandardOutput();
            child.kill();
            QVERIFY(child.waitForFinished());
            QCOMPARE(child.exitStatus(), QProcess::CrashExit);
            said += child.readAllStandardOutput();
            for (const QByteArray& id : said.split('\n')) {
                if (id.size() == 26)
                    answered.insert(id);
            }
        }
        QVERIFY(answered.size() > 1000);

        StorageThread::Options options;
        options.dataDirectory = directory.path();
        auto opened = StorageThread::open(options);
        QVERIFY2(opened, opened ? "" : opened.error().message.c_str());
        storage::LedgerReader reader((*opened)->databasePath());
        QSet<QByteArray> found;
        std::string before;
        int rows = 0;
        for (bool more = true; more;) {
            const auto page = reader.requests({}, before, 1000).result();
            QVERIFY(page);
            for (const auto& row : page->rows) {
                found.insert(QByteArray::fromStdString(row.id));
                before = row.id;
                ++rows;
            }
            more = page->more;
        }
        QCOMPARE(rows, static_cast<int>(found.size()));
        QCOMPARE((answered - found).size(), 0);
        // Sums are made with the rows: they agree, so nothing was counted twice either.
        QCOMPARE(reader.totals({}).result()->requests, static_cast<std::int64_t>(rows));
        // Unanswered rows: recorded, but killed before saying so. At most one per thread and round.
        QVERIFY(rows - answered.size() <= 2 * 25);
    }
};

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    if (arguments.size() == 3 && arguments[1] == u"--answer"_s)
        return answerRequests(arguments[2]);
    TestLedgerKill test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_ledgerkill.moc"
