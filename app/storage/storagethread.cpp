// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/storagethread.h"

#include "app/ledger/journal.h"
#include "app/storage/ingest.h"
#include "app/storage/ledgerwriter.h"
#include "app/storage/storageopening.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QPromise>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QThread>

#include <atomic>
#include <chrono>

using namespace Qt::StringLiterals;

namespace llmg::storage {
namespace {

using ledger::Journal;
using Steady = std::chrono::steady_clock;

constexpr auto kGroupTime = std::chrono::milliseconds{50};
constexpr auto kRetryTime = std::chrono::seconds{1};
constexpr auto kAgingTime = std::chrono::minutes{10};
constexpr int kAgedRows = 500;

struct Task {
    std::function<Result<>(QSqlDatabase&)> work; // empty: a flush
    QPromise<Result<>> promise;
};

void answer(QPromise<Result<>>& promise, Result<> outcome) {
    promise.addResult(std::move(outcome));
    promise.finish();
}

} // namespace

struct StorageThread::Impl {
    Options options;
    QString databasePath;
    std::unique_ptr<Journal> journal; // null: another process owns it
    std::unique_ptr<Ingest> ingest;
    StorageThread* owner = nullptr;
    std::unique_ptr<QThread> thread;

    std::mutex mutex;
    std::condition_variable condition;
    std::deque<Task> tasks;
    bool woken = false;
    bool stopping = false;

    // Of the storage thread alone:
    Connection connection;
    std::unique_ptr<LedgerWriter> writer;
    Journal::Position done;     // all before it is committed
    std::uint32_t keptFrom = 1; // first segment that may still be on disk
    QString notice;
    std::string trouble;          // as last said by troubleChanged
    std::optional<Error> failure; // of the last commit
    Steady::time_point agedAt{};

    Result<> openHere();
    void loop();
    void runTasks(std::deque<Task>& due);
    bool step();
    Result<int> commit(const std::vector<Ingest::Item>& items);
    Result<> readOn();
    void keepAside(std::string_view payload);
    void discardSegments(bool force);
    void ageBodies();
    void sayTrouble();

    void wake() {
        {
            const std::lock_guard lock(mutex);
            woken = true;
        }
        condition.notify_one();
    }

