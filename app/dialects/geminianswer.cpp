// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/geminianswer.h"

#include "app/dialects/geminirequest.h"
#include "app/dialects/geminithought.h"
#include "app/dialects/jsonaccess.h"

#include <algorithm>

namespace llmg::dialects {
namespace {

// Vertex writes enums as numbers where it is asked to (alt=json;enum-encoding=int); its own FinishReason, in order.
std::string finishName(const json::object& candidate) {
    static constexpr std::string_view kNames[] = {
        "",           "STOP",      "MAX_TOKENS",         "SAFETY", "RECITATION",
        "OTHER",      "BLOCKLIST", "PROHIBITED_CONTENT", "SPII",   "MALFORMED_FUNCTION_CALL",
        "MODEL_ARMOR"};
    const json::value* reason = candidate.if_contains("finishReason");
    if (reason == nullptr)
        return {};
    if (const json::string* word = reason->if_string())
        return *word == "FINISH_REASON_UNSPECIFIED" ? std::string() : std::string(word->data(), word->size());
    if (const auto number = integerAt(candidate, "finishReason"); number && *number >= 0) {
        const auto at = static_cast<std::size_t>(*number);
        return at < std::size(kNames) ? std::string(kNames[at]) : "FINISH_REASON_" + std::to_string(*number);
    }
    return {};
}

} // namespace

bool isGeminiFilter(std::string_view native) {
    static constexpr std::string_view kFilters[] = {
        "SAFETY", "RECITATION",  "LANGUAGE",     "PROHIBITED_CONTENT",       "BLOCKLIST",
        "SPII",   "MODEL_ARMOR", "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION"};
    return std::find(std::begin(kFilters), std::end(kFilters), native) != std::end(kFilters);
}

std::string geminiCodeText(const json::object& executableCode) {
    std::string language(textAt(executableCode, "language"));
    std::transform(language.begin(), language.end(), language.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    std::string source(textAt(executableCode, "code"));
    if (!source.ends_with('\n'))
        source += '\n';
    return "```" + (language.empty() ? "python" : language) + "\n" + source + "```\n";
}

std::string geminiOutputText(const json::object& codeExecutionResult) {
    std::string output(textAt(codeExecutionResult, "output"));
    if (!output.ends_with('\n'))
        output += '\n';
    return "```\n" + output + "```\n";
}

MediaKind geminiMediaKind(std::string_view mimeType) {
    if (mimeType.starts_with("image/"))
        return MediaKind::Image;
    if (mimeType.starts_with("audio/"))
        return MediaKind::Audio;
    if (mimeType.starts_with("video/"))
        return MediaKind::Video;
    return MediaKind::Document;
}

namespace {

bool isModality(const json::object& detail, std::string_view name, std::int64_t number) {
    return textAt(detail, "modality") == name ||
           (textAt(detail, "modality").empty() && integerAt(detail, "modality") == number);
}

std::int64_t modalityTokens(const json::object& usage, std::string_view list, std::string_view name,
                            std::int64_t number) {
    std::int64_t sum = 0;
    if (const json::array* details = arrayAt(usage, list)) {
        for (const json::value& detail : *details) {
            if (detail.is_object() && isModality(detail.get_object(), name, number))
                sum += std::max<std::int64_t>(0, integerAt(detail.get_object(), "tokenCount").value_or(0));
        }
    }
    return sum;
}

json::object logprobEntry(const json::object& candidate) {
    json::object entry;
    const std::string_view token = textAt(candidate, "token");
    entry["token"] = json::string_view(token.data(), token.size());
    const json::value* probability = candidate.if_contains("logProbability");
    entry["logprob"] = probability != nullptr && probability->is_number() ? *probability : json::value(0);
    json::array bytes;
    for (const char c : token)
        bytes.push_back(static_cast<std::int64_t>(static_cast<unsigned char>(c)));
    entry["bytes"] = std::move(bytes);
    return entry;
}

// logprobsResult → OpenAI's {content: [{token, logprob, bytes, top_logprobs}]}.
json::value logprobs(const json::object& result) {
    json::array content;
    const json::array* chosen = arrayAt(result, "chosenCandidates");
    const json::array* tops = arrayAt(result, "topCandidates");
    for (std::size_t i = 0; chosen != nullptr && i < chosen->size(); ++i) {
        if (!(*chosen)[i].is_object())
            continue;
        json::object entry = logprobEntry((*chosen)[i].get_object());
        json::array alternatives;
        if (tops != nullptr && i < tops->size() && (*tops)[i].is_object()) {
            if (const json::array* listed = arrayAt((*tops)[i].get_object(), "candidates")) {
                for (const json::value& other : *listed) {
                    if (other.is_object())
                        alternatives.push_back(logprobEntry(other.get_object()));
                }
            }
        }
        entry["top_logprobs"] = std::move(alternatives);
        content.push_back(std::move(entry));
    }
    if (content.empty())
        return {};
    json::object out;
    out["content"] = std::move(content);
    return out;
}

} // namespace

void GeminiAnswerReader::fail(Error error, std::vector<Event>& events) {
    m_failed = true;
    events.emplace_back(AnswerError{std::move(error)});
}

void GeminiAnswerReader::read(const json::object& response, std::vector<Event>& events) {
    if (m_failed)
        return;
    if (const json::object* error = objectAt(response, "error")) {
        fail(geminiError(0, *error), events);
        return;
    }
    if (!m_started) {
        m_started = true;
        m_id = textAt(response, "responseId");
        m_model = textAt(response, "modelVersion");
        events.emplace_back(AnswerStart{m_id, m_model, 0});
    }
    if (const json::array* candidates = arrayAt(response, "candidates")) {
        for (std::size_t i = 0; i < candidates->size() && !m_failed; ++i) {
            if (!(*candidates)[i].is_object())
                continue;
            const json::object& candidate = (*candidates)[i].get_object();
            const std::int64_t index = integerAt(candidate, "index").value_or(static_cast<std::int64_t>(i));
            if (index >= 0 && index < kMaxChoices)
                readCandidate(static_cast<int>(index), candidate, events);
        }
    }
    if (m_failed)
        return;
    if (const json::object* usage = objectAt(response, "usageMetadata"))
        readUsage(*usage, events);
    if (const json::object* feedback = objectAt(response, "promptFeedback");
        feedback != nullptr && m_candidates.empty()) {
        std::string reason(textAt(*feedback, "blockReason"));
        if (const auto number = integerAt(*feedback, "blockReason"); number && *number > 0)
            reason = "BLOCK_REASON_" + std::to_string(*number);
        if (!reason.empty() && !m_blocked) {
            m_blocked = true;
            events.emplace_back(Finish{0, FinishReason::ContentFilter, reason});
        }
    }
}

void GeminiAnswerReader::readCandidate(int index, const json::object& candidate, std::vector<Event>& events) {
    Candidate& state = m_candidates[index];
    std::vector<std::size_t> partStarts;
    const json::object* content = objectAt(candidate, "content");
    if (const json::array* parts = content != nullptr ? arrayAt(*content, "parts") : nullptr) {
        for (const json::value& part : *parts) {
            partStarts.push_back(state.text.size());
            if (part.is_object())
                readPart(index, state, part.get_object(), events);
        }
    }
    if (const json::object* result = objectAt(candidate, "logprobsResult")) {
        if (json::value converted = logprobs(*result); !converted.is_null())
            events.emplace_back(LogprobsDelta{index, std::move(converted)});
    }
    if (const json::object* grounding = objectAt(candidate, "groundingMetadata")) {
        for (const auto& [key, value] : *grounding)
            state.grounding.insert_or_assign(key, value); // later reports are fuller, or say only what is new
    }
    std::string native = finishName(candidate);
    if (!native.empty() || state.finished)
        cite(index, state, partStarts, events);
    if (!native.empty() && !state.finished)
        finish(index, state, std::move(native), textAt(candidate, "finishMessage"), events);
}

void GeminiAnswerReader::readPart(int index, Candidate& state, const json::object& part, std::vector<Event>& events) {
    const std::string_view signature = textAt(part, "thoughtSignature");
    const std::string_view text = textAt(part, "text");
    const bool thought = flagAt(part, "thought");
    if (const json::object* call = objectAt(part, "functionCall")) {
        readCall(index, state, *call, signature, events);
        return;
    }
    if (thought) {
        if (!text.empty())
            events.emplace_back(ReasoningDelta{index, std::string(text)});
    } else if (!text.empty()) {
        addText(index, state, text, events);
    } else if (const json::object* code = objectAt(part, "executableCode")) {
        const char* lead = state.text.empty() || state.text.ends_with('\n') ? "" : "\n";
        addText(index, state, lead + geminiCodeText(*code), events);
    } else if (const json::object* result = objectAt(part, "codeExecutionResult")) {
        const char* lead = state.text.empty() || state.text.ends_with('\n') ? "" : "\n";
        addText(index, state, lead + geminiOutputText(*result), events);
    } else if (const json::object* bytes = objectAt(part, "inlineData")) {
        MediaPart media;
        media.mimeType = textAt(*bytes, "mimeType");
        media.kind = geminiMediaKind(media.mimeType);
        media.data = textAt(*bytes, "data");
        if (media.kind == MediaKind::Image)
            ++m_usage.imagesOut;
        state.spoke = true;
        events.emplace_back(MediaOutput{index, std::move(media)});
    } else if (const json::object* file = objectAt(part, "fileData")) {
        MediaPart media;
        media.mimeType = textAt(*file, "mimeType");
        media.kind = geminiMediaKind(media.mimeType);
        media.url = textAt(*file, "fileUri");
        state.spoke = true;
        events.emplace_back(MediaOutput{index, std::move(media)});
    }
    // toolCall and toolResponse are of tools that Google ran itself (search, file search).
    const bool ofServerTool = part.contains("toolCall") || part.contains("toolResponse");
    if (!signature.empty() && !ofServerTool)
        events.emplace_back(
            ReasoningDetail{index, ReasoningPart{{}, std::string(signature), {}, kGeminiThoughtFormat}});
}

void GeminiAnswerReader::addText(int index, Candidate& state, std::string_view text, std::vector<Event>& events) {
    state.text += text;
    state.spoke = true;
    events.emplace_back(TextDelta{index, std::string(text)});
}

void GeminiAnswerReader::readCall(int index, Candidate& state, const json::object& call, std::string_view signature,
                                  std::vector<Event>& events) {
    const int at = state.toolCalls++;
    state.spoke = true;
    std::string id(textAt(call, "id"));
    if (id.empty()) {
        // Older models give none. OpenAI allows 40 characters; the answer's own id keeps those of several turns apart.
        id = std::string(kGeminiMadeId) + m_id.substr(0, 22) + "_";
        if (index > 0)
            id += std::to_string(index) + "_";
        id += std::to_string(at);
    }
    events.emplace_back(ToolCallStart{index, at, id, std::string(textAt(call, "name")), std::string(signature)});
    const json::object* args = objectAt(call, "args");
    events.emplace_back(ToolCallDelta{index, at, args != nullptr ? writeJson(*args) : "{}"});
}

void GeminiAnswerReader::cite(int index, Candidate& state, const std::vector<std::size_t>& partStarts,
                              std::vector<Event>& events) {
    const json::array* chunks = arrayAt(state.grounding, "groundingChunks");
    if (chunks == nullptr)
        return;
    const auto annotate = [&](std::size_t chunk, std::size_t from, std::size_t to) {
        if (chunk >= chunks->size() || !(*chunks)[chunk].is_object())
            return;
        const json::object& holder = (*chunks)[chunk].get_object();
        const json::object* source = objectAt(holder, "web");
        for (const char* other : {"retrievedContext", "maps"}) {
            if (source == nullptr)
                source = objectAt(holder, other);
        }
        const std::string_view url = source != nullptr ? textAt(*source, "uri") : std::string_view();
        if (url.empty())
            return;
        const std::string_view text = state.text;
        from = std::min(from, text.size());
        to = std::clamp(to, from, text.size());
        const std::int64_t start = codePoints(text.substr(0, from));
        const std::int64_t end = start + codePoints(text.substr(from, to - from));
        if (!state.cited.insert(std::to_string(start) + ' ' + std::to_string(end) + ' ' + std::string(url)).second)
            return;
        const std::string_view title = textAt(*source, "title");
        json::object place;
        place["start_index"] = start;
        place["end_index"] = end;
        place["url"] = json::string_view(url.data(), url.size());
        place["title"] = json::string_view(title.data(), title.size());
        json::object annotation;
        annotation["type"] = "url_citation";
        annotation["url_citation"] = std::move(place);
        events.emplace_back(AnnotationAdded{index, std::move(annotation)});
    };
    const json::array* supports = arrayAt(state.grounding, "groundingSupports");
    if (supports == nullptr || supports->empty()) {
        for (std::size_t i = 0; i < chunks->size(); ++i)
            annotate(i, 0, state.text.size());
        return;
    }
    for (const json::value& support : *supports) {
        if (!support.is_object())
            continue;
        const json::object* segment = objectAt(support.get_object(), "segment");
        const json::array* indices = arrayAt(support.get_object(), "groundingChunkIndices");
        if (segment == nullptr || indices == nullptr)
            continue;
        const auto part =
            static_cast<std::size_t>(std::max<std::int64_t>(0, integerAt(*segment, "partIndex").value_or(0)));
        const std::size_t base = part > 0 && part < partStarts.size() ? partStarts[part] : 0;
        const auto from =
            base + static_cast<std::size_t>(std::max<std::int64_t>(0, integerAt(*segment, "startIndex").value_or(0)));
        const auto to =
            base + static_cast<std::size_t>(std::max<std::int64_t>(0, integerAt(*segment, "endIndex").value_or(0)));
        for (const json::value& chunk : *indices) {
            if (const std::int64_t* at = chunk.if_int64(); at != nullptr && *at >= 0)
                annotate(static_cast<std::size_t>(*at), from, to);
        }
    }
}

void GeminiAnswerReader::finish(int index, Candidate& state, std::string native, std::string_view words,
                                std::vector<Event>& events) {
    state.finished = true;
    FinishReason reason = FinishReason::Stop;
    if (native == "MAX_TOKENS")
        reason = FinishReason::Length;
    else if (isGeminiFilter(native))
        reason = FinishReason::ContentFilter;
    else if (state.toolCalls > 0)
        reason = FinishReason::ToolCalls;
    else if (native != "STOP" && !state.spoke) {
        // MALFORMED_FUNCTION_CALL, UNEXPECTED_TOOL_CALL, OTHER …: the model failed and said nothing. Worth another try.
        Error error =
            llmg::fail(ErrorKind::Upstream, "Gemini gave no answer (" + native + ")" +
                                                (words.empty() ? std::string(".") : ": " + std::string(words)));
        error.upstreamStatus = 200;
        error.upstreamCode = native;
        fail(std::move(error), events);
        return;
    }
    events.emplace_back(Finish{index, reason, std::move(native)});
}

void GeminiAnswerReader::readUsage(const json::object& usage, std::vector<Event>& events) {
    const auto update = [&](std::string_view key, std::int64_t& field) {
        if (const auto count = integerAt(usage, key); count && *count >= 0) {
            field = *count;
            m_usageKnown = true;
        }
    };
    update("promptTokenCount", m_promptTokens);
    update("toolUsePromptTokenCount", m_toolTokens);
    update("candidatesTokenCount", m_candidateTokens);
    update("thoughtsTokenCount", m_thoughtTokens);
    update("cachedContentTokenCount", m_usage.cachedPrompt);
    if (!m_usageKnown) // Vertex begins its streams with trafficType alone
        return;
    m_usage.prompt = m_promptTokens + m_toolTokens;
    m_usage.completion = m_candidateTokens + m_thoughtTokens;
    m_usage.reasoning = m_thoughtTokens;
    if (usage.contains("promptTokensDetails")) {
        m_usage.promptImage = modalityTokens(usage, "promptTokensDetails", "IMAGE", 2);
        m_usage.promptAudio = modalityTokens(usage, "promptTokensDetails", "AUDIO", 4);
    }
    if (usage.contains("candidatesTokensDetails")) {
        m_usage.completionImage = modalityTokens(usage, "candidatesTokensDetails", "IMAGE", 2);
        m_usage.completionAudio = modalityTokens(usage, "candidatesTokensDetails", "AUDIO", 4);
    }
    // Google Search: Gemini 3 pays for each query, 2.5 for each answer that used any (docs: "Pricing").
    std::int64_t searches = 0;
    const auto version = geminiVersion(m_model);
    for (const auto& [index, candidate] : m_candidates) {
        const json::array* queries = arrayAt(candidate.grounding, "webSearchQueries");
        if (queries != nullptr && !queries->empty())
            searches += version && version->major >= 3 ? static_cast<std::int64_t>(queries->size()) : 1;
    }
    m_usage.webSearches = searches;
    events.emplace_back(UsageReport{m_usage, std::nullopt});
}

bool GeminiAnswerReader::whole() const {
    if (m_candidates.empty())
        return m_blocked;
    return std::all_of(m_candidates.begin(), m_candidates.end(),
                       [](const auto& entry) { return entry.second.finished; });
}

void GeminiAnswerReader::finishOpen(std::vector<Event>& events) {
    for (auto& [index, state] : m_candidates) {
        if (!state.finished && !m_failed) {
            cite(index, state, {}, events);
            finish(index, state, "STOP", {}, events);
        }
    }
}

} // namespace llmg::dialects
