// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/fuzzy.h"

namespace llmg::shell {

int fuzzyScore(QStringView typed, QStringView name) {
    int score = 0;
    qsizetype at = 0;
    qsizetype previous = -2;
    for (const QChar wantedAsTyped : typed) {
        if (wantedAsTyped.isSpace())
            continue;
        const QChar wanted = wantedAsTyped.toCaseFolded();
        // The first fit, unless a later one begins a word: "gm" is "gpt-4o-mini" by its beginnings.
        qsizetype found = -1;
        for (qsizetype i = at; i < name.size(); ++i) {
            if (name[i].toCaseFolded() != wanted)
                continue;
            const bool beginsWord = i == 0 || !name[i - 1].isLetterOrNumber();
            if (i == previous + 1 || beginsWord) {
                found = i;
                break;
            }
            if (found < 0)
                found = i;
        }
        if (found < 0)
            return -1;
        const bool beginsWord = found == 0 || !name[found - 1].isLetterOrNumber();
        score += 1 + (beginsWord ? 6 : 0) + (found == previous + 1 ? 8 : 0) + (found == 0 ? 4 : 0);
        previous = found;
        at = found + 1;
    }
    // Of two that fit alike, the shorter name is meant.
    return score * 100 - static_cast<int>(qMin<qsizetype>(name.size(), 99));
}

} // namespace llmg::shell
