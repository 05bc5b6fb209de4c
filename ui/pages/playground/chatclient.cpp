// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground/chatclient.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>

namespace llmg::playground {
namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype KeptRaw = 2 * 1024 * 1024;
constexpr qsizetype KeptBody = 64 * 1024;

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

} // namespace

ChatClient::ChatClient(QNetworkAccessManager& network, const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_network(network)
    , m_clock(clock) {
}

ChatClient::~ChatClient() {
    if (m_reply != nullptr) {
        m_reply->disconnect(this);
        m_reply->abort();
        m_reply->deleteLater();
    }
}

std::int64_t ChatClient::elapsed() const {
    return std::chrono::duration_cast<Microseconds>(m_clock.steadyNow() - m_startedAt).count();
}

void ChatClient::start(const QUrl& baseUrl, const Secret& key, const QByteArray& body) {
    QUrl url = baseUrl;
    url.setPath(baseUrl.path() + u"/chat/completions"_s);
    QNetworkRequest request(url);
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    request.setRawHeader("Accept", "text/event-stream");
    request.setRawHeader("Authorization",
                         "Bearer " + QByteArray(key.reveal().data(), static_cast<qsizetype>(key.reveal().size())));
    request.setRawHeader("x-llmgateway-source", "playground");
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    m_answer = Answer();
    m_answer.state = AnswerState::Waiting;
    m_startedAt = m_clock.steadyNow();
    m_reply = m_network.post(request, body);
    connect(m_reply, &QNetworkReply::readyRead, this, &ChatClient::readSome);
    connect(m_reply, &QNetworkReply::finished, this, &ChatClient::onFinished);
}

void ChatClient::stop() {
    if (m_reply == nullptr || !m_answer.isRunning())
        return;
    end(AnswerState::Stopped);
}

void ChatClient::end(AnswerState state) {
    m_answer.state = state;
    m_answer.timing.total = elapsed();
    if (m_reasoningFrom && !m_answer.timing.reasoning)
        m_answer.timing.reasoning = *m_answer.timing.total - *m_reasoningFrom;
    if (m_answer.failure && m_answer.failure->requestId.isEmpty())
        m_answer.failure->requestId = m_answer.requestId;
    m_reply->disconnect(this);
    m_reply->abort();
    m_reply->deleteLater();
    m_reply = nullptr;
    Q_EMIT ended();
}

void ChatClient::readSome() {
    const auto status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const auto bytes = m_reply->readAll();
    if (m_raw.size() < KeptRaw)
        m_raw += bytes.left(KeptRaw - m_raw.size());
    if (m_answer.requestId.isEmpty())
        m_answer.requestId = QString::fromLatin1(m_reply->rawHeader("x-request-id"));
    m_isEventStream = status == 200 && m_reply->rawHeader("content-type").startsWith("text/event-stream");
    if (!m_isEventStream) {
        if (m_errorBody.size() < KeptBody)
            m_errorBody += bytes.left(KeptBody - m_errorBody.size());
        return;
    }
    std::vector<ChatEvent> events;
    m_reader.feed(bytes, events);
    apply(events);
}

void ChatClient::noteContent() {
    const auto now = elapsed();
    if (!m_answer.timing.firstToken)
        m_answer.timing.firstToken = now;
    m_answer.timing.generation = now - *m_answer.timing.firstToken;
    m_answer.state = AnswerState::Streaming;
}

void ChatClient::apply(const std::vector<ChatEvent>& events) {
    bool ended = false;
    const auto thoughtIsOver = [this] {
        if (m_reasoningFrom && !m_answer.timing.reasoning)
            m_answer.timing.reasoning = elapsed() - *m_reasoningFrom;
    };
    for (const auto& event : events) {
        std::visit(Overloaded{
                       [&](const TextArrived& arrived) {
                           noteContent();
                           thoughtIsOver();
                           m_answer.text += arrived.text;
                       },
                       [&](const ReasoningArrived& arrived) {
                           noteContent();
                           if (!m_reasoningFrom)
                               m_reasoningFrom = elapsed();
                           m_answer.reasoning += arrived.text;
                       },
                       [&](const ToolCallArrived& arrived) {
                           noteContent();
                           thoughtIsOver();
                           const auto index = static_cast<std::size_t>(arrived.index);
                           if (index >= m_answer.tools.size())
                               m_answer.tools.resize(index + 1);
                           auto& call = m_answer.tools[index];
                           if (!arrived.piece.id.isEmpty())
                               call.id = arrived.piece.id;
                           call.name += arrived.piece.name;
                           call.arguments += arrived.piece.arguments;
                       },
                       [&](const UsageArrived& arrived) {
                           m_answer.usage = arrived.usage;
                           if (arrived.cost)
                               m_answer.cost = arrived.cost;
                       },
                       [&](const MetadataArrived& arrived) {
                           if (!arrived.requestId.isEmpty())
                               m_answer.requestId = arrived.requestId;
                           m_answer.usedModel = arrived.usedModel;
                           m_answer.usedProvider = arrived.usedProvider;
                           m_answer.cached = arrived.cached;
                       },
                       [&](const FinishArrived& arrived) { m_answer.finish = arrived.reason; },
                       [&](const StreamFailed& failed) {
                           m_answer.failure = failed.failure;
                           ended = true;
                       },
                       [&](const StreamEnded&) { ended = true; },
                   },
                   event);
    }
    if (ended)
        end(m_answer.failure ? AnswerState::Failed : AnswerState::Done);
    else if (!events.empty())
        Q_EMIT progressed();
}

void ChatClient::onFinished() {
    if (m_reply->bytesAvailable() > 0)
        readSome();
    if (m_reply == nullptr)
        return;
    if (m_isEventStream) {
        std::vector<ChatEvent> events;
        m_reader.finish(events);
        apply(events);
        return;
    }
    const auto status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    Failure failure;
    if (status == 0) {
        failure.where = Failure::Where::Connection;
        failure.message = m_reply->errorString();
    } else if (auto told = failureFromJson(m_errorBody)) {
        failure = *told;
        failure.where = Failure::Where::Http;
    } else {
        // No error object: say what came, never guess what it meant.
        failure.where = status >= 400 ? Failure::Where::Http : Failure::Where::Garbage;
    }
    failure.status = status;
    failure.body = m_errorBody;
    failure.retryAfter = QString::fromLatin1(m_reply->rawHeader("retry-after"));
    failure.requestId = QString::fromLatin1(m_reply->rawHeader("x-request-id"));
    m_answer.requestId = failure.requestId;
    m_answer.failure = failure;
    end(AnswerState::Failed);
}

} // namespace llmg::playground
