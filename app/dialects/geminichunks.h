// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialects/sse.h"

#include <functional>
#include <string>
#include <string_view>

namespace llmg::dialects {

/// The JSON texts of a stream as soon as each is complete, from any split of its bytes: events (alt=sse) or the
/// objects of one array, whichever comes.
class GeminiChunks {
  public:
    enum class State { Ok, Garbage, TooLarge };
    /// Gets a text that lives until it returns; false: no more is wanted.
    using Take = std::function<bool(std::string_view json)>;

    State feed(std::string_view bytes, const Take& take);
    /// The connection ended: an event without its blank line, or the error that Google sends as bare JSON.
    void finish(const Take& take);

  private:
    enum class Form { Unknown, Events, Objects };
    State feedEvents(std::string_view bytes, const Take& take);
    State feedObjects(std::string_view bytes, const Take& take);
    [[nodiscard]] bool countObject(char c);
    void watchForError(std::string_view bytes);

    // Generated images come whole in one chunk, as base64.
    static constexpr std::size_t kMaxChunk = std::size_t{64} << 20;
    static constexpr std::size_t kMaxError = std::size_t{64} << 10;

    Form m_form = Form::Unknown;
    SseParser m_parser{kMaxChunk};
    std::string m_object; ///< the open one of an array
    std::size_t m_depth = 0;
    bool m_inString = false, m_escaped = false;
    std::string m_bare; ///< from the first line of an event stream that begins with a brace
    bool m_atLineStart = true;
};

} // namespace llmg::dialects
