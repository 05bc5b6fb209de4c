// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/projects/section.h"

namespace llmg::projects {

class BudgetList;

/// What the project may spend and how fast it may ask; and what each provider may cost, whoever asks.
class LimitsSection : public Section {
    Q_OBJECT
  public:
    explicit LimitsSection(Presenter* presenter, QWidget* parent = nullptr);
    void render(const ViewState& state) override;

  private:
    QWidget* newRates();
    QWidget* newBudgets();
    QWidget* newProviderBudgets();
    void wire(BudgetList* list);
    void applyRate(widgets::NumberField* field, std::int64_t domain::RateLimit::*member);

    widgets::NumberField *m_requests = nullptr, *m_tokens = nullptr;
    BudgetList *m_budgets = nullptr, *m_providerBudgets = nullptr;
    std::string m_shownProject;
};

} // namespace llmg::projects
