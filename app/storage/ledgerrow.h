// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How a record lies in the columns of requests and shapes: what the writer and the reader must agree on.
#include "models/domain/requestrecord.h"

#include <QByteArray>

#include <string>

namespace llmg::storage {

/// "success", the error code, or "http_404" for a failure without a code.
std::string outcomeOf(const domain::RequestRecord& record);
inline constexpr const char* kSuccess = "success";

/// shapes.flags
int shapeFlags(const domain::RequestRecord& record);
void applyShapeFlags(int flags, domain::RequestRecord& record);

/// requests.rare: the counts and amounts that have no column; empty when all are 0.
QByteArray packRare(const domain::RequestRecord& record);
void unpackRare(const QByteArray& rare, domain::RequestRecord& record);

/// shapes.dropped_params: names joined by newlines.
std::string joinLines(const std::vector<std::string>& lines);
std::vector<std::string> splitLines(const std::string& text);

} // namespace llmg::storage
