// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace llmg::shell {

/// How well what was typed fits a name: all its characters in order, more for beginnings of words and for runs.
/// Negative: not at all. Case does not count.
int fuzzyScore(QStringView typed, QStringView name);

} // namespace llmg::shell
