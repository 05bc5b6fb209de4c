// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/embeddings.h"

#include "app/dialects/base64.h"
#include "app/dialects/jsonaccess.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>

namespace llmg::dialects {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

bool isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

bool isOfNumber(char c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

} // namespace

Result<std::vector<std::string_view>> embeddingTexts(const EndpointRequest& request) {
    if (request.tokenInput)
        return fail(ErrorKind::InvalidParameters,
                    "'input' holds token ids, which this model's provider cannot read. Send the text itself.", "input");
    const std::string_view format = textAt(request.body.get_object(), "encoding_format");
    if (!format.empty() && format != "float" && format != "base64")
        return fail(ErrorKind::InvalidParameters, "'encoding_format' must be float or base64 for this model",
                    "encoding_format");
    std::vector<std::string_view> texts;
    const json::value& input = request.body.at("input");
    if (const json::string* text = input.if_string()) {
        texts.emplace_back(text->data(), text->size());
        return texts;
    }
    for (const json::value& element : input.get_array()) {
        const json::string* text = element.if_string();
        if (text == nullptr)
            return fail(ErrorKind::ModelNotSupported,
                        "This model's provider embeds texts only. Leave out the images, or choose another model.",
                        "input");
        texts.emplace_back(text->data(), text->size());
    }
    return texts;
}

std::vector<std::string> fieldsBeside(const EndpointRequest& request, std::initializer_list<std::string_view> known) {
    std::vector<std::string> others;
    for (const auto& [key, value] : request.body.get_object()) {
        if (std::find(known.begin(), known.end(), std::string_view(key.data(), key.size())) == known.end())
            others.emplace_back(key);
    }
    return others;
}

// docs.cohere.com/v2/reference/embed "input_type" and ai.google.dev/api/embeddings "TaskType".
Result<EmbeddingTask> embeddingTask(const EndpointRequest& request) {
    static constexpr std::array kTasks{
        EmbeddingTask{"search_document", "RETRIEVAL_DOCUMENT"},  EmbeddingTask{"search_query", "RETRIEVAL_QUERY"},
        EmbeddingTask{"classification", "CLASSIFICATION"},       EmbeddingTask{"clustering", "CLUSTERING"},
        EmbeddingTask{"search_document", "SEMANTIC_SIMILARITY"}, EmbeddingTask{"search_query", "QUESTION_ANSWERING"},
        EmbeddingTask{"search_query", "FACT_VERIFICATION"},      EmbeddingTask{"search_query", "CODE_RETRIEVAL_QUERY"},
    };
    for (const std::string_view field : {"input_type", "task_type"}) {
        const json::value* value = request.body.get_object().if_contains(json::string_view(field.data(), field.size()));
        if (value == nullptr || value->is_null())
            continue;
        const std::string_view word = textAt(request.body.get_object(), field);
        for (const EmbeddingTask& task : kTasks) {
            if (word == task.cohere || word == task.google)
                return task;
        }
        return fail(ErrorKind::InvalidParameters,
                    "'" + std::string(field) +
                        "' must be one of search_document, search_query, classification, clustering",
                    std::string(field));
    }
    return EmbeddingTask{};
}

std::size_t memberAt(std::string_view text, std::size_t at, std::string_view key) {
    std::vector<JsonMember> members;
    if (at == kNone || !JsonRanges(text).members(at, members))
        return kNone;
    for (const JsonMember& member : members) {
        if (member.key == key)
            return member.valueBegin;
    }
    return kNone;
}

json::object objectAtPlace(std::string_view text, std::size_t at) {
    const std::size_t end = at == kNone ? kNone : JsonRanges(text).skipValue(at);
    auto value = end == kNone ? std::nullopt : parseJson(text.substr(at, end - at));
    return value && value->is_object() ? std::move(value->get_object()) : json::object();
}

EmbeddingsWriter::EmbeddingsWriter(const EndpointRequest& request, std::size_t answerBytes)
    : m_request(request)
    , m_out(R"({"object":"list","data":[)") {
    m_out.reserve(request.base64 ? answerBytes / 2 : answerBytes);
}

bool EmbeddingsWriter::add(std::string_view vector) {
    if (m_count > 0)
        m_out += ',';
    m_out.append(R"({"object":"embedding","index":)").append(std::to_string(m_count++)).append(R"(,"embedding":)");
    if (!(m_request.base64 ? addPacked(vector) : addNumbers(vector)))
        return false;
    m_out += '}';
    return true;
}

bool EmbeddingsWriter::addNumbers(std::string_view vector) {
    if (vector.size() < 2 || vector.front() != '[')
        return false;
    for (const char c : vector.substr(1, vector.size() - 2)) {
        if (!isOfNumber(c) && !isBlank(c) && c != ',')
            return false;
    }
    // Google writes each number on a line of its own.
    std::copy_if(vector.begin(), vector.end(), std::back_inserter(m_out), [](char c) { return !isBlank(c); });
    return true;
}

bool EmbeddingsWriter::addPacked(std::string_view vector) {
    if (vector.size() < 2 || vector.front() != '[')
        return false;
    m_packed.clear();
    const char* at = vector.data() + 1;
    const char* const end = vector.data() + vector.size() - 1;
    while (at < end) {
        if (isBlank(*at) || *at == ',') {
            ++at;
            continue;
        }
        float number = 0;
        const auto read = std::from_chars(at, end, number);
        // from_chars would also read "inf" and "nan". A number too small for 32 bits is left at 0.
        if (read.ec == std::errc::invalid_argument || !isOfNumber(*at))
            return false;
        at = read.ptr;
        const auto bits = std::bit_cast<std::uint32_t>(number);
        for (int shift = 0; shift < 32; shift += 8)
            m_packed += static_cast<char>(bits >> shift & 0xFFU);
    }
    m_out.append("\"").append(encodeBase64(m_packed)).append("\"");
    return true;
}

bool EmbeddingsWriter::addAll(std::string_view text, std::size_t at) {
    std::vector<JsonRanges::Range> vectors;
    return at != kNone && JsonRanges(text).elements(at, vectors) &&
           std::all_of(vectors.begin(), vectors.end(),
                       [&](const auto& vector) { return add(text.substr(vector.begin, vector.end - vector.begin)); });
}

Result<EndpointAnswer> EmbeddingsWriter::finish(std::optional<domain::TokenUsage> usage) {
    if (m_count != m_request.n)
        return fail(ErrorKind::Upstream, "The provider sent " + std::to_string(m_count) + " embeddings for " +
                                             std::to_string(m_request.n) + " inputs.");
    m_out += R"(],"model":)";
    appendQuoted(m_out, m_request.model);
    m_out += '}';
    EndpointAnswer answer;
    answer.kind = EndpointKind::Embeddings;
    answer.document = std::move(m_out);
    answer.usage = usage;
    return answer;
}

} // namespace llmg::dialects
