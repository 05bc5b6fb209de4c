// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/projects/viewstate.h"
#include "ui/theme/appstyle.h"

#include <QWidget>

#include <functional>

class QComboBox;
class QPushButton;

namespace llmg::widgets {
class NumberField;
class TextLabel;
} // namespace llmg::widgets

namespace llmg::projects {

class BudgetBar;

/// Budgets with what is spent of each, changed in place, and below them a row that adds one. Passive.
class BudgetList : public QWidget {
    Q_OBJECT
  public:
    /// What a new budget can be for.
    struct Subject {
        domain::BudgetScope scope = domain::BudgetScope::Project;
        std::string id;
        QString name;
        friend bool operator==(const Subject&, const Subject&) = default;
    };
    /// `prefix` begins the names of the fields that add a budget.
    BudgetList(const QString& prefix, const QString& none, theme::ButtonKind adding, QWidget* parent);
    void render(const std::vector<BudgetItem>& items, const std::vector<Subject>& subjects, bool spentKnown);
    /// Forgets what was typed and refused.
    void reset();

  Q_SIGNALS:
    void saveRequested(const llmg::domain::Budget& budget); ///< an empty id: a new one
    void removeRequested(const QString& id);

  private:
    struct Row {
        std::string id;
        widgets::TextLabel* words;
        BudgetBar* bar;
        widgets::NumberField* amount;
        QComboBox* effect;
        QPushButton* remove;
    };
    QWidget* newAdding(const QString& prefix, theme::ButtonKind kind);
    void rebuild();
    void addRow(const BudgetItem& item);
    void chain(const Row& row);
    static void renderRow(const Row& row, const BudgetItem& item, bool spentKnown);
    void renderSubjects(const std::vector<Subject>& subjects);
    void change(const std::string& id, const std::function<void(domain::Budget&)>& edit);
    void add();
    [[nodiscard]] int amountWidth() const;
    [[nodiscard]] int periodWidth() const;
    [[nodiscard]] int effectWidth() const;
    [[nodiscard]] int lastWidth() const;

    widgets::TextLabel* m_none;
    QWidget* m_rows = nullptr;
    QComboBox *m_subject = nullptr, *m_period = nullptr, *m_effect = nullptr;
    widgets::NumberField* m_amount = nullptr;
    QPushButton* m_add = nullptr;
    std::vector<BudgetItem> m_items;
    std::vector<Row> m_shown;
    std::vector<Subject> m_subjects;
};

} // namespace llmg::projects
