// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Google's credential files, and the access tokens that they are good for. Sans-IO.
// Service accounts: developers.google.com/identity/protocols/oauth2/service-account (RFC 7523, RFC 7515);
// a person's own credentials ("gcloud auth application-default login"): a refresh token, RFC 6749, 6.
#include "app/providers/provideradapter.h"

namespace llmg::providers {

struct GoogleCredentials {
    enum class Kind { ServiceAccount, AuthorizedUser };
    Kind kind = Kind::ServiceAccount;
    std::string account;   ///< whose it is: an e-mail address, or a client id
    std::string projectId; ///< "" not said
    std::string tokenUrl;  ///< Google's, or on this machine; nothing else is ever accepted
    std::string privateKeyId;
    Secret privateKey; ///< PEM
    Secret clientSecret, refreshToken;
};

/// Whether a key is such a file at all, and no key or token in one line.
bool isGoogleCredentials(const Secret& key);

/// Error InvalidParameters says which member is missing or wrong, never what it holds.
Result<GoogleCredentials> readGoogleCredentials(const Secret& key);

/// The request for an access token for Google Cloud. A service account signs a statement, valid for an hour from `now`,
/// with its RSA key. Error UpstreamKeyRejected: the private key cannot be read.
Result<WireRequest> googleTokenRequest(const GoogleCredentials& credentials, UnixTime now);

/// RFC 6749, 5. Errors: UpstreamKeyRejected with the server's words, RateLimited, Upstream.
Result<AccessToken> decodeGoogleToken(int status, std::string_view body, UnixTime now);

} // namespace llmg::providers
