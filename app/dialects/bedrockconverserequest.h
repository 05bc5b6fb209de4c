// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialects/anthropicmessagesrequest.h"

namespace llmg::dialects {

/// Whose model an id names. Converse is one form for all of them; what it leaves to the model differs by these.
struct BedrockModel {
    enum class Family { Claude, Nova, Nova2, GptOss, OpenAi, DeepSeekV3, Kimi, OtherOpenWeights, Other };
    Family family = Family::Other;
    std::optional<ClaudeVersion> claude{}; ///< of a Claude, where its id says it

    [[nodiscard]] bool isClaude() const { return family == Family::Claude; }
    [[nodiscard]] bool isNova() const { return family == Family::Nova || family == Family::Nova2; }
    /// A Claude whose id says nothing is taken for a current one.
    [[nodiscard]] bool isClaudeSince(int major, int minor) const {
        return isClaude() && (!claude || *claude >= ClaudeVersion{major, minor});
    }
};
/// Of a model id, with or without the prefix of a cross-region inference profile, or an ARN that holds one.
BedrockModel bedrockModel(std::string_view upstreamId);

/// What one request is encoded for.
struct BedrockContext {
    const ChatRequest& request;
    const TargetModel& target;
    BedrockModel model;
    /// Tools are offered, so that earlier calls may stand as calls; else Converse refuses them and they become text.
    bool toolsOffered = false;
};

/// `messages` and `system`.
struct BedrockConversation {
    json::array system;
    json::array messages;
};
Result<BedrockConversation> encodeBedrockConversation(const BedrockContext& context);

/// {"cachePoint": …}; nullopt where the model knows none. `inTools`: behind a tool's definition.
std::optional<json::object> bedrockCachePoint(const BedrockContext& context, const CacheMark& mark, bool inTools);

/// Gives each document of a request a name of its own, in the letters that Bedrock takes (API reference,
/// DocumentBlock).
class BedrockDocumentNames {
  public:
    std::string next(std::string_view fileName);

  private:
    std::vector<std::string> m_given;
};
/// {"image": …}, {"document": …}, {"video": …} or {"audio": …}. Fails for formats that Bedrock does not take.
Result<json::object> encodeBedrockMedia(const MediaPart& media, const TargetModel& target, BedrockDocumentNames& names);

/// What the wish for reasoning becomes.
struct BedrockReasoning {
    json::object fields{};       ///< for additionalModelRequestFields
    bool thinks = false;         ///< in a way that makes the model refuse most sampling parameters
    bool dropsMaxTokens = false; ///< the model refuses a limit with this effort
    bool dropped = false;        ///< the wish cannot be met; the answer comes without it
};
BedrockReasoning bedrockReasoning(const BedrockContext& context, std::optional<std::int64_t> maxTokens);

Result<EncodedRequest> encodeBedrockRequest(const ChatRequest& request, const TargetModel& target);

} // namespace llmg::dialects
