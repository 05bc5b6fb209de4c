// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ledger/journal.h"
#include "app/ledger/recordcodec.h"
#include "app/ledger/usagesink.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <vector>

namespace llmg::storage {

/// The gateway's end of the ledger: puts each record into the journal, and into a bounded queue for the storage thread.
/// What does not fit into the queue is read from the journal again later, so memory stays bounded whatever the load.
/// record() and ready() from any thread, the rest from the storage thread.
class Ingest final : public ledger::UsageSink {
  public:
    struct Item {
        ledger::JournalEntry entry;
        ledger::Journal::Position end; ///< after it in the journal
        std::size_t bytes = 0;
    };
    /// `wake` is called with no lock held when there is something to do: the first record after none, a full batch,
    /// trouble.
    Ingest(ledger::Journal* journal, std::int64_t bodyLimit, std::function<void()> wake);

    Result<> record(domain::RequestRecord record, domain::RequestBodies bodies) override;
    [[nodiscard]] Result<> ready() const override;

    static constexpr std::size_t kBatch = 4000;
    [[nodiscard]] std::size_t waiting() const;
    /// Whether entries lie in the journal that the queue does not hold.
    [[nodiscard]] bool isBehind() const;
    std::vector<Item> take(std::size_t most = kBatch);
    /// The queue's content is dropped: it is in the journal, and will be read from there.
    void fallBehind();
    /// Ends falling behind when nothing lies in the journal after `done`; false when there is more to read.
    bool catchUp(ledger::Journal::Position done);
    /// Stops admission with this error (the database cannot be written), or allows it again.
    void setTrouble(std::optional<Error> trouble);

  private:
    ledger::Journal* m_journal;
    std::size_t m_bodyLimit;
    std::function<void()> m_wake;
    mutable std::mutex m_mutex;
    std::deque<Item> m_queue;
    std::size_t m_queuedBytes = 0;
    bool m_behind = false;
    std::optional<Error> m_trouble;
};

} // namespace llmg::storage
