// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/providers/addressvariables.h"

#include <QTest>

using namespace llmg;
using namespace llmg::providers;

class TestAddressVariables : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void fillsAddresses_data() {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("location");
        QTest::addColumn<QString>("filled");
        const auto vertex = QStringLiteral("https://{endpoint}/v1/projects/{project}/locations/{location}");
        const auto rest = [](const QString& location) {
            return QString(QStringLiteral("/v1/projects/p-1/locations/") + location);
        };
        QTest::newRow("nothing to fill") << QStringLiteral("https://api.example.com/v1") << QString()
                                         << QStringLiteral("https://api.example.com/v1");
        QTest::newRow("empty") << QString() << QString() << QString();
        QTest::newRow("a region") << vertex << QStringLiteral("europe-west4")
                                  << QString(QStringLiteral("https://europe-west4-aiplatform.googleapis.com") +
                                             rest(QStringLiteral("europe-west4")));
        QTest::newRow("global") << vertex << QStringLiteral("global")
                                << QString(QStringLiteral("https://aiplatform.googleapis.com") +
                                           rest(QStringLiteral("global")));
        QTest::newRow("a jurisdiction") << vertex << QStringLiteral("eu")
                                        << QString(QStringLiteral("https://aiplatform.eu.rep.googleapis.com") +
                                                   rest(QStringLiteral("eu")));
    }
    void fillsAddresses() {
        QFETCH(QString, address);
        QFETCH(QString, location);
        QFETCH(QString, filled);
        const auto made =
            filledAddress(address.toStdString(), {{"project", "p-1"}, {"location", location.toStdString()}});
        QVERIFY(made);
        QCOMPARE(QString::fromStdString(*made), filled);
    }

    void saysWhichPartIsAtFault_data() {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("param");
        const auto azure = QStringLiteral("https://{resource}.openai.azure.com");
        QTest::newRow("not set") << azure << QString() << QStringLiteral("resource");
        QTest::newRow("a slash") << azure << QStringLiteral("evil.example/") << QStringLiteral("resource");
        QTest::newRow("an at sign") << azure << QStringLiteral("a@evil.example") << QStringLiteral("resource");
        QTest::newRow("a fragment") << azure << QStringLiteral("evil.example#") << QStringLiteral("resource");
        QTest::newRow("a line break") << azure << QStringLiteral("a\nb") << QStringLiteral("resource");
        QTest::newRow("the host without a location")
            << QStringLiteral("https://{endpoint}/v1") << QStringLiteral("r") << QStringLiteral("location");
        QTest::newRow("an open brace") << QStringLiteral("https://{resource") << QStringLiteral("r") << QString();
    }
    void saysWhichPartIsAtFault() {
        QFETCH(QString, address);
        QFETCH(QString, value);
        QFETCH(QString, param);
        const auto made = filledAddress(address.toStdString(), {{"resource", value.toStdString()}});
        QVERIFY(!made);
        QVERIFY(made.error().kind == ErrorKind::Configuration);
        QCOMPARE(QString::fromStdString(made.error().param), param);
        QVERIFY(value.isEmpty() || made.error().message.find(value.toStdString()) == std::string::npos ||
                value.size() < 2);
    }
};

QTEST_APPLESS_MAIN(TestAddressVariables)
#include "tst_addressvariables.moc"
