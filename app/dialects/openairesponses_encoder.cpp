// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/answeradditions.h"
#include "app/dialects/openaichat_wire.h"
#include "app/dialects/openairesponses_wire.h"

#include <algorithm>
#include <cctype>

namespace llmg::dialects::responses {
namespace {

constexpr std::size_t kMaxIdBase = 40; // OpenAI refuses item ids longer than 64

/// What ids are made of: the answer's own, so that they are the same however often it is written.
std::string idBase(std::string_view answerId) {
    if (answerId.starts_with("resp_"))
        answerId.remove_prefix(5);
    std::string base;
    for (const char c : answerId) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_')
            base += c;
        if (base.size() == kMaxIdBase)
            break;
    }
    return base.empty() ? "0" : base;
}

/// What a response repeats of its request, with the API's defaults for what the client left open.
json::object echoed(const json::object& echo) {
    json::object response{{"error", nullptr},
                          {"incomplete_details", nullptr},
                          {"instructions", nullptr},
                          {"max_output_tokens", nullptr},
                          {"metadata", json::object()},
                          {"parallel_tool_calls", true},
                          {"previous_response_id", nullptr},
                          {"reasoning", {{"effort", nullptr}, {"summary", nullptr}}},
                          {"store", true},
                          {"temperature", 1.0},
                          {"text", {{"format", {{"type", "text"}}}}},
                          {"tool_choice", "auto"},
                          {"tools", json::array()},
                          {"top_p", 1.0},
                          {"truncation", "disabled"},
                          {"user", nullptr}};
    for (const auto& [key, value] : echo) {
        if (!value.is_null())
            response[key] = value;
    }
    return response;
}

/// Events into typed events. Keeps what it has said, because each part and item is repeated whole when it is done.
class Encoder final : public StreamEncoder {
  public:
    /// `quiet`: only the finished response is wanted.
    Encoder(const ChatRequest& request, bool quiet)
        : m_response(echoed(request.echo))
        , m_model(request.model)
        , m_id(request.requestId)
        , m_created(request.receivedAt)
        , m_quiet(quiet) {}

    void encode(const Event& event, std::string& out) override {
        const bool first = std::visit(
            [](const auto& e) {
                if constexpr (requires { e.choice; })
                    return e.choice == 0;
                return true;
            },
            event);
        if (!first)
            return; // the dialect has one answer; n > 1 cannot be asked for
        if (const auto* text = std::get_if<TextDelta>(&event))
            addText(text->text, out);
        else if (const auto* start = std::get_if<AnswerStart>(&event))
            begin(*start, out);
        else if (const auto* refusal = std::get_if<RefusalDelta>(&event))
            addRefusal(refusal->text, out);
        else if (const auto* reasoning = std::get_if<ReasoningDelta>(&event))
            addReasoning(reasoning->text, out);
        else if (const auto* detail = std::get_if<ReasoningDetail>(&event))
            addDetail(detail->part, out);
        else if (const auto* call = std::get_if<ToolCallStart>(&event))
            beginCall(*call, out);
        else if (const auto* arguments = std::get_if<ToolCallDelta>(&event))
            addArguments(*arguments, out);
        else if (const auto* media = std::get_if<MediaOutput>(&event))
            addMedia(media->media, out);
        else if (const auto* note = std::get_if<AnnotationAdded>(&event))
            addAnnotation(note->annotation, out);
        else if (const auto* logprobs = std::get_if<LogprobsDelta>(&event))
            addLogprobs(logprobs->logprobs, out);
        else if (const auto* finish = std::get_if<Finish>(&event))
            m_finish = finish->reason;
        else if (const auto* usage = std::get_if<UsageReport>(&event))
            takeUsage(*usage);
        // AnswerError is told by fail(), AnswerEnd by end().
    }

