// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/sse.h"
#include "support/everysplit.h"

#include <QTest>

using namespace llmg;
using dialects::SseParser;

namespace {

struct Read {
    std::vector<std::pair<std::string, std::string>> events; // name, data
    std::string raw;                                         // all raw bytes, joined
    bool tooLarge = false;
    friend bool operator==(const Read&, const Read&) = default;
};

Read readAll(const tests::Pieces& pieces, std::size_t max = SseParser::kMaxEventBytes) {
    SseParser parser(max);
    Read read;
    const auto keep = [&](const dialects::SseEvent& event) {
        read.events.emplace_back(event.name, event.data);
        read.raw += event.raw;
        if (event.raw.ends_with('\r'))
            read.raw += '\n'; // where the LF of a CRLF is, depends on the split
    };
    pieces.each([&](std::string_view piece) {
        parser.feed(piece);
        while (const auto event = parser.next())
            keep(*event);
    });
    if (const auto event = parser.finish())
        keep(*event);
    read.tooLarge = parser.tooLarge();
    return read;
}

} // namespace

class TestSse : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void readsTheSameAtEverySplit_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArrayList>("events"); // name|data
        using L = QByteArrayList;
        QTest::newRow("line feeds") << QByteArray("data: a\n\ndata: b\n\n") << L{"|a", "|b"};
        QTest::newRow("CRLF") << QByteArray("data: a\r\n\r\ndata: b\r\n\r\n") << L{"|a", "|b"};
        QTest::newRow("CR alone") << QByteArray("data: a\r\rdata: b\r\r") << L{"|a", "|b"};
        QTest::newRow("line ends mixed") << QByteArray("data: a\r\n\ndata: b\n\r\ndata: c\r\n\r\n")
                                         << L{"|a", "|b", "|c"};
        QTest::newRow("no space after the colon") << QByteArray("data:a\n\n") << L{"|a"};
        QTest::newRow("only the first space goes") << QByteArray("data:  a \n\n") << L{"| a "};
        QTest::newRow("several data lines") << QByteArray("data: a\ndata: b\ndata:\ndata: c\n\n") << L{"|a\nb\n\nc"};
        QTest::newRow("data without a colon") << QByteArray("data\n\n") << L{"|"};
        QTest::newRow("empty data") << QByteArray("data:\n\n") << L{"|"};
        QTest::newRow("event names") << QByteArray("event: ping\ndata: {}\n\ndata: x\n\n") << L{"ping|{}", "|x"};
        QTest::newRow("name after data") << QByteArray("data: {}\nevent:ping\n\n") << L{"ping|{}"};
        QTest::newRow("comments") << QByteArray(": hello\n\n:\n\n: again\ndata: a\n: more\n\n") << L{"|a"};
        QTest::newRow("a comment before and no blank line") << QByteArray(": wait\ndata: a\n\n") << L{"|a"};
        QTest::newRow("id, retry and unknown fields")
            << QByteArray("id: 7\nretry: 10\nfoo: bar\ndata: a\n\n") << L{"|a"};
        QTest::newRow("names that only begin alike") << QByteArray("database: x\nevents: y\ndata: a\n\n") << L{"|a"};
        QTest::newRow("a name without data is no event") << QByteArray("event: x\n\ndata: a\n\n") << L{"|a"};
        QTest::newRow("blank lines before") << QByteArray("\n\n\r\n\rdata: a\n\n") << L{"|a"};
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF"
                                                       "data: a\n\n")
                                         << L{"|a"};
        QTest::newRow("half a byte order mark") << QByteArray("\xEF\xBB"
                                                              "data: a\n\ndata: b\n\n")
                                                << L{"|b"};
        QTest::newRow("byte order mark later is data") << QByteArray("data: \xEF\xBB\xBF\n\n") << L{"|\xEF\xBB\xBF"};
        QTest::newRow("UTF-8") << QByteArray("data: h\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80\n\n")
                               << L{"|h\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80"};
        QTest::newRow("unfinished last event") << QByteArray("data: a\n\ndata: b") << L{"|a", "|b"};
        QTest::newRow("unfinished, line closed") << QByteArray("data: a\n\ndata: b\n") << L{"|a", "|b"};
        QTest::newRow("unfinished, CR") << QByteArray("data: a\r\n\r\nevent: e\r\ndata: b\r") << L{"|a", "e|b"};
        QTest::newRow("unfinished comment") << QByteArray("data: a\n\n: b") << L{"|a"};
        QTest::newRow("nothing") << QByteArray("") << L{};
    }

    void readsTheSameAtEverySplit() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArrayList, events);
        const std::string_view view(bytes.constData(), static_cast<std::size_t>(bytes.size()));
        const Read whole = readAll(tests::Pieces(view, {}));
        QByteArrayList got;
        for (const auto& [name, data] : whole.events)
            got << QByteArray::fromStdString(name) + '|' + QByteArray::fromStdString(data);
        QCOMPARE(got, events);
        const auto difference =
            tests::splitDifference(view, [](const tests::Pieces& pieces) { return readAll(pieces); });
        QVERIFY2(!difference, difference ? difference->constData() : "");
    }

    void rawIsEveryByteOfTheEvent() {
        const std::string bytes = "data: a\r\n\r\n: note\nevent: x\ndata: b\ndata: c\n\nid: 4\ndata:d\n\n";
        QCOMPARE(readAll(tests::Pieces(bytes, {})).raw, bytes);
    }

    void wholeEventIsNotCopied() {
        const std::string bytes = "data: " + std::string(100'000, 'x') + "\n\n";
        SseParser parser;
        parser.feed(bytes);
        const auto event = parser.next();
        QVERIFY(event);
        QCOMPARE(event->data.data(), bytes.data() + 6);
        QCOMPARE(event->raw.data(), bytes.data());
        QCOMPARE(event->data.size(), std::size_t{100'000});
        QVERIFY(!parser.next());
    }

    void refusesAnEventBeyondTheBound_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("tooLarge");
        const QByteArray good = "data: a\n\n";
        QTest::newRow("exactly the bound") << good + "data: " + QByteArray(56, 'x') + "\n\n" + good << false;
        QTest::newRow("one byte over") << good + "data: " + QByteArray(57, 'x') + "\n\n" + good << true;
        QTest::newRow("a line without end") << good + "data: " + QByteArray(500, 'x') << true;
        QTest::newRow("a comment without end") << good + ":" + QByteArray(500, 'x') << true;
        QTest::newRow("comments without end") << good + QByteArray(": keep\n").repeated(50) << true;
        QTest::newRow("comments closed by blank lines") << good + QByteArray(": keep\n\n").repeated(50) << false;
        QTest::newRow("many data lines") << good + QByteArray("data: x\n").repeated(50) + "\n" << true;
    }

    void refusesAnEventBeyondTheBound() {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, tooLarge);
        const std::string_view view(bytes.constData(), static_cast<std::size_t>(bytes.size()));
        const auto run = [](const tests::Pieces& pieces) { return readAll(pieces, 64); };
        const Read whole = run(tests::Pieces(view, {}));
        QCOMPARE(whole.tooLarge, tooLarge);
        QVERIFY(!whole.events.empty());
        QCOMPARE(whole.events.front().second, std::string("a"));
        const auto difference = tests::splitDifference(view, run);
        QVERIFY2(!difference, difference ? difference->constData() : "");
    }
};

QTEST_APPLESS_MAIN(TestSse)
#include "tst_sse.moc"
