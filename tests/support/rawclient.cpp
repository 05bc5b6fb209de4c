// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/rawclient.h"

namespace llmg::tests {
namespace {

constexpr int kPatienceMs = 20'000; // a failed test, no measure of anything

QByteArray dechunked(QByteArray rest, bool& whole) {
    QByteArray body;
    whole = false;
    for (;;) {
        const auto lineEnd = rest.indexOf("\r\n");
        if (lineEnd < 0)
            return body;
        bool ok = false;
        const auto size = rest.left(lineEnd).toInt(&ok, 16);
        rest.remove(0, lineEnd + 2);
        if (!ok || rest.size() < size + 2) {
            body += rest.left(size);
            return body;
        }
        if (size == 0) {
            whole = true;
            return body;
        }
        body += rest.left(size);
        rest.remove(0, size + 2);
    }
}

} // namespace

QByteArray RawAnswer::header(const QByteArray& name) const {
    const auto at = head.indexOf(QByteArray("\r\n" + name + ": "));
    if (at < 0)
        return {};
    const auto begin = at + name.size() + 4;
    return head.mid(begin, head.indexOf("\r\n", begin) - begin);
}

RawAnswer takeApart(const QByteArray& bytes) {
    RawAnswer answer;
    const auto headEnd = bytes.indexOf("\r\n\r\n");
    if (headEnd < 0 || !bytes.startsWith("HTTP/1.1 "))
        return answer;
    answer.status = bytes.mid(9, 3).toInt();
    for (const auto& line : bytes.left(headEnd).split('\n')) {
        const auto text = line.trimmed();
        const auto colon = text.indexOf(':');
        answer.head += text.left(colon).toLower();
        answer.head += text.mid(colon);
        answer.head += "\r\n";
    }
    const auto rest = bytes.mid(headEnd + 4);
    if (answer.header("transfer-encoding") == "chunked") {
        answer.body = dechunked(rest, answer.whole);
    } else {
        answer.body = rest;
        answer.whole = rest.size() == answer.header("content-length").toInt();
    }
    return answer;
}

RawClient::RawClient(quint16 port, const QString& host) {
    m_socket.connectToHost(host, port);
    m_socket.waitForConnected(kPatienceMs);
}

void RawClient::send(const QByteArray& bytes) {
    m_socket.write(bytes);
    while (m_socket.bytesToWrite() > 0 && m_socket.waitForBytesWritten(kPatienceMs)) {
    }
}

void RawClient::post(const QByteArray& path, const QByteArray& key, const QByteArray& body,
                     const QByteArray& moreHeaders) {
    send("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + key +
         "\r\nContent-Type: application/json\r\nConnection: close\r\n" + moreHeaders +
         "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
}

bool RawClient::read() {
    const bool more = m_socket.bytesAvailable() > 0 || m_socket.waitForReadyRead(kPatienceMs);
    m_received += m_socket.readAll();
    return more;
}

bool RawClient::waitFor(const QByteArray& text) {
    while (!m_received.contains(text)) {
        if (!read())
            return false;
    }
    return true;
}

RawAnswer RawClient::answer() {
    while (read()) {
    }
    return takeApart(m_received);
}

void RawClient::close() {
    m_socket.abort();
}

} // namespace llmg::tests
