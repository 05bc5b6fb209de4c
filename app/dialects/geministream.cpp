// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/geminianswer.h"
#include "app/dialects/jsonaccess.h"
#include "app/dialects/sse.h"

namespace llmg::dialects {
namespace {

// Generated images come whole in one chunk, as base64.
constexpr std::size_t kMaxChunk = std::size_t{64} << 20;

/// The objects of a JSON array (or a lone object) as soon as each is complete, from any split of its bytes.
class ObjectSplitter {
  public:
    enum class State { Ok, Garbage, TooLarge };

    template <class Take>
    State feed(std::string_view bytes, Take&& take) {
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            const char c = bytes[i];
            if (m_depth == 0) {
                if (c == '{') {
                    m_depth = 1;
                    m_object.assign(1, c);
                } else if (c != '[' && c != ']' && c != ',' && c != ' ' && c != '\t' && c != '\r' && c != '\n') {
                    return State::Garbage;
                }
                continue;
            }
            m_object += c;
            if (m_object.size() > kMaxChunk)
                return State::TooLarge;
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
            } else if (c == '}' && --m_depth == 0) {
                if (!take(std::string_view(m_object)))
                    return State::Ok;
                m_object.clear();
            }
        }
        return State::Ok;
    }

  private:
    std::string m_object;
    std::size_t m_depth = 0;
    bool m_inString = false, m_escaped = false;
};

/// Event stream (alt=sse, CRLF) or JSON array, whichever comes. Gemini has no terminator: a stream is whole when every
/// alternative has given its finish reason.
class GeminiStreamDecoder final : public StreamDecoder {
  public:
    void feed(std::string_view bytes, std::vector<Event>& events) override {
        if (m_done)
            return;
        if (m_form == Form::Unknown) {
            const std::size_t first = bytes.find_first_not_of(" \t\r\n");
            bytes.remove_prefix(first == std::string_view::npos ? bytes.size() : first);
            if (!bytes.empty())
                m_form = bytes.front() == '{' || bytes.front() == '[' ? Form::Array : Form::Sse;
        }
        if (m_form == Form::Sse)
            feedEvents(bytes, events);
        else if (m_form == Form::Array)
            feedArray(bytes, events);
    }

    void finish(std::vector<Event>& events) override {
        if (m_done)
            return;
        if (const auto event = m_parser.finish())
            read(event->data, events);
        if (m_done)
            return;
        m_done = true;
        if (m_reader.whole())
            events.emplace_back(AnswerEnd{});
        else
            events.emplace_back(
                AnswerError{fail(ErrorKind::Upstream, "The provider's answer was cut off before its end.")});
    }

  private:
    enum class Form { Unknown, Sse, Array };

    void feedEvents(std::string_view bytes, std::vector<Event>& events) {
        m_parser.feed(bytes);
        while (!m_done) {
            const auto event = m_parser.next();
            if (!event)
                break;
            read(event->data, events);
        }
        if (m_parser.tooLarge())
            end(events, "The provider sent an event that is too large.");
    }

    void feedArray(std::string_view bytes, std::vector<Event>& events) {
        const auto state = m_splitter.feed(bytes, [&](std::string_view object) {
            read(object, events);
            return !m_done;
        });
        if (state == ObjectSplitter::State::Garbage)
            end(events, "The provider sent something that is not JSON.");
        else if (state == ObjectSplitter::State::TooLarge)
            end(events, "The provider sent an event that is too large.");
    }

    void read(std::string_view text, std::vector<Event>& events) {
        if (text.empty() || text == "[DONE]")
            return;
        const auto document = parseJson(text);
        if (!document || !document->is_object()) {
            end(events, "The provider sent an event that is not JSON.");
            return;
        }
        m_reader.read(document->get_object(), events);
        m_done = m_reader.failed();
    }

    void end(std::vector<Event>& events, const char* message) {
        if (m_done)
            return;
        m_done = true;
        events.emplace_back(AnswerError{fail(ErrorKind::Upstream, message)});
    }

    SseParser m_parser{kMaxChunk};
    ObjectSplitter m_splitter;
    GeminiAnswerReader m_reader;
    Form m_form = Form::Unknown;
    bool m_done = false;
};

} // namespace

std::unique_ptr<StreamDecoder> newGeminiStreamDecoder() {
    return std::make_unique<GeminiStreamDecoder>();
}

} // namespace llmg::dialects
