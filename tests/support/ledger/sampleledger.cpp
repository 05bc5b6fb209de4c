// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/ledger/sampleledger.h"

#include "app/policy/gatewaykeys.h"
#include "app/storage/storagethread.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace llmg::tests {
namespace {

using domain::AttemptRecord;
using domain::Money;
using domain::RequestBodies;
using domain::RequestRecord;

// Prices are made up for tests, in pico-dollars per token; nothing shown to a person is computed from them but the
// samples.
struct Offer {
    const char* model;
    const char* upstream;
    const char* provider;
    std::int64_t input, output;
    int weight;
    double firstTokenMs, tokensPerSecond;
};
constexpr std::array kOffers{
    Offer{"gpt-4o", "gpt-4o-2024-08-06", "openai", 2'500'000, 10'000'000, 30, 420, 85},
    Offer{"gpt-4o-mini", "gpt-4o-mini-2024-07-18", "openai", 150'000, 600'000, 25, 300, 120},
    Offer{"claude-sonnet-4-5", "claude-sonnet-4-5-20250929", "anthropic", 3'000'000, 15'000'000, 22, 900, 65},
    Offer{"gemini-2.5-flash", "gemini-2.5-flash", "google-ai-studio", 300'000, 2'500'000, 12, 500, 160},
    Offer{"llama-3.3-70b", "llama-3.3-70b-versatile", "groq", 590'000, 790'000, 6, 180, 280},
    Offer{"sandbox/echo", "echo", "sandbox", 0, 0, 5, 2, 2000},
};

struct Failure {
    int status;
    const char* code;
    const char* message;
};
constexpr std::array kFailures{
    Failure{429, "rate_limit_exceeded", "openai: Rate limit reached for requests per minute. Try again in 2s."},
    Failure{499, "canceled", "the client went away"},
    Failure{502, "all_providers_failed", "anthropic: 529 overloaded; openai: connection reset"},
    Failure{400, "model_not_found", "no model is called gpt-4-o; did you mean gpt-4o?"},
    Failure{504, "upstream_timeout", "google-ai-studio did not answer within 600 s"},
};

constexpr std::array kApplications{"cursor", "python3 ingest.py", "node", "Playground", "curl", "continue"};
constexpr std::array kPrompts{
    "Summarise the attached changelog in three sentences for a release note.",
    "Write a SQL query that returns the ten customers with the highest revenue in the last quarter.",
    "Explain why this test fails only on the second run, and propose the smallest fix.",
    "Translate the following product description into Simplified Chinese, keeping the tone.",
    "What does this picture show? List every label you can read in it.",
};

int pick(std::mt19937& random, int count) {
    return static_cast<int>(random() % static_cast<unsigned>(count));
}

// Standard distributions differ between libraries; these do not.
double unit(std::mt19937& random) {
    return (static_cast<double>(random()) + 0.5) / 4294967296.0;
}
double logNormal(std::mt19937& random, double median, double spread) {
    const double normal = std::sqrt(-2.0 * std::log(unit(random))) * std::cos(6.283185307179586 * unit(random));
    return median * std::exp(spread * normal);
}

const Offer& pickOffer(std::mt19937& random) {
    int total = 0;
    for (const Offer& offer : kOffers)
        total += offer.weight;
    int rest = pick(random, total);
    for (const Offer& offer : kOffers) {
        rest -= offer.weight;
        if (rest < 0)
            return offer;
    }
    return kOffers.back();
}

std::string digits(std::mt19937& random, int count) {
    std::string text;
    for (int i = 0; i < count; ++i)
        text.push_back("0123456789abcdefghijklmnopqrstuvwxyz"[pick(random, 36)]);
    return text;
}

// Working hours of working days are busy, nights and weekends are not.
double activity(UnixTime time) {
    const auto hours = std::chrono::duration_cast<std::chrono::hours>(time.time_since_epoch()).count();
    const auto hour = hours % 24;
    const auto weekday = (hours / 24 + 4) % 7; // the epoch was a Thursday
    const double byHour = hour >= 8 && hour <= 18 ? 1.0 : hour >= 6 && hour <= 22 ? 0.35 : 0.05;
    return weekday == 0 || weekday == 6 ? byHour * 0.2 : byHour;
}

void fillAnswer(RequestRecord& r, const Offer& offer, std::mt19937& random) {
    r.usage.prompt = static_cast<std::int64_t>(logNormal(random, 900, 0.9)) + 8;
    r.usage.completion = static_cast<std::int64_t>(logNormal(random, 280, 0.8)) + 1;
    if (pick(random, 4) == 0)
        r.usage.cachedPrompt = r.usage.prompt * (40 + pick(random, 50)) / 100;
    if (pick(random, 8) == 0)
        r.usage.reasoning = r.usage.completion / 2;
    r.cost.known = true;
    r.cost.input = Money{(r.usage.prompt - r.usage.cachedPrompt) * offer.input / 1000};
    r.cost.cachedInput = Money{r.usage.cachedPrompt * offer.input / 4000};
    r.cost.output = Money{r.usage.completion * offer.output / 1000};
    r.cost.total = r.cost.input + r.cost.cachedInput + r.cost.output;
    r.firstTokenUs = static_cast<std::int64_t>(logNormal(random, offer.firstTokenMs, 0.35) * 1000);
    r.durationUs = r.firstTokenUs +
                   static_cast<std::int64_t>(static_cast<double>(r.usage.completion) * 1e6 / offer.tokensPerSecond);
    r.finishReason = pick(random, 20) == 0 ? "length" : pick(random, 6) == 0 ? "tool_calls" : "stop";
    r.status = 200;
    if (pick(random, 15) == 0) {
        r.cached = true;
        r.savedByCache = r.cost.total;
        r.cost = {};
        r.cost.known = true;
        r.firstTokenUs = 300 + pick(random, 500);
        r.durationUs = r.firstTokenUs + 200;
    }
}

RequestBodies bodiesOf(const RequestRecord& r, std::mt19937& random) {
    RequestBodies bodies;
    bodies.requestId = r.id;
    const char* prompt = kPrompts[static_cast<std::size_t>(pick(random, static_cast<int>(kPrompts.size())))];
    bodies.request = R"({"model":")" + r.requestedModel + R"(","stream":)" + (r.stream ? "true" : "false") +
                     R"(,"messages":[{"role":"system","content":"You are a careful assistant. Answer briefly."},)"
                     R"({"role":"user","content":")" +
                     prompt + " [" + digits(random, 12) + R"(]"}]})";
    if (r.succeeded())
        bodies.response = R"({"id":"chatcmpl-)" + digits(random, 20) + R"(","object":"chat.completion","model":")" +
                          r.usedModel + R"(","choices":[{"index":0,"finish_reason":")" + r.finishReason +
                          R"(","message":{"role":"assistant","content":"Here is the answer to: )" + prompt +
                          R"("}}],"usage":{"prompt_tokens":)" + std::to_string(r.usage.prompt) +
                          R"(,"completion_tokens":)" + std::to_string(r.usage.completion) + "}}";
    else
        bodies.response = R"({"error":{"message":")" + r.errorMessage + R"(","type":"gateway_error","code":")" +
                          r.errorCode + R"("}})";
    return bodies;
}

} // namespace