    void end(const AnswerAdditions& additions, std::string& out) override {
        begin({}, out);
        closeMessage(out);
        closeReasoning(out);
        closeCalls(out);
        const bool cut = m_finish == FinishReason::Length || m_finish == FinishReason::ContentFilter;
        const std::string response = finalResponse(cut, additions);
        if (m_quiet) {
            out += response;
            return;
        }
        const char* type = cut ? "response.incomplete" : "response.completed";
        out.append("event: ")
            .append(type)
            .append("\ndata: {\"type\":\"")
            .append(type)
            .append("\",\"sequence_number\":");
        out.append(std::to_string(m_sequence++)).append(",\"response\":").append(response).append("}\n\n");
    }

    void fail(const Error& error, int, std::string& out) override {
        begin({}, out);
        json::object response = snapshot("failed");
        response["output"] = finishedItems();
        out += failureEvents(error, std::move(response), m_sequence);
    }

  private:
    struct Call {
        int index = 0; ///< among the answer's tool calls
        std::int64_t output = 0;
        std::string id, callId, name, arguments;
        bool custom = false;
    };

    void write(const char* type, json::object data, std::string& out) {
        const std::int64_t sequence = m_sequence++;
        if (m_quiet)
            return;
        json::object event{{"type", type}, {"sequence_number", sequence}};
        for (auto& [key, value] : data)
            event[key] = std::move(value);
        out.append("event: ").append(type).append("\ndata: ").append(writeJson(event)).append("\n\n");
    }

    json::object snapshot(const char* status) const {
        json::object response = m_response;
        response["id"] = m_id;
        response["object"] = "response";
        response["created_at"] = m_created;
        response["model"] = m_model;
        response["status"] = status;
        response["output"] = json::array();
        response["usage"] = nullptr;
        return response;
    }

    void begin(const AnswerStart& start, std::string& out) {
        if (m_begun)
            return;
        m_begun = true;
        m_base = idBase(start.id.empty() ? std::string_view(m_id) : std::string_view(start.id));
        m_id = "resp_" + m_base;
        if (!start.model.empty())
            m_model = start.model;
        if (start.created != 0)
            m_created = start.created;
        write("response.created", {{"response", snapshot("in_progress")}}, out);
        write("response.in_progress", {{"response", snapshot("in_progress")}}, out);
    }

    std::string itemId(const char* prefix, std::int64_t output) const {
        return prefix + m_base + "_" + std::to_string(output);
    }

    void added(std::int64_t output, const json::object& item, std::string& out) {
        write("response.output_item.added", {{"output_index", output}, {"item", item}}, out);
    }
    void done(std::int64_t output, json::object item, std::string& out) {
        write("response.output_item.done", {{"output_index", output}, {"item", item}}, out);
        m_items[output] = std::move(item);
    }

    json::array finishedItems() const {
        json::array items;
        for (const auto& [output, item] : m_items)
            items.push_back(item);
        return items;
    }

    // Text and refusals: parts of a message item.

    void openPart(bool refusal, std::string& out) {
        begin({}, out);
        closeReasoning(out);
        closeCalls(out);
        if (m_message < 0) {
            m_message = m_next++;
            m_content.clear();
            m_partOpen = false;
            added(m_message,
                  {{"id", itemId("msg_", m_message)},
                   {"type", "message"},
                   {"status", "in_progress"},
                   {"content", json::array()},
                   {"role", "assistant"}},
                  out);
        }
        if (m_partOpen && m_partRefuses != refusal)
            closePart(out);
        if (m_partOpen)
            return;
        m_partOpen = true;
        m_partRefuses = refusal;
        m_text.clear();
        m_annotations.clear();
        m_logprobs.clear();
        write("response.content_part.added", inPart({{"part", part()}}), out);
    }

    /// An event's data with the place of the open part.
    json::object inPart(json::object data) const {
        data["item_id"] = itemId("msg_", m_message);
        data["output_index"] = m_message;
        data["content_index"] = static_cast<std::int64_t>(m_content.size());
        return data;
    }

    json::object part() const {
        if (m_partRefuses)
            return {{"type", "refusal"}, {"refusal", m_text}};
        json::object wire{{"type", "output_text"}, {"text", m_text}};
        wire["annotations"] = m_annotations;
        wire["logprobs"] = m_logprobs;
        return wire;
    }

