// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Everything a data directory can be when the program meets it.
#include "app/policy/gatewaykeys.h"
#include "app/storage/database.h"
#include "app/storage/ledgerreader.h"
#include "app/storage/schema.h"
#include "app/storage/storagethread.h"
#include "support/ledger/sampleledger.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace llmg;
using storage::StorageThread;

namespace {

StorageThread::Options optionsFor(const QString& directory) {
    StorageThread::Options options;
    options.dataDirectory = directory;
    options.diskReserveBytes = 0;
    options.busyTimeoutMs = 100;
    options.bodyRetentionDays = 3650;
    return options;
}

std::string fillAndClose(const QString& directory, int count = 20) {
    auto storage = *StorageThread::open(optionsFor(directory));
    std::mt19937 random(1);
    std::string last;
    for (int i = 0; i < count; ++i) {
        auto [record, bodies] = tests::sampleRecord({}, random, SystemClock().now());
        last = record.id;
        storage->sink().record(std::move(record), std::move(bodies)).value();
    }
    return last;
}

qsizetype rowsIn(const QString& directory) {
    storage::LedgerReader reader(directory + u"/gateway.db"_s);
    const auto page = reader.requests({}, "", 1000).result();
    return page ? static_cast<qsizetype>(page->rows.size()) : -1;
}

void overwrite(const QString& path, qint64 at, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(at));
    QCOMPARE(file.write(bytes), qint64{bytes.size()});
}

// A small disk of its own, gone with the object. Empty path where this user may not mount one.
class SmallDisk {
  public:
    explicit SmallDisk(const QString& size) {
        if (QProcess::execute(u"mount"_s,
                              {u"-t"_s, u"tmpfs"_s, u"-o"_s, u"size="_s + size, u"tmpfs"_s, m_directory.path()}) == 0)
            m_mounted = true;
    }
    ~SmallDisk() {
        if (m_mounted)
            QProcess::execute(u"umount"_s, {m_directory.path()});
    }
    [[nodiscard]] bool isMounted() const { return m_mounted; }
    [[nodiscard]] QString path() const { return m_directory.path(); }

  private:
    QTemporaryDir m_directory;
    bool m_mounted = false;
};

} // namespace

class TestOpening : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void anOlderSchemaIsCopiedAndBroughtUp() {
        QTemporaryDir directory;
        const QString path = directory.filePath(u"old.db"_s);
        const std::array older{"CREATE TABLE a (x INTEGER); -- one\nINSERT INTO a VALUES (7);\n"};
        const std::array newer{older[0], "ALTER TABLE a ADD COLUMN y TEXT;\nUPDATE a SET y = 'new';\n"};
        storage::Connection connection;
        QVERIFY(connection.open(path, storage::Access::ReadWrite, 100));
        QVERIFY(storage::migrate(connection.database(), older));
        QCOMPARE(QDir(directory.path()).entryList({u"old.db.before-*"_s}).size(), 0);
        QVERIFY(storage::migrate(connection.database(), newer));
        QCOMPARE(storage::scalar(connection.database(), u"SELECT x || y FROM a"_s)->toString(), u"7new"_s);
        QCOMPARE(storage::scalar(connection.database(), u"PRAGMA user_version"_s)->toInt(), 2);
        const QStringList copies = QDir(directory.path()).entryList({u"old.db.before-2-*"_s});
        QCOMPARE(copies.size(), 1);
        QCOMPARE(QFile::permissions(directory.filePath(copies[0])) & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
        storage::Connection copy;
        QVERIFY(copy.open(directory.filePath(copies[0]), storage::Access::ReadOnly, 100));
        QCOMPARE(storage::scalar(copy.database(), u"PRAGMA user_version"_s)->toInt(), 1);
        QCOMPARE(storage::scalar(copy.database(), u"SELECT x FROM a"_s)->toInt(), 7);
        QVERIFY(storage::migrate(connection.database(), newer));
        QCOMPARE(QDir(directory.path()).entryList({u"old.db.before-*"_s}).size(), 1);
    }

    void aStepThatFailsChangesNothing() {
        QTemporaryDir directory;
        const std::array older{"CREATE TABLE a (x INTEGER);\n"};
        const std::array broken{older[0], "CREATE TABLE b (x INTEGER);\nINSERT INTO nowhere VALUES (1);\n"};
        storage::Connection connection;
        QVERIFY(connection.open(directory.filePath(u"x.db"_s), storage::Access::ReadWrite, 100));
        QVERIFY(storage::migrate(connection.database(), older));
        QCOMPARE(storage::migrate(connection.database(), broken).error().kind, ErrorKind::Storage);
        QCOMPARE(storage::scalar(connection.database(), u"PRAGMA user_version"_s)->toInt(), 1);
        QCOMPARE(storage::scalar(connection.database(), u"SELECT count(*) FROM sqlite_master"_s)->toInt(), 1);
    }

