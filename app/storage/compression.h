// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QByteArray>

#include <memory>
#include <string_view>

namespace llmg::storage {

/// zstd frames (RFC 8878) with the content's size in them. Not thread-safe; keeps its working memory.
class Compressor {
  public:
    Compressor();
    ~Compressor();
    Compressor(const Compressor&) = delete;
    Compressor& operator=(const Compressor&) = delete;
    /// One frame over both parts.
    Result<QByteArray> compress(std::string_view first, std::string_view second = {});

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Error Storage when the bytes are no frame of exactly `expectedBytes`.
Result<QByteArray> decompress(QByteArrayView frame, std::size_t expectedBytes);
/// For a frame whose size only it knows; refuses one that says more than `limit`.
Result<QByteArray> decompressUpTo(QByteArrayView frame, std::size_t limit);

} // namespace llmg::storage
