// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/policy/gatewaykeys.h"
#include "app/policy/ulid.h"

#include <QByteArray>
#include <QTest>

#include <array>
#include <set>
#include <thread>

using namespace llmg;

class TestGatewayKeys : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void keysAreFortyCharactersOfBase62() {
        std::set<std::string> seen;
        std::array<int, 256> counts{};
        for (int i = 0; i < 2000; ++i) {
            const Secret key = policy::generateGatewayKey();
            const std::string text(key.reveal());
            QCOMPARE(text.size(), std::size_t{45});
            QVERIFY(text.starts_with("llmg_"));
            for (const char c : text.substr(5)) {
                QVERIFY((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
                ++counts[static_cast<unsigned char>(c)];
            }
            QVERIFY(seen.insert(text).second);
        }
        // 80,000 characters over 62: 1290 each, give or take eight standard deviations.
        for (const char c : std::string("0Az9Za5Mm"))
            QVERIFY(std::abs(counts[static_cast<unsigned char>(c)] - 1290) < 290);
    }

    void sha256IsTheStandards_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("digest");
        // FIPS 180-4 examples
        QTest::newRow("empty") << QByteArray()
                               << QByteArray("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        QTest::newRow("abc") << QByteArray("abc")
                             << QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
    void sha256IsTheStandards() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, digest);
        QCOMPARE(QByteArray::fromStdString(policy::sha256({text.constData(), static_cast<std::size_t>(text.size())}))
                     .toHex(),
                 digest);
    }

    void aMadeKeyIsItsHashAndPrefix() {
        const auto made = policy::makeGatewayKey("default", "laptop", UnixTime{Milliseconds{1'790'000'000'000}});
        QCOMPARE(made.key.sha256, policy::sha256(made.secret.reveal()));
        QCOMPARE(made.key.prefix, std::string(made.secret.reveal().substr(0, 9)));
        QCOMPARE(made.key.projectId, std::string("default"));
        QCOMPARE(made.key.state, domain::KeyState::Active);
    }

    void ulidsRoundTrip_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("valid");
        QTest::newRow("the specification's example") << QByteArray("01ARZ3NDEKTSV4RRFFQ69G5FAV") << true;
        QTest::newRow("smallest") << QByteArray("00000000000000000000000000") << true;
        QTest::newRow("largest") << QByteArray("7ZZZZZZZZZZZZZZZZZZZZZZZZZ") << true;
        QTest::newRow("overflow") << QByteArray("80000000000000000000000000") << false;
        QTest::newRow("a letter that base32 leaves out") << QByteArray("01ARZ3NDEKTSV4RRFFQ69G5FAU") << false;
        QTest::newRow("too short") << QByteArray("01ARZ3NDEKTSV4RRFFQ69G5FA") << false;
        QTest::newRow("too long") << QByteArray("01ARZ3NDEKTSV4RRFFQ69G5FAVV") << false;
        QTest::newRow("empty") << QByteArray() << false;
    }
    void ulidsRoundTrip() {
        QFETCH(QByteArray, text);
        QFETCH(bool, valid);
        const auto bytes = policy::ulidFromText(text.toStdString());
        QCOMPARE(bytes.has_value(), valid);
        if (valid) {
            QCOMPARE(QByteArray::fromStdString(policy::ulidToText(*bytes)), text);
            QVERIFY(policy::ulidFromText(text.toLower().toStdString()) == bytes);
        }
    }

    void ulidsCarryTheirTimeAndRise() {
        const UnixTime then{Milliseconds{1'469'918'176'385}};
        std::string last;
        for (int i = 0; i < 5000; ++i) {
            const std::string id = policy::newUlid(then);
            QVERIFY(id > last);
            QVERIFY(policy::ulidTime(*policy::ulidFromText(id)) == then);
            last = id;
        }
        QVERIFY(last.starts_with("01ARYZ6S41")); // as the specification spells that time
        QVERIFY(policy::newUlid(then + Milliseconds{1}) > last);
        QVERIFY(policy::newUlid(then - Milliseconds{1}) < last); // the clock stepped back: the time is still its own
    }

    void ulidsAreUniqueAcrossThreads() {
        const UnixTime then{Milliseconds{1'790'000'000'000}};
        std::array<std::vector<std::string>, 4> made;
        std::vector<std::thread> threads;
        for (auto& list : made) {
            threads.emplace_back([&list, then] {
                for (int i = 0; i < 5000; ++i)
                    list.push_back(policy::newUlid(then));
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        std::set<std::string> all;
        for (const auto& list : made) {
            QVERIFY(std::is_sorted(list.begin(), list.end()));
            all.insert(list.begin(), list.end());
        }
        QCOMPARE(all.size(), std::size_t{20'000});
    }
};

QTEST_APPLESS_MAIN(TestGatewayKeys)
#include "tst_gatewaykeys.moc"
