// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/jsoneventdecoder.h"
#include "app/dialects/openairesponses_wire.h"

namespace llmg::dialects::responses {
namespace {

/// Reference: platform.openai.com/docs/api-reference/responses-streaming. Whole only when response.completed,
/// .incomplete or .failed has come; there is no [DONE], though OpenRouter adds one.
class Decoder final : public JsonEventDecoder {
  public:
    explicit Decoder(ResponsesQuirks quirks)
        : m_quirks(std::move(quirks))
        , m_reader(m_quirks) {}
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;

  protected:
    void read(std::string_view, const json::object& data, std::vector<Event>& events) override {
        m_reader.event(data, events);
        if (m_reader.ended())
            stop();
    }
    [[nodiscard]] Result<ChatAnswer> decodeDocument(std::string_view body) const override {
        return readAnswer(body, m_quirks);
    }

  private:
    ResponsesQuirks m_quirks;
    AnswerReader m_reader;
};

} // namespace

std::unique_ptr<StreamDecoder> newStreamDecoder(const ResponsesQuirks& quirks) {
    return std::make_unique<Decoder>(quirks);
}

} // namespace llmg::dialects::responses
