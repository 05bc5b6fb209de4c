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

constexpr int kMostDecimals = 9;

std::int64_t powerOfTen(int exponent) {
    std::int64_t power = 1;
    for (int i = 0; i < exponent; ++i)
        power *= 10;
    return power;
}

bool isSeparator(QChar c) {
    return c == u',' || c == u' ' || c == QChar(0xA0) || c == QChar(0x202F);
}

/// Digits alone, or in groups of three between separators of one kind.
std::optional<QString> ungrouped(const QString& whole) {
    const auto separator = std::find_if(whole.begin(), whole.end(), isSeparator);
    if (separator == whole.end())
        return whole;
    const QStringList groups = whole.split(*separator);
    const bool good = groups.front().size() >= 1 && groups.front().size() <= 3 &&
                      std::all_of(groups.begin() + 1, groups.end(), [](const QString& g) { return g.size() == 3; });
    return good ? std::optional(groups.join(QString())) : std::nullopt;
}

std::optional<std::int64_t> toInteger(const QString& digits) {
    std::int64_t value = 0;
    for (const QChar digit : digits) {
        if (digit < u'0' || digit > u'9')
            return std::nullopt;
        if (value > (std::numeric_limits<std::int64_t>::max() - 9) / 10)
            return std::nullopt;
        value = value * 10 + (digit.unicode() - u'0');
    }
    return value;
}

/// "1,5" of a person whose language writes decimals so. "1,500" may be either, and is left as it is.
QString withPoint(QString text) {
    const qsizetype comma = text.indexOf(u',');
    if (QLocale().decimalPoint() != u","_s || comma < 0 || text.count(u',') > 1 || text.contains(u'.'))
        return text;
    qsizetype end = comma + 1;
    while (end < text.size() && text[end].isDigit())
        ++end;
    if (const qsizetype decimals = end - comma - 1; decimals != 0 && decimals != 3)
        text[comma] = u'.';
    return text;
}

/// Where the comma is the decimal sign, "1,500" of something that has decimals is 1500 or one and a half.
bool isAmbiguous(const QString& text, int decimals) {
    return decimals > 0 && QLocale().decimalPoint() == u","_s && text.count(u',') == 1 && !text.contains(u'.') &&
           NumberField::parse(text, decimals);
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
    m_decimals = std::clamp(decimals, 0, kMostDecimals);
    showValue();
}

void NumberField::setLeastDecimals(int decimals) {
    m_leastDecimals = decimals;
    showValue();
}