    void aNewerSchemaIsRefusedAndLeftAlone() {
        QTemporaryDir directory;
        fillAndClose(directory.path());
        {
            storage::Connection connection;
            QVERIFY(connection.open(directory.filePath(u"gateway.db"_s), storage::Access::ReadWrite, 100));
            QVERIFY(storage::execute(connection.database(), u"PRAGMA user_version = 9999"_s));
        }
        const auto opened = StorageThread::open(optionsFor(directory.path()));
        QVERIFY(!opened);
        QVERIFY(opened.error().message.find("newer version") != std::string::npos);
        QCOMPARE(QDir(directory.path()).entryList({u"*damaged*"_s}).size(), 0);
        QCOMPARE(rowsIn(directory.path()), 20);
    }

    void aDamagedFileIsKeptAside_data() {
        QTest::addColumn<qint64>("at");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("no database at all") << qint64{0} << QByteArray(4096, 'x');
        QTest::newRow("its schema's page overwritten") << qint64{100} << QByteArray(3000, '\xEE');
    }
    void aDamagedFileIsKeptAside() {
        QFETCH(qint64, at);
        QFETCH(QByteArray, bytes);
        QTemporaryDir directory;
        fillAndClose(directory.path());
        overwrite(directory.filePath(u"gateway.db"_s), at, bytes);
        QFile before(directory.filePath(u"gateway.db"_s));
        QVERIFY(before.open(QIODevice::ReadOnly));
        const QByteArray content = before.readAll();
        auto opened = StorageThread::open(optionsFor(directory.path()));
        QVERIFY2(opened, opened ? "" : opened.error().message.c_str());
        QVERIFY((*opened)->openNotice().contains(u"damaged"_s));
        const QStringList kept = QDir(directory.path()).entryList({u"gateway.db.damaged-*"_s});
        QCOMPARE(kept.size(), 1);
        QFile file(directory.filePath(kept[0]));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), content);
        std::mt19937 random(1);
        QVERIFY((*opened)->sink().record(tests::sampleRecord({}, random, SystemClock().now()).first, {}));
        QVERIFY((*opened)->flush().result());
        QCOMPARE(rowsIn(directory.path()), 1);
    }

    void anEmptyFileBecomesADatabase() {
        QTemporaryDir directory;
        QFile file(directory.filePath(u"gateway.db"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        auto opened = StorageThread::open(optionsFor(directory.path()));
        QVERIFY(opened);
        QCOMPARE((*opened)->openNotice(), QString());
    }

    void aLockedDatabaseIsSaid() {
        QTemporaryDir directory;
        fillAndClose(directory.path());
        storage::Connection other;
        QVERIFY(other.open(directory.filePath(u"gateway.db"_s), storage::Access::ReadWrite, 100));
        QVERIFY(storage::execute(other.database(), u"BEGIN IMMEDIATE"_s));
        const auto opened = StorageThread::open(optionsFor(directory.path()));
        QVERIFY(!opened);
        QVERIFY2(opened.error().message.find("another program is using the database") != std::string::npos,
                 opened.error().message.c_str());
        QVERIFY(storage::execute(other.database(), u"ROLLBACK"_s));
        QVERIFY(StorageThread::open(optionsFor(directory.path())));
    }

    void aLockHeldForAWhileLosesNothing() {
        QTemporaryDir directory;
        auto storage = *StorageThread::open(optionsFor(directory.path()));
        storage::Connection other;
        QVERIFY(other.open(directory.filePath(u"gateway.db"_s), storage::Access::ReadWrite, 100));
        QVERIFY(storage::execute(other.database(), u"BEGIN IMMEDIATE"_s));
        std::mt19937 random(1);
        for (int i = 0; i < 30; ++i)
            QVERIFY(storage->sink().record(tests::sampleRecord({}, random, SystemClock().now()).first, {}));
        QVERIFY(!storage->flush().result());
        QVERIFY(storage::execute(other.database(), u"ROLLBACK"_s));
        QTRY_VERIFY(storage->flush().result());
        QCOMPARE(rowsIn(directory.path()), 30);
        QVERIFY(storage->sink().ready());
    }

    void aDirectoryThatCannotBeUsedIsSaid() {
        QTemporaryDir directory;
        QFile file(directory.filePath(u"file"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto opened = StorageThread::open(optionsFor(directory.filePath(u"file/data"_s)));
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, ErrorKind::Storage);
    }

    void aReadOnlyDiskIsSaid() {
        SmallDisk disk(u"4m"_s);
        if (!disk.isMounted()) {
            qInfo("skipped: this user may not mount a disk");
            return;
        }
        fillAndClose(disk.path());
        QCOMPARE(QProcess::execute(u"mount"_s, {u"-o"_s, u"remount,ro"_s, disk.path()}), 0);
        const auto opened = StorageThread::open(optionsFor(disk.path()));
        QVERIFY(!opened);
        QVERIFY2(QString::fromStdString(opened.error().message).contains(u"read-only"_s, Qt::CaseInsensitive),
                 opened.error().message.c_str());
    }

    void aFullDiskStopsAdmissionAndLosesNothing() {
        SmallDisk disk(u"3m"_s);
        if (!disk.isMounted()) {
            qInfo("skipped: this user may not mount a disk");
            return;
        }
        QFile ballast(disk.path() + u"/ballast"_s);
        QVERIFY(ballast.open(QIODevice::WriteOnly));
        QCOMPARE(ballast.write(QByteArray(1'500'000, 'b')), qint64{1'500'000});
        ballast.close();
        auto storage = *StorageThread::open(optionsFor(disk.path()));
        QSignalSpy troubles(storage.get(), &StorageThread::troubleChanged);
        std::mt19937 random(1);
        QSet<QByteArray> taken;
        bool refused = false;
        for (int i = 0; i < 20'000 && !refused; ++i) {
            auto [record, bodies] = tests::sampleRecord({}, random, SystemClock().now());
            const QByteArray id = QByteArray::fromStdString(record.id);
            if (storage->sink().record(std::move(record), std::move(bodies)))
                taken.insert(id);
            else
                refused = true;
        }
        QVERIFY(refused);
        QVERIFY(!taken.isEmpty());
        const auto ready = storage->sink().ready();
        QVERIFY(!ready);
        QVERIFY2(ready.error().message.find("free some space") != std::string::npos, ready.error().message.c_str());
        QTRY_VERIFY(troubles.count() > 0 && !troubles.last()[0].toString().isEmpty());

        QVERIFY(ballast.remove());
        QTRY_VERIFY(storage->sink().ready());
        QTRY_VERIFY(storage->flush().result());
        QTRY_VERIFY(troubles.last()[0].toString().isEmpty());
        auto [record, bodies] = tests::sampleRecord({}, random, SystemClock().now());
        taken.insert(QByteArray::fromStdString(record.id));
        QVERIFY(storage->sink().record(std::move(record), std::move(bodies)));
        QVERIFY(storage->flush().result());
        storage::LedgerReader reader(storage->databasePath());
        QCOMPARE(reader.totals({}).result()->requests, static_cast<std::int64_t>(taken.size()));
    }

    void replayOfAJournalThatIsInTheDatabaseAlreadyAddsNothing() {
        QTemporaryDir directory;
        auto storage = *StorageThread::open(optionsFor(directory.path()));
        std::mt19937 random(1);
        for (int i = 0; i < 50; ++i) {
            auto [record, bodies] = tests::sampleRecord({}, random, SystemClock().now());
            QVERIFY(storage->sink().record(std::move(record), std::move(bodies)));
        }
        QVERIFY(storage->flush().result());
        QVERIFY(QFile::copy(directory.filePath(u"journal/000001.log"_s), directory.filePath(u"copy"_s)));
        storage::LedgerReader reader(storage->databasePath());
        const auto before = reader.totals({}).result();
        storage.reset();
        for (int round = 0; round < 3; ++round) {
            QVERIFY(QFile::copy(directory.filePath(u"copy"_s), directory.filePath(u"journal/000007.log"_s)));
            storage = *StorageThread::open(optionsFor(directory.path()));
            const auto after = reader.totals({}).result();
            QCOMPARE(after->requests, 50);
            QCOMPARE(after->cost.nanoUsd, before->cost.nanoUsd);
            storage.reset();
            QVERIFY(!QFile::exists(directory.filePath(u"journal/000007.log"_s)));
        }
    }

    void oldAndTooManyBodiesGo() {
        QTemporaryDir directory;
        const UnixTime now = SystemClock().now();
        std::mt19937 random(1);
        std::vector<std::string> ids;
        {
            auto storage = *StorageThread::open(optionsFor(directory.path()));
            for (int day = 40; day > 0; --day) {
                auto [record, bodies] = tests::sampleRecord({}, random, now - std::chrono::hours{24 * day - 1});
                bodies.request = std::string(1000, ' ');
                for (char& c : bodies.request)
                    c = static_cast<char>(random()); // does not compress
                ids.push_back(record.id);
                QVERIFY(storage->sink().record(std::move(record), std::move(bodies)));
            }
        }
        auto options = optionsFor(directory.path());
        options.bodyRetentionDays = 30;
        options.bodyTotalBytes = 12'000;
        auto storage = *StorageThread::open(options);
        QVERIFY(storage->flush().result()); // anything that wakes the thread
        QVERIFY(storage->flush().result());
        storage::LedgerReader reader(storage->databasePath());
        int kept = 0;
        for (std::size_t i = 0; i < ids.size(); ++i) {
            const bool has = reader.request(ids[i]).result()->bodies.has_value();
            kept += has ? 1 : 0;
            QVERIFY(!has || i >= 10); // older than 30 days
            QVERIFY(i + 3 < ids.size() || has);
        }
        QVERIFY(kept >= 6 && kept <= 12);
        QVERIFY(
            storage
                ->run([kept](QSqlDatabase& database) -> Result<> {
                    const auto total = storage::scalar(
                        database,
                        u"SELECT bytes - (SELECT coalesce(sum(length(data)), 0) FROM request_bodies) FROM body_total"_s);
                    return total && total->toLongLong() == 0 && kept > 0 ? Result<>()
                                                                         : Result<>(fail(ErrorKind::Internal, "total"));
                })
                .result());
    }
};

QTEST_GUILESS_MAIN(TestOpening)
#include "tst_opening.moc"
