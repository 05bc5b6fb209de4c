// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/http/tls.h"

#include <boost/asio/ssl/context.hpp>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>

namespace llmg::http {

Result<> useSystemCertificates(boost::asio::ssl::context& context) {
    boost::system::error_code error;
    context.set_verify_mode(boost::asio::ssl::verify_peer, error);
    if (SSL_CTX_ctrl(context.native_handle(), SSL_CTRL_SET_MIN_PROTO_VERSION, TLS1_2_VERSION, nullptr) != 1)
        return fail(ErrorKind::Configuration, "OpenSSL offers no TLS 1.2 on this system.");
    context.set_default_verify_paths(error);
    if (error)
        return fail(ErrorKind::Configuration, "The system's certificates cannot be loaded: " + error.message() + ".");
    return {};
}

Result<> addCertificates(boost::asio::ssl::context& context, std::string_view pem) {
    const std::unique_ptr<BIO, int (*)(BIO*)> text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                   &BIO_free);
    X509_STORE* store = SSL_CTX_get_cert_store(context.native_handle());
    bool any = false;
    while (text && BIO_pending(text.get()) > 0) {
        ERR_clear_error();
        const std::unique_ptr<X509, void (*)(X509*)> certificate(
            PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr), &X509_free);
        if (certificate) {
            any = X509_STORE_add_cert(store, certificate.get()) == 1 || any;
            continue;
        }
        // Nothing that begins like PEM follows; anything else is one unreadable block, passed over.
        if (ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE)
            break;
    }
    ERR_clear_error();
    if (!any)
        return fail(ErrorKind::Configuration, "No certificate could be read: PEM text is expected.");
    return {};
}

} // namespace llmg::http
