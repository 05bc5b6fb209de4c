// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/endpointcodec.h"
#include "app/dialects/jsonaccess.h"
#include "app/dialects/requestscan.h"

#include <boost/json/monotonic_resource.hpp>

#include <algorithm>

namespace llmg::dialects {
namespace {

constexpr std::string_view kDefaultModeration = "omni-moderation-latest"; // reference: moderations, `model`

Result<json::value> parseBody(std::string_view body) {
    if (body.find_first_not_of(" \t\r\n") == std::string_view::npos)
        return fail(ErrorKind::InvalidJson, "the body is empty; send a JSON object");
    json::stream_parser parser({}, requestParseOptions());
    parser.reset(json::make_shared_resource<json::monotonic_resource>(body.size() + 1024));
    json::error_code failed;
    std::size_t used = parser.write_some(body.data(), body.size(), failed);
    if (!failed) {
        const std::size_t rest = body.find_first_not_of(" \t\r\n", used);
        if (rest != std::string_view::npos) {
            used = rest;
            failed = json::error::extra_data;
        }
    }
    if (!failed)
        parser.finish(failed);
    if (failed)
        return notJson(body, used, failed);
    return parser.release();
}

std::int64_t sizeOf(std::string_view text) {
    return static_cast<std::int64_t>(text.size());
}

bool isTokens(const json::value& value) {
    const json::array* list = value.if_array();
    return list != nullptr && !list->empty() &&
           std::all_of(list->begin(), list->end(), [](const json::value& token) { return token.is_int64(); });
}

/// Text and pictures of a part, {"type":"text","text"} or {"type":"image_url",…}, or of a list of them in `content`.
void countPart(const json::value& value, EndpointRequest& request) {
    const json::object* part = value.if_object();
    if (part == nullptr)
        return;
    request.textBytes += sizeOf(textAt(*part, "text"));
    request.imageCount += part->contains("image_url") ? 1 : 0;
    if (const json::array* content = arrayAt(*part, "content")) {
        for (const json::value& inner : *content) {
            if (const json::object* leaf = inner.if_object()) {
                request.textBytes += sizeOf(textAt(*leaf, "text"));
                request.imageCount += leaf->contains("image_url") ? 1 : 0;
            }
        }
    }
}

Error badInput(const EndpointRequest& request) {
    return fail(ErrorKind::InvalidParameters,
                request.kind == EndpointKind::Embeddings
                    ? "'input' must be a text, a list of texts, a list of token ids, or a list of such lists, and not "
                      "empty"
                    : "'input' must be a text, a list of texts, or a list of text and image_url parts, and not empty",
                "input");
}

Result<> readTokens(const json::value& input, EndpointRequest& request) {
    const json::array& list = input.get_array();
    request.tokenInput = true;
    // A token is about four bytes of text.
    if (isTokens(input)) {
        request.textBytes = 4 * static_cast<std::int64_t>(list.size());
        return {};
    }
    if (!std::all_of(list.begin(), list.end(), isTokens))
        return badInput(request);
    request.n = static_cast<std::int64_t>(list.size());
    for (const json::value& tokens : list)
        request.textBytes += 4 * static_cast<std::int64_t>(tokens.get_array().size());
    return {};
}

Result<> readInput(const json::object& body, EndpointRequest& request) {
    const json::value* input = body.if_contains("input");
    if (input == nullptr)
        return fail(ErrorKind::InvalidParameters, "'input' is required", "input");
    if (const json::string* text = input->if_string()) {
        request.textBytes = static_cast<std::int64_t>(text->size());
        return {};
    }
    const json::array* list = input->if_array();
    if (list == nullptr || list->empty())
        return badInput(request);
    if (request.kind == EndpointKind::Embeddings && (list->front().is_int64() || list->front().is_array()))
        return readTokens(*input, request);
    const bool texts = list->front().is_string();
    for (const json::value& element : *list) {
        if (texts ? !element.is_string() : !element.is_object())
            return badInput(request);
        if (texts)
            request.textBytes += static_cast<std::int64_t>(element.get_string().size());
        else
            countPart(element, request);
    }
    // The parts of a moderation make up one input.
    if (texts || request.kind == EndpointKind::Embeddings)
        request.n = static_cast<std::int64_t>(list->size());
    return {};
}

Result<std::int64_t> positiveAt(const json::object& body, std::string_view key, std::int64_t otherwise) {
    const json::value* value = body.if_contains(json::string_view(key.data(), key.size()));
    if (value == nullptr || value->is_null())
        return otherwise;
    if (!value->is_int64() || value->get_int64() < 1)
        return fail(ErrorKind::InvalidParameters, "'" + std::string(key) + "' must be a whole number above 0",
                    std::string(key));
    return value->get_int64();
}

Result<> readImages(const json::object& body, EndpointRequest& request) {
    const std::string_view prompt = textAt(body, "prompt");
    if (prompt.empty())
        return fail(ErrorKind::InvalidParameters, "'prompt' is required and must be a text", "prompt");
    if (flagAt(body, "stream"))
        return fail(ErrorKind::InvalidParameters,
                    "Images are not streamed here. Leave out 'stream' and 'partial_images'.", "stream");
    const auto n = positiveAt(body, "n", 1);
    if (!n)
        return n.error();
    request.n = *n;
    request.textBytes = sizeOf(prompt);
    return {};
}

} // namespace

Result<EndpointRequest> readEndpointRequest(EndpointKind kind, std::string_view body) {
    auto parsed = parseBody(body);
    if (!parsed)
        return parsed.error();
    const json::object* object = parsed->if_object();
    if (object == nullptr)
        return fail(ErrorKind::InvalidParameters, "the body must be a JSON object");
    EndpointRequest request;
    request.kind = kind;
    request.model = textAt(*object, "model");
    if (request.model.empty() && kind == EndpointKind::Moderations && !object->contains("model"))
        request.model = kDefaultModeration;
    if (request.model.empty())
        return fail(ErrorKind::InvalidParameters, "'model' is required and must be a text", "model");
    const auto read = kind == EndpointKind::Images ? readImages(*object, request) : readInput(*object, request);
    if (!read)
        return read.error();
    if (kind == EndpointKind::Embeddings) {
        if (const auto dimensions = positiveAt(*object, "dimensions", 0); !dimensions)
            return dimensions.error();
        request.base64 = textAt(*object, "encoding_format") == "base64";
    }
    request.body = std::move(*parsed);
    return request;
}

} // namespace llmg::dialects
