// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/geminiwire.h"

#include <algorithm>

namespace llmg::dialects::gemini {
namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    return out;
}

/// Reads generationConfig's fields in turn; what none of them takes is kept for Gemini alone.
class ConfigReader {
  public:
    ConfigReader(const json::object& config, ChatRequest& request)
        : m_config(config)
        , m_request(request) {}

    void number(const char* name, std::optional<double>& target) {
        const json::value* value = take(name);
        if (value == nullptr)
            return;
        if (!value->is_number())
            return refuse(name, "a number");
        target = value->to_number<double>();
    }
    void integer(const char* name, std::optional<std::int64_t>& target) {
        const json::value* value = take(name);
        if (value == nullptr)
            return;
        target = integerAt(json::object{{"it", *value}}, "it");
        if (!target)
            refuse(name, "a whole number");
    }
    void flag(const char* name, std::optional<bool>& target) {
        const json::value* value = take(name);
        if (value == nullptr)
            return;
        if (!value->is_bool())
            return refuse(name, "true or false");
        target = value->get_bool();
    }
    void texts(const char* name, std::vector<std::string>& target) {
        const json::value* value = take(name);
        if (value == nullptr)
            return;
        if (!value->is_array())
            return refuse(name, "an array of strings");
        for (const json::value& one : value->get_array()) {
            if (!one.is_string())
                return refuse(name, "an array of strings");
            target.emplace_back(one.get_string());
        }
    }
    const json::value* take(const char* name) {
        m_taken.emplace_back(name);
        return field(m_config, name);
    }
    void keep(const std::string& name, const json::value& value) {
        m_request.extra["generationConfig." + name] = value;
    }
    void refuse(const std::string& name, const char* wanted) {
        if (!m_error)
            m_error = wrongType("generationConfig." + name, wanted);
    }
    Result<> finish() {
        for (const auto& [key, value] : m_config) {
            const std::string name = camelCase(key);
            if (!value.is_null() && std::find(m_taken.begin(), m_taken.end(), name) == m_taken.end())
                keep(name, value);
        }
        if (m_error)
            return *m_error;
        return {};
    }

  private:
    const json::object& m_config;
    ChatRequest& m_request;
    std::vector<std::string> m_taken;
    std::optional<Error> m_error;
};

void readFormat(ConfigReader& reader, ChatRequest& request) {
    const json::value* type = reader.take("responseMimeType");
    const json::value* schema = reader.take("responseSchema");
    const json::value* jsonSchemaValue = reader.take("responseJsonSchema");
    if (type != nullptr && !type->is_string())
        return reader.refuse("responseMimeType", "a string");
    const std::string_view word = type != nullptr ? std::string_view(type->get_string()) : std::string_view();
    if (word == "text/x.enum") { // Gemini's own: one of the schema's words, without quotes
        reader.keep("responseMimeType", *type);
        if (schema != nullptr)
            reader.keep("responseSchema", *schema);
        return;
    }
    if (schema != nullptr || jsonSchemaValue != nullptr) {
        if (!(schema != nullptr ? schema : jsonSchemaValue)->is_object())
            return reader.refuse(schema != nullptr ? "responseSchema" : "responseJsonSchema", "an object");
        request.responseFormat.kind = ResponseFormat::Kind::JsonSchema;
        request.responseFormat.schema = schema != nullptr ? jsonSchema(*schema) : *jsonSchemaValue;
    } else if (word == "application/json") {
        request.responseFormat.kind = ResponseFormat::Kind::JsonObject;
    } else if (word == "text/plain") {
        request.responseFormat.kind = ResponseFormat::Kind::Text;
    } else if (!word.empty()) {
        reader.keep("responseMimeType", *type);
    }
}

