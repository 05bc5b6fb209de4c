// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/domain/tokenusage.h"

#include <optional>
#include <string>
#include <string_view>

namespace llmg::cache {

/// A whole answer as it is kept: the document of the client's own dialect, from which a stream is made when one is
/// asked for. What the ledger wants to know of it stands beside.
struct CachedAnswer {
    std::string dialect; ///< of the client; see Question
    std::string document;
    domain::TokenUsage usage;
    domain::Money cost; ///< what it cost, and each hit saves
    std::string finishReason;
    std::string usedModel, usedProvider, usedMode;
    UnixTime createdAt{};

    friend bool operator==(const CachedAnswer&, const CachedAnswer&) = default;
};

/// For the store, and back; nullopt for what is none of ours.
std::string writeAnswer(const CachedAnswer& answer);
std::optional<CachedAnswer> readAnswer(std::string_view text);

} // namespace llmg::cache
