// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/policy/rolloutbook.h"

#include "app/policy/gatewaykeys.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace llmg::policy {
namespace {

using domain::Money;
using domain::Project;
using domain::Rollout;

constexpr double kNormal95 = 1.959964;
constexpr double kStep = 1.05;

std::size_t indexOf(Arm arm) {
    return arm == Arm::Control ? 0 : 1;
}

std::size_t stepOf(std::int64_t durationUs, std::size_t steps) {
    const double ms = std::max(1.0, static_cast<double>(durationUs) / 1000);
    return std::min(steps - 1, static_cast<std::size_t>(std::log(ms) / std::log(kStep)));
}

/// The middle of a step.
double msOf(std::size_t step) {
    return std::pow(kStep, static_cast<double>(step) + 0.5);
}

/// E. B. Wilson, 1927: an interval for a share that is right for few trials too.
std::pair<double, double> wilson(std::int64_t hits, std::int64_t trials) {
    if (trials == 0)
        return {0, 1};
    const double n = static_cast<double>(trials);
    const double p = static_cast<double>(hits) / n;
    const double z2 = kNormal95 * kNormal95;
    const double middle = (p + z2 / (2 * n)) / (1 + z2 / n);
    const double reach = kNormal95 * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n);
    return {std::max(0.0, middle - reach), std::min(1.0, middle + reach)};
}

/// Whether the candidate is worse than allowed, in words.
std::optional<std::string> verdict(const Rollout& rollout, const ArmFigures& control, const ArmFigures& candidate) {
    if (candidate.requests < rollout.minRequests)
        return std::nullopt;
    char text[200];
    if ((candidate.errorRate - control.errorRate) * 1000 > rollout.maxErrorRatePerMille) {
        std::snprintf(text, sizeof text, "%.1f %% of %lld requests failed, against %.1f %% before",
                      candidate.errorRate * 100, static_cast<long long>(candidate.requests), control.errorRate * 100);
        return text;
    }
    const bool comparable = control.requests - control.errors >= rollout.minRequests &&
                            candidate.requests - candidate.errors >= rollout.minRequests;
    if (rollout.maxLatencyPercent > 0 && comparable &&
        candidate.medianMs * 100 > control.medianMs * rollout.maxLatencyPercent) {
        std::snprintf(text, sizeof text, "the median answer took %.0f ms, against %.0f ms before", candidate.medianMs,
                      control.medianMs);
        return text;
    }
    return std::nullopt;
}

} // namespace

const char* toString(Arm arm) noexcept {
    return arm == Arm::Control ? "control" : "candidate";
}

std::optional<Arm> armFromString(std::string_view text) noexcept {
    if (text == "control")
        return Arm::Control;
    if (text == "candidate")
        return Arm::Candidate;
    return std::nullopt;
}

std::optional<Arm> assignArm(const Project& project, std::string_view conversation, std::string_view keyId) {
    const Rollout& rollout = project.rollout;
    if (!rollout.enabled)
        return std::nullopt;
    const bool byKey = rollout.sticky == domain::RolloutSticky::Key || conversation.empty();
    std::string drawn = project.id + '\n';
    drawn += byKey ? keyId : conversation;
    const std::string digest = sha256(drawn);
    const std::uint32_t number = (std::uint32_t{static_cast<unsigned char>(digest[0])} << 16) |
                                 (std::uint32_t{static_cast<unsigned char>(digest[1])} << 8) |
                                 std::uint32_t{static_cast<unsigned char>(digest[2])};
    return number % 100 < static_cast<std::uint32_t>(rollout.percent) ? Arm::Candidate : Arm::Control;
}

void RolloutBook::follow(std::span<const Project> projects) {
    const std::lock_guard lock(m_mutex);
    for (const auto& project : projects) {
        if (!project.rollout.enabled && m_counts.find(project.id) == m_counts.end())
            continue;
        Count& count = m_counts[project.id];
        if (count.since == project.rollout.since)
            continue;
        count = {};
        count.since = project.rollout.since;
    }
}

