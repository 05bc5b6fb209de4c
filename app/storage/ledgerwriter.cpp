// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/ledgerwriter.h"

#include "app/policy/ulid.h"
#include "app/storage/compression.h"
#include "app/storage/database.h"
#include "app/storage/ledgerrow.h"
#include "app/storage/rollupwriter.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

#include <unordered_map>

using namespace Qt::StringLiterals;

namespace llmg::storage {
namespace {

using domain::AttemptRecord;
using domain::RequestRecord;

// Free texts (error messages, routing lines, tag values) share the dictionary while it is small and they are short:
// most repeat, but nothing stops a provider from making each unique.
constexpr std::int64_t kDictionaryForFreeTexts = 20'000;
constexpr std::size_t kShortText = 200;
constexpr std::size_t kRemembered = 50'000;

constexpr const char* kWrite = "could not write the ledger";

QString toQt(const std::string& text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}
QVariant number(std::int64_t value) {
    return QVariant::fromValue<qlonglong>(value);
}
QVariant numberUnlessNegative(std::int64_t value) {
    return value < 0 ? QVariant() : number(value);
}
QVariant textUnlessEmpty(const std::string& text) {
    return text.empty() ? QVariant() : QVariant(toQt(text));
}

struct ShapeIds {
    std::int64_t shape = 0;
    std::int64_t group = 0;
    RollupWriter::Dimensions dimensions{};
};

void appendField(std::string& key, std::string_view text) {
    key.append(text);
    key.push_back('\0');
}

} // namespace

struct LedgerWriter::Impl {
    explicit Impl(QSqlDatabase& db)
        : database(db)
        , insertString(db)
        , findString(db)
        , insertGroup(db)
        , findGroup(db)
        , insertShape(db)
        , findShape(db)
        , insertAttemptShape(db)
        , findAttemptShape(db)
        , insertRequest(db)
        , insertAttempt(db)
        , insertTag(db)
        , insertBody(db)
        , updateTotal(db)
        , sums(db) {}

    QSqlDatabase& database;
    QSqlQuery insertString, findString, insertGroup, findGroup, insertShape, findShape, insertAttemptShape,
        findAttemptShape;
    QSqlQuery insertRequest, insertAttempt, insertTag, insertBody, updateTotal;
    RollupWriter sums;
    Compressor compressor;
    std::unordered_map<std::string, std::int64_t> strings;
    std::unordered_map<std::string, ShapeIds> shapes;
    std::unordered_map<std::string, std::int64_t> attemptShapes;
    std::int64_t dictionarySize = 0;
    std::int64_t bodyBytes = 0;
    std::string scratch;

    Result<std::int64_t> idOf(QSqlQuery& find, QSqlQuery& insert, const QVariantList& values) {
        for (int i = 0; i < values.size(); ++i)
            find.bindValue(i, values[i]);
        if (!find.exec())
            return storageError(find, kWrite);
        if (find.next()) {
            const std::int64_t id = find.value(0).toLongLong();
            find.finish();
            return id;
        }
        find.finish();
        for (int i = 0; i < values.size(); ++i)
            insert.bindValue(i, values[i]);
        if (!insert.exec())
            return storageError(insert, kWrite);
        return insert.lastInsertId().toLongLong();
    }

    Result<std::int64_t> stringId(const std::string& text) {
        if (const auto it = strings.find(text); it != strings.end())
            return it->second;
        const auto id = idOf(findString, insertString, {toQt(text)});
        if (!id)
            return id;
        if (strings.size() > kRemembered)
            strings.clear();
        strings.emplace(text, *id);
        dictionarySize = std::max(dictionarySize, *id);
        return id;
    }

    // A number of the dictionary or the text itself; columns that take either have no type.
    Result<QVariant> freeText(const std::string& text) {
        if (text.empty())
            return QVariant();
        if (text.size() > kShortText || (dictionarySize > kDictionaryForFreeTexts && !strings.contains(text)))
            return QVariant(toQt(text));
        const auto id = stringId(text);
        if (!id)
            return id.error();
        return number(*id);
    }

