// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/modelrun.h"

#include "app/gateway/errormapping.h"
#include "app/gateway/loadturns.h"
#include "app/catalog/cost.h"
#include "app/dialects/conversation.h"
#include "app/policy/gatewaykeys.h"
#include "app/providers/targetmodel.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>

namespace llmg::gateway {
namespace {

constexpr std::string_view kTagPrefix = "x-llmgateway-";
constexpr std::string_view kArmTag = "rollout-arm"; ///< the gateway's own word, not the client's

bool isJson(std::string_view contentType) {
    const auto type = contentType.substr(0, contentType.find(';'));
    return contentType.empty() || http::equalsIgnoringCase(type, "application/json") || type.ends_with("+json");
}

dialects::TargetModel targetModel(const routing::Candidate& candidate, const ProviderRuntime& runtime) {
    auto model = providers::targetModel(candidate.provider, candidate.upstreamModel, candidate.offer);
    model.baseUrl = runtime.baseUrlOf(candidate.offer);
    return model;
}

/// What the client calls itself, without its version (RFC 9110, 10.1.5: product "/" version).
std::string productOf(std::string_view userAgent) {
    return std::string(userAgent.substr(0, userAgent.find_first_of(" /")).substr(0, 64));
}

} // namespace

ModelRun::ModelRun(Environment& environment, SnapshotPtr snapshot, http::Exchange& exchange,
                   std::unique_ptr<ModelCall> call)
    : m_environment(environment)
    , m_snapshot(std::move(snapshot))
    , m_exchange(exchange)
    , m_inFlight(environment.shared.counters)
    , m_call(std::move(call))
    , m_began(environment.shared.clock.steadyNow()) {
}

http::Task<> ModelRun::run() {
    accept();
    auto key = authenticate(*m_snapshot, m_environment.shared, m_exchange.head());
    if (!key) {
        // No valid key, no ledger row: there is nobody whose row it would be.
        m_recorded = true;
        co_await answerError(key.error());
        co_return;
    }
    m_key = *key;
    m_project = m_snapshot->project(m_key->projectId);
    m_record.keyId = m_key->id;
    m_record.projectId = m_project->id;
    m_exchange.onClientGone([this] {
        m_cancel.cancel();
        if (m_stopSandbox)
            m_stopSandbox();
        if (m_stopWaiting)
            m_stopWaiting();
    });
    auto failure = co_await serve();
    if (failure)
        co_await answerError(*failure);
    m_exchange.onClientGone({});
    if (m_writer)
        co_await m_writer->quiet();
}

void ModelRun::accept() {
    const auto& head = m_exchange.head();
    auto& shared = m_environment.shared;
    shared.peers.begin(head.peerAddress, head.peerPort, head.localAddress, head.localPort);
    m_record.startedAt = shared.clock.now();
    m_record.id = policy::newUlid(m_record.startedAt);
    m_record.clientRequestId = head.headers.get("x-request-id").substr(0, 200);
    m_record.endpoint = head.path;
    m_record.dialect = m_call->dialect();
    for (const auto& [name, value] : head.headers.fields()) {
        if (name.size() > kTagPrefix.size() &&
            http::equalsIgnoringCase(std::string_view(name).substr(0, kTagPrefix.size()), kTagPrefix) &&
            !http::equalsIgnoringCase(std::string_view(name).substr(kTagPrefix.size()), kArmTag))
            m_record.tags.emplace_back(name.substr(kTagPrefix.size()), value.substr(0, 500));
    }
}

// What is judged before the body is read.
Result<> ModelRun::enter() {
    auto project = projectOf(*m_snapshot, *m_key, m_exchange.head());
    if (!project)
        return project.error();
    m_project = *project;
    m_record.projectId = m_project->id;
    auto& shared = m_environment.shared;
    if (shared.counters.inFlight.load(std::memory_order_relaxed) > m_snapshot->limits().maxInFlight) {
        auto error = fail(ErrorKind::Overloaded, "The gateway has as many requests under way as it takes at a time. "
                                                 "Try again in a second.");
        error.retryAfter = std::chrono::seconds{1};
        return error;
    }
    return shared.sink.ready();
}

http::Task<ModelRun::Failure> ModelRun::serve() {
    if (auto entered = enter(); !entered)
        co_return entered.error();
    if (!isJson(m_exchange.head().headers.get("content-type")))
        co_return fail(ErrorKind::UnsupportedMediaType, "Send the request as Content-Type: application/json.");
    auto body = co_await m_exchange.readBody();
    if (!body)
        co_return body.error();
    m_body = std::move(*body);
    m_record.requestBytes = static_cast<std::int64_t>(m_body.size());
    if (auto decoded = decode(); !decoded)
        co_return decoded.error();
    if (!m_scan.previousResponseId.empty()) {
        if (auto failure = co_await recallTurns())
            co_return failure;
    }
    if (auto admitted = admit(); !admitted)
        co_return admitted.error();
    if (auto chosen = chooseRoute(); !chosen)
        co_return chosen.error();
    if (co_await answerFromCache())
        co_return std::nullopt;
    co_return co_await attemptAll();
}

Result<> ModelRun::decode() {
    auto scan = m_call->read(m_body, {m_record.id, m_record.startedAt});
    if (!scan)
        return scan.error();
    m_scan = std::move(*scan);
    m_record.requestedModel = m_scan.model.substr(0, 300);
    m_record.stream = m_scan.stream;
    return {};
}

http::Task<ModelRun::Failure> ModelRun::recallTurns() {
    auto* store = m_environment.shared.turns;
    if (!store)
        co_return fail(ErrorKind::InvalidParameters, "This gateway keeps no responses that could be continued.",
                       "previous_response_id");
    auto turns = co_await loadTurns(*store, m_scan.previousResponseId, m_project->id, m_exchange.executor());
    if (!turns) {
        auto error = turns.error();
        if (error.kind == ErrorKind::NotFound)
            error.kind = ErrorKind::InvalidParameters; // OpenAI answers 400
        co_return error;
    }
    std::vector<std::string> documents;
    documents.reserve(turns->size());
    for (auto& turn : *turns)
        documents.push_back(std::move(turn.document));
    auto continued = m_call->withHistory(m_body, documents);
    if (!continued)
        co_return continued.error();
    m_continued = std::move(*continued);
    auto scan = m_call->read(m_continued, {m_record.id, m_record.startedAt});
    if (!scan)
        co_return scan.error();
    m_scan = std::move(*scan);
    co_return std::nullopt;
}

void ModelRun::keepTurn(std::string_view answer, bool isStream) {
    auto* store = m_environment.shared.turns;
    if (!store || !m_scan.store)
        return;
    if (auto turn = m_call->turn(m_body, answer, isStream))
        store->save({std::move(turn->id), std::move(turn->previousId), m_record.projectId, m_record.startedAt,
                     std::move(turn->document)});
}

// Own limits come before anything is sent: rates, then budgets.
Result<> ModelRun::admit() {
    auto& shared = m_environment.shared;
    m_admittedTokens = catalog::estimateTokens(m_scan.textBytes);
    m_admittedAt = shared.clock.steadyNow();
    const std::array claims{policy::RateLimiter::Claim{m_key->id, m_key->rate},
                            policy::RateLimiter::Claim{m_project->id, m_project->rate, "this project"}};
    if (auto admitted = shared.rates.admit(claims, m_admittedTokens, m_admittedAt); !admitted) {
        m_admittedTokens = 0;
        return admitted;
    }
    return policy::checkBudgets(m_snapshot->configuration().budgets, m_project->id, m_key->id, shared.spend,
                                shared.clock.now());
}

// What the turns of a conversation have in common, as a digest; "" where nothing does.
const std::string& ModelRun::conversation() {
    if (m_conversation)
        return *m_conversation;
    std::string_view said = m_exchange.head().headers.get("x-llmgateway-conversation");
    const std::string& body = m_continued.empty() ? m_body : m_continued;
    if (said.empty() && m_call->kind() == domain::ModelKind::Chat)
        said = dialects::conversationOpening(body);
    m_conversation = said.empty() ? std::string{} : policy::sha256(m_key->id + '\n' + std::string(said));
    return *m_conversation;
}

void ModelRun::assignRollout() {
    const auto& rollout = m_project->rollout;
    if (!rollout.enabled)
        return;
    auto& shared = m_environment.shared;
    const auto& headers = m_exchange.head().headers;
    if (const auto asked = policy::armFromString(headers.get("x-llmgateway-arm"))) {
        m_arm = asked;
    } else {
        const auto of = rollout.sticky == domain::RolloutSticky::Conversation ? conversation() : std::string{};
        m_arm = policy::assignArm(*m_project, of, m_key->id);
        if (m_arm == policy::Arm::Candidate && shared.rollouts.isRolledBack(*m_project))
            m_arm = policy::Arm::Control;
    }
    if (!m_arm)
        return;
    const auto& arm = m_arm == policy::Arm::Control ? rollout.control : rollout.candidate;
    m_record.tags.emplace_back(kArmTag, policy::toString(*m_arm));
    m_armed = *m_project;
    if (const auto mode = domain::projectModeFromString(arm.mode))
        m_armed->mode = *mode;
    if (!arm.model.empty())
        m_scan.model = arm.model;
    if (arm.provider.empty())
        return;
    m_scan.model = m_project->aliased(m_scan.model); // an alias has no provider
    if (m_scan.model != "auto" && m_scan.model.find('/') == std::string::npos)
        m_scan.model = arm.provider + "/" + m_scan.model;
}

Result<> ModelRun::chooseRoute() {
    assignRollout();
    const domain::Project& project = m_armed ? *m_armed : *m_project;
    routing::RequestNeeds needs;
    needs.kind = m_call->kind();
    needs.vision = m_scan.hasImages;
    needs.audio = m_scan.hasAudio;
    needs.documents = m_scan.hasFiles;
    needs.tools = m_scan.hasTools;
    needs.jsonSchema = m_scan.wantsJsonSchema;
    needs.reasoning = m_scan.wantsReasoning;
    needs.promptTokens = catalog::estimateTokens(m_scan.textBytes);
    needs.maxOutputTokens = m_scan.maxOutputTokens.value_or(0);
    needs.streaming = m_scan.stream;
    auto& shared = m_environment.shared;
    const std::string_view stays = project.routing.sticky ? std::string_view(conversation()) : std::string_view();
    routing::RouteContext context{&shared.live, shared.clock.steadyNow(), m_environment.random(), stays,
                                  m_key->allowedProviders};
    if (const auto& budgets = m_snapshot->configuration().budgets; !budgets.empty()) {
        context.mayAsk = [&budgets, &shared](std::string_view provider) {
            return policy::checkProviderBudgets(budgets, provider, shared.spend, shared.clock.now());
        };
    }
    auto route =
        routing::route(m_scan.model, project, m_key->allowedModels, needs, m_snapshot->catalog(), *m_snapshot, context);
    if (!route)
        return route.error();
    m_route = std::move(*route);
    m_record.routing = m_route.reason;
    return {};
}

http::Task<ModelRun::Failure> ModelRun::attemptAll() {
    auto& shared = m_environment.shared;
    const auto now = [&shared] { return shared.clock.steadyNow(); };
    routing::PlanOptions options;
    options.deadline = m_began + m_snapshot->limits().deadlines.total;
    options.longestWait = m_snapshot->limits().longestRetryWait;
    options.noFallback = m_exchange.head().headers.has("x-no-fallback");
    options.requestedModel = m_record.requestedModel;
    options.catalog = &m_snapshot->catalog();
    options.project = m_project->id;
    if (m_project->routing.sticky)
        options.conversation = conversation();
    routing::AttemptPlan plan(m_route, *m_snapshot, shared.live, std::move(options),
                              [this] { return m_environment.random(); });
    m_plan = &plan;
    for (;;) {
        const auto step = plan.next(now());
        if (const auto* given = std::get_if<routing::AttemptPlan::GiveUp>(&step))
            co_return given->error;
        if (const auto* wait = std::get_if<routing::AttemptPlan::Wait>(&step)) {
            if (auto failure = co_await pause(wait->duration))
                co_return failure;
            continue;
        }
        const auto& attempt = std::get<routing::AttemptPlan::Try>(step);
        const auto& candidate = m_route.candidates[attempt.candidate];
        const auto* runtime = m_snapshot->provider(candidate.provider);
        if (!runtime)
            co_return fail(ErrorKind::Internal, "A route led to a provider that is not there.");
        const auto* key = attempt.key ? &runtime->keys[*attempt.key] : nullptr;
        const Target target{candidate, *runtime, key, targetModel(candidate, *runtime)};
        m_outcome = {};
        auto failure = co_await this->attempt(target);
        // A client that went away says nothing of the provider; a failure after bytes had gone out does.
        m_outcome.failure = m_streamFailure ? m_streamFailure : failure;
        plan.report(std::move(m_outcome), now());
        if (!failure || m_recorded)
            co_return failure;
    }
}

// A wait between attempts, as long as the client is there.
http::Task<ModelRun::Failure> ModelRun::pause(std::chrono::milliseconds duration) {
    boost::asio::steady_timer timer(m_exchange.executor());
    timer.expires_after(duration);
    m_stopWaiting = [&timer] { timer.cancel(); };
    boost::system::error_code error;
    co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, error));
    m_stopWaiting = {};
    if (m_cancel.isCanceled())
        co_return fail(ErrorKind::Canceled, "The client went away.");
    co_return std::nullopt;
}

