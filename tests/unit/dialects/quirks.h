// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/catalog/catalog.h"
#include "app/dialects/openaichat.h"

namespace llmg::tests {

/// A provider's quirks as the built-in catalog has them; those of an unknown server for a name that it has not.
inline dialects::OpenAiQuirks quirksOf(std::string_view provider) {
    static const auto catalog = catalog::Catalog::builtIn();
    const domain::ProviderEntry* entry = catalog->provider(provider);
    return entry == nullptr ? dialects::OpenAiQuirks{} : entry->quirks;
}

} // namespace llmg::tests
