// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/messagereader.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace llmg::bench {

namespace {

std::string lowered(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

} // namespace

std::size_t MessageReader::feed(std::string_view bytes, std::string& body) {
    std::size_t at = 0;
    while (at < bytes.size() && m_state != State::Done && m_state != State::Broken) {
        if (m_state == State::Length || m_state == State::ChunkData) {
            const std::size_t taken = std::min(m_left, bytes.size() - at);
            body.append(bytes.substr(at, taken));
            at += taken;
            m_left -= taken;
            if (m_left == 0)
                m_state = m_state == State::Length ? State::Done : State::ChunkEnd;
            continue;
        }
        // Everything else comes in lines.
        const std::size_t end = bytes.find('\n', at);
        const std::size_t taken = (end == std::string_view::npos ? bytes.size() : end + 1) - at;
        m_line.append(bytes.substr(at, taken));
        at += taken;
        if (end == std::string_view::npos)
            break;
        const std::string line = std::exchange(m_line, {});
        const bool blank = line == "\r\n";
        switch (m_state) {
        case State::Head:
            m_head += line;
            if (blank)
                headComplete();
            break;
        case State::ChunkSize: {
            const auto parsed = std::from_chars(line.data(), line.data() + line.size(), m_left, 16);
            if (parsed.ec != std::errc{})
                m_state = State::Broken;
            else
                m_state = m_left == 0 ? State::Trailer : State::ChunkData;
            break;
        }
        case State::ChunkEnd:
            m_state = State::ChunkSize;
            break;
        default: // Trailer
            if (blank)
                m_state = State::Done;
        }
    }
    return at;
}

void MessageReader::headComplete() {
    if (status() / 100 == 1) { // "100 Continue" comes before the answer
        m_head.clear();
        return;
    }
    if (header("transfer-encoding") == "chunked") {
        m_state = State::ChunkSize;
        return;
    }
    const std::string length = header("content-length");
    m_left = 0;
    std::from_chars(length.data(), length.data() + length.size(), m_left);
    m_state = m_left == 0 ? State::Done : State::Length;
}

int MessageReader::status() const {
    int code = 0;
    if (m_head.starts_with("HTTP/1.1 ") && m_head.size() > 12)
        std::from_chars(m_head.data() + 9, m_head.data() + 12, code);
    return code;
}

std::string MessageReader::header(std::string_view lowerCaseName) const {
    const std::string text = lowered(m_head);
    const std::size_t at = text.find("\n" + std::string(lowerCaseName) + ":");
    if (at == std::string::npos)
        return {};
    std::size_t from = at + 2 + lowerCaseName.size();
    const std::size_t end = text.find('\r', from);
    while (from < end && text[from] == ' ')
        ++from;
    return text.substr(from, end - from);
}

void MessageReader::reset() {
    m_state = State::Head;
    m_head.clear();
    m_line.clear();
    m_left = 0;
}

} // namespace llmg::bench
