// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/coherechatrequest.h"

#include "app/dialects/jsonaccess.h"

#include <algorithm>

namespace llmg::dialects {
namespace {

constexpr std::size_t kMaxStops = 5; // reference: stop_sequences

/// Builds the body and keeps the list of what had to be left out.
class Encoder {
  public:
    Encoder(const ChatRequest& request, const TargetModel& target)
        : m_request(request)
        , m_target(target) {}

    Result<EncodedRequest> encode() {
        if (auto possible = check(); !possible)
            return possible.error();
        auto messages = encodeCohereConversation(m_request, m_target);
        if (!messages)
            return messages.error();
        m_body["model"] = m_target.upstreamId;
        m_body["stream"] = m_request.stream;
        if (auto added = addTools(); !added)
            return added.error();
        addResponseFormat(*messages);
        m_body["messages"] = std::move(*messages);
        addReasoning();
        if (auto added = addLimits(); !added)
            return added.error();
        addSampling();
        addRest();

        EncodedRequest encoded;
        encoded.path = "/v2/chat";
        encoded.body = writeJson(m_body);
        encoded.droppedParams = std::move(m_dropped);
        return encoded;
    }

  private:
    void drop(std::string_view param) {
        if (std::find(m_dropped.begin(), m_dropped.end(), param) == m_dropped.end())
            m_dropped.emplace_back(param);
    }

    /// What Cohere has no words for at all.
    [[nodiscard]] Result<> check() const {
        if (m_request.n.value_or(1) != 1)
            return fail(ErrorKind::InvalidParameters,
                        "Cohere gives one answer per request. Leave out 'n', or send the request several times.", "n");
        if (m_request.webSearch)
            return fail(ErrorKind::ModelNotSupported,
                        "Cohere's chat has no web search of its own. Leave out web_search, or choose another model.",
                        "tools");
        if (!m_request.nativeTools.empty()) {
            const NativeTool& native = m_request.nativeTools.front();
            return fail(ErrorKind::ModelNotSupported,
                        "The tool '" + std::string(textAt(native.tool, "type")) + "' of " + native.dialect +
                            " does not exist at Cohere. Leave it out, or choose another model.",
                        "tools");
        }
        for (const Tool& tool : m_request.tools) {
            if (tool.custom)
                return fail(ErrorKind::ModelNotSupported,
                            "The custom tool '" + tool.name +
                                "' takes free text; Cohere has function tools only. Give it a JSON schema.",
                            "tools");
        }
        return {};
    }

    Result<> addTools() {
        const ToolChoice& choice = m_request.toolChoice;
        const bool named = choice.kind == ToolChoice::Kind::Named;
        const bool forced = named || choice.kind == ToolChoice::Kind::Required;
        json::array tools;
        for (const Tool& tool : m_request.tools) {
            // A choice cannot name a tool; when it is the only one, being required comes to the same.
            if (!named || tool.name == choice.name)
                tools.push_back(encodeTool(tool));
        }
        if (tools.empty() && forced)
            return fail(ErrorKind::InvalidParameters,
                        named ? "'tool_choice' names the tool '" + choice.name + "', which is not in 'tools'."
                              : "'tool_choice' asks for a tool, but 'tools' is empty.",
                        "tool_choice");
        if (tools.empty())
            return {};
        m_body["tools"] = std::move(tools);
        if (forced)
            m_body["tool_choice"] = "REQUIRED";
        else if (choice.kind == ToolChoice::Kind::None)
            m_body["tool_choice"] = "NONE";
        addStrictness();
        if (m_request.parallelToolCalls == false)
            drop("parallel_tool_calls");
        return {};
    }

    static json::object encodeTool(const Tool& tool) {
        json::object function;
        function["name"] = tool.name;
        if (!tool.description.empty())
            function["description"] = tool.description;
        json::object schema;
        if (const json::object* given = tool.parameters.if_object())
            schema = *given;
        if (!schema.contains("type"))
            schema["type"] = "object";
        if (schema["type"] == "object" && !schema.contains("properties"))
            schema["properties"] = json::object();
        function["parameters"] = std::move(schema);
        json::object entry;
        entry["type"] = "function";
        entry["function"] = std::move(function);
        return entry;
    }

    // strict_tools is for all tools or none, and each must require a parameter (docs: "Structured Outputs (Tools)").
    void addStrictness() {
        const auto isStrict = [](const Tool& tool) { return tool.strict.value_or(false); };
        const auto& tools = m_request.tools;
        if (std::none_of(tools.begin(), tools.end(), isStrict))
            return;
        const bool all = std::all_of(tools.begin(), tools.end(), [&](const Tool& tool) {
            const json::object* schema = tool.parameters.if_object();
            const json::array* required = schema != nullptr ? arrayAt(*schema, "required") : nullptr;
            return isStrict(tool) && required != nullptr && !required->empty();
        });
        if (all)
            m_body["strict_tools"] = true;
        else
            drop("tools.strict");
    }

    // Without being told in words, a model held to JSON may write blanks for ever (reference: response_format); beside
    // tools the parameter is refused, and the words must do.
    void addResponseFormat(json::array& messages) {
        const ResponseFormat& format = m_request.responseFormat;
        const bool object = format.kind == ResponseFormat::Kind::JsonObject;
        if (!object && format.kind != ResponseFormat::Kind::JsonSchema)
            return;
        const bool schema = !object && format.schema.is_object();
        const bool words = m_body.contains("tools");
        if (!words) {
            json::object wish;
            wish["type"] = "json_object";
            if (schema)
                wish["json_schema"] = format.schema;
            m_body["response_format"] = std::move(wish);
        }
        if (object && !words) // the client's own messages speak of JSON, as OpenAI demands of them too
            return;
        std::string instruction = "Answer with one valid JSON object and nothing else.";
        if (words && schema)
            instruction += " It must be valid against this JSON Schema:\n" + writeJson(format.schema);
        instruct(messages, instruction);
    }

