// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/http/publicaddress.h"

#include <QTest>

using namespace llmg::http;

class TestPublicAddress : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void judges_data() {
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<bool>("isPublic");
        const auto row = [](const char* address, bool isPublic) {
            QTest::newRow(address) << QByteArray(address) << isPublic;
        };
        for (const char* address : {"8.8.8.8", "1.1.1.1", "11.0.0.1", "100.63.255.255", "100.128.0.0", "172.15.255.255",
                                    "172.32.0.0", "192.167.255.255", "223.255.255.255", "2606:4700:4700::1111",
                                    "2a00:1450::200e", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"})
            row(address, true);
        for (const char* address : {"0.0.0.0",
                                    "0.1.2.3",
                                    "10.0.0.1",
                                    "10.255.255.255",
                                    "100.64.0.1",
                                    "100.127.255.255",
                                    "127.0.0.1",
                                    "127.255.255.255",
                                    "169.254.169.254",
                                    "172.16.0.1",
                                    "172.31.255.255",
                                    "192.0.0.1",
                                    "192.0.2.1",
                                    "192.88.99.1",
                                    "192.168.1.1",
                                    "198.18.0.1",
                                    "198.19.255.255",
                                    "198.51.100.7",
                                    "203.0.113.7",
                                    "224.0.0.1",
                                    "255.255.255.255",
                                    "::",
                                    "::1",
                                    "::ffff:127.0.0.1",
                                    "::ffff:10.0.0.1",
                                    "::127.0.0.1",
                                    "fe80::1",
                                    "fc00::1",
                                    "fd12:3456::1",
                                    "ff02::1",
                                    "2001::1",
                                    "2001:db8::1",
                                    "3fff::1",
                                    "64:ff9b::a00:1",
                                    "64:ff9b:1::808:808",
                                    "2002:a00:1::1",
                                    "2002:7f00:1::",
                                    "100::1"})
            row(address, false);
    }
    void judges() {
        QFETCH(QByteArray, address);
        QFETCH(bool, isPublic);
        QCOMPARE(isPublicAddress(boost::asio::ip::make_address(address.toStdString())), isPublic);
    }
};

QTEST_APPLESS_MAIN(TestPublicAddress)
#include "tst_publicaddress.moc"
