// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/ledgerrow.h"

#include "app/ledger/bytes.h"

#include <array>

namespace llmg::storage {
namespace {

enum ShapeFlag { Stream = 1, Cached = 2, UsageEstimated = 4, CostKnown = 8, CostEstimated = 16, CostStated = 32 };

// The order is the file format: new ones go to the end.
template <class Record>
auto rareFields(Record& r) {
    return std::array{&r.usage.cacheWrite,        &r.usage.cacheWrite1h,    &r.usage.promptAudio,
                      &r.usage.promptImage,       &r.usage.completionAudio, &r.usage.completionImage,
                      &r.usage.imagesOut,         &r.usage.webSearches,     &r.cost.cachedInput.nanoUsd,
                      &r.cost.cacheWrite.nanoUsd, &r.cost.request.nanoUsd,  &r.cost.markup.nanoUsd,
                      &r.savedByCache.nanoUsd};
}

} // namespace

std::string outcomeOf(const domain::RequestRecord& record) {
    if (record.succeeded())
        return kSuccess;
    return record.errorCode.empty() ? "http_" + std::to_string(record.status) : record.errorCode;
}

int shapeFlags(const domain::RequestRecord& r) {
    return (r.stream ? Stream : 0) | (r.cached ? Cached : 0) | (r.usage.estimated ? UsageEstimated : 0) |
           (r.cost.known ? CostKnown : 0) | (r.cost.estimated ? CostEstimated : 0) |
           (r.cost.statedByProvider ? CostStated : 0);
}

void applyShapeFlags(int flags, domain::RequestRecord& r) {
    r.stream = (flags & Stream) != 0;
    r.cached = (flags & Cached) != 0;
    r.usage.estimated = (flags & UsageEstimated) != 0;
    r.cost.known = (flags & CostKnown) != 0;
    r.cost.estimated = (flags & CostEstimated) != 0;
    r.cost.statedByProvider = (flags & CostStated) != 0;
}

QByteArray packRare(const domain::RequestRecord& record) {
    const auto fields = rareFields(record);
    std::size_t used = fields.size();
    while (used > 0 && *fields[used - 1] == 0)
        --used;
    std::string bytes;
    ledger::ByteWriter writer(bytes);
    for (std::size_t i = 0; i < used; ++i)
        writer.integer(*fields[i]);
    return QByteArray::fromStdString(bytes);
}

void unpackRare(const QByteArray& rare, domain::RequestRecord& record) {
    ledger::ByteReader reader(std::string_view(rare.constData(), static_cast<std::size_t>(rare.size())));
    for (std::int64_t* field : rareFields(record))
        *field = reader.integer();
}

std::string joinLines(const std::vector<std::string>& lines) {
    std::string joined;
    for (const std::string& line : lines) {
        if (!joined.empty())
            joined += '\n';
        joined += line;
    }
    return joined;
}

std::vector<std::string> splitLines(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        lines.push_back(text.substr(start, end - start));
        start = end + 1;
    }
    return lines;
}

} // namespace llmg::storage
