// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/openaichat_wire.h"
#include "app/dialects/openairesponses_wire.h"

#include <algorithm>
#include <array>

namespace llmg::dialects::responses {
namespace {

using openaichat::member;
using openaichat::textOf;

/// What a response repeats of its request.
constexpr std::array kEchoed{
    "background",
    "instructions",
    "max_output_tokens",
    "max_tool_calls",
    "metadata",
    "moderation",
    "parallel_tool_calls",
    "previous_response_id",
    "prompt_cache_key",
    "prompt_cache_retention",
    "reasoning",
    "safety_identifier",
    "service_tier",
    "store",
    "temperature",
    "text",
    "tool_choice",
    "tools",
    "top_logprobs",
    "top_p",
    "truncation",
    "user",
};

/// Takes the fields that the canonical form has a place for out of a copy of the body; what is left is `extra`.
class RequestReader {
  public:
    explicit RequestReader(const json::object& body)
        : m_rest(body) {
        for (const char* key : kEchoed) {
            if (const json::value* value = body.if_contains(key))
                m_request.echo[key] = *value;
        }
    }

    Result<ChatRequest> read() {
        using Step = Result<> (RequestReader::*)();
        for (const Step step : {&RequestReader::refuseWhatIsKeptElsewhere, &RequestReader::readInput,
                                &RequestReader::readTools, &RequestReader::readToolChoice, &RequestReader::readText,
                                &RequestReader::readReasoning, &RequestReader::readInclude, &RequestReader::readRest}) {
            if (auto done = (this->*step)(); !done)
                return done.error();
        }
        for (const auto& [key, value] : m_rest) {
            if (!value.is_null()) // null says as much as nothing
                m_request.extra[key] = value;
        }
        m_request.extraDialect = kDialect;
        return std::move(m_request);
    }

  private:
    /// The value, taken out; nullopt where absent or null.
    std::optional<json::value> take(const char* key) {
        const auto found = m_rest.find(key);
        if (found == m_rest.end())
            return std::nullopt;
        json::value value = std::move(found->value());
        m_rest.erase(found);
        if (value.is_null())
            return std::nullopt;
        return value;
    }
    Result<> text(const char* key, std::string& target) {
        if (const auto value = take(key)) {
            if (!value->is_string())
                return wrongType(key, "a string", *value);
            target = textOf(*value);
        }
        return {};
    }
    Result<> number(const char* key, std::optional<double>& target) {
        if (const auto value = take(key)) {
            target = openaichat::numberOf(*value);
            if (!target)
                return wrongType(key, "a number", *value);
        }
        return {};
    }
    Result<> integer(const char* key, std::optional<std::int64_t>& target) {
        if (const auto value = take(key)) {
            target = openaichat::integerOf(*value);
            if (!target)
                return wrongType(key, "a whole number", *value);
        }
        return {};
    }

    Result<> refuseWhatIsKeptElsewhere() {
        if (take("conversation"))
            return badField("conversation", "is not kept by this gateway; name the turn before in "
                                            "'previous_response_id', or send the earlier items in 'input'");
        if (const auto background = take("background"); background && *background == true)
            return badField("background", "is not possible here: an answer is given while the client waits. Leave it "
                                          "out");
        if (take("previous_response_id")) // replaced by the turns themselves, where they are known
            return badField("previous_response_id", "names a response that this gateway does not keep");
        if (take("prompt"))
            return fail(ErrorKind::ModelNotSupported,
                        "'prompt' is a template that OpenAI keeps. Choose a model of OpenAI, or send its text as "
                        "'instructions' and 'input'.",
                        "prompt");
        take("store");
        return {};
    }

    Result<> readInput() {
        if (auto done = text("model", m_request.model); !done)
            return done;
        if (const auto value = take("instructions")) {
            if (!value->is_string())
                return wrongType("instructions", "a string", *value);
            add(Role::System, textOf(*value));
        }
        const auto input = take("input");
        if (!input)
            return badField("input", "is required: a text or an array of items");
        if (input->is_string()) {
            add(Role::User, textOf(*input));
            return {};
        }
        if (!input->is_array())
            return wrongType("input", "a string or an array of items", *input);
        auto messages = readItems(input->get_array());
        if (!messages)
            return messages.error();
        std::move(messages->begin(), messages->end(), std::back_inserter(m_request.messages));
        return {};
    }

    void add(Role role, std::string_view words) {
        m_request.messages.push_back({role, {{TextPart{std::string(words)}, std::nullopt}}, {}});
    }

    Result<> readTools() {
        const auto value = take("tools");
        if (!value)
            return {};
        if (!value->is_array())
            return wrongType("tools", "an array", *value);
        const json::array& list = value->get_array();
        for (std::size_t i = 0; i < list.size(); ++i) {
            const std::string where = at("tools", i);
            if (!list[i].is_object())
                return wrongType(where, "an object", list[i]);
            if (auto done = tool(list[i].get_object(), where); !done)
                return done;
        }
        return {};
    }

