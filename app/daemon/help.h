// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace llmg::daemon {

/// Of one command, of a group of them, or of the program for "".
std::string helpText(std::string_view topic);

} // namespace llmg::daemon
