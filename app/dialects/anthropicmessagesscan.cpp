// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/anthropicmessages.h"
#include "app/dialects/requestscan.h"

#include <array>
#include <cmath>

namespace llmg::dialects {
namespace {

/// Where in a request the reader is. Only what the scan asks for has a place of its own.
enum class Place : std::uint8_t {
    Document,
    Root,
    Messages,
    Message,
    Content, ///< the blocks of a message, of `system` or of a tool_result
    Block,
    Tools,
    Tool,
    Thinking,
    OutputConfig,
    Format,
    Elsewhere,
};

enum class Key : std::uint8_t {
    Other,
    Model,
    Messages,
    Stream,
    System,
    Tools,
    Thinking,
    OutputConfig,
    Format,
    MaxTokens,
    Content,
    Text,
    Type,
    Effort,
};

struct KeyName {
    Place place;
    std::string_view text;
    Key key;
};
constexpr std::array kKeys{
    KeyName{Place::Root, "model", Key::Model},
    KeyName{Place::Root, "messages", Key::Messages},
    KeyName{Place::Root, "stream", Key::Stream},
    KeyName{Place::Root, "system", Key::System},
    KeyName{Place::Root, "tools", Key::Tools},
    KeyName{Place::Root, "thinking", Key::Thinking},
    KeyName{Place::Root, "output_config", Key::OutputConfig},
    KeyName{Place::Root, "output_format", Key::Format}, // of the structured outputs beta
    KeyName{Place::Root, "max_tokens", Key::MaxTokens},
    KeyName{Place::Message, "content", Key::Content},
    KeyName{Place::Block, "content", Key::Content},
    KeyName{Place::Block, "text", Key::Text},
    KeyName{Place::Block, "type", Key::Type},
    KeyName{Place::Tool, "type", Key::Type},
    KeyName{Place::Thinking, "type", Key::Type},
    KeyName{Place::OutputConfig, "effort", Key::Effort},
    KeyName{Place::OutputConfig, "format", Key::Format},
    KeyName{Place::Format, "type", Key::Type},
};

enum class JsonType : std::uint8_t { Object, Array, String, Number, Bool, Null };

/// Receives the tokens of the body.
struct Handler : ScanState<Place, Key> {
    bool sawModel = false, sawMessages = false;
    std::int64_t messageCount = 0;
    bool serverSearch = false; ///< the open tool is the provider's own web search, which is no function to call

    /// The types of the fields that the pipeline cannot do without.
    bool checkType(JsonType type, json::error_code& ec) {
        if (depth == 0 && type != JsonType::Object)
            return refuseBody(ec);
        if (place() == Place::Messages && type != JsonType::Object)
            return refuse("messages", "must hold objects only", ec);
        if (place() != Place::Root)
            return true;
        switch (key()) {
        case Key::Model:
            return type == JsonType::String || refuse("model", "must be a string", ec);
        case Key::Messages:
            return type == JsonType::Array || refuse("messages", "must be an array", ec);
        case Key::Stream:
            return type == JsonType::Bool || type == JsonType::Null || refuse("stream", "must be true or false", ec);
        case Key::MaxTokens:
            return type == JsonType::Number || refuse("max_tokens", "must be a whole number of at least 1", ec);
        default:
            return true;
        }
    }

    [[nodiscard]] Place objectPlace() const {
        switch (place()) {
        case Place::Document:
            return Place::Root;
        case Place::Messages:
            return Place::Message;
        case Place::Content:
            return Place::Block;
        case Place::Tools:
            return Place::Tool;
        case Place::Root:
            return key() == Key::Thinking       ? Place::Thinking
                   : key() == Key::OutputConfig ? Place::OutputConfig
                   : key() == Key::Format       ? Place::Format
                                                : Place::Elsewhere;
        case Place::OutputConfig:
            return key() == Key::Format ? Place::Format : Place::Elsewhere;
        default:
            return Place::Elsewhere;
        }
    }

