// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/requests/bodytext.h"

#include <QTest>

using namespace llmg::requests;
using namespace Qt::StringLiterals;

namespace {

const char* const nested = "{\"z\":1,\"a\":[{\"k\":\"a \\\"b\\\" {,}\"},[]],\"e\":{}}";

} // namespace

class tst_BodyText : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void jsonKeepsItsOrder() {
        QCOMPARE(
            prettyJson(nested),
            u"{\n  \"z\": 1,\n  \"a\": [\n    {\n      \"k\": \"a \\\"b\\\" {,}\"\n    },\n    []\n  ],\n  \"e\": {}\n}"_s);
    }

    void whatIsNotJsonStaysAsItIs() {
        QCOMPARE(prettyJson("<html>502</html>"), u"<html>502</html>"_s);
        QCOMPARE(prettyJson("{\"cut\": \"in the mid"), u"{\"cut\": \"in the mid"_s);
        QCOMPARE(prettyJson(""), QString());
    }

    void imagesAreNotSpelledOut() {
        const std::string body = "{\"url\":\"data:image/png;base64," + std::string(50'000, 'A') + "\"}";
        const QString text = prettyJson(body);
        QVERIFY(text.size() < 300);
        QVERIFY(text.contains(u"50 KB"_s));
    }

    void streams_data() {
        QTest::addColumn<QByteArray>("sse");
        QTest::addColumn<QString>("text");
        QTest::newRow("OpenAI text")
            << QByteArray("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\n\n"
                          "data: {\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\n\n"
                          ": keep-alive\n"
                          "data: {\"choices\":[{\"delta\":{\"content\":\"lo\"}}]}\r\n\r\ndata: [DONE]\n\n")
            << u"Hello"_s;
        QTest::newRow("reasoning and tool calls")
            << QByteArray(
                   "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"Hm\"}}]}\n\n"
                   "data: "
                   "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"name\":\"weather\",\"arguments\":\"{"
                   "\\\"c\\\"\"}}]}}]}\n\n"
                   "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"arguments\":\":1}\"}}]}}]}\n\n")
            << u"[reasoning]\nHm\n\n[tool calls]\nweather {\"c\":1}"_s;
        QTest::newRow("Anthropic") << QByteArray(
                                          "event: content_block_delta\n"
                                          "data: {\"type\":\"content_block_delta\",\"delta\":{\"text\":\"Hi\"}}\n\n")
                                   << u"Hi"_s;
        QTest::newRow("error in the stream")
            << QByteArray("data: {\"error\":{\"message\":\"overloaded\"}}\n\n") << u"\n[error] overloaded"_s;
        QTest::newRow("cut in the middle of an event")
            << QByteArray("data: {\"choices\":[{\"delta\":{\"content\":\"A\"}}]}\n\ndata: {\"cho") << u"A"_s;
        QTest::newRow("nothing known") << QByteArray("hello") << QString();
    }
    void streams() {
        QFETCH(QByteArray, sse);
        QTEST(streamText(std::string_view(sse.constData(), std::size_t(sse.size()))), "text");
    }

    void curlSurvivesQuotesAndHoldsNoKey() {
        const QString command = curlCommand(u"http://127.0.0.1:4001/v1/chat/completions"_s, "{\"a\":\"it's\"}", true);
        QVERIFY(command.contains(u"it'\\''s"_s));
        QVERIFY(command.contains(u"curl -N"_s));
        QVERIFY(command.contains(u"$LLM_GATEWAY_KEY"_s));
    }
};

QTEST_APPLESS_MAIN(tst_BodyText)
#include "tst_bodytext.moc"
