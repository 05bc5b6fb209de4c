// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/http/peerprocess.h"

#include "tests/support/fakeupstream.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace llmg;
using namespace llmg::http;

class TestPeerProcess : public QObject {
    Q_OBJECT

  private:
    struct Meeting {
        std::string peer;
        std::uint16_t peerPort = 0;
        std::string local;
        std::uint16_t localPort = 0;
    };
    static Meeting of(const QTcpSocket& accepted) {
        return {accepted.peerAddress().toString().toStdString(), accepted.peerPort(),
                accepted.localAddress().toString().toStdString(), accepted.localPort()};
    }
    static std::optional<PeerProcess> find(const Meeting& meeting) {
        return findPeerProcess(meeting.peer, meeting.peerPort, meeting.local, meeting.localPort);
    }

  private Q_SLOTS:
    void namesThisProgramForItsOwnConnection_data();
    void namesThisProgramForItsOwnConnection();
    void namesTheScriptThatAnInterpreterRuns_data();
    void namesTheScriptThatAnInterpreterRuns();
    void findsNothingWhereThereIsNothing();
};

void TestPeerProcess::namesThisProgramForItsOwnConnection_data() {
    QTest::addColumn<QString>("address");
    QTest::newRow("IPv4") << QStringLiteral("127.0.0.1");
    QTest::newRow("IPv6") << QStringLiteral("::1");
}

void TestPeerProcess::namesThisProgramForItsOwnConnection() {
    QFETCH(QString, address);
    QTcpServer server;
    if (!server.listen(QHostAddress(address))) {
        qInfo("skipped: no such address here");
        return;
    }
    QTcpSocket client;
    client.connectToHost(address, server.serverPort());
    QVERIFY(server.waitForNewConnection(20'000));
    const auto found = find(of(*server.nextPendingConnection()));
    QVERIFY(found);
    QCOMPARE(found->pid, QCoreApplication::applicationPid());
    QCOMPARE(QString::fromStdString(found->path),
             QFileInfo(QCoreApplication::applicationFilePath()).canonicalFilePath());
    QCOMPARE(found->name, "tst_peerprocess");
}

void TestPeerProcess::namesTheScriptThatAnInterpreterRuns_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("name");
    QTest::newRow("absolute script") << QStringList{QStringLiteral("%1/my-agent.py"), QStringLiteral("%2")}
                                     << QStringLiteral("my-agent.py");
    QTest::newRow("options before it") << QStringList{QStringLiteral("-u"), QStringLiteral("-W"),
                                                      QStringLiteral("ignore"), QStringLiteral("%1/my-agent.py"),
                                                      QStringLiteral("%2")}
                                       << QStringLiteral("my-agent.py");
    QTest::newRow("inline program")
        << QStringList{QStringLiteral("-c"),
                       QStringLiteral(
                           "import socket,sys; s=socket.create_connection(('127.0.0.1',int(sys.argv[1]))); s.recv(1)"),
                       QStringLiteral("%2")}
        << QString();
}

void TestPeerProcess::namesTheScriptThatAnInterpreterRuns() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, name);
    const QString python = QStandardPaths::findExecutable(QStringLiteral("python3"));
    if (python.isEmpty()) {
        qInfo("skipped: no python3 here");
        return;
    }
    const QTemporaryDir folder;
    QFile script(folder.filePath(QStringLiteral("my-agent.py")));
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.write("import socket, sys\ns = socket.create_connection(('127.0.0.1', int(sys.argv[1])))\ns.recv(1)\n");
    script.close();
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    for (QString& argument : arguments)
        argument.replace(QStringLiteral("%1"), folder.path())
            .replace(QStringLiteral("%2"), QString::number(server.serverPort()));
    QProcess process;
    process.start(python, arguments);
    QVERIFY(server.waitForNewConnection(20'000));
    QTcpSocket* accepted = server.nextPendingConnection();
    const auto found = find(of(*accepted));
    QVERIFY(found);
    if (name.isEmpty()) {
        QVERIFY2(found->name.starts_with("python"), found->name.c_str());
    } else {
        QCOMPARE(QString::fromStdString(found->name), name);
        QCOMPARE(QString::fromStdString(found->path), script.fileName());
    }
    accepted->close();
    QVERIFY(process.waitForFinished(20'000));
}

void TestPeerProcess::findsNothingWhereThereIsNothing() {
    QVERIFY(!findPeerProcess("127.0.0.1", 1, "127.0.0.1", 2));
    QVERIFY(!findPeerProcess("192.0.2.1", 1000, "192.0.2.2", 4001));
    QVERIFY(!findPeerProcess("not an address", 1, "127.0.0.1", 2));
    QVERIFY(!findPeerProcess("", 0, "", 0));
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QTcpSocket client;
    client.connectToHost(QHostAddress(QHostAddress::LocalHost), server.serverPort());
    QVERIFY(server.waitForNewConnection(20'000));
    const Meeting meeting = of(*server.nextPendingConnection());
    client.abort();
    QVERIFY(!find(meeting)); // gone
}

QTEST_GUILESS_MAIN(TestPeerProcess)
#include "tst_peerprocess.moc"
