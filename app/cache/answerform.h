// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A client dialect's answers as documents and as streams, and from one to the other. They work on the dialect's own
// JSON and not on the canonical form, so that fields and blocks that only one provider has survive. Internal to this
// folder.
#include "app/dialects/jsonaccess.h"
#include "models/domain/tokenusage.h"

#include <memory>

namespace llmg::cache {

namespace json = dialects::json;

/// How a stream is wanted.
struct StreamShape {
    bool includeUsage = false; ///< OpenAI chat: stream_options.include_usage
    bool arrayStream = false;  ///< Gemini without alt=sse: one JSON array
};

/// Gathers the events of one stream.
class Gatherer {
  public:
    virtual ~Gatherer() = default;
    virtual void take(json::object data) = 0;
    virtual void takeDone() {} ///< [DONE]
    /// nullopt: the stream is not at its end, or holds what cannot be put together. `usage` is for a dialect whose
    /// clients may go without it.
    virtual std::optional<json::object> document(const domain::TokenUsage& usage) = 0;
};

class AnswerForm {
  public:
    virtual ~AnswerForm() = default;
    /// Ended by itself and says something. An answer that was cut (length, pause, filter) is not kept: who asks again
    /// hopes for a better one. Nor is one that calls no tool and says nothing.
    [[nodiscard]] virtual bool isWhole(std::string_view document) const = 0;
    /// nullptr: no streams in this dialect.
    [[nodiscard]] virtual std::unique_ptr<Gatherer> newGatherer() const { return nullptr; }
    virtual void writeStream(const json::object&, StreamShape, std::string&) const {}
    [[nodiscard]] virtual std::string_view usageKey() const { return "usage"; }
    [[nodiscard]] virtual std::string_view metadataKey() const { return "metadata"; }
    [[nodiscard]] virtual bool camelCase() const { return false; } ///< costDetails
};

/// By the client's dialect; nullptr: its answers are not kept. Lives for ever.
const AnswerForm* answerForm(std::string_view dialect);

const AnswerForm& chatForm();
const AnswerForm& messagesForm();
const AnswerForm& responsesForm();
const AnswerForm& geminiForm();
const AnswerForm& endpointForm();

/// Appends one event; "" for a stream whose events have no names.
void writeEvent(std::string_view name, const json::object& data, std::string& out);
/// Members of `from` over those of `into`; null says nothing.
void overlay(json::object& into, json::object from);
/// text += more, whatever was there.
void appendText(json::value& text, const json::string& more);

} // namespace llmg::cache