Result<> readThinking(ConfigReader& reader, ChatRequest& request) {
    const json::value* value = reader.take("thinkingConfig");
    if (value == nullptr)
        return {};
    const std::string where = "generationConfig.thinkingConfig";
    const json::object* config = value->if_object();
    if (config == nullptr)
        return wrongType(where, "an object");
    ReasoningRequest& wish = request.reasoning;
    const json::value* include = field(*config, "includeThoughts");
    if (include != nullptr && !include->is_bool())
        return wrongType(where + ".includeThoughts", "true or false");
    wish.include = include != nullptr && include->get_bool();
    if (const json::value* budget = field(*config, "thinkingBudget")) {
        const auto tokens = integerAt(json::object{{"it", *budget}}, "it");
        if (!tokens)
            return wrongType(where + ".thinkingBudget", "a whole number");
        // Below zero: as much as the model likes, which is what the others do when they are told nothing.
        if (*tokens >= 0)
            wish.budgetTokens = tokens;
        else
            reader.keep("thinkingConfig.thinkingBudget", *tokens);
    }
    wish.effort = lower(textField(*config, "thinkingLevel"));
    if (wish.effort == "thinking_level_unspecified")
        wish.effort.clear();
    return {};
}

json::value schemaList(const json::value& list) {
    json::array out;
    if (const json::array* schemas = list.if_array()) {
        for (const json::value& schema : *schemas)
            out.push_back(jsonSchema(schema));
    }
    return out;
}

json::value schemaMap(const json::value& map) {
    json::object out;
    if (const json::object* schemas = map.if_object()) {
        for (const auto& [name, schema] : *schemas)
            out[name] = jsonSchema(schema);
    }
    return out;
}

bool isCount(std::string_view key) {
    static constexpr std::string_view kCounts[] = {"minItems",  "maxItems",      "minLength",
                                                   "maxLength", "minProperties", "maxProperties"};
    return std::find(std::begin(kCounts), std::end(kCounts), key) != std::end(kCounts);
}

Result<Tool> declaration(const json::object& wire, const std::string& where) {
    Tool tool;
    tool.name = textField(wire, "name");
    if (tool.name.empty())
        return fail(ErrorKind::InvalidParameters, "'" + where + ".name' is required", where + ".name");
    tool.description = textField(wire, "description");
    if (const json::value* schema = field(wire, "parametersJsonSchema"))
        tool.parameters = *schema;
    else if (const json::value* parameters = field(wire, "parameters"))
        tool.parameters = jsonSchema(*parameters);
    if (!tool.parameters.is_null() && !tool.parameters.is_object())
        return wrongType(where + ".parameters", "an object");
    return tool;
}

Result<> declarations(const json::value& value, const std::string& where, ChatRequest& request) {
    const auto list = listOf(value);
    if (!list)
        return wrongType(where, "an array of objects");
    for (std::size_t i = 0; i < list->size(); ++i) {
        auto tool = declaration(*(*list)[i], where + "[" + std::to_string(i) + "]");
        if (!tool)
            return tool.error();
        request.tools.push_back(std::move(*tool));
    }
    return {};
}

/// A search with nothing but excluded domains is everybody's; its other limits are kept for Gemini.
void search(const json::value& value, ChatRequest& request) {
    WebSearch& search = request.webSearch.emplace();
    const json::object* wire = value.if_object();
    if (wire == nullptr)
        return;
    json::object rest = *wire;
    if (const json::value* excluded = field(*wire, "excludeDomains"); excluded != nullptr && excluded->is_array()) {
        for (const json::value& domain : excluded->get_array()) {
            if (domain.is_string())
                search.blockedDomains.emplace_back(domain.get_string());
        }
        rest.erase("excludeDomains");
        rest.erase("exclude_domains");
    }
    if (!rest.empty())
        request.extra["tools.googleSearch"] = std::move(rest);
}

/// Only these may be called: to the model that is the same as having no others.
void allowOnly(const json::array& names, ChatRequest& request) {
    std::erase_if(request.tools, [&](const Tool& tool) {
        return std::none_of(names.begin(), names.end(), [&](const json::value& name) {
            return name.is_string() && name.get_string() == tool.name;
        });
    });
}

