// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/jsonranges.h"

#include <boost/json.hpp>

#include <algorithm>

namespace llmg::dialects {
namespace {
constexpr std::size_t kNone = std::string_view::npos;
}

std::size_t JsonRanges::skipBlanks(std::size_t at) const {
    const std::size_t next = m_text.find_first_not_of(" \t\r\n", at);
    return next == kNone ? m_text.size() : next;
}

// A quote ends the string unless an odd number of backslashes stands before it.
std::size_t JsonRanges::skipString(std::size_t at) const {
    for (std::size_t quote = at;;) {
        quote = m_text.find('"', quote + 1);
        if (quote == kNone)
            return kNone;
        std::size_t slash = quote;
        while (slash > at + 1 && m_text[slash - 1] == '\\')
            --slash;
        if ((quote - slash) % 2 == 0)
            return quote + 1;
    }
}

std::size_t JsonRanges::skipValue(std::size_t at) const {
    if (at >= m_text.size())
        return kNone;
    if (m_text[at] == '"')
        return skipString(at);
    if (m_text[at] != '{' && m_text[at] != '[')
        return std::min(m_text.find_first_of(",]} \t\r\n", at), m_text.size());
    std::size_t depth = 0;
    while (at < m_text.size()) {
        const char c = m_text[at];
        if (c == '"') {
            at = skipString(at);
            if (at == kNone)
                return kNone;
            continue;
        }
        ++at;
        if (c == '{' || c == '[')
            ++depth;
        else if ((c == '}' || c == ']') && --depth == 0)
            return at;
    }
    return kNone;
}

bool JsonRanges::members(std::size_t at, std::vector<JsonMember>& out) const {
    out.clear();
    at = skipBlanks(at);
    if (at >= m_text.size() || m_text[at] != '{')
        return false;
    at = skipBlanks(at + 1);
    while (at < m_text.size() && m_text[at] == '"') {
        JsonMember member;
        member.begin = at;
        const std::size_t keyEnd = skipString(at);
        if (keyEnd == kNone)
            return false;
        const std::string_view key = m_text.substr(at + 1, keyEnd - at - 2);
        if (key.find('\\') == kNone) {
            member.key = key;
        } else {
            boost::json::error_code failed;
            const auto value = boost::json::parse(boost::json::string_view(m_text.data() + at, keyEnd - at), failed);
            if (failed || !value.is_string())
                return false;
            member.key.assign(value.get_string().data(), value.get_string().size());
        }
        at = skipBlanks(keyEnd);
        if (at >= m_text.size() || m_text[at] != ':')
            return false;
        member.valueBegin = skipBlanks(at + 1);
        member.valueEnd = skipValue(member.valueBegin);
        if (member.valueEnd == kNone)
            return false;
        at = skipBlanks(member.valueEnd);
        out.push_back(std::move(member));
        if (at < m_text.size() && m_text[at] == ',')
            at = skipBlanks(at + 1);
        else
            break;
    }
    return at < m_text.size() && m_text[at] == '}';
}

bool JsonRanges::elements(std::size_t at, std::vector<Range>& out) const {
    out.clear();
    at = skipBlanks(at);
    if (at >= m_text.size() || m_text[at] != '[')
        return false;
    at = skipBlanks(at + 1);
    while (at < m_text.size() && m_text[at] != ']') {
        const std::size_t end = skipValue(at);
        if (end == kNone || end == at)
            return false;
        out.push_back({at, end});
        at = skipBlanks(end);
        if (at < m_text.size() && m_text[at] == ',')
            at = skipBlanks(at + 1);
    }
    return at < m_text.size();
}

std::string spliced(std::string_view text, std::vector<Splice> splices) {
    std::sort(splices.begin(), splices.end(), [](const Splice& a, const Splice& b) { return a.begin < b.begin; });
    std::size_t size = text.size();
    for (const Splice& splice : splices)
        size += splice.text.size();
    std::string out;
    out.reserve(size);
    std::size_t from = 0;
    for (const Splice& splice : splices) {
        if (splice.begin < from)
            continue;
        out.append(text, from, splice.begin - from).append(splice.text);
        from = splice.end;
    }
    out.append(text, from);
    return out;
}

} // namespace llmg::dialects
