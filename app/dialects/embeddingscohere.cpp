// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/coherechatanswer.h"
#include "app/dialects/embeddings.h"
#include "app/dialects/jsonaccess.h"

#include <algorithm>

namespace llmg::dialects {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

// Tokens of pictures are told apart; both are prompt.
std::optional<domain::TokenUsage> readMeta(const json::object& meta) {
    const json::object* counts = objectAt(meta, "tokens");
    if (counts == nullptr || !integerAt(*counts, "input_tokens"))
        counts = objectAt(meta, "billed_units");
    if (counts == nullptr)
        return std::nullopt;
    const auto count = [counts](std::string_view key) {
        return std::clamp<std::int64_t>(integerAt(*counts, key).value_or(0), 0, 1LL << 40);
    };
    domain::TokenUsage usage;
    usage.promptImage = count("image_tokens");
    usage.prompt = count("input_tokens") + usage.promptImage;
    return usage;
}

/// POST /v2/embed (docs.cohere.com/v2/reference/embed).
class CohereEmbeddings final : public EndpointCodec {
  public:
    [[nodiscard]] Result<EncodedRequest> encode(std::string_view, const EndpointRequest& request,
                                                const TargetModel& target) const override {
        const json::object& asked = request.body.get_object();
        const auto task = embeddingTask(request);
        if (!task)
            return task.error();
        json::object body;
        body["model"] = target.upstreamId;
        // Required, and what OpenAI's clients embed is mostly what is to be found later.
        const std::string_view type = task->cohere.empty() ? "search_document" : task->cohere;
        body["input_type"] = json::string_view(type.data(), type.size());
        body["embedding_types"] = json::array{"float"};
        const json::array* list = arrayAt(asked, "input");
        if (list != nullptr && list->front().is_object()) {
            body["inputs"] = *list; // text and image_url parts, in the words that Cohere uses too
        } else {
            const auto texts = embeddingTexts(request);
            if (!texts)
                return texts.error();
            json::array out;
            for (const std::string_view text : *texts)
                out.emplace_back(json::string_view(text.data(), text.size()));
            body["texts"] = std::move(out);
        }
        if (const auto dimensions = integerAt(asked, "dimensions"))
            body["output_dimension"] = *dimensions;
        if (const std::string_view truncate = textAt(asked, "truncate"); !truncate.empty())
            body["truncate"] = json::string_view(truncate.data(), truncate.size());
        EncodedRequest encoded;
        encoded.path = "/v2/embed";
        encoded.body = writeJson(body);
        encoded.droppedParams = fieldsBeside(
            request, {"model", "input", "encoding_format", "dimensions", "input_type", "task_type", "truncate"});
        return encoded;
    }

    [[nodiscard]] Result<EndpointAnswer> decode(std::string body, const EndpointRequest& request) const override {
        const std::size_t embeddings = memberAt(body, 0, "embeddings");
        if (embeddings == kNone)
            return whatElse(body);
        const std::size_t floats = memberAt(body, embeddings, "float");
        EmbeddingsWriter writer(request, body.size());
        if (!writer.addAll(body, floats))
            return fail(ErrorKind::Upstream, "The provider's answer holds an embedding without numbers.");
        return writer.finish(readMeta(objectAtPlace(body, memberAt(body, 0, "meta"))));
    }

    [[nodiscard]] Error decodeError(int status, std::string_view body) const override {
        return cohereErrorFromBody(status, body);
    }

  private:
    static Error whatElse(std::string_view body) {
        const auto document = parseJson(body);
        std::string words;
        if (document && document->is_object())
            words = cohereErrorWords(document->get_object());
        return words.empty() ? fail(ErrorKind::Upstream, "The provider's answer holds no embeddings.")
                             : cohereError(0, std::move(words));
    }
};

} // namespace

const EndpointCodec& cohereEmbeddings() {
    static const CohereEmbeddings codec;
    return codec;
}

} // namespace llmg::dialects
