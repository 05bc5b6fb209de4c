// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/providers/words.h"

namespace llmg::providerspage {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QString sentence(const QString& words) {
    QString whole = words.trimmed();
    if (whole.isEmpty())
        return whole;
    whole[0] = whole[0].toUpper();
    if (!whole.endsWith(u'.') && !whole.endsWith(u'!') && !whole.endsWith(u'?') && !whole.endsWith(u'…'))
        whole += u'.';
    return whole;
}

} // namespace llmg::providerspage
