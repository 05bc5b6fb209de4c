// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Chunks of chat completions and the completion that they make: platform.openai.com/docs/api-reference/chat-streaming.
#include "app/cache/answerform.h"
#include "app/dialects/canonical.h"

#include <algorithm>
#include <map>

namespace llmg::cache {
namespace {

using dialects::arrayAt;
using dialects::integerAt;
using dialects::objectAt;
using dialects::textAt;

/// Where strings of a delta are a name and not the next part of a text.
bool isName(std::string_view key) {
    return key == "id" || key == "type" || key == "role" || key == "name" || key == "format" || key == "index";
}

void mergeDelta(json::object& into, json::object delta);

/// Tool calls and pieces of reasoning: those with the index of one before belong to it.
void mergeList(json::array& into, json::array more) {
    for (json::value& element : more) {
        json::object* piece = element.if_object();
        const auto index = piece != nullptr ? integerAt(*piece, "index") : std::nullopt;
        const auto same = std::find_if(into.begin(), into.end(), [&](const json::value& other) {
            return index && other.is_object() && integerAt(other.get_object(), "index") == index;
        });
        if (same == into.end())
            into.push_back(std::move(element));
        else
            mergeDelta(same->get_object(), std::move(*piece));
    }
}

void mergeDelta(json::object& into, json::object delta) {
    for (auto& [key, value] : delta) {
        json::value& there = into[key];
        if (value.is_null() || (value.is_string() && value.get_string().empty() && there.is_string()))
            continue;
        if (value.is_string() && !isName(key))
            appendText(there, value.get_string());
        else if (value.is_array() && there.is_array())
            mergeList(there.get_array(), std::move(value.get_array()));
        else if (value.is_object() && there.is_object())
            mergeDelta(there.get_object(), std::move(value.get_object()));
        else
            there = std::move(value);
    }
}

json::object usageOf(const domain::TokenUsage& usage) {
    json::object wire{
        {"prompt_tokens", usage.prompt}, {"completion_tokens", usage.completion}, {"total_tokens", usage.total()}};
    wire["prompt_tokens_details"] = json::object{{"cached_tokens", usage.cachedPrompt}};
    wire["completion_tokens_details"] = json::object{{"reasoning_tokens", usage.reasoning}};
    return wire;
}

class ChatGatherer final : public Gatherer {
  public:
    void take(json::object data) override {
        if (const json::value* error = data.if_contains("error"); error != nullptr && !error->is_null())
            m_failed = true;
        if (json::value* choices = data.if_contains("choices"); choices != nullptr && choices->is_array()) {
            for (json::value& choice : choices->get_array()) {
                if (choice.is_object())
                    takeChoice(std::move(choice.get_object()));
            }
        }
        data.erase("choices");
        data.erase("obfuscation"); // padding of the stream
        overlay(m_document, std::move(data));
    }

    void takeDone() override { m_done = true; }

    std::optional<json::object> document(const domain::TokenUsage& usage) override {
        if (!m_done || m_failed || m_choices.empty())
            return std::nullopt;
        m_document["object"] = "chat.completion";
        json::array choices;
        for (auto& [index, choice] : m_choices)
            choices.push_back(finished(std::move(choice)));
        m_document["choices"] = std::move(choices);
        if (objectAt(m_document, "usage") == nullptr)
            m_document["usage"] = usageOf(usage);
        return std::move(m_document);
    }

  private:
    void takeChoice(json::object data) {
        const std::int64_t index = integerAt(data, "index").value_or(0);
        if (index < 0 || index >= dialects::kMaxChoices) {
            m_failed = true;
            return;
        }
        json::object& choice = m_choices[index];
        choice["index"] = index;
        json::value& message = choice["message"];
        if (!message.is_object())
            message = json::object{{"role", "assistant"}, {"content", nullptr}, {"refusal", nullptr}};
        if (json::value* delta = data.if_contains("delta"); delta != nullptr && delta->is_object())
            mergeDelta(message.get_object(), std::move(delta->get_object()));
        dialects::appendLogprobs(choice["logprobs"], data["logprobs"]);
        for (const char* read : {"index", "delta", "logprobs", "message"}) // Perplexity repeats the message so far
            data.erase(read);
        overlay(choice, std::move(data));
    }

    // A call's place among others is the stream's alone; of a reasoning detail it stays.
    static json::object finished(json::object choice) {
        json::value* calls = choice["message"].get_object().if_contains("tool_calls");
        if (calls != nullptr && calls->is_array()) {
            for (json::value& call : calls->get_array()) {
                if (call.is_object())
                    call.get_object().erase("index");
            }
        }
        return choice;
    }

