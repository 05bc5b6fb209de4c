// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/message.h"

#include <boost/beast/http/basic_parser.hpp>

#include <cstdint>
#include <optional>

namespace llmg::http {

/// The head of a request and, when chunked, its body. The grammar is Beast's; on top of it, what RFC 9112 lets a server
/// refuse is refused where two parties could read the same bytes differently (request smuggling).
class RequestParser final : public boost::beast::http::basic_parser<true> {
  public:
    using Code = boost::beast::error_code;

    /// Fills `head`; a chunked body is appended to the string of collectInto().
    explicit RequestParser(RequestHead& head);
    void collectInto(std::string* body) { m_body = body; }

    /// put(), but knows which bytes are the caller's, to tell a folded header line from a plain one.
    std::size_t parse(const char* data, std::size_t size, Code& error);

    enum class Expectation { None, Continue, Unknown };
    [[nodiscard]] Expectation expectation() const { return m_expectation; }
    [[nodiscard]] bool isHttp11() const { return m_http11; }
    /// Of a readable head: a reason to answer 400, or 501 for an unknown transfer coding; 0 for none.
    [[nodiscard]] int refusal() const { return m_refusal; }
    [[nodiscard]] const char* refusalReason() const { return m_refusalReason; }

  private:
    using View = boost::beast::string_view;
    void on_request_impl(boost::beast::http::verb, View method, View target, int version, Code& error) override;
    void on_response_impl(int, View, int, Code&) override {}
    void on_field_impl(boost::beast::http::field field, View name, View value, Code& error) override;
    void on_header_impl(Code& error) override;
    void on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) override {}
    std::size_t on_body_impl(View body, Code&) override;
    void on_chunk_header_impl(std::uint64_t, View, Code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, View body, Code&) override;
    void on_finish_impl(Code&) override {}

    void refuse(int status, const char* reason);

    RequestHead& m_head;
    std::string* m_body = nullptr;
    const char* m_inputBegin = nullptr;
    const char* m_inputEnd = nullptr;
    const char* m_refusalReason = "";
    int m_refusal = 0;
    int m_hosts = 0;
    int m_lengths = 0;
    Expectation m_expectation = Expectation::None;
    bool m_http11 = false;
    bool m_codings = false;
    bool m_headDone = false;
};

/// "/a%20b?x=1" → path and query of the head, and for "http://host/…" the Host field. False for a malformed target.
bool splitTarget(RequestHead& head);

} // namespace llmg::http
