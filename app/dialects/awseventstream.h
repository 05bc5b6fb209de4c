// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// AWS's binary framing of event streams, application/vnd.amazon.eventstream (Smithy, "Amazon Event Stream
// Specification"): prelude, headers, payload, each message under two CRC-32 checksums.
#include "models/base/error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace llmg::dialects {

/// The numbers are those on the wire. A boolean has no value bytes: its type is its value.
enum class AwsHeaderType : std::uint8_t { True, False, Byte, Short, Integer, Long, Bytes, String, Timestamp, Uuid };

struct AwsEventHeader {
    std::string name;
    AwsHeaderType type = AwsHeaderType::True;
    /// bool; the whole numbers and the time (milliseconds since 1970) as int64; bytes, text and the sixteen bytes of a
    /// UUID as they came.
    std::variant<bool, std::int64_t, std::string> value{true};
};

struct AwsEventMessage {
    std::vector<AwsEventHeader> headers;
    std::string payload;

    [[nodiscard]] std::string_view text(std::string_view headerName) const; ///< of a string header; "" not there
};

/// Sans-IO: feed() bytes in any split, then call next() until it gives nothing. Never holds more than one message and
/// what was fed behind it.
class AwsEventStreamParser {
  public:
    static constexpr std::size_t kMaxMessageBytes = std::size_t{16} << 20; ///< ours, as for SSE
    static constexpr std::size_t kMaxHeaderBytes = std::size_t{128} << 10; ///< the specification's

    void feed(std::string_view bytes);
    std::optional<AwsEventMessage> next();
    /// A checksum or length that cannot be; nothing more comes out.
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    /// A message has begun and not ended: a stream that ends here was cut.
    [[nodiscard]] bool inMessage() const { return m_at < m_buffer.size(); }

  private:
    std::optional<AwsEventMessage> refuse(std::string what);

    std::string m_buffer;
    std::size_t m_at = 0; ///< where in m_buffer the open message begins
    std::optional<Error> m_error;
};

} // namespace llmg::dialects
