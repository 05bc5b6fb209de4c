// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QTcpSocket>

#include <memory>

namespace llmg::tests {

/// What a client got, taken apart: the body without chunk framing.
struct RawAnswer {
    int status = 0;  ///< 0: the connection ended without an answer
    QByteArray head; ///< lower-case names
    QByteArray body;
    bool whole = false; ///< ended as its framing says, and not in the middle
    [[nodiscard]] QByteArray header(const QByteArray& name) const;
};

/// A client that knows nothing of ours: a socket and a few lines of HTTP.
class RawClient {
  public:
    explicit RawClient(quint16 port, const QString& host = QStringLiteral("127.0.0.1"));
    void send(const QByteArray& bytes);
    /// POST with the key as bearer token and Connection: close.
    void post(const QByteArray& path, const QByteArray& key, const QByteArray& body,
              const QByteArray& moreHeaders = {});
    /// Waits until that text has come; false when the connection ended or 20 seconds passed.
    bool waitFor(const QByteArray& text);
    /// Reads to the end of the connection.
    RawAnswer answer();
    void close();
    [[nodiscard]] const QByteArray& received() const { return m_received; }

  private:
    bool read();
    QTcpSocket m_socket;
    QByteArray m_received;
};

RawAnswer takeApart(const QByteArray& bytes);

} // namespace llmg::tests
