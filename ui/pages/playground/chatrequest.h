// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/playground/conversation.h"

#include <QMap>

namespace llmg::playground {

/// What is wrong with a parameter as typed, by its name in the request ("temperature").
QMap<QString, QString> parameterProblems(const Parameters& parameters);

/// The request body of one column: system prompt, all earlier turns with that column's own answers, then the last
/// turn's question. Wrong parameters are left out (they are said beforehand).
struct RequestOptions {
    std::size_t column = 0;
    bool stream = true;
    bool shortenImages = false; ///< for display: "data:image/png;base64,iVBORw0K… (12.4 KB)"
    bool pretty = false;
};
QByteArray requestBody(const Conversation& conversation, const RequestOptions& options);

/// Bytes of text and estimated tokens of images that the next request of a column would send, draft included.
struct RequestSize {
    std::int64_t textBytes = 0;
    std::int64_t imageTokens = 0;
};
RequestSize requestSize(const Conversation& conversation, std::size_t column);

/// An estimate: OpenAI's published rule for tiles (fit into 2048 × 2048, shortest side to 768, 85 + 170 for each
/// 512-pixel tile). Other providers count otherwise, in the same order of size; so it is always shown with ≈.
std::int64_t estimateImageTokens(int width, int height);

enum class CodeLanguage { Curl, Python, JavaScript };
/// The same request as a program, for the address and the key given.
QString exportCode(const Conversation& conversation, std::size_t column, CodeLanguage language, const QString& baseUrl,
                   const QString& key, bool shortenImages);

} // namespace llmg::playground
