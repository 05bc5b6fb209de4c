// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/openaichat.h"
#include "app/dialects/requestscan.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace llmg::dialects {
namespace {

/// Where in a request the reader is. Only what the scan asks for has a place of its own.
enum class Place : std::uint8_t {
    Document,
    Root,
    StreamOptions,
    Messages,
    Message,
    Content,
    ContentPart,
    Tools,
    ResponseFormat,
    Reasoning,
    Elsewhere,
};

enum class Key : std::uint8_t {
    Other,
    Model,
    Messages,
    Stream,
    StreamOptions,
    IncludeUsage,
    Tools,
    ResponseFormat,
    Type,
    ReasoningEffort,
    Reasoning,
    Thinking,
    EnableThinking,
    Effort,
    MaxTokens,
    MaxCompletionTokens,
    N,
    Content,
    Text,
    Enabled,
};

struct KeyName {
    std::string_view text;
    Key key;
};
constexpr std::array kRootKeys{
    KeyName{"model", Key::Model},
    KeyName{"messages", Key::Messages},
    KeyName{"stream", Key::Stream},
    KeyName{"stream_options", Key::StreamOptions},
    KeyName{"tools", Key::Tools},
    KeyName{"functions", Key::Tools},
    KeyName{"response_format", Key::ResponseFormat},
    KeyName{"reasoning_effort", Key::ReasoningEffort},
    KeyName{"reasoning", Key::Reasoning},
    KeyName{"thinking", Key::Thinking},
    KeyName{"enable_thinking", Key::EnableThinking},
    KeyName{"max_tokens", Key::MaxTokens},
    KeyName{"max_completion_tokens", Key::MaxCompletionTokens},
    KeyName{"n", Key::N},
};

Key keyIn(Place place, std::string_view text) {
    switch (place) {
    case Place::Root:
        for (const KeyName& name : kRootKeys) {
            if (name.text == text)
                return name.key;
        }
        return Key::Other;
    case Place::StreamOptions:
        return text == "include_usage" ? Key::IncludeUsage : Key::Other;
    case Place::Message:
        return text == "content" ? Key::Content : Key::Other;
    case Place::ContentPart:
        return text == "type" ? Key::Type : text == "text" ? Key::Text : Key::Other;
    case Place::ResponseFormat:
        return text == "type" ? Key::Type : Key::Other;
    case Place::Reasoning:
        if (text == "effort")
            return Key::Effort;
        if (text == "enabled")
            return Key::Enabled;
        return text == "type" ? Key::Type : text == "max_tokens" ? Key::MaxTokens : Key::Other;
    default:
        return Key::Other;
    }
}

/// Receives the tokens of the body.
struct Handler : ScanState<Place, Key> {
    bool sawModel = false, sawMessages = false;
    std::int64_t messageCount = 0;
    std::optional<std::int64_t> maxTokens, maxCompletionTokens;

    /// A value that is neither object, array, string of interest, number nor boolean of interest is of the wrong type
    /// for the fields that the pipeline cannot do without.
    bool checkType(bool isString, bool isArray, bool isBool, bool isObject, bool isNull, json::error_code& ec) {
        if (depth == 0 && !isObject)
            return refuseBody(ec);
        if (place() == Place::Messages && !isObject)
            return refuse("messages", "must hold objects only", ec);
        if (place() != Place::Root)
            return true;
        switch (key()) {
        case Key::Model:
            return isString || refuse("model", "must be a string", ec);
        case Key::Messages:
            return isArray || refuse("messages", "must be an array", ec);
        case Key::Stream:
            return isBool || isNull || refuse("stream", "must be true or false", ec);
        case Key::StreamOptions:
            return isObject || isNull || refuse("stream_options", "must be an object", ec);
        default:
            return true;
        }
    }

    bool on_object_begin(json::error_code& ec) {
        if (!checkType(false, false, false, true, false, ec))
            return false;
        Place next = Place::Elsewhere;
        if (place() == Place::Document) {
            next = Place::Root;
        } else if (place() == Place::Messages) {
            next = Place::Message;
            ++messageCount;
        } else if (place() == Place::Content) {
            next = Place::ContentPart;
        } else if (place() == Place::Tools) {
            scan.hasTools = true;
        } else if (place() == Place::Root) {
            if (key() == Key::StreamOptions)
                next = Place::StreamOptions;
            else if (key() == Key::ResponseFormat)
                next = Place::ResponseFormat;
            else if (key() == Key::Reasoning || key() == Key::Thinking)
                next = Place::Reasoning;
        }
        enter(next);
        return true;
    }
    bool on_array_begin(json::error_code& ec) {
        if (!checkType(false, true, false, false, false, ec))
            return false;
        Place next = Place::Elsewhere;
        if (place() == Place::Root && key() == Key::Messages) {
            next = Place::Messages;
            sawMessages = true;
            messageCount = 0;
        } else if (place() == Place::Root && key() == Key::Tools) {
            next = Place::Tools;
        } else if (place() == Place::Message && key() == Key::Content) {
            next = Place::Content;
        }
        enter(next);
        return true;
    }
    bool on_key(json::string_view part, std::size_t, json::error_code&) {
        keys[depth] = keyIn(place(), whole(part));
        return true;
    }

