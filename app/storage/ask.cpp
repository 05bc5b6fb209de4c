// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/ask.h"

#include "app/storage/database.h"

namespace llmg::storage {

Result<> runQuery(QSqlQuery& query, const QString& sql, const QVariantList& values, const char* reach) {
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return storageError(query, reach);
    for (int i = 0; i < values.size(); ++i)
        query.bindValue(i, values[i]);
    if (!query.exec())
        return storageError(query, reach);
    return {};
}

} // namespace llmg::storage
