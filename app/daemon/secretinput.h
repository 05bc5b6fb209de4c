// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <istream>
#include <string>

namespace llmg::daemon {

/// A key as it is typed, pasted or piped: the first line, or a whole JSON document (a service account's key file),
/// which ends where its braces do, so that nobody has to close the input. At most 64 KiB. InvalidParameters: nothing
/// is there, or a document that does not end.
Result<std::string> readSecret(std::istream& input);

} // namespace llmg::daemon
