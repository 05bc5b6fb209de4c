// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/project.h"
#include "models/domain/requestrecord.h"

#include <QTest>

using namespace llmg::domain;

class TestProject : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void modesHaveTheirNames_data() {
        QTest::addColumn<int>("mode");
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("own keys") << int(ProjectMode::ApiKeys) << QByteArray("api-keys");
        QTest::newRow("credits") << int(ProjectMode::Credits) << QByteArray("credits");
        QTest::newRow("hybrid") << int(ProjectMode::Hybrid) << QByteArray("hybrid");
    }
    void modesHaveTheirNames() {
        QFETCH(int, mode);
        QFETCH(QByteArray, name);
        QCOMPARE(QByteArray(toString(static_cast<ProjectMode>(mode))), name);
        QVERIFY(projectModeFromString(name.toStdString()) == static_cast<ProjectMode>(mode));
    }

    void keyStatesHaveTheirNames_data() {
        QTest::addColumn<int>("state");
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("active") << int(KeyState::Active) << QByteArray("active");
        QTest::newRow("disabled") << int(KeyState::Disabled) << QByteArray("disabled");
        QTest::newRow("revoked") << int(KeyState::Revoked) << QByteArray("revoked");
    }
    void keyStatesHaveTheirNames() {
        QFETCH(int, state);
        QFETCH(QByteArray, name);
        QCOMPARE(QByteArray(toString(static_cast<KeyState>(state))), name);
        QVERIFY(keyStateFromString(name.toStdString()) == static_cast<KeyState>(state));
    }

    void unknownNamesAreRefused_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("other case") << QByteArray("Hybrid");
        QTest::newRow("underscore for dash") << QByteArray("api_keys");
        QTest::newRow("with a space") << QByteArray("active ");
    }
    void unknownNamesAreRefused() {
        QFETCH(QByteArray, name);
        QVERIFY(!projectModeFromString(name.toStdString()));
        QVERIFY(!keyStateFromString(name.toStdString()));
    }

    void aRequestSucceededOnlyWithA2xxAndNoError_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<bool>("succeeded");
        QTest::newRow("200") << 200 << QByteArray() << true;
        QTest::newRow("204") << 204 << QByteArray() << true;
        QTest::newRow("failed after the first byte") << 200 << QByteArray("upstream_error") << false;
        QTest::newRow("client went away") << 499 << QByteArray("canceled") << false;
        QTest::newRow("redirect") << 302 << QByteArray() << false;
        QTest::newRow("not answered") << 0 << QByteArray() << false;
    }
    void aRequestSucceededOnlyWithA2xxAndNoError() {
        QFETCH(int, status);
        QFETCH(QByteArray, code);
        QFETCH(bool, succeeded);
        RequestRecord record;
        record.status = status;
        record.errorCode = code.toStdString();
        QCOMPARE(record.succeeded(), succeeded);
    }
};

QTEST_APPLESS_MAIN(TestProject)
#include "tst_project.moc"
