// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace llmg::ledger {

/// Writes numbers in as few bytes as they need (LEB128; signed ones zigzag) and strings with their length before them.
class ByteWriter {
  public:
    explicit ByteWriter(std::string& out)
        : m_out(out) {}
    void byte(std::uint8_t value) { m_out.push_back(static_cast<char>(value)); }
    void number(std::uint64_t value) {
        while (value >= 0x80) {
            m_out.push_back(static_cast<char>(value | 0x80));
            value >>= 7;
        }
        m_out.push_back(static_cast<char>(value));
    }
    void integer(std::int64_t value) {
        number((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
    }
    void text(std::string_view value) {
        number(value.size());
        m_out.append(value);
    }

  private:
    std::string& m_out;
};

/// The inverse, which never reads past its end: after the last byte every value is 0 or empty, and ok() tells a value
/// that was cut from one that was not there.
class ByteReader {
  public:
    explicit ByteReader(std::string_view bytes)
        : m_bytes(bytes) {}
    [[nodiscard]] bool ok() const noexcept { return m_ok; }
    [[nodiscard]] bool atEnd() const noexcept { return m_bytes.empty(); }
    std::uint8_t byte() {
        if (m_bytes.empty())
            return 0;
        const auto value = static_cast<std::uint8_t>(m_bytes.front());
        m_bytes.remove_prefix(1);
        return value;
    }
    std::uint64_t number() {
        if (m_bytes.empty())
            return 0;
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (m_bytes.empty())
                return cut();
            const std::uint8_t part = byte();
            value |= static_cast<std::uint64_t>(part & 0x7F) << shift;
            if ((part & 0x80) == 0)
                return value;
        }
        return cut();
    }
    std::int64_t integer() {
        const std::uint64_t value = number();
        return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
    }
    std::string_view text() {
        const std::uint64_t length = number();
        if (length > m_bytes.size()) {
            cut();
            return {};
        }
        const std::string_view value = m_bytes.substr(0, length);
        m_bytes.remove_prefix(length);
        return value;
    }

  private:
    std::uint64_t cut() noexcept {
        m_ok = false;
        m_bytes = {};
        return 0;
    }
    std::string_view m_bytes;
    bool m_ok = true;
};

} // namespace llmg::ledger
