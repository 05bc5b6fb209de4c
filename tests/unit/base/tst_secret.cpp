// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/base/secret.h"

#include <QTest>

using namespace llmg;

class TestSecret : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void masks_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("shown");
        QTest::newRow("OpenAI") << QByteArray("sk-abcdefghijklmnop9f3a") << QStringLiteral("sk-…9f3a");
        QTest::newRow("Anthropic") << QByteArray("sk-ant-abcdefghijklmnop9f3a") << QStringLiteral("sk-ant-…9f3a");
        QTest::newRow("OpenAI project key keeps its whole prefix")
            << QByteArray("sk-proj-abcdefghijklmnop9f3a") << QStringLiteral("sk-proj-…9f3a");
        QTest::newRow("gateway key") << QByteArray("llmg_0123456789abcdefABCD") << QStringLiteral("llmg_…ABCD");
        QTest::newRow("no dash") << QByteArray("AIzaSyabcdefghijklmnop") << QStringLiteral("…mnop");
        QTest::newRow("dash too late shows nothing of the middle")
            << QByteArray("abcdefghijkl-mnopqrstuv") << QStringLiteral("…stuv");
        QTest::newRow("fifteen characters") << QByteArray("sk-456789012345") << QStringLiteral("…");
        QTest::newRow("sixteen characters") << QByteArray("sk-4567890123456") << QStringLiteral("sk-…3456");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("…");
    }
    void masks() {
        QFETCH(QByteArray, text);
        QFETCH(QString, shown);
        QCOMPARE(QString::fromStdString(Secret(text.toStdString()).masked()), shown);
    }

    void comparesWhole() {
        QVERIFY(Secret("one") == Secret("one"));
        QVERIFY(!(Secret("one") == Secret("onf")));
        QVERIFY(!(Secret("one") == Secret("one ")));
        QVERIFY(Secret() == Secret(""));
    }

    void copiesAndMoves() {
        Secret first("a long enough secret that lives on the heap");
        Secret second = first;
        QVERIFY(first == second);
        const Secret third = std::move(second);
        QVERIFY(third == first);
        QVERIFY(second.isEmpty()); // NOLINT(bugprone-use-after-move): that it is wiped is what is tested
        first = Secret("short");
        QCOMPARE(first.reveal(), std::string_view("short"));
    }

    void aMovedShortSecretLeavesNothingBehind() {
        // Short strings live inside the object; a move copies them.
        Secret source("short");
        const char* bytes = source.reveal().data();
        const Secret target = std::move(source);
        QCOMPARE(target.reveal(), std::string_view("short"));
        QCOMPARE(bytes[0], '\0');
        QCOMPARE(bytes[4], '\0');
    }

    void assigningOverwritesTheOldText() {
        Secret secret(std::string(64, 'x'));
        const char* bytes = secret.reveal().data();
        secret = Secret("y");
        // The string keeps its buffer or swaps it; either way no x may be readable through the new value.
        QVERIFY(secret.reveal().find('x') == std::string_view::npos);
        if (secret.reveal().data() == bytes)
            QCOMPARE(bytes[1], '\0');
    }

    void selfAssignmentKeepsIt() {
        Secret secret("kept");
        Secret& same = secret;
        secret = same;
        QCOMPARE(secret.reveal(), std::string_view("kept"));
        secret = std::move(same);
        QCOMPARE(secret.reveal(), std::string_view("kept"));
    }
};

QTEST_APPLESS_MAIN(TestSecret)
#include "tst_secret.moc"
