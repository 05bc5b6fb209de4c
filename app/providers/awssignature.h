// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// AWS Signature Version 4 for one request, in its Authorization header (AWS IAM User Guide, "Create a signed AWS API
// request"). Pure: the time is passed in.
#include "app/providers/provideradapter.h"

namespace llmg::providers {

struct AwsCredentials {
    std::string accessKeyId;
    Secret secretAccessKey;
    Secret sessionToken{}; ///< of temporary credentials; empty: there is none
};

/// What a signature is valid for beside the request: one service of one region, at one time.
struct AwsScope {
    std::string region;
    std::string service;
    UnixTime now{};
};

/// "20150830T123600Z"
std::string awsDate(UnixTime time);
/// Step 1: the request in the one spelling that both sides hash. Every header given is signed; `host` comes from the
/// URL. `url` is as it goes over the wire; its path segments are encoded once more, as every service but S3 asks for.
std::string awsCanonicalRequest(const WireRequest& request);
/// Steps 2 and 3.
std::string awsStringToSign(std::string_view canonicalRequest, const AwsScope& scope);
/// Step 4, in hexadecimal digits.
std::string awsSignature(std::string_view stringToSign, const Secret& secretAccessKey, const AwsScope& scope);
/// The value of the Authorization header for a request that carries everything to be signed, x-amz-date included.
std::string awsAuthorization(const WireRequest& request, const AwsCredentials& credentials, const AwsScope& scope);

/// Adds x-amz-date, x-amz-content-sha256, x-amz-security-token where there is one, and authorization. The content type
/// is signed with them; other headers may be changed on the way by proxies and are not.
void signAwsRequest(WireRequest& request, const AwsCredentials& credentials, const AwsScope& scope);

} // namespace llmg::providers
