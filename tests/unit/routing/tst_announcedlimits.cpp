// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/routing/announcedlimits.h"

#include <QTest>

using namespace llmg;
using namespace llmg::routing;
using namespace std::chrono_literals;

namespace {

/// 2026-01-02T22:11:00Z
constexpr UnixTime kNow{std::chrono::milliseconds{1'767'391'860'000}};

using Headers = std::vector<std::pair<std::string, std::string>>;

/// "name: value" lines.
Headers headersOf(const QByteArray& text) {
    Headers headers;
    for (const auto& line : text.split('\n')) {
        const auto colon = line.indexOf(": ");
        if (colon > 0)
            headers.emplace_back(line.left(colon).toStdString(), line.mid(colon + 2).toStdString());
    }
    return headers;
}

} // namespace

class AnnouncedLimitsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void readsAReset_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qint64>("milliseconds");
        const auto row = [](const char* name, const char* text, qint64 milliseconds) {
            QTest::newRow(name) << QByteArray(text) << milliseconds;
        };
        row("seconds with their unit", "1s", 1'000);
        row("minutes and seconds", "6m0s", 360'000);
        row("hours, minutes, fractions", "1h39m21.6s", 5'961'600);
        row("milliseconds", "120ms", 120);
        row("less than a millisecond is one", "20us", 1);
        row("days are no longer than a day", "3d", 86'400'000);
        row("nothing", "0s", 0);
        row("bare seconds", "23", 23'000);
        row("bare fractions", "14.6297287940979", 14'630);
        row("Unix time", "1767391890", 30'000);
        row("Unix time in milliseconds", "1767391860250", 250);
        row("a Unix time that is past", "1767390000", 0);
        row("a Unix time far ahead", "1967390000", 86'400'000);
        row("RFC 3339", "2026-01-02T22:11:04Z", 4'000);
        row("RFC 3339 with a fraction", "2026-01-02T22:11:04.5Z", 4'500);
        row("RFC 3339 with an offset", "2026-01-02T23:11:04+01:00", 4'000);
        row("RFC 3339 with an offset west", "2026-01-02T17:11:04-05:00", 4'000);
        row("a date of RFC 9110", "Fri, 02 Jan 2026 22:12:00 GMT", 60'000);
        row("spaces around", " 1s ", 1'000);
        for (const char* text : {"",
                                 "s",
                                 "1x",
                                 "1s1",
                                 "-1",
                                 "-1s",
                                 "1e3",
                                 "nan",
                                 "inf",
                                 "soon",
                                 "X-RATELIMIT-RESET-REQUESTS-XXX",
                                 "2026-13-02T22:11:04Z",
                                 "2026-02-30T22:11:04Z",
                                 "2026-01-02T22:61:04Z",
                                 "2026-01-02T22:11:04",
                                 "2026-01-02T22:11:04.Z",
                                 "2026-01-02T22:11:04+0100",
                                 "Fri, 02 Foo 2026 22:12:00 GMT",
                                 "Fri, 02 Jan 2026 22:12:00 CET",
                                 "99999999999999999999999"})
            row(qPrintable(QStringLiteral("not “%1”").arg(QLatin1String(text))), text, -1);
    }

    void readsAReset() {
        QFETCH(QByteArray, text);
        QFETCH(qint64, milliseconds);
        const auto reset = untilReset(text.toStdString(), kNow);
        QCOMPARE(reset ? reset->count() : -1, milliseconds);
    }

    void saysWhenAKeyIsUsedUp_data() {
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<qint64>("exhausted"); ///< -1: something is left
        QTest::addColumn<qint64>("asked");     ///< -1: no wait is asked for
        const auto row = [](const char* name, const char* headers, qint64 exhausted, qint64 asked) {
            QTest::newRow(name) << QByteArray(headers) << exhausted << asked;
        };
        row("no headers", "", -1, -1);
        row("something is left", "x-ratelimit-remaining-requests: 59\nx-ratelimit-reset-requests: 1s", -1, -1);
        row("no requests are left", "x-ratelimit-remaining-requests: 0\nx-ratelimit-reset-requests: 6m0s", 360'000,
            360'000);
        row("no tokens are left", "X-RateLimit-Remaining-Tokens: 0\nX-RateLimit-Reset-Tokens: 1.5s", 1'500, 1'500);
        row("the longer of two",
            "x-ratelimit-remaining-tokens: 0\nx-ratelimit-reset-tokens: 2s\nx-ratelimit-remaining-requests: "
            "0\nx-ratelimit-reset-requests: 1s",
            2'000, 2'000);
        row("a reset of what is left does not count",
            "x-ratelimit-remaining-tokens: 0\nx-ratelimit-reset-tokens: 2s\nx-ratelimit-remaining-requests: "
            "5\nx-ratelimit-reset-requests: 1h",
            2'000, 2'000);
        row("with a window's name", "x-ratelimit-remaining-requests-day: 0\nx-ratelimit-reset-requests-day: 3502.5",
            3'502'500, 3'502'500);
        row("without any name", "x-ratelimit-remaining: 0\nx-ratelimit-reset: 1", 1'000, 1'000);
        row("RateLimit fields", "RateLimit-Remaining: 0\nRateLimit-Reset: 7", 7'000, 7'000);
        row("Anthropic",
            "anthropic-ratelimit-output-tokens-remaining: 0\nanthropic-ratelimit-output-tokens-reset: "
            "2026-01-02T22:11:04Z\nanthropic-ratelimit-requests-remaining: 49",
            4'000, 4'000);
        row("clocks that disagree",
            "date: Fri, 02 Jan 2026 23:11:00 GMT\nanthropic-ratelimit-requests-remaining: "
            "0\nanthropic-ratelimit-requests-reset: 2026-01-02T23:11:30Z",
            30'000, 30'000);
        row("nobody says when", "x-ratelimit-remaining-requests: 0", -1, -1);
        row("images do not matter", "x-ratelimit-remaining-input-images: 0\nx-ratelimit-reset-input-images: 1s", -1,
            -1);
        row("words of another kind", "x-ratelimit-limit-requests: 0\nx-ratelimit-renewalperiod-requests: 60", -1, -1);
        row("Retry-After", "retry-after: 30", -1, 30'000);
        row("Retry-After with a fraction", "retry-after: 0.5", -1, 500);
        row("Retry-After as a date", "Retry-After: Fri, 02 Jan 2026 22:11:20 GMT", -1, 20'000);
        row("the finer wins", "retry-after-ms: 250\nretry-after: 1", -1, 250);
        row("the finer wins in any order", "retry-after: 1\nretry-after-ms: 250", -1, 250);
        row("Retry-After before a reset",
            "x-ratelimit-remaining-requests: 0\nx-ratelimit-reset-requests: 9s\nretry-after: 2", 9'000, 2'000);
        row("nonsense", "retry-after: soon\nx-ratelimit-remaining-requests: none\nx-ratelimit-reset-requests: never",
            -1, -1);
        row("a huge remainder", "x-ratelimit-remaining-tokens: 99999999999999999999\nx-ratelimit-reset-tokens: 1s", -1,
            -1);
    }

    void saysWhenAKeyIsUsedUp() {
        QFETCH(QByteArray, headers);
        QFETCH(qint64, exhausted);
        QFETCH(qint64, asked);
        const auto announced = announcedLimits(headersOf(headers), kNow);
        const auto count = [](const std::optional<Milliseconds>& value) { return value ? value->count() : -1; };
        QCOMPARE(count(announced.exhaustedFor()), exhausted);
        QCOMPARE(count(announced.waitAsked()), asked);
    }

    void keepsFewOfManyLimits() {
        Headers headers;
        for (int i = 0; i < 1000; ++i)
            headers.emplace_back("x-ratelimit-remaining-tokens-" + std::to_string(i), "0");
        QCOMPARE(announcedLimits(headers, kNow).limits.size(), std::size_t{16});
    }
};

QTEST_GUILESS_MAIN(AnnouncedLimitsTest)
#include "tst_announcedlimits.moc"
