// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/help.h"

#include "app/daemon/commandline.h"
#include "app/daemon/textwidth.h"

#include <algorithm>

namespace llmg::daemon {
namespace {

constexpr std::size_t kWidestLeft = 46; ///< a longer left side gets its words on the next line

std::string usageOf(const CommandSpec& spec) {
    std::string line(spec.words);
    for (auto argument : spec.arguments) {
        const bool optional = argument.ends_with('?');
        if (optional)
            argument.remove_suffix(1);
        auto text = argument == "set…" ? std::string("SETTING=VALUE…") : std::string(argument);
        if (argument != "set…")
            std::transform(text.begin(), text.end(), text.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
        line += optional ? " [" + text + "]" : " " + text;
    }
    return line;
}

using Lines = std::vector<std::pair<std::string, std::string_view>>;

std::string columns(const Lines& lines) {
    std::size_t widest = 0;
    for (const auto& [left, right] : lines) {
        if (textWidth(left) <= kWidestLeft)
            widest = std::max(widest, textWidth(left));
    }
    std::string text;
    for (const auto& [left, right] : lines) {
        const bool fits = textWidth(left) <= widest;
        text += "  " + (fits ? padded(left, widest + 2) : left + '\n' + std::string(widest + 4, ' ')) +
                std::string(right) + '\n';
    }
    return text;
}

std::string commandHelp(const CommandSpec& spec) {
    auto text = "Usage: llm-gatewayd " + usageOf(spec) + (spec.options.empty() ? "" : " [OPTION…]") + "\n\n" +
                std::string(spec.help) + '\n';
    Lines options;
    for (const auto& option : spec.options)
        options.emplace_back("--" + std::string(option.name) +
                                 (option.value.empty() ? "" : " " + std::string(option.value)),
                             option.help);
    Lines settings;
    for (const auto& setting : spec.settings) {
        const bool both = !setting.name.empty() && !setting.value.empty();
        settings.emplace_back((setting.name.empty() ? "  " : std::string(setting.name)) + (both ? "=" : "") +
                                  std::string(setting.value),
                              setting.help);
    }
    if (!options.empty())
        text += "\nOptions:\n" + columns(options);
    if (!settings.empty())
        text += "\nCan be set:\n" + columns(settings);
    if (!spec.note.empty())
        text += '\n' + std::string(spec.note) + '\n';
    return text;
}

bool isIn(const CommandSpec& spec, std::string_view group) {
    return group.empty() || (spec.words.starts_with(group) && spec.words.substr(group.size()).starts_with(' '));
}

} // namespace

std::string helpText(std::string_view topic) {
    Lines commands;
    for (const auto& spec : commandSpecs()) {
        if (spec.words == topic)
            return commandHelp(spec);
        if (isIn(spec, topic))
            commands.emplace_back(usageOf(spec), spec.help);
    }
    const std::string group = topic.empty() ? std::string{} : std::string(topic) + ' ';
    return "Usage: llm-gatewayd [--json] [--data DIR] [--no-keychain] " + group + "COMMAND\n\nCommands:\n" +
           columns(commands) + "\nOptions of all commands:\n" +
           columns({{"--json", "print JSON, of errors too"},
                    {"--data DIR", "data directory (also LLM_GATEWAY_DATA)"},
                    {"--no-keychain", "leave the keychain alone"},
                    {"-h, --help", "say more of a command"},
                    {"--version", "print the version"}}) +
           "\nExit status: 0 done, 1 failed, 2 wrong usage.\n";
}

} // namespace llmg::daemon
