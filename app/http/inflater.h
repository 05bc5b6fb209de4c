// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <zlib.h>

#include <string>
#include <string_view>

namespace llmg::http {

/// gzip (RFC 1952, several members too) or deflate (RFC 1950; the bare RFC 1951 that some servers send) of a body, as
/// it comes. Bounded: at most what take() is asked for at a time, and an absurd ratio is an error.
class Inflater {
  public:
    enum class Format { Gzip, Deflate };
    explicit Inflater(Format format);
    ~Inflater();
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    void feed(std::string_view bytes) { m_in.append(bytes); }
    std::string& input() { return m_in; } ///< feed() for a writer that appends
    /// Appends at most `limit` bytes of what was fed; 0 when more input is needed. Error Upstream for garbage.
    Result<std::size_t> take(std::string& into, std::size_t limit);
    /// The compressed data came to its own end; a body that ends before is a cut one.
    [[nodiscard]] bool isComplete() const { return m_complete; }

  private:
    z_stream m_stream{};
    std::string m_in;
    Format m_format;
    std::uint64_t m_totalIn = 0;
    std::uint64_t m_totalOut = 0;
    bool m_ready = false;
    bool m_complete = false;
};

} // namespace llmg::http
