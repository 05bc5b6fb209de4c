// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/anthropicmessagesanswer.h"
#include "app/dialects/jsonaccess.h"
#include "app/dialects/jsoneventdecoder.h"

namespace llmg::dialects {
namespace {

/// Reference: docs "Streaming Messages". Whole only when message_stop has come.
class AnthropicStreamDecoder final : public JsonEventDecoder {
  protected:
    void read(std::string_view type, const json::object& data, std::vector<Event>& events) override {
        const std::int64_t index = integerAt(data, "index").value_or(0);
        if (type == "message_start") {
            if (const json::object* message = objectAt(data, "message"))
                m_reader.start(*message, events);
        } else if (type == "content_block_start") {
            if (const json::object* block = objectAt(data, "content_block"))
                m_reader.beginBlock(index, *block, events);
        } else if (type == "content_block_delta") {
            if (const json::object* delta = objectAt(data, "delta"))
                m_reader.delta(index, *delta, events);
        } else if (type == "content_block_stop") {
            m_reader.endBlock(index, events);
        } else if (type == "message_delta") {
            const json::object none;
            const json::object* delta = objectAt(data, "delta");
            m_reader.finish(delta != nullptr ? *delta : none, objectAt(data, "usage"), events);
        } else if (type == "message_stop") {
            stop();
            events.emplace_back(AnswerEnd{});
        } else if (const json::object* error = objectAt(data, "error")) {
            stop(events, anthropicError(0, *error));
        }
        // ping, and events yet to be invented, which the reference asks clients to pass over
    }

    [[nodiscard]] Result<ChatAnswer> decodeDocument(std::string_view body) const override {
        return decodeAnthropicAnswer(body);
    }

  private:
    AnthropicAnswerReader m_reader;
};

} // namespace

std::unique_ptr<StreamDecoder> newAnthropicStreamDecoder() {
    return std::make_unique<AnthropicStreamDecoder>();
}

} // namespace llmg::dialects
