// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/openaichat_wire.h"

#include <algorithm>

namespace llmg::dialects::openaichat {
namespace {

/// Events into chunks. What all chunks share is written once; the chunk with the finish reason waits, because the last
/// chunk of a stream carries what is known only at its end.
class Encoder final : public StreamEncoder {
  public:
    Encoder(bool includeUsage, std::int64_t created, std::string model, std::string id)
        : m_id(std::move(id))
        , m_created(created)
        , m_model(std::move(model))
        , m_includeUsage(includeUsage) {}

    void encode(const Event& event, std::string& out) override {
        if (const auto* text = std::get_if<TextDelta>(&event)) {
            if (!text->text.empty())
                field(text->choice, "content", text->text, out);
        } else if (const auto* start = std::get_if<AnswerStart>(&event)) {
            if (!start->id.empty())
                m_id = start->id;
            if (!start->model.empty())
                m_model = start->model;
            if (start->created != 0)
                m_created = start->created;
            m_prefix.clear();
        } else if (const auto* reasoning = std::get_if<ReasoningDelta>(&event)) {
            encodeReasoning(*reasoning, out);
        } else if (const auto* detail = std::get_if<ReasoningDetail>(&event)) {
            encodeDetail(*detail, out);
        } else if (const auto* call = std::get_if<ToolCallStart>(&event)) {
            encodeCall(*call, out);
        } else if (const auto* arguments = std::get_if<ToolCallDelta>(&event)) {
            if (arguments->arguments.empty())
                return;
            open(arguments->choice, out);
            out.append("\"tool_calls\":[{\"index\":").append(std::to_string(arguments->index));
            out += isCustom(*arguments) ? ",\"custom\":{\"input\":" : ",\"function\":{\"arguments\":";
            appendQuoted(out, arguments->arguments);
            out += "}}]";
            close(out);
        } else if (const auto* refusal = std::get_if<RefusalDelta>(&event)) {
            if (!refusal->text.empty())
                field(refusal->choice, "refusal", refusal->text, out);
        } else if (const auto* media = std::get_if<MediaOutput>(&event)) {
            open(media->choice, out);
            out += "\"images\":[{\"type\":\"image_url\",\"image_url\":{\"url\":";
            appendQuoted(out, mediaUrl(media->media));
            out += "}}]";
            close(out);
        } else if (const auto* note = std::get_if<AnnotationAdded>(&event)) {
            open(note->choice, out);
            out.append("\"annotations\":[").append(json::serialize(note->annotation)).append("]");
            close(out);
        } else if (const auto* logprobs = std::get_if<LogprobsDelta>(&event)) {
            open(logprobs->choice, out);
            if (out.back() == ',')
                out.pop_back();
            out.append("},\"logprobs\":").append(json::serialize(logprobs->logprobs));
            out += ",\"finish_reason\":null}]}\n\n";
        } else if (const auto* finish = std::get_if<Finish>(&event)) {
            flushFinish(out);
            m_finish = *finish;
        } else if (const auto* usage = std::get_if<UsageReport>(&event)) {
            m_usage = usage->usage;
            if (!usage->serviceTier.empty())
                m_serviceTier = usage->serviceTier;
        }
        // AnswerError is told by fail(), AnswerEnd by end().
    }

    void end(const AnswerAdditions& additions, std::string& out) override {
        if (!m_finish)
            m_finish = Finish{0, FinishReason::Unknown, {}};
        if (!m_usage)
            m_usage = additions.estimatedUsage;
        const bool usageLast = m_includeUsage && m_usage;
        writeFinish(usageLast ? nullptr : &additions.metadata, out);
        if (usageLast) {
            out.append(prefix()).append("[],");
            appendUsage(out, writeUsage(*m_usage), additions.cost);
            appendServiceTier(out);
            appendMetadata(additions.metadata, out);
            out += "}\n\n";
        }
        out += "data: [DONE]\n\n";
    }

    void fail(const Error& error, int status, std::string& out) override {
        out.append("data: ").append(errorBody(error, status, streamErrorCode(error))).append("\n\n");
    }

  private:
    struct ChoiceState {
        bool opened = false;
        bool called = false;
        std::string reasoning; ///< of the block that no signature has closed
        std::int64_t details = 0;
        std::vector<int> customCalls; ///< indices: their deltas are spelled otherwise
    };

    bool isCustom(const ToolCallDelta& delta) {
        const std::vector<int>& calls = choice(delta.choice).customCalls;
        return std::find(calls.begin(), calls.end(), delta.index) != calls.end();
    }

    ChoiceState& choice(int index) {
        const auto wanted = static_cast<std::size_t>(index < 0 || index >= kMaxChoices ? 0 : index);
        if (m_choices.size() <= wanted)
            m_choices.resize(wanted + 1);
        return m_choices[wanted];
    }

