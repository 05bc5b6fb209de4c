// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/http/requestparser.h"

#include <algorithm>
#include <limits>

namespace llmg::http {

namespace beast = boost::beast::http;

namespace {

int hexValue(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool percentDecode(std::string_view text, std::string& into) {
    into.clear();
    into.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            into += text[i];
            continue;
        }
        if (i + 2 >= text.size())
            return false;
        const int high = hexValue(text[i + 1]);
        const int low = hexValue(text[i + 2]);
        if (high < 0 || low < 0)
            return false;
        into += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return true;
}

bool startsWithIgnoringCase(std::string_view text, std::string_view start) {
    return text.size() >= start.size() && equalsIgnoringCase(text.substr(0, start.size()), start);
}

} // namespace

bool splitTarget(RequestHead& head) {
    std::string_view target = head.target;
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!startsWithIgnoringCase(target, scheme))
            continue;
        // RFC 9112, 3.2.2: the authority of an absolute target replaces what the Host field says.
        target.remove_prefix(scheme.size());
        const auto slash = target.find_first_of("/?");
        head.headers.set("host", target.substr(0, slash));
        target = slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
        break;
    }
    const auto mark = target.find('?');
    head.query = mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
    std::string_view path = target.substr(0, mark);
    if (path.empty())
        path = "/";
    if (path.find('%') == std::string_view::npos) {
        head.path = path;
        return true;
    }
    return percentDecode(path, head.path);
}

RequestParser::RequestParser(RequestHead& head)
    : m_head(head) {
    eager(true);
    // Both limits are the connection's: Beast counts the head anew after each complete line, and answering 413 is
    // for whoever reads the body.
    header_limit(std::numeric_limits<std::uint32_t>::max());
    body_limit(boost::none);
}

std::size_t RequestParser::parse(const char* data, std::size_t size, Code& error) {
    m_inputBegin = data;
    m_inputEnd = data + size;
    return put(boost::asio::const_buffer(data, size), error);
}

void RequestParser::refuse(int status, const char* reason) {
    if (m_refusal != 0)
        return;
    m_refusal = status;
    m_refusalReason = reason;
}

void RequestParser::on_request_impl(beast::verb, View method, View target, int version, Code&) {
    m_head.method.assign(method.data(), method.size());
    m_head.target.assign(target.data(), target.size());
    m_http11 = version >= 11;
}

void RequestParser::on_field_impl(beast::field field, View name, View value, Code& error) {
    // RFC 9112, 5.2: a server refuses folded lines. Beast joins them: a value begun on the first line is copied out of
    // the input, one begun on a later line has the line break before it.
    const bool inside = !std::less<>{}(value.data(), m_inputBegin) && !std::less<>{}(m_inputEnd, value.data());
    if (!inside || std::find(name.data() + name.size(), value.data(), '\r') != value.data()) {
        error = beast::error::bad_value;
        return;
    }
    if (m_headDone)
        return; // a trailer: read for its framing, meaning nothing to us
    const std::string_view text(value.data(), value.size());
    switch (field) {
    case beast::field::host:
        if (++m_hosts > 1)
            refuse(400, "more than one Host field");
        break;
    case beast::field::content_length:
        if (++m_lengths > 1 || text.find(',') != std::string_view::npos)
            refuse(400, "more than one Content-Length");
        break;
    case beast::field::transfer_encoding:
        if (m_codings || !equalsIgnoringCase(text, "chunked"))
            refuse(501, "a transfer coding other than chunked");
        if (!m_http11)
            refuse(400, "Transfer-Encoding in an HTTP/1.0 request");
        m_codings = true;
        break;
    case beast::field::expect:
        if (m_http11)
            m_expectation = equalsIgnoringCase(text, "100-continue") ? Expectation::Continue : Expectation::Unknown;
        break;
    default:
        break;
    }
    m_head.headers.add(std::string_view(name.data(), name.size()), text);
}

void RequestParser::on_header_impl(Code& error) {
    m_headDone = true;
    if (m_http11 && m_hosts == 0)
        refuse(400, "no Host field");
    if (m_refusal == 0 && !splitTarget(m_head))
        refuse(400, "a malformed percent escape in the path");
    // Only the head was asked for: the body's bytes stay with the connection, which may read them without this parser.
    eager(false);
    error = {};
}

std::size_t RequestParser::on_body_impl(View body, Code&) {
    if (m_body)
        m_body->append(body.data(), body.size());
    return body.size();
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, View body, Code&) {
    if (m_body)
        m_body->append(body.data(), body.size());
    return body.size();
}

} // namespace llmg::http
