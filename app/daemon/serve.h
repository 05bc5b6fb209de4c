// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/daemon/commandline.h"

#include <QString>

class QCoreApplication;

namespace llmg::daemon {

/// Runs the gateway until SIGTERM or SIGINT; prints the address when it answers. Returns the exit status.
int serve(QCoreApplication& application, const CommandLine& line, const QString& dataDirectory);

} // namespace llmg::daemon
