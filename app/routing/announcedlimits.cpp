// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/routing/announcedlimits.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace llmg::routing {
namespace {

using std::chrono::duration_cast;

constexpr std::size_t kMostLimits = 16;
constexpr std::size_t kLongestText = 64;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

std::string lower(std::string_view text) {
    std::string result(text.substr(0, kLongestText));
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

/// Takes a decimal number from the front; nullopt when there is none.
std::optional<double> takeNumber(std::string_view& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (error != std::errc{} || !std::isfinite(value) || value < 0)
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

std::optional<double> wholeNumber(std::string_view text) {
    const auto value = takeNumber(text);
    return text.empty() ? value : std::nullopt;
}

Milliseconds bounded(double milliseconds) {
    const auto most = static_cast<double>(kLongestAnnounced.count());
    return Milliseconds(static_cast<std::int64_t>(std::ceil(std::clamp(milliseconds, 0.0, most))));
}

Milliseconds until(UnixTime moment, UnixTime now) {
    return std::clamp(Milliseconds(moment - now), Milliseconds{0}, kLongestAnnounced);
}

/// Go's form of a duration, as OpenAI and Groq write it.
std::optional<Milliseconds> unitDuration(std::string_view text) {
    struct Unit {
        std::string_view name;
        double milliseconds;
    };
    constexpr std::array<Unit, 7> kUnits{Unit{"ms", 1}, {"us", 1e-3}, {"ns", 1e-6}, {"s", 1e3},
                                         {"m", 60'000}, {"h", 3.6e6}, {"d", 86.4e6}};
    double sum = 0;
    while (!text.empty()) {
        const auto value = takeNumber(text);
        const auto unit = std::find_if(kUnits.begin(), kUnits.end(),
                                       [text](const Unit& known) { return text.starts_with(known.name); });
        if (!value || unit == kUnits.end())
            return std::nullopt;
        text.remove_prefix(unit->name.size());
        sum += *value * unit->milliseconds;
    }
    return bounded(sum);
}

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
    if (at + count > text.size())
        return std::nullopt;
    int value = 0;
    const char* const end = text.data() + at + count;
    const auto parsed = std::from_chars(text.data() + at, end, value);
    return parsed.ec == std::errc{} && parsed.ptr == end && value >= 0 ? std::optional(value) : std::nullopt;
}

std::optional<UnixTime> moment(std::optional<int> year, unsigned month, std::optional<int> day,
                               std::string_view clock) {
    const auto hour = digits(clock, 0, 2), minute = digits(clock, 3, 2), second = digits(clock, 6, 2);
    if (!year || !day || !hour || !minute || !second || clock[2] != ':' || clock[5] != ':' || *hour > 24 ||
        *minute > 59 || *second > 60)
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{month},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok())
        return std::nullopt;
    return UnixTime{std::chrono::sys_days{date}.time_since_epoch() + std::chrono::hours{*hour} +
                    std::chrono::minutes{*minute} + std::chrono::seconds{*second}};
}

/// RFC 3339, as Anthropic writes it: 2025-10-14T19:38:46Z, with a fraction or an offset.
std::optional<UnixTime> rfc3339(std::string_view text) {
    if (text.size() < 20 || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != 't' && text[10] != ' '))
        return std::nullopt;
    const auto month = digits(text, 5, 2);
    auto time =
        moment(digits(text, 0, 4), static_cast<unsigned>(month.value_or(0)), digits(text, 8, 2), text.substr(11));
    if (!time)
        return std::nullopt;
    auto rest = text.substr(19);
    if (rest.front() == '.') {
        const auto fraction = takeNumber(rest);
        if (!fraction)
            return std::nullopt;
        *time += Milliseconds(static_cast<std::int64_t>(*fraction * 1000));
    }
    if (rest == "Z" || rest == "z")
        return time;
    const auto hours = digits(rest, 1, 2), minutes = digits(rest, 4, 2);
    if (rest.size() != 6 || (rest[0] != '+' && rest[0] != '-') || rest[3] != ':' || !hours || !minutes)
        return std::nullopt;
    const std::chrono::minutes offset = std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
    return rest[0] == '+' ? *time - offset : *time + offset;
}

/// IMF-fixdate (RFC 9110, 5.6.7): Sun, 06 Nov 1994 08:49:37 GMT.
std::optional<UnixTime> httpDate(std::string_view text) {
    constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
    if (text.size() != 29 || text.substr(3, 2) != ", " || !text.ends_with(" GMT"))
        return std::nullopt;
    const auto month = kMonths.find(text.substr(8, 3));
    if (month == std::string_view::npos || month % 3 != 0)
        return std::nullopt;
    return moment(digits(text, 12, 4), static_cast<unsigned>(month / 3 + 1), digits(text, 5, 2), text.substr(17));
}

enum class Property { Remaining, Reset };
struct Field {
    std::string limit;
    Property property;
};

/// Which limit a header tells of, and what: the word "remaining" or "reset" comes before the limit's name, or after it
/// at Anthropic.
std::optional<Field> fieldNamed(std::string_view name) {
    for (const std::string_view prefix : {"x-", "anthropic-"}) {
        if (name.starts_with(prefix))
            name.remove_prefix(prefix.size());
    }
    constexpr std::string_view kFamily = "ratelimit-";
    if (!name.starts_with(kFamily))
        return std::nullopt;
    name.remove_prefix(kFamily.size());
    std::optional<Property> property;
    std::string limit;
    while (!name.empty()) {
        const auto end = std::min(name.find('-'), name.size());
        const auto word = name.substr(0, end);
        name.remove_prefix(std::min(end + 1, name.size()));
        if (word == "remaining" || word == "reset")
            property = word == "reset" ? Property::Reset : Property::Remaining;
        else
            limit.append(limit.empty() ? "" : "-").append(word);
    }
    // Limits of images or searches say nothing of the next request.
    const bool isOurs =
        limit.empty() || limit.find("req") != std::string::npos || limit.find("token") != std::string::npos;
    if (!property || !isOurs)
        return std::nullopt;
    return Field{std::move(limit), *property};
}

AnnouncedLimit* limitNamed(std::vector<AnnouncedLimit>& limits, std::string name) {
    const auto found =
        std::find_if(limits.begin(), limits.end(), [&](const AnnouncedLimit& limit) { return limit.name == name; });
    if (found != limits.end())
        return &*found;
    if (limits.size() == kMostLimits)
        return nullptr;
    limits.push_back({std::move(name), {}, {}});
    return &limits.back();
}

void readField(AnnouncedLimits& announced, Field field, std::string_view value, UnixTime now) {
    const auto remaining = field.property == Property::Remaining ? wholeNumber(value) : std::nullopt;
    const auto reset = field.property == Property::Reset ? untilReset(value, now) : std::nullopt;
    if (!remaining && !reset)
        return;
    auto* limit = limitNamed(announced.limits, std::move(field.limit));
    if (!limit)
        return;
    if (remaining)
        limit->remaining = static_cast<std::int64_t>(std::min(*remaining, 9e18));
    if (reset)
        limit->resetIn = reset;
}

} // namespace

std::optional<Milliseconds> untilReset(std::string_view text, UnixTime now) {
    text = trimmed(text).substr(0, kLongestText);
    if (text.empty())
        return std::nullopt;
    if (const auto number = wholeNumber(text)) {
        if (*number >= 1e15)
            return std::nullopt;
        if (*number >= 1e9) {
            const double milliseconds = *number >= 1e12 ? *number : *number * 1000;
            return until(UnixTime{Milliseconds(static_cast<std::int64_t>(milliseconds))}, now);
        }
        return bounded(*number * 1000);
    }
    if (const auto duration = unitDuration(text))
        return duration;
    if (const auto time = rfc3339(text))
        return until(*time, now);
    if (const auto time = httpDate(text))
        return until(*time, now);
    return std::nullopt;
}

AnnouncedLimits announcedLimits(std::span<const std::pair<std::string, std::string>> headers, UnixTime now) {
    for (const auto& [name, value] : headers) {
        if (lower(name) == "date")
            now = httpDate(trimmed(value)).value_or(now);
    }
    AnnouncedLimits announced;
    std::optional<Milliseconds> finer;
    for (const auto& [rawName, value] : headers) {
        const auto name = lower(rawName);
        if (name == "retry-after-ms") {
            if (const auto milliseconds = wholeNumber(trimmed(value)))
                finer = bounded(*milliseconds);
        } else if (name == "retry-after") {
            announced.retryAfter = untilReset(value, now);
        } else if (auto field = fieldNamed(name)) {
            readField(announced, std::move(*field), trimmed(value), now);
        }
    }
    if (finer)
        announced.retryAfter = finer;
    return announced;
}

std::optional<Milliseconds> AnnouncedLimits::exhaustedFor() const {
    std::optional<Milliseconds> longest;
    for (const auto& limit : limits) {
        if (limit.remaining == 0 && limit.resetIn && limit.resetIn->count() > 0)
            longest = std::max(longest.value_or(Milliseconds{0}), *limit.resetIn);
    }
    return longest;
}

std::optional<Milliseconds> AnnouncedLimits::waitAsked() const {
    return retryAfter ? retryAfter : exhaustedFor();
}

} // namespace llmg::routing
