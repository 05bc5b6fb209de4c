// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/domain/requestrecord.h"

namespace llmg::ledger {

/// Where the pipeline puts what happened. Called on gateway threads, thread-safe, returns within microseconds.
class UsageSink {
  public:
    virtual ~UsageSink() = default;
    /// Returns when the record is in the journal, from where no crash of this process can lose it. Called before the
    /// last bytes of the answer go out. Error Storage: it could not be written (disk full), the client must be told.
    virtual Result<> record(domain::RequestRecord record, domain::RequestBodies bodies) = 0;
    /// Not a value while the ledger cannot be written: the pipeline answers 500 with it before doing any work.
    [[nodiscard]] virtual Result<> ready() const = 0;
};

} // namespace llmg::ledger
