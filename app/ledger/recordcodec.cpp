// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/ledger/recordcodec.h"

#include "app/ledger/bytes.h"

namespace llmg::ledger {
namespace {

using domain::AttemptRecord;
using domain::CostBreakdown;
using domain::RequestBodies;
using domain::RequestRecord;
using domain::TokenUsage;

constexpr std::uint8_t kVersion = 1;

constexpr std::uint64_t kStream = 1, kCached = 2, kUsageEstimated = 4, kCostKnown = 8, kCostEstimated = 16,
                        kCostStated = 32;

std::uint64_t flagsOf(const RequestRecord& r) {
    return (r.stream ? kStream : 0U) | (r.cached ? kCached : 0U) | (r.usage.estimated ? kUsageEstimated : 0U) |
           (r.cost.known ? kCostKnown : 0U) | (r.cost.estimated ? kCostEstimated : 0U) |
           (r.cost.statedByProvider ? kCostStated : 0U);
}

// A section is written in place behind four bytes for its length, so that no second buffer is needed.
template <class Write>
void section(std::string& out, Write write) {
    const std::size_t start = out.size();
    out.append(4, '\0');
    write();
    const std::size_t length = out.size() - start - 4;
    for (std::size_t i = 0; i < 4; ++i)
        out[start + i] = static_cast<char>(length >> (8 * i));
}

bool takeSection(std::string_view& bytes, std::string_view& content) {
    if (bytes.size() < 4)
        return false;
    std::size_t length = 0;
    for (std::size_t i = 0; i < 4; ++i)
        length |= static_cast<std::size_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    bytes.remove_prefix(4);
    if (length > bytes.size())
        return false;
    content = bytes.substr(0, length);
    bytes.remove_prefix(length);
    return true;
}

void writeUsage(ByteWriter& w, const TokenUsage& u) {
    for (const std::int64_t count :
         {u.prompt, u.cachedPrompt, u.cacheWrite, u.cacheWrite1h, u.promptAudio, u.promptImage, u.completion,
          u.reasoning, u.completionAudio, u.completionImage, u.imagesOut, u.webSearches})
        w.integer(count);
}

void readUsage(ByteReader& r, TokenUsage& u) {
    for (std::int64_t* count :
         {&u.prompt, &u.cachedPrompt, &u.cacheWrite, &u.cacheWrite1h, &u.promptAudio, &u.promptImage, &u.completion,
          &u.reasoning, &u.completionAudio, &u.completionImage, &u.imagesOut, &u.webSearches})
        *count = r.integer();
}

void writeCost(ByteWriter& w, const CostBreakdown& c) {
    for (const domain::Money part : {c.input, c.cachedInput, c.cacheWrite, c.output, c.request, c.markup, c.total})
        w.integer(part.nanoUsd);
}

void readCost(ByteReader& r, CostBreakdown& c) {
    for (domain::Money* part : {&c.input, &c.cachedInput, &c.cacheWrite, &c.output, &c.request, &c.markup, &c.total})
        part->nanoUsd = r.integer();
}

void writeRecord(ByteWriter& w, const RequestRecord& r) {
    w.text(r.id);
    w.text(r.clientRequestId);
    w.integer(r.startedAt.time_since_epoch().count());
    for (const std::string* text : {&r.projectId, &r.keyId, &r.application, &r.applicationPath, &r.endpoint, &r.dialect,
                                    &r.requestedModel, &r.usedModel, &r.usedProvider, &r.usedMode})
        w.text(*text);
    w.number(flagsOf(r));
    w.integer(r.status);
    w.text(r.errorCode);
    w.text(r.errorMessage);
    w.text(r.finishReason);
    writeUsage(w, r.usage);
    writeCost(w, r.cost);
    w.integer(r.savedByCache.nanoUsd);
    for (const std::int64_t value : {r.durationUs, r.firstTokenUs, r.requestBytes, r.responseBytes})
        w.integer(value);
    w.text(r.routing);
    w.number(r.droppedParams.size());
    for (const std::string& param : r.droppedParams)
        w.text(param);
    w.number(r.tags.size());
    for (const auto& [name, value] : r.tags) {
        w.text(name);
        w.text(value);
    }
}

void readRecord(ByteReader& r, RequestRecord& record) {
    record.id = r.text();
    record.clientRequestId = r.text();
    record.startedAt = UnixTime{Milliseconds{r.integer()}};
    for (std::string* text :
         {&record.projectId, &record.keyId, &record.application, &record.applicationPath, &record.endpoint,
          &record.dialect, &record.requestedModel, &record.usedModel, &record.usedProvider, &record.usedMode})
        *text = r.text();
    const std::uint64_t flags = r.number();
    record.stream = (flags & kStream) != 0;
    record.cached = (flags & kCached) != 0;
    record.usage.estimated = (flags & kUsageEstimated) != 0;
    record.cost.known = (flags & kCostKnown) != 0;
    record.cost.estimated = (flags & kCostEstimated) != 0;
    record.cost.statedByProvider = (flags & kCostStated) != 0;
    record.status = static_cast<int>(r.integer());
    record.errorCode = r.text();
    record.errorMessage = r.text();
    record.finishReason = r.text();
    readUsage(r, record.usage);
    readCost(r, record.cost);
    record.savedByCache.nanoUsd = r.integer();
    for (std::int64_t* value : {&record.durationUs, &record.firstTokenUs, &record.requestBytes, &record.responseBytes})
        *value = r.integer();
    record.routing = r.text();
    // Counts come from bytes that may be anything: the loop ends with the bytes, whatever the count says.
    for (std::uint64_t n = r.number(); n > 0 && !r.atEnd(); --n)
        record.droppedParams.emplace_back(r.text());
    for (std::uint64_t n = r.number(); n > 0 && !r.atEnd(); --n) {
        std::string name(r.text());
        record.tags.emplace_back(std::move(name), std::string(r.text()));
    }
}

void writeAttempt(ByteWriter& w, const AttemptRecord& a) {
    w.text(a.provider);
    w.text(a.upstreamModel);
    w.text(a.keyLabel);
    w.integer(a.status);
    w.text(a.errorCode);
    w.text(a.errorMessage);
    w.integer(a.startedAfterUs);
    w.integer(a.durationUs);
    w.integer(a.firstByteUs);
    w.text(a.upstreamRequestId);
}

AttemptRecord readAttempt(ByteReader& r) {
    AttemptRecord a;
    a.provider = r.text();
    a.upstreamModel = r.text();
    a.keyLabel = r.text();
    a.status = static_cast<int>(r.integer());
    a.errorCode = r.text();
    a.errorMessage = r.text();
    a.startedAfterUs = r.integer();
    a.durationUs = r.integer();
    a.firstByteUs = r.integer();
    a.upstreamRequestId = r.text();
    return a;
}

Error damaged() {
    return fail(ErrorKind::Storage, "a journal entry is damaged");
}

} // namespace

// version, record section, number of attempts, one section for each, bodies section (empty when there are none).
void encode(const RequestRecord& record, const RequestBodies& bodies, std::string& out) {
    ByteWriter w(out);
    w.byte(kVersion);
    section(out, [&] { writeRecord(w, record); });
    section(out, [&] {
        for (const AttemptRecord& attempt : record.attempts)
            section(out, [&] { writeAttempt(w, attempt); });
    });
    section(out, [&] {
        if (bodies.isEmpty())
            return;
        w.byte(bodies.truncated ? 1 : 0);
        w.text(bodies.request);
        w.text(bodies.response);
    });
}

Result<JournalEntry> decode(std::string_view bytes) {
    // Sections keep a newer version readable; only a change that breaks that raises the version.
    if (bytes.empty() || static_cast<std::uint8_t>(bytes.front()) != kVersion)
        return fail(ErrorKind::Storage, "a journal entry was written by another version of this program");
    bytes.remove_prefix(1);
    std::string_view recordBytes;
    std::string_view attemptBytes;
    std::string_view bodyBytes;
    if (!takeSection(bytes, recordBytes) || !takeSection(bytes, attemptBytes) || !takeSection(bytes, bodyBytes))
        return damaged();
    JournalEntry entry;
    ByteReader recordReader(recordBytes);
    readRecord(recordReader, entry.record);
    if (!recordReader.ok() || entry.record.id.empty())
        return damaged();
    while (!attemptBytes.empty()) {
        std::string_view one;
        if (!takeSection(attemptBytes, one))
            return damaged();
        ByteReader reader(one);
        entry.record.attempts.push_back(readAttempt(reader));
        if (!reader.ok())
            return damaged();
    }
    entry.bodies.requestId = entry.record.id;
    ByteReader bodyReader(bodyBytes);
    entry.bodies.truncated = (bodyReader.byte() & 1) != 0;
    entry.bodies.request = bodyReader.text();
    entry.bodies.response = bodyReader.text();
    if (!bodyReader.ok())
        return damaged();
    return entry;
}

} // namespace llmg::ledger
