// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

#include <cstdint>
#include <initializer_list>
#include <optional>

namespace llmg::widgets {

class TextLabel;

/// A whole or decimal number, thousands grouped, with a prefix or suffix ("10,000,000", "10 %", "$29.00"). Held
/// exactly, as an integer of 10^-decimals. Typing is free; "10M" and "1.5k" are understood. What cannot be read or is
/// out of range turns the line red and stays as it was typed, `fault()` says why, and `value()` is the last good one:
/// who acts upon a field asks isAcceptable() first. Escape brings the good one back. Up and down step.
class NumberField : public QLineEdit {
    Q_OBJECT
  public:
    explicit NumberField(const QString& name, QWidget* parent = nullptr); ///< accessible name
    void setDecimals(int decimals);                                       ///< 0 … 9
    /// How many are shown at least; zeros at the end of the rest are not. All of them unless this is said.
    void setLeastDecimals(int decimals);
    void setRange(std::int64_t minimum, std::int64_t maximum); ///< in units of 10^-decimals
    void setStep(std::int64_t step);
    void setGrouped(bool grouped); ///< false for a port or a year: "4001"
    void setPrefix(const QString& prefix);
    void setSuffix(const QString& suffix);
    /// An empty field is a good one, and stands for "none"; `none` is shown in it.
    void setOptional(const QString& none);
    [[nodiscard]] std::int64_t value() const { return m_value; } ///< of an empty field 0
    [[nodiscard]] std::optional<std::int64_t> optionalValue() const;
    void setValue(std::int64_t value); ///< clamped; says nothing. A refused text stays while the value is the same
    void setOptionalValue(std::optional<std::int64_t> value);
    /// Shows the last good value in place of what was typed.
    void reset();
    [[nodiscard]] bool isAcceptable() const { return m_fault.isEmpty(); }
    [[nodiscard]] QString fault() const { return m_fault; } ///< a sentence; empty: none

    /// Text as a person types it to units of 10^-decimals; nullopt when it is no number or has more decimals. A comma
    /// or space groups thousands and is taken only where it does.
    static std::optional<std::int64_t> parse(const QString& text, int decimals);
    static QString format(std::int64_t value, int decimals);

  Q_SIGNALS:
    void valueEdited(std::int64_t value); ///< at every keystroke that makes a good number

  protected:
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    void read(const QString& text);
    void showValue();
    void take(std::optional<std::int64_t> value);
    [[nodiscard]] QString shown(std::int64_t value) const;
    [[nodiscard]] QString faultOf(const QString& text, std::optional<std::int64_t>& value) const;
    std::int64_t m_value = 0, m_minimum = 0, m_maximum = 9'000'000'000'000'000, m_step = 1;
    int m_decimals = 0, m_leastDecimals = -1; ///< -1: all
    QString m_prefix, m_suffix, m_fault;
    bool m_grouped = true, m_optional = false, m_empty = false;
};

/// The field's fault in words, for a place beside it: comes when the typing is done, goes as soon as it is mended.
TextLabel* newNumberFault(NumberField* field, QWidget* parent = nullptr);
/// Whether all of them can be acted upon; otherwise the first that cannot gets the focus.
bool areAcceptable(std::initializer_list<NumberField*> fields);

/// Label at the left, field of a fixed share at the right.
QWidget* newFormRow(const QString& label, QWidget* field, QWidget* parent = nullptr);

} // namespace llmg::widgets
