// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whether a name that somebody typed is one of a model, before requests find out.
#include "models/base/result.h"

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace llmg::service {

class Engine;

struct UnknownModel {
    std::string message;     ///< with the names nearest to it
    bool isPassedOn = false; ///< its provider is asked for it all the same, and may know it
};

/// nullopt for "auto", for what the catalog, the sandbox or a server lists, and for any model of an own server.
std::optional<UnknownModel> findUnknown(Engine& engine, std::string_view model);

/// "models: no model is called …", for each that is unknown.
void warnOfUnknown(Engine& engine, std::string_view field, const std::vector<std::string>& models,
                   boost::json::array& warnings);
/// Puts them into an answer, where there are any.
void addWarnings(boost::json::value& answer, boost::json::array warnings);

} // namespace llmg::service
