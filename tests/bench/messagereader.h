// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace llmg::bench {

/// Reads HTTP/1.1 messages one after another from any split of the bytes: head, then a body by length or in chunks.
/// Only what the two bench programs send each other; a proxy between them must have kept it.
class MessageReader {
  public:
    /// Takes bytes up to the end of the current message and appends what belongs to the body. Returns how many it took.
    std::size_t feed(std::string_view bytes, std::string& body);
    [[nodiscard]] bool headDone() const { return m_state != State::Head; }
    [[nodiscard]] bool done() const { return m_state == State::Done; }
    [[nodiscard]] bool broken() const { return m_state == State::Broken; }
    /// First line and header lines, as they came.
    [[nodiscard]] const std::string& head() const { return m_head; }
    /// Of a response; 0 for a request.
    [[nodiscard]] int status() const;
    void reset();

  private:
    enum class State { Head, Length, ChunkSize, ChunkData, ChunkEnd, Trailer, Done, Broken };
    void headComplete();
    [[nodiscard]] std::string header(std::string_view lowerCaseName) const;

    State m_state = State::Head;
    std::string m_head;
    std::string m_line;
    std::size_t m_left = 0;
};

} // namespace llmg::bench
