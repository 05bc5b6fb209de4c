// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/bodyeditor.h"
#include "app/dialects/openairesponses_wire.h"
#include "app/dialects/sse.h"

namespace llmg::dialects {
namespace {

using responses::badField;

/// A request's input as items; a text is a message of the user's.
json::array itemsOf(const json::value* input) {
    if (input == nullptr)
        return {};
    if (const json::array* items = input->if_array())
        return *items;
    json::object message{{"type", "message"}, {"role", "user"}};
    message["content"] = *input;
    return {std::move(message)};
}

void appendItems(std::string& text, const json::array& items) {
    for (const json::value& item : items)
        text.append(text.size() > 1 ? "," : "").append(writeJson(item));
}

} // namespace

Result<std::string> withHistory(std::string_view body, const std::vector<StoredTurn>& oldestFirst) {
    std::vector<JsonMember> members;
    if (!JsonRanges(body).members(0, members))
        return fail(ErrorKind::InvalidJson, "the body is not a JSON object");
    std::string input = "[";
    for (const StoredTurn& turn : oldestFirst) {
        appendItems(input, turn.input);
        if (const json::array* output = arrayAt(turn.response, "output"))
            appendItems(input, *output);
    }
    BodyEditor editor(body, members);
    bool there = false;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (members[i].key == "previous_response_id")
            editor.remove(i);
        if (members[i].key != "input")
            continue;
        const auto own = parseJson(body.substr(members[i].valueBegin, members[i].valueEnd - members[i].valueBegin));
        if (!own || !(own->is_array() || own->is_string()))
            return badField("input", "must be a string or an array of items");
        appendItems(input, itemsOf(&*own));
        editor.replaceValue(members[i], input + "]");
        there = true;
    }
    if (!there)
        editor.add("\"input\":" + input + "]");
    return editor.apply();
}

Result<StoredTurn> turnOf(std::string_view clientBody, std::string_view response) {
    const auto request = parseJson(clientBody);
    auto answer = parseJson(response);
    if (!request || !request->is_object())
        return fail(ErrorKind::InvalidJson, "the body is not a JSON object");
    if (!answer || !answer->is_object() || textAt(answer->get_object(), "id").empty() ||
        arrayAt(answer->get_object(), "output") == nullptr)
        return fail(ErrorKind::Upstream, "the answer is not a response with id and output");
    StoredTurn turn;
    turn.previousResponseId = textAt(request->get_object(), "previous_response_id");
    turn.input = itemsOf(request->get_object().if_contains("input"));
    turn.response = std::move(answer->get_object());
    turn.response["store"] = true; // with us, that is; the provider was told not to
    if (!turn.previousResponseId.empty())
        turn.response["previous_response_id"] = turn.previousResponseId;
    turn.responseId = textAt(turn.response, "id");
    return turn;
}

Result<StoredTurn> turnOfStream(std::string_view clientBody, std::string_view lastEvents) {
    SseParser parser;
    parser.feed(lastEvents);
    while (const auto event = parser.next()) {
        const auto document = parseJson(event->data);
        const json::object* data = document ? document->if_object() : nullptr;
        const std::string_view type = data != nullptr ? textAt(*data, "type") : std::string_view();
        if (type != "response.completed" && type != "response.incomplete")
            continue;
        if (const json::object* response = objectAt(*data, "response"))
            return turnOf(clientBody, writeJson(*response));
    }
    return fail(ErrorKind::Upstream, "the stream did not end with a finished response");
}

std::string writeTurn(const StoredTurn& turn) {
    json::object document{{"previous", turn.previousResponseId}};
    document["input"] = turn.input;
    document["response"] = turn.response;
    return writeJson(document);
}

Result<StoredTurn> readTurn(std::string_view document) {
    const auto parsed = parseJson(document);
    const json::object* object = parsed ? parsed->if_object() : nullptr;
    const json::array* input = object != nullptr ? arrayAt(*object, "input") : nullptr;
    const json::object* response = object != nullptr ? objectAt(*object, "response") : nullptr;
    if (input == nullptr || response == nullptr)
        return fail(ErrorKind::Storage, "a kept response cannot be read; send the whole conversation in 'input'");
    return StoredTurn{std::string(textAt(*response, "id")), std::string(textAt(*object, "previous")), *input,
                      *response};
}

std::string storedResponseJson(const StoredTurn& turn) {
    return writeJson(turn.response);
}

} // namespace llmg::dialects
