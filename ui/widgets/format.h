// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/domain/money.h"

#include <QString>

#include <cstdint>

namespace llmg::widgets {

/// Numbers as the whole program shows them. An unknown value is an en dash, never a zero.

QString formatCount(std::int64_t value);   ///< "38,204"
QString formatCompact(std::int64_t value); ///< "980", "12.4 k", "61.3 M", "1.2 B"; three significant digits
QString
formatDuration(std::int64_t microseconds); ///< "734 ms", "6.9 s", "12 s", "1 min 5 s", "2 h 3 min"; negative: unknown
QString formatPercent(double ratio);       ///< 0.0042 → "0.42 %", 0.142 → "14.2 %", 0.31 → "31 %"; NaN: unknown
QString formatChange(double before,
                     double now); ///< "+12 %", "−4 %", "× 25" from tenfold up; "new" where before is 0 and now is not
QString formatPoints(double ratioBefore, double ratioNow); ///< of two ratios, "−0.3 pt"
QString formatMoney(domain::Money amount, bool known = true,
                    bool estimated = false); ///< "$4.18", "≈ $0.003421", "unknown"
QString formatBytes(std::int64_t bytes);     ///< "734 B", "12.4 KB", "9.6 MB" (powers of 1000)
QString formatTokenRate(std::int64_t tokens, std::int64_t microseconds); ///< "71 tok/s"; unknown without time
QString formatClock(UnixTime time);                                      ///< local "14:31:32.875"
QString formatDay(UnixTime time);                                        ///< local "21 Nov"
QString formatWhen(UnixTime time, UnixTime now); ///< "14:02" today, "21 Nov 14:02" this year, "21 Nov 2025" before
QString formatDateTime(UnixTime time);           ///< local "2026-11-21 14:31:32.875", for copying
QString unknownText();                           ///< "–"

} // namespace llmg::widgets