http::Task<ModelRun::Failure> ModelRun::attempt(const Target& target) {
    auto& shared = m_environment.shared;
    m_recorder.reset();
    if (m_digest)
        m_recorder.emplace(m_call->dialect());
    shared.counters.attempts.fetch_add(1, std::memory_order_relaxed);
    m_attempt = {};
    m_attempt.provider = target.candidate.provider;
    m_attempt.upstreamModel = target.candidate.upstreamModel;
    m_attempt.keyLabel = target.key ? target.key->entry.label : std::string{};
    m_attempt.startedAfterUs = elapsedUs();
    m_record.usedModel = target.candidate.model;
    m_record.usedProvider = target.candidate.provider;
    m_record.usedMode = usedModeOf(target.candidate);

    if (m_call->answersItself(target))
        co_return co_await answerWhole(target, {});
    Failure failure;
    auto upstream = co_await open(target);
    if (!upstream) {
        failure = upstream.error();
    } else {
        auto& answer = **upstream;
        m_attempt.status = answer.status();
        m_outcome.status = answer.status();
        m_outcome.limits = routing::announcedLimits(answer.headers().fields(), shared.clock.now());
        m_attempt.upstreamRequestId = answer.headers().get("x-request-id");
        if (m_attempt.upstreamRequestId.empty())
            m_attempt.upstreamRequestId = answer.headers().get("request-id");
        const bool sendsEvents = answer.headers().get("content-type").find("json") == std::string_view::npos;
        if (answer.status() < 200 || answer.status() >= 300)
            failure = co_await readError(target, answer);
        else if (m_scan.stream && sendsEvents)
            failure = co_await relayStream(target, std::move(*upstream));
        else
            failure = co_await relayWhole(target, answer);
    }
    m_stopSandbox = {}; // the response that it stops ends with this attempt
    if (failure && !m_recorded)
        closeAttempt(failure);
    co_return failure;
}

