// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/jsoneventdecoder.h"

#include "app/dialects/jsonaccess.h"

namespace llmg::dialects {

void JsonEventDecoder::feed(std::string_view bytes, std::vector<Event>& events) {
    if (m_done)
        return;
    if (m_form == Form::Unknown)
        recognise(bytes);
    if (m_form != Form::Stream) {
        m_document += bytes;
        if (m_document.size() > SseParser::kMaxEventBytes)
            stop(events, fail(ErrorKind::Upstream, "The provider's answer is too large."));
        return;
    }
    m_parser.feed(bytes);
    while (!m_done) {
        const auto event = m_parser.next();
        if (!event)
            break;
        readEvent(*event, events);
    }
    if (m_parser.tooLarge())
        stop(events, fail(ErrorKind::Upstream, "The provider sent an event that is too large."));
}

void JsonEventDecoder::finish(std::vector<Event>& events) {
    if (m_done)
        return;
    if (m_form == Form::Document) {
        readDocument(events);
        return;
    }
    if (const auto event = m_parser.finish())
        readEvent(*event, events);
    stop(events, fail(ErrorKind::Upstream, "The provider's answer was cut off before its end."));
}

void JsonEventDecoder::stop(std::vector<Event>& events, Error error) {
    if (m_done)
        return;
    m_done = true;
    events.emplace_back(AnswerError{std::move(error)});
}

// An event stream never begins with {. Blank space before the first byte means nothing in either form and is left out.
void JsonEventDecoder::recognise(std::string_view& bytes) {
    const std::size_t first = bytes.find_first_not_of(" \t\r\n");
    bytes.remove_prefix(first == std::string_view::npos ? bytes.size() : first);
    if (!bytes.empty())
        m_form = bytes.front() == '{' ? Form::Document : Form::Stream;
}

void JsonEventDecoder::readEvent(const SseEvent& event, std::vector<Event>& events) {
    if (event.data.empty() || event.data == "[DONE]") // OpenAI's terminator, which others add to streams of their own
        return;
    const auto document = parseJson(event.data);
    if (!document || !document->is_object()) {
        stop(events, fail(ErrorKind::Upstream, "The provider sent an event that is not JSON."));
        return;
    }
    const json::object& data = document->get_object();
    std::string_view type = textAt(data, "type");
    read(type.empty() ? std::string_view(event.name) : type, data, events);
}

void JsonEventDecoder::readDocument(std::vector<Event>& events) {
    auto answer = decodeDocument(m_document);
    if (!answer) {
        stop(events, answer.error());
        return;
    }
    m_done = true;
    for (Event& event : toEvents(*answer))
        events.push_back(std::move(event));
}

} // namespace llmg::dialects
