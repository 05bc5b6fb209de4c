// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/base/secret.h"
#include "ui/pages/playground/chatstream.h"

#include <QObject>
#include <QUrl>

class QNetworkAccessManager;
class QNetworkReply;

namespace llmg::playground {

/// One streamed chat completion over HTTP, asked of our own gateway as any other client would ask. Makes no difference
/// between text and cost that it was told and what it was not: what did not come is not there. Has no time limits of
/// its own; the gateway's hold. GUI thread, never waits.
class ChatClient : public QObject {
    Q_OBJECT
  public:
    /// `network` and `clock` outlive the client. Use a manager without a proxy: the gateway is on this machine.
    ChatClient(QNetworkAccessManager& network, const Clock& clock, QObject* parent = nullptr);
    ~ChatClient() override;

    /// `baseUrl` is the gateway's ("http://127.0.0.1:4001/v1"). One call per client.
    void start(const QUrl& baseUrl, const Secret& key, const QByteArray& body);
    /// Drops the connection; stopped() follows, what came stays.
    void stop();

    [[nodiscard]] const Answer& answer() const { return m_answer; }
    /// The response as received, at most 2 MiB.
    [[nodiscard]] const QByteArray& rawResponse() const { return m_raw; }

  Q_SIGNALS:
    /// answer() has changed. May come hundreds of times a second.
    void progressed();
    /// answer() is final: Done, Stopped or Failed. Comes exactly once after start().
    void ended();

  private:
    void readSome();
    void onFinished();
    void apply(const std::vector<ChatEvent>& events);
    void noteContent();
    void end(AnswerState state);
    [[nodiscard]] std::int64_t elapsed() const;

    QNetworkAccessManager& m_network;
    const Clock& m_clock;
    QNetworkReply* m_reply = nullptr;
    ChatStreamReader m_reader;
    Answer m_answer;
    QByteArray m_raw;
    QByteArray m_errorBody;
    std::chrono::steady_clock::time_point m_startedAt{};
    std::optional<std::int64_t> m_reasoningFrom;
    bool m_isEventStream = false;
};

} // namespace llmg::playground
