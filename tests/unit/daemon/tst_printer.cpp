// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/printer.h"
#include "app/daemon/textwidth.h"

#include <QTest>

using namespace llmg::daemon;

namespace {

std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = text.find('\n', begin);
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

boost::json::array listOf(const boost::json::value& row) {
    boost::json::array list;
    list.push_back(row);
    return list;
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

class PrinterTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void writesNumbersAsJsonOfPeople_data() {
        QTest::addColumn<double>("number");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing") << 0.0 << QByteArray("0\n");
        QTest::newRow("whole") << 125.0 << QByteArray("125\n");
        QTest::newRow("a part") << 0.1 << QByteArray("0.1\n");
        QTest::newRow("negative") << -2.5 << QByteArray("-2.5\n");
    }

    void writesNumbersAsJsonOfPeople() {
        QFETCH(double, number);
        QFETCH(QByteArray, text);
        QCOMPARE(QByteArray::fromStdString(prettyJson(number)), text);
    }

    void readsBackWhatItWrote() {
        const boost::json::value value{{"percent", 0.1}, {"large", 1e22}, {"list", {1, "a\"b", nullptr, true}}};
        QCOMPARE(boost::json::parse(prettyJson(value)), value);
    }

    void alignsColumnsByWhatIsSeen() {
        const auto row = [](const char* name) {
            return boost::json::value{{"name", name}, {"mode", "hybrid"}, {"ttl", 60}};
        };
        const auto lines = linesOf(printable("project list", {row("Zürich"), row("日本語"), row("x")}));
        QCOMPARE(lines.size(), std::size_t{4});
        const auto column = textWidth(lines[0].substr(0, lines[0].find("MODE")));
        for (std::size_t i = 1; i < lines.size(); ++i)
            QCOMPARE(textWidth(lines[i].substr(0, lines[i].find("hybrid"))), column);
    }

    void saysThatAKeyWaits() {
        const boost::json::value key{
            {"name", "ci"}, {"state", "limit reached"}, {"reached", "day"}, {"until", "2026-11-23T00:00:00.000Z"}};
        QVERIFY(contains(printable("key list", listOf(key)), "limit reached, until 2026-11-23 00:00:00 UTC"));
        QVERIFY(contains(printable("key show", key), "until:                  2026-11-23 00:00:00 UTC"));
    }

    void saysWhatIsNotSet_data() {
        QTest::addColumn<QByteArray>("object");
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("no rate") << QByteArray(R"({"rpm":null})") << QByteArray("rpm:                    none\n");
        QTest::newRow("never used") << QByteArray(R"({"last_used":null})")
                                    << QByteArray("last_used:              never\n");
        QTest::newRow("all models") << QByteArray(R"({"models":[]})") << QByteArray("models:                 all\n");
        QTest::newRow("no aliases") << QByteArray(R"({"aliases":{}})") << QByteArray("aliases:                none\n");
    }

    void saysWhatIsNotSet() {
        QFETCH(QByteArray, object);
        QFETCH(QByteArray, line);
        QCOMPARE(QByteArray::fromStdString(printable("key show", boost::json::parse(object.toStdString()))), line);
    }

    void leavesOutWhatNoRowHas() {
        QVERIFY(!contains(printable("usage", listOf({{"group", "ci"}, {"requests", 2}})), "FROM"));
        QVERIFY(contains(printable("usage", listOf({{"start", nullptr}, {"requests", 2}})), "FROM"));
    }

    void shortensLongLists() {
        const boost::json::value key{{"models", {"a", "b", "c", "d"}}};
        QVERIFY(contains(printable("key list", listOf(key)), "a, b and 2 more"));
        QVERIFY(contains(printable("key show", key), "a, b, c, d"));
    }

    void keepsNamesFromObeyingTheTerminal() {
        const boost::json::value request{{"requested_model", "a\x1b[2Jb\nc"}};
        const auto text = printable("requests", listOf(request));
        QVERIFY(!contains(text, "\x1b"));
        QCOMPARE(linesOf(text).size(), std::size_t{2});
    }

    void putsWarningsAside() {
        const boost::json::value answer{{"name", "Web"}, {"warnings", {"models: no model is called “gpt”."}}};
        QCOMPARE(warningsOf(answer).size(), std::size_t{1});
        QVERIFY(!contains(printable("project show", answer), "warning"));
        QVERIFY(contains(prettyJson(answer), "warnings"));
        QVERIFY(warningsOf(boost::json::array{}).empty());
    }
};

QTEST_APPLESS_MAIN(PrinterTest)
#include "tst_printer.moc"
