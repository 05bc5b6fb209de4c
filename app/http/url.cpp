// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/http/client.h"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <charconv>

namespace llmg::http {

Result<ParsedUrl> parseUrl(std::string_view text) {
    const auto parsed = boost::urls::parse_uri(boost::core::string_view(text.data(), text.size()));
    // The text is not repeated in the message: people paste keys into address fields.
    if (!parsed)
        return fail(ErrorKind::Configuration, "This is not a URL; one looks like https://api.example.com/v1.");
    const boost::urls::url_view& url = *parsed;
    ParsedUrl result;
    const auto scheme = url.scheme_id();
    if (scheme != boost::urls::scheme::https && scheme != boost::urls::scheme::http)
        return fail(ErrorKind::Configuration, "The URL must begin with https:// or http://.");
    if (url.has_userinfo())
        return fail(ErrorKind::Configuration, "The URL must not hold a user name or password.");
    result.origin.tls = scheme == boost::urls::scheme::https;
    result.origin.host = url.host_address();
    for (char& c : result.origin.host) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c | 0x20);
    }
    if (result.origin.host.empty())
        return fail(ErrorKind::Configuration, "The URL names no host.");
    result.origin.port = result.origin.tls ? 443 : 80;
    if (url.has_port() && !url.port().empty()) {
        const auto port = url.port();
        const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), result.origin.port);
        if (error != std::errc() || end != port.data() + port.size() || result.origin.port == 0)
            return fail(ErrorKind::Configuration, "The URL's port is not between 1 and 65535.");
    }
    const auto path = url.encoded_path();
    result.path.assign(path.data(), path.size());
    if (result.path.empty())
        result.path = "/";
    if (url.has_query()) {
        const auto query = url.encoded_query();
        result.path.append("?").append(query.data(), query.size());
    }
    return result;
}

} // namespace llmg::http
