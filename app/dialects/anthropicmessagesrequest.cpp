// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/anthropicmessagesrequest.h"

#include "app/dialects/jsonaccess.h"

#include <algorithm>

namespace llmg::dialects {
namespace {

constexpr std::int64_t kMinThinkingBudget = 1024; // docs: thinking.budget_tokens
constexpr std::int64_t kDefaultMaxTokens = 4096;  // when nothing is known of the model
constexpr std::int64_t kMaxDefaultTokens = 32'000;
constexpr std::size_t kMaxStrictTools = 20; // the 21st is refused

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// Builds the body and keeps the list of what had to be left out.
class Encoder {
  public:
    Encoder(const ChatRequest& request, const TargetModel& target)
        : m_request(request)
        , m_target(target)
        , m_version(claudeVersion(target.upstreamId)) {}

    Result<EncodedRequest> encode() {
        if (m_request.n.value_or(1) != 1)
            return fail(ErrorKind::InvalidParameters,
                        "Anthropic gives one answer per request. Leave out 'n', or send the request several times.",
                        "n");
        if (auto tools = checkTools(); !tools)
            return tools.error();
        auto conversation = encodeAnthropicConversation(m_request, m_target);
        if (!conversation)
            return conversation.error();

        m_body["model"] = m_target.upstreamId;
        m_body["max_tokens"] = maxTokens();
        m_body["messages"] = std::move(conversation->messages);
        addTools();
        addReasoning();
        addResponseFormat(conversation->system);
        if (!conversation->system.empty())
            m_body["system"] = std::move(conversation->system);
        addOwnOutputConfig();
        if (!m_output.empty())
            m_body["output_config"] = std::move(m_output);
        addSampling();
        addRest();
        if (m_request.stream)
            m_body["stream"] = true;

        EncodedRequest encoded;
        encoded.path = "/v1/messages";
        if (conversation->needsFiles)
            encoded.headers.emplace_back("anthropic-beta", "files-api-2025-04-14");
        encoded.body = writeJson(m_body);
        encoded.droppedParams = std::move(m_dropped);
        return encoded;
    }

  private:
    void drop(std::string_view param) {
        if (std::find(m_dropped.begin(), m_dropped.end(), param) == m_dropped.end())
            m_dropped.emplace_back(param);
    }

    [[nodiscard]] bool atLeast(int major, int minor) const {
        return !m_version || *m_version >= ClaudeVersion{major, minor};
    }

    [[nodiscard]] std::int64_t maxTokens() const {
        if (m_request.maxOutputTokens)
            return *m_request.maxOutputTokens;
        return m_target.maxOutput > 0 ? std::min(m_target.maxOutput, kMaxDefaultTokens) : kDefaultMaxTokens;
    }

    [[nodiscard]] bool hasTools() const {
        return !m_request.tools.empty() || !m_request.nativeTools.empty() || m_request.webSearch;
    }

    [[nodiscard]] bool forcesTool() const {
        return hasTools() && (m_request.toolChoice.kind == ToolChoice::Kind::Required ||
                              m_request.toolChoice.kind == ToolChoice::Kind::Named);
    }

    // A tool that this dialect cannot offer: leaving it out would change the answer.
    [[nodiscard]] Result<> checkTools() const {
        for (const Tool& tool : m_request.tools) {
            // Which of the calls in an answer is a custom tool's is not said there, so that it could not be given back
            // as one.
            if (tool.custom)
                return fail(ErrorKind::ModelNotSupported,
                            "Anthropic's models take no custom tools, as '" + tool.name +
                                "' is. Declare it as a function, or choose another model.",
                            "tools");
        }
        for (const NativeTool& native : m_request.nativeTools) {
            if (native.dialect != "anthropic-messages")
                return fail(ErrorKind::ModelNotSupported,
                            "Anthropic's models have no tool '" + std::string(textAt(native.tool, "type")) +
                                "'. Leave it out, or choose another model.",
                            "tools");
        }
        return {};
    }

    void addTools() {
        if (!hasTools()) {
            if (m_request.parallelToolCalls)
                drop("parallel_tool_calls");
            return;
        }
        const auto wanted =
            static_cast<std::size_t>(std::count_if(m_request.tools.begin(), m_request.tools.end(),
                                                   [](const Tool& tool) { return tool.strict.value_or(false); }));
        const bool strictWorks = atLeast(4, 5) && wanted <= kMaxStrictTools;
        json::array tools;
        for (const Tool& tool : m_request.tools)
            tools.push_back(functionTool(tool, strictWorks));
        if (m_request.webSearch)
            tools.push_back(webSearchTool(*m_request.webSearch));
        for (const NativeTool& native : m_request.nativeTools)
            tools.push_back(native.tool);
        m_body["tools"] = std::move(tools);
        addToolChoice();
    }

