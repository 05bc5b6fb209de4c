// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the command line can ask for, done inside an engine: the one that runs (over its control socket), or one that
// the command line opened for itself. Arguments and answers are JSON, so that --json is what was computed and no second
// form.
#include "app/service/controlserver.h"

namespace llmg::service {

class Engine;

/// {"command": "key create", "args": {…}}. Errors: InvalidParameters names the argument; NotFound the thing.
QFuture<CommandResult> execute(Engine& engine, const boost::json::object& request);

} // namespace llmg::service