    const std::string& prefix() {
        if (m_prefix.empty()) {
            m_prefix = "data: {\"id\":";
            appendQuoted(m_prefix, m_id);
            m_prefix.append(",\"object\":\"chat.completion.chunk\",\"created\":").append(std::to_string(m_created));
            m_prefix += ",\"model\":";
            appendQuoted(m_prefix, m_model);
            m_prefix += ",\"choices\":";
        }
        return m_prefix;
    }

    /// Up to the inside of the delta; the first one of a choice carries the role.
    void open(int index, std::string& out) {
        flushFinish(out);
        ChoiceState& state = choice(index);
        out.append(prefix()).append("[{\"index\":").append(std::to_string(index)).append(",\"delta\":{");
        if (!state.opened)
            out += "\"role\":\"assistant\",";
        state.opened = true;
    }

    static void close(std::string& out) { out += "},\"logprobs\":null,\"finish_reason\":null}]}\n\n"; }

    void field(int index, std::string_view name, std::string_view text, std::string& out) {
        open(index, out);
        out.append("\"").append(name).append("\":");
        appendQuoted(out, text);
        close(out);
    }

    void encodeReasoning(const ReasoningDelta& delta, std::string& out) {
        if (delta.text.empty())
            return;
        choice(delta.choice).reasoning += delta.text;
        open(delta.choice, out);
        out += "\"reasoning_content\":";
        appendQuoted(out, delta.text);
        out += ",\"reasoning\":";
        appendQuoted(out, delta.text);
        close(out);
    }

    // A signature is worth nothing without the exact text that it signs: both go out together.
    void encodeDetail(const ReasoningDetail& detail, std::string& out) {
        ChoiceState& state = choice(detail.choice);
        ReasoningPart part = detail.part;
        if (part.redacted.empty() && part.text.empty())
            part.text = std::move(state.reasoning);
        if (part.redacted.empty())
            state.reasoning.clear();
        const json::object wire = writeReasoningDetail(part, state.details++);
        open(detail.choice, out);
        out.append("\"reasoning_details\":[").append(json::serialize(wire)).append("]");
        close(out);
    }

    void encodeCall(const ToolCallStart& call, std::string& out) {
        choice(call.choice).called = true;
        open(call.choice, out);
        out.append("\"tool_calls\":[{\"index\":").append(std::to_string(call.index)).append(",\"id\":");
        appendQuoted(out, call.id);
        out += call.custom ? R"(,"type":"custom","custom":{"name":)" : R"(,"type":"function","function":{"name":)";
        appendQuoted(out, call.name);
        out += call.custom ? R"(,"input":""})" : R"(,"arguments":""})";
        if (call.custom)
            choice(call.choice).customCalls.push_back(call.index);
        if (!call.signature.empty())
            out.append(",\"extra_content\":").append(json::serialize(writeThoughtSignature(call.signature)));
        out += "}]";
        close(out);
    }

    void flushFinish(std::string& out) {
        if (m_finish)
            writeFinish(nullptr, out);
    }

    void writeFinish(const json::object* metadata, std::string& out) {
        const Finish finish = *m_finish;
        m_finish.reset();
        ChoiceState& state = choice(finish.choice);
        FinishReason reason = finish.reason;
        if (reason == FinishReason::Unknown)
            reason = state.called ? FinishReason::ToolCalls : FinishReason::Stop;
        out.append(prefix()).append("[{\"index\":").append(std::to_string(finish.choice)).append(",\"delta\":{");
        if (!state.opened)
            out += "\"role\":\"assistant\",\"content\":\"\"";
        state.opened = true;
        out.append("},\"logprobs\":null,\"finish_reason\":\"").append(toString(reason)).append("\"}]");
        if (metadata != nullptr)
            appendMetadata(*metadata, out);
        out += "}\n\n";
    }

    void appendServiceTier(std::string& out) const {
        if (m_serviceTier.empty())
            return;
        out += ",\"service_tier\":";
        appendQuoted(out, m_serviceTier);
    }

    static void appendMetadata(const json::object& metadata, std::string& out) {
        if (!metadata.empty())
            out.append(",\"metadata\":").append(json::serialize(metadata));
    }

    std::string m_id;
    std::int64_t m_created;
    std::string m_model, m_serviceTier;
    bool m_includeUsage;
    std::string m_prefix;
    std::vector<ChoiceState> m_choices;
    std::optional<Finish> m_finish;
    std::optional<domain::TokenUsage> m_usage;
};

} // namespace

std::unique_ptr<StreamEncoder> newStreamEncoder(bool includeUsage, std::int64_t created, std::string model,
                                                std::string id) {
    return std::make_unique<Encoder>(includeUsage, created, std::move(model), std::move(id));
}

} // namespace llmg::dialects::openaichat
