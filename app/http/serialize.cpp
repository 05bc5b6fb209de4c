// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/http/serialize.h"

#include <boost/beast/http/status.hpp>

#include <algorithm>
#include <cstdio>
#include <ctime>

namespace llmg::http {

std::string_view reasonPhrase(int status) {
    if (status == 529)
        return "Site Overloaded"; // Anthropic's and the gateway's own; in no registry
    const auto known = boost::beast::http::int_to_status(static_cast<unsigned>(status));
    const auto text = boost::beast::http::obsolete_reason(known);
    return {text.data(), text.size()};
}

std::string_view DateLine::now() {
    const std::time_t second = std::time(nullptr);
    if (second != m_second) {
        constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        std::tm utc{};
        gmtime_r(&second, &utc);
        // Not strftime: its names follow the process's locale.
        const int size = std::snprintf(m_text.data(), m_text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                                       kDays[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                                       kMonths[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour,
                                       utc.tm_min, utc.tm_sec);
        m_size = std::min(static_cast<std::size_t>(size), m_text.size() - 1);
        m_second = second;
    }
    return {m_text.data(), m_size};
}

void appendField(std::string& to, std::string_view name, std::string_view value) {
    to.append(name).append(": ");
    const auto begin = to.size();
    to.append(value);
    for (auto i = begin; i < to.size(); ++i) {
        if (to[i] == '\r' || to[i] == '\n' || to[i] == '\0')
            to[i] = ' ';
    }
    to.append("\r\n");
}

bool isCleanField(std::string_view name, std::string_view value) {
    constexpr std::string_view kSeparators = "\"(),/:;<=>?@[\\]{}";
    const bool token = !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
        return c > ' ' && c < 0x7f && kSeparators.find(c) == std::string_view::npos;
    });
    return token && value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

} // namespace llmg::http
