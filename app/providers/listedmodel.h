// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace llmg::providers {

/// One entry of a provider's list of models: its id, and what the list says beside it. Most say nothing.
struct ListedModel {
    std::string id;
    std::int64_t context = 0; ///< tokens; 0: not said
    std::optional<bool> vision{}, tools{}, reasoning{};
    bool embeds = false; ///< makes embeddings and does not chat

    friend bool operator==(const ListedModel&, const ListedModel&) = default;
};

} // namespace llmg::providers
