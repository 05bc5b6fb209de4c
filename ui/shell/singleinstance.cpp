// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/singleinstance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QLocalSocket>

namespace llmg::shell {

using namespace Qt::StringLiterals;

SingleInstance::SingleInstance(const QString& dataDirectory, QObject* parent)
    : QObject(parent)
    , m_directory(QDir(dataDirectory).absolutePath())
    , m_lock(m_directory + u"/window.lock"_s) {
    m_lock.setStaleLockTime(0); // held for as long as the process lives; a dead owner is found by its pid
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket* socket = m_server.nextPendingConnection()) {
            connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
            socket->disconnectFromServer();
            Q_EMIT raiseRequested();
        }
    });
}

QString SingleInstance::serverName() const {
    // A socket's path is limited to some hundred bytes: a digest of the directory instead of the directory itself.
    const QByteArray digest =
        QCryptographicHash::hash(m_directory.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    return u"llm-gateway-"_s + QString::fromLatin1(digest);
}

bool SingleInstance::claim() {
    QDir().mkpath(m_directory);
    if (!m_lock.tryLock(0)) {
        if (m_lock.error() != QLockFile::LockFailedError)
            return true;
        QLocalSocket socket;
        socket.connectToServer(serverName());
        socket.waitForConnected(1000); // before any window exists, nothing is kept waiting
        return false;
    }
    QLocalServer::removeServer(serverName());
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    m_server.listen(serverName());
    return true;
}

} // namespace llmg::shell
