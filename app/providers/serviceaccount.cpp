// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/providers/serviceaccount.h"

#include "app/dialects/jsonaccess.h"
#include "app/dialects/upstreamerror.h"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>

namespace llmg::providers {
namespace {

namespace json = boost::json;
using dialects::textAt;

constexpr std::string_view kTokenUrl = "https://oauth2.googleapis.com/token";
constexpr std::string_view kScope = "https://www.googleapis.com/auth/cloud-platform";
constexpr std::size_t kLongestDocument = 64 * 1024;
constexpr std::size_t kLongestToken = 16 * 1024;
constexpr std::int64_t kAssertionSeconds = 3600; // the longest that Google accepts
constexpr int kFewestKeyBits = 2048;             // RFC 7518, 3.3
constexpr int kMostKeyBits = 8192;               // a signature with more keeps a gateway thread for too long

Error invalid(std::string message) {
    return fail(ErrorKind::InvalidParameters, std::move(message), "key");
}

bool isLoopback(std::string_view host) {
    return host == "127.0.0.1" || host == "::1" || host == "localhost";
}

/// A signed statement is worth an access token to whoever gets it, and the file says where it is sent. A file that was
/// changed on its way could name any server, so only Google's are believed, and this machine's for tests.
bool isTrustedTokenUrl(std::string_view text) {
    const auto url = boost::urls::parse_uri(boost::core::string_view(text.data(), text.size()));
    if (!url || url->has_userinfo())
        return false;
    const std::string host = url->host_address();
    const bool isHttps = url->scheme_id() == boost::urls::scheme::https;
    if (isLoopback(host))
        return isHttps || url->scheme_id() == boost::urls::scheme::http;
    // accounts.google.com is where files of older accounts point.
    const bool isGoogle =
        host == "googleapis.com" || host.ends_with(".googleapis.com") || host == "accounts.google.com";
    return isHttps && isGoogle && (!url->has_port() || url->port() == "443");
}

std::string base64Url(std::string_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    // EVP_EncodeBlock speaks of unsigned char, as all of OpenSSL does.
    const int length =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(length));
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
    text.erase(text.find_last_not_of('=') + 1);
    return text;
}

struct Free {
    void operator()(BIO* bio) const { BIO_free(bio); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

// Without it, OpenSSL asks for the password of an encrypted key at the terminal.
int noPassword(char*, int, int, void*) {
    return 0;
}

Owned<EVP_PKEY> readRsaKey(const Secret& pem) {
    const std::string_view text = pem.reveal();
    const Owned<BIO> bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    if (!bio)
        return nullptr;
    Owned<EVP_PKEY> key(PEM_read_bio_PrivateKey(bio.get(), nullptr, noPassword, nullptr));
    if (!key || EVP_PKEY_is_a(key.get(), "RSA") != 1)
        return nullptr;
    const int bits = EVP_PKEY_get_bits(key.get());
    return bits >= kFewestKeyBits && bits <= kMostKeyBits ? std::move(key) : nullptr;
}

std::string signRs256(EVP_PKEY* key, std::string_view text) {
    const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    std::size_t length = 0;
    if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) != 1 ||
        EVP_DigestSign(context.get(), nullptr, &length, bytes, text.size()) != 1)
        return {};
    std::string signature(length, '\0');
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length, bytes,
                       text.size()) != 1)
        return {};
    signature.resize(length);
    return signature;
}

Result<std::string> signedAssertion(const GoogleCredentials& credentials, UnixTime now) {
    const auto key = readRsaKey(credentials.privateKey);
    if (!key)
        return fail(ErrorKind::UpstreamKeyRejected,
                    "The service account's private_key cannot be read: it must be an RSA key as Google makes them. "
                    "Download a new key file.");
    const std::int64_t seconds = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    json::object header{{"alg", "RS256"}, {"typ", "JWT"}};
    if (!credentials.privateKeyId.empty())
        header["kid"] = credentials.privateKeyId;
    const json::object claims{{"iss", credentials.account},
                              {"scope", kScope},
                              {"aud", credentials.tokenUrl},
                              {"iat", seconds},
                              {"exp", seconds + kAssertionSeconds}};
    std::string text = base64Url(json::serialize(header)) + '.' + base64Url(json::serialize(claims));
    const std::string signature = signRs256(key.get(), text);
    if (signature.empty())
        return fail(ErrorKind::Internal, "The service account's statement could not be signed.");
    return text + '.' + base64Url(signature);
}

void appendField(std::string& form, std::string_view name, std::string_view value) {
    if (!form.empty())
        form += '&';
    form.append(name).append("=").append(pathSegment(value));
}

Result<std::string> required(const json::object& document, std::string_view name) {
    const std::string_view text = textAt(document, name);
    if (text.empty())
        return invalid("The credentials have no " + std::string(name) + ". Paste the whole JSON file.");
    return std::string(text);
}

