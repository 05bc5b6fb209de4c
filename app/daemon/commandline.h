// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <boost/json.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace llmg::daemon {

/// An option (--name VALUE), or something that can be set (name=VALUE).
struct OptionSpec {
    std::string_view name;  ///< without dashes
    std::string_view value; ///< what stands for the value in the help; "" a switch, which takes =on or =off too
    std::string_view help;
};

struct CommandSpec {
    std::string_view words;                  ///< "key create"
    std::vector<std::string_view> arguments; ///< names of what follows; "name?" may be left out, "name…" takes the
                                             ///< rest, "name…?" if there is any
    std::vector<OptionSpec> options;
    std::string_view help;
    std::vector<OptionSpec> settings{}; ///< what the rest may set, for the help
    std::string_view note{};            ///< the help's last words
};

/// Every command of GATEWAY.md "Command line" that this version has.
std::span<const CommandSpec> commandSpecs();

struct CommandLine {
    std::string command;      ///< "" when only help or the version is wanted
    std::string topic;        ///< what help is wanted of: a command, a group of them ("key"), "" all
    boost::json::object args; ///< names as in the spec; a switch is "on" or "off"
    bool json = false, help = false, version = false, useKeychain = true;
    std::string dataDirectory;
};

/// `words` without the program's name. InvalidParameters for anything that the specs do not have: exit status 2.
Result<CommandLine> parseCommandLine(const std::vector<std::string>& words);
/// Whether an answer as JSON is asked for, also by a line that is wrong otherwise.
bool wantsJson(const std::vector<std::string>& words);
/// The subcommands of a group: "create, list"; "" where it is none.
std::string subcommands(std::string_view group);

} // namespace llmg::daemon
