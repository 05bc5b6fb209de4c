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

    void saysWhatItPassedOver() {
        QTemporaryDir directory;
        QFile file(directory.filePath(QStringLiteral("keys.env")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("AWS_ACCESS_KEY_ID=AKIA0123456789ABCDEF\n");
        file.close();
        boost::json::object args{{"file", file.fileName().toStdString()}};
        const auto alone = collectKeys(args);
        QVERIFY(!alone && alone.error().kind == ErrorKind::NotFound);
        QVERIFY(alone.error().message.find("AWS_SECRET_ACCESS_KEY is not set") != std::string::npos);
        QVERIFY(!args.contains("keys"));
        QVERIFY(file.open(QIODevice::Append));
        file.write("GROQ_API_KEY='gsk_0123456789abcdef'\n");
        file.close();
        QVERIFY(collectKeys(args));
        const auto& keys = args.at("keys").as_array();
        QCOMPARE(keys.size(), std::size_t{2});
        QVERIFY(keys.at(1).as_object().contains("trouble") && !keys.at(1).as_object().contains("secret"));
    }

    void saysWhichFileCannotBeRead() {
        boost::json::object args{{"file", "/nowhere/at/all.env"}};
        const auto collected = collectKeys(args);
        QVERIFY(!collected && collected.error().kind == ErrorKind::Configuration);
        QCOMPARE(collected.error().param, std::string("file"));
        QVERIFY(collected.error().message.find("/nowhere/at/all.env") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(KeyImportTest)
#include "tst_keyimport.moc"
