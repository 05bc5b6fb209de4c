// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/page.h"

namespace llmg::service {
class Engine;
}

namespace llmg::migrate {

/// Says what will be here, and gives the one thing that a migration needs today: the address.
widgets::Page* createMigratePage(service::Engine& engine, QWidget* parent);

} // namespace llmg::migrate