void ModelRun::closeAttempt(const Failure& failure) {
    m_attempt.durationUs = elapsedUs() - m_attempt.startedAfterUs;
    m_outcome.sample.duration = Microseconds(m_attempt.durationUs);
    m_outcome.sample.outputTokens = m_record.usage.completion;
    if (m_scan.stream && m_record.firstTokenUs >= m_attempt.startedAfterUs)
        m_outcome.sample.firstToken = Microseconds(m_record.firstTokenUs - m_attempt.startedAfterUs);
    if (failure) {
        m_environment.shared.counters.failedAttempts.fetch_add(1, std::memory_order_relaxed);
        m_attempt.errorCode = toString(failure->kind);
        m_attempt.errorMessage = failure->message;
        if (m_attempt.status == 0)
            m_attempt.status = failure->upstreamStatus;
    }
    m_record.attempts.push_back(std::move(m_attempt));
    m_attempt = {};
}

http::Task<> ModelRun::answerError(const Error& error) {
    const auto http = toHttp(error);
    if (m_exchange.clientGone() || error.kind == ErrorKind::Canceled) {
        auto canceled = error;
        canceled.kind = ErrorKind::Canceled;
        (void)record(499, canceled);
        m_exchange.abort();
        co_return;
    }
    const std::string body = m_call->encodeError(error, http.status, http.code);
    capture(body);
    auto headers = answerHeaders("application/json"); // before record(), which gives the record away
    (void)record(http.status, error);
    if (m_writer && m_writer->begun()) {
        // Comments have gone out under status 200, so that the error has to come as an event.
        const std::string event = m_call->encodeErrorEvent(error, http.status, http.code);
        co_await m_writer->end(event);
        co_return;
    }
    if (m_writer)
        co_await m_writer->quiet();
    http::Response response;
    response.status = http.status;
    response.headers = std::move(headers);
    if (error.retryAfter || http.status == 429 || http.status == 529) {
        const auto wait = error.retryAfter.value_or(std::chrono::seconds{1});
        response.headers.set("retry-after", std::to_string(std::max<std::int64_t>(1, (wait.count() + 999) / 1000)));
    }
    response.body = body;
    co_await m_exchange.respond(std::move(response));
}

