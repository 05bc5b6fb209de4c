// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/secretinput.h"

#include <QTest>

#include <sstream>

using namespace llmg;

class TestSecretInput : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void readsOneKeyAndNoMore_data() {
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("rest");
        const auto row = [](const char* name, const QByteArray& input, const char* key, const char* rest) {
            QTest::newRow(name) << input << QByteArray(key) << QByteArray(rest);
        };
        row("a line", "sk-1\nsk-2\n", "sk-1", "sk-2\n");
        row("without a line end", "sk-1", "sk-1", "");
        row("with Windows' line end", "sk-1\r\n", "sk-1", "");
        row("blanks around it", "\n  sk-1 \n", "sk-1", "");
        row("a document", "{\n  \"a\": \"b\"\n}\nmore", "{\n\"a\": \"b\"\n}", "more");
        row("a document in one line", "{\"a\":{}}\nmore", "{\"a\":{}}", "more");
        row("a brace in a text", "{\"a\":\"}\",\n\"b\":1}\n", "{\"a\":\"}\",\n\"b\":1}", "");
        row("no document after all", "{nonsense\nmore", "{nonsense", "more");
        row("nothing", "", "error", "");
        row("blank lines", "\n\n", "error", "");
        row("a document that does not end", "{\"a\":\n", "error", "");
        row("without end", QByteArray(200'000, 'k'), "error", "");
        row("a document without end", "{\"a\":\"" + QByteArray(200'000, 'k'), "error", "");
    }
    void readsOneKeyAndNoMore() {
        QFETCH(QByteArray, input);
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, rest);
        std::istringstream stream(input.toStdString());
        const auto read = daemon::readSecret(stream);
        QCOMPARE(read ? QByteArray::fromStdString(*read) : QByteArray("error"), key);
        if (!read)
            return;
        std::string left(std::istreambuf_iterator<char>(stream), {});
        QCOMPARE(QByteArray::fromStdString(left), rest);
    }
};

QTEST_APPLESS_MAIN(TestSecretInput)
#include "tst_secretinput.moc"
