// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace llmg::domain {

/// One of the two ways that a rollout compares. What is empty stays as the request and the project say.
struct RolloutArm {
    std::string name;     ///< "direct", "gateway account"
    std::string mode;     ///< "api-keys", "credits" or "hybrid"; ""
    std::string provider; ///< pins the provider; ""
    std::string model;    ///< replaces the model; ""
    friend bool operator==(const RolloutArm&, const RolloutArm&) = default;
};

/// Which requests stay with one arm once it was drawn for them.
enum class RolloutSticky { Conversation, Key };
const char* toString(RolloutSticky sticky) noexcept; ///< "conversation", "key"
std::optional<RolloutSticky> rolloutStickyFromString(std::string_view text) noexcept;

/// Moves a project's traffic step by step from the control arm to the candidate.
struct Rollout {
    bool enabled = false;
    RolloutArm control{"direct", "api-keys", {}, {}};
    RolloutArm candidate{"gateway account", "credits", {}, {}};
    int percent = 0; ///< of the traffic to the candidate, 0 … 100
    RolloutSticky sticky = RolloutSticky::Conversation;

    // Automatic rollback, to 0 %, when the candidate is worse over enough requests.
    bool automatic = true;
    int minRequests = 50;          ///< of the candidate, since `since`
    int maxErrorRatePerMille = 50; ///< above the control's
    int maxLatencyPercent = 150;   ///< of the control's median; 0: not judged
    UnixTime since{}; ///< when the candidate was last put to use, or the arms changed: what is compared begins here
    friend bool operator==(const Rollout&, const Rollout&) = default;
};

/// What was changed when, by whom: kept for as long as the project is.
struct RolloutEvent {
    std::int64_t id = 0;
    UnixTime at{};
    std::string projectId;
    std::string kind;   ///< "started", "percent", "rolled-back", "rolled-back-automatically", "stopped", "arms"
    std::string detail; ///< one line for people
    friend bool operator==(const RolloutEvent&, const RolloutEvent&) = default;
};

} // namespace llmg::domain
