// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/providers/sandboxrequest.h"

#include "app/catalog/cost.h"
#include "app/dialects/base64.h"
#include "app/providers/imageheader.h"

#include <algorithm>

namespace llmg::providers {
namespace {

namespace json = boost::json;

constexpr int kMostChoices = 8;
constexpr std::size_t kMostStops = 4;

Error bad(std::string message, std::string param) {
    return fail(ErrorKind::InvalidParameters, std::move(message), std::move(param));
}

const json::value* find(const json::object& object, std::string_view field) {
    const json::value* value = object.if_contains(field);
    return value && !value->is_null() ? value : nullptr;
}

std::string text(const json::object& object, std::string_view field) {
    const json::value* value = find(object, field);
    return value && value->is_string() ? std::string(value->get_string()) : std::string{};
}

/// One message, read: what it says, and what it would count.
struct Said {
    std::string text;
    std::int64_t imageTokens = 0;
};

Result<> readImage(const json::object& part, const std::string& where, int number, Said& said) {
    const json::value* image = find(part, "image_url");
    // Some clients send the address itself instead of an object around it.
    std::string url = image && image->is_string() ? std::string(image->get_string()) : std::string{};
    if (image && image->is_object())
        url = text(image->get_object(), "url");
    const std::string label = "[image " + std::to_string(number) + ": ";
    if (url.empty())
        return bad("An image part needs image_url.url.", where + ".image_url");
    if (!url.starts_with("data:")) {
        if (!url.starts_with("https://") && !url.starts_with("http://"))
            return bad("An image must be a data: URL or an https: address.", where + ".image_url");
        said.text += label + url + ", not fetched, the sandbox is offline]";
        return {};
    }
    const auto comma = url.find(',');
    if (comma == std::string::npos || std::string_view(url).substr(0, comma).find(";base64") == std::string_view::npos)
        return bad("The image's data: URL must look like data:image/png;base64,…", where + ".image_url");
    const auto bytes = dialects::decodeBase64(std::string_view(url).substr(comma + 1));
    if (!bytes)
        return bad("The image's data is not base64.", where + ".image_url");
    const auto header = readImageHeader(*bytes);
    if (!header)
        return bad("The image is broken or of no known format: PNG, JPEG, GIF and WebP are.", where + ".image_url");
    said.text += label + header->format + ", " + std::to_string(header->width) + " × " +
                 std::to_string(header->height) + " pixels, " + std::to_string(bytes->size()) + " bytes]";
    // Anthropic's published rule of thumb: pixels ÷ 750.
    constexpr std::int64_t kPixelsPerToken = 750;
    said.imageTokens += (std::int64_t{header->width} * header->height + kPixelsPerToken - 1) / kPixelsPerToken;
    return {};
}

Result<Said> readContent(const json::object& message, const std::string& where) {
    Said said;
    const json::value* content = find(message, "content");
    if (!content)
        return said;
    if (content->is_string()) {
        said.text = std::string(content->get_string());
        return said;
    }
    if (!content->is_array())
        return bad("content must be a text or a list of parts.", where + ".content");
    int images = 0;
    for (std::size_t i = 0; i < content->get_array().size(); ++i) {
        const json::value& item = content->get_array()[i];
        const std::string place = where + ".content[" + std::to_string(i) + "]";
        if (!item.is_object())
            return bad("A part of content must be an object.", place);
        const json::object& part = item.get_object();
        const std::string type = text(part, "type");
        if (!said.text.empty())
            said.text += "\n";
        if (type == "text") {
            said.text += text(part, "text");
        } else if (type == "image_url") {
            if (const auto read = readImage(part, place, ++images, said); !read)
                return read.error();
        } else if (type.empty()) {
            return bad("A part of content needs a type.", place + ".type");
        } else {
            said.text += "[" + type + "]";
        }
    }
    return said;
}

std::int64_t toolCallBytes(const json::object& message) {
    std::int64_t bytes = 0;
    const json::value* calls = find(message, "tool_calls");
    if (!calls || !calls->is_array())
        return 0;
    for (const json::value& call : calls->get_array()) {
        const json::value* function = call.is_object() ? find(call.get_object(), "function") : nullptr;
        if (function && function->is_object())
            bytes += static_cast<std::int64_t>(text(function->get_object(), "name").size() +
                                               text(function->get_object(), "arguments").size());
    }
    return bytes;
}

Result<> readMessages(const json::object& request, SandboxRequest& read) {
    const json::value* messages = find(request, "messages");
    if (!messages || !messages->is_array() || messages->get_array().empty())
        return bad("messages must be a list with at least one message.", "messages");
    const json::array& list = messages->get_array();
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string where = "messages[" + std::to_string(i) + "]";
        if (!list[i].is_object())
            return bad("A message must be an object.", where);
        const json::object& message = list[i].get_object();
        const std::string role = text(message, "role");
        if (role.empty())
            return bad("A message needs a role.", where + ".role");
        const auto said = readContent(message, where);
        if (!said)
            return said.error();
        const auto bytes = static_cast<std::int64_t>(said->text.size()) + toolCallBytes(message);
        read.promptTokens += catalog::estimateTokens(bytes) + said->imageTokens;
        if (role == "user")
            read.userText = said->text;
        if (role != "tool")
            read.toolResult.reset();
        else // results of parallel calls stand one after another; all are answered
            read.toolResult = read.toolResult ? *read.toolResult + "\n" + said->text : said->text;
    }
    return {};
}

Result<> readTools(const json::object& request, SandboxRequest& read) {
    const json::value* tools = find(request, "tools");
    if (!tools)
        return {};
    if (!tools->is_array())
        return bad("tools must be a list.", "tools");
    std::string wanted;
    if (const json::value* choice = find(request, "tool_choice")) {
        if (choice->is_string() && choice->get_string() == "none")
            return {};
        if (choice->is_object()) {
            const json::value* function = find(choice->get_object(), "function");
            wanted = function && function->is_object() ? text(function->get_object(), "name") : std::string{};
        }
    }
    for (std::size_t i = 0; i < tools->get_array().size(); ++i) {
        const json::value& tool = tools->get_array()[i];
        const json::value* function = tool.is_object() ? find(tool.get_object(), "function") : nullptr;
        const std::string name =
            function && function->is_object() ? text(function->get_object(), "name") : std::string{};
        if (name.empty())
            return bad("A tool needs function.name.", "tools[" + std::to_string(i) + "].function.name");
        if (!read.toolName.empty() || (!wanted.empty() && name != wanted))
            continue;
        read.toolName = name;
        if (const json::value* parameters = find(function->get_object(), "parameters"))
            read.toolSchema = *parameters;
        else
            read.toolSchema = json::object{{"type", "object"}};
    }
    if (!wanted.empty() && read.toolName.empty())
        return bad("tool_choice names a tool that is not in tools: " + wanted, "tool_choice");
    return {};
}

Result<> readFormat(const json::object& request, SandboxRequest& read) {
    const json::value* format = find(request, "response_format");
    if (!format)
        return {};
    const std::string type = format->is_object() ? text(format->get_object(), "type") : std::string{};
    if (type == "text")
        return {};
    if (type == "json_object") {
        read.wantsJson = true;
        return {};
    }
    if (type != "json_schema")
        return bad("response_format.type must be text, json_object or json_schema.", "response_format.type");
    const json::value* holder = find(format->get_object(), "json_schema");
    const json::value* schema = holder && holder->is_object() ? find(holder->get_object(), "schema") : nullptr;
    if (!schema || !schema->is_object())
        return bad("response_format.json_schema.schema must be a JSON Schema.", "response_format.json_schema.schema");
    read.wantsJson = true;
    read.schema = *schema;
    return {};
}

Result<> readLimits(const json::object& request, SandboxRequest& read) {
    for (const char* field : {"max_completion_tokens", "max_tokens"}) {
        const json::value* limit = find(request, field);
        if (!limit)
            continue;
        if (!limit->is_int64() || limit->get_int64() < 1)
            return bad(std::string(field) + " must be a whole number of at least 1.", field);
        if (!read.maxTokens)
            read.maxTokens = limit->get_int64();
    }
    if (const json::value* n = find(request, "n")) {
        if (!n->is_int64() || n->get_int64() < 1 || n->get_int64() > kMostChoices)
            return bad("n must be a whole number from 1 to " + std::to_string(kMostChoices) + " here.", "n");
        read.choices = static_cast<int>(n->get_int64());
    }
    if (const json::value* stream = find(request, "stream")) {
        if (!stream->is_bool())
            return bad("stream must be true or false.", "stream");
        read.stream = stream->get_bool();
    }
    const json::value* stop = find(request, "stop");
    if (!stop)
        return {};
    const json::array stops = stop->is_array() ? stop->get_array() : json::array{*stop};
    if (stops.size() > kMostStops)
        return bad("stop may name at most four texts.", "stop");
    for (const json::value& each : stops) {
        if (!each.is_string())
            return bad("stop must be a text or a list of texts.", "stop");
        if (!each.get_string().empty())
            read.stops.emplace_back(each.get_string());
    }
    return {};
}

} // namespace

Result<SandboxRequest> readSandboxRequest(const json::value& request) {
    if (!request.is_object())
        return bad("The body must be a JSON object.", "");
    SandboxRequest read;
    for (const auto& part : {readLimits, readMessages, readTools, readFormat}) {
        if (const auto done = part(request.get_object(), read); !done)
            return done.error();
    }
    return read;
}

} // namespace llmg::providers
