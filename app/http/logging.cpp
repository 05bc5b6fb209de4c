// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/http/logging.h"

namespace llmg::http {

Q_LOGGING_CATEGORY(lcHttp, "llmg.http")

} // namespace llmg::http
