// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/geminianswer.h"
#include "app/dialects/geminichunks.h"
#include "app/dialects/geminiwire.h"
#include "app/dialects/openaichat_wire.h"

#include <utility>

namespace llmg::dialects::gemini {
namespace {

/// Hands on each response as it came, in the client's framing. Gemini says no "done": what may be the last response,
/// since every alternative has ended, waits for the next one or for finish().
class Relay final : public StreamRelay {
  public:
    explicit Relay(bool isArray)
        : m_framing(isArray) {}

    void feed(std::string_view upstream, std::string& client) override {
        if (m_closed)
            return;
        const auto state = m_chunks.feed(upstream, [&](std::string_view text) { return take(text, client); });
        if (state == GeminiChunks::State::Garbage)
            stop("The provider sent something that is not JSON.");
        else if (state == GeminiChunks::State::TooLarge)
            stop("The provider sent an event that is too large.");
    }

    void upstreamEnded() override {
        if (m_closed)
            return;
        m_chunks.finish([&](std::string_view text) { return take(text, m_tail); });
        if (m_closed)
            return;
        if (!m_reader.whole())
            return stop(kGeminiCut);
        m_closed = true;
        observe(m_seen, AnswerEnd{});
    }

    void finish(const AnswerAdditions& additions, std::string& client) override {
        client += std::exchange(m_tail, {});
        m_framing.response(withAdditions(m_held.empty() ? "{}" : m_held, m_seen.usage, additions), client);
        m_framing.end(client);
    }

    void fail(const Error& error, int status, std::string& client) override {
        client += std::exchange(m_tail, {});
        if (!m_held.empty())
            m_framing.response(std::exchange(m_held, {}), client);
        m_framing.error(errorBody(error, status, openaichat::streamErrorCode(error)), client);
    }

    [[nodiscard]] const Observation& observation() const override { return m_seen; }

  private:
    void stop(const char* message) {
        if (m_closed)
            return;
        m_closed = true;
        m_seen.error = llmg::fail(ErrorKind::Upstream, message);
    }

    bool take(std::string_view text, std::string& client) {
        const auto document = parseJson(text);
        if (!document || !document->is_object()) {
            stop("The provider sent an event that is not JSON.");
            return false;
        }
        m_events.clear();
        m_reader.read(document->get_object(), m_events);
        for (const Event& event : m_events)
            observe(m_seen, event);
        if (m_reader.failed()) {
            m_closed = true;
            return false;
        }
        if (!m_held.empty())
            m_framing.response(std::exchange(m_held, {}), client);
        if (m_reader.whole())
            m_held = text;
        else
            m_framing.response(text, client);
        return true;
    }

    Framing m_framing;
    GeminiChunks m_chunks;
    GeminiAnswerReader m_reader;
    std::vector<Event> m_events;
    Observation m_seen;
    std::string m_held, m_tail;
    bool m_closed = false;
};

} // namespace

std::unique_ptr<StreamRelay> newRelay(bool isArray) {
    return std::make_unique<Relay>(isArray);
}

} // namespace llmg::dialects::gemini
