// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/keyimport.h"

#include <QTemporaryDir>
#include <QTest>

using namespace llmg;
using namespace llmg::daemon;

class KeyImportTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void findsKeys_data() {
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("provider"); ///< "": not found
        QTest::newRow("by the provider's variable") << "OPENAI_API_KEY"
                                                    << "anything-0123456789abcdef"
                                                    << "openai";
        QTest::newRow("by how the key begins") << "MY_CLAUDE"
                                               << "sk-ant-0123456789abcdef"
                                               << "anthropic";
        QTest::newRow("the longest beginning counts") << "WORK"
                                                      << "sk-proj-0123456789abcdef"
                                                      << "openai";
        QTest::newRow("a beginning that several share") << "WORK"
                                                        << "sk-0123456789abcdef0123"
                                                        << "";
        QTest::newRow("a beginning too short to say anything") << "PAYMENTS"
                                                               << "sk_live_0123456789abcdef"
                                                               << "";
        QTest::newRow("too short") << "WORK"
                                   << "gsk_1"
                                   << "";
        QTest::newRow("no key at all") << "HOME"
                                       << "/home/somebody/and/further"
                                       << "";
        QTest::newRow("a gateway's key in place of a provider's") << "OPENAI_API_KEY"
                                                                  << "llmg_0123456789abcdef0123456789"
                                                                  << "";
        QTest::newRow("a gateway's key elsewhere") << "WORK"
                                                   << "llmg_0123456789abcdef0123456789"
                                                   << "";
    }

    void findsKeys() {
        QFETCH(QString, variable);
        QFETCH(QString, value);
        QFETCH(QString, provider);
        const auto found =
            findProviderKeys(*catalog::Catalog::builtIn(), {{variable.toStdString(), Secret(value.toStdString())}});
        QCOMPARE(found.size(), std::size_t{provider.isEmpty() ? 0U : 1U});
        if (!found.empty()) {
            QCOMPARE(found.front().provider, provider.toStdString());
            QCOMPARE(found.front().variable, variable.toStdString());
            QVERIFY(found.front().secret == Secret(value.toStdString()));
        }
    }

    void findsTheSameKeyOnce() {
        const Secret key("gsk_0123456789abcdef");
        QCOMPARE(findProviderKeys(*catalog::Catalog::builtIn(), {{"GROQ_API_KEY", key}, {"OTHER", key}}).size(),
                 std::size_t{1});
    }

    void readsAFile() {
        QTemporaryDir directory;
        QFile file(directory.filePath(QStringLiteral("keys.env")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("# mine\nexport GROQ_API_KEY='gsk_0123456789abcdef'\nDEBUG=1\n");
        file.close();
        boost::json::object args{{"file", file.fileName().toStdString()}};
        QVERIFY(collectKeys(args));
        const auto& keys = args.at("keys").as_array();
        QCOMPARE(keys.size(), std::size_t{1}); // and nothing of the environment
        QCOMPARE(keys.at(0).at("provider").as_string(), "groq");
        QCOMPARE(keys.at(0).at("secret").as_string(), "gsk_0123456789abcdef");
    }

    void saysWhichFileCannotBeRead() {
        boost::json::object args{{"file", "/nowhere/at/all.env"}};
        const auto collected = collectKeys(args);
        QVERIFY(!collected && collected.error().kind == ErrorKind::InvalidParameters);
        QCOMPARE(collected.error().param, std::string("file"));
        QVERIFY(collected.error().message.find("/nowhere/at/all.env") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(KeyImportTest)
#include "tst_keyimport.moc"
