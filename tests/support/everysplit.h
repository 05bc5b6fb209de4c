// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One way to feed every streaming parser: whole, byte by byte, and cut in two at every point. Each piece lies in memory
// of its own and is gone after the call, so that a parser that keeps a view of it is found by the address sanitizer.
#include <QByteArray>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace llmg::tests {

/// The bytes of one run, handed piece by piece to `take`.
class Pieces {
  public:
    Pieces(std::string_view bytes, std::vector<std::size_t> cuts)
        : m_bytes(bytes)
        , m_cuts(std::move(cuts)) {}

    template <class Take>
    void each(Take&& take) const {
        std::size_t from = 0;
        const auto hand = [&](std::size_t to) {
            const auto piece = std::make_unique<char[]>(to - from + 1);
            std::copy(m_bytes.begin() + static_cast<std::ptrdiff_t>(from),
                      m_bytes.begin() + static_cast<std::ptrdiff_t>(to), piece.get());
            take(std::string_view(piece.get(), to - from));
            from = to;
        };
        for (const std::size_t cut : m_cuts)
            hand(cut);
        hand(m_bytes.size());
    }

  private:
    std::string_view m_bytes;
    std::vector<std::size_t> m_cuts;
};

/// Runs `run(pieces)` for each way of cutting and compares its results with that of the uncut bytes. Gives the first
/// difference in words, nothing if there is none. Above `maxCuts` bytes the cut points are spread evenly.
template <class Run>
std::optional<QByteArray> splitDifference(std::string_view bytes, Run&& run, std::size_t maxCuts = 3000) {
    const auto whole = run(Pieces(bytes, {}));
    std::vector<std::size_t> all;
    for (std::size_t cut = 1; cut < bytes.size(); ++cut)
        all.push_back(cut);
    if (!(run(Pieces(bytes, all)) == whole))
        return QByteArray("fed byte by byte");
    const std::size_t step = std::max<std::size_t>(1, bytes.size() / maxCuts);
    for (std::size_t cut = 1; cut < bytes.size(); cut += step) {
        if (!(run(Pieces(bytes, {cut})) == whole))
            return QByteArray("cut at byte ").append(QByteArray::number(static_cast<qulonglong>(cut)));
    }
    return std::nullopt;
}

} // namespace llmg::tests
