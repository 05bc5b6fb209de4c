// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/coherechatanswer.h"
#include "app/dialects/embeddings.h"
#include "app/dialects/jsonaccess.h"

#include <algorithm>

namespace llmg::dialects {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

// A model id stands in the path as AWS's own clients write it: with its colon and slashes encoded.
std::string inPath(std::string_view id) {
    std::string out;
    for (const char c : id) {
        if (c == ':')
            out += "%3A";
        else if (c == '/')
            out += "%2F";
        else
            out += c;
    }
    return out;
}

/// InvokeModel of Amazon Titan and Cohere Embed (docs.aws.amazon.com/bedrock/latest/userguide,
/// "model-parameters-titan-embed-text" and "model-parameters-embed").
class BedrockEmbeddings final : public EndpointCodec {
  public:
    [[nodiscard]] Result<EncodedRequest> encode(std::string_view, const EndpointRequest& request,
                                                const TargetModel& target) const override {
        const auto texts = embeddingTexts(request);
        if (!texts)
            return texts.error();
        const std::string_view id = target.upstreamId;
        Result<json::object> body = id.find("cohere.embed") != std::string_view::npos ? cohereBody(*texts, request)
                                    : id.find("titan-embed-text") != std::string_view::npos ||
                                            id.find("titan-embed-g1") != std::string_view::npos
                                        ? titanBody(*texts, request)
                                        : unknown(target);
        if (!body)
            return body.error();
        EncodedRequest encoded;
        encoded.path = "/model/" + inPath(id) + "/invoke";
        encoded.body = writeJson(*body);
        encoded.droppedParams =
            fieldsBeside(request, {"model", "input", "encoding_format", "dimensions", "input_type", "task_type"});
        return encoded;
    }

    [[nodiscard]] Result<EndpointAnswer> decode(std::string body, const EndpointRequest& request) const override {
        EmbeddingsWriter writer(request, body.size());
        std::optional<domain::TokenUsage> usage;
        const std::size_t one = memberAt(body, 0, "embedding");
        const std::size_t list = memberAt(body, 0, "embeddings");
        bool read = false;
        if (one != kNone) {
            const std::size_t end = JsonRanges(body).skipValue(one);
            read = end != kNone && writer.add(std::string_view(body).substr(one, end - one));
            usage = readTitanUsage(body);
        } else if (list != kNone) {
            const std::size_t floats = memberAt(body, list, "float");
            read = writer.addAll(body, floats == kNone ? list : floats);
        }
        if (!read)
            return fail(ErrorKind::Upstream, "The provider's answer holds no embeddings.");
        return writer.finish(usage);
    }

    // {"message"}, as Cohere's.
    [[nodiscard]] Error decodeError(int status, std::string_view body) const override {
        return cohereErrorFromBody(status, body);
    }

  private:
    static Result<json::object> unknown(const TargetModel& target) {
        return fail(ErrorKind::ModelNotSupported,
                    "'" + target.upstreamId +
                        "' has a request form of its own on Bedrock, which this gateway does not speak. Choose a Titan "
                        "text or Cohere embedding model.",
                    "model");
    }

    static Result<json::object> titanBody(const std::vector<std::string_view>& texts, const EndpointRequest& request) {
        if (texts.size() != 1)
            return fail(ErrorKind::InvalidParameters,
                        "Titan on Bedrock embeds one text per request. Send the texts one by one.", "input");
        json::object body;
        body["inputText"] = json::string_view(texts.front().data(), texts.front().size());
        if (const auto dimensions = integerAt(request.body.get_object(), "dimensions"))
            body["dimensions"] = *dimensions;
        return body;
    }

    static Result<json::object> cohereBody(const std::vector<std::string_view>& texts, const EndpointRequest& request) {
        const auto task = embeddingTask(request);
        if (!task)
            return task.error();
        json::array list;
        for (const std::string_view text : texts)
            list.emplace_back(json::string_view(text.data(), text.size()));
        const std::string_view type = task->cohere.empty() ? "search_document" : task->cohere;
        json::object body;
        body["texts"] = std::move(list);
        body["input_type"] = json::string_view(type.data(), type.size());
        body["embedding_types"] = json::array{"float"};
        if (const auto dimensions = integerAt(request.body.get_object(), "dimensions"))
            body["output_dimension"] = *dimensions;
        return body;
    }

    static std::optional<domain::TokenUsage> readTitanUsage(std::string_view body) {
        const auto value = parseJson(body);
        const auto tokens =
            value && value->is_object() ? integerAt(value->get_object(), "inputTextTokenCount") : std::nullopt;
        if (!tokens || *tokens < 0)
            return std::nullopt;
        domain::TokenUsage usage;
        usage.prompt = *tokens;
        return usage;
    }
};

} // namespace

const EndpointCodec& bedrockEmbeddings() {
    static const BedrockEmbeddings codec;
    return codec;
}

} // namespace llmg::dialects