    void closePart(std::string& out) {
        if (!m_partOpen)
            return;
        if (m_partRefuses)
            write("response.refusal.done", inPart({{"refusal", m_text}}), out);
        else
            write("response.output_text.done", inPart({{"text", m_text}, {"logprobs", m_logprobs}}), out);
        json::object finished = part();
        write("response.content_part.done", inPart({{"part", finished}}), out);
        m_content.push_back(std::move(finished));
        m_partOpen = false;
    }

    void closeMessage(std::string& out) {
        if (m_message < 0)
            return;
        closePart(out);
        const bool cut = m_finish == FinishReason::Length || m_finish == FinishReason::ContentFilter;
        json::object item{{"id", itemId("msg_", m_message)},
                          {"type", "message"},
                          {"status", cut ? "incomplete" : "completed"},
                          {"role", "assistant"}};
        item["content"] = std::move(m_content);
        m_content = {};
        done(std::exchange(m_message, -1), std::move(item), out);
    }

    void addText(const std::string& text, std::string& out) {
        if (text.empty())
            return;
        openPart(false, out);
        m_text += text;
        write("response.output_text.delta", inPart({{"delta", text}, {"logprobs", json::array()}}), out);
    }

    void addRefusal(const std::string& text, std::string& out) {
        if (text.empty())
            return;
        openPart(true, out);
        m_text += text;
        write("response.refusal.delta", inPart({{"delta", text}}), out);
    }

    void addLogprobs(const json::value& logprobs, std::string& out) {
        const json::array* content = logprobs.is_object() ? arrayAt(logprobs.get_object(), "content") : nullptr;
        if (content == nullptr || content->empty() || !m_partOpen || m_partRefuses)
            return;
        m_logprobs.insert(m_logprobs.end(), content->begin(), content->end());
        write("response.output_text.delta", inPart({{"delta", ""}, {"logprobs", *content}}), out);
    }

    // Whole answers tell citations at the end, when a tool call may have closed the text that they belong to.
    void addAnnotation(const json::object& annotation, std::string& out) {
        json::object wire = ownAnnotation(annotation);
        if (m_partOpen && !m_partRefuses) {
            write("response.output_text.annotation.added",
                  inPart({{"annotation_index", static_cast<std::int64_t>(m_annotations.size())}, {"annotation", wire}}),
                  out);
            m_annotations.push_back(std::move(wire));
            return;
        }
        for (auto item = m_items.rbegin(); item != m_items.rend(); ++item) {
            json::value* content = item->second.if_contains("content");
            if (content == nullptr || textAt(item->second, "type") != "message" || content->get_array().empty())
                continue;
            json::value* list = content->get_array().back().get_object().if_contains("annotations");
            if (list != nullptr)
                list->get_array().push_back(std::move(wire));
            return;
        }
    }

    // Reasoning: an item with one summary part.

    void addReasoning(const std::string& text, std::string& out) {
        if (text.empty())
            return;
        openReasoning(out);
        if (m_thoughts.empty())
            write("response.reasoning_summary_part.added", inSummary({{"part", summaryPart()}}), out);
        m_thoughts += text;
        write("response.reasoning_summary_text.delta", inSummary({{"delta", text}}), out);
    }

    void openReasoning(std::string& out) {
        begin({}, out);
        closeMessage(out);
        closeCalls(out);
        if (m_reasoning >= 0)
            return;
        m_reasoning = m_next++;
        m_thoughts.clear();
        added(m_reasoning,
              {{"id", itemId("rs_", m_reasoning)},
               {"type", "reasoning"},
               {"status", "in_progress"},
               {"summary", json::array()}},
              out);
    }

    json::object inSummary(json::object data) const {
        data["item_id"] = itemId("rs_", m_reasoning);
        data["output_index"] = m_reasoning;
        data["summary_index"] = 0;
        return data;
    }
    json::object summaryPart() const { return {{"type", "summary_text"}, {"text", m_thoughts}}; }

