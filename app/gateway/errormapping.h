// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

#include <string_view>

namespace llmg::gateway {

/// What a client sees of an error: GATEWAY.md "Errors".
struct HttpError {
    int status;
    std::string_view code;
};

/// The one total mapping from kinds to HTTP. A provider's rejection keeps its own status and, where it has one, its
/// code.
HttpError toHttp(const Error& error) noexcept;

} // namespace llmg::gateway
