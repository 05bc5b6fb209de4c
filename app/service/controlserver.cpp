// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/service/controlserver.h"

#include <QCryptographicHash>
#include <QDir>
#include <QLocalSocket>
#include <QPointer>
#include <QStandardPaths>

namespace llmg::service {
namespace {

namespace json = boost::json;
constexpr qint64 kLongestCommand = 1024 * 1024;
constexpr qsizetype kLongestSocketPath = 100;
constexpr int kConnectMs = 1000;
constexpr char kAccepted[] = "{\"accepted\":true}\n";

QByteArray toLine(const CommandResult& result) {
    json::object answer;
    if (result) {
        answer["ok"] = true;
        answer["result"] = *result;
    } else {
        answer["ok"] = false;
        answer["kind"] = toString(result.error().kind);
        answer["message"] = result.error().message;
        answer["param"] = result.error().param;
    }
    return QByteArray::fromStdString(json::serialize(answer)) + '\n';
}

CommandResult fromLine(const QByteArray& line) {
    boost::system::error_code error;
    auto value = json::parse(std::string_view(line.constData(), static_cast<std::size_t>(line.size())), error);
    const auto* answer = error ? nullptr : value.if_object();
    const auto* ok = answer ? answer->if_contains("ok") : nullptr;
    if (!ok || !ok->is_bool())
        return fail(ErrorKind::Internal, "The running gateway answered something unreadable; are both of one version?");
    if (ok->as_bool()) {
        const auto* result = answer->if_contains("result");
        return result ? *result : json::value{};
    }
    const auto text = [answer](const char* key) {
        const auto* member = answer->if_contains(key);
        return member && member->is_string() ? std::string(member->as_string()) : std::string{};
    };
    return fail(errorKindFromString(text("kind")).value_or(ErrorKind::Internal), text("message"), text("param"));
}

} // namespace

QString controlSocketPath(const QString& dataDirectory) {
    const QString inside = dataDirectory + QStringLiteral("/control.sock");
    if (QFile::encodeName(inside).size() <= kLongestSocketPath)
        return inside;
    const auto digest = QCryptographicHash::hash(dataDirectory.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    // Never the shared temporary directory: another user could wait there for our secrets.
    return QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation) + QStringLiteral("/llm-gateway-") +
           QString::fromLatin1(digest);
}

ControlServer::ControlServer(const QString& dataDirectory, CommandHandler handler, QObject* parent)
    : QObject(parent)
    , m_path(controlSocketPath(dataDirectory))
    , m_handler(std::move(handler)) {
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (auto* socket = m_server.nextPendingConnection())
            serve(socket);
    });
}

ControlServer::~ControlServer() = default;

Result<> ControlServer::listen() {
    // Whoever holds the engine's lock is the only gateway here, so a socket that is left over belongs to nobody.
    QLocalServer::removeServer(m_path);
    if (!m_server.listen(m_path))
        return fail(ErrorKind::Configuration, m_server.errorString().toStdString());
    return {};
}

void ControlServer::close() {
    m_server.close();
}

void ControlServer::serve(QLocalSocket* socket) {
    connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
    connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
        if (!socket->canReadLine()) {
            if (socket->bytesAvailable() > kLongestCommand)
                socket->abort();
            return;
        }
        const QByteArray line = socket->readLine(kLongestCommand);
        boost::system::error_code error;
        const auto value =
            json::parse(std::string_view(line.constData(), static_cast<std::size_t>(line.size())), error);
        if (error || !value.is_object()) {
            socket->write(toLine(fail(ErrorKind::InvalidJson, "The command is not a JSON object.")));
            socket->disconnectFromServer();
            return;
        }
        socket->write(kAccepted);
        socket->flush();
        m_handler(value.as_object()).then(this, [client = QPointer<QLocalSocket>(socket)](CommandResult result) {
            if (!client)
                return;
            client->write(toLine(result));
            client->flush();
            client->disconnectFromServer();
        });
    });
}

std::optional<CommandResult> sendCommand(const QString& dataDirectory, const json::object& request,
                                         std::chrono::milliseconds patience) {
    QLocalSocket socket;
    socket.connectToServer(controlSocketPath(dataDirectory));
    if (!socket.waitForConnected(kConnectMs))
        return std::nullopt;
    socket.write(QByteArray::fromStdString(json::serialize(request)) + '\n');
    bool accepted = false;
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
        while (socket.canReadLine()) {
            const auto line = socket.readLine();
            if (line != kAccepted)
                return fromLine(line);
            accepted = true;
        }
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0)
            return CommandResult(fail(ErrorKind::Internal, "The running gateway did not answer in time."));
        if (socket.waitForReadyRead(static_cast<int>(left.count())) || socket.canReadLine())
            continue;
        if (socket.state() != QLocalSocket::ConnectedState && !accepted)
            return std::nullopt;
        if (socket.state() != QLocalSocket::ConnectedState)
            return CommandResult(fail(ErrorKind::Internal,
                                      "The running gateway stopped before it answered. See whether "
                                      "the change was made before you try again."));
    }
}

bool isGatewayReachable(const QString& dataDirectory) {
    QLocalSocket socket;
    socket.connectToServer(controlSocketPath(dataDirectory));
    return socket.waitForConnected(kConnectMs);
}

} // namespace llmg::service
