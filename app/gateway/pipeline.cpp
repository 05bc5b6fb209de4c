// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/pipeline.h"

#include "app/dialects/openaichat.h"
#include "app/gateway/chatcall.h"
#include "app/gateway/errormapping.h"
#include "app/gateway/headcheck.h"
#include "app/gateway/listings.h"
#include "app/gateway/modelrun.h"

namespace llmg::gateway {
namespace {

constexpr std::string_view kChat = "/v1/chat/completions";
constexpr std::string_view kModels = "/v1/models";
constexpr std::string_view kKey = "/v1/key";
constexpr std::string_view kMetrics = "/metrics";
constexpr std::string_view kReadMethods = "GET, HEAD, OPTIONS";
constexpr std::string_view kPostMethods = "POST, OPTIONS";

/// Methods of a path, as for an Allow header; empty for a path that does not exist.
std::string_view allowedMethods(std::string_view path) {
    if (path == kChat)
        return kPostMethods;
    if (path == "/" || path == kModels || path == kKey || path == kMetrics || path.starts_with("/v1/models/"))
        return kReadMethods;
    return {};
}

http::Response jsonResponse(std::string body) {
    http::Response response;
    response.headers.set("content-type", "application/json");
    response.body = std::move(body);
    return response;
}

} // namespace

Pipeline::Pipeline(Environment environment, SnapshotPtr snapshot)
    : m_environment(environment)
    , m_snapshot(std::move(snapshot)) {
}

http::Task<> Pipeline::handle(http::Exchange& exchange) {
    const auto& head = exchange.head();
    const SnapshotPtr snapshot = m_snapshot;
    if (auto host = checkHost(head, snapshot->limits().allowedHosts); !host) {
        co_await refuse(exchange, host.error());
        co_return;
    }
    if (auto origin = checkOrigin(head, snapshot->limits().allowedOrigins); !origin) {
        co_await refuse(exchange, origin.error());
        co_return;
    }
    const auto methods = allowedMethods(head.path);
    if (methods.empty()) {
        co_await refuse(
            exchange, fail(ErrorKind::NotFound, "There is no " + head.path +
                                                    " here. The API begins at /v1, for example /v1/chat/completions."));
        co_return;
    }
    if (head.method == "OPTIONS") {
        http::Response response;
        response.status = 204;
        response.headers.set("allow", methods);
        if (const auto origin = head.headers.get("origin"); !origin.empty()) {
            // Only an allowed origin comes this far, and it is named: never a star.
            response.headers.set("access-control-allow-origin", origin);
            response.headers.set("access-control-allow-methods", methods);
            response.headers.set("access-control-allow-headers",
                                 "authorization, content-type, x-api-key, x-request-id");
            response.headers.set("vary", "Origin");
        }
        co_await exchange.respond(std::move(response));
        co_return;
    }
    const bool reads = head.method == "GET" || head.method == "HEAD";
    if ((methods == kPostMethods && head.method != "POST") || (methods == kReadMethods && !reads)) {
        co_await refuse(exchange, fail(ErrorKind::MethodNotAllowed, head.path + " takes " + std::string(methods) + "."),
                        std::string(methods));
        co_return;
    }
    if (reads) {
        co_await answerGet(exchange);
        co_return;
    }
    ModelRun run(m_environment, snapshot, exchange,
                 std::make_unique<ChatCall>(dialects::newOpenAiIngressCodec(), dialects::RequestLine{}));
    co_await run.run();
}

http::Task<> Pipeline::answerGet(http::Exchange& exchange) {
    const auto& head = exchange.head();
    const SnapshotPtr snapshot = m_snapshot;
    // Lists and figures are open to this machine; from elsewhere (a host was bound on purpose) they want a key.
    const bool isLocal = head.peerAddress.starts_with("127.") || head.peerAddress == "::1";
    if (!isLocal && head.path != "/") {
        if (auto key = authenticate(*snapshot, m_environment.shared, head.headers); !key) {
            co_await refuse(exchange, key.error());
            co_return;
        }
    }
    http::Response response;
    if (head.path == "/") {
        response = jsonResponse(R"({"status":"ok","name":"LLM Gateway Desktop","version":")" LLMG_VERSION R"("})");
    } else if (head.path == kMetrics) {
        response.headers.set("content-type", "text/plain; version=0.0.4; charset=utf-8");
        response.body = metricsText(m_environment.shared.counters);
    } else if (head.path == kKey) {
        auto key = authenticate(*snapshot, m_environment.shared, head.headers);
        if (!key) {
            co_await refuse(exchange, key.error());
            co_return;
        }
        response = jsonResponse(keyJson(**key, snapshot->project((*key)->projectId), m_environment.shared.spend,
                                        m_environment.shared.clock.now()));
    } else if (head.path == kModels) {
        response = jsonResponse(modelsJson(*snapshot));
    } else {
        const std::string id = head.path.substr(kModels.size() + 1);
        auto body = modelJson(*snapshot, id);
        if (body.empty()) {
            co_await refuse(exchange, fail(ErrorKind::NotFound, "No model is called “" + id + "”."));
            co_return;
        }
        response = jsonResponse(std::move(body));
    }
    co_await exchange.respond(std::move(response));
}

http::Task<> Pipeline::refuse(http::Exchange& exchange, Error error, std::string allow) {
    const auto http = toHttp(error);
    auto response = jsonResponse(dialects::newOpenAiIngressCodec()->encodeError(error, http.status, http.code));
    response.status = http.status;
    if (!allow.empty())
        response.headers.set("allow", allow);
    co_await exchange.respond(std::move(response));
}

} // namespace llmg::gateway