    QFuture<Result<>> post(std::function<Result<>(QSqlDatabase&)> work) {
        Task task{std::move(work), {}};
        task.promise.start();
        QFuture<Result<>> future = task.promise.future();
        {
            const std::lock_guard lock(mutex);
            tasks.push_back(std::move(task));
        }
        condition.notify_one();
        return future;
    }
};

Result<> StorageThread::Impl::openHere() {
    const bool leftOver = journal && journal->backlogBytes({}) > 0;
    auto opened = openLedgerDatabase(connection, databasePath, options.busyTimeoutMs, journal != nullptr, leftOver);
    if (!opened)
        return opened.error();
    notice = *opened;
    writer = std::make_unique<LedgerWriter>(connection.database());
    if (auto prepared = writer->prepare(); !prepared)
        return prepared;
    // Segments are removed only after a checkpoint, which is also when the WAL is folded in: no need for SQLite's own.
    if (auto set = execute(connection.database(), u"PRAGMA wal_autocheckpoint = 4000"_s); !set)
        return set;
    if (!journal)
        return {};
    ingest->fallBehind();
    while (!ingest->catchUp(done)) {
        if (auto read = readOn(); !read)
            return read;
    }
    discardSegments(true);
    if (const std::string damage = journal->notice(); !damage.empty())
        notice += (notice.isEmpty() ? u""_s : u" "_s) + QString::fromStdString(damage);
    return {};
}

void StorageThread::Impl::loop() {
    for (;;) {
        std::deque<Task> due;
        bool last = false;
        {
            std::unique_lock lock(mutex);
            const auto somethingToDo = [&] { return woken || stopping || !tasks.empty(); };
            if (trouble.empty() && !failure)
                condition.wait(lock, somethingToDo);
            else
                condition.wait_for(lock, kRetryTime, somethingToDo);
            // Records gather for a moment, so that one commit serves many; whoever waits for an answer is not kept
            // waiting.
            const auto until = Steady::now() + kGroupTime;
            condition.wait_until(lock, until, [&] {
                return stopping || !tasks.empty() || !ingest || ingest->isBehind() ||
                       ingest->waiting() >= Ingest::kBatch;
            });
            woken = false;
            due.swap(tasks);
            last = stopping;
        }
        // A flush covers what was recorded before it, so records go first.
        while (step()) {
        }
        runTasks(due);
        sayTrouble();
        discardSegments(false);
        ageBodies();
        if (last)
            return;
    }
}

void StorageThread::Impl::runTasks(std::deque<Task>& due) {
    for (Task& task : due) {
        if (!task.work) {
            answer(task.promise, failure ? Result<>(*failure) : Result<>());
            continue;
        }
        Transaction transaction(connection.database());
        Result<> outcome = transaction.begin();
        if (outcome)
            outcome = task.work(connection.database());
        if (outcome)
            outcome = transaction.commit();
        answer(task.promise, std::move(outcome));
    }
}

// One group commit; false when there is nothing left or it failed.
bool StorageThread::Impl::step() {
    if (!journal)
        return false;
    if (ingest->waiting() > 0 && !failure) {
        const std::vector<Ingest::Item> items = ingest->take();
        const auto inserted = commit(items);
        if (!inserted) {
            failure = inserted.error();
            ingest->fallBehind(); // they are in the journal, from `done` on
            return false;
        }
        done = items.back().end;
        if (*inserted > 0)
            Q_EMIT owner->committed(*inserted);
        return true;
    }
    if (failure)
        ingest->fallBehind();
    if (!ingest->isBehind())
        return false;
    if (auto read = readOn(); !read) {
        failure = read.error();
        return false;
    }
    failure.reset();
    return !ingest->catchUp(done) || ingest->waiting() > 0;
}

Result<int> StorageThread::Impl::commit(const std::vector<Ingest::Item>& items) {
    Transaction transaction(connection.database());
    if (auto begun = transaction.begin(); !begun)
        return begun.error();
    int inserted = 0;
    Result<> outcome;
    for (const Ingest::Item& item : items) {
        const auto isNew = writer->insert(item.entry);
        if (!isNew) {
            outcome = isNew.error();
            break;
        }
        inserted += *isNew ? 1 : 0;
    }
    if (outcome)
        outcome = writer->writeSums();
    if (outcome)
        outcome = transaction.commit();
    if (!outcome) {
        writer->forget();
        return outcome.error();
    }
    return inserted;
}

// Moves one stretch of the journal into the database.
Result<> StorageThread::Impl::readOn() {
    std::vector<Ingest::Item> items;
    bool filled = false;
    const auto next = journal->read(done, [&](std::string_view payload, Journal::Position end) {
        auto entry = ledger::decode(payload);
        if (entry)
            items.push_back(Ingest::Item{std::move(*entry), end, payload.size()});
        else
            keepAside(payload);
        filled = items.size() >= Ingest::kBatch;
        return !filled;
    });
    if (!next)
        return next.error();
    const auto inserted = commit(items);
    if (!inserted)
        return inserted.error();
    done = *next;
    if (*inserted > 0 && owner != nullptr)
        Q_EMIT owner->committed(*inserted);
    return {};
}

void StorageThread::Impl::keepAside(std::string_view payload) {
    QFile file(options.dataDirectory + u"/journal/not-understood.bin"_s);
    const bool kept =
        file.open(QIODevice::WriteOnly | QIODevice::Append) &&
        file.write(payload.data(), static_cast<qint64>(payload.size())) == static_cast<qint64>(payload.size());
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    notice = kept ? u"An entry of the journal was not understood; it is kept in %1."_s.arg(file.fileName())
                  : u"An entry of the journal was not understood."_s;
}

// A committed row is on the disk for sure only after a checkpoint; until then its segment stays.
void StorageThread::Impl::discardSegments(bool force) {
    if (!journal || failure || (!force && done.segment <= keptFrom) || !journal->hasSegments())
        return;
    QSqlQuery query(connection.database());
    query.setForwardOnly(true);
    if (!query.exec(u"PRAGMA wal_checkpoint(PASSIVE)"_s) || !query.next())
        return;
    const bool complete = query.value(0).toInt() == 0 && query.value(1).toLongLong() == query.value(2).toLongLong();
    query.finish();
    if (!complete)
        return; // a reader holds an older state; the next round tries again
    journal->discardBefore(done);
    keptFrom = done.segment;
}

void StorageThread::Impl::ageBodies() {
    const auto now = Steady::now();
    if (!journal || failure || (agedAt != Steady::time_point{} && now - agedAt < kAgingTime))
        return;
    const auto before = UnixTime{Milliseconds{QDateTime::currentMSecsSinceEpoch()}} -
                        std::chrono::hours{24} * std::max(options.bodyRetentionDays, 0);
    Transaction transaction(connection.database());
    if (!transaction.begin())
        return;
    const auto more = writer->ageBodies(before, options.bodyTotalBytes, kAgedRows);
    if (!more || !transaction.commit())
        return;
    if (*more)
        wake(); // the rest in further rounds, between commits
    else
        agedAt = now;
}

void StorageThread::Impl::sayTrouble() {
    std::string now;
    if (journal) {
        if (failure)
            now = failure->message;
        else if (auto ready = journal->ready(); !ready)
            now = ready.error().message;
        ingest->setTrouble(failure);
    }
    if (now == trouble)
        return;
    trouble = now;
    Q_EMIT owner->troubleChanged(QString::fromStdString(trouble));
}

StorageThread::StorageThread(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl)) {
    m_impl->owner = this;
}