    json::object m_document;
    std::map<std::int64_t, json::object> m_choices;
    bool m_done = false, m_failed = false;
};

bool saysSomething(const json::object& message) {
    for (const char* words : {"content", "reasoning_content", "refusal"}) {
        if (!textAt(message, words).empty())
            return true;
    }
    for (const char* list : {"content", "tool_calls", "images"}) {
        if (const json::array* entries = arrayAt(message, list); entries != nullptr && !entries->empty())
            return true;
    }
    return objectAt(message, "audio") != nullptr || objectAt(message, "function_call") != nullptr;
}

bool isWholeChoice(const json::value& value) {
    const json::object* choice = value.if_object();
    const json::object* message = choice != nullptr ? objectAt(*choice, "message") : nullptr;
    if (message == nullptr || !saysSomething(*message))
        return false;
    const std::string_view finish = textAt(*choice, "finish_reason");
    return finish == "stop" || finish == "tool_calls" || finish == "function_call";
}

/// A chunk's members beside its choices.
json::object chunkOf(const json::object& document) {
    json::object chunk = document;
    for (const char* last : {"choices", "usage", "metadata"})
        chunk.erase(last);
    chunk["object"] = "chat.completion.chunk";
    return chunk;
}

json::object deltaOf(const json::object& message) {
    json::object delta = message;
    json::value* calls = delta.if_contains("tool_calls");
    if (calls == nullptr || !calls->is_array())
        return delta;
    std::int64_t index = 0;
    for (json::value& call : calls->get_array()) {
        if (call.is_object())
            call.get_object()["index"] = index++;
    }
    return delta;
}

void writeChunk(const json::object& base, json::array choices, std::string& out, json::object more = {}) {
    json::object chunk = base;
    chunk["choices"] = std::move(choices);
    overlay(chunk, std::move(more));
    writeEvent({}, chunk, out);
}

class ChatForm final : public AnswerForm {
  public:
    [[nodiscard]] bool isWhole(std::string_view text) const override {
        const auto parsed = dialects::parseJson(text);
        const json::object* document = parsed ? parsed->if_object() : nullptr;
        const json::array* choices = document != nullptr ? arrayAt(*document, "choices") : nullptr;
        return choices != nullptr && !choices->empty() && std::all_of(choices->begin(), choices->end(), isWholeChoice);
    }

    [[nodiscard]] std::unique_ptr<Gatherer> newGatherer() const override { return std::make_unique<ChatGatherer>(); }

    void writeStream(const json::object& document, StreamShape shape, std::string& out) const override {
        const json::object base = chunkOf(document);
        const json::array none;
        const json::array* choices = arrayAt(document, "choices");
        for (const json::value& choice : choices != nullptr ? *choices : none)
            writeContent(base, choice.get_object(), out);
        json::object last;
        if (const json::object* metadata = objectAt(document, "metadata"))
            last["metadata"] = *metadata;
        for (std::size_t i = 0; choices != nullptr && i < choices->size(); ++i) {
            const bool isLast = i + 1 == choices->size() && !shape.includeUsage;
            writeFinish(base, (*choices)[i].get_object(), isLast ? last : json::object(), out);
        }
        if (const json::object* usage = objectAt(document, "usage"); usage != nullptr && shape.includeUsage) {
            last["usage"] = *usage;
            writeChunk(base, {}, out, std::move(last));
        }
        out += "data: [DONE]\n\n";
    }

  private:
    static void writeContent(const json::object& base, const json::object& choice, std::string& out) {
        json::object entry{{"index", integerAt(choice, "index").value_or(0)}};
        const json::object* message = objectAt(choice, "message");
        entry["delta"] = message != nullptr ? deltaOf(*message) : json::object();
        const json::value* logprobs = choice.if_contains("logprobs");
        entry["logprobs"] = logprobs != nullptr ? *logprobs : json::value(nullptr);
        entry["finish_reason"] = nullptr;
        writeChunk(base, {std::move(entry)}, out);
    }

    static void writeFinish(const json::object& base, const json::object& choice, json::object more, std::string& out) {
        json::object entry = choice;
        entry.erase("message");
        entry["delta"] = json::object();
        entry["logprobs"] = nullptr;
        writeChunk(base, {std::move(entry)}, out, std::move(more));
    }
};

} // namespace

const AnswerForm& chatForm() {
    static const ChatForm form;
    return form;
}

} // namespace llmg::cache
