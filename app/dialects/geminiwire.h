// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the files of Gemini's client side share. Internal to this folder.
#include "app/dialects/gemini.h"
#include "app/dialects/jsonaccess.h"

namespace llmg::dialects::gemini {

/// "inlineData" → "inline_data" and back: protobuf's JSON takes both spellings of a field (protobuf.dev, "ProtoJSON"),
/// and the SDKs send either.
std::string snakeCase(std::string_view camelCase);
std::string camelCase(std::string_view snakeCase);

/// The member under its camelCase name in either spelling; nullptr where it is absent or null.
const json::value* field(const json::object& object, std::string_view camelCase);
const json::object* objectField(const json::object& object, std::string_view camelCase);
std::string_view textField(const json::object& object, std::string_view camelCase);

/// A list; one lone object stands for a list of one, as Google's own parser takes it. nullopt: neither.
std::optional<std::vector<const json::object*>> listOf(const json::value& value);

Error wrongType(const std::string& param, const char* wanted);

/// `contents` and `systemInstruction` → messages.
Result<> decodeContents(const json::object& body, ChatRequest& request);
/// Google's Schema (types in capitals, `nullable`, 64-bit integers as strings) → JSON Schema.
json::value jsonSchema(const json::value& schema);
/// `tools`, `toolConfig`.
Result<> decodeTools(const json::object& body, ChatRequest& request);
/// `generationConfig`.
Result<> decodeGenerationConfig(const json::object& config, ChatRequest& request);

/// UsageMetadata without cost.
json::object usageMetadata(const domain::TokenUsage& usage);
/// The document with `usageMetadata.cost`, `costDetails` and `metadata`; everything else stays byte for byte. `usage`
/// stands in where the document has none.
std::string withAdditions(std::string_view document, const std::optional<domain::TokenUsage>& usage,
                          const AnswerAdditions& additions);
/// {"error":{code, message, status, details}}
std::string errorBody(const Error& error, int status, std::string_view code);

/// How a stream's responses follow each other: server-sent events, or one JSON array (without alt=sse).
class Framing {
  public:
    explicit Framing(bool isArray)
        : m_isArray(isArray) {}
    void response(std::string_view json, std::string& out);
    /// Google sends an error inside an event stream as bare JSON, without "data:", and the SDKs look for it so.
    void error(std::string_view json, std::string& out);
    void end(std::string& out);

  private:
    bool m_isArray, m_isFirst = true;
};

std::unique_ptr<StreamRelay> newRelay(bool isArray);
std::unique_ptr<PassThrough> newPassThrough();

} // namespace llmg::dialects::gemini
