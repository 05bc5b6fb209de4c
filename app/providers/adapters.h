// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The makers of the provider kinds, for the table in provideradapter.cpp. One file per kind. Internal to this folder.
#include "app/providers/provideradapter.h"

namespace llmg::providers {

// Each takes the catalog's quirks, for what it calls in OpenAI's chat dialect.
std::shared_ptr<const ProviderAdapter> newOpenAiAdapter(std::string_view providerId,
                                                        const domain::OpenAiQuirks& quirks);
std::shared_ptr<const ProviderAdapter> newAnthropicAdapter(std::string_view providerId,
                                                           const domain::OpenAiQuirks& quirks);
std::shared_ptr<const ProviderAdapter> newGoogleAdapter(std::string_view providerId,
                                                        const domain::OpenAiQuirks& quirks);
std::shared_ptr<const ProviderAdapter> newVertexAdapter(std::string_view providerId,
                                                        const domain::OpenAiQuirks& quirks);
std::shared_ptr<const ProviderAdapter> newAzureAdapter(std::string_view providerId, const domain::OpenAiQuirks& quirks);
std::shared_ptr<const ProviderAdapter> newCohereAdapter(std::string_view providerId,
                                                        const domain::OpenAiQuirks& quirks);
std::shared_ptr<const ProviderAdapter> newBedrockAdapter(std::string_view providerId,
                                                         const domain::OpenAiQuirks& quirks);

} // namespace llmg::providers
