// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/ledger/journalscan.h"

#include <zlib.h>

namespace llmg::ledger {
namespace {

constexpr std::string_view kMark{"\x1EJ\xC7\xE5", 4};

std::uint32_t readLittleEndian(std::string_view bytes) {
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;)
        value = (value << 8) | static_cast<unsigned char>(bytes[i]);
    return value;
}

void writeLittleEndian(char* out, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i)
        out[i] = static_cast<char>(value >> (8 * i));
}

std::uint32_t checksum(std::string_view length, std::string_view payload) {
    uLong crc = crc32_z(0, reinterpret_cast<const Bytef*>(length.data()), length.size());
    return static_cast<std::uint32_t>(crc32_z(crc, reinterpret_cast<const Bytef*>(payload.data()), payload.size()));
}

enum class Found { Whole, Incomplete, Damaged };

Found inspect(std::string_view data, std::string_view& payload) {
    if (data.substr(0, 4) != kMark.substr(0, std::min<std::size_t>(4, data.size())))
        return Found::Damaged;
    if (data.size() < kEntryHead)
        return Found::Incomplete;
    const std::uint32_t length = readLittleEndian(data.substr(4, 4));
    if (length > kMaxPayload)
        return Found::Damaged;
    if (data.size() - kEntryHead < length)
        return Found::Incomplete;
    payload = data.substr(kEntryHead, length);
    return readLittleEndian(data.substr(8, 4)) == checksum(data.substr(4, 4), payload) ? Found::Whole : Found::Damaged;
}

// Where the next whole entry begins at or after `from`; data.size() when there is none.
std::size_t nextWhole(std::string_view data, std::size_t from) {
    for (std::size_t at = data.find(kMark, from); at != std::string_view::npos; at = data.find(kMark, at + 1)) {
        std::string_view payload;
        if (inspect(data.substr(at), payload) == Found::Whole)
            return at;
    }
    return data.size();
}

} // namespace

void sealEntry(std::string& entry) {
    const auto length = static_cast<std::uint32_t>(entry.size() - kEntryHead);
    kMark.copy(entry.data(), 4);
    writeLittleEndian(entry.data() + 4, length);
    const std::string_view all(entry);
    writeLittleEndian(entry.data() + 8, checksum(all.substr(4, 4), all.substr(kEntryHead)));
}

ScanOutcome scanEntries(std::string_view data, bool more,
                        const std::function<bool(std::string_view, std::size_t)>& visit) {
    ScanOutcome outcome;
    while (outcome.consumed < data.size()) {
        std::string_view payload;
        const Found found = inspect(data.substr(outcome.consumed), payload);
        if (found == Found::Whole) {
            const std::size_t end = outcome.consumed + kEntryHead + payload.size();
            outcome.consumed = end;
            ++outcome.entries;
            if (!visit(payload, end))
                return outcome;
            continue;
        }
        // A damaged length looks like an entry that ends beyond the data: whole entries after it still count.
        const std::size_t next = nextWhole(data, outcome.consumed + 1);
        if (next == data.size() && more)
            return outcome;
        outcome.damaged.emplace_back(outcome.consumed, next);
        outcome.consumed = next;
    }
    return outcome;
}

} // namespace llmg::ledger
