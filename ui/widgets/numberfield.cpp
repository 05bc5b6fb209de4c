// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/numberfield.h"

#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <limits>

namespace llmg::widgets {

using namespace Qt::StringLiterals;

namespace {

std::int64_t powerOfTen(int exponent) {
    std::int64_t power = 1;
    for (int i = 0; i < exponent; ++i)
        power *= 10;
    return power;
}

} // namespace

NumberField::NumberField(const QString& name, QWidget* parent)
    : QLineEdit(parent) {
    setAccessibleName(name);
    setAlignment(Qt::AlignRight);
    connect(this, &QLineEdit::textEdited, this, &NumberField::read);
    showValue();
}

void NumberField::setDecimals(int decimals) {
    m_decimals = std::clamp(decimals, 0, 6);
    showValue();
}

void NumberField::setRange(std::int64_t minimum, std::int64_t maximum) {
    m_minimum = minimum;
    m_maximum = maximum;
    setValue(m_value);
}

void NumberField::setStep(std::int64_t step) {
    m_step = step;
}

void NumberField::setGrouped(bool grouped) {
    m_grouped = grouped;
    showValue();
}

void NumberField::setPrefix(const QString& prefix) {
    m_prefix = prefix;
    showValue();
}

void NumberField::setSuffix(const QString& suffix) {
    m_suffix = suffix;
    showValue();
}

void NumberField::setValue(std::int64_t value) {
    m_value = std::clamp(value, m_minimum, m_maximum);
    showValue();
}

std::optional<std::int64_t> NumberField::parse(QString text, int decimals) {
    text.remove(u',').remove(u' ').remove(QChar(0xA0)).remove(QChar(0x202F));
    int shift = decimals;
    if (!text.isEmpty()) {
        const QChar last = text.back().toLower();
        const int thousands = last == u'k' ? 3 : last == u'm' ? 6 : last == u'b' ? 9 : 0;
        if (thousands > 0) {
            text.chop(1);
            shift += thousands;
        }
    }
    const bool negative = text.startsWith(u'-') || text.startsWith(u'−');
    if (negative)
        text.remove(0, 1);
    const qsizetype dot = text.indexOf(u'.');
    QString whole = dot < 0 ? text : text.left(dot);
    QString fraction = dot < 0 ? QString() : text.mid(dot + 1);
    while (fraction.endsWith(u'0'))
        fraction.chop(1);
    if (whole.isEmpty() && fraction.isEmpty())
        return std::nullopt;
    if (fraction.size() > shift)
        return std::nullopt;
    const QString digits = whole + fraction + QString(shift - fraction.size(), u'0');
    std::int64_t value = 0;
    for (const QChar digit : digits) {
        if (digit < u'0' || digit > u'9')
            return std::nullopt;
        if (value > (std::numeric_limits<std::int64_t>::max() - 9) / 10)
            return std::nullopt;
        value = value * 10 + (digit.unicode() - u'0');
    }
    return negative ? -value : value;
}

QString NumberField::format(std::int64_t value, int decimals) {
    const QLocale locale(QLocale::English, QLocale::UnitedStates);
    const std::int64_t unit = powerOfTen(decimals);
    const std::int64_t size = value < 0 ? -value : value;
    QString text = locale.toString(static_cast<qlonglong>(size / unit));
    if (decimals > 0)
        text += u'.' + QString::number(size % unit).rightJustified(decimals, u'0');
    return value < 0 ? u"−"_s + text : text;
}

void NumberField::read(const QString& typed) {
    QString text = typed.trimmed();
    if (!m_prefix.isEmpty() && text.startsWith(m_prefix.trimmed()))
        text.remove(0, m_prefix.trimmed().size());
    if (!m_suffix.isEmpty() && text.endsWith(m_suffix.trimmed()))
        text.chop(m_suffix.trimmed().size());
    const auto value = parse(text, m_decimals);
    m_acceptable = value && *value >= m_minimum && *value <= m_maximum;
    setToolTip(m_acceptable
                   ? QString()
                   : tr("A number from %1 to %2").arg(format(m_minimum, m_decimals), format(m_maximum, m_decimals)));
    update();
    if (m_acceptable && *value != m_value) {
        m_value = *value;
        Q_EMIT valueEdited(m_value);
    }
}

void NumberField::showValue() {
    m_acceptable = true;
    setToolTip({});
    QString number = format(m_value, m_decimals);
    if (!m_grouped)
        number.remove(u',');
    setText(m_prefix + number + m_suffix);
}

void NumberField::focusOutEvent(QFocusEvent* event) {
    QLineEdit::focusOutEvent(event);
    showValue();
}

void NumberField::keyPressEvent(QKeyEvent* event) {
    const int direction = event->key() == Qt::Key_Up ? 1 : event->key() == Qt::Key_Down ? -1 : 0;
    if (direction == 0 || isReadOnly()) {
        QLineEdit::keyPressEvent(event);
        return;
    }
    const std::int64_t before = m_value;
    setValue(m_value + direction * m_step);
    if (m_value != before)
        Q_EMIT valueEdited(m_value);
}

void NumberField::paintEvent(QPaintEvent* event) {
    QLineEdit::paintEvent(event);
    if (m_acceptable)
        return;
    QPainter painter(this);
    theme::drawRoundedBox(&painter, rect(), theme::px(6), {}, theme::Theme::of(this).bad, 1.5);
}

QWidget* newFormRow(const QString& label, QWidget* field, QWidget* parent) {
    auto* row = new QWidget(parent);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::px(12));
    auto* name = new TextLabel(label, theme::TextStyle::Body, theme::Role::Secondary, row);
    name->setBuddy(field);
    name->setWordWrap(true);
    field->setParent(row);
    if (field->accessibleName().isEmpty())
        field->setAccessibleName(label);
    layout->addWidget(name, 1);
    layout->addWidget(field, 1);
    return row;
}

} // namespace llmg::widgets
