// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace llmg::daemon {

/// The member of an answer that says what was done but may not be meant.
inline constexpr std::string_view kWarnings = "warnings";

/// A command's answer as a person reads it: a table for lists, name and value a line for one thing.
std::string printable(std::string_view command, const boost::json::value& answer);
/// For a person; --json has them in the answer.
std::vector<std::string> warningsOf(const boost::json::value& answer);
/// The same answer as indented JSON.
std::string prettyJson(const boost::json::value& value);

} // namespace llmg::daemon
