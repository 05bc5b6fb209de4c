// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/awseventstream.h"

#include "models/base/result.h"

#include <zlib.h>

namespace llmg::dialects {
namespace {

constexpr std::size_t kPrelude = 8; // total length and length of the headers
constexpr std::size_t kChecksum = 4;
constexpr std::size_t kLeastMessage = kPrelude + 2 * kChecksum;

// Big-endian, sign-extended from its width.
std::int64_t signedNumber(std::string_view bytes) {
    std::uint64_t number = !bytes.empty() && (static_cast<unsigned char>(bytes.front()) & 0x80U) != 0 ? ~0ULL : 0;
    for (const char c : bytes)
        number = (number << 8) | static_cast<unsigned char>(c);
    return static_cast<std::int64_t>(number);
}

std::size_t length(std::string_view bytes) {
    std::size_t number = 0;
    for (const char c : bytes)
        number = (number << 8) | static_cast<unsigned char>(c);
    return number;
}

std::size_t checksum(std::string_view bytes) {
    return crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
}

/// The header section of one message.
class HeaderReader {
  public:
    explicit HeaderReader(std::string_view section)
        : m_rest(section) {}

    /// false: the section does not hold what it says it does.
    bool read(std::vector<AwsEventHeader>& headers) {
        while (!m_rest.empty()) {
            AwsEventHeader header;
            if (!readOne(header))
                return false;
            headers.push_back(std::move(header));
        }
        return true;
    }

  private:
    std::optional<std::string_view> take(std::size_t count) {
        if (count > m_rest.size())
            return std::nullopt;
        const std::string_view taken = m_rest.substr(0, count);
        m_rest.remove_prefix(count);
        return taken;
    }

    // Preceded by its length in so many bytes.
    std::optional<std::string_view> takeCounted(std::size_t lengthBytes) {
        const auto count = take(lengthBytes);
        return count ? take(length(*count)) : std::nullopt;
    }

    bool readOne(AwsEventHeader& header) {
        const auto name = takeCounted(1);
        const auto type = name ? take(1) : std::nullopt;
        if (!type || name->empty() || static_cast<unsigned char>(type->front()) > 9)
            return false;
        header.name = *name;
        header.type = static_cast<AwsHeaderType>(type->front());
        return readValue(header);
    }

    bool readValue(AwsEventHeader& header) {
        switch (header.type) {
        case AwsHeaderType::True:
        case AwsHeaderType::False:
            header.value = header.type == AwsHeaderType::True;
            return true;
        case AwsHeaderType::Byte:
            return readNumber(header, 1);
        case AwsHeaderType::Short:
            return readNumber(header, 2);
        case AwsHeaderType::Integer:
            return readNumber(header, 4);
        case AwsHeaderType::Long:
        case AwsHeaderType::Timestamp:
            return readNumber(header, 8);
        case AwsHeaderType::Bytes:
        case AwsHeaderType::String:
            return readText(header, takeCounted(2));
        case AwsHeaderType::Uuid:
            return readText(header, take(16));
        }
        return false;
    }

    bool readNumber(AwsEventHeader& header, std::size_t width) {
        const auto bytes = take(width);
        if (bytes)
            header.value = signedNumber(*bytes);
        return bytes.has_value();
    }

    static bool readText(AwsEventHeader& header, std::optional<std::string_view> bytes) {
        if (bytes)
            header.value = std::string(*bytes);
        return bytes.has_value();
    }

    std::string_view m_rest;
};

} // namespace

std::string_view AwsEventMessage::text(std::string_view headerName) const {
    for (const AwsEventHeader& header : headers) {
        if (header.name == headerName && header.type == AwsHeaderType::String)
            return *std::get_if<std::string>(&header.value);
    }
    return {};
}

void AwsEventStreamParser::feed(std::string_view bytes) {
    if (m_error)
        return;
    m_buffer.erase(0, m_at);
    m_at = 0;
    m_buffer += bytes;
}

std::optional<AwsEventMessage> AwsEventStreamParser::next() {
    const std::string_view rest = std::string_view(m_buffer).substr(m_at);
    if (m_error || rest.size() < kPrelude + kChecksum)
        return std::nullopt;
    // The prelude has a checksum of its own, so that a damaged length is never waited for.
    if (checksum(rest.substr(0, kPrelude)) != length(rest.substr(kPrelude, kChecksum)))
        return refuse("the checksum of a message's lengths is wrong");
    const std::size_t total = length(rest.substr(0, 4));
    const std::size_t headerBytes = length(rest.substr(4, 4));
    if (total < kLeastMessage || headerBytes > total - kLeastMessage)
        return refuse("the lengths of a message contradict each other");
    if (total > kMaxMessageBytes || headerBytes > kMaxHeaderBytes)
        return refuse("a message is too large (" + std::to_string(total) + " bytes)");
    if (rest.size() < total)
        return std::nullopt;

    const std::string_view whole = rest.substr(0, total);
    if (checksum(whole.substr(0, total - kChecksum)) != length(whole.substr(total - kChecksum)))
        return refuse("the checksum of a message is wrong");
    AwsEventMessage message;
    if (!HeaderReader(whole.substr(kPrelude + kChecksum, headerBytes)).read(message.headers))
        return refuse("the headers of a message are malformed");
    message.payload = whole.substr(kPrelude + kChecksum + headerBytes, total - kLeastMessage - headerBytes);
    m_at += total;
    return message;
}

std::optional<AwsEventMessage> AwsEventStreamParser::refuse(std::string what) {
    m_error = fail(ErrorKind::Upstream, "The provider's event stream is damaged: " + what + ".");
    m_buffer.clear();
    m_at = 0;
    return std::nullopt;
}

} // namespace llmg::dialects
