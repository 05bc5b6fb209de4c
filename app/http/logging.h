// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>

namespace llmg::http {

Q_DECLARE_LOGGING_CATEGORY(lcHttp)

} // namespace llmg::http
