// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/providers/awssignature.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <cstdio>

namespace llmg::providers {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
using Digest = std::array<unsigned char, 32>;

std::string inHex(const Digest& digest) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (const unsigned char byte : digest) {
        out += digits[byte >> 4];
        out += digits[byte & 0xFU];
    }
    return out;
}

std::string sha256(std::string_view text) {
    Digest digest{};
    EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
    return inHex(digest);
}

Digest hmac(const unsigned char* key, std::size_t keySize, std::string_view text) {
    Digest digest{};
    HMAC(EVP_sha256(), key, static_cast<int>(keySize), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         digest.data(), nullptr);
    return digest;
}

bool isUnreserved(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

// Segments of a path that is encoded already; '/' stays.
std::string encodedOnceMore(std::string_view path) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : path) {
        if (isUnreserved(c) || c == '/') {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 0xFU];
    }
    return out.empty() ? "/" : out;
}

/// An address in the parts that are signed.
struct Address {
    std::string_view scheme, host, path, query;

    explicit Address(std::string_view url) {
        const std::size_t colon = url.find("://");
        scheme = url.substr(0, colon == std::string_view::npos ? 0 : colon);
        url.remove_prefix(colon == std::string_view::npos ? 0 : colon + 3);
        const std::size_t hostEnd = std::min(url.find_first_of("/?"), url.size());
        host = url.substr(0, hostEnd);
        const std::string_view port = scheme == "https" ? ":443" : ":80";
        if (host.ends_with(port))
            host.remove_suffix(port.size());
        url.remove_prefix(hostEnd);
        const std::size_t pathEnd = std::min(url.find('?'), url.size());
        path = url.substr(0, pathEnd);
        query = url.substr(std::min(pathEnd + 1, url.size()));
    }
};

// By name, then by value; a name without a value gets an empty one. The parts are encoded already.
std::string canonicalQuery(std::string_view query) {
    std::vector<std::pair<std::string_view, std::string_view>> parameters;
    while (!query.empty()) {
        const std::string_view parameter = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(parameter.size() + 1, query.size()));
        const std::size_t equals = std::min(parameter.find('='), parameter.size());
        parameters.emplace_back(parameter.substr(0, equals), parameter.substr(std::min(equals + 1, parameter.size())));
    }
    std::sort(parameters.begin(), parameters.end());
    std::string out;
    for (const auto& [name, value] : parameters) {
        if (!out.empty())
            out += '&';
        out.append(name).append("=").append(value);
    }
    return out;
}

// Without blanks around it, and with one for each run of them inside.
std::string trimmed(std::string_view value) {
    std::string out;
    for (const char c : value) {
        if (c != ' ' && c != '\t')
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    if (!out.empty() && out.back() == ' ')
        out.pop_back();
    return out;
}

// Names in small letters, sorted; the values of one name follow each other.
dialects::HeaderList canonicalHeaders(const WireRequest& request) {
    dialects::HeaderList headers{{"host", std::string(Address(request.url).host)}};
    for (const auto& [name, value] : request.headers) {
        std::string lower = name;
        for (char& c : lower)
            c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        const auto known =
            std::find_if(headers.begin(), headers.end(), [&](const auto& h) { return h.first == lower; });
        if (known == headers.end())
            headers.emplace_back(std::move(lower), trimmed(value));
        else if (lower != "host")
            known->second += "," + trimmed(value);
    }
    std::sort(headers.begin(), headers.end());
    return headers;
}

std::string signedHeaders(const dialects::HeaderList& headers) {
    std::string names;
    for (const auto& [name, value] : headers)
        names.append(names.empty() ? "" : ";").append(name);
    return names;
}

std::string credentialScope(const AwsScope& scope) {
    return awsDate(scope.now).substr(0, 8) + "/" + scope.region + "/" + scope.service + "/aws4_request";
}

} // namespace

std::string awsDate(UnixTime time) {
    using namespace std::chrono;
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(floor<seconds>(time - day));
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04d%02u%02uT%02d%02d%02dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text.data();
}

std::string awsCanonicalRequest(const WireRequest& request) {
    const Address address(request.url);
    const dialects::HeaderList headers = canonicalHeaders(request);
    std::string out =
        request.method + "\n" + encodedOnceMore(address.path) + "\n" + canonicalQuery(address.query) + "\n";
    for (const auto& [name, value] : headers)
        out.append(name).append(":").append(value).append("\n");
    return out + "\n" + signedHeaders(headers) + "\n" + sha256(request.body);
}

std::string awsStringToSign(std::string_view canonicalRequest, const AwsScope& scope) {
    return std::string(kAlgorithm) + "\n" + awsDate(scope.now) + "\n" + credentialScope(scope) + "\n" +
           sha256(canonicalRequest);
}

std::string awsSignature(std::string_view stringToSign, const Secret& secretAccessKey, const AwsScope& scope) {
    std::string secret = "AWS4";
    secret += secretAccessKey.reveal();
    Digest key =
        hmac(reinterpret_cast<const unsigned char*>(secret.data()), secret.size(), awsDate(scope.now).substr(0, 8));
    OPENSSL_cleanse(secret.data(), secret.size());
    for (const std::string_view part : {std::string_view(scope.region), std::string_view(scope.service),
                                        std::string_view("aws4_request"), stringToSign})
        key = hmac(key.data(), key.size(), part);
    return inHex(key);
}

std::string awsAuthorization(const WireRequest& request, const AwsCredentials& credentials, const AwsScope& scope) {
    const std::string toSign = awsStringToSign(awsCanonicalRequest(request), scope);
    return std::string(kAlgorithm) + " Credential=" + credentials.accessKeyId + "/" + credentialScope(scope) +
           ", SignedHeaders=" + signedHeaders(canonicalHeaders(request)) +
           ", Signature=" + awsSignature(toSign, credentials.secretAccessKey, scope);
}

void signAwsRequest(WireRequest& request, const AwsCredentials& credentials, const AwsScope& scope) {
    dialects::HeaderList added{{"x-amz-content-sha256", sha256(request.body)}, {"x-amz-date", awsDate(scope.now)}};
    if (!credentials.sessionToken.isEmpty())
        added.emplace_back("x-amz-security-token", std::string(credentials.sessionToken.reveal()));

    WireRequest toSign{request.method, request.url, added, request.body};
    for (const auto& [name, value] : request.headers) {
        if (name == "content-type")
            toSign.headers.emplace_back(name, value);
    }
    added.emplace_back("authorization", awsAuthorization(toSign, credentials, scope));
    for (auto& [name, value] : added) {
        std::erase_if(request.headers, [&wanted = name](const auto& header) { return header.first == wanted; });
        request.headers.emplace_back(name, std::move(value));
    }
}

} // namespace llmg::providers
