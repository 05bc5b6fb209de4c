// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/ingest.h"

#include "app/ledger/journalscan.h"
#include "app/policy/ulid.h"

namespace llmg::storage {
namespace {

constexpr std::size_t kQueueEntries = 12'000;
constexpr std::size_t kQueueBytes = std::size_t{16} << 20;
constexpr std::size_t kBufferKept = std::size_t{1} << 20;

// Cuts at a character's beginning, so that what is kept of a text stays a text.
bool cut(std::string& body, std::size_t limit) {
    if (body.size() <= limit)
        return false;
    std::size_t end = limit;
    while (end > 0 && limit - end < 4 && (static_cast<unsigned char>(body[end]) & 0xC0) == 0x80)
        --end;
    body.resize(end);
    body.shrink_to_fit();
    return true;
}

} // namespace

Ingest::Ingest(ledger::Journal* journal, std::int64_t bodyLimit, std::function<void()> wake)
    : m_journal(journal)
    , m_bodyLimit(static_cast<std::size_t>(std::max<std::int64_t>(bodyLimit, 0)))
    , m_wake(std::move(wake)) {
}

Result<> Ingest::record(domain::RequestRecord record, domain::RequestBodies bodies) {
    if (m_journal == nullptr)
        return fail(ErrorKind::Storage, "another gateway is using this data directory");
    if (!policy::ulidFromText(record.id))
        return fail(ErrorKind::Internal, "a ledger record has no valid id");
    const bool requestCut = cut(bodies.request, m_bodyLimit);
    const bool responseCut = cut(bodies.response, m_bodyLimit);
    bodies.truncated = bodies.truncated || requestCut || responseCut;
    bodies.requestId = record.id;

    thread_local std::string buffer;
    buffer.assign(ledger::kEntryHead, '\0');
    ledger::encode(record, bodies, buffer);
    bool mustWake = false;
    Result<> outcome;
    {
        const std::lock_guard lock(m_mutex);
        const auto end = m_journal->append(buffer);
        if (!end) {
            outcome = end.error();
            mustWake = true;
        } else if (!m_behind && m_queue.size() < kQueueEntries && m_queuedBytes + buffer.size() <= kQueueBytes) {
            Item item{{std::move(record), std::move(bodies)}, *end, buffer.size()};
            m_queuedBytes += item.bytes;
            m_queue.push_back(std::move(item));
            mustWake = m_queue.size() == 1 || m_queue.size() == kBatch;
        } else {
            mustWake = !m_behind;
            m_behind = true;
        }
    }
    if (buffer.capacity() > kBufferKept)
        std::string().swap(buffer);
    if (mustWake)
        m_wake();
    return outcome;
}

Result<> Ingest::ready() const {
    if (m_journal == nullptr)
        return fail(ErrorKind::Storage, "another gateway is using this data directory");
    if (auto ready = m_journal->ready(); !ready)
        return ready;
    const std::lock_guard lock(m_mutex);
    if (m_trouble)
        return *m_trouble;
    return {};
}

std::size_t Ingest::waiting() const {
    const std::lock_guard lock(m_mutex);
    return m_queue.size();
}

bool Ingest::isBehind() const {
    const std::lock_guard lock(m_mutex);
    return m_behind;
}

std::vector<Ingest::Item> Ingest::take(std::size_t most) {
    const std::lock_guard lock(m_mutex);
    std::vector<Item> taken;
    taken.reserve(std::min(most, m_queue.size()));
    while (!m_queue.empty() && taken.size() < most) {
        m_queuedBytes -= m_queue.front().bytes;
        taken.push_back(std::move(m_queue.front()));
        m_queue.pop_front();
    }
    return taken;
}

void Ingest::fallBehind() {
    const std::lock_guard lock(m_mutex);
    m_queue.clear();
    m_queuedBytes = 0;
    m_behind = true;
}

bool Ingest::catchUp(ledger::Journal::Position done) {
    const std::lock_guard lock(m_mutex);
    if (m_behind && m_queue.empty() && done >= m_journal->end())
        m_behind = false;
    return !m_behind;
}

void Ingest::setTrouble(std::optional<Error> trouble) {
    const std::lock_guard lock(m_mutex);
    m_trouble = std::move(trouble);
}

} // namespace llmg::storage
