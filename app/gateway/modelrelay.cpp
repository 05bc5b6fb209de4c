// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The second half of ModelRun: one provider is called, and its answer becomes the client's.
#include "app/catalog/cost.h"
#include "app/gateway/modelrun.h"
#include "app/gateway/errormapping.h"
#include "app/gateway/mediafetch.h"
#include "app/gateway/sandboxresponse.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace llmg::gateway {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostErrorBytes = 1024 * 1024;
/// How much of a stream is read after its end was seen, only to give the connection back to the pool.
constexpr int kMostReadsAfterEnd = 8;

http::Task<> readToEnd(std::unique_ptr<http::ClientResponse> response) {
    std::string rest;
    for (int reads = 0; reads < kMostReadsAfterEnd; ++reads) {
        rest.clear();
        auto count = co_await response->readSome(rest);
        if (!count || *count == 0)
            co_return;
    }
}

} // namespace

http::Task<ModelRun::Failure> ModelRun::fetchMediaFor(const Target& target) {
    auto urls = m_call->mediaToFetch(target);
    if (!urls)
        co_return urls.error();
    const auto& limits = m_snapshot->limits().media;
    if (urls->size() > limits.maxCount)
        co_return fail(ErrorKind::InvalidParameters,
                       "More than " + std::to_string(limits.maxCount) +
                           " addresses to fetch. Send the files as data: URLs.",
                       "image_url");
    for (auto& url : *urls) {
        auto within = limits;
        within.timeout = std::min(limits.timeout, timeLeft());
        auto fetched =
            co_await fetchMedia(m_environment.client, target.runtime.origin, within, std::move(url), &m_cancel);
        if (!fetched && within.timeout < limits.timeout && fetched.error().kind != ErrorKind::Canceled)
            co_return fail(ErrorKind::UpstreamTimeout, "The time of the whole request ended while files were fetched.");
        if (!fetched)
            co_return fetched.error();
        m_call->setMedia(*fetched);
    }
    co_return std::nullopt;
}

Result<Outgoing> ModelRun::encode(const Target& target) {
    auto encoded = m_call->encode(target);
    if (!encoded)
        return encoded.error();
    m_record.droppedParams = std::move(encoded->droppedParams);

    const Secret none;
    const providers::CallContext context{target.runtime.endpoint, target.key ? target.key->secret : none,
                                         m_accessToken.reveal(), m_record.startedAt, m_scan.stream};
    auto wire = target.runtime.adapter->prepare(std::move(*encoded), target.model, context);
    if (!wire)
        return wire.error();
    return outgoing(target.runtime, std::move(*wire), m_scan.stream ? "text/event-stream" : "application/json");
}

http::Task<Result<std::unique_ptr<http::ClientResponse>>> ModelRun::open(const Target& target) {
    const auto& deadlines = m_snapshot->limits().deadlines;
    if (target.candidate.provider == routing::kSandboxProvider) {
        auto encoded = m_call->encode(target);
        if (!encoded)
            co_return encoded.error();
        m_record.droppedParams = std::move(encoded->droppedParams);
        boost::system::error_code error;
        const auto document = json::parse(encoded->body, error);
        if (error)
            co_return fail(ErrorKind::InvalidJson, "The body is not JSON: " + error.message());
        auto answer =
            providers::sandboxAnswer(target.candidate.upstreamModel, document, m_record.id, m_record.startedAt);
        auto response = std::make_unique<SandboxResponse>(m_environment.context, std::move(answer), deadlines);
        m_stopSandbox = [sandbox = response.get()] { sandbox->cancel(); };
        co_return std::unique_ptr<http::ClientResponse>(std::move(response));
    }
    if (auto failure = co_await fetchMediaFor(target))
        co_return *failure;
    m_accessToken = {};
    if (target.key) {
        auto token = co_await accessToken(m_environment, target.runtime, *target.key);
        if (!token)
            co_return token.error();
        m_accessToken = std::move(*token);
    }
    auto outgoing = encode(target);
    if (!outgoing)
        co_return outgoing.error();
    // All attempts together keep the deadline of the whole request.
    auto left = deadlines;
    left.total = timeLeft();
    co_return co_await m_environment.client.send(outgoing->origin, std::move(outgoing->request), left, &m_cancel);
}

