// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/anthropicmessagesingress.h"

#include <algorithm>

namespace llmg::dialects {
namespace {

constexpr std::string_view kDialect = "anthropic-messages";

/// Everything of a request but its conversation → canonical form. Each read member is ticked off; the rest is `extra`.
class ParameterReader {
  public:
    ParameterReader(const json::object& body, ChatRequest& request)
        : m_body(body)
        , m_request(request) {}

    Result<> read() {
        for (const char* name : {"model", "messages", "system", "stream"})
            m_known.emplace_back(name);
        m_request.model = textAt(m_body, "model");
        m_request.stream = flagAt(m_body, "stream");
        m_request.includeUsage = true;
        m_request.extraDialect = kDialect;
        for (const auto step : {&ParameterReader::readNumbers, &ParameterReader::readStops, &ParameterReader::readTools,
                                &ParameterReader::readToolChoice, &ParameterReader::readThinking,
                                &ParameterReader::readOutput, &ParameterReader::readRest}) {
            if (auto done = (this->*step)(); !done)
                return done;
        }
        for (const auto& [key, value] : m_body) {
            if (std::find(m_known.begin(), m_known.end(), std::string_view(key)) == m_known.end())
                m_request.extra[key] = value;
        }
        return {};
    }

  private:
    static Error refuse(const std::string& param, const std::string& what) {
        return fail(ErrorKind::InvalidParameters, "'" + param + "' " + what, param);
    }

    /// The member, unless it is absent or null.
    const json::value* take(const char* name) {
        m_known.emplace_back(name);
        const json::value* value = m_body.if_contains(name);
        return value == nullptr || value->is_null() ? nullptr : value;
    }

    Result<> readNumber(const char* name, std::optional<double>& out) {
        const json::value* value = take(name);
        if (value == nullptr)
            return {};
        if (!value->is_number())
            return refuse(name, "must be a number");
        out = value->to_number<double>();
        return {};
    }

    Result<> readInteger(const char* name, std::optional<std::int64_t>& out) {
        const json::value* value = take(name);
        if (value == nullptr)
            return {};
        const auto number = value->is_number() ? integerAt(m_body, name) : std::nullopt;
        if (!number || *number < 0)
            return refuse(name, "must be a whole number");
        out = number;
        return {};
    }

    Result<> readNumbers() {
        if (auto done = readInteger("max_tokens", m_request.maxOutputTokens); !done)
            return done;
        if (auto done = readNumber("temperature", m_request.temperature); !done)
            return done;
        if (auto done = readNumber("top_p", m_request.topP); !done)
            return done;
        return readInteger("top_k", m_request.topK);
    }

    Result<> readStops() {
        const json::value* stops = take("stop_sequences");
        if (stops == nullptr)
            return {};
        if (!stops->is_array())
            return refuse("stop_sequences", "must be a list of texts");
        for (const json::value& stop : stops->get_array()) {
            if (!stop.is_string())
                return refuse("stop_sequences", "must hold texts only");
            m_request.stop.emplace_back(stop.get_string());
        }
        return {};
    }

    Result<> readTools() {
        const json::value* tools = take("tools");
        if (tools == nullptr)
            return {};
        if (!tools->is_array())
            return refuse("tools", "must be a list of tools");
        const json::array& list = tools->get_array();
        for (std::size_t i = 0; i < list.size(); ++i) {
            const json::object* tool = list[i].if_object();
            const std::string where = "tools." + std::to_string(i);
            const std::string_view type = tool != nullptr ? textAt(*tool, "type") : std::string_view();
            if (tool == nullptr || (type.empty() && textAt(*tool, "name").empty()))
                return refuse(where, "must be an object with a name");
            if (type.empty() || type == "custom")
                m_request.tools.push_back(functionOf(*tool));
            else if (type.starts_with("web_search_"))
                m_request.webSearch = webSearchOf(*tool);
            else
                m_request.nativeTools.push_back({std::string(kDialect), *tool});
        }
        return {};
    }

    static Tool functionOf(const json::object& entry) {
        Tool tool;
        tool.name = textAt(entry, "name");
        tool.description = textAt(entry, "description");
        if (const json::object* schema = objectAt(entry, "input_schema"))
            tool.parameters = *schema;
        if (const json::value* strict = entry.if_contains("strict"); strict != nullptr && strict->is_bool())
            tool.strict = strict->get_bool();
        tool.cache = anthropicCacheMark(entry);
        return tool;
    }

    static void addTexts(const json::object& from, const char* name, std::vector<std::string>& out) {
        if (const json::array* list = arrayAt(from, name)) {
            for (const json::value& entry : *list) {
                if (entry.is_string())
                    out.emplace_back(entry.get_string());
            }
        }
    }

    static WebSearch webSearchOf(const json::object& entry) {
        WebSearch search;
        addTexts(entry, "allowed_domains", search.allowedDomains);
        addTexts(entry, "blocked_domains", search.blockedDomains);
        search.maxUses = integerAt(entry, "max_uses");
        if (const json::object* location = objectAt(entry, "user_location")) {
            for (const char* key : {"city", "region", "country", "timezone"}) {
                if (const std::string_view value = textAt(*location, key); !value.empty())
                    search.userLocation[key] = value;
            }
        }
        return search;
    }

