// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/testcertificates.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace llmg::tests {
namespace {

std::shared_ptr<EVP_PKEY> newKey() {
    return {EVP_EC_gen("P-256"), &EVP_PKEY_free};
}

template <class Write>
std::string asPem(Write write) {
    BIO* out = BIO_new(BIO_s_mem());
    write(out);
    char* data = nullptr;
    const long size = BIO_ctrl(out, BIO_CTRL_INFO, 0, &data);
    std::string text(data, static_cast<std::size_t>(size));
    BIO_free(out);
    return text;
}

void extend(X509* certificate, X509* issuer, int id, const std::string& value) {
    X509V3_CTX context{};
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

std::shared_ptr<X509> newCertificate(const std::string& name, EVP_PKEY* key, X509* issuer, EVP_PKEY* issuerKey,
                                     long from, long until, const std::string& alternative) {
    const std::shared_ptr<X509> certificate(X509_new(), &X509_free);
    X509* raw = certificate.get();
    X509_set_version(raw, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(raw), issuer ? 2 : 1);
    X509_gmtime_adj(X509_getm_notBefore(raw), from);
    X509_gmtime_adj(X509_getm_notAfter(raw), until);
    X509_set_pubkey(raw, key);
    X509_NAME* subject = X509_get_subject_name(raw);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name.c_str()), -1,
                               -1, 0);
    X509_set_issuer_name(raw, issuer ? X509_get_subject_name(issuer) : subject);
    extend(raw, issuer ? issuer : raw, NID_basic_constraints, issuer ? "CA:FALSE" : "critical,CA:TRUE");
    if (!alternative.empty())
        extend(raw, issuer, NID_subject_alt_name, alternative);
    X509_sign(raw, issuerKey, EVP_sha256());
    return certificate;
}

constexpr long kDay = 24L * 60 * 60;

} // namespace

TestAuthority::TestAuthority() {
    const auto key = newKey();
    const auto certificate = newCertificate("Test authority", key.get(), nullptr, key.get(), -kDay, 30 * kDay, {});
    m_pem = asPem([&](BIO* out) { PEM_write_bio_X509(out, certificate.get()); });
    m_key = key;
    m_certificate = certificate;
}

TestAuthority::Certificate TestAuthority::issue(const std::string& host, Validity validity) const {
    const auto key = newKey();
    const bool address = host.find_first_not_of("0123456789.:abcdef") == std::string::npos;
    const bool expired = validity == Validity::Expired;
    const auto certificate =
        newCertificate(host, key.get(), static_cast<X509*>(m_certificate.get()), static_cast<EVP_PKEY*>(m_key.get()),
                       expired ? -10 * kDay : -kDay, expired ? -kDay : 10 * kDay, (address ? "IP:" : "DNS:") + host);
    Certificate result;
    result.pem = asPem([&](BIO* out) { PEM_write_bio_X509(out, certificate.get()); });
    result.keyPem =
        asPem([&](BIO* out) { PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
    return result;
}

} // namespace llmg::tests