    Result<QVariantList> stringIds(std::initializer_list<const std::string*> texts) {
        QVariantList ids;
        ids.reserve(static_cast<qsizetype>(texts.size()) + 3);
        for (const std::string* text : texts) {
            const auto id = stringId(*text);
            if (!id)
                return id.error();
            ids.append(number(*id));
        }
        return ids;
    }

    Result<ShapeIds> shapeOf(const RequestRecord& r) {
        scratch.clear();
        for (const std::string* text :
             {&r.projectId, &r.keyId, &r.application, &r.applicationPath, &r.endpoint, &r.dialect, &r.requestedModel,
              &r.usedModel, &r.usedProvider, &r.usedMode, &r.errorCode, &r.finishReason})
            appendField(scratch, *text);
        for (const std::string& param : r.droppedParams)
            appendField(scratch, param);
        scratch.append(std::to_string(r.status)).append(1, ' ').append(std::to_string(shapeFlags(r)));
        if (const auto it = shapes.find(scratch); it != shapes.end())
            return it->second;

        const std::string shapeKey = scratch;
        const std::string outcome = outcomeOf(r);
        const auto groupValues =
            stringIds({&r.projectId, &r.keyId, &r.application, &r.usedProvider, &r.usedModel, &outcome});
        if (!groupValues)
            return groupValues.error();
        const auto group = idOf(findGroup, insertGroup, *groupValues);
        if (!group)
            return group.error();
        const std::string dropped = joinLines(r.droppedParams);
        auto values = stringIds({&r.applicationPath, &r.endpoint, &r.dialect, &r.requestedModel, &r.usedMode,
                                 &r.finishReason, &r.errorCode, &dropped});
        if (!values)
            return values.error();
        values->prepend(number(*group));
        values->append(r.status);
        values->append(shapeFlags(r));
        const auto shape = idOf(findShape, insertShape, *values);
        if (!shape)
            return shape.error();
        if (shapes.size() > kRemembered)
            shapes.clear();
        ShapeIds ids{*shape, *group, {}};
        for (std::size_t i = 0; i < ids.dimensions.size(); ++i)
            ids.dimensions[i] = (*groupValues)[static_cast<qsizetype>(i)].toLongLong();
        return shapes.emplace(shapeKey, ids).first->second;
    }

    Result<std::int64_t> attemptShapeOf(const AttemptRecord& a) {
        scratch.clear();
        for (const std::string* text : {&a.provider, &a.upstreamModel, &a.keyLabel, &a.errorCode})
            appendField(scratch, *text);
        scratch.append(std::to_string(a.status));
        if (const auto it = attemptShapes.find(scratch); it != attemptShapes.end())
            return it->second;
        auto values = stringIds({&a.provider, &a.upstreamModel, &a.keyLabel, &a.errorCode});
        if (!values)
            return values.error();
        values->append(a.status);
        const auto shape = idOf(findAttemptShape, insertAttemptShape, *values);
        if (!shape)
            return shape;
        if (attemptShapes.size() > kRemembered)
            attemptShapes.clear();
        attemptShapes.emplace(scratch, *shape);
        return shape;
    }

