// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

#include "models/base/clock.h"
#include "ui/pages/costs/viewstate.h"

#include <memory>

namespace llmg::catalog {
class Catalog;
}
namespace llmg::settings {
class Settings;
}
namespace llmg::storage {
class LedgerReader;
struct UsageBucket;
} // namespace llmg::storage

namespace llmg::costs {

/// What the Costs page shows. Decides everything, draws nothing; money arithmetic is app/catalog's. GUI thread; never
/// waits: the ledger answers later, and an answer to an older question is dropped.
class Presenter : public QObject {
    Q_OBJECT
  public:
    Presenter(std::shared_ptr<const catalog::Catalog> catalog, storage::LedgerReader& ledger,
              settings::Settings& settings, std::shared_ptr<const Clock> clock, QObject* parent = nullptr);

    [[nodiscard]] const ViewState& state() const { return m_state; }
    /// Chat models that have a price, for the picker.
    [[nodiscard]] QStringList modelIds() const;
    [[nodiscard]] bool isBusy() const { return m_pending > 0; }
    /// The comparison and the other models as tab-separated text.
    [[nodiscard]] QString asTable() const;

    void setSegment(Segment segment);
    void setSource(Source source);
    void setModel(const QString& id); ///< an unknown one leaves the model and says so in modelHint
    void setProvider(const QString& id);
    void setUse(const catalog::MonthlyUse& use);
    void setPriceFilter(const QString& words);
    /// The ledger has new rows.
    void refresh();

  Q_SIGNALS:
    void stateChanged();

  private:
    void compute();
    void computeOthers();
    void describePrice();
    void fillPrices();
    void askLast30Days();
    void askBreakdown();
    void takeLast30Days(const std::vector<storage::UsageBucket>& buckets);
    void takeBreakdown(const std::vector<storage::UsageBucket>& buckets);
    [[nodiscard]] const domain::ModelOffer* chosenOffer() const;
    [[nodiscard]] QString providerName(const std::string& id) const;

    std::shared_ptr<const catalog::Catalog> m_catalog;
    storage::LedgerReader& m_ledger;
    std::shared_ptr<const Clock> m_clock;
    ViewState m_state;
    catalog::MonthlyUse m_byHand; ///< kept while the last 30 days are shown
    std::uint64_t m_question = 0;
    int m_pending = 0;
};

} // namespace llmg::costs
