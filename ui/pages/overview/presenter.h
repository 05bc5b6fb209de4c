// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/storage/usagequery.h"
#include "models/base/clock.h"
#include "ui/pages/overview/viewstate.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace llmg::catalog {
class Catalog;
}
namespace llmg::storage {
class LedgerReader;
}

namespace llmg::overview {

/// The instants a range begins and ends, and the same stretch before it. Days begin at local midnight.
struct Span {
    storage::TimeRange range, previous;
    storage::Period period = storage::Period::Day;
};
Span spanOf(Range range, UnixTime now, int utcOffsetSeconds);
/// Month end at the pace so far; nothing while less than a day has gone.
std::optional<domain::Money> projectMonth(domain::Money spent, UnixTime monthStart, UnixTime monthEnd, UnixTime now);
/// The `keep` dearest of the groups, the rest summed into one with `others` set.
std::vector<Share> topShares(const std::vector<storage::UsageBucket>& groups, std::size_t keep);

/// Turns the ledger's sums into what the page shows. Every number comes from the ledger. GUI thread; asks and goes on;
/// an answer to a question that is no longer asked is dropped.
class Presenter : public QObject {
    Q_OBJECT
  public:
    Presenter(storage::LedgerReader& ledger, const catalog::Catalog& catalog, const Clock& clock,
              QObject* parent = nullptr);

    [[nodiscard]] const ViewState& state() const { return m_state; }
    [[nodiscard]] bool isBusy() const { return m_pending > 0; }
    void setRange(Range range);
    void setProject(const std::string& projectId);
    void setProjects(std::vector<ProjectChoice> projects);
    void setBaseUrl(const QString& baseUrl);
    void refresh();
    /// New rows are there: looks again within two seconds, only while shown.
    void noteNewRequests();
    void setShown(bool shown);

  Q_SIGNALS:
    void stateChanged();

  private:
    struct Answers;
    void ask(storage::UsageQuery query, std::vector<storage::UsageBucket> Answers::*place);
    void settle();
    void compose(const Answers& answers);

    storage::LedgerReader& m_ledger;
    const catalog::Catalog& m_catalog;
    const Clock& m_clock;
    ViewState m_state;
    std::shared_ptr<Answers> m_answers;
    int m_pending = 0;
    bool m_shown = false;
    bool m_stale = true;
    QTimer m_soon;
};

} // namespace llmg::overview
