// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/pipeline.h"

#include "app/dialects/openairesponses.h"
#include "app/gateway/errormapping.h"
#include "app/gateway/headcheck.h"
#include "app/gateway/listings.h"
#include "app/gateway/loadturns.h"
#include "app/gateway/modelrun.h"

namespace llmg::gateway {
namespace {

http::Response jsonResponse(std::string body) {
    http::Response response;
    response.headers.set("content-type", "application/json");
    response.body = std::move(body);
    return response;
}

bool isAmong(std::string_view method, std::string_view methods) {
    while (!methods.empty()) {
        const auto end = methods.find(", ");
        if (methods.substr(0, end) == method)
            return true;
        methods.remove_prefix(end == std::string_view::npos ? methods.size() : end + 2);
    }
    return false;
}

http::Response preflight(const http::RequestHead& head, std::string_view methods) {
    http::Response response;
    response.status = 204;
    response.headers.set("allow", methods);
    if (const auto origin = head.headers.get("origin"); !origin.empty()) {
        // Only an allowed origin comes this far, and it is named: never a star.
        response.headers.set("access-control-allow-origin", origin);
        response.headers.set("access-control-allow-methods", methods);
        response.headers.set("access-control-allow-headers",
                             "authorization, content-type, x-api-key, x-goog-api-key, x-goog-api-client, "
                             "anthropic-version, anthropic-beta, anthropic-dangerous-direct-browser-access, "
                             "x-request-id, x-no-fallback, x-no-cache");
        response.headers.set("vary", "Origin");
    }
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
    const Endpoint endpoint = endpointAt(head.path);
    if (endpoint.kind == Endpoint::Kind::None) {
        co_await refuse(
            exchange, fail(ErrorKind::NotFound, "There is no " + head.path +
                                                    " here. The API begins at /v1, for example /v1/chat/completions."));
        co_return;
    }
    if (head.method == "OPTIONS") {
        co_await exchange.respond(preflight(head, endpoint.methods));
        co_return;
    }
    if (!isAmong(head.method, endpoint.methods)) {
        co_await refuse(exchange,
                        fail(ErrorKind::MethodNotAllowed, head.path + " takes " + std::string(endpoint.methods) + "."),
                        std::string(endpoint.methods));
        co_return;
    }
    if (endpoint.kind != Endpoint::Kind::ModelCall) {
        co_await answerRead(exchange, endpoint);
        co_return;
    }
    ModelRun run(m_environment, snapshot, exchange, newModelCall(head));
    co_await run.run();
}

http::Task<> Pipeline::answerRead(http::Exchange& exchange, const Endpoint& endpoint) {
    const auto& head = exchange.head();
    const SnapshotPtr snapshot = m_snapshot;
    // Lists and figures are open to this machine; from elsewhere (a host was bound on purpose) they want a key, as does
    // whatever belongs to one.
    const bool isLocal = head.peerAddress.starts_with("127.") || head.peerAddress == "::1";
    const bool isOpen = endpoint.kind == Endpoint::Kind::Health ||
                        (isLocal && endpoint.kind != Endpoint::Kind::Key && endpoint.kind != Endpoint::Kind::Response);
    const domain::GatewayKey* key = nullptr;
    if (!isOpen) {
        // A key over its limit may still ask what it has spent.
        auto authenticated = identify(*snapshot, m_environment.shared, head);
        if (!authenticated) {
            co_await refuse(exchange, authenticated.error());
            co_return;
        }
        key = *authenticated;
    }
    Result<http::Response> response = http::Response{};
    if (endpoint.kind == Endpoint::Kind::Response)
        response = co_await answerResponse(exchange, endpoint.name, key->projectId);
    else
        response = read(*snapshot, head, endpoint, key);
    if (!response) {
        co_await refuse(exchange, response.error());
        co_return;
    }
    co_await exchange.respond(std::move(*response));
}

// GET and DELETE of a kept response (platform.openai.com/docs/api-reference/responses/get, /delete).
http::Task<Result<http::Response>> Pipeline::answerResponse(http::Exchange& exchange, std::string id,
                                                            std::string projectId) {
    auto* store = m_environment.shared.turns;
    if (!store)
        co_return fail(ErrorKind::NotFound, "This gateway keeps no responses.");
    if (exchange.head().method == "DELETE") {
        auto removed = co_await removeTurn(*store, id, std::move(projectId), exchange.executor());
        if (!removed)
            co_return removed.error();
        boost::json::object answer;
        answer["id"] = id;
        answer["object"] = "response";
        answer["deleted"] = true;
        co_return jsonResponse(boost::json::serialize(answer));
    }
    auto turns = co_await loadTurns(*store, std::move(id), std::move(projectId), exchange.executor());
    if (!turns)
        co_return turns.error();
    auto turn = dialects::readTurn(turns->back().document);
    if (!turn)
        co_return turn.error();
    co_return jsonResponse(dialects::storedResponseJson(*turn));
}

Result<http::Response> Pipeline::read(const Snapshot& snapshot, const http::RequestHead& head, const Endpoint& endpoint,
                                      const domain::GatewayKey* key) const {
    const auto& shared = m_environment.shared;
    const auto found = [&endpoint](std::string body) -> Result<http::Response> {
        if (body.empty())
            return fail(ErrorKind::NotFound, "No model is called “" + endpoint.name + "”.");
        return jsonResponse(std::move(body));
    };
    switch (endpoint.kind) {
    case Endpoint::Kind::Metrics: {
        http::Response response;
        response.headers.set("content-type", "text/plain; version=0.0.4; charset=utf-8");
        response.body = metricsText(shared.counters);
        return response;
    }
    case Endpoint::Kind::Key:
        return jsonResponse(keyJson(*key, snapshot.project(key->projectId), shared.spend, shared.clock.now()));
    case Endpoint::Kind::Models:
        // Anthropic's clients say who they are by this header, and read another list than OpenAI's.
        return jsonResponse(head.headers.has("anthropic-version") ? anthropicModelsJson(snapshot)
                                                                  : modelsJson(snapshot));
    case Endpoint::Kind::Model:
        return found(modelJson(snapshot, endpoint.name));
    case Endpoint::Kind::GeminiModels:
        return jsonResponse(geminiModelsJson(snapshot));
    case Endpoint::Kind::GeminiModel:
        return found(geminiModelJson(snapshot, endpoint.name));
    case Endpoint::Kind::Health:
    case Endpoint::Kind::Response:
    case Endpoint::Kind::ModelCall:
    case Endpoint::Kind::None:
        break;
    }
    return jsonResponse(R"({"status":"ok","name":"LLM Gateway Desktop","version":")" LLMG_VERSION R"("})");
}

http::Task<> Pipeline::refuse(http::Exchange& exchange, Error error, std::string allow) {
    const auto http = toHttp(error);
    auto response = jsonResponse(ingressCodecOf(exchange.head().path)->encodeError(error, http.status, http.code));
    response.status = http.status;
    if (!allow.empty())
        response.headers.set("allow", allow);
    co_await exchange.respond(std::move(response));
}

} // namespace llmg::gateway
