// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/geminichunks.h"

#include <algorithm>

namespace llmg::dialects {

GeminiChunks::State GeminiChunks::feed(std::string_view bytes, const Take& take) {
    if (m_form == Form::Unknown) {
        const std::size_t first = bytes.find_first_not_of(" \t\r\n");
        bytes.remove_prefix(first == std::string_view::npos ? bytes.size() : first);
        if (!bytes.empty())
            m_form = bytes.front() == '{' || bytes.front() == '[' ? Form::Objects : Form::Events;
    }
    if (m_form == Form::Unknown)
        return State::Ok;
    return m_form == Form::Events ? feedEvents(bytes, take) : feedObjects(bytes, take);
}

void GeminiChunks::finish(const Take& take) {
    const auto event = m_parser.finish();
    if (event && !event->data.empty() && !take(event->data))
        return;
    if (!m_bare.empty())
        take(m_bare);
}

GeminiChunks::State GeminiChunks::feedEvents(std::string_view bytes, const Take& take) {
    watchForError(bytes);
    m_parser.feed(bytes);
    while (const auto event = m_parser.next()) {
        if (!event->data.empty() && event->data != "[DONE]" && !take(event->data))
            return State::Ok;
    }
    return m_parser.tooLarge() ? State::TooLarge : State::Ok;
}

// To a reader of events such a line is a field of an unknown name.
void GeminiChunks::watchForError(std::string_view bytes) {
    if (m_bare.empty()) {
        std::size_t at = 0;
        while (at < bytes.size() && !(m_atLineStart && bytes[at] == '{')) {
            const std::size_t end = bytes.find_first_of("\r\n", at);
            m_atLineStart = end != std::string_view::npos;
            at = m_atLineStart ? end + 1 : bytes.size();
        }
        bytes.remove_prefix(at);
    }
    m_bare += bytes.substr(0, kMaxError - std::min(kMaxError, m_bare.size()));
}

GeminiChunks::State GeminiChunks::feedObjects(std::string_view bytes, const Take& take) {
    for (const char c : bytes) {
        if (m_depth == 0) {
            if (c == '{') {
                m_depth = 1;
                m_object.assign(1, c);
            } else if (std::string_view("[], \t\r\n").find(c) == std::string_view::npos) {
                return State::Garbage;
            }
            continue;
        }
        if (m_object.size() >= kMaxChunk)
            return State::TooLarge;
        if (countObject(c)) {
            if (!take(m_object))
                return State::Ok;
            m_object.clear();
        }
    }
    return State::Ok;
}

/// Adds the byte; true when it ends the object.
bool GeminiChunks::countObject(char c) {
    m_object += c;
    if (m_inString) {
        if (m_escaped)
            m_escaped = false;
        else if (c == '\\')
            m_escaped = true;
        else if (c == '"')
            m_inString = false;
    } else if (c == '"') {
        m_inString = true;
    } else if (c == '{') {
        ++m_depth;
    } else if (c == '}') {
        return --m_depth == 0;
    }
    return false;
}

} // namespace llmg::dialects
