// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Answers in Gemini's words. Internal to this folder.
#include "app/dialects/geminiwire.h"

namespace llmg::dialects::gemini {

/// The events of one alternative → JSON of its parts and of what stands beside them. Function calls are written whole;
/// a signature goes on the part that follows the thoughts, as Google puts it.
class CandidateWriter {
  public:
    /// Appends to `parts`, separated by commas, what the event completes.
    void take(const Event& event, std::string& parts);
    /// The alternative is over: what still waits.
    void close(std::string& parts);
    /// `,"finishReason":…` and what was gathered: grounding, log probabilities.
    [[nodiscard]] std::string endMembers(const Finish& finish);
    /// `,"logprobsResult":…` gathered since the last call, or nothing.
    [[nodiscard]] std::string takeLogprobs();

  private:
    struct Call {
        int index = 0;
        std::string id, name, signature, arguments;
        bool custom = false;
    };
    void text(std::string_view text, std::string& parts);
    void thought(const ReasoningDelta& delta, std::string& parts);
    void signature(const ReasoningPart& part);
    void media(const MediaPart& media, std::string& parts);
    void call(const ToolCallStart& start);
    void arguments(const ToolCallDelta& delta);
    void releaseCalls(std::string& parts);
    void release(const Call& call, std::string& parts);
    void putSignature(std::string_view signature, std::string& parts);
    [[nodiscard]] std::string pendingSignature();
    [[nodiscard]] std::string grounding() const;

    std::string m_text;    ///< citations count its bytes
    std::string m_thought; ///< since the last signature
    std::vector<ReasoningPart> m_foreign;
    std::string m_google;
    std::vector<Call> m_calls; ///< not yet written
    json::array m_annotations;
    json::value m_logprobs;
};

/// A GenerateContentResponse without usage.
std::string answerDocument(const ChatAnswer& answer);
/// `model` and `id` are said where the provider states none.
std::unique_ptr<StreamEncoder> newStreamEncoder(std::string model, bool isArray, std::string id = {});

} // namespace llmg::dialects::gemini
