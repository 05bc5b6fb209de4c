// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/coherechatanswer.h"
#include "app/dialects/jsonaccess.h"
#include "app/dialects/jsoneventdecoder.h"

namespace llmg::dialects {
namespace {

/// Reference: docs.cohere.com/v2/reference/chat-stream. Whole only when message-end has come; most streams then close
/// with OpenAI's [DONE], some do not.
class CohereStreamDecoder final : public JsonEventDecoder {
  protected:
    void read(std::string_view type, const json::object& data, std::vector<Event>& events) override {
        const json::object none;
        const json::object* delta = objectAt(data, "delta");
        const json::object* message = delta != nullptr ? objectAt(*delta, "message") : nullptr;
        if (type == "message-start") {
            m_reader.start(textAt(data, "id"), events);
        } else if (type == "message-end") {
            readEnd(delta != nullptr ? *delta : none, events);
        } else if (delta == nullptr && (type.empty() || type == "error")) {
            std::string words = cohereErrorWords(data);
            stop(events, cohereError(0, words.empty() ? "The provider reported an error." : std::move(words)));
        } else {
            readPiece(type, data, message != nullptr ? *message : none, events);
        }
    }

    // Ends of blocks, debug events and events yet to be invented are passed over.
    void readPiece(std::string_view type, const json::object& data, const json::object& message,
                   std::vector<Event>& events) {
        const std::int64_t index = integerAt(data, "index").value_or(0);
        const json::object* call = objectAt(message, "tool_calls");
        if (type == "content-start" || type == "content-delta") {
            if (const json::object* block = objectAt(message, "content"))
                m_reader.content(index, *block, events);
            if (const json::object* item = objectAt(data, "logprobs"))
                m_reader.logprobs(*item, events);
        } else if (type == "tool-plan-delta") {
            m_reader.toolPlan(textAt(message, "tool_plan"), events);
        } else if (type == "tool-call-start" && call != nullptr) {
            m_reader.beginToolCall(index, *call, events);
        } else if (type == "tool-call-delta" && call != nullptr) {
            if (const json::object* function = objectAt(*call, "function"))
                m_reader.toolCallArguments(index, textAt(*function, "arguments"), events);
        } else if (type == "tool-call-end") {
            m_reader.endToolCall(index, events);
        } else if (type == "citation-start") {
            if (const json::object* citation = objectAt(message, "citations"))
                m_reader.citation(*citation, events);
        }
    }

    void readEnd(const json::object& delta, std::vector<Event>& events) {
        if (auto error = m_reader.finish(delta, events)) {
            stop(events, std::move(*error));
            return;
        }
        stop();
        events.emplace_back(AnswerEnd{});
    }

    [[nodiscard]] Result<ChatAnswer> decodeDocument(std::string_view body) const override {
        return decodeCohereAnswer(body);
    }

  private:
    CohereAnswerReader m_reader;
};

} // namespace

std::unique_ptr<StreamDecoder> newCohereStreamDecoder() {
    return std::make_unique<CohereStreamDecoder>();
}

} // namespace llmg::dialects
