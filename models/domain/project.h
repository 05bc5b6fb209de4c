// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/domain/limits.h"
#include "models/domain/money.h"
#include "models/domain/rollout.h"
#include "models/domain/routingsettings.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace llmg::domain {

/// Whose money pays: the hosted gateway account, the user's own provider keys, or own keys first.
enum class ProjectMode { ApiKeys, Credits, Hybrid };
const char* toString(ProjectMode mode) noexcept; ///< "api-keys", "credits", "hybrid"
std::optional<ProjectMode> projectModeFromString(std::string_view text) noexcept;

struct Project {
    std::string id; ///< ULID; the default project's is "default"
    std::string name;
    ProjectMode mode = ProjectMode::Hybrid;
    bool storeBodies = true;
    bool cacheEnabled = false;
    std::int64_t cacheTtlSeconds = 60;                        ///< 10 … 31,536,000
    std::vector<std::string> allowedModels;                   ///< empty: all
    std::vector<std::pair<std::string, std::string>> aliases; ///< asked model id → used model id
    RoutingSettings routing;
    std::vector<std::string> allowedProviders; ///< catalog ids; empty: all
    RateLimit rate;                            ///< of all its keys together
    Rollout rollout;
    UnixTime createdAt{};

    /// What this project means by a model id: an alias' target, else the id itself.
    [[nodiscard]] std::string aliased(std::string_view model) const;
    friend bool operator==(const Project&, const Project&) = default;
};

enum class KeyState { Active, Disabled, Revoked };
const char* toString(KeyState state) noexcept; ///< "active", "disabled", "revoked"
std::optional<KeyState> keyStateFromString(std::string_view text) noexcept;

/// A gateway key (`llmg_` and 40 characters of base62). Only its SHA-256 and a readable prefix are kept.
struct GatewayKey {
    std::string id; ///< ULID
    std::string projectId;
    std::string name;
    std::string prefix; ///< first 9 characters, "llmg_Ab3x"
    std::string sha256; ///< 32 raw bytes
    KeyState state = KeyState::Active;
    UnixTime createdAt{};
    std::optional<UnixTime> expiresAt;
    std::optional<UnixTime> lastUsedAt;
    std::optional<Money> limit;           ///< lifetime
    std::vector<SpendLimit> periodLimits; ///< besides the lifetime's, at most one for each period
    Money spent;
    std::vector<std::string> allowedModels;    ///< empty: all of the project's
    std::vector<std::string> allowedProviders; ///< empty: all of the project's
    RateLimit rate;

    friend bool operator==(const GatewayKey&, const GatewayKey&) = default;
};

} // namespace llmg::domain
