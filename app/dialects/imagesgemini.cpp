// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/geminianswer.h"
#include "app/dialects/images.h"
#include "app/dialects/jsonaccess.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace llmg::dialects {
namespace {

struct MadeImage {
    std::string data; ///< base64
    std::string mimeType;
    std::string revisedPrompt{};
};

/// Both numbers of "16:9" or "1024x768"; 0 where there are none.
double ratioOf(std::string_view text, char between) {
    const std::size_t cut = text.find(between);
    if (cut == std::string_view::npos)
        return 0;
    int width = 0, height = 0;
    const auto first = std::from_chars(text.data(), text.data() + cut, width);
    const auto second = std::from_chars(text.data() + cut + 1, text.data() + text.size(), height);
    if (first.ec != std::errc() || second.ec != std::errc() || width <= 0 || height <= 0)
        return 0;
    return static_cast<double>(width) / height;
}

bool isImagen(std::string_view model) {
    return model.starts_with("imagen");
}

Error refused(std::string words) {
    Error error = fail(ErrorKind::UpstreamRejected, "The provider made no image: " + std::move(words));
    error.upstreamStatus = 400;
    error.upstreamCode = "content_policy_violation"; // OpenAI's word for it
    return error;
}

std::string extensionless(std::string_view mimeType) {
    return mimeType.starts_with("image/") ? std::string(mimeType.substr(6)) : std::string();
}

EndpointAnswer write(const std::vector<MadeImage>& images, domain::TokenUsage usage, const EndpointRequest& request) {
    // Google hosts nothing; who asks for an address gets one that holds the image.
    const bool asUrl = textAt(request.body.get_object(), "response_format") == "url";
    std::string out = "{\"created\":" + std::to_string(request.receivedAt) + ",\"data\":[";
    for (const MadeImage& image : images) {
        out += out.back() == '[' ? "{" : ",{";
        out += asUrl ? "\"url\":" : "\"b64_json\":";
        appendQuoted(out, asUrl ? "data:" + image.mimeType + ";base64," + image.data : image.data);
        if (!image.revisedPrompt.empty()) {
            out += ",\"revised_prompt\":";
            appendQuoted(out, image.revisedPrompt);
        }
        out += '}';
    }
    out += ']';
    if (const std::string format = images.empty() ? "" : extensionless(images.front().mimeType); !format.empty()) {
        out += ",\"output_format\":";
        appendQuoted(out, format);
    }
    out += '}';
    EndpointAnswer answer;
    answer.kind = EndpointKind::Images;
    answer.document = std::move(out);
    usage.imagesOut = static_cast<std::int64_t>(images.size());
    answer.usage = usage;
    return answer;
}

bool isBase64(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/' ||
               c == '=' || c == '-' || c == '_';
    });
}

/// Imagen by {m}:predict (ai.google.dev/gemini-api/docs/imagen), Gemini's image models by {m}:generateContent
/// (ai.google.dev/gemini-api/docs/image-generation).
class GeminiImages final : public EndpointCodec {
  public:
    [[nodiscard]] Result<EncodedRequest> encode(std::string_view, const EndpointRequest& request,
                                                const TargetModel& target) const override {
        std::string_view model = target.upstreamId;
        if (model.starts_with("models/"))
            model.remove_prefix(7);
        const bool imagen = isImagen(model);
        if (!imagen && request.n != 1)
            return fail(ErrorKind::InvalidParameters,
                        "This model makes one image per request. Leave out 'n', or send the request several times.",
                        "n");
        EncodedRequest encoded;
        encoded.path.append("/models/").append(model).append(imagen ? ":predict" : ":generateContent");
        encoded.body = writeJson(imagen ? predictBody(request) : generateBody(request));
        for (const auto& [key, value] : request.body.get_object()) {
            if (key != "model" && key != "prompt" && key != "n" && key != "size" && key != "response_format" &&
                key != "stream")
                encoded.droppedParams.emplace_back(key);
        }
        return encoded;
    }

    [[nodiscard]] Result<EndpointAnswer> decode(std::string body, const EndpointRequest& request) const override {
        const auto document = parseJson(body);
        if (!document || !document->is_object())
            return fail(ErrorKind::Upstream, "The provider's answer is not a JSON object.");
        const json::object& answer = document->get_object();
        if (const json::object* error = objectAt(answer, "error"))
            return geminiError(0, *error);
        // An empty answer is how Imagen says that all was filtered.
        if (answer.contains("predictions") || !answer.contains("candidates"))
            return objectAt(answer, "promptFeedback") != nullptr ? readCandidates(body, request)
                                                                 : readPredictions(answer, request);
        return readCandidates(body, request);
    }

