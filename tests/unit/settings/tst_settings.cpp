// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/settings/settings.h"

#include <QFile>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace llmg;
using settings::Key;
using settings::Settings;

class TestSettings : public QObject {
    Q_OBJECT

    QTemporaryDir m_directory;
    QString m_path;

    QByteArray file() {
        QFile file(m_path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void write(const QByteArray& content) {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(content);
    }

  private Q_SLOTS:
    void init() {
        m_path = m_directory.filePath(
            u"%1.ini"_s.arg(QLatin1StringView(QTest::currentTestFunction()) +
                            QLatin1StringView(QTest::currentDataTag() ? QTest::currentDataTag() : "")));
    }

    void everyKeyHasOneLineAndAnAcceptableDefault() {
        QSet<int> keys;
        QSet<QByteArray> names;
        Settings settings(m_path);
        for (const auto& definition : settings::definitions()) {
            keys.insert(static_cast<int>(definition.key));
            names.insert(definition.name);
            QCOMPARE(settings.value(definition.key), definition.fallback);
            QVERIFY2(settings.set(definition.key, definition.fallback), definition.name);
        }
        QCOMPARE(keys.size(), static_cast<qsizetype>(settings::definitions().size()));
        QCOMPARE(keys.size(), static_cast<int>(Key::FirstRunDone) + 1);
        QCOMPARE(names.size(), keys.size());
        QVERIFY(!file().contains('=')); // defaults are never written
    }

    void valuesComeBack() {
        {
            Settings settings(m_path);
            QSignalSpy spy(&settings, &Settings::changed);
            QVERIFY(settings.set(Key::GatewayPort, 4002));
            QVERIFY(settings.set(Key::GatewayPort, 4002));
            QCOMPARE(spy.count(), 1);
            QVERIFY(settings.set(Key::AllowedHosts, QStringList{u"a.local"_s}));
            QVERIFY(settings.set(Key::PlaygroundModels, QStringList{u"gpt-4o"_s, u"a, b"_s}));
            QVERIFY(settings.set(Key::WindowGeometry, QByteArray("\x01\x00\xFF\n", 4)));
            QVERIFY(settings.set(Key::PlaygroundDraft, u"two\nlines, \"quoted\" \u00e4"_s));
            QVERIFY(settings.set(Key::FirstRunDone, true));
            QVERIFY(settings.set(Key::Theme, u"dark"_s));
        }
        Settings settings(m_path);
        QCOMPARE(settings.value(Key::GatewayPort).toInt(), 4002);
        QCOMPARE(settings.value(Key::GatewayPort).typeId(), int(QMetaType::Int));
        QCOMPARE(settings.value(Key::AllowedHosts).toStringList(), QStringList{u"a.local"_s});
        QCOMPARE(settings.value(Key::PlaygroundModels).toStringList(), (QStringList{u"gpt-4o"_s, u"a, b"_s}));
        QCOMPARE(settings.value(Key::WindowGeometry).toByteArray(), QByteArray("\x01\x00\xFF\n", 4));
        QCOMPARE(settings.value(Key::PlaygroundDraft).toString(), u"two\nlines, \"quoted\" \u00e4"_s);
        QCOMPARE(settings.value(Key::FirstRunDone).toBool(), true);
        QCOMPARE(settings.value(Key::Theme).toString(), u"dark"_s);
        QVERIFY(settings.set(Key::Theme, u"system"_s));
        QVERIFY(!file().contains("theme"));
    }

    void refuses_data() {
        QTest::addColumn<int>("key");
        QTest::addColumn<QVariant>("value");
        QTest::newRow("port zero") << int(Key::GatewayPort) << QVariant(0);
        QTest::newRow("port too large") << int(Key::GatewayPort) << QVariant(65536);
        QTest::newRow("port as a word") << int(Key::GatewayPort) << QVariant(u"http"_s);
        QTest::newRow("no host") << int(Key::GatewayHost) << QVariant(u" "_s);
        QTest::newRow("an unknown theme") << int(Key::Theme) << QVariant(u"pink"_s);
        QTest::newRow("zoom") << int(Key::ZoomPercent) << QVariant(300);
        QTest::newRow("a number for yes or no") << int(Key::FirstRunDone) << QVariant(u"7"_s);
    }
    void refuses() {
        QFETCH(int, key);
        QFETCH(QVariant, value);
        Settings settings(m_path);
        const auto set = settings.set(static_cast<Key>(key), value);
        QVERIFY(!set);
        QCOMPARE(set.error().kind, ErrorKind::InvalidParameters);
        QVERIFY(!set.error().param.empty());
        QVERIFY(!settings.value(static_cast<Key>(key)).isNull());
        QVERIFY(!file().contains('='));
    }

    void aHandEditedFileReadsAsTheDefaultWhereItIsWrong_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("port");
        QTest::newRow("right") << QByteArray("[gateway]\nport=5000\n") << 5000;
        QTest::newRow("out of range") << QByteArray("[gateway]\nport=70000\n") << 4001;
        QTest::newRow("no number") << QByteArray("[gateway]\nport=abc\n") << 4001;
        QTest::newRow("a list") << QByteArray("[gateway]\nport=1,2\n") << 4001;
        QTest::newRow("not an ini file") << QByteArray("\x00\xFF\x00[[[", 6) << 4001;
    }
    void aHandEditedFileReadsAsTheDefaultWhereItIsWrong() {
        QFETCH(QByteArray, content);
        QFETCH(int, port);
        write(content);
        Settings settings(m_path);
        QCOMPARE(settings.value(Key::GatewayPort).toInt(), port);
    }

    void aPlaceThatCannotBeWrittenIsSaid() {
        write("x");
        Settings settings(m_path + u"/settings.ini"_s);
        const auto set = settings.set(Key::GatewayPort, 4002);
        QVERIFY(!set);
        QCOMPARE(set.error().kind, ErrorKind::Storage);
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
