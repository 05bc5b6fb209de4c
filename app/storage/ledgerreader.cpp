// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/ledgerreader.h"

#include "app/storage/database.h"
#include "app/storage/recentoutcomes.h"
#include "app/storage/requestsearch.h"
#include "app/storage/usagereport.h"

#include <QPromise>
#include <QSqlDatabase>
#include <QThread>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

using namespace Qt::StringLiterals;

namespace llmg::storage {
namespace {

constexpr int kBusyTimeoutMs = 5000;

} // namespace

struct LedgerReader::Worker {
    QString path;
    std::unique_ptr<QThread> thread;
    std::mutex mutex;
    std::condition_variable condition;
    std::deque<std::function<void()>> questions;
    bool stopping = false;

    // Of the worker's thread alone:
    Connection connection;
    std::unique_ptr<RequestSearch> search;
    std::unique_ptr<ShapeIndex> shapes;

    // Opened at the first question, and again at the next one when that failed.
    Result<> ensureOpen() {
        if (search)
            return {};
        if (auto opened = connection.open(path, Access::ReadOnly, kBusyTimeoutMs); !opened)
            return opened;
        search = std::make_unique<RequestSearch>(connection.database());
        shapes = std::make_unique<ShapeIndex>(connection.database());
        return {};
    }

    void loop() {
        for (;;) {
            std::function<void()> question;
            {
                std::unique_lock lock(mutex);
                condition.wait(lock, [&] { return stopping || !questions.empty(); });
                if (questions.empty())
                    break;
                question = std::move(questions.front());
                questions.pop_front();
            }
            question();
        }
        search.reset();
        shapes.reset();
        connection.close();
    }

    template <class T, class Ask>
    QFuture<Result<T>> post(Ask ask) {
        auto promise = std::make_shared<QPromise<Result<T>>>();
        promise->start();
        QFuture<Result<T>> future = promise->future();
        {
            const std::lock_guard lock(mutex);
            questions.emplace_back([this, promise, ask = std::move(ask)] {
                // Whoever asked may have lost interest (a filter typed on); then the work is saved.
                if (!promise->isCanceled()) {
                    const auto opened = ensureOpen();
                    promise->addResult(opened ? ask(*this) : Result<T>(opened.error()));
                }
                promise->finish();
            });
        }
        condition.notify_one();
        return future;
    }
};

LedgerReader::LedgerReader(QString databasePath)
    : m_worker(std::make_unique<Worker>()) {
    m_worker->path = std::move(databasePath);
    Worker* worker = m_worker.get();
    m_worker->thread.reset(QThread::create([worker] { worker->loop(); }));
    m_worker->thread->setObjectName(u"ledger reader"_s);
    m_worker->thread->start();
}

LedgerReader::~LedgerReader() {
    {
        const std::lock_guard lock(m_worker->mutex);
        m_worker->stopping = true;
    }
    m_worker->condition.notify_one();
    m_worker->thread->wait();
}

QFuture<Result<RequestPage>> LedgerReader::requests(RequestFilter filter, std::string beforeId, int limit) {
    return m_worker->post<RequestPage>(
        [filter = std::move(filter), beforeId = std::move(beforeId), limit](Worker& worker) {
            return worker.search->page(filter, beforeId, limit, RequestSearch::Direction::Older);
        });
}

QFuture<Result<RequestPage>> LedgerReader::requestsAfter(RequestFilter filter, std::string afterId, int limit) {
    return m_worker->post<RequestPage>(
        [filter = std::move(filter), afterId = std::move(afterId), limit](Worker& worker) {
            return worker.search->page(filter, afterId, limit, RequestSearch::Direction::Newer);
        });
}

QFuture<Result<RequestTotals>> LedgerReader::totals(RequestFilter filter) {
    return m_worker->post<RequestTotals>(
        [filter = std::move(filter)](Worker& worker) { return worker.search->totals(filter); });
}

QFuture<Result<RequestDetail>> LedgerReader::request(std::string id) {
    return m_worker->post<RequestDetail>([id = std::move(id)](Worker& worker) { return worker.search->detail(id); });
}

QFuture<Result<std::vector<UsageBucket>>> LedgerReader::usage(UsageQuery query) {
    return m_worker->post<std::vector<UsageBucket>>([query = std::move(query)](Worker& worker) {
        return usageReport(worker.connection.database(), *worker.shapes, query);
    });
}

QFuture<Result<std::vector<AttemptSeen>>> LedgerReader::attempts(UnixTime since, int limit) {
    return m_worker->post<std::vector<AttemptSeen>>([since, limit](Worker& worker) {
        return recentAttempts(worker.connection.database(), *worker.shapes, since, limit);
    });
}

QFuture<Result<std::vector<ArmSeen>>> LedgerReader::arms(UnixTime since, int limit) {
    return m_worker->post<std::vector<ArmSeen>>([since, limit](Worker& worker) {
        return recentArms(worker.connection.database(), *worker.shapes, since, limit);
    });
}

} // namespace llmg::storage
