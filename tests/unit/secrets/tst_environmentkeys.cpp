// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/secrets/environmentkeys.h"
#include "app/secrets/secretstore.h"

#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <random>

using namespace Qt::StringLiterals;
using namespace llmg;

namespace {

// "NAME=value" lines as the parser saw them, or "error line N".
QString outcomeOf(const QByteArray& text) {
    const auto parsed = secrets::parseDotEnv({text.constData(), static_cast<std::size_t>(text.size())});
    if (!parsed)
        return u"error "_s + QString::fromStdString(parsed.error().message).section(u':', 0, 0);
    QStringList lines;
    for (const auto& [name, value] : *parsed)
        lines << QString::fromStdString(name) + u'=' +
                     QString::fromUtf8(value.reveal().data(), static_cast<qsizetype>(value.reveal().size()));
    return lines.join(u'|');
}

} // namespace

class TestEnvironmentKeys : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void keysOfFiles_data() {
        QTest::addColumn<QByteArrayList>("set");
        QTest::addColumn<QByteArray>("seen"); // id, key, trouble
        QTest::newRow("a file") << QByteArrayList{"G_FILE=/right"} << QByteArray("env:G_FILE:0|{\n}|");
        QTest::newRow("blanks around its name")
            << QByteArrayList{"G_FILE= /right "} << QByteArray("env:G_FILE:0|{\n}|");
        QTest::newRow("that cannot be read")
            << QByteArrayList{"G_FILE=/wrong"} << QByteArray("env:G_FILE:0||G_FILE: no such file");
        QTest::newRow("a key comes first")
            << QByteArrayList{"G_KEY=k", "G_FILE=/right"} << QByteArray("env:G_KEY:0|k|");
        QTest::newRow("not set") << QByteArrayList{"G_FILE="} << QByteArray();
    }
    void keysOfFiles() {
        QFETCH(QByteArrayList, set);
        QFETCH(QByteArray, seen);
        const auto lookup = [&](const std::string& name) -> std::optional<std::string> {
            for (const QByteArray& each : set)
                if (each.startsWith(QByteArray::fromStdString(name + "=")))
                    return each.mid(qsizetype(name.size()) + 1).toStdString();
            return std::nullopt;
        };
        const auto file = [](const std::string& path) -> Result<Secret> {
            if (path == "/right")
                return Secret("{\n}");
            return fail(ErrorKind::Configuration, "no such file");
        };
        QByteArray found;
        for (const auto& key : secrets::environmentKeys({{"g", {"G_KEY"}, {"G_FILE"}}}, lookup, file))
            found += QByteArray::fromStdString(key.id + "|" + std::string(key.secret.reveal()) + "|" + key.trouble);
        QCOMPARE(found, seen);
    }

    void keyFilesAreReadWithinBounds() {
        QTemporaryDir directory;
        const auto written = [&directory](const char* name, const QByteArray& text) {
            QFile file(directory.filePath(QString::fromLatin1(name)));
            if (file.open(QIODevice::WriteOnly))
                file.write(text);
            return file.fileName().toStdString();
        };
        const auto whole = secrets::readKeyFile(written("key.json", " {\n \"a\": 1\n}\n"));
        QVERIFY(whole);
        QCOMPARE(QByteArray::fromStdString(std::string(whole->reveal())), QByteArray("{\n \"a\": 1\n}"));
        for (const auto& path : {written("empty", "\n"), written("large", QByteArray(70'000, 'x')),
                                 directory.path().toStdString(), std::string("/dev/zero"), std::string("/no/such")}) {
            const auto read = secrets::readKeyFile(path);
            QVERIFY2(!read, path.c_str());
            QVERIFY(read.error().message.find(path) != std::string::npos);
            QVERIFY(read.error().message.find("xxx") == std::string::npos);
        }
    }

    void awsKeysAreOneOfSeveralVariables_data() {
        QTest::addColumn<QByteArrayList>("set");
        QTest::addColumn<QByteArray>("key");
        QTest::newRow("long-lived") << QByteArrayList{"AWS_ACCESS_KEY_ID=AKIA1", "AWS_SECRET_ACCESS_KEY=s/1 "}
                                    << QByteArray("AKIA1:s/1");
        QTest::newRow("temporary") << QByteArrayList{"AWS_ACCESS_KEY_ID=ASIA1", "AWS_SECRET_ACCESS_KEY=s",
                                                     "AWS_SESSION_TOKEN=t"}
                                   << QByteArray("ASIA1:s:t");
        QTest::newRow("half of one") << QByteArrayList{"AWS_ACCESS_KEY_ID=AKIA1", "AWS_REGION=eu-central-1"}
                                     << QByteArray();
        QTest::newRow("Bedrock's own first")
            << QByteArrayList{"AWS_ACCESS_KEY_ID=AKIA1", "AWS_SECRET_ACCESS_KEY=s", "AWS_BEARER_TOKEN_BEDROCK=b"}
            << QByteArray("b");
        QTest::newRow("a bearer token") << QByteArrayList{"AWS_REGION=eu-central-1", "AWS_BEARER_TOKEN_BEDROCK=b"}
                                        << QByteArray("b");
    }
    void awsKeysAreOneOfSeveralVariables() {
        QFETCH(QByteArrayList, set);
        QFETCH(QByteArray, key);
        const auto lookup = [&](const std::string& name) -> std::optional<std::string> {
            for (const QByteArray& entry : set) {
                if (entry.startsWith(QByteArray::fromStdString(name + "=")))
                    return entry.mid(entry.indexOf('=') + 1).toStdString();
            }
            return std::nullopt;
        };
        const auto keys = secrets::environmentKeys({{"aws-bedrock",
                                                     {"AWS_BEARER_TOKEN_BEDROCK", "AWS_ACCESS_KEY_ID",
                                                      "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION"}}},
                                                   lookup);
        QCOMPARE(keys.size(), std::size_t(key.isEmpty() ? 0 : 1));
        if (!keys.empty())
            QCOMPARE(QByteArray::fromStdString(std::string(keys.front().secret.reveal())), key);
    }

    void readsDotEnv_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("outcome");
        const auto row = [](const char* name, QByteArray text, const QString& outcome) {
            QTest::newRow(name) << std::move(text) << outcome;
        };
        row("nothing", "", u""_s);
        row("one", "A=1", u"A=1"_s);
        row("two, one empty", "A=1\nB=\n", u"A=1|B="_s);
        row("blanks around", "  A = 1  \n\tB\t=\t2\t", u"A=1|B=2"_s);
        row("comments and empty lines", "# c\n\n  # d\nA=1\n#B=2", u"A=1"_s);
        row("comment after a value", "A=1 # why\nB=1#2\nC=#x\n", u"A=1|B=1#2|C="_s);
        row("export", "export A=1\nexport\tB=2\nexport=3", u"A=1|B=2|export=3"_s);
        row("CRLF", "A=1\r\nB=\"2\"\r\n", u"A=1|B=2"_s);
        row("lone CR", "A=1\rB=2", u"A=1|B=2"_s);
        row("byte order mark",
            "\xEF\xBB\xBF"
            "A=1",
            u"A=1"_s);
        row("double quotes", "A=\"x \\\"y\\\" \\$z \\\\ # no\"", u"A=x \"y\" $z \\ # no"_s);
        row("escapes", "A=\"a\\tb\\qc\"", u"A=a\tb\\qc"_s);
        row("single quotes are literal", "A='x \\n \"y\"'", u"A=x \\n \"y\""_s);
        row("quoted over lines", "A=\"x\r\ny\"\nB=2", u"A=x\ny|B=2"_s);
        row("comment after quotes", "A='x' # c\nB=2", u"A=x|B=2"_s);
        row("equals sign in a value", "A=b=c==", u"A=b=c=="_s);
        row("the later one wins", "A=1\nB=2\nA=3", u"A=3|B=2"_s);
        row("a dollar is not expanded", "A=$B", u"A=$B"_s);
        row("UTF-8", "A=\xC3\xA4", u"A=\u00e4"_s);
        row("no equals sign", "A=1\nB", u"error line 2"_s);
        row("no name", "A=1\n\n=3", u"error line 3"_s);
        row("a name that begins with a digit", "1A=1", u"error line 1"_s);
        row("a shell command", "A=1\nrm -rf /\n", u"error line 2"_s);
        row("a quote that is never closed", "A=1\nB='x\ny\n", u"error line 2"_s);
        row("more after the quotes", "A=\"x\"y", u"error line 1"_s);
        row("more after quotes over lines", "A=\"x\n\n\"y", u"error line 3"_s);
        row("a zero byte", QByteArray("A=1\nB=x\0y", 9), u"error line 2"_s);
        row("a binary file",
            QByteArray("\x7F"
                       "ELF\0\0",
                       6),
            u"error line 1"_s);
        row("too large", "A=" + QByteArray(1 << 20, 'x'),
            u"error the file is larger than 1 MiB; it does not look like a .env file"_s);
    }
    void readsDotEnv() {
        QFETCH(QByteArray, text);
        QFETCH(QString, outcome);
        QCOMPARE(outcomeOf(text), outcome);
    }

    void refusesTooManyEntries() {
        QByteArray text;
        for (int i = 0; i < 10'001; ++i)
            text += "A" + QByteArray::number(i) + "=\n";
        QCOMPARE(outcomeOf(text), u"error line 10001"_s);
    }

    void neverSaysAValueInAnError() {
        const QByteArray text = "A=ok\nKEY='sk-secret\n";
        const auto parsed = secrets::parseDotEnv({text.constData(), static_cast<std::size_t>(text.size())});
        QVERIFY(!parsed);
        QVERIFY(parsed.error().message.find("sk-secret") == std::string::npos);
    }

    void survivesAnything() {
        std::mt19937 random(1);
        const std::string_view alphabet("AB=\"'`\\\r\n# \t$export\0\xFF", 22);
        for (int i = 0; i < 20'000; ++i) {
            std::string text;
            for (auto n = random() % 24; n > 0; --n)
                text.push_back(alphabet[random() % alphabet.size()]);
            (void)secrets::parseDotEnv(text);
        }
    }

    void findsKeysInTheEnvironment_data() {
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("second");
        QTest::addColumn<QString>("found");
        QTest::newRow("none") << QString() << QString() << u""_s;
        QTest::newRow("one") << u"k1"_s << QString() << u"env:P_KEY:0=k1"_s;
        QTest::newRow("the first variable wins") << u"k1"_s << u"k2"_s << u"env:P_KEY:0=k1"_s;
        QTest::newRow("an empty one does not count") << u" "_s << u"k2"_s << u"env:P_TOKEN:0=k2"_s;
        QTest::newRow("several") << u"k1, k2 ,k3"_s << QString() << u"env:P_KEY:0=k1|env:P_KEY:1=k2|env:P_KEY:2=k3"_s;
        QTest::newRow("empty ones between") << u",k1,,k2,"_s << QString() << u"env:P_KEY:1=k1|env:P_KEY:3=k2"_s;
        QTest::newRow("the same twice") << u"k1,k1"_s << QString() << u"env:P_KEY:0=k1"_s;
        QTest::newRow("no header could hold it") << u"a\nb,k\u00e9y,good"_s << QString() << u"env:P_KEY:2=good"_s;
        QTest::newRow("only useless ones: the next variable") << u"a b"_s << u"k2"_s << u"env:P_TOKEN:0=k2"_s;
    }
    void findsKeysInTheEnvironment() {
        QFETCH(QString, first);
        QFETCH(QString, second);
        QFETCH(QString, found);
        std::map<std::string, std::string> environment;
        if (!first.isNull())
            environment["P_KEY"] = first.toStdString();
        if (!second.isNull())
            environment["P_TOKEN"] = second.toStdString();
        const auto keys =
            secrets::environmentKeys({{"other", {"OTHER_KEY"}}, {"p", {"P_KEY", "P_TOKEN"}}},
                                     [&](const std::string& name) -> std::optional<std::string> {
                                         const auto it = environment.find(name);
                                         return it == environment.end() ? std::nullopt : std::optional(it->second);
                                     });
        QStringList lines;
        for (const auto& key : keys) {
            QCOMPARE(key.provider, std::string("p"));
            lines << QString::fromStdString(key.id + "=" + std::string(key.secret.reveal()));
        }
        QCOMPARE(lines.join(u'|'), found);
    }

    void theSessionStoreForgetsWithItsEnd() {
        auto store = secrets::newSessionStore();
        QCOMPARE(store->name(), u"this session only"_s);
        QVERIFY(!store->isPersistent());
        QCOMPARE(store->read(u"a"_s).result().error().kind, ErrorKind::NotFound);
        QVERIFY(store->write(u"a"_s, Secret("1")).result());
        QVERIFY(store->write(u"a"_s, Secret("2")).result());
        QCOMPARE(store->read(u"a"_s).result()->reveal(), std::string_view("2"));
        QVERIFY(store->remove(u"a"_s).result());
        QVERIFY(store->remove(u"a"_s).result());
        QCOMPARE(store->read(u"a"_s).result().error().kind, ErrorKind::NotFound);
        QVERIFY(store->write(u"a"_s, Secret("1")).result());
        store = secrets::newSessionStore();
        QCOMPARE(store->read(u"a"_s).result().error().kind, ErrorKind::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestEnvironmentKeys)
#include "tst_environmentkeys.moc"
