// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/openaichat_wire.h"

namespace llmg::dialects::openaichat {
namespace {

using Way = OpenAiQuirks::WebSearch;

Error unable(const TargetModel& target, std::string_view what) {
    return fail(ErrorKind::ModelNotSupported,
                target.upstreamId + " at " + target.provider + " cannot " + std::string(what) +
                    "; choose another model, or leave it out",
                "web_search_options");
}

json::object place(const json::object& location) {
    json::object kept;
    for (const char* key : {"city", "region", "country", "timezone"}) {
        if (const std::string_view text = textAt(location, key); !text.empty())
            kept[key] = text;
    }
    return kept;
}

/// platform.openai.com/docs/guides/tools-web-search?api-mode=chat
json::object options(const WebSearch& search) {
    json::object wire;
    if (!search.contextSize.empty())
        wire["search_context_size"] = search.contextSize;
    if (!search.userLocation.empty())
        wire["user_location"] = {{"type", "approximate"}, {"approximate", search.userLocation}};
    return wire;
}

/// docs.perplexity.ai: the location stands in the options themselves, and a domain to leave out has a minus before it.
void writePerplexity(const WebSearch& search, json::object& body) {
    json::object wire;
    if (!search.contextSize.empty())
        wire["search_context_size"] = search.contextSize;
    if (!search.userLocation.empty())
        wire["user_location"] = search.userLocation;
    if (!wire.empty())
        body["web_search_options"] = std::move(wire);
    json::array domains(search.allowedDomains.begin(), search.allowedDomains.end());
    for (const std::string& domain : search.blockedDomains)
        domains.emplace_back("-" + domain);
    if (!domains.empty())
        body["search_domain_filter"] = std::move(domains);
}

/// Only the models made for it search in chat completions: gpt-4o-search-preview, gpt-5-search-api.
bool isSearchModel(std::string_view upstreamId) {
    return upstreamId.find("-search") != std::string_view::npos;
}

} // namespace

void readWebSearchOptions(const json::object& wire, WebSearch& search) {
    search.contextSize = textAt(wire, "search_context_size");
    if (const json::object* location = objectAt(wire, "user_location")) {
        const json::object* approximate = objectAt(*location, "approximate");
        search.userLocation = place(approximate != nullptr ? *approximate : *location);
    }
    if (const json::value* uses = member(wire, "max_uses"))
        search.maxUses = integerOf(*uses);
    const json::object* filters = objectAt(wire, "filters");
    const json::array* domains = arrayAt(filters != nullptr ? *filters : wire, "allowed_domains");
    for (const json::value& domain : domains != nullptr ? *domains : json::array())
        search.allowedDomains.emplace_back(textOf(domain));
}

Result<> writeWebSearch(const WebSearch& search, const TargetModel& target, const OpenAiQuirks& quirks,
                        json::object& body, std::vector<std::string>& dropped) {
    const Way way = quirks.webSearch;
    if (way == Way::Nowhere || (way == Way::SearchModels && !isSearchModel(target.upstreamId)))
        return unable(target, "search the web in this API");
    // Where answers may come from is a promise to the client: it is kept or the request refused.
    const bool limited = !search.allowedDomains.empty() || !search.blockedDomains.empty();
    if (limited && way != Way::Perplexity)
        return unable(target, "limit its web search to or from domains");
    if (search.maxUses)
        dropped.emplace_back("web_search.max_uses");
    switch (way) {
    case Way::Nowhere:
        break;
    case Way::Options:
    case Way::SearchModels:
        body["web_search_options"] = options(search);
        break;
    case Way::Plugin:                  // openrouter.ai/docs/features/web-search
        if (!body.contains("plugins")) // the client's own say more
            body["plugins"] = {json::object{{"id", "web"}}};
        if (!search.contextSize.empty())
            body["web_search_options"] = {{"search_context_size", search.contextSize}};
        if (!search.userLocation.empty())
            dropped.emplace_back("web_search.user_location");
        break;
    case Way::Perplexity:
        writePerplexity(search, body);
        break;
    case Way::EnableSearch: // Alibaba's Model Studio
        body["enable_search"] = true;
        if (!search.contextSize.empty())
            dropped.emplace_back("web_search.search_context_size");
        if (!search.userLocation.empty())
            dropped.emplace_back("web_search.user_location");
        break;
    }
    return {};
}

} // namespace llmg::dialects::openaichat
