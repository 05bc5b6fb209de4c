// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace llmg::dialects {

/// The word to send for `asked` to a model that takes only the words of `taken`: itself if it is among them or nothing
/// is known (`taken` is empty, or the word is none of domain::kReasoningEfforts), else the nearest lower one, else the
/// lowest. "none" becomes the lowest; nothing else becomes "none". "" where no word of the model means it.
std::string nearestEffort(std::string_view asked, const std::vector<std::string>& taken);

/// Within the limits; a limit of 0 is not known.
std::int64_t clampedBudget(std::int64_t asked, std::int64_t least, std::int64_t most);

} // namespace llmg::dialects
