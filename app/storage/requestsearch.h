// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/storage/shapeindex.h"

namespace llmg::storage {

/// Finds requests through their ids and shapes, never by OFFSET or COUNT. Lives on the reader's thread.
class RequestSearch {
  public:
    explicit RequestSearch(QSqlDatabase& database)
        : m_database(database)
        , m_shapes(database) {}
    enum class Direction { Older, Newer };
    /// Rows beyond `fromId` ("" : from the end) in that direction, nearest first.
    Result<RequestPage> page(const RequestFilter& filter, const std::string& fromId, int limit, Direction direction);
    Result<RequestTotals> totals(const RequestFilter& filter);
    Result<RequestDetail> detail(const std::string& id);

  private:
    struct Bounds {
        QByteArray from, to; ///< from <= id < to
    };
    struct Found {
        QByteArray id;
        std::int64_t shape = 0;
        friend bool operator<(const Found& a, const Found& b) { return a.id < b.id; }
    };
    Result<domain::RequestRecord> load(const QByteArray& id);
    Result<bool> messageHolds(const QByteArray& id, const std::string& text);
    Result<std::vector<Found>> merge(const RequestFilter& filter, const ShapeIndex::Match& match, Bounds bounds,
                                     std::size_t limit, Direction direction);
    Result<std::vector<Found>> scan(const RequestFilter& filter, const ShapeIndex::Match& match, const Bounds& bounds,
                                    std::size_t limit, Direction direction);
    Result<std::vector<Found>> scanHours(const RequestFilter& filter, const ShapeIndex::Match& match,
                                         const Bounds& bounds, std::size_t limit, Direction direction);
    Result<bool> totalsFromRollups(const RequestFilter& filter, RequestTotals& totals);
    Result<> loadDetails(const QByteArray& id, RequestDetail& detail);

    QSqlDatabase& m_database;
    ShapeIndex m_shapes;
};

} // namespace llmg::storage
