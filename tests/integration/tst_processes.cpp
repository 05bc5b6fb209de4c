// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Several programs on one data directory: what is refused, what waits, and that nothing is lost. Real processes.
#include "tests/support/rawclient.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <vector>

#include <csignal>

using namespace llmg::tests;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatienceMs = 60'000; // a failed test, no measure of anything

class Program {
  public:
    Program(const QTemporaryDir& directory, const QStringList& words) {
        m_process.start(QStringLiteral(LLMG_BIN_DIR "/llm-gatewayd"),
                        QStringList{u"--json"_s, u"--no-keychain"_s, u"--data"_s, directory.path()} + words);
    }
    ~Program() {
        if (m_process.state() != QProcess::NotRunning) {
            m_process.kill();
            m_process.waitForFinished();
        }
    }
    /// The exit status; -1: it crashed or did not end.
    int status() {
        const bool ended = m_process.state() == QProcess::NotRunning || m_process.waitForFinished(kPatienceMs);
        return ended && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }
    QJsonValue answer() {
        m_out += m_process.readAllStandardOutput();
        const auto document = QJsonDocument::fromJson(m_out);
        return document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
    }
    QByteArray complaint() { return m_process.readAllStandardError(); }
    /// The port that `serve` listens on; 0: it ended without.
    quint16 port() {
        while (!m_out.contains('\n')) {
            if (!m_process.waitForReadyRead(kPatienceMs))
                return 0;
            m_out += m_process.readAllStandardOutput();
        }
        const auto address = QJsonDocument::fromJson(m_out)[u"listening"].toString();
        return address.section(u':', -1).toUShort();
    }
    void terminate() { m_process.terminate(); }
    void kill() { m_process.kill(); }

  private:
    QProcess m_process;
    QByteArray m_out;
};

using Programs = std::vector<std::unique_ptr<Program>>;

QStringList serving() {
    return {u"serve"_s, u"--port"_s, u"0"_s};
}
QStringList makingKey(int number) {
    return {u"key"_s, u"create"_s, u"--name"_s, u"k%1"_s.arg(number)};
}
QStringList aliasing(int number) {
    return {u"project"_s, u"set"_s, u"default"_s, u"alias:m%1=gpt-4o"_s.arg(number)};
}

QStringList keyNames(const QTemporaryDir& directory) {
    Program list(directory, {u"key"_s, u"list"_s});
    if (list.status() != 0)
        qFatal("key list: %s", list.complaint().constData());
    QStringList names;
    const auto keys = list.answer().toArray();
    for (const auto& key : keys) {
        if (key[u"name"].toString() != u"Default")
            names << key[u"name"].toString();
    }
    names.sort();
    return names;
}

int statusWith(quint16 port, const QString& key) {
    RawClient client(port);
    client.post("/v1/chat/completions", key.toUtf8(),
                R"({"model":"sandbox/echo","messages":[{"role":"user","content":"one two"}]})");
    return client.answer().status;
}

} // namespace

class ProcessesTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aSecondGatewayIsRefusedPlainly() {
        QTemporaryDir directory;
        Program first(directory, serving());
        const auto port = first.port();
        QVERIFY(port > 0);
        Program second(directory, serving());
        QCOMPARE(second.status(), 1);
        const auto words = second.complaint();
        QVERIFY2(words.contains("already runs") && words.contains("--data"), words.constData());
        Program made(directory, makingKey(1));
        QCOMPARE(made.status(), 0);
        QCOMPARE(statusWith(port, made.answer()[u"key"].toString()), 200); // the first is as it was
    }

    void aKilledGatewayStandsInNobodysWay() {
        QTemporaryDir directory;
        Program first(directory, serving());
        QVERIFY(first.port() > 0);
        first.kill();
        (void)first.status();
        Program again(directory, serving());
        QVERIFY(again.port() > 0);
    }

    void commandsAtOnceLoseNothing_data() {
        QTest::addColumn<bool>("gatewayRuns");
        QTest::newRow("while a gateway runs") << true;
        QTest::newRow("while none runs") << false;
    }
    void commandsAtOnceLoseNothing() {
        QFETCH(bool, gatewayRuns);
        QTemporaryDir directory;
        std::unique_ptr<Program> gateway;
        if (gatewayRuns) {
            gateway = std::make_unique<Program>(directory, serving());
            QVERIFY(gateway->port() > 0);
        }
        Programs makers, setters;
        QStringList expected;
        constexpr int kEach = 6;
        for (int i = 0; i < kEach; ++i) {
            makers.push_back(std::make_unique<Program>(directory, makingKey(i)));
            setters.push_back(std::make_unique<Program>(directory, aliasing(i)));
            expected << u"k%1"_s.arg(i);
        }
        for (auto& program : makers) {
            QVERIFY2(program->status() == 0, program->complaint().constData());
            if (gateway)
                QCOMPARE(statusWith(gateway->port(), program->answer()[u"key"].toString()), 200);
        }
        for (auto& program : setters)
            QVERIFY2(program->status() == 0, program->complaint().constData());
        QCOMPARE(keyNames(directory), expected);
        Program show(directory, {u"project"_s, u"show"_s, u"default"_s});
        QCOMPARE(show.status(), 0);
        QCOMPARE(show.answer()[u"aliases"].toObject().size(), kEach);
    }

    // A command that opened the directory itself is over soon; a gateway that starts meanwhile waits for it.
    void aGatewayStartsWhileCommandsRun() {
        QTemporaryDir directory;
        Programs makers;
        QStringList expected;
        for (int i = 0; i < 4; ++i) {
            makers.push_back(std::make_unique<Program>(directory, makingKey(i)));
            expected << u"k%1"_s.arg(i);
        }
        Program gateway(directory, serving());
        const auto port = gateway.port();
        QVERIFY2(port > 0, gateway.complaint().constData());
        for (auto& program : makers) {
            QVERIFY2(program->status() == 0, program->complaint().constData());
            QCOMPARE(statusWith(port, program->answer()[u"key"].toString()), 200);
        }
        QCOMPARE(keyNames(directory), expected);
    }

    void aChangeIsInForceInTheGatewayThatRuns() {
        QTemporaryDir directory;
        Program gateway(directory, serving());
        const auto port = gateway.port();
        Program made(directory, makingKey(1));
        QCOMPARE(made.status(), 0);
        const auto key = made.answer()[u"key"].toString();
        QCOMPARE(statusWith(port, key), 200);
        QCOMPARE(Program(directory, {u"key"_s, u"revoke"_s, u"k1"_s}).status(), 0);
        QCOMPARE(statusWith(port, key), 401);
    }

    // Each command says whether it was done, and that is so, whenever the gateway goes.
    void commandsKeepTheirWordWhileTheGatewayStops() {
        QTemporaryDir directory;
        QStringList done;
        int number = 0;
        for (int round = 0; round < 3; ++round) {
            Program gateway(directory, serving());
            QVERIFY(gateway.port() > 0);
            Programs makers;
            const int first = number;
            for (int i = 0; i < 6; ++i) {
                makers.push_back(std::make_unique<Program>(directory, makingKey(number++)));
                if (i == round + 1)
                    gateway.terminate();
            }
            for (std::size_t i = 0; i < makers.size(); ++i) {
                const int status = makers[i]->status();
                QVERIFY2(status == 0, makers[i]->complaint().constData());
                done << u"k%1"_s.arg(first + static_cast<int>(i));
            }
            QCOMPARE(gateway.status(), 0);
        }
        done.sort();
        QCOMPARE(keyNames(directory), done);
    }
};

QTEST_GUILESS_MAIN(ProcessesTest)
#include "tst_processes.moc"
