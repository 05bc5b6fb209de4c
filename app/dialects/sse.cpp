// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/sse.h"

namespace llmg::dialects {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kNone = std::string_view::npos;

} // namespace

void SseParser::feed(std::string_view bytes) {
    keepRest();
    if (m_pending.empty()) {
        m_view = bytes;
    } else {
        m_pending.append(bytes);
        m_view = m_pending;
    }
}

// 9.2.6: "Streams must be decoded using the UTF-8 decode algorithm", which strips one leading byte order mark.
bool SseParser::skipByteOrderMark() {
    const std::string_view head = m_view.substr(0, kByteOrderMark.size());
    if (head == kByteOrderMark) {
        startBlock(kByteOrderMark.size());
    } else if (head.size() < kByteOrderMark.size() && kByteOrderMark.starts_with(head)) {
        return false; // may still become one
    }
    m_atStart = false;
    return true;
}

// 9.2.5: end-of-line = ( cr lf / cr / lf ). Both searches are remembered, so that a stream that uses only one of the
// two is not searched again and again for the other.
std::size_t SseParser::findLineEnd() {
    const std::size_t from = m_searched > m_line ? m_searched : m_line;
    if (!m_lfKnown || m_nextLf < m_line) {
        m_nextLf = m_view.find('\n', from);
        m_lfKnown = true;
    }
    if (!m_crKnown || m_nextCr < m_line) {
        m_nextCr = m_view.find('\r', from);
        m_crKnown = true;
    }
    return m_nextLf < m_nextCr ? m_nextLf : m_nextCr;
}

std::optional<SseEvent> SseParser::next() {
    if (m_tooLarge || m_view.empty() || (m_atStart && !skipByteOrderMark())) {
        keepRest();
        return std::nullopt;
    }
    // The LF of a CRLF whose CR ended the feed before: part of that line end.
    if (m_afterCr && m_line < m_view.size()) {
        m_afterCr = false;
        if (m_view[m_line] == '\n') {
            if (m_block == m_line)
                startBlock(m_line + 1);
            else
                ++m_line;
        }
    }
    while (m_line < m_view.size()) {
        const std::size_t end = findLineEnd();
        if (end == kNone)
            break;
        const Span line{m_line, end - m_line};
        m_line = end + 1;
        if (m_view[end] == '\r') {
            if (m_line == m_view.size())
                m_afterCr = true;
            else if (m_view[m_line] == '\n')
                ++m_line;
        }
        if (line.size != 0) {
            takeField(line);
            continue;
        }
        if (m_line - m_block > m_max) {
            m_tooLarge = true;
            return std::nullopt;
        }
        if (m_dataLines != 0)
            return dispatch(m_line);
        // 9.2.6, dispatch step 2: no data, no event (a block of comments, a stray blank line).
        startBlock(m_line);
    }
    m_searched = m_view.size();
    keepRest();
    return std::nullopt;
}

std::optional<SseEvent> SseParser::finish() {
    keepRest();
    if (m_tooLarge || m_pending.empty())
        return std::nullopt;
    m_view = m_pending;
    if (m_line < m_view.size()) {
        takeField({m_line, m_view.size() - m_line});
        m_line = m_view.size();
    }
    if (m_dataLines == 0)
        return std::nullopt;
    return dispatch(m_view.size());
}

// 9.2.6 "process the field": name before the first colon, value after it less one leading space; a line that starts
// with a colon is a comment; a line without one is a name with an empty value.
void SseParser::takeField(Span line) {
    const std::string_view all = text(line);
    const auto valueFrom = [&](std::size_t nameSize) -> std::optional<Span> {
        if (all.size() == nameSize)
            return Span{line.at + nameSize, 0};
        if (all[nameSize] != ':')
            return std::nullopt;
        const std::size_t skip = nameSize + 1 + (all.size() > nameSize + 1 && all[nameSize + 1] == ' ' ? 1 : 0);
        return Span{line.at + skip, line.size - skip};
    };
    if (all.starts_with("data")) {
        if (const auto value = valueFrom(4)) {
            if (m_dataLines == 1)
                m_joined.assign(text(m_data));
            if (m_dataLines >= 1)
                m_joined.append(1, '\n').append(text(*value));
            m_data = *value;
            ++m_dataLines;
        }
    } else if (all.starts_with("event")) {
        if (const auto value = valueFrom(5))
            m_name = *value;
    }
}

SseEvent SseParser::dispatch(std::size_t end) {
    SseEvent event;
    event.name = text(m_name);
    event.data = m_dataLines > 1 ? std::string_view(m_joined) : text(m_data);
    event.raw = m_view.substr(m_block, end - m_block);
    startBlock(end);
    return event;
}

void SseParser::startBlock(std::size_t at) {
    m_block = at;
    if (m_line < at)
        m_line = at;
    m_name = m_data = Span{};
    m_dataLines = 0;
}

// The open event moves to m_pending, and with it every position.
void SseParser::keepRest() {
    if (m_view.empty())
        return;
    if (!m_tooLarge && m_view.size() - m_block > m_max)
        m_tooLarge = true;
    if (m_tooLarge) {
        m_pending.clear();
    } else if (m_view.data() == m_pending.data()) {
        m_pending.erase(0, m_block);
    } else {
        m_pending.assign(m_view.substr(m_block));
    }
    const std::size_t moved = m_block;
    m_line -= moved;
    m_searched = m_searched > moved ? m_searched - moved : 0;
    m_name.at -= m_name.size != 0 ? moved : m_name.at;
    m_data.at -= m_data.size != 0 ? moved : m_data.at;
    m_block = 0;
    m_view = {};
    m_lfKnown = m_crKnown = false;
}

} // namespace llmg::dialects
