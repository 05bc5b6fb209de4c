// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/answerstore.h"

#include "app/storage/ask.h"
#include "app/storage/compression.h"

#include <QSqlDatabase>

using namespace Qt::StringLiterals;

namespace llmg::storage {
namespace {

using cache::StoredAmount;
using cache::StoredAnswer;
using cache::WantedAnswer;

constexpr const char* kReach = "could not reach the cached answers";
constexpr std::size_t kLargestText = std::size_t{64} << 20;

qlonglong milliseconds(UnixTime time) {
    return static_cast<qlonglong>(time.time_since_epoch().count());
}

UnixTime unixTime(const QVariant& value) {
    return UnixTime{Milliseconds{value.toLongLong()}};
}

QByteArray bytesOf(const std::string& digest) {
    return {digest.data(), static_cast<qsizetype>(digest.size())};
}

Result<> run(QSqlQuery& query, const QString& sql, const QVariantList& values) {
    return runQuery(query, sql, values, kReach);
}

/// The rows, as seen from the storage thread; nowhere else.
class Rows {
  public:
    explicit Rows(std::int64_t maxBytes)
        : m_maxBytes(maxBytes) {}

    Result<std::optional<StoredAnswer>> get(QSqlDatabase& database, const WantedAnswer& wanted) {
        QSqlQuery query(database);
        if (auto asked = run(query,
                             u"SELECT created_at, expires_at, document FROM cached_answers "
                             "WHERE digest = ? AND project_id = ?"_s,
                             {bytesOf(wanted.digest), QString::fromStdString(wanted.projectId)});
            !asked)
            return asked.error();
        if (!query.next())
            return std::optional<StoredAnswer>();
        StoredAnswer answer{wanted.digest, wanted.projectId, unixTime(query.value(0)), unixTime(query.value(1)), {}};
        if (wanted.accepts(answer.createdAt, answer.expiresAt)) {
            if (const auto text = decompressUpTo(query.value(2).toByteArray(), kLargestText)) {
                answer.text = text->toStdString();
                return std::optional(std::move(answer));
            }
        }
        query.finish();
        if (auto removed = remove(database, u"digest = ?"_s, {bytesOf(wanted.digest)}); !removed)
            return removed.error();
        return std::optional<StoredAnswer>();
    }

    Result<> put(QSqlDatabase& database, const StoredAnswer& answer) {
        if (answer.text.size() > kLargestText)
            return fail(ErrorKind::InvalidParameters, "the answer is too large to be kept");
        Compressor compressor;
        const auto frame = compressor.compress(answer.text);
        if (!frame)
            return frame.error();
        for (const auto& [condition, value] :
             {std::pair(u"digest = ?"_s, QVariant(bytesOf(answer.digest))),
              std::pair(u"expires_at <= ?"_s, QVariant(milliseconds(answer.createdAt)))}) {
            if (auto removed = remove(database, condition, {value}); !removed)
                return removed;
        }
        if (frame->size() > m_maxBytes)
            return {};
        if (auto room = makeRoom(database, frame->size()); !room)
            return room;
        // A project may have been deleted while it was answered.
        const QString project = QString::fromStdString(answer.projectId);
        QSqlQuery query(database);
        if (auto inserted =
                run(query,
                    u"INSERT INTO cached_answers (digest, project_id, created_at, expires_at, used_at, "
                    "bytes, document) SELECT ?, ?, ?, ?, ?, ?, ? "
                    "WHERE NOT EXISTS (SELECT 1 FROM former_names WHERE id = ?)"_s,
                    {bytesOf(answer.digest), project, milliseconds(answer.createdAt), milliseconds(answer.expiresAt),
                     milliseconds(answer.createdAt), static_cast<qlonglong>(frame->size()), *frame, project});
            !inserted)
            return forget(inserted.error());
        if (query.numRowsAffected() > 0)
            *m_bytes += frame->size();
        return {};
    }

    Result<> touch(QSqlDatabase& database, const std::vector<std::pair<std::string, UnixTime>>& used) {
        QSqlQuery query(database);
        for (const auto& [digest, at] : used) {
            if (auto done = run(query, u"UPDATE cached_answers SET used_at = max(used_at, ?) WHERE digest = ?"_s,
                                {milliseconds(at), bytesOf(digest)});
                !done)
                return done;
        }
        return {};
    }

    Result<> clear(QSqlDatabase& database, const std::string& projectId) {
        return remove(database, u"project_id = ?"_s, {QString::fromStdString(projectId)});
    }

