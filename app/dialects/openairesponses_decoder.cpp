// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/openairesponses_wire.h"
#include "app/dialects/sse.h"

namespace llmg::dialects::responses {
namespace {

/// Reference: platform.openai.com/docs/api-reference/responses-streaming. Whole only when response.completed,
/// .incomplete or .failed has come; there is no [DONE], though OpenRouter adds one.
class Decoder final : public StreamDecoder {
  public:
    explicit Decoder(ResponsesQuirks quirks)
        : m_quirks(std::move(quirks))
        , m_reader(m_quirks) {}
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;

    void feed(std::string_view bytes, std::vector<Event>& events) override {
        if (m_done)
            return;
        if (m_form == Form::Unknown)
            recognise(bytes);
        if (m_form != Form::Stream) {
            m_whole += bytes;
            if (m_whole.size() > SseParser::kMaxEventBytes)
                stop(events, "the provider's answer is larger than 16 MiB");
            return;
        }
        m_parser.feed(bytes);
        while (!m_done) {
            const auto event = m_parser.next();
            if (!event)
                break;
            read(*event, events);
        }
        if (m_parser.tooLarge())
            stop(events, "the provider sent an event larger than 16 MiB");
    }

    void finish(std::vector<Event>& events) override {
        if (m_done)
            return;
        if (m_form == Form::Document)
            return readWhole(events);
        if (const auto event = m_parser.finish())
            read(*event, events);
        stop(events, "the provider broke the stream off");
    }

  private:
    enum class Form { Unknown, Stream, Document };

    /// A stream request can be answered by a plain document, an error above all. An event stream never begins with {.
    void recognise(std::string_view& bytes) {
        const std::size_t first = bytes.find_first_not_of(" \t\r\n");
        bytes.remove_prefix(first == std::string_view::npos ? bytes.size() : first);
        if (!bytes.empty())
            m_form = bytes.front() == '{' ? Form::Document : Form::Stream;
    }

    void read(const SseEvent& event, std::vector<Event>& events) {
        if (event.data.empty() || event.data == "[DONE]")
            return;
        const auto document = parseJson(event.data);
        if (!document || !document->is_object())
            return stop(events, "the provider sent an event that is not JSON");
        m_reader.event(document->get_object(), events);
        m_done = m_reader.ended();
    }

    void readWhole(std::vector<Event>& events) {
        auto answer = readAnswer(m_whole, m_quirks);
        m_done = true;
        if (!answer) {
            events.emplace_back(AnswerError{answer.error()});
            return;
        }
        for (Event& event : toEvents(*answer))
            events.push_back(std::move(event));
    }

    void stop(std::vector<Event>& events, const char* why) {
        if (m_done)
            return;
        m_done = true;
        events.emplace_back(AnswerError{fail(ErrorKind::Upstream, why)});
    }

    ResponsesQuirks m_quirks;
    AnswerReader m_reader;
    SseParser m_parser;
    std::string m_whole;
    Form m_form = Form::Unknown;
    bool m_done = false;
};

} // namespace

std::unique_ptr<StreamDecoder> newStreamDecoder(const ResponsesQuirks& quirks) {
    return std::make_unique<Decoder>(quirks);
}

} // namespace llmg::dialects::responses
