// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/bedrockconverserequest.h"

#include "app/dialects/jsonaccess.h"

#include <algorithm>
#include <array>

namespace llmg::dialects {
namespace {

using Family = BedrockModel::Family;

// Members of the request that clients may name themselves; their shapes are Bedrock's own.
constexpr std::array<std::string_view, 4> kOwnFields{"guardrailConfig", "performanceConfig", "requestMetadata",
                                                     "additionalModelResponseFieldPaths"};

bool isUnreserved(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

// One path segment: ids hold colons, ARNs slashes too.
std::string encoded(std::string_view id) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : id) {
        if (isUnreserved(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 0xFU];
    }
    return out;
}

bool isToolName(std::string_view name) {
    return !name.empty() && name.size() <= 64 &&
           std::all_of(name.begin(), name.end(), [](char c) { return isUnreserved(c) && c != '.' && c != '~'; });
}

bool isBlank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Builds the body and keeps the list of what had to be left out.
class Encoder {
  public:
    Encoder(const ChatRequest& request, const TargetModel& target)
        : m_request(request)
        , m_target(target)
        , m_context{request, target, bedrockModel(target.upstreamId),
                    !request.tools.empty() && request.toolChoice.kind != ToolChoice::Kind::None} {}

    Result<EncodedRequest> encode() {
        if (auto possible = refuseWhatCannotBeSaid(); !possible)
            return possible.error();
        auto conversation = encodeBedrockConversation(m_context);
        if (!conversation)
            return conversation.error();
        m_body["messages"] = std::move(conversation->messages);
        addTools();
        addInference();
        addResponseFormat(conversation->system);
        if (!conversation->system.empty())
            m_body["system"] = std::move(conversation->system);
        addServiceTier();
        addExtra();
        dropTheRest();
        if (!m_modelFields.empty())
            m_body["additionalModelRequestFields"] = std::move(m_modelFields);

        EncodedRequest out;
        out.path = "/model/" + encoded(m_target.upstreamId) + (m_request.stream ? "/converse-stream" : "/converse");
        out.body = writeJson(m_body);
        out.droppedParams = std::move(m_dropped);
        return out;
    }

  private:
    void drop(std::string_view param) {
        if (std::find(m_dropped.begin(), m_dropped.end(), param) == m_dropped.end())
            m_dropped.emplace_back(param);
    }

    [[nodiscard]] Result<> refuseWhatCannotBeSaid() const {
        if (m_request.n.value_or(1) != 1)
            return fail(
                ErrorKind::InvalidParameters,
                "Amazon Bedrock gives one answer per request. Leave out 'n', or send the request several times.", "n");
        if (m_request.webSearch)
            return fail(ErrorKind::ModelNotSupported,
                        "Amazon Bedrock runs no web search. Leave the tool out, or choose another provider.", "tools");
        if (!m_request.nativeTools.empty())
            return fail(ErrorKind::ModelNotSupported,
                        "Amazon Bedrock does not run the tool '" +
                            std::string(textAt(m_request.nativeTools.front().tool, "type")) +
                            "'. Leave it out, or choose another provider.",
                        "tools");
        for (const Tool& tool : m_request.tools) {
            if (tool.custom)
                return fail(ErrorKind::ModelNotSupported,
                            "Amazon Bedrock's tools take JSON, and '" + tool.name +
                                "' takes free text. Make it a function, or choose another provider.",
                            "tools");
            if (!isToolName(tool.name))
                return fail(ErrorKind::InvalidParameters,
                            "Amazon Bedrock takes tool names of up to 64 letters, digits, '_' and '-', not '" +
                                tool.name + "'. Rename the tool.",
                            "tools");
        }
        return {};
    }

    void addTools() {
        if (m_request.parallelToolCalls == false)
            drop("parallel_tool_calls"); // Converse has no way to say it
        if (!m_context.toolsOffered)
            return;
        json::array tools;
        for (const Tool& tool : m_request.tools) {
            tools.push_back(toolSpec(tool));
            if (!tool.cache)
                continue;
            if (auto point = bedrockCachePoint(m_context, *tool.cache, true))
                tools.push_back(std::move(*point));
        }
        json::object config;
        config["tools"] = std::move(tools);
        if (json::object choice = toolChoice(); !choice.empty())
            config["toolChoice"] = std::move(choice);
        m_body["toolConfig"] = std::move(config);
    }