    Result<> readToolChoice() {
        const json::value* value = take("tool_choice");
        if (value == nullptr)
            return {};
        if (!value->is_object())
            return refuse("tool_choice", "must be an object with a type");
        const json::object& choice = value->get_object();
        const std::string_view type = textAt(choice, "type");
        if (type == "auto")
            m_request.toolChoice.kind = ToolChoice::Kind::Auto;
        else if (type == "any")
            m_request.toolChoice.kind = ToolChoice::Kind::Required;
        else if (type == "none")
            m_request.toolChoice.kind = ToolChoice::Kind::None;
        else if (type == "tool")
            m_request.toolChoice = {ToolChoice::Kind::Named, std::string(textAt(choice, "name"))};
        else
            return refuse("tool_choice.type", "must be auto, any, tool or none");
        if (type == "tool" && m_request.toolChoice.name.empty())
            return refuse("tool_choice.name", "is required where a tool is chosen");
        if (const json::value* single = choice.if_contains("disable_parallel_tool_use");
            single != nullptr && single->is_bool())
            m_request.parallelToolCalls = !single->get_bool();
        return {};
    }

    Result<> readThinking() {
        const json::value* value = take("thinking");
        if (value == nullptr)
            return {};
        if (!value->is_object())
            return refuse("thinking", "must be an object with a type");
        const json::object& thinking = value->get_object();
        const std::string_view type = textAt(thinking, "type");
        ReasoningRequest& wish = m_request.reasoning;
        if (const std::string_view display = textAt(thinking, "display"); !display.empty())
            wish.include = display != "omitted";
        if (type == "disabled") {
            wish.effort = "none";
        } else if (type == "adaptive") {
            wish.effort = "high"; // what the reference says it means; output_config may say otherwise
        } else if (type == "enabled") {
            wish.budgetTokens = integerAt(thinking, "budget_tokens");
            if (!wish.budgetTokens || *wish.budgetTokens < 1)
                return refuse("thinking.budget_tokens", "is required where thinking is enabled");
        } else {
            return refuse("thinking.type", "must be enabled, adaptive or disabled");
        }
        return {};
    }

    Result<> readOutput() {
        if (const json::value* format = take("output_format")) { // of the beta; output_config goes before it
            if (auto done = readFormat(*format, "output_format"); !done)
                return done;
        }
        const json::value* value = take("output_config");
        if (value == nullptr)
            return {};
        if (!value->is_object())
            return refuse("output_config", "must be an object");
        json::object rest;
        for (const auto& [key, member] : value->get_object()) {
            if (key == "effort")
                takeEffort(textAt(value->get_object(), "effort"));
            else if (key != "format")
                rest[key] = member;
            else if (auto done = readFormat(member, "output_config.format"); !done)
                return done;
        }
        if (!rest.empty())
            m_request.extra["output_config"] = std::move(rest);
        return {};
    }

    // Beside a budget the budget says how much; told not to think, the model does not.
    void takeEffort(std::string_view effort) {
        ReasoningRequest& wish = m_request.reasoning;
        if (!effort.empty() && wish.effort != "none" && !wish.budgetTokens)
            wish.effort = effort == "max" ? "xhigh" : effort;
    }

    Result<> readFormat(const json::value& value, const char* name) {
        if (value.is_null())
            return {};
        const json::object* format = value.if_object();
        if (format == nullptr || textAt(*format, "type") != "json_schema")
            return refuse(name, "must be an object of type json_schema");
        const json::object* schema = objectAt(*format, "schema");
        if (schema == nullptr)
            return refuse(std::string(name) + ".schema", "is required: a JSON Schema");
        m_request.responseFormat.kind = ResponseFormat::Kind::JsonSchema;
        m_request.responseFormat.schema = *schema;
        m_request.responseFormat.strict = true; // the only way in which this dialect does it
        return {};
    }

    Result<> readRest() {
        if (const json::value* metadata = take("metadata"); metadata != nullptr && metadata->is_object())
            m_request.user = textAt(metadata->get_object(), "user_id");
        if (const json::value* tier = take("service_tier"); tier != nullptr && tier->is_string())
            m_request.serviceTier = tier->get_string() == "standard_only" ? "default" : tier->get_string();
        return {};
    }

    const json::object& m_body;
    ChatRequest& m_request;
    std::vector<std::string_view> m_known;
};

} // namespace

Result<ChatRequest> decodeAnthropicRequest(const json::value& body) {
    if (!body.is_object())
        return fail(ErrorKind::InvalidParameters, "the body must be a JSON object");
    ChatRequest request;
    if (auto done = ParameterReader(body.get_object(), request).read(); !done)
        return done.error();
    auto messages = decodeAnthropicConversation(body.get_object());
    if (!messages)
        return messages.error();
    request.messages = std::move(*messages);
    return request;
}

} // namespace llmg::dialects
