// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

#include <cstdint>
#include <optional>

namespace llmg::widgets {

/// A whole or decimal number, thousands grouped, with a prefix or suffix ("10,000,000", "10 %", "$29.00"). Held
/// exactly, as an integer of 10^-decimals. Typing is free; "10M" and "1.5k" are understood; what cannot be read turns
/// the line red and keeps the last good value. Up and down step.
class NumberField : public QLineEdit {
    Q_OBJECT
  public:
    explicit NumberField(const QString& name, QWidget* parent = nullptr); ///< accessible name
    void setDecimals(int decimals);                                       ///< 0 … 6
    void setRange(std::int64_t minimum, std::int64_t maximum);            ///< in units of 10^-decimals
    void setStep(std::int64_t step);
    void setGrouped(bool grouped); ///< false for a port or a year: "4001"
    void setPrefix(const QString& prefix);
    void setSuffix(const QString& suffix);
    [[nodiscard]] std::int64_t value() const { return m_value; }
    void setValue(std::int64_t value); ///< clamped; says nothing
    [[nodiscard]] bool isAcceptable() const { return m_acceptable; }

    /// Text as a person types it to units of 10^-decimals; nullopt when it is no number or has more decimals.
    static std::optional<std::int64_t> parse(QString text, int decimals);
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
    std::int64_t m_value = 0, m_minimum = 0, m_maximum = 9'000'000'000'000'000, m_step = 1;
    int m_decimals = 0;
    QString m_prefix, m_suffix;
    bool m_acceptable = true;
    bool m_grouped = true;
};

/// Label at the left, field of a fixed share at the right.
QWidget* newFormRow(const QString& label, QWidget* field, QWidget* parent = nullptr);

} // namespace llmg::widgets
