// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a person reads of a command's answer: which columns a list has, and each value in words.
#include <boost/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace llmg::daemon {

using CellText = std::string (*)(const boost::json::value& value, const boost::json::object& row);

struct Column {
    std::string_view path; ///< "cost.total_usd"
    std::string_view title;
    bool number = false;
    CellText text = nullptr; ///< where the plain text of the value is not what is read best
};

/// Of a command's list, or of the part of an answer called "arms".
std::vector<Column> columnsOf(std::string_view command);
std::string cellOf(const Column& column, const boost::json::value& row);
/// A value beside its name: what is not there is said.
std::string fieldText(std::string_view name, const boost::json::value& value, const boost::json::object& row);

/// The member at "cost.total_usd"; nullptr when there is none.
const boost::json::value* find(const boost::json::object& object, std::string_view path);
std::string textOf(const boost::json::value* value);

} // namespace llmg::daemon
