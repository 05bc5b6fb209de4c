// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Commands that need no engine: the cost comparison and the doctor.
#include "app/service/controlserver.h"

#include <QString>

namespace llmg::daemon {

/// cost compare: catalog prices and integers only.
service::CommandResult compareCosts(const boost::json::object& args);
/// One entry a check: {check, state: ok|warning|problem, detail, advice}. Needs a running event loop.
QFuture<service::CommandResult> doctor(const QString& dataDirectory, bool useKeychain);

} // namespace llmg::daemon
