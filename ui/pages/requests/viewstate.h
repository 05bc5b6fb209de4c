// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/storage/usagequery.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace llmg::requests {

struct ViewState {
    QString filterText;
    QStringList problems; ///< of the filter text
    bool live = true;
    bool loaded = false;   ///< the first page of this filter is here
    bool filtered = false; ///< any filter at all
    QString error;         ///< of the ledger
    std::optional<storage::RequestTotals> totals;
    QString selectedId;
    bool detailLoading = false;
    QString detailError;
};

} // namespace llmg::requests
