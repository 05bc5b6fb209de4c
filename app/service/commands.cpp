// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/service/commands.h"

#include "app/service/commandargs.h"
#include "app/service/engine.h"

namespace llmg::service {
namespace {

/// What the storage says of a value is a part of a sentence, which the window puts beside the field.
CommandResult inSentences(CommandResult result) {
    if (result || result.error().message.empty() || result.error().message.ends_with('.'))
        return result;
    auto error = result.error();
    auto& first = error.message.front();
    if (first >= 'a' && first <= 'z')
        first = static_cast<char>(first - 'a' + 'A');
    error.message += '.';
    return error;
}

} // namespace

QFuture<CommandResult> execute(Engine& engine, const boost::json::object& request) {
    const auto* words = request.if_contains("command");
    const auto* given = request.if_contains("args");
    if (!words || !words->is_string())
        return done(fail(ErrorKind::InvalidParameters, "The command is missing."));
    static const boost::json::object kNone;
    const CommandArgs args(given && given->is_object() ? given->as_object() : kNone);
    const std::string_view command = words->as_string();
    for (const auto group : {keyCommand, projectCommand, budgetCommand, rolloutCommand, cacheCommand, providerCommand,
                             providerKeyCommand, ledgerCommand}) {
        auto answer = group(engine, command, args);
        if (!answer)
            continue;
        // Who is told that a key is revoked may rely on it.
        const auto whenApplied = [&engine](CommandResult result) {
            return engine.applied().then([result = inSentences(std::move(result))] { return result; });
        };
        return answer->then(&engine, whenApplied).unwrap();
    }
    return done(fail(ErrorKind::InvalidParameters, "There is no command “" + std::string(command) +
                                                       "”; are the running gateway and this program of one version?"));
}

} // namespace llmg::service
