// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/compression.h"

#include <zstd.h>

#include <string>

namespace llmg::storage {
namespace {

// The level at which a frame costs the storage thread about what the rows do; higher ones gain little on JSON.
constexpr int kLevel = 3;

Error damaged() {
    return fail(ErrorKind::Storage, "a stored body is damaged");
}

} // namespace

struct Compressor::Impl {
    ZSTD_CCtx* context = ZSTD_createCCtx();
    std::string joined;
    ~Impl() { ZSTD_freeCCtx(context); }
};

Compressor::Compressor()
    : m_impl(std::make_unique<Impl>()) {
}
Compressor::~Compressor() = default;

Result<QByteArray> Compressor::compress(std::string_view first, std::string_view second) {
    std::string_view all = first;
    if (!second.empty()) {
        m_impl->joined.assign(first).append(second);
        all = m_impl->joined;
    }
    QByteArray frame(static_cast<qsizetype>(ZSTD_compressBound(all.size())), Qt::Uninitialized);
    const std::size_t size = ZSTD_compressCCtx(m_impl->context, frame.data(), static_cast<std::size_t>(frame.size()),
                                               all.data(), all.size(), kLevel);
    if (ZSTD_isError(size) != 0)
        return fail(ErrorKind::Storage, std::string("could not compress a body: ") + ZSTD_getErrorName(size));
    frame.truncate(static_cast<qsizetype>(size));
    if (m_impl->joined.capacity() > (std::size_t{1} << 20))
        std::string().swap(m_impl->joined);
    return frame;
}

Result<QByteArray> decompress(QByteArrayView frame, std::size_t expectedBytes) {
    const unsigned long long stated = ZSTD_getFrameContentSize(frame.data(), static_cast<std::size_t>(frame.size()));
    if (stated != expectedBytes)
        return damaged();
    QByteArray content(static_cast<qsizetype>(expectedBytes), Qt::Uninitialized);
    const std::size_t size =
        ZSTD_decompress(content.data(), expectedBytes, frame.data(), static_cast<std::size_t>(frame.size()));
    if (ZSTD_isError(size) != 0 || size != expectedBytes)
        return damaged();
    return content;
}

Result<QByteArray> decompressUpTo(QByteArrayView frame, std::size_t limit) {
    const unsigned long long stated = ZSTD_getFrameContentSize(frame.data(), static_cast<std::size_t>(frame.size()));
    if (stated == ZSTD_CONTENTSIZE_UNKNOWN || stated == ZSTD_CONTENTSIZE_ERROR || stated > limit)
        return damaged();
    return decompress(frame, static_cast<std::size_t>(stated));
}

} // namespace llmg::storage
