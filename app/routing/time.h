// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/forwardtime.h"

namespace llmg::routing {

using Time = ForwardTime::Time;

} // namespace llmg::routing
