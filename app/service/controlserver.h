// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QFuture>
#include <QLocalServer>
#include <QObject>

#include <boost/json.hpp>

#include <functional>

namespace llmg::service {

using CommandResult = Result<boost::json::value>;
using CommandHandler = std::function<QFuture<CommandResult>(const boost::json::object&)>;

/// Lets the command line reach the running gateway: one JSON object a line in, one a line out, over a local socket that
/// only this user may open. A line {"accepted":true} goes before the answer, so that a client whose connection breaks
/// knows whether anything was begun. Main thread.
class ControlServer : public QObject {
    Q_OBJECT
  public:
    ControlServer(const QString& dataDirectory, CommandHandler handler, QObject* parent = nullptr);
    ~ControlServer() override;
    Result<> listen();
    /// Takes no further command; what is under way is answered while this lives.
    void close();

  private:
    void serve(class QLocalSocket* socket);

    QString m_path;
    CommandHandler m_handler;
    QLocalServer m_server;
};

/// Where the socket of a data directory is: in it, or in the user's run-time directory where that path would be longer
/// than a socket's may be (sun_path, 108 bytes).
QString controlSocketPath(const QString& dataDirectory);

/// Sends one command and waits for its answer. nullopt: no gateway runs on that directory, or it stopped before it
/// began.
std::optional<CommandResult> sendCommand(const QString& dataDirectory, const boost::json::object& request,
                                         std::chrono::milliseconds patience);

[[nodiscard]] bool isGatewayReachable(const QString& dataDirectory);

} // namespace llmg::service
