// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/domain/requestrecord.h"

#include <string>
#include <string_view>

namespace llmg::ledger {

/// The journal's own encoding of a record and its bodies: a version byte, then sections that each say their length, so
/// that a reader skips fields it does not know and takes the default for those that are not there yet.
/// Pure; safe on any input.
struct JournalEntry {
    domain::RequestRecord record;
    domain::RequestBodies bodies;
};

/// Appends to `out`, which may be reused so that nothing is allocated.
void encode(const domain::RequestRecord& record, const domain::RequestBodies& bodies, std::string& out);
/// Error Storage for bytes that no encode() has made.
[[nodiscard]] Result<JournalEntry> decode(std::string_view bytes);

} // namespace llmg::ledger
