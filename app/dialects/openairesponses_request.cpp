// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/openaichat_wire.h"
#include "app/dialects/openairesponses_wire.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>

namespace llmg::dialects::responses {
namespace {

using openaichat::mediaUrl;

/// Fields of chat completions that mean the same here and have no place in the canonical form.
constexpr std::array<std::string_view, 7> kSharedFields{
    "metadata",          "prompt_cache_key", "prompt_cache_retention", "prompt_cache_options",
    "safety_identifier", "moderation",       "stream_options",
};

json::string_view view(std::string_view text) {
    return {text.data(), text.size()};
}

/// Writes the messages of a request as input items, in order.
class InputWriter {
  public:
    InputWriter(const ChatRequest& request, const ResponsesQuirks& quirks)
        : m_request(request)
        , m_quirks(quirks) {}

    /// `first`: the message to begin with; those before stand in `instructions`.
    Result<json::array> write(std::size_t first) {
        for (std::size_t i = first; i < m_request.messages.size(); ++i) {
            m_where = "messages[" + std::to_string(i) + "]";
            const Message& message = m_request.messages[i];
            const auto done = message.role == Role::Assistant ? assistant(message) : plain(message);
            if (!done)
                return done.error();
        }
        return std::move(m_items);
    }

  private:
    [[nodiscard]] Error unable(const std::string& what) const {
        return fail(ErrorKind::InvalidParameters,
                    "this model is served by the Responses API, which cannot carry " + what +
                        "; leave it out, or choose another model",
                    m_where + ".content");
    }

    [[nodiscard]] Result<json::object> media(const MediaPart& part) const {
        const std::string url = mediaUrl(part);
        if (part.kind == MediaKind::Audio)
            return unable("audio");
        if (part.kind == MediaKind::Video)
            return unable("video");
        const bool image = part.kind == MediaKind::Image;
        json::object wire{{"type", image ? "input_image" : "input_file"}};
        if (!part.fileId.empty())
            wire["file_id"] = part.fileId;
        else if (image)
            wire["image_url"] = url;
        else if (part.data.empty())
            wire["file_url"] = url;
        else
            wire["file_data"] = url;
        if (!image && part.fileId.empty() && !part.data.empty()) // bytes are refused without a name
            wire["filename"] = part.fileName.empty() ? "document.pdf" : part.fileName;
        if (!part.detail.empty())
            wire["detail"] = part.detail;
        return wire;
    }

    Result<> plain(const Message& message) {
        json::array content;
        for (const Part& part : message.parts) {
            if (const auto* text = std::get_if<TextPart>(&part.value)) {
                content.push_back(json::object{{"type", "input_text"}, {"text", text->text}});
            } else if (const auto* attached = std::get_if<MediaPart>(&part.value)) {
                auto wire = media(*attached);
                if (!wire)
                    return wire.error();
                content.push_back(std::move(*wire));
            } else if (const auto* result = std::get_if<ToolResultPart>(&part.value)) {
                if (auto done = toolResult(*result); !done)
                    return done.error();
            }
        }
        if (!content.empty() || message.parts.empty())
            addMessage(roleWord(message.role), std::move(content));
        return {};
    }

    static const char* roleWord(Role role) {
        if (role == Role::System)
            return "system";
        return role == Role::Developer ? "developer" : "user";
    }

    /// One text is sent as a string, which every server of this dialect takes from every role.
    void addMessage(const char* role, json::array content) {
        json::object item{{"type", "message"}, {"role", role}};
        if (content.empty())
            item["content"] = "";
        else if (content.size() == 1 && content[0].get_object().size() == 2 && content[0].get_object().contains("text"))
            item["content"] = content[0].get_object()["text"];
        else
            item["content"] = std::move(content);
        m_items.push_back(std::move(item));
    }

