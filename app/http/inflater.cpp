// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/http/inflater.h"

#include <algorithm>

namespace llmg::http {
namespace {

constexpr int kGzipWindow = 15 + 16;
constexpr int kZlibWindow = 15;
constexpr int kRawWindow = -15;
/// Repetitive JSON may shrink a hundredfold; deflate's own limit is about 1030.
constexpr std::uint64_t kSuspiciousRatio = 200;
constexpr std::uint64_t kRatioMattersFrom = 16ULL * 1024 * 1024;

} // namespace

Inflater::Inflater(Format format)
    : m_format(format) {
    m_ready = inflateInit2(&m_stream, format == Format::Gzip ? kGzipWindow : kZlibWindow) == Z_OK;
}

Inflater::~Inflater() {
    if (m_ready)
        inflateEnd(&m_stream);
}

Result<std::size_t> Inflater::take(std::string& into, std::size_t limit) {
    if (!m_ready)
        return fail(ErrorKind::Internal, "zlib could not be started.");
    const std::size_t before = into.size();
    std::size_t used = 0;
    while (into.size() - before < limit) {
        const std::size_t have = into.size();
        const std::size_t room = std::min<std::size_t>(limit - (have - before), 32 * 1024);
        if (m_complete) {
            // Another member may follow; anything else after the end is padding.
            const bool member =
                m_format == Format::Gzip && m_in.size() - used >= 2 && m_in[used] == '\x1f' && m_in[used + 1] == '\x8b';
            if (!member || inflateReset(&m_stream) != Z_OK)
                break;
            m_complete = false;
        }
        into.resize(have + room);
        m_stream.next_in = reinterpret_cast<Bytef*>(m_in.data() + used);
        m_stream.avail_in = static_cast<uInt>(m_in.size() - used);
        m_stream.next_out = reinterpret_cast<Bytef*>(into.data() + have);
        m_stream.avail_out = static_cast<uInt>(room);
        const int status = inflate(&m_stream, Z_NO_FLUSH);
        const std::size_t consumed = m_in.size() - used - m_stream.avail_in;
        const std::size_t produced = room - m_stream.avail_out;
        into.resize(have + produced);
        if (status == Z_DATA_ERROR && m_format == Format::Deflate && m_totalIn + used == 0 && m_totalOut == 0 &&
            into.size() == before && inflateReset2(&m_stream, kRawWindow) == Z_OK) {
            m_totalIn = 1; // once only: raw data that is broken too is broken
            continue;
        }
        used += consumed;
        m_totalOut += produced;
        if (status == Z_STREAM_END) {
            m_complete = true;
            continue;
        }
        if (status != Z_OK && status != Z_BUF_ERROR)
            return fail(ErrorKind::Upstream, "the compressed body is broken");
        if (m_totalOut > kRatioMattersFrom && m_totalOut > (m_totalIn + used) * kSuspiciousRatio)
            return fail(ErrorKind::Upstream, "the compressed body unpacks to an absurd size");
        if (produced == 0)
            break;
    }
    m_totalIn += used;
    m_in.erase(0, used);
    return into.size() - before;
}

} // namespace llmg::http
