// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/page.h"

#include <functional>
#include <vector>

namespace llmg::shell {

/// One line of the navigation. The page is made when it is first shown.
struct PageEntry {
    QString id; ///< "overview", as kept in the settings and given to --page
    QString title;
    QString icon;
    std::function<widgets::Page*(QWidget* parent)> create;
};

} // namespace llmg::shell