    Result<> toolResult(const ToolResultPart& result) {
        const bool custom = m_customCalls.contains(result.callId);
        json::object item{{"type", custom ? "custom_tool_call_output" : "function_call_output"},
                          {"call_id", result.callId}};
        if (result.media.empty()) {
            item["output"] = result.text;
        } else {
            json::array output;
            if (!result.text.empty())
                output.push_back(json::object{{"type", "input_text"}, {"text", result.text}});
            for (const MediaPart& part : result.media) {
                auto wire = media(part);
                if (!wire)
                    return wire.error();
                output.push_back(std::move(*wire));
            }
            item["output"] = std::move(output);
        }
        m_items.push_back(std::move(item));
        return {};
    }

    Result<> assistant(const Message& message) {
        json::array content; // of the message item that is being gathered
        const auto flush = [&] {
            if (!content.empty())
                addMessage("assistant", std::exchange(content, {}));
        };
        for (const Part& part : message.parts) {
            if (const auto* text = std::get_if<TextPart>(&part.value)) {
                content.push_back(json::object{{"type", "output_text"}, {"text", text->text}});
            } else if (const auto* refused = std::get_if<RefusalPart>(&part.value)) {
                content.push_back(json::object{{"type", "refusal"}, {"refusal", refused->text}});
            } else if (const auto* call = std::get_if<ToolCallPart>(&part.value)) {
                flush();
                toolCall(*call);
            } else if (const auto* thought = std::get_if<ReasoningPart>(&part.value)) {
                flush();
                reasoning(*thought);
            }
        }
        flush();
        return {};
    }

    void toolCall(const ToolCallPart& call) {
        json::object item{
            {"type", call.custom ? "custom_tool_call" : "function_call"}, {"call_id", call.id}, {"name", call.name}};
        if (call.custom) {
            m_customCalls.insert(call.id);
            item["input"] = call.arguments;
        } else {
            item["arguments"] = call.arguments.empty() ? "{}" : call.arguments;
        }
        m_items.push_back(std::move(item));
    }

    // Reasoning that this provider did not make is refused by it ("could not be verified"), and an item without its
    // encrypted content is looked up by id where, with store: false, nothing was kept.
    void reasoning(const ReasoningPart& part) {
        const std::string& encrypted = part.redacted.empty() ? part.signature : part.redacted;
        json::array summary;
        if (!part.text.empty())
            summary.push_back(json::object{{"type", "summary_text"}, {"text", part.text}});
        json::object item{{"type", "reasoning"}};
        if (m_quirks.takesReasoningText) {
            if (part.text.empty())
                return;
            item["summary"] = json::array();
            item["content"] = json::array{json::object{{"type", "reasoning_text"}, {"text", part.text}}};
        } else {
            const bool readable = m_quirks.takesEveryReasoning || part.format == m_quirks.reasoningFormat;
            if (encrypted.empty() || !readable)
                return;
            item["summary"] = std::move(summary);
            item["encrypted_content"] = encrypted;
            if (!part.id.empty())
                item["id"] = part.id;
            if (m_quirks.takesEveryReasoning && part.format != kOpenAiReasoning)
                item["format"] = part.format;
        }
        m_items.push_back(std::move(item));
    }

    const ChatRequest& m_request;
    const ResponsesQuirks& m_quirks;
    json::array m_items;
    std::set<std::string> m_customCalls;
    std::string m_where;
};

/// The text of a first system message; nullptr if there is none or it holds more than text.
const std::string* instructionsOf(const ChatRequest& request) {
    if (request.messages.empty() || request.messages.front().role != Role::System)
        return nullptr;
    const std::vector<Part>& parts = request.messages.front().parts;
    const auto* text = parts.size() == 1 ? std::get_if<TextPart>(&parts.front().value) : nullptr;
    return text != nullptr ? &text->text : nullptr;
}

/// Builds everything beside the input.
class BodyWriter {
  public:
    BodyWriter(const ChatRequest& request, const TargetModel& target, const ResponsesQuirks& quirks,
               std::vector<std::string>& dropped)
        : m_request(request)
        , m_target(target)
        , m_quirks(quirks)
        , m_dropped(dropped) {}

