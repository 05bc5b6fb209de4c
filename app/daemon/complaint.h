// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

namespace llmg::daemon {

/// Says on standard error what failed, as JSON also on standard output, and returns the exit status: 2 for wrong usage
/// (a line that can never be right), 1 for what failed here and now.
int complain(const Error& error, bool json);

} // namespace llmg::daemon
