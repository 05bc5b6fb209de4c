// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cache/answerrecorder.h"
#include "app/gateway/authenticate.h"
#include "app/gateway/modelcall.h"
#include "app/gateway/outgoing.h"
#include "app/gateway/snapshot.h"
#include "app/gateway/streamwriter.h"
#include "app/http/server.h"
#include "app/routing/attemptplan.h"

#include <functional>
#include <optional>

namespace llmg::gateway {

/// As it is written into the ledger, and told in `metadata.mode`.
constexpr const char* usedModeOf(const routing::Candidate& candidate) noexcept {
    return candidate.hosted ? "credits" : "api-keys";
}

/// One model call from its head to its ledger row: accept → authenticate → decode → admit → route → attempt →
/// relay → record. Lives in the handler's coroutine on the gateway thread. Every request with a valid key leaves
/// exactly one record, written before the client has the last byte (ARCHITECTURE invariant 4).
class ModelRun {
  public:
    ModelRun(Environment& environment, SnapshotPtr snapshot, http::Exchange& exchange, std::unique_ptr<ModelCall> call);
    http::Task<> run();

  private:
    using Failure = std::optional<Error>;
    // The sentence, in order.
    void accept();
    Result<> enter();
    http::Task<Failure> serve();
    Result<> decode();
    http::Task<Failure> recallTurns();
    Result<> admit();
    Result<> chooseRoute();
    /// An answer that was given before to the same question; true: the client has it.
    http::Task<bool> answerFromCache();
    http::Task<Failure> attemptAll();
    http::Task<Failure> attempt(const Target& target);
    http::Task<Failure> relayWhole(const Target& target, http::ClientResponse& upstream);
    http::Task<bool> sendWhole(std::string bytes);
    StreamWriter& writer();
    http::Task<Failure> answerWhole(const Target& target, std::string body);
    http::Task<Failure> relayStream(const Target& target, std::unique_ptr<http::ClientResponse> upstream);
    http::Task<> answerError(const Error& error);

    http::Task<Failure> fetchMediaFor(const Target& target);
    Result<Outgoing> encode(const Target& target);
    http::Task<Result<std::unique_ptr<http::ClientResponse>>> open(const Target& target);
    http::Task<Error> readError(const Target& target, http::ClientResponse& upstream);
    http::Task<Failure> pause(std::chrono::milliseconds duration);
    const std::string& conversation();
    void closeAttempt(const Failure& failure);

    /// The project as this request is judged: with the mode of its rollout's arm, where one runs.
    void assignRollout();
    void account(bool failed);
    void keepAnswer(cache::CachedAnswer answer);
    [[nodiscard]] cache::CachedAnswer cachedAnswer() const;
    void keepTurn(std::string_view answer, bool isStream);

    // What the answer came to.
    void settle(const Target& target, const dialects::Observation& seen);
    [[nodiscard]] dialects::AnswerAdditions additions() const;
    /// Into the journal; m_record is empty afterwards. Error Storage.
    Result<> record(int status, const Failure& failure);
    void capture(std::string_view clientBytes);
    [[nodiscard]] http::Headers answerHeaders(std::string_view contentType) const;
    void setRateHeaders(http::Headers& headers) const;
    [[nodiscard]] std::int64_t elapsedUs() const;
    /// Until the deadline of the whole request, at least a millisecond.
    [[nodiscard]] std::chrono::milliseconds timeLeft() const;

    Environment& m_environment;
    SnapshotPtr m_snapshot;
    http::Exchange& m_exchange;
    InFlight m_inFlight;
    std::unique_ptr<ModelCall> m_call;

    std::chrono::steady_clock::time_point m_began;
    const domain::GatewayKey* m_key = nullptr;
    const domain::Project* m_project = nullptr;
    std::optional<domain::Project> m_armed; ///< m_project as the rollout's arm changes it
    std::optional<policy::Arm> m_arm;
    std::int64_t m_admittedTokens = 0; ///< counted against the rate limits before the answer is known
    std::chrono::steady_clock::time_point m_admittedAt;
    std::string m_body;
    std::string m_continued; ///< m_body with the turns before it, where it continues a kept response
    dialects::RequestScan m_scan;
    routing::Route m_route;
    std::optional<std::string> m_conversation; ///< once asked for
    routing::AttemptPlan* m_plan = nullptr;
    routing::AttemptOutcome m_outcome; ///< of the attempt under way
    Failure m_streamFailure;           ///< after bytes had gone to the client
    http::CancelHandle m_cancel;
    Secret m_accessToken; ///< of the attempt, where the provider takes one in exchange for the key
    std::function<void()> m_stopSandbox, m_stopWaiting;
    std::unique_ptr<StreamWriter> m_writer;

    domain::RequestRecord m_record;
    domain::AttemptRecord m_attempt;
    std::optional<std::string> m_digest; ///< of the question, where its answer may be cached
    std::optional<cache::AnswerRecorder> m_recorder;
    std::string m_captured;
    bool m_captureCut = false;
    bool m_recorded = false;
};

} // namespace llmg::gateway
