// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/geminicandidate.h"
#include "app/dialects/openaichat_wire.h"

namespace llmg::dialects::gemini {
namespace {

int choiceOf(const Event& event) {
    return std::visit(
        [](const auto& e) {
            if constexpr (requires { e.choice; })
                return e.choice;
            else
                return 0;
        },
        event);
}

std::string candidate(int index, std::string_view parts, std::string_view beside) {
    std::string out = "{\"content\":{\"parts\":[";
    // The SDKs take a content without parts for a failure.
    out.append(parts.empty() ? std::string_view("{\"text\":\"\"}") : parts);
    out.append("],\"role\":\"model\"}").append(beside);
    return out.append(",\"index\":").append(std::to_string(index)).append("}");
}

std::string response(std::string_view candidates, std::string_view model, std::string_view id) {
    std::string out = "{\"candidates\":[";
    out.append(candidates).append("],\"modelVersion\":");
    appendQuoted(out, model);
    out += ",\"responseId\":";
    appendQuoted(out, id);
    return out + '}';
}

/// Events into responses. The one with the finish reason waits, because the last of a stream carries what is known only
/// at its end.
class Encoder final : public StreamEncoder {
  public:
    Encoder(std::string model, bool isArray, std::string id)
        : m_model(std::move(model))
        , m_id(std::move(id))
        , m_framing(isArray) {}

    void encode(const Event& event, std::string& out) override {
        if (const auto* start = std::get_if<AnswerStart>(&event)) {
            if (!start->id.empty())
                m_id = start->id;
            if (!start->model.empty())
                m_model = start->model;
        } else if (const auto* usage = std::get_if<UsageReport>(&event)) {
            m_usage = usage->usage;
        } else if (const auto* finish = std::get_if<Finish>(&event)) {
            flushFinish(out);
            m_finish = *finish;
        } else if (!std::holds_alternative<AnswerError>(event) && !std::holds_alternative<AnswerEnd>(event)) {
            std::string parts;
            CandidateWriter& writer = at(choiceOf(event));
            writer.take(event, parts);
            if (parts.empty())
                return;
            flushFinish(out);
            write(candidate(choiceOf(event), parts, writer.takeLogprobs()), out);
        }
    }

    void end(const AnswerAdditions& additions, std::string& out) override {
        if (!m_finish)
            m_finish = Finish{0, FinishReason::Unknown, {}, {}};
        m_framing.response(withAdditions(response(lastCandidate(), m_model, m_id), m_usage, additions), out);
        m_framing.end(out);
    }

    void fail(const Error& error, int status, std::string& out) override {
        m_framing.error(errorBody(error, status, openaichat::streamErrorCode(error)), out);
    }

  private:
    CandidateWriter& at(int index) {
        const auto wanted = static_cast<std::size_t>(index < 0 || index >= kMaxChoices ? 0 : index);
        if (m_candidates.size() <= wanted)
            m_candidates.resize(wanted + 1);
        return m_candidates[wanted];
    }

    std::string lastCandidate() {
        const Finish finish = std::move(*m_finish);
        m_finish.reset();
        CandidateWriter& writer = at(finish.choice);
        std::string parts;
        writer.close(parts);
        return candidate(finish.choice, parts, writer.endMembers(finish));
    }

    void flushFinish(std::string& out) {
        if (m_finish)
            write(lastCandidate(), out);
    }

    void write(std::string_view candidates, std::string& out) {
        m_framing.response(response(candidates, m_model, m_id), out);
    }

    std::string m_model, m_id;
    Framing m_framing;
    std::vector<CandidateWriter> m_candidates;
    std::optional<Finish> m_finish;
    std::optional<domain::TokenUsage> m_usage;
};

} // namespace

std::string answerDocument(const ChatAnswer& answer) {
    std::vector<CandidateWriter> writers(answer.choices.size());
    std::vector<std::string> parts(answer.choices.size());
    std::string candidates;
    for (const Event& event : toEvents(answer)) {
        const auto index = static_cast<std::size_t>(choiceOf(event));
        if (index >= writers.size())
            continue;
        if (const auto* finish = std::get_if<Finish>(&event)) {
            writers[index].close(parts[index]);
            candidates += candidates.empty() ? "" : ",";
            candidates += candidate(finish->choice, parts[index], writers[index].endMembers(*finish));
        } else {
            writers[index].take(event, parts[index]);
        }
    }
    return response(candidates, answer.model, answer.id);
}

std::unique_ptr<StreamEncoder> newStreamEncoder(std::string model, bool isArray, std::string id) {
    return std::make_unique<Encoder>(std::move(model), isArray, std::move(id));
}

} // namespace llmg::dialects::gemini
