// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/geminiscan.h"

#include "app/dialects/requestscan.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace llmg::dialects {
namespace {

/// Where in a request the reader is. Only what the scan asks for has a place of its own.
enum class Place : std::uint8_t {
    Document,
    Root,
    Contents,
    Content,
    Parts,
    Part,
    Media,
    FunctionResponse,
    Counted, ///< every string below is text that the model reads
    Tools,
    Tool,
    Declarations,
    Config,
    Thinking,
    Elsewhere,
};

enum class Key : std::uint8_t {
    Other,
    CountRequest,
    Contents,
    System,
    Tools,
    Config,
    Parts,
    Text,
    Media,
    FunctionCall,
    FunctionResponse,
    Response,
    MimeType,
    Declarations,
    MaxTokens,
    Candidates,
    Schema,
    Thinking,
    Budget,
    Level,
    Include,
};

struct KeyName {
    Place place;
    std::string_view camelCase, snakeCase;
    Key key;
};
constexpr std::array kKeys{
    KeyName{Place::Root, "generateContentRequest", "generate_content_request", Key::CountRequest},
    KeyName{Place::Root, "contents", "contents", Key::Contents},
    KeyName{Place::Root, "systemInstruction", "system_instruction", Key::System},
    KeyName{Place::Root, "tools", "tools", Key::Tools},
    KeyName{Place::Root, "generationConfig", "generation_config", Key::Config},
    KeyName{Place::Content, "parts", "parts", Key::Parts},
    KeyName{Place::Part, "text", "text", Key::Text},
    KeyName{Place::Part, "inlineData", "inline_data", Key::Media},
    KeyName{Place::Part, "fileData", "file_data", Key::Media},
    KeyName{Place::Part, "functionCall", "function_call", Key::FunctionCall},
    KeyName{Place::Part, "functionResponse", "function_response", Key::FunctionResponse},
    KeyName{Place::FunctionResponse, "response", "response", Key::Response},
    KeyName{Place::FunctionResponse, "parts", "parts", Key::Parts},
    KeyName{Place::Media, "mimeType", "mime_type", Key::MimeType},
    KeyName{Place::Tool, "functionDeclarations", "function_declarations", Key::Declarations},
    KeyName{Place::Config, "maxOutputTokens", "max_output_tokens", Key::MaxTokens},
    KeyName{Place::Config, "candidateCount", "candidate_count", Key::Candidates},
    KeyName{Place::Config, "responseMimeType", "response_mime_type", Key::MimeType},
    KeyName{Place::Config, "responseSchema", "response_schema", Key::Schema},
    KeyName{Place::Config, "responseJsonSchema", "response_json_schema", Key::Schema},
    KeyName{Place::Config, "thinkingConfig", "thinking_config", Key::Thinking},
    KeyName{Place::Thinking, "thinkingBudget", "thinking_budget", Key::Budget},
    KeyName{Place::Thinking, "thinkingLevel", "thinking_level", Key::Level},
    KeyName{Place::Thinking, "includeThoughts", "include_thoughts", Key::Include},
};

Key keyIn(Place place, std::string_view text) {
    const auto found = std::find_if(kKeys.begin(), kKeys.end(), [&](const KeyName& name) {
        return name.place == place && (name.camelCase == text || name.snakeCase == text);
    });
    return found == kKeys.end() ? Key::Other : found->key;
}

/// Receives the tokens of the body.
struct Handler : ScanState<Place, Key> {
    bool sawContents = false;
    std::int64_t contentCount = 0;

    enum class Kind : std::uint8_t { Object, Array, String, Null, Other };

    /// The fields that the pipeline cannot do without must be of their type.
    bool checkType(Kind kind, json::error_code& ec) {
        if (depth == 0 && kind != Kind::Object)
            return refuseBody(ec);
        if (place() == Place::Contents && kind != Kind::Object)
            return refuse("contents", "must hold objects with role and parts only", ec);
        if (place() == Place::Parts && kind != Kind::Object)
            return refuse("contents.parts", "must hold objects only, such as {\"text\": \"Hello\"}", ec);
        if (place() != Place::Root || kind == Kind::Null || kind == Kind::Object || kind == Kind::Array)
            return true;
        if (key() == Key::Contents)
            return refuse("contents", "must be an array of objects with role and parts", ec);
        if (key() == Key::Config)
            return refuse("generationConfig", "must be an object", ec);
        return true;
    }

    [[nodiscard]] Place objectPlace() const {
        switch (place()) {
        case Place::Document:
            return Place::Root;
        case Place::Contents:
            return Place::Content;
        case Place::Parts:
            return Place::Part;
        case Place::Counted:
            return Place::Counted;
        case Place::Tools:
            return Place::Tool;
        case Place::Root:
            return key() == Key::CountRequest                       ? Place::Root
                   : key() == Key::Contents || key() == Key::System ? Place::Content
                   : key() == Key::Tools                            ? Place::Tool
                   : key() == Key::Config                           ? Place::Config
                                                                    : Place::Elsewhere;
        case Place::Content:
            return key() == Key::Parts ? Place::Part : Place::Elsewhere;
        case Place::Part:
            return key() == Key::Media              ? Place::Media
                   : key() == Key::FunctionCall     ? Place::Counted
                   : key() == Key::FunctionResponse ? Place::FunctionResponse
                                                    : Place::Elsewhere;
        case Place::FunctionResponse:
            return key() == Key::Response ? Place::Counted : key() == Key::Parts ? Place::Part : Place::Elsewhere;
        case Place::Config:
            return key() == Key::Thinking ? Place::Thinking : Place::Elsewhere;
        default:
            return Place::Elsewhere;
        }
    }

