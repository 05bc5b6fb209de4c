// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/geminirequest.h"

#include "app/dialects/jsonaccess.h"

#include <algorithm>

namespace llmg::dialects {
namespace {

class Encoder {
  public:
    Encoder(const ChatRequest& request, const TargetModel& target, GeminiHost host)
        : m_request(request)
        , m_target(target)
        , m_host(host) {}

    Result<EncodedRequest> encode() {
        auto conversation = encodeGeminiConversation(m_request, m_target);
        if (!conversation)
            return conversation.error();
        json::object body;
        if (!conversation->system.empty()) {
            json::object system;
            system["parts"] = std::move(conversation->system);
            body["systemInstruction"] = std::move(system);
        }
        body["contents"] = std::move(conversation->contents);
        if (auto done = encodeGeminiTools(m_request, m_target, m_host, body, m_dropped); !done)
            return done.error();
        addSampling();
        addFormat();
        addReasoning();
        listDropped();
        if (!m_config.empty())
            body["generationConfig"] = std::move(m_config);

        addExtra(body);

        EncodedRequest encoded;
        encoded.path = geminiPath(m_target, m_request.stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
        encoded.body = writeJson(body);
        encoded.droppedParams = std::move(m_dropped);
        return encoded;
    }

  private:
    void addSampling() {
        if (m_request.temperature) {
            if (m_target.acceptsTemperature)
                m_config["temperature"] = std::clamp(*m_request.temperature, 0.0, 2.0);
            else
                drop("temperature");
        }
        if (m_request.topP)
            m_config["topP"] = *m_request.topP;
        if (m_request.topK)
            m_config["topK"] = *m_request.topK;
        if (m_request.maxOutputTokens)
            m_config["maxOutputTokens"] = m_target.maxOutput > 0
                                              ? std::min(*m_request.maxOutputTokens, m_target.maxOutput)
                                              : *m_request.maxOutputTokens;
        if (!m_request.stop.empty()) {
            json::array stops;
            for (const std::string& stop : m_request.stop)
                stops.emplace_back(stop);
            m_config["stopSequences"] = std::move(stops);
        }
        if (m_request.n.value_or(1) > 1)
            m_config["candidateCount"] = *m_request.n;
        if (m_request.seed)
            m_config["seed"] = *m_request.seed;
        if (m_request.presencePenalty)
            m_config["presencePenalty"] = *m_request.presencePenalty;
        if (m_request.frequencyPenalty)
            m_config["frequencyPenalty"] = *m_request.frequencyPenalty;
        if (m_request.logprobs.value_or(false)) {
            m_config["responseLogprobs"] = true;
            if (m_request.topLogprobs && *m_request.topLogprobs > 0)
                m_config["logprobs"] = *m_request.topLogprobs;
        }
    }

    void addFormat() {
        const ResponseFormat& format = m_request.responseFormat;
        if (format.kind != ResponseFormat::Kind::JsonObject && format.kind != ResponseFormat::Kind::JsonSchema)
            return;
        m_config["responseMimeType"] = "application/json";
        if (format.kind == ResponseFormat::Kind::JsonSchema && format.schema.is_object())
            m_config["responseJsonSchema"] = geminiSchema(format.schema);
    }

    void addReasoning() {
        const ReasoningRequest& wish = m_request.reasoning;
        if (wish.effort.empty() && !wish.budgetTokens && !wish.include.value_or(false))
            return;
        if (!m_target.reasoning && m_target.reasoningStyle.empty()) {
            if (wish.effort != "none" && !(wish.effort.empty() && wish.budgetTokens == 0))
                drop(wish.effort.empty() ? "reasoning" : "reasoning_effort");
            return;
        }
        if (json::object thinking = geminiThinkingConfig(wish, m_target); !thinking.empty())
            m_config["thinkingConfig"] = std::move(thinking);
    }

    void listDropped() {
        if (m_request.parallelToolCalls == false)
            drop("parallel_tool_calls");
        if (!m_request.user.empty())
            drop("user");
        if (!m_request.serviceTier.empty() && m_request.serviceTier != "auto" && m_request.serviceTier != "default")
            drop("service_tier");
        if (!m_request.verbosity.empty())
            drop("verbosity");
        if (m_request.extraDialect == "gemini")
            return;
        for (const auto& [key, value] : m_request.extra)
            drop(std::string_view(key.data(), key.size()));
    }

    // A Gemini client's fields that the canonical form has no place for, under their path: "generationConfig.seed".
    void addExtra(json::object& body) {
        if (m_request.extraDialect != "gemini")
            return;
        for (const auto& [path, value] : m_request.extra) {
            const std::string_view names(path.data(), path.size());
            if (!names.starts_with("tools.")) // those are encodeGeminiTools' own
                put(names, value, body);
        }
    }

    static void put(std::string_view path, const json::value& value, json::object& object) {
        const std::size_t dot = path.find('.');
        json::value& member = object[json::string_view(path.data(), std::min(dot, path.size()))];
        if (dot == std::string_view::npos) {
            member = value;
            return;
        }
        if (!member.is_object())
            member.emplace_object();
        put(path.substr(dot + 1), value, member.get_object());
    }

    void drop(std::string_view param) {
        if (std::find(m_dropped.begin(), m_dropped.end(), param) == m_dropped.end())
            m_dropped.emplace_back(param);
    }

    const ChatRequest& m_request;
    const TargetModel& m_target;
    GeminiHost m_host;
    json::object m_config;
    std::vector<std::string> m_dropped;
};

// Gemini 3 takes words. Which of them, differs: the image models know two, the first Pro two others.
const char* thinkingLevel(std::string_view effort, std::string_view model) {
    const bool pro = model.find("pro") != std::string_view::npos;
    if (model.find("image") != std::string_view::npos)
        return effort == "none" || effort == "minimal" || effort == "low" ? "minimal" : "high";
    if (effort == "none" || effort == "minimal")
        return pro ? "low" : "minimal"; // the least there is: these models cannot be told not to think
    if (effort == "low")
        return "low";
    if (effort == "medium")
        return model.starts_with("gemini-3-pro") ? "high" : "medium";
    return "high";
}

/// The word itself or the nearest stronger one that the catalog knows the model to take.
std::string levelOf(std::string_view effort, const TargetModel& target) {
    static constexpr std::string_view kLevels[] = {"minimal", "low", "medium", "high"};
    const auto& known = target.reasoningEfforts;
    const auto takes = [&](std::string_view level) {
        return std::find(known.begin(), known.end(), level) != known.end();
    };
    const auto wanted = std::find(std::begin(kLevels), std::end(kLevels), effort == "none" ? "minimal" : effort);
    const auto taken = std::find_if(wanted, std::end(kLevels), takes);
    if (taken != std::end(kLevels))
        return std::string(*taken);
    return thinkingLevel(effort, target.upstreamId);
}

} // namespace

std::optional<GeminiVersion> geminiVersion(std::string_view upstreamId) {
    const std::size_t name = upstreamId.find("gemini-");
    if (name == std::string_view::npos)
        return std::nullopt;
    const std::string_view rest = upstreamId.substr(name + 7);
    const auto digit = [&](std::size_t at) { return at < rest.size() && rest[at] >= '0' && rest[at] <= '9'; };
    if (!digit(0)) {
        if (rest.ends_with("-latest"))
            return GeminiVersion{99, 0};
        return std::nullopt;
    }
    GeminiVersion version{rest[0] - '0', 0};
    if (rest.size() > 1 && rest[1] == '.' && digit(2))
        version.minor = rest[2] - '0';
    return version;
}

json::object geminiThinkingConfig(const ReasoningRequest& wish, const TargetModel& target) {
    const std::string_view model = target.upstreamId;
    const auto version = geminiVersion(model);
    // For an alias the catalog's word counts, as its model changes.
    const bool byLevel = version && version->major != 99 ? version->major >= 3 : target.reasoningStyle == "effort";
    json::object config;
    const bool off = wish.effort == "none" || (wish.effort.empty() && wish.budgetTokens && *wish.budgetTokens == 0);
    if (!off && wish.include.value_or(true))
        config["includeThoughts"] = true;
    if (wish.effort.empty() && !wish.budgetTokens)
        return config;
    if (byLevel) {
        std::string effort = wish.effort;
        if (effort.empty()) {
            const std::int64_t budget = *wish.budgetTokens;
            if (budget < 0) // "as you like" is what happens without a level
                return config;
            effort = budget == 0 ? "none" : budget <= 2048 ? "low" : budget <= 12'288 ? "medium" : "high";
        }
        config["thinkingLevel"] = levelOf(effort, target);
        return config;
    }
    // Gemini 2.5: tokens. Words map as in Google's own OpenAI endpoint (docs: "OpenAI compatibility", "Thinking").
    const bool pro = model.find("pro") != std::string_view::npos;
    const bool lite = model.find("lite") != std::string_view::npos;
    const std::int64_t least = target.minReasoningBudget > 0 ? target.minReasoningBudget : pro ? 128 : lite ? 512 : 1;
    const std::int64_t most = target.maxReasoningBudget > 0 ? target.maxReasoningBudget : pro ? 32'768 : 24'576;
    std::int64_t budget = 0;
    if (wish.effort.empty())
        budget = *wish.budgetTokens;
    else if (wish.effort == "none")
        budget = 0;
    else if (wish.effort == "minimal" || wish.effort == "low")
        budget = 1024;
    else if (wish.effort == "medium")
        budget = 8192;
    else
        budget = wish.effort == "high" ? 24'576 : most;
    if (budget < 0)
        budget = -1;            // dynamic
    else if (budget > 0 || pro) // Pro cannot be told not to think
        budget = std::clamp(budget, least, most);
    config["thinkingBudget"] = budget;
    return config;
}

std::string geminiPath(const TargetModel& target, std::string_view method) {
    std::string_view model = target.upstreamId;
    if (model.starts_with("models/"))
        model.remove_prefix(7);
    return std::string("/models/").append(model).append(method);
}

Result<EncodedRequest> encodeGeminiRequest(const ChatRequest& request, const TargetModel& target, GeminiHost host) {
    return Encoder(request, target, host).encode();
}

} // namespace llmg::dialects
