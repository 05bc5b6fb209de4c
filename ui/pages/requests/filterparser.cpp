// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/requests/filterparser.h"

#include <QCoreApplication>

#include <limits>
#include <optional>

namespace llmg::requests {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("filter", text);
}

QString unquoted(QString value) {
    if (value.size() >= 2 && value.startsWith(u'"') && value.endsWith(u'"'))
        return value.mid(1, value.size() - 2);
    return value;
}

/// "1.5" as units of 10^-decimals, exactly; floats never touch money.
std::optional<std::int64_t> exactDecimal(const QString& text, int decimals) {
    const qsizetype dot = text.indexOf(u'.');
    QString digits = dot < 0 ? text : text.left(dot) + text.mid(dot + 1);
    qsizetype missing = decimals - (dot < 0 ? 0 : text.size() - dot - 1);
    if (digits.isEmpty())
        return std::nullopt;
    for (; missing < 0 && digits.endsWith(u'0'); ++missing)
        digits.chop(1);
    if (missing < 0)
        return std::nullopt;
    digits += QString(missing, u'0');
    std::int64_t value = 0;
    for (const QChar digit : digits) {
        if (digit < u'0' || digit > u'9' || value > (std::numeric_limits<std::int64_t>::max() - 9) / 10)
            return std::nullopt;
        value = value * 10 + (digit.unicode() - u'0');
    }
    return value;
}

/// Microseconds of "2s", "500ms", "1.5" (seconds), "2m".
std::optional<std::int64_t> duration(const QString& text) {
    const struct {
        QLatin1StringView unit;
        std::int64_t microseconds;
    } units[] = {
        {QLatin1StringView("ms"), 1000}, {QLatin1StringView("s"), 1'000'000}, {QLatin1StringView("m"), 60'000'000}};
    for (const auto& unit : units) {
        if (text.endsWith(unit.unit)) {
            const auto thousandths = exactDecimal(text.chopped(unit.unit.size()), 3);
            return thousandths ? std::optional(*thousandths * unit.microseconds / 1000) : std::nullopt;
        }
    }
    return exactDecimal(text, 6);
}

struct Comparison {
    QString sign, rest;
};
Comparison comparison(const QString& value) {
    for (const QString& sign : {u">="_s, u"<="_s, u">"_s, u"<"_s, u"="_s}) {
        if (value.startsWith(sign))
            return {sign, value.mid(sign.size())};
    }
    return {{}, value};
}

bool parseStatus(const QString& value, storage::RequestFilter& filter) {
    const auto [sign, rest] = comparison(value);
    bool good = false;
    if (sign.isEmpty() && rest.size() == 3 && rest.endsWith(u"xx"_s)) {
        const int hundreds = rest.left(1).toInt(&good);
        filter.statusFrom = hundreds * 100;
        filter.statusTo = hundreds * 100 + 99;
        return good && hundreds >= 1 && hundreds <= 5;
    }
    const QStringList ends = rest.split(u'-');
    if (sign.isEmpty() && ends.size() == 2) {
        bool second = false;
        filter.statusFrom = ends.at(0).toInt(&good);
        filter.statusTo = ends.at(1).toInt(&second);
        return good && second && filter.statusFrom <= filter.statusTo;
    }
    const int status = rest.toInt(&good);
    if (!good || status < 0 || status > 999)
        return false;
    if (sign == u">="_s || sign == u">"_s) {
        filter.statusFrom = sign == u">"_s ? status + 1 : status;
        filter.statusTo = 999;
    } else if (sign == u"<="_s || sign == u"<"_s) {
        filter.statusFrom = 1;
        filter.statusTo = sign == u"<"_s ? status - 1 : status;
    } else {
        filter.statusFrom = filter.statusTo = status;
    }
    return true;
}

/// "more than" of a scale where only that can be asked; "at least" is one unit less.
std::optional<std::int64_t> moreThan(const QString& value,
                                     const std::function<std::optional<std::int64_t>(const QString&)>& read) {
    const auto [sign, rest] = comparison(value);
    if (sign != u">"_s && sign != u">="_s)
        return std::nullopt;
    const auto limit = read(rest);
    if (!limit)
        return std::nullopt;
    return sign == u">"_s ? *limit : std::max<std::int64_t>(0, *limit - 1);
}

