// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/domain/requestrecord.h"

#include <QAbstractTableModel>

#include <functional>
#include <vector>

namespace llmg::items {

/// One step of a list that is read from newest to oldest.
struct RequestRows {
    std::vector<domain::RequestRecord> rows;
    bool more = false;
};

/// How numbers and times read is the ui's matter; the model is given the words.
struct RequestWords {
    std::function<QString(UnixTime)> clock;
    std::function<QString(std::int64_t microseconds)> duration;
    std::function<QString(std::int64_t count)> count;
    std::function<QString(const domain::CostBreakdown&)> cost;
    std::function<QString(std::int64_t tokens, std::int64_t microseconds)> rate;
    std::function<QString(const std::string& projectId)> projectName;
    std::function<QString(const std::string& keyId)> keyName;
};

/// The requests of a filter, newest first. Rows arrive through a function, so it knows no database; older ones are
/// fetched as the view comes near them, newer ones are put on top. Holds what was fetched and no more. GUI thread.
class RequestTableModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column {
        Time,
        Status,
        Model,
        Provider,
        Project,
        Key,
        Application,
        Flags,
        TokensIn,
        TokensOut,
        Cost,
        FirstToken,
        Total,
        Rate,
        ColumnCount
    };
    Q_ENUM(Column)
    enum Role { IdRole = Qt::UserRole + 1, StatusRole };

    using Done = std::function<void(Result<RequestRows>)>;
    /// Asked for at most `limit` rows older than `beforeId` ("" for the newest); calls `done` once, later, on this
    /// thread.
    using Fetch = std::function<void(std::string beforeId, int limit, Done done)>;

    explicit RequestTableModel(RequestWords words, QObject* parent = nullptr);
    /// Begins anew with another source; answers still under way for the old one are dropped.
    void reset(Fetch fetch);
    /// Newer rows, oldest first as the ledger gives them. Those already here are left out.
    void prepend(const std::vector<domain::RequestRecord>& oldestFirst);
    /// Forgets the oldest beyond `keep`; they can be fetched again.
    void trim(int keep);

    [[nodiscard]] const domain::RequestRecord* record(int row) const;
    [[nodiscard]] int rowOf(const std::string& id) const; ///< -1 when not here
    [[nodiscard]] std::string newestId() const;
    [[nodiscard]] bool isLoading() const { return m_loading; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

  Q_SIGNALS:
    void firstPageLoaded();
    void failed(const QString& message);

  private:
    void ask(bool first);
    [[nodiscard]] QString cellText(const domain::RequestRecord& record, int column) const;
    [[nodiscard]] const domain::RequestRecord& at(int row) const;

    RequestWords m_words;
    Fetch m_fetch;
    // Newest last, so that new rows are appended and none is moved: row 0 of the table is the end of the vector.
    std::vector<domain::RequestRecord> m_newer;
    std::vector<domain::RequestRecord> m_older; ///< newest first, after all of m_newer
    bool m_more = false;
    bool m_loading = false;
    int m_round = 0;
};

} // namespace llmg::items
