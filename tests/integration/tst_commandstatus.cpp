// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the command line says of a line that fails: 2 when the line can never be right, 1 when it failed here and now,
// each time with the reason as JSON. The real program, beside a gateway that runs.
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr int kPatienceMs = 60'000; // a failed test, no measure of anything
constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kUsage = 2;

} // namespace

class CommandStatusTest : public QObject {
    Q_OBJECT

    struct Outcome {
        int status = -1;
        QByteArray out, err;
    };

    QStringList global() const { return {u"--no-keychain"_s, u"--data"_s, m_directory.path()}; }

    Outcome run(const QStringList& words) const {
        QProcess process;
        process.start(QStringLiteral(LLMG_BIN_DIR "/llm-gatewayd"), global() + words);
        process.closeWriteChannel();
        const bool ended = process.waitForFinished(kPatienceMs) && process.exitStatus() == QProcess::NormalExit;
        return {ended ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
    }

    QTemporaryDir m_directory;
    QProcess m_gateway;

  private Q_SLOTS:
    void initTestCase() {
        m_gateway.start(QStringLiteral(LLMG_BIN_DIR "/llm-gatewayd"),
                        global() + QStringList{u"serve"_s, u"--port"_s, u"0"_s});
        QVERIFY(m_gateway.waitForReadyRead(kPatienceMs));
        for (const auto& words :
             {QStringList{u"key"_s, u"create"_s, u"--name"_s, u"ci"_s},
              QStringList{u"key"_s, u"create"_s, u"--name"_s, u"twin"_s},
              QStringList{u"key"_s, u"create"_s, u"--name"_s, u"twin"_s},
              QStringList{u"key"_s, u"create"_s, u"--name"_s, u"old"_s}, QStringList{u"key"_s, u"revoke"_s, u"old"_s},
              QStringList{u"project"_s, u"create"_s, u"Web"_s},
              QStringList{u"provider"_s, u"add"_s, u"mine"_s, u"--base-url"_s, u"http://127.0.0.1:1/v1"_s}})
            QCOMPARE(run(words).status, kDone);
    }

    void cleanupTestCase() {
        m_gateway.terminate();
        QVERIFY(m_gateway.waitForFinished(kPatienceMs));
    }

    void fails_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("status");
        const auto row = [](const char* line, int status) { QTest::newRow(line) << QString::fromUtf8(line) << status; };
        for (const char* line : {"",
                                 "frobnicate",
                                 "key",
                                 "key frobnicate",
                                 "key list --frobnicate",
                                 "key show",
                                 "key create --limit much",
                                 "key create --daily 0",
                                 "key create --expires 2020-01-01",
                                 "key create --expires soon",
                                 "key set ci limit=much",
                                 "key set ci limit=",
                                 "key set ci colour=red",
                                 "project create Other mode=sideways",
                                 "project set Web ttl=9",
                                 "project set Web routing=fast",
                                 "budget set --amount 1",
                                 "budget set --project Web",
                                 "budget set --project Web --amount 0",
                                 "budget set --project Web --amount 1 --block=perhaps",
                                 "budget set --project Web --amount 1 --period week",
                                 "rollout set Web percent=101",
                                 "provider set openai order=first",
                                 "provider set openai base-url=nonsense",
                                 "provider set mine base-url=none",
                                 "provider add other",
                                 "provider add Other --base-url http://127.0.0.1:1/v1",
                                 "provider key add openai",
                                 "requests --limit 0",
                                 "requests --since soon",
                                 "usage --by colour",
                                 "cost compare",
                                 "cost compare --model gpt-4o --input much",
                                 "serve --port many"})
            row(line, kUsage);
        for (const char* line : {"key show nobody",
                                 "key set nobody limit=1",
                                 "key disable nobody",
                                 "key show twin",
                                 "key enable old",
                                 "key create --project nobody",
                                 "key create --providers nobody",
                                 "key set ci providers=nobody",
                                 "project show nobody",
                                 "project set nobody mode=hybrid",
                                 "project create web",
                                 "project set Web name=default",
                                 "project delete default",
                                 "budget set --project nobody --amount 1",
                                 "budget set --key nobody --amount 1",
                                 "budget set --provider nobody --amount 1",
                                 "budget remove nobody",
                                 "cache stats --project nobody",
                                 "rollout show nobody",
                                 "rollout set Web candidate.provider=nobody",
                                 "provider set nobody order=1",
                                 "provider add mine --base-url http://127.0.0.1:1/v1",
                                 "provider add openai --base-url http://127.0.0.1:1/v1",
                                 "provider remove nobody",
                                 "provider remove openai",
                                 "provider test nobody",
                                 "provider test mine --label nobody",
                                 "provider key add nobody --from-env PATH",
                                 "provider key add openai --from-env LLMG_NO_SUCH_VARIABLE",
                                 "provider key list nobody",
                                 "provider key remove openai nobody",
                                 "provider key set openai nobody weight=1",
                                 "provider import --file /nowhere/at/all.env",
                                 "cost compare --model no-such-model-at-all",
                                 "cost compare --model gpt-4o --provider nobody",
                                 "serve --port 0"})
            row(line, kFailed);
    }

    void fails() {
        QFETCH(QString, line);
        QFETCH(int, status);
        const auto words = line.split(u' ', Qt::SkipEmptyParts);
        const auto plain = run(words);
        QCOMPARE(plain.status, status);
        QVERIFY(plain.out.isEmpty() && !plain.err.isEmpty());
        const auto asJson = run(words + QStringList{u"--json"_s});
        QCOMPARE(asJson.status, status);
        const auto error = QJsonDocument::fromJson(asJson.out)[u"error"];
        QVERIFY2(!error[u"message"].toString().isEmpty(), asJson.out.constData());
        QCOMPARE(error[u"code"].toString() == u"invalid_parameters", status == kUsage);
    }
};

QTEST_GUILESS_MAIN(CommandStatusTest)
#include "tst_commandstatus.moc"