    [[nodiscard]] Error decodeError(int status, std::string_view body) const override {
        return geminiErrorFromBody(status, body);
    }

  private:
    static json::value predictBody(const EndpointRequest& request) {
        const json::object& asked = request.body.get_object();
        json::object instance;
        instance["prompt"] = asked.at("prompt");
        json::object parameters;
        parameters["sampleCount"] = request.n;
        const std::string_view ratio = nearestRatio(textAt(asked, "size"), {"1:1", "3:4", "4:3", "9:16", "16:9"});
        if (!ratio.empty())
            parameters["aspectRatio"] = json::string_view(ratio.data(), ratio.size());
        json::object body;
        body["instances"] = json::array{std::move(instance)};
        body["parameters"] = std::move(parameters);
        return body;
    }

    static json::value generateBody(const EndpointRequest& request) {
        const json::object& asked = request.body.get_object();
        json::object part;
        part["text"] = asked.at("prompt");
        json::object content;
        content["role"] = "user";
        content["parts"] = json::array{std::move(part)};
        json::object config;
        config["responseModalities"] = json::array{"TEXT", "IMAGE"};
        const std::string_view ratio = nearestRatio(
            textAt(asked, "size"), {"1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9"});
        if (!ratio.empty()) {
            json::object image;
            image["aspectRatio"] = json::string_view(ratio.data(), ratio.size());
            config["imageConfig"] = std::move(image);
        }
        json::object body;
        body["contents"] = json::array{std::move(content)};
        body["generationConfig"] = std::move(config);
        return body;
    }

    static Result<EndpointAnswer> readPredictions(const json::object& answer, const EndpointRequest& request) {
        std::vector<MadeImage> images;
        std::string reason;
        if (const json::array* predictions = arrayAt(answer, "predictions")) {
            for (const json::value& value : *predictions) {
                const json::object* made = value.if_object();
                if (made == nullptr)
                    continue;
                const std::string_view data = textAt(*made, "bytesBase64Encoded");
                if (isBase64(data))
                    images.push_back({std::string(data), std::string(textAt(*made, "mimeType")),
                                      std::string(textAt(*made, "prompt"))});
                else if (reason.empty())
                    reason = textAt(*made, "raiFilteredReason");
            }
        }
        if (images.empty())
            return refused(reason.empty() ? "its filters left nothing." : std::move(reason));
        return write(images, {}, request);
    }

    static Result<EndpointAnswer> readCandidates(std::string_view body, const EndpointRequest& request) {
        const auto answer = decodeGeminiAnswer(body);
        if (!answer)
            return answer.error();
        std::vector<MadeImage> images;
        std::string words;
        std::string reason;
        for (const Choice& choice : answer->choices) {
            reason = choice.nativeFinish;
            for (const Part& part : choice.message.parts) {
                if (const auto* media = std::get_if<MediaPart>(&part.value);
                    media != nullptr && media->kind == MediaKind::Image && isBase64(media->data))
                    images.push_back({media->data, media->mimeType});
                else if (const auto* text = std::get_if<TextPart>(&part.value))
                    words += text->text;
            }
        }
        if (images.empty())
            return refused(!words.empty() ? std::move(words) : reason.empty() ? "it gave no reason." : reason + ".");
        EndpointAnswer made = write(images, answer->usage.value_or(domain::TokenUsage{}), request);
        made.model = answer->model;
        return made;
    }
};

} // namespace

std::string_view nearestRatio(std::string_view size, const std::vector<std::string_view>& ratios) {
    const double wanted = ratioOf(size, 'x');
    if (wanted <= 0)
        return {};
    const auto distance = [wanted](std::string_view ratio) { return std::abs(std::log(wanted / ratioOf(ratio, ':'))); };
    const auto nearest =
        std::min_element(ratios.begin(), ratios.end(), [&](auto a, auto b) { return distance(a) < distance(b); });
    return nearest == ratios.end() ? std::string_view() : *nearest;
}

const EndpointCodec& geminiImages() {
    static const GeminiImages codec;
    return codec;
}

} // namespace llmg::dialects
