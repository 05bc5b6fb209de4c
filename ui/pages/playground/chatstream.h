// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialects/sse.h"
#include "ui/pages/playground/conversation.h"

#include <variant>
#include <vector>

namespace llmg::playground {

struct TextArrived {
    QByteArray text;
};
struct ReasoningArrived {
    QByteArray text;
};
/// Starts or continues call `index`; empty members say nothing new.
struct ToolCallArrived {
    int index = 0;
    ToolCall piece;
};
struct UsageArrived {
    Usage usage;
    std::optional<domain::Money> cost;
};
struct MetadataArrived {
    QString requestId, usedModel, usedProvider;
    bool cached = false;
};
struct FinishArrived {
    QString reason;
};
struct StreamFailed {
    Failure failure;
};
struct StreamEnded {};
using ChatEvent = std::variant<TextArrived, ReasoningArrived, ToolCallArrived, UsageArrived, MetadataArrived,
                               FinishArrived, StreamFailed, StreamEnded>;

/// The bytes of a streamed chat completion → events. Sans-IO; results do not depend on how the bytes are split. After
/// StreamFailed or StreamEnded nothing more comes.
class ChatStreamReader {
  public:
    void feed(QByteArrayView bytes, std::vector<ChatEvent>& events);
    /// The connection ended: a stream without [DONE] was cut.
    void finish(std::vector<ChatEvent>& events);
    [[nodiscard]] bool hasEnded() const { return m_ended; }

  private:
    void read(std::string_view data, std::vector<ChatEvent>& events);
    void failGarbage(std::string_view data, std::vector<ChatEvent>& events);

    dialects::SseParser m_sse;
    bool m_ended = false;
};

/// The error object of the contract, wherever it came: {"error":{"message","type","param","code"}}. nullopt: it is
/// none.
std::optional<Failure> failureFromJson(QByteArrayView body);

} // namespace llmg::playground