http::Headers ModelRun::answerHeaders(std::string_view contentType) const {
    http::Headers headers;
    headers.set("content-type", contentType);
    headers.set("x-request-id", m_record.clientRequestId.empty() ? m_record.id : m_record.clientRequestId);
    headers.set("x-llmgateway-cache", m_record.cached ? "HIT" : "MISS");
    if (!m_record.usedProvider.empty()) {
        headers.set("x-llmgateway-provider", m_record.usedProvider);
        headers.set("x-llmgateway-model", m_record.usedModel);
    }
    setRateHeaders(headers);
    return headers;
}

// The names that OpenAI's clients read (platform.openai.com/docs/guides/rate-limits). Where key and project both have a
// limit, the one with less left is told.
void ModelRun::setRateHeaders(http::Headers& headers) const {
    if (!m_key || !m_project || !(m_key->rate.isSet() || m_project->rate.isSet()))
        return;
    auto& shared = m_environment.shared;
    const auto now = shared.clock.steadyNow();
    const auto ofKey = shared.rates.state(m_key->id, m_key->rate, now);
    const auto ofProject = shared.rates.state(m_project->id, m_project->rate, now);
    const auto set = [&headers](const std::string& what, std::int64_t limit, std::int64_t left,
                                std::chrono::milliseconds reset) {
        headers.set("x-ratelimit-limit-" + what, std::to_string(limit));
        headers.set("x-ratelimit-remaining-" + what, std::to_string(left));
        headers.set("x-ratelimit-reset-" + what, std::to_string(reset.count() / 1000) + "s");
    };
    const auto tighter = [](std::int64_t limitA, std::int64_t leftA, std::int64_t limitB, std::int64_t leftB) {
        return limitB == 0 || (limitA > 0 && leftA <= leftB);
    };
    if (ofKey.limit.requestsPerMinute > 0 || ofProject.limit.requestsPerMinute > 0) {
        const auto& state = tighter(ofKey.limit.requestsPerMinute, ofKey.remainingRequests,
                                    ofProject.limit.requestsPerMinute, ofProject.remainingRequests)
                                ? ofKey
                                : ofProject;
        set("requests", state.limit.requestsPerMinute, state.remainingRequests, state.resetRequests);
    }
    if (ofKey.limit.tokensPerMinute > 0 || ofProject.limit.tokensPerMinute > 0) {
        const auto& state = tighter(ofKey.limit.tokensPerMinute, ofKey.remainingTokens, ofProject.limit.tokensPerMinute,
                                    ofProject.remainingTokens)
                                ? ofKey
                                : ofProject;
        set("tokens", state.limit.tokensPerMinute, state.remainingTokens, state.resetTokens);
    }
}

