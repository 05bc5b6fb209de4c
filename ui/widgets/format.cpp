// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <cmath>

namespace llmg::widgets {

using namespace Qt::StringLiterals;

namespace {

const QLocale& english() {
    static const QLocale locale(QLocale::English, QLocale::UnitedStates);
    return locale;
}

/// Three significant digits at most, without a trailing ".0".
QString threeDigits(double value) {
    const double size = std::abs(value);
    QString text = QString::number(value, 'f', size < 9.995 ? 2 : size < 99.95 ? 1 : 0);
    if (text.contains(u'.')) {
        while (text.endsWith(u'0'))
            text.chop(1);
        if (text.endsWith(u'.'))
            text.chop(1);
    }
    return text;
}

/// A true minus sign is as wide as the plus.
QString withSign(double value, const QString& magnitude) {
    if (magnitude == u"0"_s)
        return magnitude;
    return (value < 0 ? u"−"_s : u"+"_s) + magnitude;
}

QDateTime local(UnixTime time) {
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count());
}

QString oneDecimal(double value) {
    return QString::number(value, 'f', 1);
}

} // namespace

QString unknownText() {
    return u"–"_s;
}

QString formatCount(std::int64_t value) {
    return english().toString(static_cast<qlonglong>(value));
}

QString formatCompact(std::int64_t value) {
    const double size = std::abs(static_cast<double>(value));
    if (size < 1000)
        return QString::number(value);
    const struct {
        double unit;
        char16_t letter;
    } steps[] = {{1e3, u'k'}, {1e6, u'M'}, {1e9, u'B'}, {1e12, u'T'}};
    for (const auto& step : steps) {
        // 999,950 and more would round up to "1000 k".
        if (size < step.unit * 999.5 || step.letter == u'T') {
            const double scaled = static_cast<double>(value) / step.unit;
            const QString digits = std::abs(scaled) < 99.95 ? oneDecimal(scaled) : QString::number(scaled, 'f', 0);
            return (digits.endsWith(u".0"_s) ? digits.chopped(2) : digits) + u' ' + QChar(step.letter);
        }
    }
    return {};
}

QString formatDuration(std::int64_t microseconds) {
    if (microseconds < 0)
        return unknownText();
    if (microseconds < 1000)
        return microseconds < 50 ? u"0 ms"_s : u"%1 ms"_s.arg(oneDecimal(static_cast<double>(microseconds) / 1000.0));
    const std::int64_t milliseconds = (microseconds + 500) / 1000;
    if (milliseconds < 1000)
        return u"%1 ms"_s.arg(milliseconds);
    const double seconds = static_cast<double>(milliseconds) / 1000.0;
    if (seconds < 9.95)
        return u"%1 s"_s.arg(oneDecimal(seconds));
    const std::int64_t whole = (milliseconds + 500) / 1000;
    if (whole < 60)
        return u"%1 s"_s.arg(whole);
    if (whole < 3600)
        return whole % 60 ? u"%1 min %2 s"_s.arg(whole / 60).arg(whole % 60) : u"%1 min"_s.arg(whole / 60);
    const std::int64_t minutes = whole / 60;
    return minutes % 60 ? u"%1 h %2 min"_s.arg(minutes / 60).arg(minutes % 60) : u"%1 h"_s.arg(minutes / 60);
}

QString formatPercent(double ratio) {
    if (!std::isfinite(ratio))
        return unknownText();
    return threeDigits(ratio * 100) + u" %"_s;
}

QString formatChange(double before, double now) {
    if (!std::isfinite(before) || !std::isfinite(now))
        return unknownText();
    if (before == 0)
        return now == 0 ? u"0 %"_s : QCoreApplication::translate("format", "new");
    const double percent = (now - before) / std::abs(before) * 100;
    // Beyond tenfold a percentage is harder to read than the factor.
    if (percent >= 1000)
        return u"× "_s + english().toString(now / before, 'f', 0);
    return withSign(percent, english().toString(std::abs(percent), 'f', 0)) + u" %"_s;
}

QString formatPoints(double ratioBefore, double ratioNow) {
    if (!std::isfinite(ratioBefore) || !std::isfinite(ratioNow))
        return unknownText();
    const double points = (ratioNow - ratioBefore) * 100;
    QString magnitude = oneDecimal(std::abs(points));
    if (magnitude == u"0.0"_s)
        magnitude = u"0"_s;
    return withSign(points, magnitude) + u" pt"_s;
}

QString formatMoney(domain::Money amount, bool known, bool estimated) {
    if (!known)
        return QCoreApplication::translate("format", "unknown");
    const QString text = QString::fromStdString(domain::formatUsd(amount));
    return estimated ? u"≈ "_s + text : text;
}

QString formatBytes(std::int64_t bytes) {
    if (bytes < 0)
        return unknownText();
    if (bytes < 1000)
        return u"%1 B"_s.arg(bytes);
    double value = static_cast<double>(bytes);
    for (const QString& unit : {u"KB"_s, u"MB"_s, u"GB"_s, u"TB"_s}) {
        value /= 1000;
        if (value < 999.5)
            return threeDigits(value) + u' ' + unit;
    }
    return threeDigits(value * 1000) + u" TB"_s;
}

QString formatTokenRate(std::int64_t tokens, std::int64_t microseconds) {
    if (tokens <= 0 || microseconds <= 0)
        return unknownText();
    const double rate = static_cast<double>(tokens) * 1e6 / static_cast<double>(microseconds);
    return (rate < 9.95 ? oneDecimal(rate) : english().toString(rate, 'f', 0)) + u" tok/s"_s;
}

QString formatClock(UnixTime time) {
    return local(time).toString(u"HH:mm:ss.zzz"_s);
}

QString formatDay(UnixTime time) {
    return english().toString(local(time).date(), u"d MMM"_s);
}

QString formatWhen(UnixTime time, UnixTime now) {
    const QDateTime then = local(time), today = local(now);
    if (then.date() == today.date())
        return then.toString(u"HH:mm"_s);
    if (then.date().year() == today.date().year())
        return english().toString(then, u"d MMM HH:mm"_s);
    return english().toString(then.date(), u"d MMM yyyy"_s);
}

QString formatDateTime(UnixTime time) {
    return local(time).toString(u"yyyy-MM-dd HH:mm:ss.zzz"_s);
}

} // namespace llmg::widgets
