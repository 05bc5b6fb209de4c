// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/commandline.h"
#include "app/daemon/help.h"
#include "app/daemon/localcommands.h"
#include "app/daemon/textwidth.h"
#include "app/service/commandargs.h"

#include <QTest>

using namespace llmg;
using namespace llmg::daemon;

namespace {

std::vector<std::string> words(const QString& line) {
    std::vector<std::string> list;
    for (const auto& word : line.split(u' ', Qt::SkipEmptyParts))
        list.push_back(word.toStdString());
    return list;
}

} // namespace

class CommandLineTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void understands_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("args");
        QTest::newRow("serve") << "serve --port 0 --data /tmp/x"
                               << "serve"
                               << R"({"port":"0"})";
        QTest::newRow("three words") << "provider key add openai --label work --from-env K"
                                     << "provider key add"
                                     << R"({"label":"work","from-env":"K","id":"openai"})";
        QTest::newRow("two words of three") << "provider list --json"
                                            << "provider list"
                                            << "{}";
        QTest::newRow("option with equals") << "key create --name=laptop"
                                            << "key create"
                                            << R"({"name":"laptop"})";
        QTest::newRow("optional argument left out") << "provider key list"
                                                    << "provider key list"
                                                    << "{}";
        QTest::newRow("rest") << "project set default mode=credits bodies=off"
                              << "project set"
                              << R"({"name":"default","set":["mode=credits","bodies=off"]})";
        QTest::newRow("a rest that may be left out") << "provider set aws-bedrock --proxy direct"
                                                     << "provider set"
                                                     << R"({"proxy":"direct","id":"aws-bedrock"})";
        QTest::newRow("a rest that is there") << "provider set google-vertex project=p location=eu"
                                              << "provider set"
                                              << R"({"id":"google-vertex","set":["project=p","location=eu"]})";
        QTest::newRow("a word with blanks and commas stays one")
            << "project set default models=a,b alias:gpt-4=gpt-4o"
            << "project set"
            << R"({"name":"default","set":["models=a,b","alias:gpt-4=gpt-4o"]})";
        QTest::newRow("limits of a key") << "key create --daily 1 --weekly 3 --providers openai,groq --rpm 60"
                                         << "key create"
                                         << R"({"daily":"1","weekly":"3","providers":"openai,groq","rpm":"60"})";
        QTest::newRow("a key's settings") << "key set ci limit=none rpm=60"
                                          << "key set"
                                          << R"({"key":"ci","set":["limit=none","rpm=60"]})";
        QTest::newRow("a new project's settings") << "project create web mode=hybrid"
                                                  << "project create"
                                                  << R"({"name":"web","set":["mode=hybrid"]})";
        QTest::newRow("budget") << "budget set --project web --amount 5 --block"
                                << "budget set"
                                << R"({"project":"web","amount":"5","block":"on"})";
        QTest::newRow("rollout") << "rollout set web percent=10 candidate.mode=credits"
                                 << "rollout set"
                                 << R"({"project":"web","set":["percent=10","candidate.mode=credits"]})";
        QTest::newRow("a provider key's weight") << "provider key set openai work weight=3"
                                                 << "provider key set"
                                                 << R"({"id":"openai","label":"work","set":["weight=3"]})";
        QTest::newRow("import") << "provider import --file .env --dry-run"
                                << "provider import"
                                << R"({"file":".env","dry-run":"on"})";
        QTest::newRow("switch") << "requests --errors --limit 5"
                                << "requests"
                                << R"({"errors":"on","limit":"5"})";
        const auto budget = [](const char* option, const char* state) {
            QTest::newRow(option) << QStringLiteral("budget set ") + QLatin1String(option) << "budget set"
                                  << QStringLiteral("{\"block\":\"%1\"}").arg(QLatin1String(state));
        };
        budget("--block=on", "on");
        budget("--block=yes", "on");
        budget("--block=off", "off");
        budget("--block=no", "off");
        budget("--no-block", "off");
        budget("--no-block=off", "on");
        QTest::newRow("a key by name") << "key show ci"
                                       << "key show"
                                       << R"({"key":"ci"})";
    }

    void understands() {
        QFETCH(QString, line);
        QFETCH(QString, command);
        QFETCH(QString, args);
        const auto parsed = parseCommandLine(words(line));
        QVERIFY2(parsed, parsed ? "" : parsed.error().message.c_str());
        QCOMPARE(QString::fromStdString(parsed->command), command);
        QCOMPARE(boost::json::value(parsed->args), boost::json::parse(args.toStdString()));
    }

    void refuses_data() {
        QTest::addColumn<QString>("line");
        QTest::newRow("unknown command") << "frobnicate";
        QTest::newRow("unknown second word") << "key frobnicate";
        QTest::newRow("unknown option") << "key list --frobnicate";
        QTest::newRow("option of another command") << "key list --port 1";
        QTest::newRow("missing argument") << "key revoke";
        QTest::newRow("too many arguments") << "key list more";
        QTest::newRow("option without its value") << "serve --port";
        QTest::newRow("nothing to set") << "project set default";
        QTest::newRow("nothing to set of a key") << "key set ci";
        QTest::newRow("a rollout of nothing") << "rollout show";
        QTest::newRow("a budget without its id") << "budget remove";
        QTest::newRow("a provider key without its label") << "provider key set openai";
        QTest::newRow("a switch that is neither on nor off") << "budget set --block=perhaps";
        QTest::newRow("a value with “no” before it") << "key create --no-limit";
        QTest::newRow("an option in place of a value") << "key create --limit --json";
        QTest::newRow("an empty value") << "key create --limit=";
        QTest::newRow("an empty date") << "key create --expires=";
        QTest::newRow("an empty directory") << "key list --data=";
        QTest::newRow("a global switch that is neither") << "key list --json=perhaps";
        QTest::newRow("an unknown short option") << "key list -x";
        QTest::newRow("a number that looks like an option") << "key show -1";
    }

    void refuses() {
        QFETCH(QString, line);
        const auto parsed = parseCommandLine(words(line));
        QVERIFY(!parsed && parsed.error().kind == ErrorKind::InvalidParameters);
    }

    void refusesEmptyWords() {
        QVERIFY(!parseCommandLine({"key", "create", "--limit", ""}));
        QVERIFY(!parseCommandLine({"key", "show", ""}));
        QVERIFY(!parseCommandLine({"--data", "", "key", "list"}));
    }

    void knowsThatJsonIsWantedOfAWrongLine() {
        QVERIFY(wantsJson({"frobnicate", "--json"}));
        QVERIFY(!wantsJson({"frobnicate"}));
    }

    void saysWhatAGroupHas() {
        const auto parsed = parseCommandLine(words(QStringLiteral("provider key frobnicate")));
        QVERIFY(!parsed);
        QVERIFY2(parsed.error().message.find("add, list, set, remove") != std::string::npos,
                 parsed.error().message.c_str());
    }

    void helps_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("topic");
        const auto row = [](const char* line, const char* topic) {
            QTest::newRow(line) << QString::fromLatin1(line) << QString::fromLatin1(topic);
        };
        row("help", "");
        row("--help", "");
        row("-h", "");
        row("key --help", "key");
        row("help key", "key");
        row("-h key create", "key create");
        row("key -h create", "key create");
        row("key create -h", "key create");
        row("key create --limit 5 --nonsense -h", "key create");
        row("help provider key", "provider key");
        row("provider key add --help", "provider key add");
    }

    void helps() {
        QFETCH(QString, line);
        QFETCH(QString, topic);
        const auto parsed = parseCommandLine(words(line));
        QVERIFY2(parsed, parsed ? "" : parsed.error().message.c_str());
        QVERIFY(parsed->help);
        QCOMPARE(QString::fromStdString(parsed->topic), topic);
    }

    void aGroupAloneHasNoCommandButATopic() {
        const auto parsed = parseCommandLine({"project"});
        QVERIFY(parsed && parsed->command.empty() && !parsed->help);
        QCOMPARE(parsed->topic, std::string("project"));
        const auto help = helpText(parsed->topic);
        QVERIFY(help.find("project create") != std::string::npos);
        QVERIFY(help.find("key create") == std::string::npos);
    }

    void helpHasALineForEachOption() {
        for (const auto& spec : commandSpecs()) {
            const auto help = QString::fromStdString(helpText(spec.words));
            const auto lines = help.split(u'\n');
            for (const auto& option : spec.options) {
                const auto start = QStringLiteral("  --") + QLatin1String(option.name.data(), option.name.size());
                QCOMPARE(
                    std::count_if(lines.begin(), lines.end(),
                                  [&](const QString& each) { return each.startsWith(start + u' ') || each == start; }),
                    1);
            }
            for (const auto& setting : spec.settings)
                QVERIFY(help.contains(QString::fromUtf8(setting.help.data(), setting.help.size())));
        }
    }

    void measuresTexts_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("width");
        QTest::newRow("ASCII") << "project" << 7;
        QTest::newRow("accents") << QStringLiteral("Zürich…") << 7;
        QTest::newRow("wide characters") << QStringLiteral("日本語") << 6;
        QTest::newRow("Korean") << QStringLiteral("한국") << 4;
        QTest::newRow("an emoji") << QStringLiteral("🚀") << 2;
        QTest::newRow("a mark that combines") << QStringLiteral("e\u0301") << 1;
        QTest::newRow("empty") << QString() << 0;
    }

    void measuresTexts() {
        QFETCH(QString, text);
        QFETCH(int, width);
        QCOMPARE(static_cast<int>(textWidth(text.toStdString())), width);
        QCOMPARE(textWidth(padded(text.toStdString(), 10)), std::size_t{10});
    }

    void keepsControlsFromTheTerminal() {
        QCOMPARE(withoutControls("a\x1b[2Jb\nc"), std::string("a\uFFFD[2Jb\uFFFDc"));
    }

    void helpNamesEveryCommand() {
        const auto help = helpText({});
        for (const auto& spec : commandSpecs())
            QVERIFY2(help.find(spec.words) != std::string::npos, std::string(spec.words).c_str());
    }

    void splitsLists_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("items");
        QTest::newRow("one") << "a" << QStringList{QStringLiteral("a")};
        QTest::newRow("blanks around") << " a , b " << QStringList{QStringLiteral("a"), QStringLiteral("b")};
        QTest::newRow("nothing between") << "a,,b," << QStringList{QStringLiteral("a"), QStringLiteral("b")};
        QTest::newRow("blanks only") << "  " << QStringList{};
        QTest::newRow("empty") << "" << QStringList{};
    }

    void splitsLists() {
        QFETCH(QString, text);
        QFETCH(QStringList, items);
        std::vector<std::string> expected;
        for (const auto& item : items)
            expected.push_back(item.toStdString());
        QCOMPARE(service::splitList(text.toStdString()), expected);
    }

    void readsCounts_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("count");
        QTest::newRow("plain") << "1000000" << qint64{1000000};
        QTest::newRow("grouped") << "1,000,000" << qint64{1000000};
        QTest::newRow("millions") << "10M" << qint64{10000000};
        QTest::newRow("part of a million") << "1.5M" << qint64{1500000};
        QTest::newRow("thousands") << "250k" << qint64{250000};
        QTest::newRow("too fine") << "1.5" << qint64{-1};
        QTest::newRow("negative") << "-5" << qint64{-1};
        QTest::newRow("too large") << "99999999999999999999" << qint64{-1};
        QTest::newRow("empty") << "" << qint64{-1};
        QTest::newRow("unit alone") << "M" << qint64{-1};
    }

    void readsCounts() {
        QFETCH(QString, text);
        QFETCH(qint64, count);
        const auto parsed = service::parseCount(text.toStdString());
        QCOMPARE(parsed ? qint64{*parsed} : qint64{-1}, count);
    }

    void readsTimes() {
        QCOMPARE(*service::parseDuration("90m"), std::chrono::seconds{5400});
        QCOMPARE(*service::parseDuration("30d"), std::chrono::seconds{2592000});
        QVERIFY(!service::parseDuration("30"));
        QVERIFY(!service::parseDuration("-1h"));
        QCOMPARE(service::formatTime(*service::parseDate("2026-12-31")), std::string("2027-01-01T00:00:00.000Z"));
        QVERIFY(!service::parseDate("31.12.2026"));
    }

    /// Whatever zone this machine is in.
    void readsTimesInUtc_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("time");
        QTest::newRow("a day ends") << QByteArray("2026-12-31") << QByteArray("2027-01-01T00:00:00.000Z");
        QTest::newRow("without an offset")
            << QByteArray("2026-12-31T18:00:00") << QByteArray("2026-12-31T18:00:00.000Z");
        QTest::newRow("UTC") << QByteArray("2026-12-31T18:00:00Z") << QByteArray("2026-12-31T18:00:00.000Z");
        QTest::newRow("an offset") << QByteArray("2026-12-31T18:00:00+02:00") << QByteArray("2026-12-31T16:00:00.000Z");
        QTest::newRow("no seconds") << QByteArray("2026-12-31T18:00") << QByteArray("2026-12-31T18:00:00.000Z");
    }

    void readsTimesInUtc() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, time);
        const auto before = qgetenv("TZ");
        qputenv("TZ", "JST-9");
        tzset();
        const auto read = service::parseDate(text.toStdString());
        qputenv("TZ", before);
        tzset();
        QVERIFY(read);
        QCOMPARE(service::formatTime(*read), time.toStdString());
    }

    void readsPercentages_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("perMille");
        QTest::newRow("whole") << QByteArray("20") << 200;
        QTest::newRow("with its sign") << QByteArray("20%") << 200;
        QTest::newRow("a part") << QByteArray("0.5") << 5;
        QTest::newRow("nothing") << QByteArray("0") << 0;
        QTest::newRow("too fine") << QByteArray("0.25") << -1;
        QTest::newRow("too much") << QByteArray("51") << -1;
        QTest::newRow("negative") << QByteArray("-1") << -1;
        QTest::newRow("a sign alone") << QByteArray("%") << -1;
        QTest::newRow("empty") << QByteArray() << -1;
    }

    void readsPercentages() {
        QFETCH(QByteArray, text);
        QFETCH(int, perMille);
        const auto read = service::parsePerMille("exploration", text.toStdString(), 50);
        QCOMPARE(read ? *read : -1, perMille);
        if (read) {
            QCOMPARE(*service::parsePerMille("exploration", service::formatPerMille(*read), 50), perMille);
        }
    }

    void readsMoney() {
        QCOMPARE(service::parseUsd("$12.50")->nanoUsd, std::int64_t{12'500'000'000});
        QCOMPARE(service::parseUsd("0.000000001")->nanoUsd, std::int64_t{1});
        QVERIFY(!service::parseUsd("0.0000000001"));
        QVERIFY(!service::parseUsd("-1"));
        QVERIFY(!service::parseUsd("1e3"));
    }

    /// PRODUCT.md: the guide's own table is wrong; these are the right figures.
    void comparesCostsOfTheGuidesExample() {
        boost::json::object args{{"model", "gpt-4o"}, {"provider", "openai"}, {"input", "10M"}, {"output", "1M"}};
        const auto compared = compareCosts(args);
        QVERIFY(compared);
        const auto& object = compared->as_object();
        QCOMPARE(object.at("direct_usd").as_string(), "35");
        QCOMPARE(object.at("credits_usd").as_string(), "38.5");
        QCOMPARE(object.at("own_keys_usd").as_string(), "64");
        QCOMPARE(object.at("break_even_spend_usd").as_string(), "290");
    }

    void saysWhatIsWrongWithAComparison() {
        const auto unknown = compareCosts({{"model", "gpt4o"}});
        QVERIFY(!unknown);
        QVERIFY(unknown.error().message.find("gpt-4o") != std::string::npos);
        QVERIFY(!compareCosts({{"model", "gpt-4o"}, {"input", "1"}, {"cached", "2"}}));
        QVERIFY(!compareCosts({{"model", "gpt-4o"}, {"input", "1"}, {"markup", "x"}}));
    }
};

QTEST_GUILESS_MAIN(CommandLineTest)
#include "tst_commandline.moc"
