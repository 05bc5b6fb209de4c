// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/complaint.h"

#include "app/daemon/printer.h"
#include "app/daemon/textwidth.h"

#include <cstdio>

namespace llmg::daemon {

int complain(const Error& error, bool json) {
    constexpr int kFailed = 1;
    constexpr int kUsage = 2;
    if (json) {
        boost::json::object object;
        object["code"] = toString(error.kind);
        object["message"] = error.message;
        if (!error.param.empty())
            object["field"] = error.param;
        std::fputs(prettyJson(boost::json::object{{"error", std::move(object)}}).c_str(), stdout);
    }
    std::fprintf(stderr, "llm-gatewayd: %s\n", withoutControls(error.message).c_str());
    return error.kind == ErrorKind::InvalidParameters ? kUsage : kFailed;
}

} // namespace llmg::daemon