    Result<> tool(const json::object& wire, const std::string& where) {
        const std::string_view type = textAt(wire, "type");
        if (type.empty())
            return badField(where + ".type", "is required");
        if (type == "function" || type == "custom")
            return ownTool(wire, type == "custom", where);
        if (type.starts_with("web_search") && isPlainSearch(wire) && !m_request.webSearch)
            m_request.webSearch = webSearch(wire);
        else
            m_request.nativeTools.push_back({std::string(kDialect), wire});
        return {};
    }

    Result<> ownTool(const json::object& wire, bool custom, const std::string& where) {
        const json::object* inner = objectAt(wire, "function"); // as chat completions nests it; some clients do here
        const json::object& source = inner != nullptr && !custom ? *inner : wire;
        Tool tool;
        tool.custom = custom;
        tool.name = textAt(source, "name");
        if (tool.name.empty())
            return badField(where + ".name", "is required");
        tool.description = textAt(source, "description");
        if (const json::value* parameters = member(source, "parameters"); parameters != nullptr && !custom) {
            if (!parameters->is_object())
                return wrongType(where + ".parameters", "a JSON Schema object", *parameters);
            tool.parameters = *parameters;
        }
        if (const json::value* strict = member(source, "strict"); strict != nullptr && strict->is_bool())
            tool.strict = strict->get_bool();
        if (const json::value* format = member(source, "format"); format != nullptr && custom)
            tool.inputFormat = *format;
        m_request.tools.push_back(std::move(tool));
        return {};
    }

    /// Whether the search says nothing that other providers' searches could not do.
    static bool isPlainSearch(const json::object& wire) {
        for (const auto& [key, value] : wire) {
            const bool known = key == "type" || key == "search_context_size" || key == "user_location" ||
                               (key == "filters" && (value.is_null() || value.is_object())) ||
                               (key == "external_web_access" && value == true) || value.is_null();
            if (!known)
                return false;
        }
        return true;
    }

    static WebSearch webSearch(const json::object& wire) {
        WebSearch search;
        const auto domains = [&wire](const char* key) {
            std::vector<std::string> names;
            const json::object* filters = objectAt(wire, "filters");
            const json::array* list = filters != nullptr ? arrayAt(*filters, key) : nullptr;
            if (list == nullptr)
                return names;
            for (const json::value& name : *list) {
                if (name.is_string())
                    names.emplace_back(textOf(name));
            }
            return names;
        };
        search.allowedDomains = domains("allowed_domains");
        search.blockedDomains = domains("blocked_domains");
        search.contextSize = textAt(wire, "search_context_size");
        if (const json::object* location = objectAt(wire, "user_location")) {
            for (const char* key : {"city", "region", "country", "timezone"}) {
                if (const std::string_view place = textAt(*location, key); !place.empty())
                    search.userLocation[key] = json::string_view(place.data(), place.size());
            }
        }
        return search;
    }

    Result<> readToolChoice() {
        const auto value = take("tool_choice");
        if (!value)
            return {};
        if (value->is_object()) {
            const json::object& wire = value->get_object();
            const std::string_view type = textAt(wire, "type");
            if (type == "function" || type == "custom")
                return nameTool(wire);
            if (type == "allowed_tools")
                return allowTools(wire);
            return forceNativeTool(type);
        }
        return chooseByWord(textOf(*value), "tool_choice");
    }

    Result<> chooseByWord(std::string_view word, const char* where) {
        if (word == "auto")
            m_request.toolChoice.kind = ToolChoice::Kind::Auto;
        else if (word == "none")
            m_request.toolChoice.kind = ToolChoice::Kind::None;
        else if (word == "required")
            m_request.toolChoice.kind = ToolChoice::Kind::Required;
        else
            return badField(where, "must be auto, none or required, or an object that names a tool");
        return {};
    }

    Result<> nameTool(const json::object& wire) {
        const json::object* inner = objectAt(wire, "function");
        const std::string_view name = textAt(inner != nullptr ? *inner : wire, "name");
        if (name.empty())
            return badField("tool_choice.name", "is required");
        m_request.toolChoice = {ToolChoice::Kind::Named, std::string(name)};
        return {};
    }

    /// "Only these" means the same as sending only these.
    Result<> allowTools(const json::object& wire) {
        const json::array* list = arrayAt(wire, "tools");
        if (list == nullptr)
            return badField("tool_choice.tools", "is required: an array of tools");
        const auto allowed = [list](std::string_view type, std::string_view name) {
            return std::any_of(list->begin(), list->end(), [&](const json::value& entry) {
                return entry.is_object() && textAt(entry.get_object(), "type") == type &&
                       (name.empty() || textAt(entry.get_object(), "name") == name);
            });
        };
        std::erase_if(m_request.tools,
                      [&](const Tool& tool) { return !allowed(tool.custom ? "custom" : "function", tool.name); });
        std::erase_if(m_request.nativeTools,
                      [&](const NativeTool& native) { return !allowed(textAt(native.tool, "type"), {}); });
        const bool search = std::any_of(list->begin(), list->end(), [](const json::value& entry) {
            return entry.is_object() && textAt(entry.get_object(), "type").starts_with("web_search");
        });
        if (!search)
            m_request.webSearch.reset();
        const std::string_view mode = textAt(wire, "mode");
        return chooseByWord(mode.empty() ? "auto" : mode, "tool_choice.mode");
    }

