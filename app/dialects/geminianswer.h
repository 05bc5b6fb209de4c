// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialects/codec.h"

#include <map>
#include <set>

namespace llmg::dialects {

/// GenerateContentResponse → events. A stream is a row of such responses, a whole answer is one.
class GeminiAnswerReader {
  public:
    /// After an AnswerError nothing more is appended.
    void read(const json::object& response, std::vector<Event>& events);
    /// Every alternative that began has said why it ended, or the prompt was blocked.
    [[nodiscard]] bool whole() const;
    [[nodiscard]] bool failed() const { return m_failed; }
    /// A single answer needs no finish reason to be whole.
    void finishOpen(std::vector<Event>& events);

  private:
    struct Candidate {
        std::string text; ///< for citations, which count its bytes
        int toolCalls = 0;
        bool spoke = false; ///< text, a call or media
        bool finished = false;
        json::object grounding;
        std::set<std::string> cited;
    };
    void readCandidate(int index, const json::object& candidate, std::vector<Event>& events);
    void readPart(int index, Candidate& state, const json::object& part, std::vector<Event>& events);
    void addText(int index, Candidate& state, std::string_view text, std::vector<Event>& events);
    void readCall(int index, Candidate& state, const json::object& call, std::string_view signature,
                  std::vector<Event>& events);
    void cite(int index, Candidate& state, const std::vector<std::size_t>& partStarts, std::vector<Event>& events);
    void finish(int index, Candidate& state, std::string native, std::string_view words, std::vector<Event>& events);
    void readUsage(const json::object& usage, std::vector<Event>& events);
    void fail(Error error, std::vector<Event>& events);

    std::map<int, Candidate> m_candidates;
    domain::TokenUsage m_usage;
    std::int64_t m_promptTokens = 0, m_toolTokens = 0, m_candidateTokens = 0, m_thoughtTokens = 0;
    std::string m_id, m_model;
    bool m_started = false, m_usageKnown = false, m_blocked = false, m_failed = false;
};

/// What a stream that ends too early is told to be.
inline constexpr const char* kGeminiCut = "The provider's answer was cut off before its end.";

MediaKind geminiMediaKind(std::string_view mimeType);
/// Google's words for an answer that it withheld.
bool isGeminiFilter(std::string_view nativeFinish);
/// Code that Google ran by itself, and what it printed: shown as fenced text, not handed to the client as a call.
std::string geminiCodeText(const json::object& executableCode);
std::string geminiOutputText(const json::object& codeExecutionResult);

/// Google's error object {code, message, status, details}.
Error geminiError(int status, const json::object& error);
Error geminiErrorFromBody(int status, std::string_view body);
/// The events of a 2xx body; its error where it holds one or no answer.
Result<std::vector<Event>> readGeminiAnswer(const json::value& document);
Result<ChatAnswer> decodeGeminiAnswer(std::string_view body);

std::unique_ptr<StreamDecoder> newGeminiStreamDecoder();

} // namespace llmg::dialects
