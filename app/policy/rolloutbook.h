// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/project.h"

#include <array>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace llmg::policy {

enum class Arm { Control, Candidate };
const char* toString(Arm arm) noexcept; ///< "control", "candidate"
std::optional<Arm> armFromString(std::string_view text) noexcept;

/// Which arm a request goes to: drawn from its conversation (or key), so that it stays there, and so that those who are
/// in the candidate already stay in it when the percentage grows. nullopt: the project has no rollout running.
std::optional<Arm> assignArm(const domain::Project& project, std::string_view conversation, std::string_view keyId);

/// Whether a request that ended so says something of its arm. A client that went away does not, and an answer from the
/// cache took no provider's time.
constexpr bool tellsOfArm(int status, bool cached) noexcept {
    return status != 499 && !cached;
}

/// What one arm has done since the rollout last changed.
struct ArmFigures {
    std::int64_t requests = 0, errors = 0;
    double errorRate = 0, errorRateLow = 0, errorRateHigh = 0;       ///< shares of 1; the bounds are Wilson's at 95 %
    double medianMs = 0, medianLowMs = 0, medianHighMs = 0;          ///< of requests that were answered; 95 %
    domain::Money cost;                                              ///< of all
    double meanCostUsd = 0, meanCostLowUsd = 0, meanCostHighUsd = 0; ///< per request; 95 %
};

struct RolloutFigures {
    ArmFigures control, candidate;
    bool rolledBack = false; ///< automatically, since the last change
};

/// Counts what the arms of each project's rollout do, and judges whether the candidate must be rolled back.
/// Thread-safe. Figures begin anew when follow() tells of another Rollout::since.
class RolloutBook {
  public:
    struct Outcome {
        Arm arm = Arm::Control;
        bool failed = false; ///< not answered, whoever is to blame: both arms meet the same clients
        std::int64_t durationUs = 0;
        domain::Money cost;
    };
    /// The projects as they now are, before any request is judged by them. What a request of an earlier rollout came to
    /// counts no more.
    void follow(std::span<const domain::Project> projects);
    /// What happened before the start, from the ledger; judges nothing.
    void seed(const std::string& projectId, UnixTime since, std::span<const Outcome> outcomes);
    /// Counts one request. The text, for people, says why when it makes the candidate worse than the rollout allows;
    /// from then on isRolledBack() holds and assignments must go to the control arm. Said once.
    std::optional<std::string> add(const domain::Project& project, const Outcome& outcome);
    [[nodiscard]] bool isRolledBack(const domain::Project& project) const;
    [[nodiscard]] RolloutFigures figures(const domain::Project& project) const;

  private:
    /// Logarithmic steps of 5 %, from 1 ms: a median is known to within half a step, in 2 KB.
    static constexpr std::size_t kSteps = 256;
    struct ArmCount {
        std::int64_t requests = 0, errors = 0, timed = 0;
        domain::Money cost;
        double costSquares = 0; ///< of dollars
        std::array<std::int32_t, kSteps> durations{};
    };
    struct Count {
        UnixTime since{};
        std::array<ArmCount, 2> arms{};
        bool rolledBack = false;
    };
    static void tally(ArmCount& arm, const Outcome& outcome);
    static ArmFigures figuresOf(const ArmCount& count);

    mutable std::mutex m_mutex;
    std::unordered_map<std::string, Count> m_counts;
};

} // namespace llmg::policy
