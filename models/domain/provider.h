// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/base/secret.h"

#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace llmg::domain {

/// What the user set for one provider of the catalog, or an own OpenAI-compatible server (`custom`).
struct ProviderSettings {
    std::string id; ///< catalog id, or the own server's name ("my-vllm")
    bool custom = false;
    bool enabled = true;
    std::string baseUrl;  ///< empty: the catalog's
    std::string proxyUrl; ///< outbound proxy, http://host:port; empty: the system's; "direct": none
    int order = 0;        ///< for failover, lower first; 0: none was set
    /// What its address needs beside the base URL ("region", "project"), by the names of ProviderEntry::variables.
    std::vector<std::pair<std::string, std::string>> variables{};

    friend bool operator==(const ProviderSettings&, const ProviderSettings&) = default;
};

/// Where an order puts a provider among the others: one whose user set none comes after those with one.
constexpr int failoverPlace(int order) {
    return order == 0 ? std::numeric_limits<int>::max() : order;
}

enum class SecretPlace { Keychain, Environment, Session };
enum class ProviderKeyState { Untested, Good, Rejected, Resting, Unreadable };

/// A provider key as it may be shown: everything but the key.
struct ProviderKeyEntry {
    std::string id; ///< ULID; for one from the environment "env:OPENAI_API_KEY:0"
    std::string provider;
    std::string label;  ///< unique per provider
    std::string masked; ///< "sk-…9f3a"
    SecretPlace place = SecretPlace::Keychain;
    ProviderKeyState state = ProviderKeyState::Untested;
    std::string stateReason; ///< the provider's words when rejected
    UnixTime addedAt{};
    int weight = 1; ///< share of its provider's requests, 1 … 100
    /// Until when it is left alone: it was limited (Resting), or the limit that its provider announces is used up.
    std::optional<UnixTime> restsUntil{};

    friend bool operator==(const ProviderKeyEntry&, const ProviderKeyEntry&) = default;
};

/// A provider key as the engine uses it. Never leaves the process, never written but to the keychain.
struct ProviderKey {
    ProviderKeyEntry entry;
    Secret secret;
};

} // namespace llmg::domain