http::Task<Error> ModelRun::readError(const Target& target, http::ClientResponse& upstream) {
    if (upstream.status() == 401 && !m_accessToken.isEmpty() && target.key)
        m_environment.shared.accessTokens.drop(target.key->entry.id, m_accessToken);
    auto body = co_await upstream.readAll(kMostErrorBytes);
    auto error = m_call->decodeError(target, upstream.status(), body ? std::string_view(*body) : std::string_view{});
    if (error.upstreamStatus == 0)
        error.upstreamStatus = upstream.status();
    if (!error.retryAfter)
        error.retryAfter = m_outcome.limits.waitAsked();
    if (upstream.status() < 400) {
        // Redirects are not followed: they would carry the key to an address that nobody chose.
        error.kind = ErrorKind::Upstream;
        error.message = target.runtime.endpoint.name + " answered " + std::to_string(upstream.status()) +
                        " instead of an answer; check its base URL.";
    }
    if (target.candidate.hosted && upstream.status() == 402)
        error.kind = ErrorKind::InsufficientCredits;
    if (target.candidate.provider == routing::kSandboxProvider)
        error.kind =
            ErrorKind::UpstreamRejected; // an error asked of the sandbox is for the client, with its own status
    co_return error;
}

http::Task<ModelRun::Failure> ModelRun::relayWhole(const Target& target, http::ClientResponse& upstream) {
    auto body = co_await upstream.readAll(m_snapshot->limits().maxAnswerBytes);
    if (!body)
        co_return body.error();
    m_attempt.firstByteUs = elapsedUs() - m_attempt.startedAfterUs;
    co_return co_await answerWhole(target, std::move(*body));
}

http::Task<ModelRun::Failure> ModelRun::answerWhole(const Target& target, std::string body) {
    auto seen = m_call->readAnswer(target, std::move(body));
    if (!seen)
        co_return seen.error();
    m_record.firstTokenUs = elapsedUs();
    settle(target, *seen);
    closeAttempt(std::nullopt);
    std::string answerText = m_call->finishAnswer(target, additions());
    capture(answerText);
    keepTurn(answerText, m_scan.stream);
    auto answer = cachedAnswer(); // before record(), which gives the record away
    if (co_await sendWhole(std::move(answerText)))
        keepAnswer(std::move(answer));
    co_return std::nullopt;
}

// The client's end of a stream, which names the provider of this attempt.
StreamWriter& ModelRun::writer() {
    if (!m_writer) {
        auto headers = answerHeaders(m_call->streamContentType());
        headers.set("cache-control", "no-cache");
        m_writer = std::make_unique<StreamWriter>(m_exchange, std::move(headers), m_snapshot->limits().keepAliveComment,
                                                  m_call->keepAlive());
    }
    return *m_writer;
}

// Recorded first; false: it could not be, and the client was told so.
http::Task<bool> ModelRun::sendWhole(std::string bytes) {
    http::Response response; // with its headers before record(), which gives the record away
    auto* stream = m_scan.stream ? &writer() : nullptr;
    if (!stream)
        response.headers = answerHeaders("application/json");
    if (auto kept = record(200, std::nullopt); !kept) {
        co_await answerError(kept.error());
        co_return false;
    }
    if (stream) {
        co_await stream->end(bytes);
        co_return true;
    }
    response.body = std::move(bytes);
    co_await m_exchange.respond(std::move(response));
    co_return true;
}