    bool on_object_begin(json::error_code& ec) {
        if (!checkType(JsonType::Object, ec))
            return false;
        const Place next = objectPlace();
        messageCount += next == Place::Message ? 1 : 0;
        if (next == Place::Tool)
            serverSearch = false;
        enter(next);
        return true;
    }
    bool on_object_end(std::size_t, json::error_code&) {
        if (place() == Place::Tool && !serverSearch)
            scan.hasTools = true;
        return leave();
    }
    bool on_array_begin(json::error_code& ec) {
        if (!checkType(JsonType::Array, ec))
            return false;
        Place next = Place::Elsewhere;
        if (place() == Place::Root && key() == Key::Messages) {
            next = Place::Messages;
            sawMessages = true;
            messageCount = 0;
        } else if (place() == Place::Root && key() == Key::Tools) {
            next = Place::Tools;
        } else if ((place() == Place::Root && key() == Key::System) || key() == Key::Content) {
            next = Place::Content;
        }
        enter(next);
        return true;
    }
    bool on_key(json::string_view part, std::size_t, json::error_code&) {
        const std::string_view text = whole(part);
        keys[depth] = Key::Other;
        for (const KeyName& name : kKeys) {
            if (name.place == place() && name.text == text)
                keys[depth] = name.key;
        }
        return true;
    }

    [[nodiscard]] bool wanted() const { return key() == Key::Model || key() == Key::Type || key() == Key::Effort; }
    bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
        if (wanted())
            gather(part);
        return true;
    }
    bool on_string(json::string_view part, std::size_t size, json::error_code& ec) {
        if (!checkType(JsonType::String, ec))
            return false;
        if (wanted())
            takeWord(whole(part));
        else if (key() == Key::Text || key() == Key::Content || key() == Key::System)
            scan.textBytes += static_cast<std::int64_t>(size);
        return true;
    }

    void takeWord(std::string_view word) {
        switch (place()) {
        case Place::Root:
            scan.model = word;
            sawModel = true;
            return;
        case Place::Block:
            scan.hasImages = scan.hasImages || word == "image";
            scan.imageCount += word == "image" ? 1 : 0;
            scan.hasFiles = scan.hasFiles || word == "document";
            return;
        case Place::Tool:
            serverSearch = word.starts_with("web_search_");
            return;
        case Place::Thinking:
            thinking = word == "enabled" || word == "adaptive";
            return;
        case Place::OutputConfig:
            effort = !word.empty();
            return;
        case Place::Format:
            scan.wantsJsonSchema = word == "json_schema";
            return;
        default:
            return;
        }
    }
    std::optional<bool> thinking; ///< what `thinking` says; it goes before the effort
    bool effort = false;

    bool takeNumber(std::optional<std::int64_t> number, json::error_code& ec) {
        if (!checkType(JsonType::Number, ec))
            return false;
        if (place() == Place::Root && key() == Key::MaxTokens) {
            if (number.value_or(0) < 1)
                return refuse("max_tokens", "must be a whole number of at least 1", ec);
            scan.maxOutputTokens = number;
        }
        return true;
    }
    bool on_int64(std::int64_t number, json::string_view, json::error_code& ec) { return takeNumber(number, ec); }
    bool on_uint64(std::uint64_t, json::string_view, json::error_code& ec) { return takeNumber(kHuge, ec); }
    bool on_double(double number, json::string_view, json::error_code& ec) {
        return takeNumber(wholeNumber(number), ec);
    }
    bool on_bool(bool value, json::error_code& ec) {
        if (!checkType(JsonType::Bool, ec))
            return false;
        if (place() == Place::Root && key() == Key::Stream)
            scan.stream = value;
        return true;
    }
    bool on_null(json::error_code& ec) { return checkType(JsonType::Null, ec); }
};

Error missing(const char* param, const char* what) {
    return fail(ErrorKind::InvalidParameters, std::string("'") + param + "' " + what, param);
}

Result<RequestScan> scan(std::string_view body, bool needsMaxTokens) {
    json::basic_parser<Handler> parser(requestParseOptions());
    Handler& handler = parser.handler();
    if (auto read = readWhole(parser, body); !read)
        return read.error();
    if (!handler.sawModel)
        return missing("model", "is required; \"auto\" lets the gateway choose");
    if (handler.scan.model.empty())
        return missing("model", "must not be empty; \"auto\" lets the gateway choose");
    if (!handler.sawMessages)
        return missing("messages", "is required: an array of messages");
    if (handler.messageCount == 0)
        return missing("messages", "must hold at least one message");
    if (needsMaxTokens && !handler.scan.maxOutputTokens)
        return missing("max_tokens", "is required: the most tokens that the answer may have");
    handler.scan.wantsReasoning = handler.thinking.value_or(handler.effort);
    handler.scan.includeUsage = true; // this dialect's streams always carry it
    return std::move(handler.scan);
}

} // namespace

Result<RequestScan> scanAnthropicMessages(std::string_view body) {
    return scan(body, true);
}

Result<RequestScan> scanAnthropicCountTokens(std::string_view body) {
    return scan(body, false);
}

} // namespace llmg::dialects
