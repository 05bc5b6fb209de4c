// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/geminianswer.h"
#include "app/dialects/geminichunks.h"
#include "app/dialects/jsonaccess.h"

namespace llmg::dialects {
namespace {

/// Event stream (alt=sse, CRLF) or JSON array, whichever comes. Gemini has no terminator: a stream is whole when every
/// alternative has given its finish reason.
class GeminiStreamDecoder final : public StreamDecoder {
  public:
    void feed(std::string_view bytes, std::vector<Event>& events) override {
        if (m_done)
            return;
        const auto state = m_chunks.feed(bytes, [&](std::string_view text) { return read(text, events); });
        if (state == GeminiChunks::State::Garbage)
            end(events, "The provider sent something that is not JSON.");
        else if (state == GeminiChunks::State::TooLarge)
            end(events, "The provider sent an event that is too large.");
    }

    void finish(std::vector<Event>& events) override {
        if (m_done)
            return;
        m_chunks.finish([&](std::string_view text) { return read(text, events); });
        if (m_done)
            return;
        m_done = true;
        if (m_reader.whole())
            events.emplace_back(AnswerEnd{});
        else
            events.emplace_back(AnswerError{fail(ErrorKind::Upstream, kGeminiCut)});
    }

  private:
    bool read(std::string_view text, std::vector<Event>& events) {
        const auto document = parseJson(text);
        if (!document || !document->is_object()) {
            end(events, "The provider sent an event that is not JSON.");
            return false;
        }
        m_reader.read(document->get_object(), events);
        m_done = m_reader.failed();
        return !m_done;
    }

    void end(std::vector<Event>& events, const char* message) {
        if (m_done)
            return;
        m_done = true;
        events.emplace_back(AnswerError{fail(ErrorKind::Upstream, message)});
    }

    GeminiChunks m_chunks;
    GeminiAnswerReader m_reader;
    bool m_done = false;
};

} // namespace

std::unique_ptr<StreamDecoder> newGeminiStreamDecoder() {
    return std::make_unique<GeminiStreamDecoder>();
}

} // namespace llmg::dialects
