// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <string_view>

namespace boost::asio::ssl {
class context;
}

namespace llmg::http {

/// Makes a context fit for Client: the peer is verified against OpenSSL's default certificate paths, TLS 1.2 or newer.
/// (Client insists on verification and version itself, whatever the context says.)
Result<> useSystemCertificates(boost::asio::ssl::context& context);

/// Trusts the CA certificates of a PEM text, one or many. One that is there already, or that OpenSSL cannot read, is
/// passed over; Configuration when none could be read.
Result<> addCertificates(boost::asio::ssl::context& context, std::string_view pem);

} // namespace llmg::http