    /// A tool that the provider runs can be forced only where it is the only one: other dialects know no such choice.
    Result<> forceNativeTool(std::string_view type) {
        const bool search = type.starts_with("web_search") && m_request.webSearch;
        const std::size_t count =
            m_request.tools.size() + m_request.nativeTools.size() + (m_request.webSearch ? 1U : 0U);
        const bool native = std::any_of(m_request.nativeTools.begin(), m_request.nativeTools.end(),
                                        [type](const NativeTool& tool) { return textAt(tool.tool, "type") == type; });
        if (count == 1 && (search || native)) {
            m_request.toolChoice.kind = ToolChoice::Kind::Required;
            return {};
        }
        return fail(ErrorKind::ModelNotSupported,
                    "'tool_choice' of type '" + std::string(type) +
                        "' is understood by providers of the Responses API alone, unless it is the only tool. Choose a "
                        "model of such a provider, or send \"required\" with this tool alone.",
                    "tool_choice");
    }

    Result<> readText() {
        const auto value = take("text");
        if (!value)
            return {};
        if (!value->is_object())
            return wrongType("text", "an object", *value);
        m_request.verbosity = textAt(value->get_object(), "verbosity");
        const json::object* wire = objectAt(value->get_object(), "format");
        if (wire == nullptr)
            return {};
        const std::string_view type = textAt(*wire, "type");
        ResponseFormat& format = m_request.responseFormat;
        if (type == "text") {
            format.kind = ResponseFormat::Kind::Text;
        } else if (type == "json_object") {
            format.kind = ResponseFormat::Kind::JsonObject;
        } else if (type == "json_schema") {
            format.kind = ResponseFormat::Kind::JsonSchema;
            format.name = textAt(*wire, "name");
            format.description = textAt(*wire, "description");
            const json::value* schema = member(*wire, "schema");
            if (schema == nullptr || !schema->is_object())
                return badField("text.format.schema", "is required: a JSON Schema object");
            format.schema = *schema;
            if (const json::value* strict = member(*wire, "strict"); strict != nullptr && strict->is_bool())
                format.strict = strict->get_bool();
        } else {
            return badField("text.format.type", "must be text, json_object or json_schema");
        }
        return {};
    }

    Result<> readReasoning() {
        const auto value = take("reasoning");
        if (!value)
            return {};
        if (!value->is_object())
            return wrongType("reasoning", "an object", *value);
        const json::object& wire = value->get_object();
        ReasoningRequest& reasoning = m_request.reasoning;
        reasoning.effort = textAt(wire, "effort");
        reasoning.summary = textAt(wire, "summary");
        if (reasoning.summary.empty())
            reasoning.summary = textAt(wire, "generate_summary"); // its old name
        if (!reasoning.summary.empty())
            reasoning.include = true;
        if (const json::value* budget = member(wire, "max_tokens")) // OpenRouter's
            reasoning.budgetTokens = openaichat::integerOf(*budget);
        return {};
    }

    Result<> readInclude() {
        const auto value = take("include");
        if (!value)
            return {};
        if (!value->is_array())
            return wrongType("include", "an array", *value);
        json::array rest;
        for (const json::value& entry : value->get_array()) {
            const std::string_view what = textOf(entry);
            if (what == kLogprobs)
                m_request.logprobs = true;
            else if (what != kEncrypted) // always there
                rest.push_back(entry);
        }
        if (!rest.empty())
            m_rest["include"] = std::move(rest);
        return {};
    }

    Result<> readRest() {
        if (const auto value = take("stream"))
            m_request.stream = *value == true;
        if (const auto value = take("parallel_tool_calls")) {
            if (!value->is_bool())
                return wrongType("parallel_tool_calls", "true or false", *value);
            m_request.parallelToolCalls = value->get_bool();
        }
        if (const auto value = take("truncation"); value && textOf(*value) != "disabled")
            m_rest["truncation"] = *value; // what is left out is the default
        for (const auto& done :
             {number("temperature", m_request.temperature), number("top_p", m_request.topP),
              integer("max_output_tokens", m_request.maxOutputTokens), integer("top_logprobs", m_request.topLogprobs),
              text("user", m_request.user), text("service_tier", m_request.serviceTier)}) {
            if (!done)
                return done.error();
        }
        m_request.includeUsage = true;
        return {};
    }

    json::object m_rest;
    ChatRequest m_request;
};

} // namespace

Result<ChatRequest> decodeRequest(const json::value& body) {
    const json::object* wire = body.if_object();
    if (wire == nullptr)
        return fail(ErrorKind::InvalidParameters, "the body must be a JSON object");
    return RequestReader(*wire).read();
}

} // namespace llmg::dialects::responses