    void closeReasoning(std::string& out, const std::string& encrypted = {}) {
        if (m_reasoning < 0)
            return;
        json::array summary;
        if (!m_thoughts.empty()) {
            write("response.reasoning_summary_text.done", inSummary({{"text", m_thoughts}}), out);
            write("response.reasoning_summary_part.done", inSummary({{"part", summaryPart()}}), out);
            summary.push_back(summaryPart());
        }
        json::object item{{"id", itemId("rs_", m_reasoning)}, {"type", "reasoning"}, {"status", "completed"}};
        item["summary"] = std::move(summary);
        item["encrypted_content"] = encrypted.empty() ? json::value(nullptr) : json::value(encrypted);
        done(std::exchange(m_reasoning, -1), std::move(item), out);
    }

    // A signature closes the text that came before it.
    void addDetail(const ReasoningPart& part, std::string& out) {
        if (m_reasoning >= 0 && !m_thoughts.empty() && !part.text.empty() && part.text != m_thoughts)
            closeReasoning(out);
        openReasoning(out);
        if (m_thoughts.empty())
            addReasoning(part.text, out);
        const bool own = part.format == kOpenAiReasoning && part.redacted.empty();
        ReasoningPart opaque = part;
        opaque.text.clear();
        closeReasoning(out, own ? part.signature : carry({std::move(opaque), {}}));
    }

    // Tool calls. Their arguments may come interleaved: they stay open until something else begins.

    void beginCall(const ToolCallStart& start, std::string& out) {
        begin({}, out);
        closeMessage(out);
        closeReasoning(out);
        Call call;
        call.index = start.index;
        call.name = start.name;
        call.custom = start.custom;
        call.callId = start.id.empty() ? "call_" + m_base + "_" + std::to_string(start.index) : start.id;
        if (!start.signature.empty()) {
            closeCalls(out);
            openReasoning(out);
            ReasoningPart signature;
            signature.signature = start.signature;
            signature.format = "google-gemini-v1";
            closeReasoning(out, carry({std::move(signature), call.callId}));
        }
        call.output = m_next++;
        call.id = itemId(call.custom ? "ctc_" : "fc_", call.output);
        added(call.output, callItem(call, "in_progress"), out);
        m_calls.push_back(std::move(call));
    }

    static json::object callItem(const Call& call, const char* status) {
        json::object item{{"id", call.id},
                          {"type", call.custom ? "custom_tool_call" : "function_call"},
                          {"status", status},
                          {"call_id", call.callId},
                          {"name", call.name}};
        item[call.custom ? "input" : "arguments"] = call.arguments;
        return item;
    }

    void addArguments(const ToolCallDelta& delta, std::string& out) {
        const auto call =
            std::find_if(m_calls.begin(), m_calls.end(), [&](const Call& open) { return open.index == delta.index; });
        if (call == m_calls.end() || delta.arguments.empty())
            return;
        call->arguments += delta.arguments;
        write(call->custom ? "response.custom_tool_call_input.delta" : "response.function_call_arguments.delta",
              {{"item_id", call->id}, {"output_index", call->output}, {"delta", delta.arguments}}, out);
    }

    void closeCalls(std::string& out) {
        for (const Call& call : std::exchange(m_calls, {})) {
            json::object data{{"item_id", call.id}, {"output_index", call.output}};
            data[call.custom ? "input" : "arguments"] = call.arguments;
            if (!call.custom)
                data["name"] = call.name;
            write(call.custom ? "response.custom_tool_call_input.done" : "response.function_call_arguments.done",
                  std::move(data), out);
            done(call.output, callItem(call, "completed"), out);
        }
    }

    void addMedia(const MediaPart& media, std::string& out) {
        if (media.data.empty()) { // the dialect has pictures as bytes only
            if (!media.url.empty())
                addText("![](" + media.url + ")", out);
            return;
        }
        begin({}, out);
        closeMessage(out);
        closeReasoning(out);
        closeCalls(out);
        const std::int64_t output = m_next++;
        json::object item{{"id", itemId("ig_", output)}, {"type", "image_generation_call"}, {"status", "in_progress"}};
        item["result"] = nullptr;
        added(output, item, out);
        item["status"] = "completed";
        item["result"] = media.data;
        if (media.mimeType.starts_with("image/"))
            item["output_format"] = media.mimeType.substr(6);
        done(output, std::move(item), out);
    }

