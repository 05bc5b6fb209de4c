// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <deque>

namespace llmg::tests {

/// A gateway in the test's own thread that answers as it was told: one script a request, in the order of arrival.
class ScriptedGateway : public QObject {
  public:
    struct Script {
        int status = 200;
        QByteArray contentType = "text/event-stream";
        QList<QByteArray> pieces{}; ///< each sent as one chunk; those behind a "pause" wait for release()
        QByteArray headers{};       ///< further header lines, each with CRLF
        bool cut = false;           ///< ends without the last chunk of the chunked coding
    };
    struct Request {
        QByteArray head, body;
    };
    static constexpr const char* Pause = "\x01pause";

    ScriptedGateway() {
        m_server.listen(QHostAddress::LocalHost, 0);
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            while (auto* socket = m_server.nextPendingConnection())
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        });
    }

    [[nodiscard]] QUrl baseUrl() const {
        return QUrl(QStringLiteral("http://127.0.0.1:%1/v1").arg(m_server.serverPort()));
    }
    void enqueue(Script script) { m_scripts.push_back(std::move(script)); }
    [[nodiscard]] const QList<Request>& requests() const { return m_requests; }
    [[nodiscard]] int disconnected() const { return m_disconnected; }
    void release() {
        const auto waiting = std::exchange(m_waiting, {});
        for (const auto& [socket, rest] : waiting)
            if (socket)
                play(socket, rest);
    }
    void close() { m_server.close(); }

    static QByteArray text(const QByteArray& content) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + content + "\"}}]}\n\n";
    }
    static QByteArray reasoning(const QByteArray& content) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"" + content +
               "\",\"reasoning\":\"" + content + "\"}}]}\n\n";
    }
    static QByteArray finish(const QByteArray& reason) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}\n\n";
    }
    static QByteArray usage(int in, int out, const QByteArray& cost) {
        return "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":" + QByteArray::number(in) +
               ",\"completion_tokens\":" + QByteArray::number(out) +
               ",\"prompt_tokens_details\":{\"cached_tokens\":7}" +
               (cost.isEmpty() ? QByteArray() : QByteArray(",\"cost\":" + cost)) +
               "},\"metadata\":{\"request_id\":\"req-1\",\"used_model\":\"m\",\"used_provider\":\"p\",\"cached\":false}"
               "}\n\n";
    }
    static QByteArray done() { return "data: [DONE]\n\n"; }

  private:
    void read(QTcpSocket* socket) {
        auto& buffer = m_buffers[socket];
        buffer += socket->readAll();
        const auto end = buffer.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        const auto head = buffer.left(end);
        const auto at = head.toLower().indexOf("content-length:");
        const auto length = at < 0 ? 0 : head.mid(at + 15).split('\r').first().trimmed().toLongLong();
        if (buffer.size() < end + 4 + length)
            return;
        m_requests.append({head, buffer.mid(end + 4, length)});
        buffer.clear();
        connect(socket, &QTcpSocket::disconnected, this, [this] { ++m_disconnected; });
        if (m_scripts.empty()) {
            socket->close();
            return;
        }
        const auto script = m_scripts.front();
        m_scripts.pop_front();
        socket->write("HTTP/1.1 " + QByteArray::number(script.status) + " X\r\nContent-Type: " + script.contentType +
                      "\r\n" + script.headers + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
        play(socket, script);
    }
    void play(QTcpSocket* socket, Script script) {
        while (!script.pieces.isEmpty()) {
            const auto piece = script.pieces.takeFirst();
            if (piece == Pause) {
                m_waiting.append({socket, script});
                return;
            }
            socket->write(QByteArray::number(piece.size(), 16) + "\r\n" + piece + "\r\n");
        }
        if (!script.cut)
            socket->write("0\r\n\r\n");
        socket->disconnectFromHost();
    }

    QTcpServer m_server;
    std::deque<Script> m_scripts;
    QList<Request> m_requests;
    QHash<QTcpSocket*, QByteArray> m_buffers;
    QList<std::pair<QPointer<QTcpSocket>, Script>> m_waiting;
    int m_disconnected = 0;
};

} // namespace llmg::tests
