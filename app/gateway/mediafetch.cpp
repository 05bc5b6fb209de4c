// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/mediafetch.h"

#include "app/dialects/base64.h"

#include <boost/url.hpp>

#include <array>

namespace llmg::gateway {
namespace {

constexpr int kMostRedirects = 3;

Error unusable(const std::string& url, const std::string& why) {
    return fail(ErrorKind::InvalidParameters,
                "Could not fetch " + url.substr(0, 200) + ": " + why +
                    ". Send the file as a data: URL, or use an https address that everybody can read.",
                "image_url");
}

bool isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// RFC 3986, 5.2; "" when either is no URL.
std::string resolved(const std::string& base, std::string_view reference) {
    const auto from = boost::urls::parse_uri(base);
    const auto to = boost::urls::parse_uri_reference(boost::core::string_view(reference.data(), reference.size()));
    boost::urls::url target;
    if (!from || !to || !boost::urls::resolve(*from, *to, target))
        return {};
    target.remove_fragment();
    return std::string(target.buffer());
}

/// What is believed of a content type where the bytes have no signature.
std::string statedType(std::string_view contentType) {
    std::string type(contentType.substr(0, contentType.find(';')));
    while (!type.empty() && type.back() == ' ')
        type.pop_back();
    const bool carries = type.starts_with("audio/") || type.starts_with("video/") || type == "text/plain" ||
                         type == "text/csv" || type == "text/markdown" || type == "image/heic" || type == "image/heif";
    return carries ? type : std::string{};
}

} // namespace

std::string_view mediaTypeOf(std::string_view bytes) {
    using namespace std::string_view_literals;
    // The signatures of the formats' own specifications.
    constexpr std::array kSignatures{
        std::pair{"\x89PNG\r\n\x1a\n"sv, "image/png"sv},
        std::pair{"\xff\xd8\xff"sv, "image/jpeg"sv},
        std::pair{"GIF87a"sv, "image/gif"sv},
        std::pair{"GIF89a"sv, "image/gif"sv},
        std::pair{"%PDF-"sv, "application/pdf"sv},
        std::pair{"ID3"sv, "audio/mpeg"sv},
        std::pair{"OggS"sv, "audio/ogg"sv},
        std::pair{"fLaC"sv, "audio/flac"sv},
    };
    for (const auto& [signature, type] : kSignatures) {
        if (bytes.starts_with(signature))
            return type;
    }
    if (bytes.starts_with("RIFF") && bytes.size() >= 12) {
        const auto form = bytes.substr(8, 4);
        return form == "WEBP" ? "image/webp"sv : form == "WAVE" ? "audio/wav"sv : ""sv;
    }
    return {};
}

http::Task<Result<FetchedMedia>> fetchMedia(http::Client& client, const http::Origin& proxy, const MediaLimits& limits,
                                            std::string url, http::CancelHandle* cancel) {
    FetchedMedia media;
    media.url = url;
    http::Deadlines deadlines;
    deadlines.total = deadlines.firstByte = deadlines.silence = limits.timeout;
    for (int redirects = 0; redirects <= kMostRedirects; ++redirects) {
        auto parsed = http::parseUrl(url);
        if (!parsed)
            co_return unusable(url, "it is not a web address");
        http::Origin origin = std::move(parsed->origin);
        if (!origin.tls && !limits.anyAddress)
            co_return unusable(url, "only https addresses are fetched");
        origin.publicOnly = !limits.anyAddress;
        origin.proxyHost = proxy.proxyHost;
        origin.proxyPort = proxy.proxyPort;
        origin.proxyAuthorization = proxy.proxyAuthorization;
        http::ClientRequest request;
        request.method = "GET";
        request.target = std::move(parsed->path);
        request.headers.set("accept", "image/*, application/pdf, audio/*, */*;q=0.1");
        request.headers.set("user-agent", "llm-gateway/" LLMG_VERSION);
        auto sent = co_await client.send(origin, std::move(request), deadlines, cancel);
        if (!sent) {
            if (sent.error().kind == ErrorKind::Canceled)
                co_return sent.error();
            co_return unusable(url, sent.error().message);
        }
        http::ClientResponse& response = **sent;
        if (isRedirect(response.status())) {
            url = resolved(url, response.headers().get("location"));
            if (url.empty())
                co_return unusable(media.url, "it is redirected to nowhere");
            continue;
        }
        if (response.status() != 200)
            co_return unusable(url, "its server answered " + std::to_string(response.status()));
        auto body = co_await response.readAll(limits.maxBytes);
        if (!body) {
            if (body.error().kind == ErrorKind::Canceled)
                co_return body.error();
            co_return unusable(url, body.error().message);
        }
        media.mimeType = mediaTypeOf(*body);
        if (media.mimeType.empty())
            media.mimeType = statedType(response.headers().get("content-type"));
        if (media.mimeType.empty())
            co_return unusable(url, "it is no PNG, JPEG, GIF, WebP, PDF, audio or video");
        media.base64 = dialects::encodeBase64(*body);
        co_return media;
    }
    co_return unusable(media.url, "it is redirected too often");
}

} // namespace llmg::gateway
