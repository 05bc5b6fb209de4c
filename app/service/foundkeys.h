// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Provider keys that a user has already, in the environment or in a `.env` file: the one place that reads and judges
// them, for the command line and for the page.
#include "app/catalog/catalog.h"
#include "app/secrets/environmentkeys.h"
#include "models/base/result.h"
#include "models/base/secret.h"
#include "models/domain/provider.h"

#include <string>
#include <utility>
#include <vector>

namespace llmg::service {

using Variables = std::vector<std::pair<std::string, Secret>>;

struct FoundKey {
    std::string provider; ///< catalog id; "": nobody's that is known here
    std::string variable;
    std::string beside; ///< variables with its other parts; may be empty
    std::string masked; ///< as it may be shown; empty where there is trouble
    Secret secret;
    std::string trouble; ///< why it cannot be taken over, a sentence; the secret is empty then
};

/// By the catalog's names of variables; of others those whose value begins as only one provider's keys do. What looks
/// meant as a key and is none follows at the end, with the reason; never with the value.
std::vector<FoundKey> findProviderKeys(const catalog::Catalog& catalog, const Variables& variables,
                                       const secrets::FileLookup& file = secrets::readKeyFile);

/// In the environment of this process.
std::vector<FoundKey> keysOfEnvironment(const catalog::Catalog& catalog);
/// In a `.env` file; files that it names lie beside it where their path is relative. InvalidParameters says what is
/// wrong and in which line, never what stands there.
Result<std::vector<FoundKey>> keysOfFile(const catalog::Catalog& catalog, const std::string& path);

/// A label that no other key of the provider has: the wanted one, or that with a number. The entry `except` does not
/// count.
std::string freeLabel(const std::vector<domain::ProviderKeyEntry>& entries, const std::string& provider,
                      const std::string& wanted, const std::string& except = {});

} // namespace llmg::service
