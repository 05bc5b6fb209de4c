// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/message.h"

#include <boost/beast/http/basic_parser.hpp>

#include <limits>

namespace llmg::http {

/// Head and body of a response; the grammar is Beast's. Body bytes are appended to the string that collectInto() names.
class ResponseParser final : public boost::beast::http::basic_parser<false> {
  public:
    using Code = boost::beast::error_code;

    /// `noBody`: the answer to HEAD or CONNECT.
    ResponseParser(Headers& headers, bool noBody)
        : m_headers(headers) {
        header_limit(std::numeric_limits<std::uint32_t>::max()); // counted by the reader, over all lines
        body_limit(boost::none);
        eager(true);
        skip(noBody);
    }
    void collectInto(std::string* body) { m_body = body; }
    std::size_t parse(std::string_view bytes, Code& error) {
        return put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
    }
    [[nodiscard]] int status() const { return m_status; }

  private:
    using View = boost::beast::string_view;
    void on_request_impl(boost::beast::http::verb, View, View, int, Code&) override {}
    void on_response_impl(int status, View, int, Code&) override { m_status = status; }
    void on_field_impl(boost::beast::http::field, View name, View value, Code&) override {
        if (!m_headDone)
            m_headers.add(std::string_view(name.data(), name.size()), std::string_view(value.data(), value.size()));
    }
    void on_header_impl(Code&) override {
        m_headDone = true;
        eager(false); // the reader looks at the head before it takes the body
    }
    void on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) override {}
    std::size_t on_body_impl(View body, Code&) override {
        m_body->append(body.data(), body.size());
        return body.size();
    }
    void on_chunk_header_impl(std::uint64_t, View, Code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, View body, Code&) override {
        m_body->append(body.data(), body.size());
        return body.size();
    }
    void on_finish_impl(Code&) override {}

    Headers& m_headers;
    std::string* m_body = nullptr;
    int m_status = 0;
    bool m_headDone = false;
};

} // namespace llmg::http