    json::object functionTool(const Tool& tool, bool strictWorks) {
        const bool strict = tool.strict.value_or(false) && strictWorks;
        if (tool.strict.value_or(false) && !strictWorks)
            drop("tools.strict");
        json::object schema;
        if (tool.parameters.is_object()) {
            const json::value given = strict ? anthropicStrictSchema(tool.parameters) : tool.parameters;
            schema = given.get_object();
        }
        if (!schema.contains("type"))
            schema["type"] = "object";
        if (schema["type"] == "object" && !schema.contains("properties"))
            schema["properties"] = json::object();
        json::object entry;
        entry["name"] = tool.name;
        if (!tool.description.empty())
            entry["description"] = tool.description;
        entry["input_schema"] = std::move(schema);
        if (strict)
            entry["strict"] = true;
        if (tool.cache) {
            json::object control;
            control["type"] = "ephemeral";
            if (tool.cache->ttl != "5m")
                control["ttl"] = tool.cache->ttl;
            entry["cache_control"] = std::move(control);
        }
        return entry;
    }

    // docs: "Web search tool". Either list of domains may be sent, not both.
    json::object webSearchTool(const WebSearch& search) {
        json::object entry;
        entry["type"] = "web_search_20250305";
        entry["name"] = "web_search";
        if (search.maxUses)
            entry["max_uses"] = *search.maxUses;
        if (!search.allowedDomains.empty())
            entry["allowed_domains"] = json::value_from(search.allowedDomains);
        else if (!search.blockedDomains.empty())
            entry["blocked_domains"] = json::value_from(search.blockedDomains);
        if (!search.allowedDomains.empty() && !search.blockedDomains.empty())
            drop("web_search.blocked_domains");
        if (!search.contextSize.empty())
            drop("web_search.search_context_size");
        if (!search.userLocation.empty()) {
            json::object location = search.userLocation;
            location["type"] = "approximate";
            entry["user_location"] = std::move(location);
        }
        return entry;
    }

    void addToolChoice() {
        json::object choice;
        switch (m_request.toolChoice.kind) {
        case ToolChoice::Kind::Unset:
            break;
        case ToolChoice::Kind::Auto:
            choice["type"] = "auto";
            break;
        case ToolChoice::Kind::None:
            choice["type"] = "none";
            break;
        case ToolChoice::Kind::Required:
            choice["type"] = "any";
            break;
        case ToolChoice::Kind::Named:
            choice["type"] = "tool";
            choice["name"] = m_request.toolChoice.name;
            break;
        }
        if (m_request.parallelToolCalls == false && m_request.toolChoice.kind != ToolChoice::Kind::None) {
            if (choice.empty())
                choice["type"] = "auto";
            choice["disable_parallel_tool_use"] = true;
        }
        if (!choice.empty())
            m_body["tool_choice"] = std::move(choice);
    }

    void addReasoning() {
        const ReasoningRequest& wish = m_request.reasoning;
        if (wish.effort.empty() && !wish.budgetTokens)
            return;
        const std::string_view param = wish.effort.empty() ? "reasoning" : "reasoning_effort";
        const bool off = wish.effort == "none" || (wish.effort.empty() && *wish.budgetTokens <= 0);
        if (!m_target.reasoning && m_target.reasoningStyle.empty()) {
            if (!off)
                drop(param);
            return;
        }
        // Adaptive thinking came with Claude 4.6; before it thinking takes a budget, and from 4.7 on only adaptive
        // works.
        const bool adaptive = m_version ? *m_version >= ClaudeVersion{4, 6} : m_target.reasoningStyle == "effort";
        if (off) {
            turnOff(adaptive);
            return;
        }
        // A forced tool and thinking exclude each other; the tool is what the client would miss.
        if (forcesTool()) {
            drop(param);
            return;
        }
        if (adaptive)
            addAdaptive(wish);
        else
            addBudget(wish, param);
    }

