// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/shapeindex.h"

#include "app/storage/database.h"
#include "app/storage/ledgerrow.h"

#include <QSqlDatabase>
#include <QSqlQuery>

using namespace Qt::StringLiterals;

namespace llmg::storage {
namespace {

constexpr std::size_t kRemembered = 20'000;
constexpr const char* kRead = "could not read the ledger";

} // namespace

QString likeAnywhere(const std::string& text) {
    QString pattern = QString::fromStdString(text);
    pattern.replace(u'\\', u"\\\\"_s).replace(u'%', u"\\%"_s).replace(u'_', u"\\_"_s);
    return u'%' + pattern + u'%';
}

Result<std::string> ShapeIndex::text(std::int64_t stringId) {
    if (const auto it = m_texts.find(stringId); it != m_texts.end())
        return it->second;
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    query.prepare(u"SELECT text FROM strings WHERE id = ?"_s);
    query.bindValue(0, QVariant::fromValue<qlonglong>(stringId));
    if (!query.exec())
        return storageError(query, kRead);
    std::string text = query.next() ? query.value(0).toString().toStdString() : std::string();
    if (m_texts.size() > kRemembered)
        m_texts.clear();
    m_texts.emplace(stringId, text);
    return text;
}

Result<std::string> ShapeIndex::freeText(const QVariant& value) {
    if (value.isNull())
        return std::string();
    if (value.typeId() == QMetaType::LongLong)
        return text(value.toLongLong());
    return value.toString().toStdString();
}

Result<domain::RequestRecord> ShapeIndex::record(std::int64_t shape) {
    if (const auto it = m_records.find(shape); it != m_records.end())
        return it->second;
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    query.prepare(u"SELECT project, gateway_key, application, provider, model, application_path, endpoint, dialect, "
                  "requested_model, used_mode, finish_reason, error_code, dropped_params, status, flags "
                  "FROM shapes JOIN groups ON groups.id = shapes.group_id WHERE shapes.id = ?"_s);
    query.bindValue(0, QVariant::fromValue<qlonglong>(shape));
    if (!query.exec())
        return storageError(query, kRead);
    if (!query.next())
        return fail(ErrorKind::Storage, "the ledger refers to something that is not in it");
    domain::RequestRecord record;
    std::string dropped;
    int column = 0;
    for (std::string* field :
         {&record.projectId, &record.keyId, &record.application, &record.usedProvider, &record.usedModel,
          &record.applicationPath, &record.endpoint, &record.dialect, &record.requestedModel, &record.usedMode,
          &record.finishReason, &record.errorCode, &dropped}) {
        const auto value = text(query.value(column++).toLongLong());
        if (!value)
            return value.error();
        *field = *value;
    }
    record.status = query.value(column++).toInt();
    applyShapeFlags(query.value(column++).toInt(), record);
    record.droppedParams = splitLines(dropped);
    if (m_records.size() > kRemembered)
        m_records.clear();
    m_records.emplace(shape, record);
    return record;
}

Result<ShapeIndex::Match> ShapeIndex::match(const RequestFilter& filter) {
    QStringList conditions;
    QVariantList values;
    const auto equals = [&](const char* column, const std::string& wanted) {
        if (wanted.empty())
            return;
        conditions << QString::fromLatin1(column) + u" = (SELECT id FROM strings WHERE text = ?)"_s;
        values << QString::fromStdString(wanted);
    };
    equals("g.project", filter.projectId);
    equals("g.gateway_key", filter.keyId);
    equals("g.provider", filter.provider);
    equals("g.application", filter.application);
    if (!filter.modelContains.empty()) {
        conditions << u"(s.requested_model IN (SELECT id FROM strings WHERE text LIKE ? ESCAPE '\\') "
                      "OR g.model IN (SELECT id FROM strings WHERE text LIKE ? ESCAPE '\\'))"_s;
        values << likeAnywhere(filter.modelContains) << likeAnywhere(filter.modelContains);
    }
    if (filter.statusFrom != 0 || filter.statusTo != 0) {
        conditions << u"s.status BETWEEN ? AND ?"_s;
        values << filter.statusFrom << (filter.statusTo != 0 ? filter.statusTo : 999);
    }
    const QString isSuccess = u"g.outcome = (SELECT id FROM strings WHERE text = 'success')"_s;
    if (filter.onlyErrors)
        conditions << u"NOT coalesce("_s + isSuccess + u", 0)"_s;
    QString textColumn = u"1"_s;
    if (!filter.text.empty()) {
        textColumn =
            u"(g.provider %1 OR g.model %1 OR g.application %1 OR s.requested_model %1 OR s.error_code %1)"_s.arg(
                u"IN (SELECT id FROM strings WHERE text LIKE ? ESCAPE '\\')"_s);
        for (int i = 0; i < 5; ++i)
            values.prepend(likeAnywhere(filter.text));
        conditions << u"1"_s;
    }
    Match match;
    if (conditions.isEmpty())
        return match;
    match.all = false;
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.prepare(
            u"SELECT s.id, %1, NOT coalesce(%2, 0) FROM shapes s JOIN groups g ON g.id = s.group_id WHERE "_s.arg(
                textColumn, isSuccess) +
            conditions.join(u" AND "_s)))
        return storageError(query, kRead);
    for (int i = 0; i < values.size(); ++i)
        query.bindValue(i, values[i]);
    if (!query.exec())
        return storageError(query, kRead);
    while (query.next()) {
        const std::int64_t shape = query.value(0).toLongLong();
        const bool textInShape = query.value(1).toBool();
        const bool isError = query.value(2).toBool();
        if (!textInShape && !isError)
            continue;
        match.shapes.push_back(shape);
        match.set.insert(shape);
        if (!textInShape)
            match.ifMessage.insert(shape);
    }
    return match;
}

} // namespace llmg::storage
