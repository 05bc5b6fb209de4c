// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialects/codec.h"
#include "models/domain/llmmodel.h"

#include <string_view>

namespace llmg::providers {

/// What a codec must know of the model that a request goes to, from what the catalog says of it. `offer` is null for a
/// model that the catalog does not know: nothing is then refused, clamped or left out on its account.
dialects::TargetModel targetModel(std::string_view provider, std::string_view upstreamId,
                                  const domain::ModelOffer* offer);

} // namespace llmg::providers
