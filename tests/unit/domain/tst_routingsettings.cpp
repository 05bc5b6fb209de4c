// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/routingsettings.h"

#include <QTest>

using namespace llmg;
using namespace llmg::domain;

class RoutingSettingsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void readsWhatItWrote_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"price", "balanced", "speed", "speed exploration=0 sticky=off",
                                 "custom price=1000 uptime=0 throughput=1 latency=10000",
                                 "custom price=600 uptime=500 throughput=50 latency=25 exploration=500"})
            QTest::newRow(text) << QByteArray(text);
    }

    void readsWhatItWrote() {
        QFETCH(QByteArray, text);
        const auto settings = parseRoutingSettings(text.toStdString());
        QVERIFY(settings);
        QCOMPARE(formatRoutingSettings(*settings), text.toStdString());
    }

    void takesNothingForTheUsual() {
        QVERIFY(*parseRoutingSettings("") == RoutingSettings{});
        QVERIFY(*parseRoutingSettings("  price  ") == RoutingSettings{});
    }

    void namesTheWordAtFault_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("word");
        QTest::newRow("unknown preset") << QByteArray("magic") << QByteArray("magic");
        QTest::newRow("unknown name") << QByteArray("price colour=1") << QByteArray("colour=1");
        QTest::newRow("negative") << QByteArray("custom price=-1") << QByteArray("price=-1");
        QTest::newRow("a fraction") << QByteArray("custom price=0.6") << QByteArray("price=0.6");
        QTest::newRow("too much") << QByteArray("exploration=501") << QByteArray("exploration=501");
        QTest::newRow("no number") << QByteArray("latency=") << QByteArray("latency=");
        QTest::newRow("neither on nor off") << QByteArray("sticky=1") << QByteArray("sticky=1");
    }

    void namesTheWordAtFault() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, word);
        const auto settings = parseRoutingSettings(text.toStdString());
        QVERIFY(!settings);
        QCOMPARE(settings.error().param, word.toStdString());
    }

    void weighsByPreset() {
        RoutingSettings settings;
        settings.custom.price = 7;
        QCOMPARE(weightsOf(settings).price, 600);
        settings.preset = RoutingPreset::Custom;
        QCOMPARE(weightsOf(settings).price, 7);
        settings.preset = RoutingPreset::Speed;
        QVERIFY(weightsOf(settings).throughput > weightsOf(settings).price);
    }
};

QTEST_GUILESS_MAIN(RoutingSettingsTest)
#include "tst_routingsettings.moc"
