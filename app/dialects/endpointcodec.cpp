// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/endpointcodec.h"

#include "app/dialects/answeradditions.h"
#include "app/dialects/embeddings.h"
#include "app/dialects/endpointopenai.h"
#include "app/dialects/images.h"
#include "app/dialects/jsonaccess.h"

#include <algorithm>
#include <array>

namespace llmg::dialects {
namespace {

// OpenAI counts embeddings in prompt_tokens and images in input_tokens.
json::object usageOf(EndpointKind kind, json::object wire, const domain::TokenUsage& usage) {
    if (kind != EndpointKind::Images) {
        wire["prompt_tokens"] = usage.prompt;
        wire["total_tokens"] = usage.total();
    } else if (usage.total() > 0) {
        wire["input_tokens"] = usage.prompt;
        wire["output_tokens"] = usage.completion;
        wire["total_tokens"] = usage.total();
    }
    return wire;
}

struct Change {
    EndpointAnswer::Place place;
    std::string member;
};

} // namespace

std::string finishEndpointAnswer(EndpointAnswer& answer, const AnswerAdditions& additions) {
    std::string document = std::move(answer.document);
    std::vector<Change> changes;
    const auto& usage = answer.usage ? answer.usage : additions.estimatedUsage;
    if (usage) {
        std::string member;
        appendUsage(member, usageOf(answer.kind, std::move(answer.wireUsage), *usage), additions.cost);
        changes.push_back({answer.usagePlace, std::move(member)});
    }
    if (!additions.metadata.empty()) {
        json::object metadata = std::move(answer.wireMetadata);
        for (const auto& [key, value] : additions.metadata)
            metadata[key] = value;
        changes.push_back({answer.metadataPlace, "\"metadata\":" + json::serialize(metadata)});
    }
    if (!answer.missingMembers.empty())
        changes.push_back({{}, std::move(answer.missingMembers)});

    // New members go before the closing brace. From the back to the front, so that the places in front stay true and
    // little is moved: usage stands behind the data.
    std::string added;
    const std::size_t close = document.rfind('}');
    if (close == std::string::npos)
        return document;
    const bool empty = document.find_last_not_of(" \t\r\n", close - 1) == document.find('{');
    for (const Change& change : changes) {
        if (change.place.end == 0)
            added.append(empty && added.empty() ? "" : ",").append(change.member);
    }
    document.insert(close, added);
    std::sort(changes.begin(), changes.end(),
              [](const Change& a, const Change& b) { return a.place.begin > b.place.begin; });
    for (const Change& change : changes) {
        if (change.place.end != 0)
            document.replace(change.place.begin, change.place.end - change.place.begin, change.member);
    }
    return document;
}

const EndpointCodec* endpointCodecFor(std::string_view dialect, EndpointKind kind) {
    struct Row {
        std::string_view dialect;
        EndpointKind kind;
        const EndpointCodec& (*codec)();
    };
    using Kind = EndpointKind;
    static constexpr std::array kCodecs{
        Row{"openai-chat", Kind::Embeddings, openAiEmbeddings},
        Row{"openai-chat", Kind::Images, openAiImages},
        Row{"openai-chat", Kind::Moderations, openAiModerations},
        Row{"openai-responses", Kind::Embeddings, openAiEmbeddings},
        Row{"openai-responses", Kind::Images, openAiImages},
        Row{"openai-responses", Kind::Moderations, openAiModerations},
        Row{"gemini", Kind::Embeddings, geminiEmbeddings},
        Row{"gemini", Kind::Images, geminiImages},
        Row{"cohere", Kind::Embeddings, cohereEmbeddings},
        Row{"bedrock-converse", Kind::Embeddings, bedrockEmbeddings},
    };
    for (const Row& row : kCodecs) {
        if (row.dialect == dialect && row.kind == kind)
            return &row.codec();
    }
    return nullptr;
}

} // namespace llmg::dialects
