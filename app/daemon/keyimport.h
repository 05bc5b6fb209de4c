// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Provider keys that a user has already, in the environment of this program or in a .env file: the gateway that runs
// has neither.
#include "models/base/result.h"

#include <boost/json.hpp>

namespace llmg::daemon {

/// What provider import needs in `args`, from --env and --file. Configuration names the file; NotFound when there
/// is no key, and says what was passed over and why.
Result<> collectKeys(boost::json::object& args);

} // namespace llmg::daemon
