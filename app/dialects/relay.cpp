// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/codec.h"

namespace llmg::dialects {
namespace {

void sawContent(Observation& observation, std::size_t bytes) {
    if (bytes == 0)
        return;
    observation.sawContent = true;
    observation.contentBytes += static_cast<std::int64_t>(bytes);
}

/// Decoder → canonical events → encoder. What is held back until the end is the encoder's business.
class TranslatingRelay final : public StreamRelay {
  public:
    TranslatingRelay(std::unique_ptr<StreamDecoder> decoder, std::unique_ptr<StreamEncoder> encoder)
        : m_decoder(std::move(decoder))
        , m_encoder(std::move(encoder)) {}

    void feed(std::string_view upstream, std::string& client) override {
        m_events.clear();
        m_decoder->feed(upstream, m_events);
        pass(&client);
    }

    void upstreamEnded() override {
        m_events.clear();
        m_decoder->finish(m_events);
        pass(nullptr);
    }

    void finish(const AnswerAdditions& additions, std::string& client) override {
        client += m_tail;
        m_tail.clear();
        m_encoder->end(additions, client);
    }

    void fail(const Error& error, int status, std::string& client) override {
        client += m_tail;
        m_tail.clear();
        m_encoder->fail(error, status, client);
    }

    [[nodiscard]] const Observation& observation() const override { return m_observation; }

  private:
    // What the decoder had still to say when the connection ended waits in m_tail for the last write.
    void pass(std::string* client) {
        for (const Event& event : m_events) {
            if (m_observation.error)
                return;
            observe(m_observation, event);
            if (!m_observation.error)
                m_encoder->encode(event, client != nullptr ? *client : m_tail);
        }
    }

    std::unique_ptr<StreamDecoder> m_decoder;
    std::unique_ptr<StreamEncoder> m_encoder;
    std::vector<Event> m_events;
    std::string m_tail;
    Observation m_observation;
};

} // namespace

void observe(Observation& observation, const Event& event) {
    if (const auto* text = std::get_if<TextDelta>(&event)) {
        sawContent(observation, text->text.size());
    } else if (const auto* refusal = std::get_if<RefusalDelta>(&event)) {
        sawContent(observation, refusal->text.size());
    } else if (const auto* reasoning = std::get_if<ReasoningDelta>(&event)) {
        sawContent(observation, reasoning->text.size());
    } else if (const auto* call = std::get_if<ToolCallStart>(&event)) {
        observation.sawContent = true;
        sawContent(observation, call->name.size());
    } else if (const auto* arguments = std::get_if<ToolCallDelta>(&event)) {
        sawContent(observation, arguments->arguments.size());
    } else if (std::holds_alternative<MediaOutput>(event) || std::holds_alternative<ReasoningDetail>(event)) {
        observation.sawContent = true;
    } else if (const auto* start = std::get_if<AnswerStart>(&event)) {
        observation.answerId = start->id;
        observation.model = start->model;
    } else if (const auto* usage = std::get_if<UsageReport>(&event)) {
        observation.usage = usage->usage;
        if (usage->statedCost)
            observation.statedCost = usage->statedCost;
        if (!usage->serviceTier.empty())
            observation.serviceTier = usage->serviceTier;
    } else if (const auto* finish = std::get_if<Finish>(&event)) {
        // The first choice speaks for the answer, unless it said nothing.
        if (finish->choice == 0 || observation.finish == FinishReason::Unknown) {
            observation.finish = finish->reason;
            observation.nativeFinish = finish->native;
        }
    } else if (const auto* error = std::get_if<AnswerError>(&event)) {
        observation.error = error->error;
    } else if (std::holds_alternative<AnswerEnd>(event)) {
        observation.ended = true;
    }
}

std::unique_ptr<StreamRelay> newTranslatingRelay(std::unique_ptr<StreamDecoder> decoder,
                                                 std::unique_ptr<StreamEncoder> encoder) {
    return std::make_unique<TranslatingRelay>(std::move(decoder), std::move(encoder));
}

} // namespace llmg::dialects
