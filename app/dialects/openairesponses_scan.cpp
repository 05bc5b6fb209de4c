// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/openairesponses_wire.h"
#include "app/dialects/requestscan.h"

#include <array>
#include <cmath>

namespace llmg::dialects::responses {
namespace {

/// Where in a request the reader is. Only what the scan asks for has a place of its own.
enum class Place : std::uint8_t {
    Document,
    Root,
    Input,
    Item,
    Content,
    Part,
    Text,
    Format,
    Reasoning,
    Tools,
    Elsewhere
};

enum class Key : std::uint8_t {
    Other,
    Model,
    Input,
    Stream,
    Store,
    PreviousResponse,
    Background,
    Conversation,
    Prompt,
    Instructions,
    Tools,
    Text,
    Format,
    Reasoning,
    Effort,
    Budget,
    MaxOutputTokens,
    Type,
    Content,
    Words,
};

struct KeyName {
    Place place;
    std::string_view text;
    Key key;
};
constexpr std::array kKeys{
    KeyName{Place::Root, "model", Key::Model},
    KeyName{Place::Root, "input", Key::Input},
    KeyName{Place::Root, "stream", Key::Stream},
    KeyName{Place::Root, "store", Key::Store},
    KeyName{Place::Root, "previous_response_id", Key::PreviousResponse},
    KeyName{Place::Root, "background", Key::Background},
    KeyName{Place::Root, "conversation", Key::Conversation},
    KeyName{Place::Root, "prompt", Key::Prompt},
    KeyName{Place::Root, "instructions", Key::Instructions},
    KeyName{Place::Root, "tools", Key::Tools},
    KeyName{Place::Root, "text", Key::Text},
    KeyName{Place::Root, "reasoning", Key::Reasoning},
    KeyName{Place::Root, "max_output_tokens", Key::MaxOutputTokens},
    KeyName{Place::Item, "type", Key::Type},
    KeyName{Place::Item, "content", Key::Content},
    KeyName{Place::Item, "output", Key::Content},
    KeyName{Place::Item, "arguments", Key::Words},
    KeyName{Place::Part, "type", Key::Type},
    KeyName{Place::Part, "text", Key::Words},
    KeyName{Place::Text, "format", Key::Format},
    KeyName{Place::Format, "type", Key::Type},
    KeyName{Place::Reasoning, "effort", Key::Effort},
    KeyName{Place::Reasoning, "max_tokens", Key::Budget},
};

Key keyIn(Place place, std::string_view text) {
    for (const KeyName& name : kKeys) {
        if (name.place == place && name.text == text)
            return name.key;
    }
    return Key::Other;
}

enum class Kind : std::uint8_t { Null, Bool, Number, String, Array, Object };

/// Receives the tokens of the body.
struct Handler : ScanState<Place, Key> {
    bool sawModel = false, sawInput = false, sawPrompt = false;

    /// Only what the pipeline cannot do without, or cannot do at all, is looked at here.
    bool allows(Kind kind, json::error_code& ec) {
        if (depth == 0 && kind != Kind::Object)
            return refuseBody(ec);
        if (place() == Place::Input && kind != Kind::Object)
            return refuse("input", "must hold objects only", ec);
        if (place() != Place::Root)
            return true;
        const bool null = kind == Kind::Null;
        switch (key()) {
        case Key::Model:
            return kind == Kind::String || refuse("model", "must be a string", ec);
        case Key::Input:
            return kind == Kind::String || kind == Kind::Array ||
                   refuse("input", "must be a string or an array of items", ec);
        case Key::Stream:
            return null || kind == Kind::Bool || refuse("stream", "must be true or false", ec);
        case Key::Store:
            return null || kind == Kind::Bool || refuse("store", "must be true or false", ec);
        case Key::PreviousResponse:
            return null || kind == Kind::String || refuse("previous_response_id", "must be a string", ec);
        case Key::Conversation:
            return null ||
                   refuse("conversation",
                          "is not kept by this gateway; name the turn before in 'previous_response_id', or send "
                          "the earlier items in 'input'",
                          ec);
        case Key::Prompt:
            sawPrompt = !null;
            return true;
        default:
            return true;
        }
    }

    [[nodiscard]] Place inside(bool array) const {
        switch (place()) {
        case Place::Document:
            return Place::Root;
        case Place::Root:
            if (array)
                return key() == Key::Input ? Place::Input : key() == Key::Tools ? Place::Tools : Place::Elsewhere;
            return key() == Key::Text ? Place::Text : key() == Key::Reasoning ? Place::Reasoning : Place::Elsewhere;
        case Place::Input:
            return Place::Item;
        case Place::Item:
            return array && key() == Key::Content ? Place::Content : Place::Elsewhere;
        case Place::Content:
            return array ? Place::Elsewhere : Place::Part;
        case Place::Text:
            return !array && key() == Key::Format ? Place::Format : Place::Elsewhere;
        default:
            return Place::Elsewhere;
        }
    }

