// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace llmg::ledger {

/// A segment begins with these bytes, an entry is: mark (4), length (4), CRC-32 of length and payload (4), payload; all
/// little-endian. The mark lets a reader find the next whole entry after a damaged stretch.
inline constexpr std::string_view kSegmentHead{"LLMGJ\0\0\1", 8};
inline constexpr std::size_t kEntryHead = 12;
inline constexpr std::size_t kMaxPayload = std::size_t{512} * 1024 * 1024;

/// Fills the twelve bytes before a payload. `entry` is head and payload in one string, the head's bytes still to be
/// set.
void sealEntry(std::string& entry);

struct ScanOutcome {
    std::size_t consumed = 0; ///< bytes done with, from the start of the data
    std::size_t entries = 0;
    std::vector<std::pair<std::size_t, std::size_t>> damaged; ///< [from, to) of what was no whole entry
};

/// Walks over entries, giving each payload with the offset after it to `visit` until that returns false. With `more`
/// the data may go on after its end: an incomplete entry there is then left unconsumed, else it is damage. Pure.
ScanOutcome scanEntries(std::string_view data, bool more,
                        const std::function<bool(std::string_view payload, std::size_t end)>& visit);

} // namespace llmg::ledger
