// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/headcheck.h"

#include <QTest>

using namespace llmg;
using namespace llmg::gateway;

class HeadCheckTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void judgesHosts_data() {
        QTest::addColumn<QString>("host");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("loopback address") << "127.0.0.1:4001" << true;
        QTest::newRow("localhost in capitals") << "LOCALHOST:4001" << true;
        QTest::newRow("without a port") << "localhost" << true;
        QTest::newRow("IPv6 loopback") << "[::1]:4001" << true;
        QTest::newRow("address the server is bound to") << "192.168.7.9:4001" << true;
        QTest::newRow("name on the list") << "gateway.home:4001" << true;
        QTest::newRow("rebound name") << "evil.example:4001" << false;
        QTest::newRow("name that begins like loopback") << "127.0.0.1.evil.example" << false;
        QTest::newRow("name that ends like loopback") << "evil-localhost" << false;
        QTest::newRow("absent") << "" << false;
        QTest::newRow("broken IPv6") << "[::1" << false;
        QTest::newRow("other private address") << "192.168.7.10:4001" << false;
    }

    void judgesHosts() {
        QFETCH(QString, host);
        QFETCH(bool, allowed);
        http::RequestHead head;
        head.localAddress = "192.168.7.9";
        if (!host.isEmpty())
            head.headers.set("Host", host.toStdString());
        const auto result = checkHost(head, {"gateway.home"});
        QCOMPARE(result.has_value(), allowed);
        if (!allowed)
            QVERIFY(result.error().kind ==
                    ErrorKind::HostNotAllowed); // not QCOMPARE: Qt Test would free what our toString gives
    }

    void refusesOriginsThatAreNotListed() {
        http::RequestHead head;
        QVERIFY(checkOrigin(head, {}));
        head.headers.set("Origin", "https://app.example");
        QVERIFY(!checkOrigin(head, {}));
        QVERIFY(!checkOrigin(head, {"https://app.example.evil"}));
        QVERIFY(checkOrigin(head, {"https://app.example"}));
        head.headers.set("Origin", "null");
        QVERIFY(!checkOrigin(head, {}));
    }

    void findsTheKey_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("key");
        QTest::newRow("OpenAI's way") << "Authorization"
                                      << "Bearer llmg_a"
                                      << "llmg_a";
        QTest::newRow("scheme without case") << "authorization"
                                             << "bEARER   llmg_a"
                                             << "llmg_a";
        QTest::newRow("Anthropic's way") << "X-Api-Key"
                                         << "llmg_a"
                                         << "llmg_a";
        QTest::newRow("Google's way") << "x-goog-api-key"
                                      << "llmg_a"
                                      << "llmg_a";
        QTest::newRow("another scheme") << "Authorization"
                                        << "Basic llmg_a"
                                        << "";
        QTest::newRow("scheme alone") << "Authorization"
                                      << "Bearer "
                                      << "";
    }

    void findsTheKey() {
        QFETCH(QString, name);
        QFETCH(QString, value);
        QFETCH(QString, key);
        http::RequestHead head;
        head.headers.set(name.toStdString(), value.toStdString());
        QCOMPARE(QString::fromStdString(std::string(presentedKey(head))), key);
    }

    void findsTheKeyInTheQueryOfGooglesPathsOnly() {
        http::RequestHead head;
        head.query = "alt=sse&key=llmg_a";
        head.path = "/v1beta/models/m:generateContent";
        QCOMPARE(std::string(presentedKey(head)), std::string("llmg_a"));
        head.path = "/v1/chat/completions";
        QVERIFY(presentedKey(head).empty());
    }
};

QTEST_GUILESS_MAIN(HeadCheckTest)
#include "tst_headcheck.moc"
