// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/gemini.h"

#include "app/dialects/geminianswer.h"
#include "app/dialects/geminirequest.h"
#include "app/dialects/geminiwire.h"
#include "app/dialects/upstreamerror.h"

namespace llmg::dialects {
namespace {

bool saysKeyIsBad(const json::object& error) {
    const json::array* details = arrayAt(error, "details");
    if (details == nullptr)
        return false;
    for (const json::value& detail : *details) {
        if (detail.is_object() && textAt(detail.get_object(), "reason").starts_with("API_KEY_"))
            return true;
    }
    return false;
}

class GeminiProviderCodec final : public ProviderCodec {
  public:
    explicit GeminiProviderCodec(GeminiHost host)
        : m_host(host) {}

    [[nodiscard]] std::string_view dialect() const override { return "gemini"; }
    [[nodiscard]] const PassThrough* passThrough() const override { return m_passThrough.get(); }
    [[nodiscard]] bool wantsMediaBytes() const override { return m_host == GeminiHost::AiStudio; }
    [[nodiscard]] Result<EncodedRequest> encode(const ChatRequest& request, const TargetModel& target) const override {
        return encodeGeminiRequest(request, target, m_host);
    }
    [[nodiscard]] Result<ChatAnswer> decodeAnswer(std::string_view body) const override {
        return decodeGeminiAnswer(body);
    }
    [[nodiscard]] Error decodeError(int status, std::string_view body) const override {
        return geminiErrorFromBody(status, body);
    }
    [[nodiscard]] std::unique_ptr<StreamDecoder> newStreamDecoder() const override { return newGeminiStreamDecoder(); }

  private:
    GeminiHost m_host;
    std::unique_ptr<PassThrough> m_passThrough = gemini::newPassThrough();
};

} // namespace

Error geminiError(int status, const json::object& error) {
    if (status < 400) {
        const auto code = integerAt(error, "code");
        status = code && *code >= 400 && *code < 600 ? static_cast<int>(*code) : 502;
    }
    const std::string_view message = textAt(error, "message");
    const bool modelUnknown = message.find("models/") != std::string_view::npos;
    Error result = fail(kindOfUpstreamStatus(status, modelUnknown),
                        message.empty() ? describeForeignBody(status, {}) : std::string(message));
    result.upstreamStatus = status;
    result.upstreamCode = textAt(error, "status");
    result.retryAfter = googleRetryDelay(error);
    // A bad key is a bad request to Google: 400 with API_KEY_INVALID (or API_KEY_SERVICE_BLOCKED …) in the details.
    if (status == 400 && saysKeyIsBad(error))
        result.kind = ErrorKind::UpstreamKeyRejected;
    return result;
}

Error geminiErrorFromBody(int status, std::string_view body) {
    if (const auto document = parseJson(body)) {
        // The stream endpoint wraps its errors in the array it would have answered with.
        const json::value* value = &*document;
        if (const json::array* list = value->if_array(); list != nullptr && !list->empty())
            value = &list->front();
        const json::object* holder = value->if_object();
        if (const json::object* error = holder != nullptr ? objectAt(*holder, "error") : nullptr)
            return geminiError(status, *error);
    }
    Error error = fail(kindOfUpstreamStatus(status, false), describeForeignBody(status, body));
    error.upstreamStatus = status;
    return error;
}

Result<std::vector<Event>> readGeminiAnswer(const json::value& document) {
    std::vector<Event> events;
    GeminiAnswerReader reader;
    if (const json::array* responses = document.if_array()) {
        for (const json::value& response : *responses) {
            if (response.is_object())
                reader.read(response.get_object(), events);
        }
    } else if (document.is_object()) {
        reader.read(document.get_object(), events);
    }
    reader.finishOpen(events);
    for (const Event& event : events) {
        if (const auto* failed = std::get_if<AnswerError>(&event))
            return failed->error;
    }
    if (!reader.whole())
        return fail(ErrorKind::Upstream, "The provider's answer holds no candidates.");
    return events;
}

Result<ChatAnswer> decodeGeminiAnswer(std::string_view body) {
    const auto document = parseJson(body);
    if (!document || !(document->is_object() || document->is_array()))
        return fail(ErrorKind::Upstream, "The provider's answer is not a JSON object.");
    const auto events = readGeminiAnswer(*document);
    if (!events)
        return events.error();
    AnswerCollector collector;
    for (const Event& event : *events)
        collector.add(event);
    return collector.take();
}

std::unique_ptr<ProviderCodec> newGeminiProviderCodec(GeminiHost host) {
    return std::make_unique<GeminiProviderCodec>(host);
}

} // namespace llmg::dialects