void NumberField::setRange(std::int64_t minimum, std::int64_t maximum) {
    m_minimum = minimum;
    m_maximum = maximum;
    if (!m_empty)
        take(m_value);
    showValue();
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

void NumberField::setOptional(const QString& none) {
    m_optional = true;
    setPlaceholderText(none);
    take(std::nullopt);
    showValue();
}

std::optional<std::int64_t> NumberField::optionalValue() const {
    return m_empty ? std::nullopt : std::optional(m_value);
}

void NumberField::take(std::optional<std::int64_t> value) {
    m_empty = !value;
    m_value = value ? std::clamp(*value, m_minimum, m_maximum) : 0;
}

void NumberField::setValue(std::int64_t value) {
    setOptionalValue(value);
}

void NumberField::setOptionalValue(std::optional<std::int64_t> value) {
    const std::optional<std::int64_t> before = optionalValue();
    take(m_optional ? value : value.value_or(0));
    if (isAcceptable() || optionalValue() != before)
        showValue();
}

void NumberField::reset() {
    showValue();
}

std::optional<std::int64_t> NumberField::parse(const QString& typed, int decimals) {
    QString text = typed.trimmed();
    int shift = decimals;
    if (!text.isEmpty()) {
        const QChar last = text.back().toLower();
        const int thousands = last == u'k' ? 3 : last == u'm' ? 6 : last == u'b' ? 9 : 0;
        if (thousands > 0) {
            text = text.chopped(1).trimmed();
            shift += thousands;
        }
    }
    const bool negative = text.startsWith(u'-') || text.startsWith(u'−');
    if (negative)
        text.remove(0, 1);
    const qsizetype dot = text.indexOf(u'.');
    const std::optional<QString> whole = ungrouped(dot < 0 ? text : text.left(dot));
    QString fraction = dot < 0 ? QString() : text.mid(dot + 1);
    if (!whole || (whole->isEmpty() && fraction.isEmpty()))
        return std::nullopt;
    while (fraction.endsWith(u'0'))
        fraction.chop(1);
    if (fraction.size() > shift)
        return std::nullopt;
    const auto value = toInteger(*whole + fraction + QString(shift - fraction.size(), u'0'));
    return negative && value ? std::optional(-*value) : value;
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

QString NumberField::shown(std::int64_t value) const {
    QString number = format(value, m_decimals);
    if (m_decimals > 0 && m_leastDecimals >= 0 && m_leastDecimals < m_decimals) {
        const qsizetype least = number.size() - (m_decimals - m_leastDecimals);
        while (number.size() > least && number.endsWith(u'0'))
            number.chop(1);
        if (number.endsWith(u'.'))
            number.chop(1);
    }
    if (!m_grouped)
        number.remove(u',');
    return m_prefix + number + m_suffix;
}

QString NumberField::faultOf(const QString& text, std::optional<std::int64_t>& value) const {
    value.reset();
    if (text.isEmpty() && m_optional)
        return {};
    if (isAmbiguous(text, m_decimals))
        return tr("“%1” has two meanings: leave the comma out, or write the decimals after a point.").arg(text);
    value = parse(withPoint(text), m_decimals);
    if (!value) {
        if (parse(withPoint(text), kMostDecimals + m_decimals) && m_decimals < kMostDecimals)
            return m_decimals == 0 ? tr("A whole number, please.")
                                   : tr("At most %1 digits after the point.").arg(m_decimals);
        if (text.isEmpty())
            return tr("A number is missing.");
        return tr("“%1” is not a number; write it like %2.").arg(text, m_decimals > 0 ? u"1,500.5"_s : u"1,500"_s);
    }
    if (*value < m_minimum) {
        const QString least = m_minimum == 1 && m_decimals > 0 ? tr("More than %1").arg(shown(0))
                                                               : tr("At least %1").arg(shown(m_minimum));
        return m_optional ? tr("%1; empty for none.").arg(least) : least + u'.';
    }
    if (*value > m_maximum)
        return tr("At most %1.").arg(shown(m_maximum));
    return {};
}

void NumberField::read(const QString& typed) {
    QString text = typed.trimmed();
    if (!m_prefix.isEmpty() && text.startsWith(m_prefix.trimmed()))
        text.remove(0, m_prefix.trimmed().size());
    if (!m_suffix.isEmpty() && text.endsWith(m_suffix.trimmed()))
        text.chop(m_suffix.trimmed().size());
    std::optional<std::int64_t> value;
    m_fault = faultOf(text.trimmed(), value);
    setToolTip(m_fault);
    update();
    if (isAcceptable() && value != optionalValue()) {
        take(value);
        Q_EMIT valueEdited(m_value);
    }
}

void NumberField::showValue() {
    m_fault.clear();
    setToolTip({});
    setText(m_empty ? QString() : shown(m_value));
}

void NumberField::focusOutEvent(QFocusEvent* event) {
    QLineEdit::focusOutEvent(event);
    if (isAcceptable())
        showValue();
}

void NumberField::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && !isAcceptable()) {
        reset();
        return;
    }
    const int direction = event->key() == Qt::Key_Up ? 1 : event->key() == Qt::Key_Down ? -1 : 0;
    if (direction == 0 || isReadOnly()) {
        QLineEdit::keyPressEvent(event);
        return;
    }
    const std::optional<std::int64_t> before = optionalValue();
    const std::int64_t next = m_value + direction * m_step;
    // A least value that is only a hair above nothing is no step to land on.
    if (next < m_minimum && m_minimum > 0 && m_minimum < m_step)
        return;
    take(next);
    showValue();
    if (optionalValue() != before)
        Q_EMIT valueEdited(m_value);
}

void NumberField::paintEvent(QPaintEvent* event) {
    QLineEdit::paintEvent(event);
    if (isAcceptable())
        return;
    QPainter painter(this);
    theme::drawRoundedBox(&painter, rect(), theme::px(6), {}, theme::Theme::of(this).bad, 1.5);
}

TextLabel* newNumberFault(NumberField* field, QWidget* parent) {
    auto* label = new TextLabel({}, theme::TextStyle::Small, theme::Role::Bad, parent);
    label->setWordWrap(true);
    label->hide();
    const auto show = [field, label] {
        label->setObjectName(field->objectName() + u"Fault"_s);
        label->setText(field->fault());
        label->setVisible(!field->isAcceptable());
    };
    QObject::connect(field, &QLineEdit::editingFinished, label, show);
    QObject::connect(field, &QLineEdit::textChanged, label, [field, label] {
        if (field->isAcceptable())
            label->hide();
    });
    return label;
}

bool areAcceptable(std::initializer_list<NumberField*> fields) {
    for (NumberField* field : fields) {
        if (field->isAcceptable())
            continue;
        field->setFocus(Qt::OtherFocusReason);
        field->selectAll();
        return false;
    }
    return true;
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
