// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/projects/viewstate.h"

#include <QWidget>

class QBoxLayout;
class QLineEdit;
class QVBoxLayout;

namespace llmg::widgets {
class Card;
class NumberField;
class TextLabel;
} // namespace llmg::widgets

namespace llmg::projects {

class Presenter;

/// One of the tabs that show a project. Passive: `render` in, the presenter's functions out.
class Section : public QWidget {
    Q_OBJECT
  public:
    explicit Section(Presenter* presenter, QWidget* parent = nullptr);
    virtual void render(const ViewState& state) = 0;

  protected:
    [[nodiscard]] const ViewState& state() const;
    [[nodiscard]] QVBoxLayout* column() const { return m_column; }
    /// Words of a refusal, under what they are about; hidden while there are none.
    widgets::TextLabel* newFault(Field field, QWidget* parent);
    void renderFaults(const ViewState& state);

    Presenter* m_presenter;

  private:
    QVBoxLayout* m_column;
    std::vector<std::pair<Field, widgets::TextLabel*>> m_faults;
};

/// A dollar amount, in nano-dollars: every amount there can be, exactly.
widgets::NumberField* newMoneyField(const QString& name, QWidget* parent);
widgets::NumberField* newCountField(const QString& name, QWidget* parent);
/// Of a minute; empty stands for none.
widgets::NumberField* newRateField(const QString& name, QWidget* parent);
/// Words that warn of what was typed and stop nothing; hidden while there are none.
widgets::TextLabel* newWarning(QWidget* parent);
void showWarning(widgets::TextLabel* label, const QString& words);
/// Label above its field, and the fault of a number below it.
QWidget* newColumn(const QString& label, QWidget* field, QWidget* parent);
/// What a person is typing in is not overwritten.
void showValue(widgets::NumberField* field, std::int64_t value);
void showOptional(widgets::NumberField* field, std::optional<std::int64_t> value);
/// A rate of zero is none.
std::optional<std::int64_t> rateOrNone(std::int64_t perMinute);
void showText(QLineEdit* field, const QString& text);
/// Takes everything out of a layout, and the widgets out of this world.
void clearLayout(QBoxLayout* layout);

} // namespace llmg::projects
