// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/providers/awssignature.h"

namespace llmg::providers {

/// A key of Bedrock's is one text: a Bedrock API key, sent as a bearer token (nullopt), or an access key that signs
/// requests, "ACCESS_KEY_ID:SECRET_ACCESS_KEY[:SESSION_TOKEN]". InvalidParameters says what is wrong, never the key.
Result<std::optional<AwsCredentials>> bedrockCredentials(const Secret& key);
/// What the user set, else what the address says; "" neither does.
std::string bedrockRegion(const ProviderEndpoint& endpoint);
/// ListFoundationModels' or ListInferenceProfiles' answer; models that are sold with provisioned throughput only, and
/// cannot be called by their id, are left out.
Result<std::vector<ListedModel>> readBedrockModels(std::string_view body);

} // namespace llmg::providers
