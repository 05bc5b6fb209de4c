// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/projects/section.h"

class QComboBox;
class QPushButton;

namespace llmg::projects {

class BudgetBar;

/// How fast the project may ask, and what it may spend.
class LimitsSection : public Section {
    Q_OBJECT
  public:
    explicit LimitsSection(Presenter* presenter, QWidget* parent = nullptr);
    void render(const ViewState& state) override;

  private:
    struct Row {
        std::string id;
        widgets::TextLabel* words;
        BudgetBar* bar;
        widgets::NumberField* amount;
        QComboBox* effect;
    };
    QWidget* newRates();
    QWidget* newBudgets();
    QWidget* newBudgetRow(const BudgetItem& item);
    void renderSubjects(const ViewState& state);
    void renderRow(const Row& row, const BudgetItem& item);
    void add();

    widgets::NumberField *m_requests = nullptr, *m_tokens = nullptr, *m_amount = nullptr;
    widgets::TextLabel* m_none = nullptr;
    QComboBox *m_subject = nullptr, *m_period = nullptr, *m_effect = nullptr;
    QPushButton* m_add = nullptr;
    QVBoxLayout* m_rows = nullptr;
    std::vector<Row> m_shown;
    std::vector<std::pair<std::string, QString>> m_shownSubjects;
};

} // namespace llmg::projects
