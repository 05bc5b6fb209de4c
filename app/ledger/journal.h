// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace llmg::ledger {

/// Append-only files that hold what happened until it is in the database. append() and ready() may be called from any
/// thread; the rest belongs to the one thread that moves entries on. Files are DIRECTORY/NNNNNN.log, mode 0600. One
/// process at a time owns a directory (a lock file says so). A written entry is safe from any end of this process, not
/// from a power cut.
class Journal {
  public:
    /// Between entries: everything before it is done with. Segments count from 1; 0 means "from the beginning".
    struct Position {
        std::uint32_t segment = 0;
        std::uint64_t offset = 0;
        friend auto operator<=>(const Position&, const Position&) = default;
    };
    struct Options {
        std::string directory;                    ///< created when missing, mode 0700
        std::uint64_t segmentBytes = 16ULL << 20; ///< a new file is begun beyond this
        std::uint64_t reserveBytes = 32ULL << 20; ///< ready() says no with less free than this; entries are still taken
    };
    /// Error Storage: the directory cannot be made or written, or another process owns it.
    static Result<std::unique_ptr<Journal>> open(Options options);
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    /// `entry`: kEntryHead free bytes and then the payload; sealed here. One write. Error Storage (disk full, I/O
    /// error): nothing of the entry stays.
    Result<Position> append(std::string& entry);
    /// The error that stops admission, re-checked at most four times a second by writing a little and taking it back.
    [[nodiscard]] Result<> ready() const;
    [[nodiscard]] Position end() const;

    /// Gives entries from `from` on to `visit` until that returns false or some four megabytes are read; returns where
    /// to go on, equal to end() when nothing is left. Damaged stretches are copied to NNNNNN.damaged-OFFSET beside the
    /// segment.
    Result<Position> read(Position from, const std::function<bool(std::string_view payload, Position end)>& visit);
    /// Removes segments that lie wholly before `done`; with `done` == end() the open one too.
    void discardBefore(Position done);
    /// Bytes in segments on disk after `done`.
    [[nodiscard]] std::uint64_t backlogBytes(Position done) const;
    [[nodiscard]] bool hasSegments() const; ///< any file at all
    /// Words for the user when read() met damage; empty otherwise.
    [[nodiscard]] std::string notice() const;

  private:
    struct Impl;
    explicit Journal(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace llmg::ledger
