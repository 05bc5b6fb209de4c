// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gateway/environment.h"
#include "app/gateway/modelcall.h"

namespace llmg::gateway {

/// A picture, PDF or recording at an https address that a client named, for a provider that takes bytes only. At most
/// three redirects, each judged like the first address. The type is told by the bytes themselves where they have a
/// signature. Errors: InvalidParameters (what was wrong with the address or what lies there), Canceled.
http::Task<Result<FetchedMedia>> fetchMedia(http::Client& client, const http::Origin& proxy, const MediaLimits& limits,
                                            std::string url, http::CancelHandle* cancel);

/// The media type that the first bytes give away; "" none known here.
std::string_view mediaTypeOf(std::string_view bytes);

} // namespace llmg::gateway