    [[nodiscard]] bool wanted() const {
        switch (key()) {
        case Key::Model:
        case Key::Type:
        case Key::ReasoningEffort:
        case Key::Effort:
            return true;
        default:
            return false;
        }
    }
    bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
        if (wanted())
            gather(part);
        return true;
    }
    bool on_string(json::string_view part, std::size_t size, json::error_code& ec) {
        if (!checkType(true, false, false, false, false, ec))
            return false;
        if (wanted()) {
            takeWord(whole(part));
        } else if ((place() == Place::Message && key() == Key::Content) ||
                   (place() == Place::ContentPart && key() == Key::Text) || place() == Place::Content) {
            scan.textBytes += static_cast<std::int64_t>(size);
        }
        return true;
    }

    void takeWord(std::string_view word) {
        if (place() == Place::Root) {
            if (key() == Key::Model) {
                scan.model = word;
                sawModel = true;
            } else if (key() == Key::ReasoningEffort) {
                scan.wantsReasoning = word != "none";
            }
        } else if (place() == Place::ContentPart) {
            if (word == "image_url") {
                scan.hasImages = true;
                ++scan.imageCount;
            } else if (word == "input_audio") {
                scan.hasAudio = true;
            } else if (word == "file") {
                scan.hasFiles = true;
            }
        } else if (place() == Place::ResponseFormat) {
            scan.wantsJsonSchema = word == "json_schema";
            scan.wantsJsonObject = word == "json_object";
        } else if (place() == Place::Reasoning) {
            if (key() == Key::Effort)
                scan.wantsReasoning = word != "none";
            else if (key() == Key::Type) // thinking: {"type": "enabled"}
                scan.wantsReasoning = word == "enabled" || word == "adaptive";
        }
    }

    bool takeInteger(std::int64_t number, json::error_code& ec) {
        if (!checkType(false, false, false, false, false, ec))
            return false;
        if (place() == Place::Root) {
            if (key() == Key::MaxTokens)
                maxTokens = number;
            else if (key() == Key::MaxCompletionTokens)
                maxCompletionTokens = number;
            else if (key() == Key::N)
                scan.n = std::clamp<std::int64_t>(number, 1, kMaxChoices);
        } else if (place() == Place::Reasoning && key() == Key::MaxTokens) {
            scan.wantsReasoning = number > 0;
        }
        return true;
    }
    bool on_int64(std::int64_t number, json::string_view, json::error_code& ec) { return takeInteger(number, ec); }
    bool on_uint64(std::uint64_t, json::string_view, json::error_code& ec) { return takeInteger(kHuge, ec); }
    bool on_double(double number, json::string_view, json::error_code& ec) {
        const auto integer = wholeNumber(number);
        return integer ? takeInteger(*integer, ec) : checkType(false, false, false, false, false, ec);
    }
    bool on_bool(bool value, json::error_code& ec) {
        if (!checkType(false, false, true, false, false, ec))
            return false;
        if (place() == Place::Root && key() == Key::Stream)
            scan.stream = value;
        else if (place() == Place::StreamOptions && key() == Key::IncludeUsage)
            scan.includeUsage = value;
        else if ((place() == Place::Root && key() == Key::EnableThinking) ||
                 (place() == Place::Reasoning && key() == Key::Enabled))
            scan.wantsReasoning = value;
        return true;
    }
    bool on_null(json::error_code& ec) { return checkType(false, false, false, false, true, ec); }
};

} // namespace

Result<RequestScan> scanOpenAiChat(std::string_view body) {
    json::basic_parser<Handler> parser(requestParseOptions());
    Handler& handler = parser.handler();
    if (auto read = readWhole(parser, body); !read)
        return read.error();
    if (!handler.sawModel)
        return fail(ErrorKind::InvalidParameters, "'model' is required; \"auto\" lets the gateway choose", "model");
    if (handler.scan.model.empty())
        return fail(ErrorKind::InvalidParameters, "'model' must not be empty; \"auto\" lets the gateway choose",
                    "model");
    if (!handler.sawMessages)
        return fail(ErrorKind::InvalidParameters, "'messages' is required: an array of messages", "messages");
    if (handler.messageCount == 0)
        return fail(ErrorKind::InvalidParameters, "'messages' must hold at least one message", "messages");
    handler.scan.maxOutputTokens = handler.maxCompletionTokens ? handler.maxCompletionTokens : handler.maxTokens;
    return std::move(handler.scan);
}

} // namespace llmg::dialects
