// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/policy/configuration.h"
#include "models/base/clock.h"
#include "models/items/requesttablemodel.h"
#include "ui/pages/requests/filterparser.h"
#include "ui/pages/requests/viewstate.h"

#include <QObject>
#include <QTimer>

namespace llmg::storage {
class LedgerReader;
}

namespace llmg::requests {

/// Keeps the list and its totals in step with a filter, puts new requests on top while live, and fetches one request
/// whole when it is chosen: bodies are loaded there and nowhere else. GUI thread; waits for nothing.
class Presenter : public QObject {
    Q_OBJECT
  public:
    Presenter(storage::LedgerReader& ledger, const Clock& clock, items::RequestWords words, QObject* parent = nullptr);

    [[nodiscard]] const ViewState& state() const { return m_state; }
    [[nodiscard]] items::RequestTableModel* model() { return &m_model; }
    [[nodiscard]] const std::optional<storage::RequestDetail>& detail() const { return m_detail; }
    [[nodiscard]] const std::optional<storage::TimeRange>& range() const { return m_range; }
    [[nodiscard]] bool isBusy() const { return m_model.isLoading() || m_state.detailLoading; }

    void setConfiguration(policy::ConfigurationPtr configuration);
    /// `range` is what a chart was clicked at; it holds beside what the text says.
    void setFilter(const QString& text, std::optional<storage::TimeRange> range = {});
    void setLive(bool live);
    void setShown(bool shown);
    void noteNewRequests();
    /// "" closes the detail.
    void select(const QString& id);

  Q_SIGNALS:
    void stateChanged();
    void detailChanged();
    void rowsPrepended(int count);

  private:
    void reload();
    void askTotals();
    void askNewer();
    [[nodiscard]] storage::RequestFilter filter() const;

    storage::LedgerReader& m_ledger;
    const Clock& m_clock;
    policy::ConfigurationPtr m_configuration;
    items::RequestTableModel m_model;
    ViewState m_state;
    ParsedFilter m_parsed;
    std::optional<storage::TimeRange> m_range;
    std::optional<storage::RequestDetail> m_detail;
    QTimer m_totalsSoon;
    int m_round = 0;
    bool m_asking = false; ///< for newer rows
    bool m_askAgain = false;
    bool m_shown = false;
    bool m_begun = false;
};

} // namespace llmg::requests