void RolloutBook::tally(ArmCount& arm, const Outcome& outcome) {
    ++arm.requests;
    if (outcome.failed) {
        ++arm.errors;
    } else {
        ++arm.timed;
        ++arm.durations[stepOf(outcome.durationUs, kSteps)];
    }
    arm.cost += outcome.cost;
    arm.costSquares += outcome.cost.toDouble() * outcome.cost.toDouble();
}

void RolloutBook::seed(const std::string& projectId, UnixTime since, std::span<const Outcome> outcomes) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_counts.find(projectId);
    if (found == m_counts.end() || found->second.since != since)
        return; // changed meanwhile
    for (const auto& outcome : outcomes)
        tally(found->second.arms[indexOf(outcome.arm)], outcome);
}

std::optional<std::string> RolloutBook::add(const Project& project, const Outcome& outcome) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_counts.find(project.id);
    if (found == m_counts.end() || found->second.since != project.rollout.since)
        return std::nullopt;
    Count& counted = found->second;
    tally(counted.arms[indexOf(outcome.arm)], outcome);
    if (counted.rolledBack || !project.rollout.enabled || !project.rollout.automatic || outcome.arm == Arm::Control)
        return std::nullopt;
    auto worse = verdict(project.rollout, figuresOf(counted.arms[0]), figuresOf(counted.arms[1]));
    counted.rolledBack = worse.has_value();
    return worse;
}

bool RolloutBook::isRolledBack(const Project& project) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_counts.find(project.id);
    return found != m_counts.end() && found->second.since == project.rollout.since && found->second.rolledBack;
}

RolloutFigures RolloutBook::figures(const Project& project) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_counts.find(project.id);
    if (found == m_counts.end() || found->second.since != project.rollout.since)
        return {figuresOf({}), figuresOf({}), false};
    return {figuresOf(found->second.arms[0]), figuresOf(found->second.arms[1]), found->second.rolledBack};
}

ArmFigures RolloutBook::figuresOf(const ArmCount& count) {
    ArmFigures figures;
    figures.requests = count.requests;
    figures.errors = count.errors;
    figures.cost = count.cost;
    const double n = static_cast<double>(count.requests);
    if (count.requests > 0)
        figures.errorRate = static_cast<double>(count.errors) / n;
    std::tie(figures.errorRateLow, figures.errorRateHigh) = wilson(count.errors, count.requests);
    // The order statistics between which the median lies in 95 of 100 samples (normal approximation to the binomial).
    const double timed = static_cast<double>(count.timed);
    const double reach = kNormal95 * std::sqrt(timed) / 2;
    const auto msAt = [&](double rank) {
        std::int64_t left = std::clamp<std::int64_t>(static_cast<std::int64_t>(rank), 0, count.timed - 1);
        for (std::size_t step = 0; step < kSteps; ++step) {
            left -= count.durations[step];
            if (left < 0)
                return msOf(step);
        }
        return 0.0;
    };
    if (count.timed > 0) {
        figures.medianMs = msAt(timed / 2);
        figures.medianLowMs = msAt(timed / 2 - reach);
        figures.medianHighMs = msAt(timed / 2 + reach);
    }
    if (count.requests > 0) {
        figures.meanCostUsd = count.cost.toDouble() / n;
        const double variance =
            count.requests > 1
                ? std::max(0.0, (count.costSquares - n * figures.meanCostUsd * figures.meanCostUsd) / (n - 1))
                : 0.0;
        const double costReach = kNormal95 * std::sqrt(variance / n);
        figures.meanCostLowUsd = std::max(0.0, figures.meanCostUsd - costReach);
        figures.meanCostHighUsd = figures.meanCostUsd + costReach;
    }
    return figures;
}

} // namespace llmg::policy
