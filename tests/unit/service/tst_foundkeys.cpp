// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/service/foundkeys.h"

#include <QTemporaryDir>
#include <QTest>

using namespace llmg;
using namespace llmg::service;

namespace {

const QByteArray kAccount(R"({"type": "service_account", "project_id": "p", "client_email": "a@p.example",)"
                          R"( "private_key": "none"})");

/// "openai OPENAI_API_KEY", and for what cannot be taken "openai OPENAI_API_KEY!"; in the order of the list.
QString summary(const std::vector<FoundKey>& found) {
    QStringList lines;
    for (const auto& key : found)
        lines << QString::fromStdString(key.provider + " " + key.variable + (key.trouble.empty() ? "" : "!"));
    return lines.join(u'|');
}

} // namespace

class FoundKeysTest : public QObject {
    Q_OBJECT

    std::shared_ptr<const catalog::Catalog> m_catalog = catalog::Catalog::builtIn();
    QTemporaryDir m_directory;

    QString write(const QByteArray& text, const char* name = "keys.env") {
        QFile file(m_directory.filePath(QLatin1String(name)));
        if (file.open(QIODevice::WriteOnly))
            file.write(text);
        return file.fileName();
    }

  private Q_SLOTS:
    void findsKeys_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("summary");
        const auto row = [](const char* name, const char* text, const char* summary) {
            QTest::newRow(name) << QByteArray(text) << QString::fromLatin1(summary);
        };
        row("by the provider's variable", "OPENAI_API_KEY=anything-0123456789abcdef", "openai OPENAI_API_KEY");
        row("by how the key begins", "MY_CLAUDE=sk-ant-0123456789abcdef", "anthropic MY_CLAUDE");
        row("the longest beginning counts", "WORK=sk-proj-0123456789abcdef", "openai WORK");
        row("a beginning that several share", "WORK=sk-0123456789abcdef0123", "");
        row("a beginning too short to say anything", "PAYMENTS=sk_live_0123456789abcdef", "");
        row("too short", "WORK=gsk_1", "");
        row("no key at all", "HOME=/home/somebody/and/further", "");
        row("the same key once", "GROQ_API_KEY=gsk_0123456789abcdef\nOTHER=gsk_0123456789abcdef", "groq GROQ_API_KEY");
        row("two names of one key", "GEMINI_API_KEY=AIza0123456789abcdef\nGOOGLE_API_KEY=AIza0123456789abcdef",
            "google GEMINI_API_KEY");
        row("two keys under two names", "GEMINI_API_KEY=AIza0123456789abcdef\nGOOGLE_API_KEY=AIza9876543210abcdef",
            "google GEMINI_API_KEY|google GOOGLE_API_KEY");
        row("several in one", "GROQ_API_KEY=gsk_0123456789abcdef, gsk_9876543210abcdef",
            "groq GROQ_API_KEY|groq GROQ_API_KEY");
        row("an empty one is not spoken of", "OPENAI_API_KEY=\nPORT=80", "");
        row("a gateway's key in place of a provider's", "OPENAI_API_KEY=llmg_0123456789abcdef0123456789",
            "openai OPENAI_API_KEY!");
        row("a gateway's key elsewhere", "WORK=llmg_0123456789abcdef0123456789", "");
        row("a placeholder", "OPENAI_API_KEY=your-api-key-here\nGROQ_API_KEY=<gsk>\nXAI_API_KEY=xai-xxxxxxxxxxxxxxxx",
            "openai OPENAI_API_KEY!|groq GROQ_API_KEY!|xai XAI_API_KEY!");
        row("a reference", "OPENAI_API_KEY=${MY_KEY}", "openai OPENAI_API_KEY!");
        row("what no header could hold", "OPENAI_API_KEY='two words'", "openai OPENAI_API_KEY!");
        row("an unknown provider's", "WEATHER_API_KEY=0123456789abcdef0123", " WEATHER_API_KEY!");
        row("what cannot be taken comes last", "OPENAI_API_KEY=$A\nGROQ_API_KEY=gsk_0123456789abcdef",
            "groq GROQ_API_KEY|openai OPENAI_API_KEY!");
        row("both halves for AWS", "AWS_ACCESS_KEY_ID=AKIA0123456789ABCDEF\nAWS_SECRET_ACCESS_KEY=abc/def",
            "aws-bedrock AWS_ACCESS_KEY_ID");
        row("the id for AWS alone", "AWS_ACCESS_KEY_ID=AKIA0123456789ABCDEF\nAWS_REGION=eu-central-1",
            "aws-bedrock AWS_ACCESS_KEY_ID!");
        row("the secret for AWS alone", "AWS_SECRET_ACCESS_KEY=abc/def", "aws-bedrock AWS_SECRET_ACCESS_KEY!");
        row("temporary ones for AWS without their token",
            "AWS_ACCESS_KEY_ID=ASIA0123456789ABCDEF\nAWS_SECRET_ACCESS_KEY=abc/def", "aws-bedrock AWS_ACCESS_KEY_ID!");
        row("a key file that is not there", "GOOGLE_APPLICATION_CREDENTIALS=/nowhere/account.json",
            "google-vertex GOOGLE_APPLICATION_CREDENTIALS!");
    }
    void findsKeys() {
        QFETCH(QByteArray, text);
        QFETCH(QString, summary);
        const auto found = keysOfFile(*m_catalog, write(text).toStdString());
        QVERIFY(found);
        QCOMPARE(::summary(*found), summary);
        for (const auto& key : *found) {
            QCOMPARE(key.trouble.empty(), !key.secret.isEmpty());
            QVERIFY(key.trouble.empty() || key.trouble.ends_with('.'));
            QVERIFY(key.masked.find("0123456789") == std::string::npos);
        }
    }

    void joinsThePartsForAws() {
        const auto found = findProviderKeys(*m_catalog, {{"AWS_SESSION_TOKEN", Secret("tok/en==")},
                                                         {"AWS_SECRET_ACCESS_KEY", Secret("abc/def")},
                                                         {"AWS_ACCESS_KEY_ID", Secret("ASIA0123456789ABCDEF")}});
        QCOMPARE(found.size(), std::size_t{1});
        QVERIFY(found[0].secret == Secret("ASIA0123456789ABCDEF:abc/def:tok/en=="));
        QCOMPARE(found[0].beside, std::string("AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN"));
    }

    void aKeyFileLiesBesideTheFileThatNamesIt() {
        write("no key\n", "notes.txt");
        write(kAccount, "account.json");
        const auto vertex = [this](const char* text) {
            const auto found = keysOfFile(*m_catalog, write(text).toStdString());
            return found && found->size() == 1 ? found->front() : FoundKey{};
        };
        // Only what is a key file is taken: a hostile .env may name any file.
        QVERIFY(vertex("GOOGLE_APPLICATION_CREDENTIALS=notes.txt").trouble.find("no key file") != std::string::npos);
        const auto key = vertex("GOOGLE_APPLICATION_CREDENTIALS=account.json");
        QCOMPARE(key.provider, std::string("google-vertex"));
        QVERIFY(key.trouble.find("no file") == std::string::npos);
    }

    void saysWhatIsWrongWithAFile_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("a quote without end") << QByteArray("A=1\nOPENAI_API_KEY='sk-secret\n") << "line 2";
        QTest::newRow("a binary") << QByteArray("\x7f"
                                                "ELF\0sk-secret",
                                                14)
                                  << "line 1";
        QTest::newRow("too large") << QByteArray("A=sk-secret") + QByteArray(1 << 20, 'x') << "1 MiB";
        QTest::newRow("too many") << [] {
            QByteArray text;
            for (int i = 0; i < 10'001; ++i)
                text += "A" + QByteArray::number(i) + "=\n";
            return text;
        }() << "10,000";
    }
    void saysWhatIsWrongWithAFile() {
        QFETCH(QByteArray, text);
        QFETCH(QString, says);
        const auto found = keysOfFile(*m_catalog, write(text).toStdString());
        QVERIFY(!found && found.error().kind == ErrorKind::InvalidParameters);
        QVERIFY2(QString::fromStdString(found.error().message).contains(says), found.error().message.c_str());
        QVERIFY(found.error().message.find("sk-secret") == std::string::npos);
    }

    void readsNothingButFiles() {
        for (const auto& path :
             {std::string("/nowhere/.env"), m_directory.path().toStdString(), std::string("/dev/zero")}) {
            const auto found = keysOfFile(*m_catalog, path);
            QVERIFY2(!found, path.c_str());
            QVERIFY(found.error().message.find(path) != std::string::npos);
        }
    }

    void labelsAreFree() {
        domain::ProviderKeyEntry entry;
        entry.id = "1";
        entry.provider = "openai";
        entry.label = "OPENAI_API_KEY";
        QCOMPARE(freeLabel({entry}, "groq", "OPENAI_API_KEY"), std::string("OPENAI_API_KEY"));
        QCOMPARE(freeLabel({entry}, "openai", "OPENAI_API_KEY"), std::string("OPENAI_API_KEY 2"));
        QCOMPARE(freeLabel({entry}, "openai", "OPENAI_API_KEY", "1"), std::string("OPENAI_API_KEY"));
    }
};

QTEST_GUILESS_MAIN(FoundKeysTest)
#include "tst_foundkeys.moc"