    // Models since Claude 5 think unless told not to; Fable and Mythos cannot be told.
    void turnOff(bool adaptive) {
        const std::string_view id = m_target.upstreamId;
        if (!adaptive)
            return;
        if (id.find("fable") != std::string_view::npos || id.find("mythos") != std::string_view::npos) {
            m_output["effort"] = "low";
            return;
        }
        json::object thinking;
        thinking["type"] = "disabled";
        m_body["thinking"] = std::move(thinking);
    }

    void addAdaptive(const ReasoningRequest& wish) {
        json::object thinking;
        thinking["type"] = "adaptive";
        thinking["display"] = wish.include.value_or(true) ? "summarized" : "omitted";
        m_body["thinking"] = std::move(thinking);
        m_thinks = true;
        std::string effort = wish.effort;
        if (effort.empty()) // a budget says how much; adaptive models take only the word
            effort = *wish.budgetTokens < 4096 ? "low" : *wish.budgetTokens < 16'384 ? "medium" : "high";
        if (effort == "minimal")
            effort = "low";
        if (effort == "xhigh" && !atLeast(4, 7))
            effort = "high";
        m_output["effort"] = effort;
    }

    void addBudget(const ReasoningRequest& wish, std::string_view param) {
        // Thinking may not begin in the middle of a tool loop whose thinking the client did not send back.
        if (toolLoopLacksThinking()) {
            drop(param);
            return;
        }
        std::int64_t budget = 0;
        if (wish.budgetTokens)
            budget = *wish.budgetTokens;
        else if (wish.effort == "minimal")
            budget = kMinThinkingBudget;
        else if (wish.effort == "low")
            budget = 4096;
        else if (wish.effort == "medium")
            budget = 10'240;
        else
            budget = 24'576;
        budget = std::max(budget, kMinThinkingBudget);
        std::int64_t most = maxTokens();
        if (!m_request.maxOutputTokens && m_target.maxOutput > 0) {
            // Nobody set a limit: the answer keeps its own room beside the thinking.
            most = std::min(m_target.maxOutput, most + budget);
            m_body["max_tokens"] = most;
        } else if (!m_request.maxOutputTokens) {
            most += budget;
            m_body["max_tokens"] = most;
        }
        if (most <= kMinThinkingBudget) {
            drop(param);
            return;
        }
        // A fifth of the limit stays for the answer itself, as max_tokens counts both.
        budget = std::clamp(budget, kMinThinkingBudget, std::max(kMinThinkingBudget, most - most / 5));
        json::object thinking;
        thinking["type"] = "enabled";
        thinking["budget_tokens"] = budget;
        m_body["thinking"] = std::move(thinking);
        m_thinks = true;
    }

    [[nodiscard]] bool toolLoopLacksThinking() const {
        for (auto message = m_request.messages.rbegin(); message != m_request.messages.rend(); ++message) {
            if (message->role == Role::User)
                return false;
            if (message->role != Role::Assistant)
                continue;
            return std::none_of(message->parts.begin(), message->parts.end(), [](const Part& part) {
                const auto* reasoning = std::get_if<ReasoningPart>(&part.value);
                return reasoning != nullptr &&
                       (reasoning->format.empty() || reasoning->format == "anthropic-claude-v1") &&
                       (!reasoning->signature.empty() || !reasoning->redacted.empty());
            });
        }
        return false;
    }

    void addResponseFormat(json::array& system) {
        const ResponseFormat& format = m_request.responseFormat;
        if (format.kind == ResponseFormat::Kind::JsonSchema && format.schema.is_object() && atLeast(4, 5)) {
            json::object schema;
            schema["type"] = "json_schema";
            schema["schema"] = anthropicStrictSchema(format.schema);
            m_output["format"] = std::move(schema);
            return;
        }
        std::string words;
        if (format.kind == ResponseFormat::Kind::JsonSchema && format.schema.is_object()) // a Claude before 4.5
            words = "Answer with one JSON object and nothing else: no code fence, no words around it. It must be valid "
                    "against this JSON Schema:\n" +
                    writeJson(format.schema);
        else if (format.kind == ResponseFormat::Kind::JsonObject || format.kind == ResponseFormat::Kind::JsonSchema)
            words = "Answer with one valid JSON object and nothing else: no code fence, no words around it.";
        if (words.empty())
            return;
        json::object block;
        block["type"] = "text";
        block["text"] = std::move(words);
        system.push_back(std::move(block));
    }