std::pair<RequestRecord, RequestBodies> sampleRecord(const SampleLedger& sample, std::mt19937& random,
                                                     UnixTime startedAt) {
    RequestRecord r;
    const Offer& offer = pickOffer(random);
    r.id = policy::newUlid(startedAt);
    r.startedAt = startedAt;
    r.projectId = sample.projectId;
    static constexpr std::array kKeys{"01SAMPLEKEY000000000000001", "01SAMPLEKEY000000000000002",
                                      "01SAMPLEKEY000000000000003"};
    r.keyId = sample.keyId.empty() ? kKeys[static_cast<std::size_t>(pick(random, 3))] : sample.keyId;
    r.application = kApplications[static_cast<std::size_t>(pick(random, static_cast<int>(kApplications.size())))];
    r.applicationPath = "/usr/bin/" + r.application.substr(0, r.application.find(' '));
    const bool anthropic = pick(random, 8) == 0;
    r.endpoint = anthropic ? "/v1/messages" : "/v1/chat/completions";
    r.dialect = anthropic ? "anthropic-messages" : "openai-chat";
    r.requestedModel = pick(random, 12) == 0 ? "auto" : offer.model;
    r.usedModel = offer.model;
    r.usedProvider = offer.provider;
    r.usedMode = "api-keys";
    r.stream = pick(random, 3) != 0;
    r.routing = std::string("cheapest of 2: ") + offer.provider;
    fillAnswer(r, offer, random);
    r.requestBytes = r.usage.prompt * 4 + 220;
    r.responseBytes = r.usage.completion * (r.stream ? 180 : 5) + 450;
    AttemptRecord attempt;
    attempt.provider = offer.provider;
    attempt.upstreamModel = offer.upstream;
    attempt.keyLabel = "default";
    attempt.status = 200;
    attempt.startedAfterUs = 40 + pick(random, 80);
    attempt.durationUs = r.durationUs - attempt.startedAfterUs;
    attempt.firstByteUs = r.firstTokenUs - attempt.startedAfterUs;
    attempt.upstreamRequestId = "req_" + digits(random, 24);
    if (pick(random, 40) == 0) {
        const Failure& failure = kFailures[static_cast<std::size_t>(pick(random, static_cast<int>(kFailures.size())))];
        r.status = failure.status;
        r.errorCode = failure.code;
        r.errorMessage = failure.message;
        r.finishReason.clear();
        r.cached = false;
        r.savedByCache = {};
        if (failure.status != 499) {
            r.usage = {};
            r.cost = {};
            r.firstTokenUs = -1;
        }
        if (failure.status == 400) {
            r.requestedModel = "gpt-4-o";
            r.usedModel.clear();
            r.usedProvider.clear();
            r.usedMode.clear();
        }
        attempt.status = failure.status == 499 ? 200 : failure.status;
        attempt.errorCode = failure.code;
        attempt.errorMessage = failure.message;
        attempt.firstByteUs = r.firstTokenUs;
    } else if (!r.cached && pick(random, 30) == 0) {
        AttemptRecord first = attempt;
        first.status = 529;
        first.errorCode = "overloaded";
        first.errorMessage = "Overloaded";
        first.durationUs = 150'000 + pick(random, 200'000);
        first.firstByteUs = first.durationUs - 200;
        first.upstreamRequestId = "req_" + digits(random, 24);
        attempt.startedAfterUs += first.durationUs;
        r.durationUs += first.durationUs;
        r.firstTokenUs += first.durationUs;
        r.attempts.push_back(std::move(first));
    }
    if (!r.cached && !r.usedProvider.empty())
        r.attempts.push_back(std::move(attempt));
    if (pick(random, 10) == 0)
        r.tags.emplace_back("x-llmgateway-feature", pick(random, 2) == 0 ? "search" : "summaries");
    RequestBodies bodies;
    if (sample.bodies)
        bodies = bodiesOf(r, random);
    return {std::move(r), std::move(bodies)};
}

