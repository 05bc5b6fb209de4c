// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/storage/usagequery.h"

#include <QString>
#include <QStringList>

#include <functional>

namespace llmg::requests {

/// What a line of filter text means.
struct ParsedFilter {
    storage::RequestFilter filter;
    QStringList problems; ///< what was not understood, for people; the rest of the line still holds
};

/// What the parser has to know of the world. The functions give "" for a name that is none.
struct FilterNames {
    UnixTime now{};
    std::function<std::string(const QString& name)> projectId;
    std::function<std::string(const QString& name)> keyId;
};

/// `model:gpt-4o status:>=400 cost:>0.01 ttft:>2s app:cursor`, and free words. Values with blanks go in double quotes.
///   model provider app project key      a name
///   status                              429, 4xx, >=400, <300, 400-499
///   cost                                >0.01 (US dollars, exact)
///   ttft total                          >2s, >500ms, >1.5 (seconds)
///   last                                30m, 24h, 7d
///   is                                  error
ParsedFilter parseFilter(const QString& text, const FilterNames& names);
/// The terms of a line, quotes kept together: the chips of a filter bar.
QStringList splitTerms(const QString& text);

} // namespace llmg::requests
