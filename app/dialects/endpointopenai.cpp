// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/endpointopenai.h"

#include "app/dialects/bodyeditor.h"
#include "app/dialects/moderations.h"
#include "app/dialects/openaichat_wire.h"

#include <algorithm>

namespace llmg::dialects {
namespace {

using openaichat::countAt;

std::string_view textOf(std::string_view body, const JsonMember& member) {
    return body.substr(member.valueBegin, member.valueEnd - member.valueBegin);
}

const JsonMember* find(const std::vector<JsonMember>& members, std::string_view key) {
    // Of two, the last counts.
    const auto found = std::find_if(members.rbegin(), members.rend(), [key](const auto& m) { return m.key == key; });
    return found == members.rend() ? nullptr : &*found;
}

json::object objectIn(std::string_view body, const JsonMember& member) {
    auto value = parseJson(textOf(body, member));
    return value && value->is_object() ? std::move(value->get_object()) : json::object();
}

/// {input_tokens, output_tokens} with details; gpt-image models only.
domain::TokenUsage readImageUsage(const json::object& wire) {
    domain::TokenUsage usage;
    usage.prompt = countAt(wire, "input_tokens");
    usage.completion = countAt(wire, "output_tokens");
    if (const json::object* details = objectAt(wire, "input_tokens_details")) {
        usage.promptImage = std::min(countAt(*details, "image_tokens"), usage.prompt);
        usage.cachedPrompt = std::min(countAt(*details, "cached_tokens"), usage.prompt);
    }
    usage.completionImage = usage.completion;
    if (const json::object* details = objectAt(wire, "output_tokens_details"))
        usage.completionImage = std::min(countAt(*details, "image_tokens"), usage.completion);
    return usage;
}

/// The members of a text that is one object and nothing after it.
bool readMembers(std::string_view body, std::vector<JsonMember>& members) {
    const JsonRanges ranges(body);
    return ranges.members(0, members) && !members.empty() &&
           ranges.skipBlanks(ranges.skipBlanks(members.back().valueEnd) + 1) == body.size();
}

class OpenAiEndpoint final : public EndpointCodec {
  public:
    constexpr OpenAiEndpoint(EndpointKind kind, std::string_view path, std::string_view list)
        : m_kind(kind)
        , m_path(path)
        , m_list(list) {}

    [[nodiscard]] Result<EncodedRequest> encode(std::string_view clientBody, const EndpointRequest&,
                                                const TargetModel& target) const override {
        std::vector<JsonMember> members;
        if (!JsonRanges(clientBody).members(0, members))
            return fail(ErrorKind::InvalidJson, "the body is not a JSON object");
        std::string model;
        appendQuoted(model, target.upstreamId);
        BodyEditor editor(clientBody, members);
        if (find(members, "model") == nullptr)
            editor.add("\"model\":" + model);
        for (const JsonMember& member : members) {
            if (member.key == "model" && textOf(clientBody, member) != model)
                editor.replaceValue(member, model);
        }
        EncodedRequest encoded;
        encoded.path = m_path;
        encoded.body = editor.apply();
        return encoded;
    }

    [[nodiscard]] Result<EndpointAnswer> decode(std::string body, const EndpointRequest& request) const override {
        std::vector<JsonMember> members;
        const bool read = readMembers(body, members);
        const JsonMember* list = read ? find(members, m_list) : nullptr;
        if (list == nullptr || body[list->valueBegin] != '[')
            return whatElse(body);
        EndpointAnswer answer;
        answer.kind = m_kind;
        if (const JsonMember* model = find(members, "model")) {
            if (const auto name = parseJson(textOf(body, *model)); name && name->is_string())
                answer.model = name->get_string();
        }
        if (const JsonMember* metadata = find(members, "metadata")) {
            answer.metadataPlace = {metadata->begin, metadata->valueEnd};
            answer.wireMetadata = objectIn(body, *metadata);
        }
        if (const JsonMember* usage = find(members, "usage")) {
            answer.usagePlace = {usage->begin, usage->valueEnd};
            answer.wireUsage = objectIn(body, *usage);
            readUsage(answer);
        }
        if (m_kind == EndpointKind::Images)
            countImages(body, *list, find(members, "created") != nullptr, request, answer);
        answer.document = std::move(body);
        if (m_kind == EndpointKind::Moderations)
            addModerationFlags(answer, list->valueBegin);
        return answer;
    }

    [[nodiscard]] Error decodeError(int status, std::string_view body) const override {
        if (const auto document = openaichat::parseDocument(body))
            return openaichat::readError(status, *document);
        return openaichat::readError(status, openaichat::foreignText(body));
    }

  private:
    [[nodiscard]] Error whatElse(std::string_view body) const {
        const auto document = parseJson(body);
        if (!document)
            return fail(ErrorKind::Upstream, "The provider's answer is not valid JSON.");
        if (const json::object* object = document->if_object()) {
            if (auto error = openaichat::findError(*object))
                return *error;
        }
        return fail(ErrorKind::Upstream, "The provider's answer holds no '" + std::string(m_list) + "'.");
    }

    void readUsage(EndpointAnswer& answer) const {
        if (answer.wireUsage.empty())
            return;
        const UsageReport report = openaichat::readUsage(answer.wireUsage, {});
        answer.statedCost = report.statedCost;
        if (m_kind == EndpointKind::Images) {
            answer.usage = readImageUsage(answer.wireUsage);
            return;
        }
        answer.usage = report.usage;
        if (answer.usage->prompt == 0) // Voyage states the total alone
            answer.usage->prompt = countAt(answer.wireUsage, "total_tokens");
    }

    static void countImages(std::string_view body, const JsonMember& list, bool dated, const EndpointRequest& request,
                            EndpointAnswer& answer) {
        std::vector<JsonRanges::Range> images;
        JsonRanges(body).elements(list.valueBegin, images);
        if (!answer.usage)
            answer.usage.emplace();
        answer.usage->imagesOut = static_cast<std::int64_t>(images.size());
        if (!dated) // xAI
            answer.missingMembers = "\"created\":" + std::to_string(request.receivedAt);
    }

    EndpointKind m_kind;
    std::string_view m_path;
    std::string_view m_list;
};

} // namespace

const EndpointCodec& openAiEmbeddings() {
    static const OpenAiEndpoint codec(EndpointKind::Embeddings, "/embeddings", "data");
    return codec;
}

const EndpointCodec& openAiImages() {
    static const OpenAiEndpoint codec(EndpointKind::Images, "/images/generations", "data");
    return codec;
}

const EndpointCodec& openAiModerations() {
    static const OpenAiEndpoint codec(EndpointKind::Moderations, "/moderations", "results");
    return codec;
}

} // namespace llmg::dialects
