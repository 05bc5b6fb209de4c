// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialects/jsonaccess.h"
#include "models/base/error.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace llmg::dialects {

/// The kind that ProviderCodec::decodeError promises for a status. `modelUnknown`: a 404 is about the model.
ErrorKind kindOfUpstreamStatus(int status, bool modelUnknown);
/// How long Google asks to wait: google.rpc.RetryInfo among an error's details, its retryDelay a protobuf Duration as
/// JSON ("27s", "3.5s"); at most a day. Google sends no Retry-After.
std::optional<std::chrono::milliseconds> googleRetryDelay(const json::object& error);
/// What can be said of a body that is not the dialect's error: its first words if it is text, else the status alone.
std::string describeForeignBody(int status, std::string_view body);

} // namespace llmg::dialects
