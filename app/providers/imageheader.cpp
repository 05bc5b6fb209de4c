// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/providers/imageheader.h"

#include <cstddef>

namespace llmg::providers {
namespace {

using std::uint32_t;
using std::uint8_t;

/// Bounded view: asked beyond its end it says so once, and `ok` stays false.
class Bytes {
  public:
    explicit Bytes(std::string_view bytes)
        : m_bytes(bytes) {}
    [[nodiscard]] bool ok() const { return m_ok; }
    [[nodiscard]] bool startsWith(std::string_view text, std::size_t at = 0) const {
        return at <= m_bytes.size() && m_bytes.substr(at).starts_with(text);
    }
    [[nodiscard]] std::size_t size() const { return m_bytes.size(); }
    uint32_t byte(std::size_t at) {
        if (at >= m_bytes.size()) {
            m_ok = false;
            return 0;
        }
        return static_cast<uint8_t>(m_bytes[at]);
    }
    uint32_t big16(std::size_t at) { return byte(at) << 8 | byte(at + 1); }
    uint32_t big32(std::size_t at) { return big16(at) << 16 | big16(at + 2); }
    uint32_t little16(std::size_t at) { return byte(at) | byte(at + 1) << 8; }
    uint32_t little24(std::size_t at) { return little16(at) | byte(at + 2) << 16; }

  private:
    std::string_view m_bytes;
    bool m_ok = true;
};

std::optional<ImageHeader> checked(const Bytes& bytes, const char* format, uint32_t width, uint32_t height) {
    if (!bytes.ok() || width == 0 || height == 0)
        return std::nullopt;
    return ImageHeader{format, width, height};
}

std::optional<ImageHeader> readPng(Bytes bytes) {
    constexpr uint32_t kMost = 0x7fffffff;
    if (!bytes.startsWith("IHDR", 12) || bytes.big32(8) != 13)
        return std::nullopt;
    const uint32_t width = bytes.big32(16), height = bytes.big32(20);
    bytes.byte(28); // the whole header is there
    if (width > kMost || height > kMost)
        return std::nullopt;
    return checked(bytes, "PNG", width, height);
}

std::optional<ImageHeader> readGif(Bytes bytes) {
    const uint32_t width = bytes.little16(6), height = bytes.little16(8);
    return checked(bytes, "GIF", width, height);
}

std::optional<ImageHeader> readJpeg(Bytes bytes) {
    std::size_t at = 2;
    // Every round moves on by two bytes at least, so a text of any kind ends.
    while (bytes.ok() && at < bytes.size()) {
        if (bytes.byte(at) != 0xff)
            return std::nullopt;
        while (bytes.ok() && bytes.byte(at) == 0xff)
            ++at;
        const uint32_t marker = bytes.byte(at++);
        if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7))
            continue; // no parameters
        if (marker == 0xd9 || marker == 0xda)
            return std::nullopt; // end, or data, before any frame
        const uint32_t length = bytes.big16(at);
        const bool isFrame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
        if (isFrame) {
            if (length < 8)
                return std::nullopt;
            const uint32_t height = bytes.big16(at + 3), width = bytes.big16(at + 5);
            return checked(bytes, "JPEG", width, height);
        }
        if (length < 2)
            return std::nullopt;
        at += length;
    }
    return std::nullopt;
}

std::optional<ImageHeader> readWebp(Bytes bytes) {
    constexpr std::size_t kChunk = 12, kData = 20;
    if (bytes.startsWith("VP8X", kChunk)) {
        const uint32_t width = bytes.little24(kData + 4) + 1, height = bytes.little24(kData + 7) + 1;
        return checked(bytes, "WebP", width, height);
    }
    if (bytes.startsWith("VP8L", kChunk)) {
        if (bytes.byte(kData) != 0x2f)
            return std::nullopt;
        const uint32_t low = bytes.little16(kData + 1), high = bytes.little16(kData + 3);
        const uint32_t bits = low | high << 16;
        return checked(bytes, "WebP", (bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1);
    }
    if (bytes.startsWith("VP8 ", kChunk)) {
        if (!bytes.startsWith("\x9d\x01\x2a", kData + 3))
            return std::nullopt;
        const uint32_t width = bytes.little16(kData + 6) & 0x3fff, height = bytes.little16(kData + 8) & 0x3fff;
        return checked(bytes, "WebP", width, height);
    }
    return std::nullopt;
}

} // namespace

std::optional<ImageHeader> readImageHeader(std::string_view text) {
    const Bytes bytes(text);
    if (bytes.startsWith("\x89PNG\r\n\x1a\n"))
        return readPng(bytes);
    if (bytes.startsWith("GIF87a") || bytes.startsWith("GIF89a"))
        return readGif(bytes);
    if (bytes.startsWith("\xff\xd8\xff"))
        return readJpeg(bytes);
    if (bytes.startsWith("RIFF") && bytes.startsWith("WEBP", 8))
        return readWebp(bytes);
    return std::nullopt;
}

} // namespace llmg::providers