    static Result<StoredAmount> measure(QSqlDatabase& database, const std::string& projectId) {
        QSqlQuery query(database);
        if (auto asked =
                run(query, u"SELECT count(*), coalesce(sum(bytes), 0) FROM cached_answers WHERE project_id = ?"_s,
                    {QString::fromStdString(projectId)});
            !asked)
            return asked.error();
        query.next();
        return StoredAmount{query.value(0).toLongLong(), query.value(1).toLongLong()};
    }

  private:
    /// What is kept in all, counted once and then kept up. Work that failed is rolled back, so it is counted anew.
    Result<> count(QSqlDatabase& database) {
        if (m_bytes)
            return {};
        QSqlQuery query(database);
        if (auto asked = run(query, u"SELECT coalesce(sum(bytes), 0) FROM cached_answers"_s, {}); !asked)
            return asked;
        query.next();
        m_bytes = query.value(0).toLongLong();
        return {};
    }

    Result<> forget(const Error& error) {
        m_bytes.reset();
        return error;
    }

    Result<> remove(QSqlDatabase& database, const QString& condition, const QVariantList& values) {
        if (auto counted = count(database); !counted)
            return counted;
        QSqlQuery query(database);
        if (auto asked =
                run(query, QString(u"SELECT coalesce(sum(bytes), 0) FROM cached_answers WHERE "_s + condition), values);
            !asked)
            return forget(asked.error());
        query.next();
        const auto bytes = query.value(0).toLongLong();
        query.finish();
        if (auto done = run(query, QString(u"DELETE FROM cached_answers WHERE "_s + condition), values); !done)
            return forget(done.error());
        *m_bytes -= bytes;
        return {};
    }

    /// Down to nine tenths of the bound, the least recently used first, so that not every answer has to make room.
    Result<> makeRoom(QSqlDatabase& database, qsizetype bytes) {
        if (*m_bytes + bytes <= m_maxBytes)
            return {};
        m_bytes.reset(); // another process may have cleared some
        if (auto counted = count(database); !counted)
            return counted;
        if (*m_bytes + bytes <= m_maxBytes)
            return {};
        auto excess = *m_bytes + bytes - m_maxBytes + m_maxBytes / 10;
        std::vector<qlonglong> leaving;
        QSqlQuery query(database);
        if (auto asked = run(query, u"SELECT rowid, bytes FROM cached_answers ORDER BY used_at"_s, {}); !asked)
            return asked;
        while (excess > 0 && query.next()) {
            leaving.push_back(query.value(0).toLongLong());
            excess -= query.value(1).toLongLong();
        }
        query.finish();
        for (const auto row : leaving) {
            if (auto removed = remove(database, u"rowid = ?"_s, {row}); !removed)
                return removed;
        }
        return {};
    }

    const std::int64_t m_maxBytes;
    std::optional<std::int64_t> m_bytes;
};

class SqlAnswerStore final : public cache::AnswerStore {
  public:
    SqlAnswerStore(StorageThread& storage, std::int64_t maxBytes)
        : m_storage(storage)
        , m_rows(std::make_shared<Rows>(maxBytes)) {}

    void get(WantedAnswer wanted, Found done) override {
        ask<std::optional<StoredAnswer>>(m_storage, [rows = m_rows,
                                                     wanted = std::move(wanted)](QSqlDatabase& database) {
            return rows->get(database, wanted);
        }).then([done = std::move(done)](Result<std::optional<StoredAnswer>> found) { done(std::move(found)); });
    }

    void put(StoredAnswer answer) override {
        m_storage.run([rows = m_rows, answer = std::move(answer)](QSqlDatabase& database) {
            return rows->put(database, answer);
        });
    }

    void touch(std::vector<std::pair<std::string, UnixTime>> used) override {
        m_storage.run(
            [rows = m_rows, used = std::move(used)](QSqlDatabase& database) { return rows->touch(database, used); });
    }

    void clear(std::string projectId, std::function<void(Result<>)> done) override {
        m_storage
            .run([rows = m_rows, projectId = std::move(projectId)](QSqlDatabase& database) {
                return rows->clear(database, projectId);
            })
            .then([done = std::move(done)](const Result<>& ran) { done(ran); });
    }

    void measure(std::string projectId, std::function<void(Result<StoredAmount>)> done) override {
        ask<StoredAmount>(m_storage, [projectId = std::move(projectId)](QSqlDatabase& database) {
            return Rows::measure(database, projectId);
        }).then([done = std::move(done)](Result<StoredAmount> amount) { done(std::move(amount)); });
    }

  private:
    StorageThread& m_storage;
    std::shared_ptr<Rows> m_rows; ///< work that waits in the storage thread may outlive this
};

} // namespace

std::unique_ptr<cache::AnswerStore> newAnswerStore(StorageThread& storage, std::int64_t maxBytes) {
    return std::make_unique<SqlAnswerStore>(storage, maxBytes);
}

} // namespace llmg::storage
