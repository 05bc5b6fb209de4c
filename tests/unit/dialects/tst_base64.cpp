// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/base64.h"

#include <QTest>

using namespace llmg::dialects;

class TestBase64 : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    // RFC 4648, 10.
    void vectors_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray("") << QByteArray("");
        QTest::newRow("f") << QByteArray("f") << QByteArray("Zg==");
        QTest::newRow("fo") << QByteArray("fo") << QByteArray("Zm8=");
        QTest::newRow("foo") << QByteArray("foo") << QByteArray("Zm9v");
        QTest::newRow("foob") << QByteArray("foob") << QByteArray("Zm9vYg==");
        QTest::newRow("foobar") << QByteArray("foobar") << QByteArray("Zm9vYmFy");
        QTest::newRow("high bits") << QByteArray("\xff\x00\xfe", 3) << QByteArray("/wD+");
    }
    void vectors() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, text);
        QCOMPARE(QByteArray::fromStdString(encodeBase64(bytes.toStdString())), text);
        const auto back = decodeBase64(text.toStdString());
        QVERIFY(back);
        QCOMPARE(QByteArray::fromStdString(*back), bytes);
    }
    void foreignCharactersAreRefused() { QVERIFY(!decodeBase64("Zm9v!mFy")); }
};

QTEST_APPLESS_MAIN(TestBase64)
#include "tst_base64.moc"
