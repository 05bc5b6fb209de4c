// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Messages in application/vnd.amazon.eventstream, written for tests.
#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace llmg::tests {

inline std::string bigEndian(std::uint64_t number, int width = 4) {
    std::string out;
    for (int shift = 8 * (width - 1); shift >= 0; shift -= 8)
        out += static_cast<char>((number >> shift) & 0xFFU);
    return out;
}

inline std::string withChecksum(std::string bytes) {
    const auto sum = crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
    return bytes + bigEndian(sum);
}

inline std::string prelude(std::uint64_t total, std::uint64_t headers) {
    return withChecksum(bigEndian(total) + bigEndian(headers));
}

inline std::string frame(std::string_view headers, std::string_view payload) {
    std::string bytes = prelude(16 + headers.size() + payload.size(), headers.size());
    bytes.append(headers).append(payload);
    return withChecksum(std::move(bytes));
}

/// `value` as it stands on the wire, its length included where the type has one.
inline std::string headerBytes(std::string_view name, int type, std::string_view value) {
    std::string bytes(1, static_cast<char>(name.size()));
    bytes.append(name).append(1, static_cast<char>(type)).append(value);
    return bytes;
}

inline std::string textHeader(std::string_view name, std::string_view text) {
    return headerBytes(name, 7, bigEndian(text.size(), 2) + std::string(text));
}

inline std::string eventFrame(std::string_view type, std::string_view payload) {
    return frame(textHeader(":event-type", type) + textHeader(":content-type", "application/json") +
                     textHeader(":message-type", "event"),
                 payload);
}

inline std::string exceptionFrame(std::string_view type, std::string_view payload) {
    return frame(textHeader(":exception-type", type) + textHeader(":content-type", "application/json") +
                     textHeader(":message-type", "exception"),
                 payload);
}

} // namespace llmg::tests
