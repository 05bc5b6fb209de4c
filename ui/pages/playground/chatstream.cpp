// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground/chatstream.h"

#include <boost/json.hpp>

#include <cmath>

namespace llmg::playground {
namespace {

using namespace Qt::StringLiterals;
namespace json = boost::json;

constexpr qsizetype KeptBody = 64 * 1024;

const json::object* objectAt(const json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    return value != nullptr ? value->if_object() : nullptr;
}

std::string_view stringAt(const json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    const auto* string = value != nullptr ? value->if_string() : nullptr;
    return string != nullptr ? std::string_view(*string) : std::string_view();
}

QString textAt(const json::object& object, std::string_view key) {
    const auto view = stringAt(object, key);
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

QByteArray bytesAt(const json::object& object, std::string_view key) {
    const auto view = stringAt(object, key);
    return {view.data(), static_cast<qsizetype>(view.size())};
}

std::int64_t countAt(const json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    if (value == nullptr || !value->is_number())
        return 0;
    json::error_code error;
    const auto count = value->to_number<std::int64_t>(error);
    return error ? 0 : std::max<std::int64_t>(count, 0);
}

/// Dollars as a JSON number → nano-dollars. A cost that is absent or null is unknown, not zero.
std::optional<domain::Money> moneyAt(const json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    if (value == nullptr || !value->is_number())
        return std::nullopt;
    json::error_code error;
    const double dollars = value->to_number<double>(error);
    if (error || !std::isfinite(dollars) || std::abs(dollars) > 1e9)
        return std::nullopt;
    return domain::Money::fromNano(std::llround(dollars * 1e9));
}

std::optional<Failure> failureFrom(const json::object& body) {
    const auto* error = objectAt(body, "error");
    if (error == nullptr)
        return std::nullopt;
    Failure failure;
    failure.message = textAt(*error, "message");
    failure.code = textAt(*error, "code");
    if (failure.code.isEmpty()) {
        if (const auto number = countAt(*error, "code"); number > 0)
            failure.code = QString::number(number);
        else
            failure.code = textAt(*error, "type");
    }
    return failure;
}

} // namespace

std::optional<Failure> failureFromJson(QByteArrayView body) {
    json::error_code error;
    const auto value = json::parse({body.data(), static_cast<std::size_t>(body.size())}, error);
    if (error || !value.is_object())
        return std::nullopt;
    return failureFrom(value.get_object());
}

void ChatStreamReader::feed(QByteArrayView bytes, std::vector<ChatEvent>& events) {
    if (m_ended)
        return;
    m_sse.feed({bytes.data(), static_cast<std::size_t>(bytes.size())});
    while (!m_ended) {
        const auto event = m_sse.next();
        if (!event)
            break;
        read(event->data, events);
    }
    if (m_sse.tooLarge() && !m_ended)
        failGarbage({}, events);
}

void ChatStreamReader::finish(std::vector<ChatEvent>& events) {
    if (m_ended)
        return;
    if (const auto event = m_sse.finish())
        read(event->data, events);
    if (m_ended)
        return;
    m_ended = true;
    Failure failure;
    failure.where = Failure::Where::Cut;
    events.emplace_back(StreamFailed{failure});
}

void ChatStreamReader::failGarbage(std::string_view data, std::vector<ChatEvent>& events) {
    m_ended = true;
    Failure failure;
    failure.where = Failure::Where::Garbage;
    failure.body = QByteArray(data.data(), std::min<qsizetype>(static_cast<qsizetype>(data.size()), KeptBody));
    events.emplace_back(StreamFailed{failure});
}

void ChatStreamReader::read(std::string_view data, std::vector<ChatEvent>& events) {
    if (data.empty())
        return;
    if (data == "[DONE]") {
        m_ended = true;
        events.emplace_back(StreamEnded{});
        return;
    }
    json::error_code error;
    const auto value = json::parse(data, error);
    if (error || !value.is_object()) {
        failGarbage(data, events);
        return;
    }
    const auto& chunk = value.get_object();
    if (auto failure = failureFrom(chunk)) {
        m_ended = true;
        failure->where = Failure::Where::Stream;
        failure->body = QByteArray(data.data(), std::min<qsizetype>(static_cast<qsizetype>(data.size()), KeptBody));
        if (const auto* metadata = objectAt(chunk, "metadata"))
            failure->requestId = textAt(*metadata, "request_id");
        events.emplace_back(StreamFailed{*failure});
        return;
    }
    const auto* choices = chunk.if_contains("choices");
    if (choices != nullptr && choices->is_array() && !choices->get_array().empty() &&
        choices->get_array()[0].is_object()) {
        const auto& choice = choices->get_array()[0].get_object();
        if (const auto* delta = objectAt(choice, "delta")) {
            // Both spellings carry the same text; never show it twice.
            auto reasoning = bytesAt(*delta, "reasoning_content");
            if (reasoning.isEmpty())
                reasoning = bytesAt(*delta, "reasoning");
            if (!reasoning.isEmpty())
                events.emplace_back(ReasoningArrived{reasoning});
            if (auto text = bytesAt(*delta, "content"); !text.isEmpty())
                events.emplace_back(TextArrived{text});
            if (auto refusal = bytesAt(*delta, "refusal"); !refusal.isEmpty())
                events.emplace_back(TextArrived{refusal});
            const auto* calls = delta->if_contains("tool_calls");
            if (calls != nullptr && calls->is_array()) {
                for (const auto& entry : calls->get_array()) {
                    if (!entry.is_object())
                        continue;
                    const auto& call = entry.get_object();
                    ToolCallArrived arrived;
                    arrived.index = static_cast<int>(std::min<std::int64_t>(countAt(call, "index"), 1000));
                    arrived.piece.id = bytesAt(call, "id");
                    if (const auto* function = objectAt(call, "function")) {
                        arrived.piece.name = bytesAt(*function, "name");
                        arrived.piece.arguments = bytesAt(*function, "arguments");
                    }
                    events.emplace_back(arrived);
                }
            }
        }
        if (const auto finish = textAt(choice, "finish_reason"); !finish.isEmpty())
            events.emplace_back(FinishArrived{finish});
    }
    if (const auto* usage = objectAt(chunk, "usage")) {
        UsageArrived arrived;
        arrived.usage.prompt = countAt(*usage, "prompt_tokens");
        arrived.usage.completion = countAt(*usage, "completion_tokens");
        if (const auto* details = objectAt(*usage, "prompt_tokens_details"))
            arrived.usage.cached = countAt(*details, "cached_tokens");
        if (const auto* details = objectAt(*usage, "completion_tokens_details"))
            arrived.usage.reasoning = countAt(*details, "reasoning_tokens");
        arrived.cost = moneyAt(*usage, "cost");
        if (!arrived.cost)
            if (const auto* details = objectAt(*usage, "cost_details"))
                arrived.cost = moneyAt(*details, "total");
        events.emplace_back(arrived);
    }
    if (const auto* metadata = objectAt(chunk, "metadata")) {
        MetadataArrived arrived{textAt(*metadata, "request_id"), textAt(*metadata, "used_model"),
                                textAt(*metadata, "used_provider")};
        const auto* cached = metadata->if_contains("cached");
        arrived.cached = cached != nullptr && cached->is_bool() && cached->get_bool();
        events.emplace_back(arrived);
    }
}

} // namespace llmg::playground
