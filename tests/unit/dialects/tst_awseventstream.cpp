// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/awseventstream.h"
#include "awsframes.h"
#include "support/everysplit.h"

#include <QTest>

using namespace llmg;
using namespace llmg::tests;
using dialects::AwsEventStreamParser;
using dialects::AwsHeaderType;

namespace {

QByteArray inWords(const dialects::AwsEventMessage& message) {
    QByteArray out;
    for (const auto& header : message.headers) {
        out += QByteArray::fromStdString(header.name) + '/' + QByteArray::number(static_cast<int>(header.type)) + '=';
        if (const auto* flag = std::get_if<bool>(&header.value))
            out += *flag ? "true" : "false";
        else if (const auto* number = std::get_if<std::int64_t>(&header.value))
            out += QByteArray::number(static_cast<qlonglong>(*number));
        else
            out += QByteArray::fromStdString(*std::get_if<std::string>(&header.value)).toHex();
        out += ' ';
    }
    return out + "| " + QByteArray::fromStdString(message.payload);
}

QByteArrayList parse(const Pieces& pieces) {
    QByteArrayList lines;
    AwsEventStreamParser parser;
    pieces.each([&](std::string_view piece) {
        parser.feed(piece);
        while (const auto message = parser.next())
            lines << inWords(*message);
    });
    if (parser.error())
        lines << "error: " + QByteArray::fromStdString(parser.error()->message);
    else if (parser.inMessage())
        lines << "cut";
    return lines;
}

QByteArrayList parse(std::string_view bytes) {
    return parse(Pieces(bytes, {}));
}

std::string withByte(std::string frame, std::size_t at, char bits) {
    frame[at] = static_cast<char>(frame[at] ^ bits);
    return frame;
}

} // namespace

class TestAwsEventStream : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    // The vectors that AWS's own libraries test with: no headers and no payload, and each of them alone.
    void knownBytes_data() {
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("empty") << QByteArray("000000100000000005c248eb7d98c8ff") << QByteArray("| ");
        QTest::newRow("payload") << QByteArray("0000001d00000000fd528c5a7b27666f6f273a27626172277dc3653936")
                                 << QByteArray("| {'foo':'bar'}");
    }
    void knownBytes() {
        QFETCH(QByteArray, hex);
        QFETCH(QByteArray, words);
        QCOMPARE(parse(QByteArray::fromHex(hex).toStdString()), QByteArrayList{words});
    }

    void everyHeaderType() {
        const std::string headers =
            headerBytes("t", 0, "") + headerBytes("f", 1, "") + headerBytes("b", 2, "\xfe") +
            headerBytes("s", 3, std::string("\x01\x02", 2)) + headerBytes("i", 4, std::string("\xff\xff\xff\xfd", 4)) +
            headerBytes("l", 5, std::string("\0\0\0\x01\0\0\0\0", 8)) +
            headerBytes("raw", 6, std::string("\0\x02\0\xff", 4)) + headerBytes("text", 7, std::string("\0\x02hi", 4)) +
            headerBytes("time", 8, std::string("\0\0\0\0\0\0\x03\xe8", 8)) + headerBytes("uuid", 9, "0123456789abcdef");
        const std::string bytes = frame(headers, "x") + frame("", "");
        const QByteArrayList lines = parse(bytes);
        QCOMPARE(lines.size(), 2);
        QCOMPARE(lines.first(), QByteArray("t/0=true f/1=false b/2=-2 s/3=258 i/4=-3 l/5=4294967296 raw/6=00ff "
                                           "text/7=6869 time/8=1000 uuid/9=30313233343536373839616263646566 | x"));
    }

    void resultsDoNotDependOnTheSplit() {
        std::string bytes;
        for (int i = 0; i < 3; ++i)
            bytes += eventFrame("contentBlockDelta", R"({"n":1})");
        const auto difference = splitDifference(bytes, [](const Pieces& pieces) { return parse(pieces); });
        QVERIFY2(!difference, difference ? difference->constData() : "");
        // A damaged second message: the first comes out, at every split.
        bytes = withByte(bytes, bytes.size() / 3 + 20, 1);
        const auto damaged = splitDifference(bytes, [](const Pieces& pieces) { return parse(pieces); });
        QVERIFY2(!damaged, damaged ? damaged->constData() : "");
        QCOMPARE(parse(bytes).size(), 2);
    }

    void everyDamagedBitIsFound() {
        const std::string whole = eventFrame("messageStop", R"({"stopReason":"end_turn"})");
        for (std::size_t at = 0; at < whole.size(); ++at) {
            const QByteArrayList lines = parse(withByte(whole, at, 0x10));
            QCOMPARE(lines.size(), 1);
            QVERIFY2(lines.first().startsWith("error: The provider's event stream is damaged"), lines.first());
        }
    }

    void whatCannotBe_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("word");
        const auto row = [](const char* name, const std::string& bytes, const char* word) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << QByteArray(word);
        };
        row("total length below the least", prelude(15, 0), "contradict");
        row("zero length", prelude(0, 0), "contradict");
        row("headers longer than the message", prelude(40, 25), "contradict");
        row("larger than may be", prelude(0xFFFFFFFF, 0), "too large");
        row("headers larger than may be", prelude(1 << 20, (128 << 10) + 1), "too large");
        row("prelude checksum", withByte(prelude(16, 0), 11, 1), "lengths is wrong");
        row("message checksum", withByte(frame("", "abc"), 18, 1), "a message is wrong");
        row("unknown header type", frame(headerBytes("x", 10, ""), ""), "headers");
        row("header without a name", frame(headerBytes("", 0, ""), ""), "headers");
        row("header name cut",
            frame("\x05"
                  "abc",
                  ""),
            "headers");
        row("header without a type",
            frame("\x01"
                  "a",
                  ""),
            "headers");
        row("header value cut", frame(headerBytes("x", 7, std::string("\0\x09hi", 4)), ""), "headers");
        row("number cut", frame(headerBytes("x", 5, "abc"), ""), "headers");
    }
    void whatCannotBe() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, word);
        AwsEventStreamParser parser;
        parser.feed(bytes.toStdString());
        QVERIFY(!parser.next());
        QVERIFY(parser.error());
        QVERIFY(parser.error()->kind == ErrorKind::Upstream);
        QVERIFY2(QByteArray::fromStdString(parser.error()->message).contains(word), parser.error()->message.c_str());
        parser.feed(frame("", "good"));
        QVERIFY(!parser.next());
    }

    void aCutMessageIsSeen() {
        const std::string whole = frame("", "abc");
        QCOMPARE(parse(whole.substr(0, whole.size() - 1)), QByteArrayList{"cut"});
        QCOMPARE(parse(whole.substr(0, 3)), QByteArrayList{"cut"});
        QCOMPARE(parse(whole), QByteArrayList{"| abc"});
    }
};

QTEST_GUILESS_MAIN(TestAwsEventStream)
#include "tst_awseventstream.moc"
