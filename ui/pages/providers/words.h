// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>

namespace llmg::providerspage {

QString text(const std::string& utf8);
/// As a sentence of its own: a capital at the beginning, a full stop at the end.
QString sentence(const QString& words);

} // namespace llmg::providerspage
