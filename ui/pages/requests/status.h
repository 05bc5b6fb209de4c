// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

namespace llmg::requests {

/// 499 is the client's own wish, 429 passes by itself; every other error is bad.
inline theme::Role statusRole(int status) {
    if (status >= 200 && status < 300)
        return theme::Role::Good;
    if (status == 499)
        return theme::Role::Muted;
    return status == 429 ? theme::Role::Warning : theme::Role::Bad;
}

} // namespace llmg::requests