    Result<json::value> write() {
        if (auto allowed = refuseWhatChangesTheMeaning(); !allowed)
            return allowed.error();
        const std::string* instructions = instructionsOf(m_request);
        auto input = InputWriter(m_request, m_quirks).write(instructions != nullptr ? 1 : 0);
        if (!input)
            return input.error();
        addOwnFields();
        m_body["model"] = m_target.upstreamId;
        if (instructions != nullptr)
            m_body["instructions"] = *instructions;
        m_body["input"] = std::move(*input);
        if (auto done = addTools(); !done)
            return done.error();
        addText();
        addReasoning();
        addSampling();
        addInclude();
        if (!m_request.user.empty())
            m_body["user"] = m_request.user;
        if (!m_request.serviceTier.empty())
            m_body["service_tier"] = m_request.serviceTier;
        if (m_request.stream)
            m_body["stream"] = true;
        else
            m_body.erase("stream_options"); // refused beside a whole answer
        m_body["store"] = false;
        return std::move(m_body);
    }

  private:
    [[nodiscard]] Result<> refuseWhatChangesTheMeaning() const {
        if (m_request.n.value_or(1) > 1)
            return fail(ErrorKind::InvalidParameters,
                        "This model is served by the Responses API, which gives one answer per request. Leave out 'n', "
                        "or send the request several times.",
                        "n");
        if (!m_request.stop.empty())
            return fail(ErrorKind::InvalidParameters,
                        "This model is served by the Responses API, which knows no stop sequences. Leave out 'stop', "
                        "or choose another model.",
                        "stop");
        return {};
    }

    void addOwnFields() {
        const bool own = m_request.extraDialect == kDialect;
        const bool chat = m_request.extraDialect.empty() || m_request.extraDialect == "openai-chat";
        for (const auto& [key, value] : m_request.extra) {
            const std::string_view name(key.data(), key.size());
            const bool shared = std::find(kSharedFields.begin(), kSharedFields.end(), name) != kSharedFields.end();
            if (own || (chat && shared))
                m_body[key] = value;
            else if (!chat || (name != "tools" && name != "store"))
                m_dropped.emplace_back(name);
        }
    }

    Result<> addTools() {
        json::array tools;
        for (const Tool& tool : m_request.tools)
            tools.push_back(tool.custom ? customTool(tool) : functionTool(tool));
        if (m_request.webSearch) {
            if (m_quirks.webSearch.empty())
                return cannotRun("web search");
            tools.push_back(webSearch(*m_request.webSearch));
        }
        for (const NativeTool& native : m_request.nativeTools) {
            if (native.dialect != kDialect)
                return cannotRun(std::string(textAt(native.tool, "type")));
            tools.push_back(native.tool);
        }
        // Tools of a chat request that are no functions stand among its unknown fields.
        if (const json::array* foreign = arrayAt(m_request.extra, "tools"); foreign != nullptr && !foreign->empty()) {
            const json::object* first = foreign->front().if_object();
            return cannotRun(first != nullptr ? std::string(textAt(*first, "type")) : "of an unknown kind");
        }
        if (tools.empty())
            return {};
        m_body["tools"] = std::move(tools);
        addToolChoice();
        if (m_request.parallelToolCalls)
            m_body["parallel_tool_calls"] = *m_request.parallelToolCalls;
        return {};
    }

    [[nodiscard]] Error cannotRun(const std::string& tool) const {
        return fail(ErrorKind::ModelNotSupported,
                    "The tool '" + tool +
                        "' cannot be run by this model's provider. Leave it out, or choose a model "
                        "whose provider runs it.",
                    "tools");
    }

