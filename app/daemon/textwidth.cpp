// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/textwidth.h"

#include <QList>
#include <QString>

#include <algorithm>

namespace llmg::daemon {
namespace {

struct Range {
    char32_t first, last;
};

/// Unicode Standard Annex 11, EastAsianWidth.txt: W and F, with neighbouring ranges made one.
constexpr Range kWide[] = {{0x1100, 0x115F},   {0x231A, 0x231B},   {0x23E9, 0x23EC},   {0x2E80, 0x303E},
                           {0x3041, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7A3},
                           {0xF900, 0xFAFF},   {0xFE10, 0xFE19},   {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},
                           {0xFFE0, 0xFFE6},   {0x16FE0, 0x18AFF}, {0x1B000, 0x1B2FF}, {0x1F300, 0x1F64F},
                           {0x1F680, 0x1F6FF}, {0x1F900, 0x1FAFF}, {0x20000, 0x3FFFD}};

std::size_t widthOf(char32_t character) {
    switch (QChar::category(character)) {
    case QChar::Mark_NonSpacing:
    case QChar::Mark_Enclosing:
    case QChar::Other_Format:
        return 0;
    default:
        break;
    }
    const auto* range = std::upper_bound(std::begin(kWide), std::end(kWide), character,
                                         [](char32_t value, const Range& each) { return value < each.first; });
    return range != std::begin(kWide) && character <= std::prev(range)->last ? 2 : 1;
}

} // namespace

std::size_t textWidth(std::string_view utf8) {
    std::size_t width = 0;
    for (const auto character : QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size())).toUcs4())
        width += widthOf(character);
    return width;
}

std::string padded(std::string text, std::size_t width) {
    const auto taken = textWidth(text);
    return text.append(taken < width ? width - taken : 1, ' ');
}

std::string withoutControls(std::string_view utf8) {
    auto text = QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
    for (auto& character : text) {
        if (character.category() == QChar::Other_Control)
            character = QChar::ReplacementCharacter;
    }
    return text.toStdString();
}

} // namespace llmg::daemon
