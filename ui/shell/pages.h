// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/pageentry.h"

namespace llmg::service {
class Engine;
}
namespace llmg::theme {
class Appearance;
}

namespace llmg::shell {

/// All pages in the order of the navigation. A new page is a folder in ui/pages and a line here.
std::vector<PageEntry> pageEntries(service::Engine& engine, theme::Appearance& appearance);

} // namespace llmg::shell
