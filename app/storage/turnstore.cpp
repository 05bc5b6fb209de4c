// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/turnstore.h"

#include "app/storage/ask.h"
#include "app/storage/compression.h"

#include <QSqlDatabase>

using namespace Qt::StringLiterals;

namespace llmg::storage {
namespace {

using cache::KeptTurn;

constexpr const char* kReach = "could not reach the kept responses";
constexpr std::size_t kLargestTurn = std::size_t{64} << 20;
constexpr std::chrono::hours kKept = std::chrono::hours{24} * 30;

qlonglong milliseconds(UnixTime time) {
    return static_cast<qlonglong>(time.time_since_epoch().count());
}

Result<> run(QSqlQuery& query, const QString& sql, const QVariantList& values) {
    return runQuery(query, sql, values, kReach);
}

Error notFound(const std::string& id) {
    return fail(ErrorKind::NotFound,
                "Previous response with id “" + id +
                    "” is not kept here. It may be older than thirty days, have been "
                    "made with store: false, or belong to another project.",
                "previous_response_id");
}

Result<> insert(QSqlDatabase& database, const KeptTurn& turn) {
    if (turn.document.size() > kLargestTurn)
        return fail(ErrorKind::InvalidParameters, "the response is too large to be kept");
    Compressor compressor;
    const auto frame = compressor.compress(turn.document);
    if (!frame)
        return frame.error();
    QSqlQuery query(database);
    if (auto done =
            run(query, u"DELETE FROM response_turns WHERE created_at < ?"_s, {milliseconds(turn.createdAt - kKept)});
        !done)
        return done;
    // A project may have been deleted while it was answered.
    const QString project = QString::fromStdString(turn.projectId);
    return run(query,
               u"INSERT OR REPLACE INTO response_turns (id, previous_id, project_id, created_at, document) "
               "SELECT ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM former_names WHERE id = ?)"_s,
               {QString::fromStdString(turn.id), QString::fromStdString(turn.previousId), project,
                milliseconds(turn.createdAt), *frame, project});
}

Result<std::vector<KeptTurn>> chain(QSqlDatabase& database, const std::string& id, const std::string& projectId) {
    QSqlQuery query(database);
    const auto asked = run(query,
                           u"WITH RECURSIVE chain (id, previous_id, created_at, document, depth) AS ("
                           "SELECT id, previous_id, created_at, document, 1 FROM response_turns "
                           "WHERE id = ? AND project_id = ? UNION ALL "
                           "SELECT t.id, t.previous_id, t.created_at, t.document, depth + 1 FROM chain "
                           "JOIN response_turns t ON t.id = chain.previous_id AND t.project_id = ? WHERE depth < ?) "
                           "SELECT id, previous_id, created_at, document FROM chain ORDER BY depth DESC"_s,
                           {QString::fromStdString(id), QString::fromStdString(projectId),
                            QString::fromStdString(projectId), cache::kMostTurns});
    if (!asked)
        return asked.error();
    std::vector<KeptTurn> turns;
    while (query.next()) {
        const auto document = decompressUpTo(query.value(3).toByteArray(), kLargestTurn);
        if (!document)
            return document.error();
        turns.push_back({query.value(0).toString().toStdString(), query.value(1).toString().toStdString(), projectId,
                         UnixTime{Milliseconds{query.value(2).toLongLong()}}, document->toStdString()});
    }
    if (turns.empty())
        return notFound(id);
    if (!turns.front().previousId.empty()) // a conversation without its beginning would be answered wrongly
        return notFound(turns.front().previousId);
    return turns;
}

class SqlTurnStore final : public cache::TurnStore {
  public:
    explicit SqlTurnStore(StorageThread& storage)
        : m_storage(storage) {}

    void save(KeptTurn turn) override {
        m_storage.run([turn = std::move(turn)](QSqlDatabase& database) { return insert(database, turn); });
    }

    void load(std::string id, std::string projectId, Loaded done) override {
        ask<std::vector<KeptTurn>>(m_storage, [id = std::move(id),
                                               projectId = std::move(projectId)](QSqlDatabase& database) {
            return chain(database, id, projectId);
        }).then([done = std::move(done)](Result<std::vector<KeptTurn>> turns) { done(std::move(turns)); });
    }

    void remove(std::string id, std::string projectId, std::function<void(Result<>)> done) override {
        m_storage
            .run([id = std::move(id), projectId = std::move(projectId)](QSqlDatabase& database) -> Result<> {
                QSqlQuery query(database);
                if (auto ran = run(query, u"DELETE FROM response_turns WHERE id = ? AND project_id = ?"_s,
                                   {QString::fromStdString(id), QString::fromStdString(projectId)});
                    !ran)
                    return ran;
                if (query.numRowsAffected() == 0)
                    return notFound(id);
                return {};
            })
            .then([done = std::move(done)](const Result<>& ran) { done(ran); });
    }

  private:
    StorageThread& m_storage;
};

} // namespace

std::unique_ptr<cache::TurnStore> newTurnStore(StorageThread& storage) {
    return std::make_unique<SqlTurnStore>(storage);
}

} // namespace llmg::storage
