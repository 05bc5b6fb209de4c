// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/secret.h"
#include "models/domain/project.h"

#include <string>
#include <string_view>

namespace llmg::policy {

/// `llmg_` + 40 characters of base62 from the system's random source (RAND_bytes of OpenSSL, rejection-sampled).
Secret generateGatewayKey();
/// Raw 32 bytes.
std::string sha256(std::string_view text);
/// A ULID (26 characters of Crockford base32; github.com/ulid/spec) for the given time; monotonic within a millisecond.
/// Thread-safe.
std::string newUlid(UnixTime now);

struct NewGatewayKey {
    domain::GatewayKey key;
    Secret secret;
};
NewGatewayKey makeGatewayKey(std::string projectId, std::string name, UnixTime now);

} // namespace llmg::policy
