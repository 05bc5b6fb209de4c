// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/domain/requestrecord.h"

#include <QString>

#include <random>

namespace llmg::tests {

/// How to fill a data directory with a believable past. The same seed and `until` give the same records but for random
/// parts of ids.
struct SampleLedger {
    int requests = 2000;
    int days = 30;
    UnixTime until{}; ///< the last request is just before; default: now
    std::uint32_t seed = 1;
    bool bodies = true;
    std::string projectId = "default";
    std::string keyId; ///< one id for all, or "": several made up
};

/// One record somewhere in the past that `sample` describes, with its bodies.
std::pair<domain::RequestRecord, domain::RequestBodies> sampleRecord(const SampleLedger& sample, std::mt19937& random,
                                                                     UnixTime startedAt);

/// Writes them through the real sink into the data directory (which must not be in use) and waits until they are in
/// SQLite.
Result<> fillLedger(const QString& dataDirectory, const SampleLedger& sample);

} // namespace llmg::tests