    // Unlike chat completions, Responses is strict where nothing is said: what a client left open is said here.
    static json::object functionTool(const Tool& tool) {
        json::object wire{{"type", "function"}, {"name", tool.name}};
        if (!tool.description.empty())
            wire["description"] = tool.description;
        if (tool.parameters.is_object())
            wire["parameters"] = tool.parameters;
        else
            wire["parameters"] = json::object{{"type", "object"}, {"properties", json::object()}};
        wire["strict"] = tool.strict.value_or(false);
        return wire;
    }

    static json::object customTool(const Tool& tool) {
        json::object wire{{"type", "custom"}, {"name", tool.name}};
        if (!tool.description.empty())
            wire["description"] = tool.description;
        if (!tool.inputFormat.is_null())
            wire["format"] = tool.inputFormat;
        return wire;
    }

    json::object webSearch(const WebSearch& search) {
        json::object wire{{"type", m_quirks.webSearch}};
        if (!search.allowedDomains.empty()) {
            json::array domains(search.allowedDomains.begin(), search.allowedDomains.end());
            wire["filters"] = json::object{{"allowed_domains", std::move(domains)}};
        }
        if (!search.blockedDomains.empty())
            m_dropped.emplace_back("tools.web_search.blocked_domains");
        if (!search.contextSize.empty())
            wire["search_context_size"] = search.contextSize;
        if (!search.userLocation.empty()) {
            json::object location = search.userLocation;
            location["type"] = "approximate";
            wire["user_location"] = std::move(location);
        }
        // The limit counts every tool that the provider runs; it is the search's own where that is the only one.
        if (search.maxUses && m_request.nativeTools.empty() && !m_body.contains("max_tool_calls"))
            m_body["max_tool_calls"] = *search.maxUses;
        return wire;
    }

    void addToolChoice() {
        const ToolChoice& choice = m_request.toolChoice;
        switch (choice.kind) {
        case ToolChoice::Kind::Unset:
            return;
        case ToolChoice::Kind::Auto:
            m_body["tool_choice"] = "auto";
            return;
        case ToolChoice::Kind::None:
            m_body["tool_choice"] = "none";
            return;
        case ToolChoice::Kind::Required:
            m_body["tool_choice"] = "required";
            return;
        case ToolChoice::Kind::Named: {
            const bool custom = std::any_of(m_request.tools.begin(), m_request.tools.end(),
                                            [&](const Tool& tool) { return tool.custom && tool.name == choice.name; });
            m_body["tool_choice"] = json::object{{"type", custom ? "custom" : "function"}, {"name", choice.name}};
            return;
        }
        }
    }

    void addText() {
        json::object text;
        const ResponseFormat& format = m_request.responseFormat;
        if (format.kind == ResponseFormat::Kind::Text) {
            text["format"] = json::object{{"type", "text"}};
        } else if (format.kind == ResponseFormat::Kind::JsonObject) {
            text["format"] = json::object{{"type", "json_object"}};
        } else if (format.kind == ResponseFormat::Kind::JsonSchema) {
            json::object wire{{"type", "json_schema"}, {"name", format.name.empty() ? "answer" : format.name}};
            if (!format.description.empty())
                wire["description"] = format.description;
            wire["schema"] = format.schema;
            if (format.strict)
                wire["strict"] = *format.strict;
            text["format"] = std::move(wire);
        }
        if (!m_request.verbosity.empty())
            text["verbosity"] = m_request.verbosity;
        if (!text.empty())
            m_body["text"] = std::move(text);
    }

    /// Where only a budget was given; the API knows words.
    [[nodiscard]] std::string effort() const {
        const ReasoningRequest& asked = m_request.reasoning;
        std::string word = asked.effort;
        if (word.empty() && asked.budgetTokens) {
            const std::int64_t budget = *asked.budgetTokens;
            word = budget <= 0 ? "none" : budget < 4096 ? "low" : budget < 16384 ? "medium" : "high";
        }
        return nearestKnown(std::move(word));
    }

