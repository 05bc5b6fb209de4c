// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/embeddings.h"
#include "app/dialects/geminianswer.h"
#include "app/dialects/jsonaccess.h"

#include <algorithm>

namespace llmg::dialects {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

/// Gemini: models/{m}:batchEmbedContents (ai.google.dev/api/embeddings). Vertex AI: {m}:predict
/// (cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api).
class GeminiEmbeddings final : public EndpointCodec {
  public:
    [[nodiscard]] Result<EncodedRequest> encode(std::string_view, const EndpointRequest& request,
                                                const TargetModel& target) const override {
        const auto texts = embeddingTexts(request);
        if (!texts)
            return texts.error();
        const auto task = embeddingTask(request);
        if (!task)
            return task.error();
        const bool vertex = target.provider == "google-vertex";
        std::string_view model = target.upstreamId;
        if (model.starts_with("models/"))
            model.remove_prefix(7);
        EncodedRequest encoded;
        encoded.path.append("/models/").append(model).append(vertex ? ":predict" : ":batchEmbedContents");
        encoded.body = writeJson(vertex ? instances(*texts, *task, request) : requests(*texts, *task, request, model));
        encoded.droppedParams = fieldsBeside(
            request, {"model", "input", "encoding_format", "dimensions", "input_type", "task_type", "title"});
        return encoded;
    }

    [[nodiscard]] Result<EndpointAnswer> decode(std::string body, const EndpointRequest& request) const override {
        EmbeddingsWriter writer(request, body.size());
        if (const std::size_t predictions = memberAt(body, 0, "predictions"); predictions != kNone)
            return readPredictions(body, predictions, writer);
        const std::size_t list = memberAt(body, 0, "embeddings");
        std::vector<JsonRanges::Range> embeddings;
        if (list == kNone || !JsonRanges(body).elements(list, embeddings))
            return whatElse(body);
        for (const auto& embedding : embeddings) {
            if (!addValues(body, embedding.begin, writer))
                return noVectors();
        }
        std::optional<domain::TokenUsage> usage;
        const json::object counts = objectAtPlace(body, memberAt(body, 0, "usageMetadata"));
        if (const auto tokens = integerAt(counts, "promptTokenCount"); tokens && *tokens >= 0) {
            usage.emplace();
            usage->prompt = *tokens;
        }
        return writer.finish(usage);
    }

    [[nodiscard]] Error decodeError(int status, std::string_view body) const override {
        return geminiErrorFromBody(status, body);
    }

  private:
    static json::value requests(const std::vector<std::string_view>& texts, const EmbeddingTask& task,
                                const EndpointRequest& request, std::string_view model) {
        const json::object& body = request.body.get_object();
        json::array list;
        for (const std::string_view text : texts) {
            json::object part;
            part["text"] = json::string_view(text.data(), text.size());
            json::object content;
            content["parts"] = json::array{std::move(part)};
            json::object entry;
            entry["model"] = "models/" + std::string(model);
            entry["content"] = std::move(content);
            if (!task.google.empty())
                entry["taskType"] = json::string_view(task.google.data(), task.google.size());
            if (const std::string_view title = textAt(body, "title"); !title.empty())
                entry["title"] = json::string_view(title.data(), title.size());
            if (const auto dimensions = integerAt(body, "dimensions"))
                entry["outputDimensionality"] = *dimensions;
            list.push_back(std::move(entry));
        }
        json::object out;
        out["requests"] = std::move(list);
        return out;
    }

    static json::value instances(const std::vector<std::string_view>& texts, const EmbeddingTask& task,
                                 const EndpointRequest& request) {
        const json::object& body = request.body.get_object();
        json::array list;
        for (const std::string_view text : texts) {
            json::object entry;
            entry["content"] = json::string_view(text.data(), text.size());
            if (!task.google.empty())
                entry["task_type"] = json::string_view(task.google.data(), task.google.size());
            if (const std::string_view title = textAt(body, "title"); !title.empty())
                entry["title"] = json::string_view(title.data(), title.size());
            list.push_back(std::move(entry));
        }
        json::object out;
        out["instances"] = std::move(list);
        if (const auto dimensions = integerAt(body, "dimensions"))
            out["parameters"] = json::object{{"outputDimensionality", *dimensions}};
        return out;
    }

    static bool addValues(std::string_view body, std::size_t embedding, EmbeddingsWriter& writer) {
        const std::size_t values = memberAt(body, embedding, "values");
        const std::size_t end = values == kNone ? kNone : JsonRanges(body).skipValue(values);
        return end != kNone && writer.add(body.substr(values, end - values));
    }

    static Result<EndpointAnswer> readPredictions(std::string_view body, std::size_t at, EmbeddingsWriter& writer) {
        std::vector<JsonRanges::Range> predictions;
        if (!JsonRanges(body).elements(at, predictions))
            return noVectors();
        domain::TokenUsage usage;
        for (const auto& prediction : predictions) {
            const std::size_t embedding = memberAt(body, prediction.begin, "embeddings");
            if (embedding == kNone || !addValues(body, embedding, writer))
                return noVectors();
            const json::object statistics = objectAtPlace(body, memberAt(body, embedding, "statistics"));
            usage.prompt += std::clamp<std::int64_t>(integerAt(statistics, "token_count").value_or(0), 0, 1LL << 40);
        }
        return writer.finish(usage.prompt > 0 ? std::optional(usage) : std::nullopt);
    }

    static Error noVectors() {
        return fail(ErrorKind::Upstream, "The provider's answer holds an embedding without numbers.");
    }

    static Error whatElse(std::string_view body) {
        const json::object error = objectAtPlace(body, memberAt(body, 0, "error"));
        return error.empty() ? fail(ErrorKind::Upstream, "The provider's answer holds no embeddings.")
                             : geminiError(0, error);
    }
};

} // namespace

const EndpointCodec& geminiEmbeddings() {
    static const GeminiEmbeddings codec;
    return codec;
}

} // namespace llmg::dialects