    bool enter(bool array, json::error_code& ec) {
        if (!allows(array ? Kind::Array : Kind::Object, ec))
            return false;
        const Place next = inside(array);
        if (next == Place::Input)
            sawInput = true;
        if (place() == Place::Tools)
            scan.hasTools = true;
        ScanState::enter(next);
        return true;
    }

    bool on_object_begin(json::error_code& ec) { return enter(false, ec); }
    bool on_array_begin(json::error_code& ec) { return enter(true, ec); }
    bool on_key(json::string_view part, std::size_t, json::error_code&) {
        keys[depth] = keyIn(place(), whole(part));
        return true;
    }

    [[nodiscard]] bool wanted() const {
        return key() == Key::Model || key() == Key::Type || key() == Key::Effort || key() == Key::PreviousResponse;
    }
    bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
        if (wanted())
            gather(part);
        return true;
    }
    bool on_string(json::string_view part, std::size_t size, json::error_code& ec) {
        if (!allows(Kind::String, ec))
            return false;
        if (wanted())
            return takeWord(whole(part), ec);
        if (key() == Key::Input)
            sawInput = true;
        if (key() == Key::Input || key() == Key::Instructions || key() == Key::Content || key() == Key::Words)
            scan.textBytes += static_cast<std::int64_t>(size);
        return true;
    }

    bool takeWord(std::string_view word, json::error_code& ec) {
        if (key() == Key::Model) {
            scan.model = word;
            sawModel = true;
        } else if (key() == Key::PreviousResponse) {
            scan.previousResponseId = word;
        } else if (key() == Key::Effort) {
            scan.wantsReasoning = word != "none";
        } else if (place() == Place::Item && word == "item_reference") {
            return refuse("input",
                          "refers to an item by id, and this gateway keeps whole turns, no single items; send the item "
                          "itself, or name the turn in 'previous_response_id'",
                          ec);
        } else if (place() == Place::Part) {
            scan.hasImages = scan.hasImages || word == "input_image";
            scan.imageCount += word == "input_image" ? 1 : 0;
            scan.hasFiles = scan.hasFiles || word == "input_file";
            scan.hasAudio = scan.hasAudio || word == "input_audio";
        } else if (place() == Place::Format) {
            scan.wantsJsonSchema = word == "json_schema";
            scan.wantsJsonObject = word == "json_object";
        }
        return true;
    }

    bool takeInteger(std::int64_t number, json::error_code& ec) {
        if (!allows(Kind::Number, ec))
            return false;
        if (key() == Key::MaxOutputTokens)
            scan.maxOutputTokens = number;
        else if (key() == Key::Budget)
            scan.wantsReasoning = number > 0;
        return true;
    }
    bool on_int64(std::int64_t number, json::string_view, json::error_code& ec) { return takeInteger(number, ec); }
    bool on_uint64(std::uint64_t, json::string_view, json::error_code& ec) { return takeInteger(kHuge, ec); }
    bool on_double(double number, json::string_view, json::error_code& ec) {
        const auto integer = wholeNumber(number);
        return integer ? takeInteger(*integer, ec) : allows(Kind::Number, ec);
    }
    bool on_bool(bool value, json::error_code& ec) {
        if (!allows(Kind::Bool, ec))
            return false;
        if (key() == Key::Stream)
            scan.stream = value;
        else if (key() == Key::Store)
            scan.store = value;
        else if (key() == Key::Background && value)
            return refuse("background", "is not possible here: an answer is given while the client waits. Leave it out",
                          ec);
        return true;
    }
    bool on_null(json::error_code& ec) { return allows(Kind::Null, ec); }
};

} // namespace

Result<RequestScan> scanRequest(std::string_view body) {
    json::basic_parser<Handler> parser(requestParseOptions());
    Handler& handler = parser.handler();
    handler.scan.store = true; // unless the client says otherwise, as at OpenAI
    handler.scan.includeUsage = true;
    if (auto read = readWhole(parser, body); !read)
        return read.error();
    if (!handler.sawModel || handler.scan.model.empty())
        return fail(ErrorKind::InvalidParameters, "'model' is required; \"auto\" lets the gateway choose", "model");
    if (!handler.sawInput && !handler.sawPrompt && handler.scan.previousResponseId.empty())
        return fail(ErrorKind::InvalidParameters, "'input' is required: a text or an array of items", "input");
    return std::move(handler.scan);
}

} // namespace llmg::dialects::responses
