// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The column "policy" of projects and gateway keys: limits and rollout as one JSON object. What is absent, or of a kind
// that this version does not know, is read as not set; nothing else of the row is lost by it.
#include "models/domain/project.h"

#include <QString>

namespace llmg::storage {

QString policyOf(const domain::Project& project);
void readPolicy(const QString& text, domain::Project& project);
QString policyOf(const domain::GatewayKey& key);
void readPolicy(const QString& text, domain::GatewayKey& key);

} // namespace llmg::storage
