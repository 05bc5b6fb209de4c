// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/base/result.h"

#include <QTest>

#include <set>
#include <string>

using namespace llmg;

namespace {

Result<int> half(int number) {
    if (number % 2 != 0)
        return fail(ErrorKind::InvalidParameters, "not even", "number");
    return number / 2;
}

Result<> mustBePositive(int number) {
    if (number <= 0)
        return fail(ErrorKind::Configuration, "not positive");
    return {};
}

} // namespace

class TestError : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void everyKindHasOneStableName() {
        std::set<std::string> names;
        for (int i = 0; i <= int(ErrorKind::Configuration); ++i) {
            const auto kind = static_cast<ErrorKind>(i);
            const std::string name = toString(kind);
            QVERIFY2(names.insert(name).second, name.c_str());
            QVERIFY2(errorKindFromString(name) == kind, name.c_str());
        }
    }

    void contractNames_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("own key") << int(ErrorKind::InvalidApiKey) << QByteArray("invalid_api_key");
        QTest::newRow("rate") << int(ErrorKind::RateLimited) << QByteArray("rate_limit_exceeded");
        QTest::newRow("our fault") << int(ErrorKind::Internal) << QByteArray("gateway_error");
        QTest::newRow("provider") << int(ErrorKind::Upstream) << QByteArray("upstream_error");
        QTest::newRow("no key") << int(ErrorKind::NoProviderKey) << QByteArray("no_provider_key");
    }
    void contractNames() {
        QFETCH(int, kind);
        QFETCH(QByteArray, name);
        QCOMPARE(QByteArray(toString(static_cast<ErrorKind>(kind))), name);
    }

    void unknownNamesAreNotGuessed() {
        QVERIFY(!errorKindFromString(""));
        QVERIFY(!errorKindFromString("Gateway_error"));
        QVERIFY(!errorKindFromString("made_by_a_newer_version"));
    }

    void resultHoldsAValueOrAnError() {
        const Result<int> good = half(8);
        QVERIFY(good.has_value());
        QCOMPARE(*good, 4);
        const Result<int> bad = half(7);
        QVERIFY(!bad);
        QVERIFY(bad.error() == fail(ErrorKind::InvalidParameters, "not even", "number"));
        QCOMPARE(bad.error().upstreamStatus, 0);
        QVERIFY(!bad.error().retryAfter);
    }

    void resultOfNothing() {
        QVERIFY(mustBePositive(1).has_value());
        QVERIFY(mustBePositive(0).has_error());
    }

    void uncheckedValueIsOurOwnBug() { QVERIFY_THROWS_EXCEPTION(std::logic_error, static_cast<void>(half(7).value())); }
};

QTEST_APPLESS_MAIN(TestError)
#include "tst_error.moc"