Result<> ModelRun::record(int status, const Failure& failure) {
    if (m_recorded)
        return {};
    m_recorded = true;
    auto& shared = m_environment.shared;
    m_record.status = status;
    m_record.durationUs = elapsedUs();
    if (failure) {
        m_record.errorCode = toHttp(*failure).code;
        m_record.errorMessage = failure->message;
    }
    const auto& head = m_exchange.head();
    if (auto peer = shared.peers.found(head.peerAddress, head.peerPort)) {
        m_record.application = std::move(peer->name);
        m_record.applicationPath = std::move(peer->path);
    } else {
        m_record.application = productOf(head.headers.get("user-agent"));
    }
    for (const auto& own : m_snapshot->ownKeys()) {
        if (own.id == m_record.keyId)
            m_record.application = own.name;
    }
    auto& counters = shared.counters;
    counters.requests.fetch_add(1, std::memory_order_relaxed);
    if (failure)
        counters.failures.fetch_add(1, std::memory_order_relaxed);
    counters.promptTokens.fetch_add(static_cast<std::uint64_t>(m_record.usage.prompt), std::memory_order_relaxed);
    counters.completionTokens.fetch_add(static_cast<std::uint64_t>(m_record.usage.completion),
                                        std::memory_order_relaxed);
    counters.costNanoUsd.fetch_add(m_record.cost.total.nanoUsd, std::memory_order_relaxed);
    counters.durationUs.fetch_add(static_cast<std::uint64_t>(m_record.durationUs), std::memory_order_relaxed);
    account(failure.has_value());

    domain::RequestBodies bodies;
    if (m_project->storeBodies) {
        const auto limit = m_snapshot->limits().bodyCaptureBytes;
        bodies.requestId = m_record.id;
        bodies.truncated = m_captureCut || m_body.size() > limit;
        if (m_body.size() > limit)
            m_body.resize(limit);
        bodies.request = std::move(m_body);
        bodies.response = std::move(m_captured);
    }
    m_body.clear();
    return shared.sink.record(std::move(m_record), std::move(bodies));
}

