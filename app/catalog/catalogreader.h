// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/domain/llmmodel.h"

#include <string_view>

// Reads the two files of resources/catalog (schema: its README). Private to this folder.
namespace llmg::catalog {

/// Another spelling of a model at a provider.
struct UpstreamAlias {
    std::string modelId, provider, upstreamId;
};

struct ModelsFile {
    std::vector<domain::LlmModel> models;
    std::vector<UpstreamAlias> aliases;
    std::string builtOn;
    std::string priceSource; ///< "models.dev (2026-07-02), …"
};

/// Errors are of kind Configuration and name file and entry.
Result<std::vector<domain::ProviderEntry>> readProviders(std::string_view json);
Result<ModelsFile> readModels(std::string_view json);

} // namespace llmg::catalog
