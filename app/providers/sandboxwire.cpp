// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/providers/sandboxwire.h"

#include "app/providers/utf8.h"

namespace llmg::providers {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestPiece = 24;

bool isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

json::object usageOf(const SandboxHead& head, const SandboxContent& content) {
    const std::int64_t completion = content.completionTokens * head.choices;
    json::object usage;
    usage["prompt_tokens"] = content.promptTokens;
    usage["completion_tokens"] = completion;
    usage["total_tokens"] = content.promptTokens + completion;
    return usage;
}

json::object toolCall(const SandboxHead& head, const SandboxContent& content, int choice, std::string_view arguments) {
    json::object function;
    function["name"] = content.toolName;
    function["arguments"] = arguments;
    json::object call;
    call["id"] = "call_" + head.id + "_" + std::to_string(choice);
    call["type"] = "function";
    call["function"] = std::move(function);
    return call;
}

json::object envelope(const SandboxHead& head, std::string_view object) {
    json::object made;
    made["id"] = "chatcmpl-" + head.id;
    made["object"] = object;
    made["created"] = head.created;
    made["model"] = head.model;
    return made;
}

class Stream {
  public:
    Stream(const SandboxHead& head, SandboxPace pace)
        : m_head(head)
        , m_pace(pace) {}

    /// One event for every choice; the pause is before the first of them.
    template <class MakeDelta>
    void add(MakeDelta makeDelta, const char* finish, bool paused) {
        for (int choice = 0; choice < m_head.choices; ++choice) {
            json::object item;
            item["index"] = choice;
            item["delta"] = makeDelta(choice);
            item["finish_reason"] = finish ? json::value(finish) : json::value(nullptr);
            json::object chunk = envelope(m_head, "chat.completion.chunk");
            chunk["choices"] = json::array{std::move(item)};
            write(json::serialize(chunk), paused && choice == 0);
        }
    }
    void write(const std::string& data, bool paused) {
        std::chrono::milliseconds delay{0};
        if (paused) {
            delay = m_pausedBefore ? m_pace.each : m_pace.first;
            m_pausedBefore = true;
        }
        m_steps.push_back({delay, "data: " + data + "\n\n"});
    }
    std::vector<SandboxStep> take() { return std::move(m_steps); }

  private:
    const SandboxHead& m_head;
    SandboxPace m_pace;
    bool m_pausedBefore = false;
    std::vector<SandboxStep> m_steps;
};

} // namespace

std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> pieces;
    while (!text.empty()) {
        std::size_t end = 0;
        while (end < text.size() && !isBlank(text[end]))
            ++end;
        while (end < text.size() && isBlank(text[end]))
            ++end;
        const std::string_view piece = end > kLongestPiece ? cutUtf8(text, kLongestPiece) : text.substr(0, end);
        pieces.push_back(piece);
        text.remove_prefix(piece.size());
    }
    return pieces;
}

std::string wholeAnswer(const SandboxHead& head, const SandboxContent& content) {
    json::array choices;
    for (int choice = 0; choice < head.choices; ++choice) {
        json::object message;
        message["role"] = "assistant";
        if (content.toolName.empty()) {
            message["content"] = content.text;
        } else {
            message["content"] = nullptr;
            message["tool_calls"] = json::array{toolCall(head, content, choice, content.toolArguments)};
        }
        message["refusal"] = nullptr;
        json::object item;
        item["index"] = choice;
        item["message"] = std::move(message);
        item["logprobs"] = nullptr;
        item["finish_reason"] = content.finish;
        choices.push_back(std::move(item));
    }
    json::object answer = envelope(head, "chat.completion");
    answer["choices"] = std::move(choices);
    answer["usage"] = usageOf(head, content);
    return json::serialize(answer);
}

std::vector<SandboxStep> streamedAnswer(const SandboxHead& head, const SandboxContent& content, SandboxPace pace) {
    Stream stream(head, pace);
    const bool calls = !content.toolName.empty();
    stream.add(
        [&](int choice) {
            json::object delta{{"role", "assistant"}};
            if (calls) {
                json::object call = toolCall(head, content, choice, "");
                call["index"] = 0;
                delta["content"] = nullptr;
                delta["tool_calls"] = json::array{std::move(call)};
            } else {
                delta["content"] = "";
            }
            return delta;
        },
        nullptr, false);
    for (const std::string_view piece : words(calls ? content.toolArguments : content.text)) {
        stream.add(
            [&](int) {
                if (!calls)
                    return json::object{{"content", piece}};
                json::object call{{"index", 0}, {"function", json::object{{"arguments", piece}}}};
                return json::object{{"tool_calls", json::array{std::move(call)}}};
            },
            nullptr, true);
    }
    stream.add([](int) { return json::object{}; }, content.finish, false);
    json::object last = envelope(head, "chat.completion.chunk");
    last["choices"] = json::array{};
    last["usage"] = usageOf(head, content);
    stream.write(json::serialize(last), false);
    stream.write("[DONE]", false);
    return stream.take();
}

std::string errorBody(std::string_view message, std::string_view type, std::string_view param, std::string_view code) {
    json::object error;
    error["message"] = message;
    error["type"] = type;
    error["param"] = param.empty() ? json::value(nullptr) : json::value(param);
    error["code"] = code;
    return json::serialize(json::object{{"error", std::move(error)}});
}

} // namespace llmg::providers