// Money and tokens, where limits, budgets and the rollout look for them.
void ModelRun::account(bool failed) {
    using domain::BudgetScope;
    auto& shared = m_environment.shared;
    const auto now = shared.clock.now();
    const auto cost = m_record.cost.total;
    shared.spend.add(BudgetScope::Key, m_record.keyId, cost, now);
    shared.spend.add(BudgetScope::Project, m_record.projectId, cost, now);
    shared.spend.add(BudgetScope::Provider, m_record.usedProvider, cost, now);
    const auto& budgets = m_snapshot->configuration().budgets;
    if (!budgets.empty() && !cost.isZero() && shared.onBudgetAlert) {
        for (const auto& alert : shared.budgets.check(budgets, shared.spend, now))
            shared.onBudgetAlert(alert);
    }
    if (m_key->rate.isSet() || m_project->rate.isSet()) {
        const auto difference = m_record.usage.total() - m_admittedTokens;
        const auto steadyNow = shared.clock.steadyNow();
        shared.rates.settle(m_key->id, difference, m_admittedAt, steadyNow);
        shared.rates.settle(m_project->id, difference, m_admittedAt, steadyNow);
    }
    if (m_arm && policy::tellsOfArm(m_record.status, m_record.cached)) {
        // A client's mistake counts as well: an arm whose model or mode refuses what the other takes has to be seen.
        auto worse = shared.rollouts.add(*m_project, {*m_arm, failed, m_record.durationUs, cost});
        if (worse && shared.onRollback)
            shared.onRollback(m_project->id, *worse);
    }
}

void ModelRun::capture(std::string_view clientBytes) {
    if (m_recorder)
        m_recorder->feed(clientBytes);
    m_record.responseBytes += static_cast<std::int64_t>(clientBytes.size());
    if (m_recorded || !m_project->storeBodies)
        return;
    const auto limit = m_snapshot->limits().bodyCaptureBytes;
    const auto room = limit - std::min(limit, m_captured.size());
    m_captured.append(clientBytes.substr(0, room));
    m_captureCut = m_captureCut || clientBytes.size() > room;
}

std::chrono::milliseconds ModelRun::timeLeft() const {
    return std::max(std::chrono::milliseconds{1},
                    m_snapshot->limits().deadlines.total - std::chrono::milliseconds(elapsedUs() / 1000));
}

std::int64_t ModelRun::elapsedUs() const {
    return std::chrono::duration_cast<Microseconds>(m_environment.shared.clock.steadyNow() - m_began).count();
}

} // namespace llmg::gateway
