// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/project.h"

namespace llmg::policy {

/// `current` with what differs between `before` and `after`, and nothing else: so that two who change different things
/// of one project at the same moment both have their way. Aliases count one by one; the rollout is not among it, as it
/// is changed only by who saw it last. merged(after, before, current) takes a change back.
domain::Project merged(const domain::Project& before, const domain::Project& after, domain::Project current);
/// The same for what of a gateway key can be set; limits count by period.
domain::GatewayKey merged(const domain::GatewayKey& before, const domain::GatewayKey& after,
                          domain::GatewayKey current);

} // namespace llmg::policy
