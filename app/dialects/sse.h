// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace llmg::dialects {

/// One dispatched event. The views live until the next call of feed(), next() or finish().
struct SseEvent {
    std::string_view name; ///< "" where the stream named none ("message" in a browser)
    std::string_view data; ///< lines joined by LF
    /// Everything the event was made of, comments and terminating blank line included. An event is dispatched at the CR
    /// of its blank line; the LF of a CRLF that comes with a later feed is in no event's `raw`.
    std::string_view raw;
};

/// Server-sent events as in WHATWG HTML 9.2.5 "Parsing an event stream" and 9.2.6 "Interpreting an event stream".
/// Sans-IO: feed() bytes in any split, then call next() until it gives nothing. An event that lies whole in one feed is
/// handed out without a copy. `id` and `retry` mean nothing to a relay: they are left in `raw` only.
class SseParser {
  public:
    static constexpr std::size_t kMaxEventBytes = std::size_t{16} << 20;

    explicit SseParser(std::size_t maxEventBytes = kMaxEventBytes)
        : m_max(maxEventBytes) {}
    SseParser(const SseParser&) = delete;
    SseParser& operator=(const SseParser&) = delete;

    /// `bytes` must stay in place until next() has returned nothing.
    void feed(std::string_view bytes);
    std::optional<SseEvent> next();
    /// The stream ended: the event that no blank line closed, if it has data. 9.2.6 discards it; providers do end their
    /// streams that way, so the caller decides. Its `raw` lacks the terminator.
    std::optional<SseEvent> finish();
    /// An event grew past the bound; nothing more comes out.
    [[nodiscard]] bool tooLarge() const { return m_tooLarge; }

  private:
    struct Span {
        std::size_t at = 0, size = 0;
    };
    bool skipByteOrderMark();
    std::size_t findLineEnd();
    void takeField(Span line);
    SseEvent dispatch(std::size_t end);
    void startBlock(std::size_t at);
    void keepRest();
    [[nodiscard]] std::string_view text(Span span) const { return m_view.substr(span.at, span.size); }

    std::size_t m_max;
    std::string_view m_view;                ///< what is being parsed: the caller's bytes, or m_pending
    std::string m_pending;                  ///< the open event's bytes of earlier feeds
    std::string m_joined;                   ///< data of an event with several data lines
    std::size_t m_block = 0;                ///< where in m_view the open event starts
    std::size_t m_line = 0;                 ///< where its current line starts
    std::size_t m_nextLf = 0, m_nextCr = 0; ///< next of each at or after m_line, as far as searched
    bool m_lfKnown = false, m_crKnown = false;
    std::size_t m_searched = 0; ///< no line end between m_line and here
    Span m_name, m_data;
    std::size_t m_dataLines = 0;
    bool m_atStart = true, m_afterCr = false, m_tooLarge = false;
};

} // namespace llmg::dialects
