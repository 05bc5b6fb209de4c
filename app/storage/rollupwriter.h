// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/base/result.h"
#include "models/domain/requestrecord.h"

#include <array>
#include <cstdint>
#include <memory>

class QSqlDatabase;

namespace llmg::storage {

/// Adds requests up while a batch is written, then adds the sums to rollups, rollup_margins and what keys have spent:
/// one statement for each place in a batch, not for each request. Lives on the storage thread.
class RollupWriter {
  public:
    /// The request's project, key, application, provider, model and outcome, as numbers of strings; the index is the
    /// kind of rollup_margins.
    using Dimensions = std::array<std::int64_t, 6>;

    explicit RollupWriter(QSqlDatabase& database);
    ~RollupWriter();
    Result<> prepare();
    void count(const domain::RequestRecord& record, UnixTime time, std::int64_t group, const Dimensions& dimensions);
    Result<> write();
    /// Drops what was counted and not written.
    void forget();

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace llmg::storage