Result<> fillLedger(const QString& dataDirectory, const SampleLedger& sample) {
    storage::StorageThread::Options options;
    options.dataDirectory = dataDirectory;
    options.bodyRetentionDays = std::max(sample.days * 2, 30);
    auto storage = storage::StorageThread::open(options);
    if (!storage)
        return storage.error();
    std::mt19937 random(sample.seed);
    const UnixTime until = sample.until == UnixTime{} ? SystemClock().now() : sample.until;
    const std::int64_t span = std::int64_t{86'400'000} * std::max(sample.days, 1);
    std::vector<UnixTime> times;
    times.reserve(static_cast<std::size_t>(std::max(sample.requests, 0)));
    while (times.size() < static_cast<std::size_t>(std::max(sample.requests, 0))) {
        const UnixTime time =
            until - Milliseconds{1 + static_cast<std::int64_t>(unit(random) * static_cast<double>(span))};
        if (unit(random) < activity(time))
            times.push_back(time);
    }
    std::sort(times.begin(), times.end());
    for (const UnixTime time : times) {
        auto [record, bodies] = sampleRecord(sample, random, time);
        if (auto done = (*storage)->sink().record(std::move(record), std::move(bodies)); !done)
            return done;
    }
    return (*storage)->flush().result();
}

} // namespace llmg::tests
