// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace llmg::policy {

/// The 16 bytes of a ULID, big-endian, so that bytes sort as the text does (github.com/ulid/spec).
using UlidBytes = std::array<std::uint8_t, 16>;

/// 26 characters of Crockford base32; nullopt for anything else, also for one that overflows 128 bits ("8…").
/// Lower case is accepted.
[[nodiscard]] std::optional<UlidBytes> ulidFromText(std::string_view text) noexcept;
[[nodiscard]] std::string ulidToText(const UlidBytes& bytes);
[[nodiscard]] UnixTime ulidTime(const UlidBytes& bytes) noexcept;
/// The smallest ULID of that millisecond: bounds a range of times. Times outside 1970 … 10889 are clamped.
[[nodiscard]] UlidBytes firstUlidAt(UnixTime time) noexcept;

} // namespace llmg::policy