    /// A model refuses efforts that it does not have; the nearest that it has is what the client wants most.
    [[nodiscard]] std::string nearestKnown(std::string word) const {
        static constexpr std::array<std::string_view, 6> kWords{"none", "minimal", "low", "medium", "high", "xhigh"};
        const std::vector<std::string>& known = m_target.reasoningEfforts;
        const auto rank = [](std::string_view effort) {
            return std::distance(kWords.begin(), std::find(kWords.begin(), kWords.end(), effort));
        };
        if (word.empty() || known.empty() || std::find(known.begin(), known.end(), word) != known.end())
            return word;
        const auto wanted = rank(word);
        return *std::min_element(known.begin(), known.end(), [&](const std::string& a, const std::string& b) {
            return std::abs(rank(a) - wanted) < std::abs(rank(b) - wanted);
        });
    }

    void addReasoning() {
        const ReasoningRequest& asked = m_request.reasoning;
        const std::string word = effort();
        std::string summary = asked.summary;
        // Only where the client asked in so many words: some models give summaries to verified organisations alone.
        if (summary.empty() && asked.include.value_or(false))
            summary = "auto";
        if (!m_target.reasoning) {
            if (!word.empty() && word != "none")
                m_dropped.emplace_back("reasoning_effort");
            return;
        }
        json::object reasoning;
        if (!word.empty())
            reasoning["effort"] = word;
        if (!summary.empty())
            reasoning["summary"] = summary;
        if (!reasoning.empty())
            m_body["reasoning"] = std::move(reasoning);
    }

    void addSampling() {
        const auto sampling = [&](const char* key, const std::optional<double>& value) {
            if (value && m_target.acceptsTemperature)
                m_body[key] = *value;
            else if (value)
                m_dropped.emplace_back(key);
        };
        sampling("temperature", m_request.temperature);
        sampling("top_p", m_request.topP);
        if (m_request.maxOutputTokens) {
            std::int64_t most = *m_request.maxOutputTokens;
            if (m_target.maxOutput > 0)
                most = std::min(most, m_target.maxOutput);
            m_body["max_output_tokens"] = std::max(most, m_quirks.minOutputTokens);
        }
        if (m_request.topLogprobs)
            m_body["top_logprobs"] = *m_request.topLogprobs;
        const auto drop = [&](const char* key, bool named) {
            if (named)
                m_dropped.emplace_back(key);
        };
        drop("top_k", m_request.topK.has_value());
        drop("seed", m_request.seed.has_value());
        drop("frequency_penalty", m_request.frequencyPenalty.has_value());
        drop("presence_penalty", m_request.presencePenalty.has_value());
    }

    void addInclude() {
        json::array include;
        if (const json::array* asked = arrayAt(m_body, "include"))
            include = *asked;
        const auto add = [&include](std::string_view what) {
            const bool there = std::any_of(include.begin(), include.end(), [what](const json::value& entry) {
                return entry == json::value(view(what));
            });
            if (!there)
                include.push_back(json::value(view(what)));
        };
        // A model that does not reason refuses it ("Encrypted content is not supported with this model").
        if (m_target.reasoning && m_quirks.sendsEncrypted)
            add(kEncrypted);
        if (m_request.logprobs.value_or(false))
            add(kLogprobs);
        if (!include.empty())
            m_body["include"] = std::move(include);
    }

    const ChatRequest& m_request;
    const TargetModel& m_target;
    const ResponsesQuirks& m_quirks;
    std::vector<std::string>& m_dropped;
    json::object m_body;
};

} // namespace

Result<json::value> encodeBody(const ChatRequest& request, const TargetModel& target, const ResponsesQuirks& quirks,
                               std::vector<std::string>& dropped) {
    return BodyWriter(request, target, quirks, dropped).write();
}

} // namespace llmg::dialects::responses