    void takeUsage(const UsageReport& report) {
        m_usage = report.usage;
        if (!report.serviceTier.empty())
            m_response["service_tier"] = report.serviceTier;
    }

    std::string finalResponse(bool cut, const AnswerAdditions& additions) {
        json::object response = snapshot(cut ? "incomplete" : "completed");
        if (cut)
            response["incomplete_details"] = {
                {"reason", m_finish == FinishReason::Length ? "max_output_tokens" : "content_filter"}};
        response["output"] = finishedItems();
        response.erase("usage");
        std::optional<json::object> usage;
        if (!m_usage)
            m_usage = additions.estimatedUsage;
        if (m_usage)
            usage = writeUsage(*m_usage);
        std::string text = writeJson(response);
        text.back() = ',';
        return text + addedMembers(std::move(usage), additions) + "}";
    }

    json::object m_response; ///< what is the same in every snapshot
    std::string m_model, m_id, m_base;
    std::int64_t m_created;
    const bool m_quiet;
    bool m_begun = false;
    std::int64_t m_sequence = 0, m_next = 0;
    std::map<std::int64_t, json::object> m_items; ///< finished, by output index

    std::int64_t m_message = -1; ///< output index of the open message; -1: none
    bool m_partOpen = false, m_partRefuses = false;
    std::string m_text;
    json::array m_content, m_annotations, m_logprobs;

    std::int64_t m_reasoning = -1;
    std::string m_thoughts;
    std::vector<Call> m_calls; ///< open ones

    FinishReason m_finish = FinishReason::Unknown;
    std::optional<domain::TokenUsage> m_usage;
};

} // namespace

json::object writeUsage(const domain::TokenUsage& usage) {
    json::object wire;
    wire["input_tokens"] = usage.prompt;
    json::object input{{"cached_tokens", usage.cachedPrompt}};
    if (usage.cacheWrite + usage.cacheWrite1h > 0)
        input["cache_write_tokens"] = usage.cacheWrite + usage.cacheWrite1h;
    wire["input_tokens_details"] = std::move(input);
    wire["output_tokens"] = usage.completion;
    wire["output_tokens_details"] = json::object{{"reasoning_tokens", usage.reasoning}};
    wire["total_tokens"] = usage.total();
    return wire;
}

std::string addedMembers(std::optional<json::object> usage, const AnswerAdditions& additions) {
    std::string text = "\"gateway\":" + writeJson(additions.metadata) + ",";
    if (usage)
        appendUsage(text, std::move(*usage), additions.cost);
    else
        text += "\"usage\":null";
    return text;
}

std::string failureEvents(const Error& error, json::object response, std::int64_t sequence) {
    const std::string code = openaichat::streamErrorCode(error);
    json::object event{{"type", "error"}, {"sequence_number", sequence}, {"code", code}, {"message", error.message}};
    event["param"] = error.param.empty() ? json::value(nullptr) : json::value(error.param);
    response["status"] = "failed";
    // The reference names the codes that a response may fail with; these two fit ours.
    response["error"] =
        json::object{{"code", error.kind == ErrorKind::RateLimited ? "rate_limit_exceeded" : "server_error"},
                     {"message", error.message}};
    json::object last{{"type", "response.failed"}, {"sequence_number", sequence + 1}};
    last["response"] = std::move(response);
    return "event: error\ndata: " + writeJson(event) + "\n\nevent: response.failed\ndata: " + writeJson(last) + "\n\n";
}

std::string writeAnswer(const ChatRequest& request, const ChatAnswer& answer, const AnswerAdditions& additions) {
    Encoder encoder(request, true);
    std::string out;
    for (const Event& event : toEvents(answer))
        encoder.encode(event, out);
    encoder.end(additions, out);
    return out;
}

std::unique_ptr<StreamEncoder> newStreamEncoder(const ChatRequest& request) {
    return std::make_unique<Encoder>(request, false);
}

} // namespace llmg::dialects::responses
