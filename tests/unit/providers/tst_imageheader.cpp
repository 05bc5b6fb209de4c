// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/providers/imageheader.h"

#include <QTest>

#include <random>
#include <string>

using namespace llmg::providers;

namespace {

QByteArray bytes(const char* hex) {
    return QByteArray::fromHex(hex);
}

std::string_view view(const QByteArray& data) {
    return {data.constData(), static_cast<std::size_t>(data.size())};
}

const QByteArray kPng = bytes("89504e470d0a1a0a 0000000d 49484452 00000280 000001e0 08 06 00 00 00 12345678");
const QByteArray kGif = bytes("474946383961 8002 e001 f7 00 00");
// SOI, APP0 of 16, DQT of 67 would follow; here a comment, then a progressive frame.
const QByteArray kJpeg = bytes(
    "ffd8 ffe0 0010 4a46494600010100000100010000 fffe 0004 6869 ffff ffc2 0011 08 01e0 0280 03 012200 021101 031101");
const QByteArray kWebpLossy = bytes("52494646 24000000 57454250 56503820 18000000 300100 9d012a 8002 e041 0000");
const QByteArray kWebpLossless = bytes("52494646 24000000 57454250 5650384c 18000000 2f 7fc27700 00");
const QByteArray kWebpExtended = bytes("52494646 24000000 57454250 56503858 0a000000 10000000 7f0200 df0100");

} // namespace

class TestImageHeader : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void readsFormatAndSize_data() {
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<QByteArray>("format");
        QTest::newRow("PNG") << kPng << QByteArray("PNG");
        QTest::newRow("GIF") << kGif << QByteArray("GIF");
        QTest::newRow("JPEG, progressive, with a comment and fill bytes") << kJpeg << QByteArray("JPEG");
        QTest::newRow("WebP lossy") << kWebpLossy << QByteArray("WebP");
        QTest::newRow("WebP lossless") << kWebpLossless << QByteArray("WebP");
        QTest::newRow("WebP extended") << kWebpExtended << QByteArray("WebP");
    }
    void readsFormatAndSize() {
        QFETCH(QByteArray, data);
        QFETCH(QByteArray, format);
        const auto header = readImageHeader(view(data));
        QVERIFY(header.has_value());
        QCOMPARE(QByteArray(header->format), format);
        QCOMPARE(header->width, 640u);
        QCOMPARE(header->height, 480u);
    }

    void everyTruncationIsRefused_data() { readsFormatAndSize_data(); }
    void everyTruncationIsRefused() {
        QFETCH(QByteArray, data);
        bool readable = false;
        for (int length = 0; length <= data.size(); ++length) {
            const bool now = readImageHeader(view(data.left(length))).has_value();
            QVERIFY2(now || !readable, "readable when shorter, not when longer");
            readable = now;
        }
        QVERIFY(readable);
        QVERIFY(!readImageHeader(view(data.left(9))).has_value());
    }

    void hostileBytesAreRefused_data() {
        QTest::addColumn<QByteArray>("data");
        QByteArray zero = kPng;
        zero.replace(16, 4, QByteArray(4, '\0'));
        QByteArray huge = kPng;
        huge.replace(16, 4, QByteArray(4, '\xff'));
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("hello, this is no image at all");
        QTest::newRow("PNG of no width") << zero;
        QTest::newRow("PNG beyond its limit") << huge;
        QTest::newRow("PNG whose first chunk is another")
            << bytes("89504e470d0a1a0a 0000000d 49444154 00000280 000001e0 08 06 00 00 00");
        QTest::newRow("JPEG of fill bytes only") << QByteArray("\xff\xd8") + QByteArray(100'000, '\xff');
        QTest::newRow("JPEG whose segment has no length") << bytes("ffd8 ffe0 0000 ffe0 0000 ffe0 0000");
        QTest::newRow("JPEG whose segment jumps beyond the end") << bytes("ffd8 ffe0 ffff 00");
        QTest::newRow("JPEG with data before a frame") << bytes("ffd8 ffda 0008 010100003f00 00");
        QTest::newRow("JPEG of standalone markers") << QByteArray("\xff\xd8") + bytes("ffd0").repeated(50'000);
        QTest::newRow("WebP of another chunk")
            << bytes("52494646 24000000 57454250 4a554e4b 0a000000 10000000 7f0200 df0100");
        QTest::newRow("RIFF that is sound") << bytes("52494646 24000000 57415645 666d7420 10000000");
        QTest::newRow("GIF of no height") << bytes("474946383961 8002 0000 f7 00 00");
    }
    void hostileBytesAreRefused() {
        QFETCH(QByteArray, data);
        QVERIFY(!readImageHeader(view(data)).has_value());
    }

    void changedBytesNeverReadBeyondTheEnd() {
        std::mt19937 random(20261122); // a fixed seed: the same bytes in every run
        for (const QByteArray& image : {kPng, kGif, kJpeg, kWebpLossy, kWebpLossless, kWebpExtended}) {
            for (int round = 0; round < 2000; ++round) {
                QByteArray changed = image.left(static_cast<int>(random() % static_cast<unsigned>(image.size() + 1)));
                for (int i = 0; i < 3 && !changed.isEmpty(); ++i)
                    changed[static_cast<int>(random() % static_cast<unsigned>(changed.size()))] =
                        static_cast<char>(random());
                // A copy on the heap of exactly that length, so that the address sanitizer sees one byte too many.
                const std::string exact(view(changed));
                const auto header = readImageHeader(exact);
                QVERIFY(!header || (header->width > 0 && header->height > 0));
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestImageHeader)
#include "tst_imageheader.moc"
