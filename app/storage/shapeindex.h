// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/storage/usagequery.h"
#include "models/base/result.h"

#include <QByteArray>
#include <QVariant>

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

class QSqlDatabase;

namespace llmg::storage {

/// The reader's view of strings and shapes: few rows that many requests share and that never change once written, hence
/// remembered. Lives on the reader's thread.
class ShapeIndex {
  public:
    explicit ShapeIndex(QSqlDatabase& database)
        : m_database(database) {}
    Result<std::string> text(std::int64_t stringId);
    /// Of a column that holds a number of the dictionary or the text itself; "" for NULL.
    Result<std::string> freeText(const QVariant& value);
    /// A record with all that its shape says.
    Result<domain::RequestRecord> record(std::int64_t shape);

    struct Match {
        bool all = true;                            ///< the filter says nothing about shapes
        std::vector<std::int64_t> shapes;           ///< that pass
        std::unordered_set<std::int64_t> set;       ///< the same, to ask
        std::unordered_set<std::int64_t> ifMessage; ///< of them: pass only where the error message holds the text
    };
    /// Which shapes can pass the filter. The text may also be in a row's error message; an id is not looked at here.
    Result<Match> match(const RequestFilter& filter);

  private:
    QSqlDatabase& m_database;
    std::unordered_map<std::int64_t, std::string> m_texts;
    std::unordered_map<std::int64_t, domain::RequestRecord> m_records;
};

/// A LIKE pattern that finds the text anywhere, for ESCAPE '\\'.
QString likeAnywhere(const std::string& text);

} // namespace llmg::storage
