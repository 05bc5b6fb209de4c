// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/chatcall.h"

#include "app/dialects/jsonaccess.h"

#include <algorithm>
#include <iterator>

namespace llmg::gateway {
namespace {

std::int64_t secondsOf(UnixTime time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

dialects::Observation observed(const dialects::ChatAnswer& answer) {
    dialects::Observation seen;
    for (const auto& event : dialects::toEvents(answer))
        dialects::observe(seen, event);
    return seen;
}

/// Videos on YouTube and files that were uploaded to Google are known to its models by their address.
bool isFetchable(std::string_view url) {
    const bool isWeb = url.starts_with("https://") || url.starts_with("http://");
    constexpr std::string_view kOfGoogle[] = {"://www.youtube.com/", "://youtube.com/", "://youtu.be/",
                                              "://generativelanguage.googleapis.com/"};
    return isWeb && std::none_of(std::begin(kOfGoogle), std::end(kOfGoogle),
                                 [url](std::string_view host) { return url.find(host) != std::string_view::npos; });
}

/// Every picture, document or other medium of a request, those inside tool results too.
template <class Visit>
void eachMedia(dialects::ChatRequest& request, Visit visit) {
    for (auto& message : request.messages) {
        for (auto& part : message.parts) {
            if (auto* media = std::get_if<dialects::MediaPart>(&part.value))
                visit(*media);
            else if (auto* result = std::get_if<dialects::ToolResultPart>(&part.value)) {
                for (auto& inner : result->media)
                    visit(inner);
            }
        }
    }
}

} // namespace

ChatCall::ChatCall(std::unique_ptr<dialects::IngressCodec> ingress, dialects::RequestLine line)
    : m_ingress(std::move(ingress))
    , m_line(std::move(line)) {
}

Result<dialects::RequestScan> ChatCall::read(std::string_view body, const CallFacts& facts) {
    m_body = body;
    m_requestId = facts.requestId;
    m_receivedAt = secondsOf(facts.receivedAt);
    auto scan = m_ingress->scan(body, m_line);
    if (scan)
        m_scan = *scan;
    return scan;
}

const dialects::ProviderCodec& ChatCall::codecOf(const Target& target) const {
    return target.runtime.adapter->codecFor(target.model, m_ingress->dialect());
}

const dialects::PassThrough* ChatCall::passThroughOf(const Target& target) const {
    const auto& codec = codecOf(target);
    return codec.dialect() == m_ingress->dialect() ? codec.passThrough() : nullptr;
}

Result<const dialects::ChatRequest*> ChatCall::canonical() {
    if (!m_canonical) {
        const auto document = dialects::parseJson(m_body);
        if (!document)
            return fail(ErrorKind::InvalidJson, "The body is not JSON, or is nested too deeply.");
        auto request = m_ingress->decodeRequest(*document);
        if (!request)
            return request.error();
        m_canonical = std::move(*request);
        m_canonical->model = m_scan.model;
        m_canonical->stream = m_scan.stream;
        m_canonical->arrayStream = m_scan.arrayStream;
        m_canonical->receivedAt = m_receivedAt;
        m_canonical->requestId = m_requestId;
        complete(*m_canonical);
    }
    return &*m_canonical;
}

dialects::ChatRequest ChatCall::plainRequest() const {
    dialects::ChatRequest plain;
    plain.model = m_scan.model;
    plain.stream = true;
    plain.arrayStream = m_scan.arrayStream;
    plain.includeUsage = m_scan.includeUsage;
    plain.receivedAt = m_receivedAt;
    plain.requestId = m_requestId;
    return plain;
}

Result<std::vector<std::string>> ChatCall::mediaToFetch(const Target& target) {
    std::vector<std::string> urls;
    if (passThroughOf(target) || !codecOf(target).wantsMediaBytes() ||
        !(m_scan.hasImages || m_scan.hasFiles || m_scan.hasAudio))
        return urls;
    if (auto request = canonical(); !request)
        return request.error();
    eachMedia(*m_canonical, [&](const dialects::MediaPart& media) {
        if (isFetchable(media.url))
            urls.push_back(media.url);
    });
    return urls;
}

void ChatCall::setMedia(const FetchedMedia& fetched) {
    if (!m_canonical)
        return;
    eachMedia(*m_canonical, [&](dialects::MediaPart& media) {
        if (media.url != fetched.url)
            return;
        media.url.clear();
        media.data = fetched.base64;
        if (media.mimeType.empty() || media.kind == dialects::MediaKind::Image)
            media.mimeType = fetched.mimeType;
    });
}

Result<dialects::EncodedRequest> ChatCall::encode(const Target& target) {
    if (const auto* passThrough = passThroughOf(target))
        return passThrough->encode(m_body, m_scan, target.model);
    auto request = canonical();
    if (!request)
        return request.error();
    return codecOf(target).encode(**request, target.model);
}

Error ChatCall::decodeError(const Target& target, int status, std::string_view body) const {
    return codecOf(target).decodeError(status, body);
}

Result<dialects::Observation> ChatCall::readAnswer(const Target& target, std::string body) {
    m_passed.reset();
    m_answer.reset();
    const auto* passThrough = passThroughOf(target);
    if (passThrough && !m_scan.stream) {
        auto passed = passThrough->readAnswer(body);
        if (!passed)
            return passed.error();
        m_passed = std::move(*passed);
        return m_passed->observation;
    }
    auto answer = codecOf(target).decodeAnswer(body);
    if (!answer)
        return answer.error();
    m_answer = std::move(*answer);
    return observed(*m_answer);
}

std::string ChatCall::finishAnswer(const Target& target, const dialects::AnswerAdditions& additions) {
    if (m_passed)
        return passThroughOf(target)->finishAnswer(*m_passed, additions);
    if (!m_scan.stream)
        return m_ingress->encodeAnswerTo(m_canonical ? *m_canonical : plainRequest(), *m_answer, additions);
    // Asked for a stream and got a document: said as a stream all the same.
    std::string text;
    const auto encoder = m_ingress->newStreamEncoder(m_canonical ? *m_canonical : plainRequest());
    for (const auto& event : dialects::toEvents(*m_answer))
        encoder->encode(event, text);
    encoder->end(additions, text);
    return text;
}

std::unique_ptr<dialects::StreamRelay> ChatCall::newRelay(const Target& target) {
    if (const auto* passThrough = passThroughOf(target))
        return passThrough->newRelay(m_scan);
    return dialects::newTranslatingRelay(codecOf(target).newStreamDecoder(),
                                         m_ingress->newStreamEncoder(m_canonical ? *m_canonical : plainRequest()));
}

std::string_view ChatCall::streamContentType() const {
    return m_scan.arrayStream ? "application/json" : "text/event-stream";
}

std::string_view ChatCall::keepAlive() const {
    return m_ingress->keepAlive();
}

std::string ChatCall::encodeError(const Error& error, int status, std::string_view code) const {
    return m_ingress->encodeError(error, status, code);
}

std::string ChatCall::encodeErrorEvent(const Error& error, int status, std::string_view code) const {
    if (!m_scan.arrayStream)
        return m_ingress->encodeErrorEvent(error, status, code);
    std::string element;
    m_ingress->newStreamEncoder(plainRequest())->fail(error, status, element);
    return element;
}

} // namespace llmg::gateway
