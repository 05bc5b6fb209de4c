// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

namespace boost::asio::ssl {
class context;
}

namespace llmg::service {

/// Makes the context verify peers against the operating system's certificates, TLS 1.2 at least. On Linux these are
/// OpenSSL's own paths (SSL_CERT_FILE and SSL_CERT_DIR are honoured); elsewhere Qt Network reads the system's store.
Result<> trustSystemCertificates(boost::asio::ssl::context& context);

} // namespace llmg::service