Result<std::unique_ptr<StorageThread>> StorageThread::open(Options options) {
    auto impl = std::make_unique<Impl>();
    QDir directory(options.dataDirectory);
    if (!directory.exists()) {
        if (!directory.mkpath(u"."_s))
            return fail(ErrorKind::Storage, "cannot create the data directory " + options.dataDirectory.toStdString() +
                                                "; choose another with --data");
        QFile::setPermissions(options.dataDirectory, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    impl->databasePath = directory.absoluteFilePath(u"gateway.db"_s);
    options.dataDirectory = directory.absolutePath();
    auto journal =
        Journal::open({QFile::encodeName(directory.absoluteFilePath(u"journal"_s)).toStdString(), 16ULL << 20,
                       static_cast<std::uint64_t>(std::max<std::int64_t>(options.diskReserveBytes, 0))});
    if (journal)
        impl->journal = std::move(*journal);
    else if (!journal.error().message.starts_with("another gateway"))
        return journal.error();
    Impl* raw = impl.get();
    impl->ingest = std::make_unique<Ingest>(raw->journal.get(), options.bodyLimitBytes, [raw] { raw->wake(); });
    impl->options = std::move(options);

    // QSqlDatabase belongs to the thread that opened it: everything from opening to closing happens there.
    std::unique_ptr<StorageThread> storage(new StorageThread(std::move(impl)));
    QPromise<Result<>> opened;
    opened.start();
    QFuture<Result<>> outcome = opened.future();
    raw->thread.reset(QThread::create([raw, promise = std::move(opened)]() mutable {
        Result<> result = raw->openHere();
        const bool isOpen = result.has_value();
        answer(promise, std::move(result));
        if (isOpen)
            raw->loop();
        const bool flushed = raw->journal && !raw->failure && !raw->ingest->isBehind() && raw->ingest->waiting() == 0;
        if (isOpen && flushed)
            raw->discardSegments(true);
        raw->writer.reset();
        raw->connection.close();
    }));
    raw->thread->setObjectName(u"storage"_s);
    raw->thread->start();
    const Result<> result = outcome.result();
    if (!result)
        return result.error();
    return storage;
}

StorageThread::~StorageThread() {
    if (!m_impl->thread)
        return;
    {
        const std::lock_guard lock(m_impl->mutex);
        m_impl->stopping = true;
    }
    m_impl->condition.notify_one();
    m_impl->thread->wait();
    for (Task& task : m_impl->tasks)
        answer(task.promise, fail(ErrorKind::Storage, "the database is closed"));
}

bool StorageThread::ownsLedger() const {
    return m_impl->journal != nullptr;
}
ledger::UsageSink& StorageThread::sink() {
    return *m_impl->ingest;
}
QString StorageThread::databasePath() const {
    return m_impl->databasePath;
}
QString StorageThread::openNotice() const {
    return m_impl->notice;
}
QFuture<Result<>> StorageThread::flush() {
    return m_impl->post({});
}
QFuture<Result<>> StorageThread::run(std::function<Result<>(QSqlDatabase&)> work) {
    return m_impl->post(std::move(work));
}

} // namespace llmg::storage