Result<> readCalling(const json::object& calling, ChatRequest& request) {
    const std::string mode = lower(textField(calling, "mode"));
    ToolChoice& choice = request.toolChoice;
    if (mode == "auto" || mode == "validated")
        choice.kind = ToolChoice::Kind::Auto;
    else if (mode == "any")
        choice.kind = ToolChoice::Kind::Required;
    else if (mode == "none")
        choice.kind = ToolChoice::Kind::None;
    else if (!mode.empty() && mode != "mode_unspecified")
        return wrongType("toolConfig.functionCallingConfig.mode", "AUTO, ANY, VALIDATED or NONE");
    if (mode == "validated") // nobody else has it
        request.extra["toolConfig.functionCallingConfig.mode"] = "VALIDATED";
    const json::value* names = field(calling, "allowedFunctionNames");
    if (names == nullptr)
        return {};
    if (!names->is_array())
        return wrongType("toolConfig.functionCallingConfig.allowedFunctionNames", "an array of strings");
    const json::array& list = names->get_array();
    if (list.empty())
        return {};
    if (list.size() == 1 && list.front().is_string() && choice.kind == ToolChoice::Kind::Required) {
        choice.kind = ToolChoice::Kind::Named;
        choice.name = list.front().get_string();
    } else {
        allowOnly(list, request);
    }
    return {};
}

} // namespace

json::value jsonSchema(const json::value& schema) {
    const json::object* wire = schema.if_object();
    if (wire == nullptr)
        return schema;
    json::object out;
    for (const auto& [key, value] : *wire) {
        const std::string name = camelCase(key);
        if (name == "type" && value.is_string())
            out[name] = lower(value.get_string());
        else if (name == "properties")
            out[name] = schemaMap(value);
        else if (name == "items")
            out[name] = jsonSchema(value);
        else if (name == "anyOf")
            out[name] = schemaList(value);
        else if (name == "example")
            out["examples"] = json::array{value};
        else if (isCount(name) && integerAt(*wire, key))
            out[name] = *integerAt(*wire, key);
        else if (name != "nullable" && !(name == "format" && value.is_string() && value.get_string() == "enum"))
            out[name] = value;
    }
    if (const json::value* nullable = field(*wire, "nullable");
        nullable != nullptr && nullable->is_bool() && nullable->get_bool() && out.contains("type"))
        out["type"] = json::array{out["type"], "null"};
    return out;
}

Result<> decodeGenerationConfig(const json::object& config, ChatRequest& request) {
    ConfigReader reader(config, request);
    reader.number("temperature", request.temperature);
    reader.number("topP", request.topP);
    reader.integer("topK", request.topK);
    reader.integer("maxOutputTokens", request.maxOutputTokens);
    reader.texts("stopSequences", request.stop);
    reader.integer("candidateCount", request.n);
    reader.integer("seed", request.seed);
    reader.number("presencePenalty", request.presencePenalty);
    reader.number("frequencyPenalty", request.frequencyPenalty);
    reader.flag("responseLogprobs", request.logprobs);
    reader.integer("logprobs", request.topLogprobs);
    readFormat(reader, request);
    if (auto done = readThinking(reader, request); !done)
        return done;
    return reader.finish();
}

Result<> decodeTools(const json::object& body, ChatRequest& request) {
    if (const json::value* tools = field(body, "tools")) {
        const auto list = listOf(*tools);
        if (!list)
            return wrongType("tools", "an array of objects");
        for (std::size_t i = 0; i < list->size(); ++i) {
            for (const auto& [key, value] : *(*list)[i]) {
                const std::string name = camelCase(key);
                if (name == "functionDeclarations") {
                    const std::string where = "tools[" + std::to_string(i) + "].functionDeclarations";
                    if (auto done = declarations(value, where, request); !done)
                        return done;
                } else if (name == "googleSearch") {
                    search(value, request);
                } else if (name == "googleSearchRetrieval") {
                    request.webSearch.emplace(); // the older name; its threshold is no longer read
                } else if (!value.is_null()) {
                    request.nativeTools.push_back({"gemini", json::object{{name, value}}});
                }
            }
        }
    }
    const json::value* value = field(body, "toolConfig");
    if (value == nullptr)
        return {};
    if (!value->is_object())
        return wrongType("toolConfig", "an object");
    for (const auto& [key, member] : value->get_object()) {
        const std::string name = camelCase(key);
        if (name != "functionCallingConfig") {
            request.extra["toolConfig." + name] = member;
        } else if (const json::object* calling = member.if_object()) {
            if (auto done = readCalling(*calling, request); !done)
                return done;
        }
    }
    return {};
}

} // namespace llmg::dialects::gemini