    Result<> insertDetails(const ledger::JournalEntry& entry, const QByteArray& id);
};

LedgerWriter::LedgerWriter(QSqlDatabase& database)
    : m_impl(std::make_unique<Impl>(database)) {
}
LedgerWriter::~LedgerWriter() = default;

Result<> LedgerWriter::prepare() {
    Impl& d = *m_impl;
    const std::initializer_list<std::pair<QSqlQuery*, const char*>> statements{
        {&d.findString, "SELECT id FROM strings WHERE text = ?"},
        {&d.insertString, "INSERT INTO strings (text) VALUES (?)"},
        {&d.findGroup,
         "SELECT id FROM groups WHERE project = ? AND gateway_key = ? AND application = ? AND provider = ? "
         "AND model = ? AND outcome = ?"},
        {&d.insertGroup, "INSERT INTO groups (project, gateway_key, application, provider, model, outcome) "
                         "VALUES (?, ?, ?, ?, ?, ?)"},
        {&d.findShape,
         "SELECT id FROM shapes WHERE group_id = ? AND application_path = ? AND endpoint = ? AND dialect = ? "
         "AND requested_model = ? AND used_mode = ? AND finish_reason = ? AND error_code = ? "
         "AND dropped_params = ? AND status = ? AND flags = ?"},
        {&d.insertShape,
         "INSERT INTO shapes (group_id, application_path, endpoint, dialect, requested_model, used_mode, "
         "finish_reason, error_code, dropped_params, status, flags) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
        {&d.findAttemptShape,
         "SELECT id FROM attempt_shapes WHERE provider = ? AND upstream_model = ? AND key_label = ? "
         "AND error_code = ? AND status = ?"},
        {&d.insertAttemptShape, "INSERT INTO attempt_shapes (provider, upstream_model, key_label, error_code, status) "
                                "VALUES (?, ?, ?, ?, ?)"},
        {&d.insertRequest, "INSERT OR IGNORE INTO requests (id, shape, started_skew, duration, first_token, "
                           "request_bytes, response_bytes, "
                           "prompt, cached_prompt, completion, reasoning, cost, cost_input, cost_output, "
                           "client_request_id, error_message, "
                           "routing, rare) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
        {&d.insertAttempt, "INSERT INTO attempts (request_id, number, shape, started_after, duration, first_byte, "
                           "error_message, upstream_request_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"},
        {&d.insertTag, "INSERT INTO request_tags (request_id, number, name, value) VALUES (?, ?, ?, ?)"},
        {&d.insertBody,
         "INSERT OR REPLACE INTO request_bodies (request_id, request_bytes, response_bytes, truncated, data) "
         "VALUES (?, ?, ?, ?, ?)"},
        {&d.updateTotal, "UPDATE body_total SET bytes = bytes + ?"},
    };
    for (const auto& [query, sql] : statements) {
        query->setForwardOnly(true);
        if (!query->prepare(QString::fromLatin1(sql)))
            return storageError(*query, "could not prepare the ledger");
    }
    if (auto prepared = d.sums.prepare(); !prepared)
        return prepared;
    const auto size = scalar(d.database, u"SELECT max(id) FROM strings"_s);
    if (!size)
        return size.error();
    d.dictionarySize = size->toLongLong();
    return {};
}

Result<bool> LedgerWriter::insert(const ledger::JournalEntry& entry) {
    Impl& d = *m_impl;
    const RequestRecord& r = entry.record;
    const auto ulid = policy::ulidFromText(r.id);
    if (!ulid)
        return fail(ErrorKind::Storage, "a ledger record has no valid id");
    const auto shape = d.shapeOf(r);
    if (!shape)
        return shape.error();
    const auto message = d.freeText(r.errorMessage);
    const auto routing = d.freeText(r.routing);
    if (!message || !routing)
        return message ? routing.error() : message.error();

    const QByteArray id(reinterpret_cast<const char*>(ulid->data()), static_cast<qsizetype>(ulid->size()));
    const QByteArray rare = packRare(r);
    QSqlQuery& q = d.insertRequest;
    int column = 0;
    q.bindValue(column++, id);
    q.bindValue(column++, number(shape->shape));
    q.bindValue(column++, number((r.startedAt - policy::ulidTime(*ulid)).count()));
    q.bindValue(column++, number(r.durationUs));
    q.bindValue(column++, numberUnlessNegative(r.firstTokenUs));
    for (const std::int64_t value :
         {r.requestBytes, r.responseBytes, r.usage.prompt, r.usage.cachedPrompt, r.usage.completion, r.usage.reasoning,
          r.cost.total.nanoUsd, r.cost.input.nanoUsd, r.cost.output.nanoUsd})
        q.bindValue(column++, number(value));
    q.bindValue(column++, textUnlessEmpty(r.clientRequestId));
    q.bindValue(column++, *message);
    q.bindValue(column++, *routing);
    q.bindValue(column++, rare.isEmpty() ? QVariant() : QVariant(rare));
    if (!q.exec())
        return storageError(q, kWrite);
    if (q.numRowsAffected() != 1)
        return false;
    if (auto done = d.insertDetails(entry, id); !done)
        return done.error();
    d.sums.count(r, policy::ulidTime(*ulid), shape->group, shape->dimensions);
    return true;
}

Result<> LedgerWriter::Impl::insertDetails(const ledger::JournalEntry& entry, const QByteArray& id) {
    int position = 0;
    for (const AttemptRecord& a : entry.record.attempts) {
        const auto shape = attemptShapeOf(a);
        if (!shape)
            return shape.error();
        const auto message = freeText(a.errorMessage);
        if (!message)
            return message.error();
        const QVariantList values{id,
                                  position++,
                                  number(*shape),
                                  number(a.startedAfterUs),
                                  number(a.durationUs),
                                  numberUnlessNegative(a.firstByteUs),
                                  *message,
                                  textUnlessEmpty(a.upstreamRequestId)};
        for (int i = 0; i < values.size(); ++i)
            insertAttempt.bindValue(i, values[i]);
        if (!insertAttempt.exec())
            return storageError(insertAttempt, kWrite);
    }
    position = 0;
    for (const auto& [name, value] : entry.record.tags) {
        const auto nameStored = freeText(name);
        const auto valueStored = freeText(value);
        if (!nameStored || !valueStored)
            return nameStored ? valueStored.error() : nameStored.error();
        const QVariantList values{id, position++, *nameStored, *valueStored};
        for (int i = 0; i < values.size(); ++i)
            insertTag.bindValue(i, values[i]);
        if (!insertTag.exec())
            return storageError(insertTag, kWrite);
    }
    if (entry.bodies.isEmpty())
        return {};
    const auto frame = compressor.compress(entry.bodies.request, entry.bodies.response);
    if (!frame)
        return frame.error();
    const QVariantList values{id, number(static_cast<std::int64_t>(entry.bodies.request.size())),
                              number(static_cast<std::int64_t>(entry.bodies.response.size())),
                              entry.bodies.truncated ? 1 : 0, *frame};
    for (int i = 0; i < values.size(); ++i)
        insertBody.bindValue(i, values[i]);
    if (!insertBody.exec())
        return storageError(insertBody, kWrite);
    bodyBytes += frame->size();
    return {};
}

Result<> LedgerWriter::writeSums() {
    Impl& d = *m_impl;
    if (auto written = d.sums.write(); !written)
        return written;
    if (d.bodyBytes != 0) {
        d.updateTotal.bindValue(0, number(d.bodyBytes));
        if (!d.updateTotal.exec())
            return storageError(d.updateTotal, kWrite);
    }
    d.bodyBytes = 0;
    return {};
}

void LedgerWriter::forget() {
    Impl& d = *m_impl;
    d.strings.clear();
    d.shapes.clear();
    d.attemptShapes.clear();
    d.sums.forget();
    d.bodyBytes = 0;
}

Result<bool> LedgerWriter::ageBodies(UnixTime before, std::int64_t totalBytes, int rows) {
    Impl& d = *m_impl;
    const auto total = scalar(d.database, u"SELECT bytes FROM body_total"_s);
    if (!total)
        return total.error();
    std::int64_t excess = total->toLongLong() - totalBytes;
    const policy::UlidBytes oldest = policy::firstUlidAt(before);
    const QByteArray bound(reinterpret_cast<const char*>(oldest.data()), 16);
    QSqlQuery find(d.database);
    find.setForwardOnly(true);
    if (!find.prepare(u"SELECT request_id, length(data) FROM request_bodies ORDER BY request_id LIMIT ?"_s))
        return storageError(find, kWrite);
    find.bindValue(0, rows);
    if (!find.exec())
        return storageError(find, kWrite);
    QByteArray last;
    int found = 0;
    std::int64_t freed = 0;
    while (find.next()) {
        const QByteArray id = find.value(0).toByteArray();
        if (id >= bound && excess <= 0)
            break;
        last = id;
        const std::int64_t size = find.value(1).toLongLong();
        excess -= size;
        freed += size;
        ++found;
    }
    find.finish();
    if (found == 0)
        return false;
    QSqlQuery erase(d.database);
    if (!erase.prepare(u"DELETE FROM request_bodies WHERE request_id <= ?"_s))
        return storageError(erase, kWrite);
    erase.bindValue(0, last);
    if (!erase.exec())
        return storageError(erase, kWrite);
    if (auto done = execute(d.database, u"UPDATE body_total SET bytes = bytes - %1"_s.arg(freed)); !done)
        return done.error();
    return found == rows;
}

} // namespace llmg::storage