    bool on_object_begin(json::error_code& ec) {
        if (!checkType(Kind::Object, ec))
            return false;
        const Place next = objectPlace();
        if (next == Place::Content && key() != Key::System) {
            sawContents = true;
            ++contentCount;
        } else if (place() == Place::Declarations || (place() == Place::Tool && key() == Key::Declarations)) {
            scan.hasTools = true;
        } else if (place() == Place::Config && key() == Key::Schema) {
            scan.wantsJsonSchema = true;
        }
        enter(next);
        return true;
    }
    bool on_array_begin(json::error_code& ec) {
        if (!checkType(Kind::Array, ec))
            return false;
        Place next = Place::Elsewhere;
        if (place() == Place::Root && key() == Key::Contents) {
            next = Place::Contents;
            sawContents = true;
        } else if (place() == Place::Root && key() == Key::Tools) {
            next = Place::Tools;
        } else if ((place() == Place::Content || place() == Place::FunctionResponse) && key() == Key::Parts) {
            next = Place::Parts;
        } else if (place() == Place::Tool && key() == Key::Declarations) {
            next = Place::Declarations;
        } else if (place() == Place::Counted) {
            next = Place::Counted;
        }
        enter(next);
        return true;
    }
    bool on_key(json::string_view part, std::size_t, json::error_code&) {
        const std::string_view name = whole(part);
        keys[depth] = keyIn(place(), name);
        return true;
    }

    [[nodiscard]] bool wanted() const {
        return key() == Key::MimeType || key() == Key::MaxTokens || key() == Key::Candidates || key() == Key::Budget ||
               key() == Key::Level;
    }
    bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
        if (wanted())
            gather(part);
        return true;
    }
    bool on_string(json::string_view part, std::size_t size, json::error_code& ec) {
        if (!checkType(Kind::String, ec))
            return false;
        if (wanted())
            takeWord(whole(part));
        else if ((place() == Place::Part && key() == Key::Text) || place() == Place::Counted ||
                 (place() == Place::Root && key() == Key::System))
            scan.textBytes += static_cast<std::int64_t>(size);
        return true;
    }

    void takeWord(std::string_view word) {
        if (place() == Place::Media) {
            if (word.starts_with("image/")) {
                scan.hasImages = true;
                ++scan.imageCount;
            } else if (word.starts_with("audio/")) {
                scan.hasAudio = true;
            } else if (!word.starts_with("text/")) {
                scan.hasFiles = true;
            }
        } else if (place() == Place::Config && key() == Key::MimeType) {
            scan.wantsJsonObject = word == "application/json";
        } else if (key() == Key::Level) {
            scan.wantsReasoning = true;
        } else {
            // protobuf's JSON writes 64-bit integers as strings
            std::int64_t number = 0;
            const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
            if (read.ec == std::errc() && read.ptr == word.data() + word.size())
                takeNumber(number);
        }
    }

    void takeNumber(std::int64_t number) {
        if (key() == Key::MaxTokens)
            scan.maxOutputTokens = number;
        else if (key() == Key::Candidates)
            scan.n = std::clamp<std::int64_t>(number, 1, kMaxChoices);
        else if (key() == Key::Budget)
            scan.wantsReasoning = number != 0;
    }
    bool takeInteger(std::int64_t number, json::error_code& ec) {
        if (!checkType(Kind::Other, ec))
            return false;
        takeNumber(number);
        return true;
    }
    bool on_int64(std::int64_t number, json::string_view, json::error_code& ec) { return takeInteger(number, ec); }
    bool on_uint64(std::uint64_t, json::string_view, json::error_code& ec) { return takeInteger(kHuge, ec); }
    bool on_double(double number, json::string_view, json::error_code& ec) {
        const auto integer = wholeNumber(number);
        return integer ? takeInteger(*integer, ec) : checkType(Kind::Other, ec);
    }
    bool on_bool(bool value, json::error_code& ec) {
        if (!checkType(Kind::Other, ec))
            return false;
        if (key() == Key::Include && value)
            scan.wantsReasoning = true;
        return true;
    }
    bool on_null(json::error_code& ec) { return checkType(Kind::Null, ec); }
};

} // namespace

Result<RequestScan> scanGemini(std::string_view body, const RequestLine& line) {
    json::basic_parser<Handler> parser(requestParseOptions());
    if (auto read = readWhole(parser, body); !read)
        return read.error();
    Handler& handler = parser.handler();
    if (line.model.empty())
        return fail(ErrorKind::InvalidParameters,
                    "The address names no model. It must be …/models/{model}:generateContent.", "model");
    if (!handler.sawContents)
        return fail(ErrorKind::InvalidParameters, "'contents' is required: an array of objects with role and parts",
                    "contents");
    if (handler.contentCount == 0)
        return fail(ErrorKind::InvalidParameters, "'contents' must hold at least one content", "contents");
    RequestScan scan = std::move(handler.scan);
    scan.model = line.model;
    scan.stream = line.stream;
    scan.arrayStream = line.stream && line.arrayStream;
    scan.includeUsage = true; // Gemini's answers always carry it
    if (scan.wantsJsonSchema)
        scan.wantsJsonObject = false;
    return scan;
}

} // namespace llmg::dialects