Result<GoogleCredentials> readServiceAccount(const json::object& document) {
    GoogleCredentials credentials;
    for (const auto& [name, member] : {std::pair<std::string_view, std::string*>{"client_email", &credentials.account},
                                       {"token_uri", &credentials.tokenUrl}}) {
        auto text = required(document, name);
        if (!text)
            return text.error();
        *member = std::move(*text);
    }
    auto privateKey = required(document, "private_key");
    if (!privateKey)
        return privateKey.error();
    if (!isTrustedTokenUrl(credentials.tokenUrl))
        return invalid("The credentials' token_uri is not Google's: it must be https:// and at googleapis.com. "
                       "Statements signed with this key are sent nowhere else.");
    credentials.privateKey = Secret(std::move(*privateKey));
    credentials.privateKeyId = textAt(document, "private_key_id");
    credentials.projectId = textAt(document, "project_id");
    return credentials;
}

Result<GoogleCredentials> readAuthorizedUser(const json::object& document) {
    GoogleCredentials credentials;
    credentials.kind = GoogleCredentials::Kind::AuthorizedUser;
    auto id = required(document, "client_id");
    auto secret = required(document, "client_secret");
    auto token = required(document, "refresh_token");
    for (const auto* member : {&id, &secret, &token}) {
        if (!*member)
            return member->error();
    }
    credentials.account = std::move(*id);
    credentials.clientSecret = Secret(std::move(*secret));
    credentials.refreshToken = Secret(std::move(*token));
    credentials.projectId = textAt(document, "quota_project_id");
    // Google's own files have none; one on this machine is for tests.
    const std::string_view url = textAt(document, "token_uri");
    if (!url.empty() && !isTrustedTokenUrl(url))
        return invalid("The credentials' token_uri is not Google's: it must be https:// and at googleapis.com.");
    credentials.tokenUrl = url.empty() ? kTokenUrl : url;
    return credentials;
}

std::string_view withoutBlanks(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\r\n");
    return begin == std::string_view::npos ? std::string_view{} : text.substr(begin);
}

} // namespace

bool isGoogleCredentials(const Secret& key) {
    return withoutBlanks(key.reveal()).starts_with('{');
}

Result<GoogleCredentials> readGoogleCredentials(const Secret& key) {
    if (key.reveal().size() > kLongestDocument)
        return invalid("The credentials are larger than 64 KiB; paste the JSON file of one account.");
    const auto document = dialects::parseJson(withoutBlanks(key.reveal()));
    if (!document || !document->is_object())
        return invalid("The credentials are not a JSON object. Paste the whole file, with both braces.");
    const json::object& members = document->get_object();
    const std::string_view type = textAt(members, "type");
    if (type == "service_account")
        return readServiceAccount(members);
    if (type == "authorized_user")
        return readAuthorizedUser(members);
    return invalid("The credentials' type is neither service_account nor authorized_user; this version takes no other. "
                   "Make a key file for a service account.");
}

Result<WireRequest> googleTokenRequest(const GoogleCredentials& credentials, UnixTime now) {
    WireRequest wire;
    wire.url = credentials.tokenUrl;
    wire.headers = {{"content-type", "application/x-www-form-urlencoded"}};
    if (credentials.kind == GoogleCredentials::Kind::AuthorizedUser) {
        appendField(wire.body, "grant_type", "refresh_token");
        appendField(wire.body, "client_id", credentials.account);
        appendField(wire.body, "client_secret", credentials.clientSecret.reveal());
        appendField(wire.body, "refresh_token", credentials.refreshToken.reveal());
        return wire;
    }
    auto assertion = signedAssertion(credentials, now);
    if (!assertion)
        return assertion.error();
    appendField(wire.body, "grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
    appendField(wire.body, "assertion", *assertion);
    return wire;
}

Result<AccessToken> decodeGoogleToken(int status, std::string_view body, UnixTime now) {
    const auto document = dialects::parseJson(body);
    const json::object* members = document ? document->if_object() : nullptr;
    if (status < 200 || status >= 300) {
        const std::string code(members ? textAt(*members, "error") : std::string_view{});
        const std::string_view words = members ? textAt(*members, "error_description") : std::string_view{};
        // Every 400 of a token server is about the credentials (RFC 6749, 5.2); ours has no other part.
        const bool isRefused = status == 400 || status == 401 || status == 403;
        Error error = fail(isRefused ? ErrorKind::UpstreamKeyRejected : dialects::kindOfUpstreamStatus(status, false),
                           "Google gave no access token for these credentials: " +
                               (words.empty() ? dialects::describeForeignBody(status, body) : std::string(words)));
        error.upstreamStatus = status;
        error.upstreamCode = code;
        return error;
    }
    const std::string_view token = members ? textAt(*members, "access_token") : std::string_view{};
    const bool fits = !token.empty() && token.size() <= kLongestToken &&
                      std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < '\x7f'; });
    if (!fits)
        return fail(ErrorKind::Upstream, "Google's token server answered without an access token.");
    const std::int64_t seconds = std::clamp<std::int64_t>(
        dialects::integerAt(*members, "expires_in").value_or(kAssertionSeconds), 0, std::int64_t{24} * 3600);
    return AccessToken{Secret(std::string(token)), now + std::chrono::seconds(seconds)};
}

} // namespace llmg::providers
