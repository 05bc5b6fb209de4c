// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Provider keys that a user has already, in the environment of this program or in a .env file: the gateway that runs
// has neither.
#include "app/catalog/catalog.h"
#include "models/base/result.h"
#include "models/base/secret.h"

#include <boost/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace llmg::daemon {

using Variables = std::vector<std::pair<std::string, Secret>>;

struct FoundKey {
    std::string provider, variable;
    Secret secret;
};

/// By the catalog's names of variables; of others those whose value begins as only one provider's keys do. Pure.
std::vector<FoundKey> findProviderKeys(const catalog::Catalog& catalog, const Variables& variables);

/// What provider import needs in `args`, from --env and --file. InvalidParameters names the file; NotFound when there
/// is no key.
Result<> collectKeys(boost::json::object& args);

} // namespace llmg::daemon
