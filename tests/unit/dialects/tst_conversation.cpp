// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/conversation.h"

#include <QTest>

using namespace llmg::dialects;

class TestConversation : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void openings_data();
    void openings() {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, opening);
        const std::string text = body.toStdString();
        QCOMPARE(QByteArray::fromStdString(std::string(conversationOpening(text))), opening);
    }
};

void TestConversation::openings_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("opening");
    const QByteArray hi = R"({"role":"user","content":"hi"})";
    QTest::newRow("chat") << R"({"model":"m","messages":[{"role":"system","content":"s"},)" + hi + "]}" << hi;
    QTest::newRow("a later turn") << R"({"messages":[{"role":"system","content":"s"},)" + hi +
                                         R"(,{"role":"assistant","content":"x"},{"role":"user","content":"y"}]})"
                                  << hi;
    QTest::newRow("Gemini") << QByteArray(R"({"contents":[{"parts":[{"text":"hi"}]}]})")
                            << QByteArray(R"({"parts":[{"text":"hi"}]})");
    QTest::newRow("Responses, a text") << QByteArray(R"({"input":"hi"})") << QByteArray(R"("hi")");
    QTest::newRow("Responses, items") << "{\"input\":[" + hi + "]}" << hi;
    QTest::newRow("the role after the text")
        << QByteArray(R"({"messages":[{"content":"s","role":"system"},{"content":"\"hi]","role":"user"}]})")
        << QByteArray(R"({"content":"\"hi]","role":"user"})");
    QTest::newRow("nothing said") << QByteArray(R"({"messages":[]})") << QByteArray();
    QTest::newRow("only a system prompt")
        << QByteArray(R"({"messages":[{"role":"system","content":"s"}]})") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("hello") << QByteArray();
    const QByteArray picture = R"({"role":"user","content":")" + QByteArray(100'000, 'A') + R"("})";
    QTest::newRow("a picture") << QByteArray("{\"messages\":[" + picture + "]}")
                               << picture.first(static_cast<qsizetype>(kLongestOpening));
    QTest::newRow("cut") << QByteArray(R"({"messages":[{"role":"user")") << QByteArray();
}

QTEST_APPLESS_MAIN(TestConversation)
#include "tst_conversation.moc"
