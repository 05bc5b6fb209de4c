// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/domain/openaiquirks.h"

#include <boost/json/object.hpp>

// Private to this folder.
namespace llmg::catalog {

/// The "quirks" of a provider. A name or word that this version does not know is an error, of kind Configuration: left
/// out, it would be a provider called in the wrong way.
Result<domain::OpenAiQuirks> readOpenAiQuirks(const boost::json::object& object);

} // namespace llmg::catalog