std::optional<std::chrono::milliseconds> lookBack(const QString& value) {
    if (value.size() < 2)
        return std::nullopt;
    bool good = false;
    const int amount = value.chopped(1).toInt(&good);
    if (!good || amount <= 0 || amount > 100'000)
        return std::nullopt;
    switch (value.back().unicode()) {
    case u'm':
        return amount * 1min;
    case u'h':
        return amount * 1h;
    case u'd':
        return amount * 24h;
    default:
        return std::nullopt;
    }
}

} // namespace

QStringList splitTerms(const QString& text) {
    QStringList terms;
    QString term;
    bool quoted = false;
    for (const QChar c : text) {
        if (c == u'"')
            quoted = !quoted;
        if (c.isSpace() && !quoted) {
            if (!term.isEmpty())
                terms.append(term);
            term.clear();
        } else {
            term += c;
        }
    }
    if (!term.isEmpty())
        terms.append(term);
    return terms;
}

ParsedFilter parseFilter(const QString& text, const FilterNames& names) {
    ParsedFilter parsed;
    storage::RequestFilter& filter = parsed.filter;
    QStringList words;
    for (const QString& term : splitTerms(text)) {
        const qsizetype colon = term.indexOf(u':');
        if (colon <= 0) {
            words.append(unquoted(term));
            continue;
        }
        const QString field = term.left(colon).toLower();
        const QString value = unquoted(term.mid(colon + 1));
        const auto problem = [&](const QString& what) { parsed.problems.append(u"%1: %2"_s.arg(term, what)); };
        if (value.isEmpty()) {
            problem(tr("a value is missing"));
        } else if (field == u"model"_s) {
            filter.modelContains = value.toStdString();
        } else if (field == u"provider"_s) {
            filter.provider = value.toStdString();
        } else if (field == u"app"_s || field == u"application"_s) {
            filter.application = value.toStdString();
        } else if (field == u"project"_s) {
            filter.projectId = names.projectId ? names.projectId(value) : std::string();
            if (filter.projectId.empty())
                problem(tr("there is no project of that name"));
        } else if (field == u"key"_s) {
            filter.keyId = names.keyId ? names.keyId(value) : std::string();
            if (filter.keyId.empty())
                problem(tr("there is no key of that name"));
        } else if (field == u"status"_s) {
            if (!parseStatus(value, filter)) {
                filter.statusFrom = filter.statusTo = 0;
                problem(tr("write 429, 4xx, >=400 or 400-499"));
            }
        } else if (field == u"cost"_s) {
            const auto nano =
                moreThan(value, [](const QString& s) { return exactDecimal(s.startsWith(u'$') ? s.mid(1) : s, 9); });
            if (nano)
                filter.costAbove = domain::Money::fromNano(*nano);
            else
                problem(tr("write >0.01, in US dollars"));
        } else if (field == u"ttft"_s || field == u"total"_s || field == u"duration"_s) {
            const auto limit = moreThan(value, duration);
            if (!limit)
                problem(tr("write >2s or >500ms"));
            else if (field == u"ttft"_s)
                filter.firstTokenAboveUs = *limit;
            else
                filter.durationAboveUs = *limit;
        } else if (field == u"last"_s) {
            if (const auto back = lookBack(value))
                filter.range = storage::TimeRange{names.now - *back, UnixTime::max()};
            else
                problem(tr("write 30m, 24h or 7d"));
        } else if (field == u"is"_s && value == u"error"_s) {
            filter.onlyErrors = true;
        } else if (field == u"is"_s) {
            problem(tr("only is:error is known"));
        } else {
            problem(tr("fields are model, provider, app, project, key, status, cost, ttft, total, last, is"));
        }
    }
    filter.text = words.join(u' ').toStdString();
    return parsed;
}

} // namespace llmg::requests
