// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/page.h"

namespace llmg::service {
class Engine;
}

namespace llmg::playground {

/// The page over a running engine, which outlives it.
widgets::Page* createPlaygroundPage(service::Engine& engine, QWidget* parent);

} // namespace llmg::playground