    json::object toolSpec(const Tool& tool) {
        // User guide, "Get validated JSON results from models", for the models that keep to a schema.
        const bool strict = tool.strict.value_or(false) && m_context.model.isClaudeSince(4, 5);
        if (tool.strict.value_or(false) && !strict)
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
        json::object input;
        input["json"] = std::move(schema);
        json::object spec;
        spec["name"] = tool.name;
        if (!isBlank(tool.description)) // may be left out, not empty
            spec["description"] = tool.description;
        spec["inputSchema"] = std::move(input);
        if (strict)
            spec["strict"] = true;
        json::object entry;
        entry["toolSpec"] = std::move(spec);
        return entry;
    }

    [[nodiscard]] json::object toolChoice() const {
        json::object choice;
        switch (m_request.toolChoice.kind) {
        case ToolChoice::Kind::Unset:
        case ToolChoice::Kind::None: // then no tools are offered at all
            break;
        case ToolChoice::Kind::Auto:
            choice["auto"] = json::object();
            break;
        case ToolChoice::Kind::Required:
            choice["any"] = json::object();
            break;
        case ToolChoice::Kind::Named: {
            json::object named;
            named["name"] = m_request.toolChoice.name;
            choice["tool"] = std::move(named);
            break;
        }
        }
        return choice;
    }

    void addInference() {
        std::optional<std::int64_t> maxTokens = m_request.maxOutputTokens;
        if (maxTokens && m_target.maxOutput > 0)
            maxTokens = std::min(*maxTokens, m_target.maxOutput);
        BedrockReasoning reasoning = bedrockReasoning(m_context, maxTokens);
        if (reasoning.dropped)
            drop(m_request.reasoning.effort.empty() ? "reasoning" : "reasoning_effort");
        for (auto& [key, value] : reasoning.fields)
            m_modelFields[key] = std::move(value);
        json::object config;
        if (maxTokens && reasoning.dropsMaxTokens)
            drop("max_tokens");
        else if (maxTokens)
            config["maxTokens"] = *maxTokens;
        addSampling(config, reasoning.thinks);
        addStops(config);
        if (!config.empty())
            m_body["inferenceConfig"] = std::move(config);
    }

    void addSampling(json::object& config, bool thinks) {
        const bool free = m_target.acceptsTemperature && !thinks;
        if (m_request.temperature) {
            // One is the only value that a thinking Claude allows, and the most that Converse does.
            if (free || (m_target.acceptsTemperature && m_context.model.isClaude() && *m_request.temperature == 1.0))
                config["temperature"] = std::clamp(*m_request.temperature, 0.0, 1.0);
            else
                drop("temperature");
        }
        if (m_request.topP) {
            // Beside a temperature Claude 4.5 and later refuse it; with thinking it must be 0.95 or more.
            const bool besideTemperature = config.contains("temperature") && m_context.model.isClaudeSince(4, 5);
            const bool thinkingAllows =
                m_target.acceptsTemperature && m_context.model.isClaude() && *m_request.topP >= 0.95;
            if ((free || thinkingAllows) && !besideTemperature)
                config["topP"] = std::clamp(*m_request.topP, 0.0, 1.0);
            else
                drop("top_p");
        }
        if (m_request.topK)
            addTopK(free);
    }

    // Not one of the parameters that all models share.
    void addTopK(bool free) {
        if (m_context.model.isClaude() && free) {
            m_modelFields["top_k"] = *m_request.topK;
        } else if (m_context.model.isNova() && free) {
            json::object inner;
            inner["topK"] = *m_request.topK;
            m_modelFields["inferenceConfig"] = std::move(inner);
        } else {
            drop("top_k");
        }
    }

    void addStops(json::object& config) {
        json::array stops;
        for (const std::string& stop : m_request.stop) {
            if (stop.empty() || (m_context.model.isClaude() && isBlank(stop)))
                drop("stop"); // refused
            else
                stops.emplace_back(stop);
        }
        if (stops.empty())
            return;
        config["stopSequences"] = std::move(stops);
        if (m_context.model.isClaude()) // says in the answer which one was met
            m_body["additionalModelResponseFieldPaths"] = json::array{"/stop_sequence"};
    }

    [[nodiscard]] bool keepsToSchemas() const {
        switch (m_context.model.family) {
        case Family::Claude:
            return m_context.model.isClaudeSince(4, 5);
        case Family::GptOss:
        case Family::OpenAi:
        case Family::DeepSeekV3:
        case Family::Kimi:
        case Family::OtherOpenWeights:
            return m_target.can && m_target.can->jsonSchema;
        case Family::Nova:
        case Family::Nova2:
        case Family::Other:
            return false;
        }
        return false;
    }