    // What a client of this dialect says there beside effort and format.
    void addOwnOutputConfig() {
        const json::object* own =
            m_request.extraDialect == "anthropic-messages" ? objectAt(m_request.extra, "output_config") : nullptr;
        if (own == nullptr)
            return;
        for (const auto& [key, value] : *own) {
            if (!m_output.contains(key))
                m_output[key] = value;
        }
    }

    void addSampling() {
        const bool free = m_target.acceptsTemperature && !m_thinks;
        if (m_request.temperature) {
            if (free)
                m_body["temperature"] = std::clamp(*m_request.temperature, 0.0, 1.0);
            else if (m_target.acceptsTemperature && *m_request.temperature == 1.0)
                m_body["temperature"] = 1.0; // the one value that thinking allows
            else
                drop("temperature");
        }
        if (m_request.topP) {
            // With thinking only 0.95…1; beside a temperature Claude 4.5 and later refuse it.
            const bool allowed = m_target.acceptsTemperature && (!m_thinks || *m_request.topP >= 0.95);
            if (allowed && !(m_body.contains("temperature") && atLeast(4, 5)))
                m_body["top_p"] = std::clamp(*m_request.topP, 0.0, 1.0);
            else
                drop("top_p");
        }
        if (m_request.topK) {
            if (free)
                m_body["top_k"] = *m_request.topK;
            else
                drop("top_k");
        }
    }

    void addRest() {
        json::array stops;
        for (const std::string& stop : m_request.stop) {
            if (stop.find_first_not_of(" \t\r\n") == std::string::npos)
                drop("stop"); // refused: a stop sequence needs a character that is not white space
            else
                stops.emplace_back(stop);
        }
        if (!stops.empty())
            m_body["stop_sequences"] = std::move(stops);
        if (!m_request.user.empty()) {
            json::object metadata;
            metadata["user_id"] = m_request.user;
            m_body["metadata"] = std::move(metadata);
        }
        if (m_request.serviceTier == "auto")
            m_body["service_tier"] = "auto";
        else if (m_request.serviceTier == "default" || m_request.serviceTier == "standard_only")
            m_body["service_tier"] = "standard_only";
        else if (!m_request.serviceTier.empty())
            drop("service_tier");
        if (m_request.frequencyPenalty)
            drop("frequency_penalty");
        if (m_request.presencePenalty)
            drop("presence_penalty");
        if (m_request.seed)
            drop("seed");
        if (m_request.logprobs)
            drop("logprobs");
        if (m_request.topLogprobs)
            drop("top_logprobs");
        addExtra();
    }

    void addExtra() {
        const bool own = m_request.extraDialect == "anthropic-messages";
        for (const auto& [key, value] : m_request.extra) {
            const std::string_view name(key.data(), key.size());
            if (own && !m_body.contains(name))
                m_body[name] = value;
            else if (!own)
                drop(name);
        }
    }

    const ChatRequest& m_request;
    const TargetModel& m_target;
    const std::optional<ClaudeVersion> m_version;
    json::object m_body;
    json::object m_output; ///< output_config
    std::vector<std::string> m_dropped;
    bool m_thinks = false;
};

} // namespace

std::optional<ClaudeVersion> claudeVersion(std::string_view upstreamId) {
    const std::size_t name = upstreamId.find("claude");
    if (name == std::string_view::npos)
        return std::nullopt;
    // The first number of at most two digits, and the one right behind it; longer ones are dates.
    for (std::size_t at = name; at < upstreamId.size(); ++at) {
        if (!isDigit(upstreamId[at]))
            continue;
        const auto number = [&](std::size_t from, std::size_t& end) -> std::optional<int> {
            end = from;
            while (end < upstreamId.size() && isDigit(upstreamId[end]))
                ++end;
            if (end == from || end - from > 2)
                return std::nullopt;
            int value = 0;
            for (std::size_t i = from; i < end; ++i)
                value = value * 10 + (upstreamId[i] - '0');
            return value;
        };
        std::size_t end = 0;
        const auto major = number(at, end);
        if (!major) {
            at = end;
            continue;
        }
        ClaudeVersion version{*major, 0};
        if (end < upstreamId.size() && (upstreamId[end] == '-' || upstreamId[end] == '.')) {
            std::size_t after = 0;
            version.minor = number(end + 1, after).value_or(0);
        }
        return version;
    }
    return std::nullopt;
}

Result<EncodedRequest> encodeAnthropicRequest(const ChatRequest& request, const TargetModel& target) {
    return Encoder(request, target).encode();
}

} // namespace llmg::dialects
