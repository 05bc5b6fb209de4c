// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/geminirequest.h"
#include "app/dialects/jsonaccess.h"

#include <algorithm>

namespace llmg::dialects {
namespace {

bool saysNothing(const json::value& parameters) {
    const json::object* schema = parameters.if_object();
    if (schema == nullptr || schema->empty())
        return true;
    const json::object* properties = objectAt(*schema, "properties");
    return textAt(*schema, "type") == "object" && (properties == nullptr || properties->empty()) &&
           !schema->contains("anyOf") && !schema->contains("oneOf") && !schema->contains("$ref");
}

Result<json::object> declaration(const Tool& tool, std::vector<std::string>& dropped) {
    if (tool.custom)
        return fail(ErrorKind::ModelNotSupported,
                    "Gemini's tools take JSON only, and '" + tool.name +
                        "' is a custom tool of free text. Declare it as a function.",
                    "tools");
    json::object out;
    out["name"] = tool.name;
    if (!tool.description.empty())
        out["description"] = tool.description;
    // A function without parameters is declared without a schema, which every generation of the API takes.
    if (!saysNothing(tool.parameters))
        out["parametersJsonSchema"] = geminiSchema(tool.parameters);
    if (tool.strict.value_or(false) && std::find(dropped.begin(), dropped.end(), "tools.strict") == dropped.end())
        dropped.emplace_back("tools.strict");
    return out;
}

/// Google's search takes no allowed domains, and only Vertex leaves domains out (reference: Tool.GoogleSearch).
Result<json::object> search(const ChatRequest& request, GeminiHost host, std::vector<std::string>& dropped) {
    const WebSearch& wish = *request.webSearch;
    const auto refuse = [](const char* what) {
        return fail(ErrorKind::ModelNotSupported,
                    std::string("Google's web search cannot ") + what +
                        " domains here. Leave them out, or choose a model of another provider.",
                    "tools");
    };
    if (!wish.allowedDomains.empty())
        return refuse("keep to given");
    json::object tool;
    if (request.extraDialect == "gemini") {
        if (const json::object* rest = objectAt(request.extra, "tools.googleSearch"))
            tool = *rest;
    }
    if (!wish.blockedDomains.empty()) {
        if (host == GeminiHost::AiStudio)
            return refuse("leave out");
        tool["excludeDomains"] = json::array(wish.blockedDomains.begin(), wish.blockedDomains.end());
    }
    if (wish.maxUses)
        dropped.emplace_back("web_search.max_uses");
    if (!wish.contextSize.empty())
        dropped.emplace_back("web_search.search_context_size");
    if (!wish.userLocation.empty())
        dropped.emplace_back("web_search.user_location");
    return tool;
}

void choose(const ToolChoice& choice, json::object& body) {
    json::object calling;
    switch (choice.kind) {
    case ToolChoice::Kind::Unset:
        return;
    case ToolChoice::Kind::Auto:
        calling["mode"] = "AUTO";
        break;
    case ToolChoice::Kind::None:
        calling["mode"] = "NONE";
        break;
    case ToolChoice::Kind::Required:
        calling["mode"] = "ANY";
        break;
    case ToolChoice::Kind::Named:
        calling["mode"] = "ANY";
        calling["allowedFunctionNames"] = json::array{json::value(json::string(choice.name))};
        break;
    }
    json::object config;
    config["functionCallingConfig"] = std::move(calling);
    body["toolConfig"] = std::move(config);
}

} // namespace

Result<> encodeGeminiTools(const ChatRequest& request, const TargetModel& target, GeminiHost host, json::object& body,
                           std::vector<std::string>& dropped) {
    json::array tools;
    if (!request.tools.empty()) {
        json::array declarations;
        for (const Tool& tool : request.tools) {
            auto declared = declaration(tool, dropped);
            if (!declared)
                return declared.error();
            declarations.push_back(std::move(*declared));
        }
        tools.push_back(json::object{{"functionDeclarations", std::move(declarations)}});
        choose(request.toolChoice, body);
    }
    const std::size_t functions = tools.size();
    if (request.webSearch) {
        auto tool = search(request, host, dropped);
        if (!tool)
            return tool.error();
        tools.push_back(json::object{{"googleSearch", std::move(*tool)}});
    }
    for (const NativeTool& native : request.nativeTools) {
        if (native.dialect != "gemini") {
            std::string name(textAt(native.tool, "type"));
            if (name.empty() && !native.tool.empty())
                name = native.tool.begin()->key();
            return fail(ErrorKind::ModelNotSupported,
                        "The tool '" + name + "' is not one of Google's. Leave it out, or choose a model that has it.",
                        "tools");
        }
        tools.push_back(native.tool);
    }
    // Beside functions Gemini 3 runs its own tools only when told so (docs: "Combine built-in tools and function
    // calling"); older ones refuse the two together, in their own words.
    const auto version = geminiVersion(target.upstreamId);
    if (functions > 0 && tools.size() > functions && version && version->major >= 3) {
        json::value& config = body["toolConfig"];
        if (!config.is_object())
            config.emplace_object();
        config.get_object()["includeServerSideToolInvocations"] = true;
    }
    if (!tools.empty())
        body["tools"] = std::move(tools);
    return {};
}

} // namespace llmg::dialects
