// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QLockFile>
#include <QString>

#include <chrono>
#include <memory>

namespace llmg::service {

/// One engine at a time works on a data directory. A gateway that runs there is not waited for; a command that opened
/// the directory itself, or a gateway that is stopping, is. Errors: Storage, the directory cannot be written;
/// Configuration, who holds it and what to do.
Result<std::unique_ptr<QLockFile>> lockDirectory(const QString& dataDirectory,
                                                 std::chrono::milliseconds patience = std::chrono::seconds{15});

} // namespace llmg::service
