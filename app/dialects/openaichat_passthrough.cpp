// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/bodyeditor.h"
#include "app/dialects/openaichat_wire.h"

#include <algorithm>

namespace llmg::dialects {
namespace {

constexpr std::string_view kRefusedSampling[] = {"temperature", "top_p", "frequency_penalty", "presence_penalty"};

/// "developer" becomes "system" for those who do not know it.
void renameDeveloper(std::string_view body, const JsonMember& messages, BodyEditor& editor) {
    const JsonRanges ranges(body);
    std::vector<JsonRanges::Range> list;
    std::vector<JsonMember> members;
    if (!ranges.elements(messages.valueBegin, list))
        return;
    for (const auto& message : list) {
        if (!ranges.members(message.begin, members))
            continue;
        for (const JsonMember& member : members) {
            if (member.key == "role" &&
                body.substr(member.valueBegin, member.valueEnd - member.valueBegin) == "\"developer\"")
                editor.replaceValue(member, "\"system\"");
        }
    }
}

/// The client's stream_options with include_usage true.
std::string withUsage(std::string_view options) {
    const JsonRanges ranges(options);
    std::vector<JsonMember> members;
    if (!ranges.members(0, members) || members.empty())
        return "{\"include_usage\":true}";
    std::vector<Splice> splices;
    for (const JsonMember& member : members) {
        if (member.key == "include_usage")
            splices.push_back({member.valueBegin, member.valueEnd, "true"});
    }
    if (splices.empty())
        splices.push_back({members.back().valueEnd, members.back().valueEnd, ",\"include_usage\":true"});
    return spliced(options, std::move(splices));
}

} // namespace

Result<EncodedRequest> passThroughOpenAiChat(std::string_view body, const TargetModel& target) {
    const JsonRanges ranges(body);
    std::vector<JsonMember> members;
    if (!ranges.members(0, members))
        return fail(ErrorKind::InvalidJson, "the body is not a JSON object");
    const OpenAiQuirks quirks = openAiQuirks(target.provider);
    const std::string& maxTokens = target.maxTokensParam.empty() ? quirks.maxTokensParam : target.maxTokensParam;

    EncodedRequest encoded;
    encoded.path = "/chat/completions";
    BodyEditor editor(body, members);
    const auto valueOf = [&](const JsonMember& m) { return body.substr(m.valueBegin, m.valueEnd - m.valueBegin); };
    const auto has = [&](std::string_view key) {
        return std::any_of(members.begin(), members.end(), [key](const JsonMember& m) { return m.key == key; });
    };
    bool stream = false, options = false, model = false;
    for (std::size_t i = 0; i < members.size(); ++i) {
        const JsonMember& member = members[i];
        if (member.key == "stream")
            stream = valueOf(member) == "true"; // of two, the last counts
    }
    for (std::size_t i = 0; i < members.size(); ++i) {
        const JsonMember& member = members[i];
        if (member.key == "model") {
            model = true;
            std::string quoted;
            appendQuoted(quoted, target.upstreamId);
            if (valueOf(member) != quoted)
                editor.replaceValue(member, std::move(quoted));
        } else if (member.key == "stream_options") {
            if (!stream || !quirks.sendsStreamOptions) {
                editor.remove(i); // providers refuse it without stream; usage comes anyway
            } else {
                options = true;
                std::string wanted = withUsage(valueOf(member));
                if (valueOf(member) != wanted)
                    editor.replaceValue(member, std::move(wanted));
            }
        } else if (member.key == "max_tokens" || member.key == "max_completion_tokens") {
            if (maxTokens.empty() || member.key == maxTokens)
                continue;
            if (has(maxTokens))
                editor.remove(i);
            else
                editor.rename(member, maxTokens);
        } else if (member.key == "seed" && quirks.seedParam != "seed") {
            if (has(quirks.seedParam))
                editor.remove(i);
            else
                editor.rename(member, quirks.seedParam);
        } else if (member.key == "messages" && !quirks.acceptsDeveloperRole) {
            renameDeveloper(body, member, editor);
        } else if (!target.acceptsTemperature && std::find(std::begin(kRefusedSampling), std::end(kRefusedSampling),
                                                           member.key) != std::end(kRefusedSampling)) {
            editor.remove(i);
            if (std::find(encoded.droppedParams.begin(), encoded.droppedParams.end(), member.key) ==
                encoded.droppedParams.end())
                encoded.droppedParams.push_back(member.key);
        }
    }
    if (!model)
        return fail(ErrorKind::InvalidParameters, "'model' is required", "model");
    if (stream && !options && quirks.sendsStreamOptions)
        editor.add("\"stream_options\":{\"include_usage\":true}");
    encoded.body = editor.apply();
    return encoded;
}

} // namespace llmg::dialects
