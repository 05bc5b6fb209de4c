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

struct OptionSpec {
    std::string_view name;  ///< without dashes
    std::string_view value; ///< what stands for the value in the help; "" a switch
    std::string_view help;
};

struct CommandSpec {
    std::string_view words;                  ///< "key create"
    std::vector<std::string_view> arguments; ///< names of what follows; "name?" may be left out, "name…" takes the
                                             ///< rest, "name…?" if there is any
    std::vector<OptionSpec> options;
    std::string_view help;
};

/// Every command of GATEWAY.md "Command line" that this version has.
std::span<const CommandSpec> commandSpecs();

struct CommandLine {
    std::string command;      ///< "" when only help or the version is wanted
    boost::json::object args; ///< names as in the spec
    bool json = false, help = false, version = false, useKeychain = true;
    std::string dataDirectory;
};

/// `words` without the program's name. InvalidParameters for anything that the specs do not have: exit status 2.
Result<CommandLine> parseCommandLine(const std::vector<std::string>& words);
/// Of one command, or of the program for "".
std::string helpText(std::string_view command);

} // namespace llmg::daemon
