// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/secret.h"
#include "models/domain/project.h"

#include <QString>
#include <QStringList>

namespace llmg::projects {

/// Of projects and keys, as the store takes them.
constexpr int kLongestName = 200;

/// What the sections of the page say in the same words.

QString text(const std::string& utf8);
QString secretText(const Secret& secret);
QStringList list(const std::vector<std::string>& values);
/// The store's words as a sentence: a capital at the beginning, a full stop at the end.
QString sentence(const std::string& message);
QString modeName(domain::ProjectMode mode);
QString modeWords(domain::ProjectMode mode); ///< who pays, in a line
QString lifetime(std::int64_t seconds);      ///< "60 seconds", "2 hours"
QString perPeriod(domain::Period period);    ///< "a day", "in its life"

} // namespace llmg::projects