http::Task<ModelRun::Failure> ModelRun::relayStream(const Target& target,
                                                    std::unique_ptr<http::ClientResponse> upstream) {
    const auto relay = m_call->newRelay(target);
    if (!relay)
        co_return fail(ErrorKind::Upstream, target.runtime.endpoint.name + " sent a stream where none was asked for.");
    (void)writer(); // its comments say that we are there while the provider is silent

    const auto& seen = relay->observation();
    Failure failure;
    std::string in, out;
    bool upstreamOpen = true;
    while (!failure && upstreamOpen && !seen.ended) {
        in.clear();
        auto count = co_await upstream->readSome(in);
        if (!count) {
            failure = count.error();
            break;
        }
        if (m_attempt.firstByteUs < 0)
            m_attempt.firstByteUs = elapsedUs() - m_attempt.startedAfterUs;
        if (*count == 0) {
            upstreamOpen = false;
            relay->upstreamEnded();
        } else {
            relay->feed(in, out);
        }
        if (seen.sawContent && m_record.firstTokenUs < 0) {
            m_record.firstTokenUs = elapsedUs();
            m_plan->answering(m_environment.shared.clock.steadyNow());
        }
        if (seen.error)
            failure = seen.error;
        // What came before an error in the same read is sent only if there is no way back anyway.
        if (!out.empty() && (!failure || m_writer->eventsSent())) {
            capture(out);
            auto sent = co_await m_writer->send(out);
            if (!sent)
                failure = sent.error();
        }
        out.clear();
    }
    if (failure && !m_writer->eventsSent() && failure->kind != ErrorKind::Canceled) {
        m_record.firstTokenUs = -1;
        if (!m_writer->begun()) {
            co_await m_writer->quiet();
            m_writer.reset(); // its headers name this provider
        }
        co_return failure; // Nothing was said yet: another key or provider may answer.
    }

    settle(target, seen);
    m_outcome.bytesSent = true;
    closeAttempt(failure);
    if (failure) {
        const bool gone = failure->kind == ErrorKind::Canceled || m_exchange.clientGone();
        if (gone)
            failure->kind = ErrorKind::Canceled;
        m_streamFailure = failure;
        const auto http = toHttp(*failure);
        if (!gone) {
            relay->fail(*failure, http.status, out);
            capture(out);
        }
        (void)record(http.status, failure);
        if (gone)
            m_exchange.abort();
        else
            co_await m_writer->end(out);
        co_return std::nullopt;
    }
    relay->finish(additions(), out);
    capture(out);
    keepTurn(out, true);
    auto answer = cachedAnswer();
    if (auto kept = record(200, std::nullopt); !kept) {
        out.clear();
        relay->fail(kept.error(), toHttp(kept.error()).status, out);
    } else {
        keepAnswer(std::move(answer));
    }
    co_await m_writer->end(out);
    if (upstreamOpen && target.candidate.provider != routing::kSandboxProvider)
        boost::asio::co_spawn(m_exchange.executor(), readToEnd(std::move(upstream)), boost::asio::detached);
    co_return std::nullopt;
}

void ModelRun::settle(const Target& target, const dialects::Observation& seen) {
    if (seen.usage) {
        m_record.usage = *seen.usage;
    } else {
        // The provider did not say (a cut or canceled stream, a server that counts nothing): counted by us, and marked.
        m_record.usage = {};
        m_record.usage.prompt = catalog::estimateTokens(m_scan.textBytes);
        m_record.usage.completion = catalog::estimateTokens(seen.contentBytes);
        m_record.usage.estimated = true;
    }
    m_record.finishReason = dialects::toString(seen.finish);
    auto& cost = m_record.cost;
    cost = {};
    if (target.candidate.provider == routing::kSandboxProvider)
        cost.known = true;
    else if (target.candidate.offer)
        cost = catalog::costOf(*target.candidate.offer, m_record.usage, seen.serviceTier);
    if (seen.statedCost) {
        // The provider's own figure is what will be on the bill. Our parts explain it only where they add up to it.
        if (!cost.known || cost.total != *seen.statedCost) {
            cost = {};
            cost.request = *seen.statedCost;
            cost.total = *seen.statedCost;
        }
        cost.known = true;
        cost.statedByProvider = true;
        cost.estimated = false;
    } else if (target.candidate.hosted && cost.known) {
        catalog::addMarkup(cost, m_snapshot->limits().markupBasisPoints);
    }
}

dialects::AnswerAdditions ModelRun::additions() const {
    dialects::AnswerAdditions additions;
    additions.cost = m_record.cost;
    if (m_record.usage.estimated)
        additions.estimatedUsage = m_record.usage;
    auto& metadata = additions.metadata;
    metadata["request_id"] = m_record.id;
    metadata["requested_model"] = m_record.requestedModel;
    metadata["used_model"] = m_record.usedModel;
    metadata["used_provider"] = m_record.usedProvider;
    metadata["mode"] = m_record.usedMode;
    metadata["cached"] = m_record.cached;
    json::array routing;
    for (const auto& attempt : m_record.attempts) {
        json::object step;
        step["provider"] = attempt.provider;
        step["model"] = attempt.upstreamModel;
        step["status"] = attempt.status;
        if (!attempt.errorCode.empty())
            step["error"] = attempt.errorCode;
        step["duration_ms"] = attempt.durationUs / 1000;
        routing.push_back(std::move(step));
    }
    metadata["routing"] = std::move(routing);
    metadata["routing_reason"] = m_record.routing;
    // Where there was nothing to choose, the reason says it all.
    if (m_route.decision.offers.size() > 1)
        metadata["routing_decision"] = routing::toJson(m_route.decision);
    if (!m_record.droppedParams.empty()) {
        json::array dropped;
        for (const auto& name : m_record.droppedParams)
            dropped.emplace_back(name);
        metadata["dropped_params"] = std::move(dropped);
    }
    return additions;
}

} // namespace llmg::gateway
