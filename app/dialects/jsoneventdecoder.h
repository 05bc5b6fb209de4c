// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialects/codec.h"
#include "app/dialects/sse.h"

namespace llmg::dialects {

/// An answer as a stream of events that each hold one JSON object with a type: Anthropic, Cohere, OpenAI Responses.
/// What the types mean is the dialect's; the stream is whole only when read() has said so.
class JsonEventDecoder : public StreamDecoder {
  public:
    void feed(std::string_view bytes, std::vector<Event>& events) final;
    void finish(std::vector<Event>& events) final;

  protected:
    /// `type` is the object's own, or else the event's name.
    virtual void read(std::string_view type, const json::object& data, std::vector<Event>& events) = 0;
    /// Some servers answer a stream request with one JSON body, most often an error.
    [[nodiscard]] virtual Result<ChatAnswer> decodeDocument(std::string_view body) const = 0;

    /// Nothing more is read; AnswerEnd is the caller's to append.
    void stop() { m_done = true; }
    void stop(std::vector<Event>& events, Error error);

  private:
    enum class Form { Unknown, Stream, Document };
    void recognise(std::string_view& bytes);
    void readEvent(const SseEvent& event, std::vector<Event>& events);
    void readDocument(std::vector<Event>& events);

    SseParser m_parser;
    std::string m_document;
    Form m_form = Form::Unknown;
    bool m_done = false;
};

} // namespace llmg::dialects