    void addResponseFormat(json::array& system) {
        const ResponseFormat& format = m_request.responseFormat;
        const bool schema = format.kind == ResponseFormat::Kind::JsonSchema && format.schema.is_object();
        if (schema && keepsToSchemas()) {
            addSchema(format);
            return;
        }
        std::string words;
        if (schema)
            words = "Answer with one JSON object and nothing else: no code fence, no words around it. It must be valid "
                    "against this JSON Schema:\n" +
                    writeJson(format.schema);
        else if (format.kind == ResponseFormat::Kind::JsonObject || format.kind == ResponseFormat::Kind::JsonSchema)
            words = "Answer with one valid JSON object and nothing else: no code fence, no words around it.";
        if (words.empty())
            return;
        json::object block;
        block["text"] = std::move(words);
        system.push_back(std::move(block));
    }

    // API reference, JsonSchemaDefinition: the schema stands in a string.
    void addSchema(const ResponseFormat& format) {
        json::object definition;
        definition["schema"] = writeJson(anthropicStrictSchema(format.schema));
        if (isToolName(format.name))
            definition["name"] = format.name;
        if (!isBlank(format.description))
            definition["description"] = format.description;
        json::object structure;
        structure["jsonSchema"] = std::move(definition);
        json::object textFormat;
        textFormat["type"] = "json_schema";
        textFormat["structure"] = std::move(structure);
        json::object output;
        output["textFormat"] = std::move(textFormat);
        m_body["outputConfig"] = std::move(output);
    }

    void addServiceTier() {
        const std::string& tier = m_request.serviceTier;
        if (tier.empty() || tier == "auto")
            return;
        json::object wanted;
        if (tier == "default" || tier == "flex" || tier == "priority" || tier == "reserved")
            wanted["type"] = tier;
        else if (tier == "standard_only" || tier == "standard")
            wanted["type"] = "default";
        else
            return drop("service_tier");
        m_body["serviceTier"] = std::move(wanted);
    }

    void addExtra() {
        for (const auto& [key, value] : m_request.extra) {
            const std::string_view name(key.data(), key.size());
            if (std::find(kOwnFields.begin(), kOwnFields.end(), name) != kOwnFields.end()) {
                m_body[key] = value;
            } else if (name == "additionalModelRequestFields" && value.is_object()) {
                for (const auto& [field, given] : value.get_object())
                    m_modelFields[field] = given;
            } else {
                drop(name);
            }
        }
    }

    void dropTheRest() {
        if (!m_request.user.empty())
            drop("user");
        if (!m_request.verbosity.empty())
            drop("verbosity");
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
    }

    const ChatRequest& m_request;
    const TargetModel& m_target;
    const BedrockContext m_context;
    json::object m_body;
    json::object m_modelFields; ///< additionalModelRequestFields
    std::vector<std::string> m_dropped;
};

} // namespace

BedrockModel bedrockModel(std::string_view upstreamId) {
    struct Vendor {
        std::string_view name;
        Family family;
    };
    // The first that an id holds; narrower ones first.
    static constexpr std::array kVendors{
        Vendor{"anthropic.", Family::Claude},
        Vendor{"amazon.nova-2", Family::Nova2},
        Vendor{"amazon.nova", Family::Nova},
        Vendor{"openai.gpt-oss", Family::GptOss},
        Vendor{"openai.", Family::OpenAi},
        Vendor{"deepseek.v3", Family::DeepSeekV3},
        Vendor{"moonshot", Family::Kimi},
        Vendor{"qwen.", Family::OtherOpenWeights},
        Vendor{"mistral.", Family::OtherOpenWeights},
        Vendor{"google.gemma", Family::OtherOpenWeights},
        Vendor{"minimax.", Family::OtherOpenWeights},
        Vendor{"nvidia.", Family::OtherOpenWeights},
        Vendor{"zai.", Family::OtherOpenWeights},
    };
    for (const auto& [name, family] : kVendors) {
        if (upstreamId.find(name) != std::string_view::npos)
            return {family, family == Family::Claude ? claudeVersion(upstreamId) : std::nullopt};
    }
    return {};
}

Result<EncodedRequest> encodeBedrockRequest(const ChatRequest& request, const TargetModel& target) {
    return Encoder(request, target).encode();
}

} // namespace llmg::dialects
