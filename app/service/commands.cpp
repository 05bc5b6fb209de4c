// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/service/commands.h"

#include "app/service/commandargs.h"

namespace llmg::service {

QFuture<CommandResult> execute(Engine& engine, const boost::json::object& request) {
    const auto* words = request.if_contains("command");
    const auto* given = request.if_contains("args");
    if (!words || !words->is_string())
        return done(fail(ErrorKind::InvalidParameters, "The command is missing."));
    static const boost::json::object kNone;
    const CommandArgs args(given && given->is_object() ? given->as_object() : kNone);
    const std::string_view command = words->as_string();
    for (const auto group : {keyCommand, projectCommand, providerCommand, ledgerCommand}) {
        if (auto answer = group(engine, command, args))
            return *answer;
    }
    return done(fail(ErrorKind::InvalidParameters, "There is no command “" + std::string(command) + "”; are the running gateway and this program of one version?"));
}

} // namespace llmg::service