    static void instruct(json::array& messages, const std::string& words) {
        if (messages.front().at("role") == "system") {
            json::value& content = messages.front().as_object()["content"];
            if (content.is_string()) {
                content = std::string(content.get_string()) + "\n\n" + words;
                return;
            }
        }
        json::object message;
        message["role"] = "system";
        message["content"] = words;
        messages.insert(messages.begin(), std::move(message));
    }

    void addReasoning() {
        const ReasoningRequest& wish = m_request.reasoning;
        if (wish.effort.empty() && !wish.budgetTokens)
            return;
        const bool off = wish.effort == "none" || (wish.effort.empty() && *wish.budgetTokens <= 0);
        if (!m_target.reasoning && m_target.reasoningStyle.empty()) {
            if (!off)
                drop(wish.effort.empty() ? "reasoning" : "reasoning_effort");
            return;
        }
        json::object thinking;
        thinking["type"] = off ? "disabled" : "enabled";
        if (const std::int64_t budget = off ? 0 : thinkingBudget(wish); budget > 0)
            thinking["token_budget"] = budget;
        m_body["thinking"] = std::move(thinking);
    }

    /// 0: as long as the model likes.
    [[nodiscard]] std::int64_t thinkingBudget(const ReasoningRequest& wish) const {
        std::int64_t budget = 0;
        if (wish.budgetTokens)
            budget = *wish.budgetTokens;
        else if (wish.effort == "minimal")
            budget = 1024;
        else if (wish.effort == "low")
            budget = 4096;
        else if (wish.effort == "medium")
            budget = 10'240;
        if (budget <= 0)
            return 0;
        if (m_target.maxReasoningBudget > 0)
            budget = std::min(budget, m_target.maxReasoningBudget);
        // max_tokens counts thinking too; a fifth of it stays for the answer itself.
        if (m_request.maxOutputTokens)
            budget = std::min(budget, *m_request.maxOutputTokens - *m_request.maxOutputTokens / 5);
        return std::max({budget, m_target.minReasoningBudget, std::int64_t{1}});
    }

    Result<> addLimits() {
        if (m_request.maxOutputTokens) {
            const std::int64_t most = m_target.maxOutput > 0 ? m_target.maxOutput : *m_request.maxOutputTokens;
            m_body["max_tokens"] = std::min(*m_request.maxOutputTokens, most);
        }
        json::array stops;
        for (const std::string& stop : m_request.stop) {
            if (!stop.empty())
                stops.emplace_back(stop);
        }
        if (stops.size() > kMaxStops)
            return fail(ErrorKind::InvalidParameters, "Cohere takes at most five stop sequences.", "stop");
        if (!stops.empty())
            m_body["stop_sequences"] = std::move(stops);
        return {};
    }

    // The ranges are the reference's; a number beyond them would be refused.
    void addSampling() {
        const bool free = m_target.acceptsTemperature;
        addNumber("temperature", "temperature", free ? m_request.temperature : std::nullopt, 0.0, 1e9,
                  m_request.temperature.has_value());
        addNumber("p", "top_p", free ? m_request.topP : std::nullopt, 0.01, 0.99, m_request.topP.has_value());
        addPenalty("frequency_penalty", m_request.frequencyPenalty);
        addPenalty("presence_penalty", m_request.presencePenalty);
        if (m_request.topK)
            m_body["k"] = std::clamp<std::int64_t>(*m_request.topK, 0, 500);
        if (m_request.seed)
            m_body["seed"] = *m_request.seed;
    }

    void addNumber(std::string_view key, std::string_view param, std::optional<double> value, double least, double most,
                   bool wanted) {
        if (value)
            m_body[json::string_view(key.data(), key.size())] = std::clamp(*value, least, most);
        else if (wanted)
            drop(param);
    }

    // 0 to 1; OpenAI's run from -2 to 2. Encouraging repetition cannot be said.
    void addPenalty(std::string_view key, std::optional<double> value) {
        const bool sayable = value && *value >= 0;
        addNumber(key, key, sayable ? value : std::nullopt, 0.0, 1.0, value.has_value());
    }

    void addRest() {
        if (m_request.logprobs)
            m_body["logprobs"] = *m_request.logprobs;
        if (m_request.topLogprobs)
            drop("top_logprobs");
        if (!m_request.user.empty())
            drop("user");
        if (!m_request.serviceTier.empty())
            drop("service_tier");
        if (!m_request.verbosity.empty())
            drop("verbosity");
        for (const auto& [key, value] : m_request.extra) {
            // Cohere's own, for a client that knows whom it speaks to.
            if (key == "documents" || key == "citation_options" || key == "safety_mode")
                m_body[key] = value;
            else
                drop(std::string_view(key.data(), key.size()));
        }
    }

    const ChatRequest& m_request;
    const TargetModel& m_target;
    json::object m_body;
    std::vector<std::string> m_dropped;
};

} // namespace

Result<EncodedRequest> encodeCohereRequest(const ChatRequest& request, const TargetModel& target) {
    return Encoder(request, target).encode();
}

} // namespace llmg::dialects
