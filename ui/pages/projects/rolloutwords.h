// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/rollout.h"

#include <QString>

#include <vector>

namespace llmg::projects {

/// What the page says of a rollout: its two arms are the control and the candidate, each with what it is.

/// "gateway account", "gpt-4o-mini at openai": from what the arm sets, for as long as nobody gave it a name.
QString armName(const domain::RolloutArm& arm);
/// Whether the name came with the arm: then it follows what the arm is.
bool isStockName(const domain::RolloutArm& arm);
QString controlTitle(const domain::Rollout& rollout);                   ///< "Control: direct"
QString candidateTitle(const domain::Rollout& rollout);                 ///< "Candidate: gateway account"
bool areSame(const domain::RolloutArm& a, const domain::RolloutArm& b); ///< names aside

QString eventName(const domain::RolloutEvent& event);
/// "10 % → 50 %". `events` are newest first, as the store gives them: what came before says from where.
QString eventDetail(const std::vector<domain::RolloutEvent>& events, std::size_t index);

} // namespace llmg::projects
