// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace llmg::http {

/// Header fields in order; names compare without case. A handful per message, so a vector beats a map.
class Headers {
  public:
    using Field = std::pair<std::string, std::string>;
    void set(std::string_view name, std::string_view value); ///< replaces all of that name
    void add(std::string_view name, std::string_view value);
    /// First value of that name, trimmed; empty when absent.
    [[nodiscard]] std::string_view get(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const;
    [[nodiscard]] const std::vector<Field>& fields() const { return m_fields; }
    [[nodiscard]] bool empty() const { return m_fields.empty(); }

  private:
    std::vector<Field> m_fields;
};

bool equalsIgnoringCase(std::string_view a, std::string_view b);

/// Request line and headers, as a server got them.
struct RequestHead {
    std::string method; ///< as sent: "POST"
    std::string target; ///< as sent: "/v1/models?x=1"
    std::string path;   ///< percent-decoded, without query
    std::string query;  ///< raw, without '?'
    Headers headers;
    std::string peerAddress; ///< "127.0.0.1"
    std::uint16_t peerPort = 0;
    std::string localAddress;
    std::uint16_t localPort = 0;
};

struct Response {
    int status = 200;
    Headers headers; ///< content-length, date and connection are the server's
    std::string body;
};

} // namespace llmg::http
