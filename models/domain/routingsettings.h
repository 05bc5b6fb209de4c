// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace llmg::domain {

/// What matters most when several providers can answer. Custom: the project's own weights.
enum class RoutingPreset { Price, Balanced, Speed, Custom };
const char* toString(RoutingPreset preset) noexcept; ///< "price", "balanced", "speed", "custom"
std::optional<RoutingPreset> routingPresetFromString(std::string_view text) noexcept;

/// How much each property of a provider counts, in thousandths, so that they are kept exactly.
struct RoutingWeights {
    int price = 600;
    int uptime = 500;
    int throughput = 50;
    int latency = 25; ///< counts for streamed answers only

    friend bool operator==(const RoutingWeights&, const RoutingWeights&) = default;
};

/// How a project's requests choose among providers.
struct RoutingSettings {
    RoutingPreset preset = RoutingPreset::Price;
    RoutingWeights custom; ///< in force with RoutingPreset::Custom
    int explorationPerMille =
        10;             ///< requests that try a provider which is not the best, so that it is measured; 0: off
    bool sticky = true; ///< a conversation stays with its provider, whose prompt cache is warm

    friend bool operator==(const RoutingSettings&, const RoutingSettings&) = default;
};

inline constexpr int kMostRoutingWeight = 10'000;
inline constexpr int kMostExplorationPerMille = 500;

/// The weights in force: the preset's, or the project's own.
RoutingWeights weightsOf(const RoutingSettings& settings) noexcept;

/// "price", or with everything that differs from the preset "speed exploration=0 sticky=off",
/// "custom price=600 uptime=500 throughput=50 latency=25": for the database and the command line.
std::string formatRoutingSettings(const RoutingSettings& settings);
/// Inverse of formatRoutingSettings. Error InvalidParameters names the word at fault in `param`.
Result<RoutingSettings> parseRoutingSettings(std::string_view text);

} // namespace llmg::domain
