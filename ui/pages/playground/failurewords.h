// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/playground/conversation.h"

namespace llmg::playground {

/// A failure in words: what happened, why, and what to do.
struct FailureWords {
    QString what;  ///< "429 rate_limit_exceeded"
    QString cause; ///< the gateway's or provider's own words where there are any
    QString advice;
};
FailureWords wordsFor(const Failure& failure);

} // namespace llmg::playground
