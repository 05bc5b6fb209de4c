// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fakeupstream.h"

#include <QByteArray>

namespace llmg::tests {

/// A chat request to gpt-4o.
QByteArray asking(const QByteArray& question, bool stream = false);
/// A Responses request to a model at Mistral; `more`: further members, with a comma before them.
QByteArray respondingTo(const QByteArray& input, const QByteArray& more = {});
/// Its answer, whole or as a stream: 1000 prompt and 100 completion tokens, $0.0035 at $2.50 and $10 a million.
Scenario answering(const std::string& text);
Scenario failing(int status);
Scenario streaming(const std::string& text);

} // namespace llmg::tests
