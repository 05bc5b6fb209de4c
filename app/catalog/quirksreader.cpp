// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/catalog/quirksreader.h"

#include <boost/json/array.hpp>

#include <array>
#include <optional>
#include <string_view>

namespace llmg::catalog {
namespace {

namespace json = boost::json;
using domain::OpenAiQuirks;
using Back = OpenAiQuirks::ReasoningBack;
using Ask = OpenAiQuirks::ReasoningAsk;
using Search = OpenAiQuirks::WebSearch;

constexpr std::array kFlags{
    std::pair{std::string_view("stream_options"), &OpenAiQuirks::sendsStreamOptions},
    std::pair{std::string_view("developer_role"), &OpenAiQuirks::acceptsDeveloperRole},
    std::pair{std::string_view("message_names"), &OpenAiQuirks::acceptsMessageNames},
    std::pair{std::string_view("custom_tools"), &OpenAiQuirks::acceptsCustomTools},
    std::pair{std::string_view("cache_control"), &OpenAiQuirks::acceptsCacheControl},
    std::pair{std::string_view("video"), &OpenAiQuirks::acceptsVideo},
    std::pair{std::string_view("one_choice"), &OpenAiQuirks::onlyOneChoice},
    std::pair{std::string_view("short_call_ids"), &OpenAiQuirks::shortToolCallIds},
    std::pair{std::string_view("reasoning_beside"), &OpenAiQuirks::reasoningBesideCompletion},
};
constexpr std::array kLists{
    std::pair{std::string_view("refuses"), &OpenAiQuirks::refuses},
    std::pair{std::string_view("reasoning_refuses"), &OpenAiQuirks::reasoningRefuses},
};
constexpr std::array kNames{
    std::pair{std::string_view("seed_param"), &OpenAiQuirks::seedParam},
    std::pair{std::string_view("max_param"), &OpenAiQuirks::maxTokensParam},
};
constexpr std::array kBack{
    std::pair{std::string_view("reasoning_content"), Back::ReasoningContent},
    std::pair{std::string_view("reasoning"), Back::Reasoning},
    std::pair{std::string_view("reasoning_details"), Back::ReasoningDetails},
    std::pair{std::string_view("thinking_chunks"), Back::ThinkingChunks},
};
constexpr std::array kAsk{
    std::pair{std::string_view("reasoning_object"), Ask::ReasoningObject},
    std::pair{std::string_view("thinking_object"), Ask::ThinkingObject},
    std::pair{std::string_view("enable_thinking"), Ask::EnableThinking},
};
constexpr std::array kSearch{
    std::pair{std::string_view("options"), Search::Options},
    std::pair{std::string_view("search_models"), Search::SearchModels},
    std::pair{std::string_view("plugin"), Search::Plugin},
    std::pair{std::string_view("perplexity"), Search::Perplexity},
    std::pair{std::string_view("enable_search"), Search::EnableSearch},
};

Error bad(std::string_view name, const char* what) {
    return fail(ErrorKind::Configuration, "\"quirks\": \"" + std::string(name) + "\" " + what);
}

template <class Table>
auto memberNamed(const Table& table, std::string_view name) -> std::optional<decltype(table[0].second)> {
    for (const auto& [known, member] : table) {
        if (known == name)
            return member;
    }
    return std::nullopt;
}

template <class Table, class Word>
Result<> readWord(const Table& table, const json::key_value_pair& field, Word& target) {
    const json::string* text = field.value().if_string();
    const auto word = text == nullptr ? std::nullopt : memberNamed(table, std::string_view(*text));
    if (!word)
        return bad(field.key(), "has a word that this version does not know");
    target = *word;
    return {};
}

Result<> readList(const json::key_value_pair& field, std::vector<std::string>& target) {
    const json::array* list = field.value().if_array();
    if (list == nullptr)
        return bad(field.key(), "is not a list");
    for (const json::value& item : *list) {
        if (!item.is_string())
            return bad(field.key(), "holds something that is not a text");
        target.emplace_back(item.get_string());
    }
    return {};
}

Result<> readField(const json::key_value_pair& field, OpenAiQuirks& quirks) {
    const std::string_view name = field.key();
    if (const auto flag = memberNamed(kFlags, name)) {
        if (!field.value().is_bool())
            return bad(name, "is not true or false");
        quirks.*(*flag) = field.value().get_bool();
        return {};
    }
    if (const auto text = memberNamed(kNames, name)) {
        if (!field.value().is_string())
            return bad(name, "is not a text");
        quirks.*(*text) = field.value().get_string();
        return {};
    }
    if (const auto list = memberNamed(kLists, name))
        return readList(field, quirks.*(*list));
    if (name == "reasoning_back")
        return readWord(kBack, field, quirks.reasoningBack);
    if (name == "reasoning_ask")
        return readWord(kAsk, field, quirks.reasoningAsk);
    if (name == "web_search")
        return readWord(kSearch, field, quirks.webSearch);
    return bad(name, "is a name that this version does not know");
}

} // namespace

Result<OpenAiQuirks> readOpenAiQuirks(const json::object& object) {
    OpenAiQuirks quirks;
    for (const json::key_value_pair& field : object) {
        if (auto read = readField(field, quirks); !read)
            return read.error();
    }
    return quirks;
}

} // namespace llmg::catalog
