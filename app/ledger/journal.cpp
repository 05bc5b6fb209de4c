// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/ledger/journal.h"

#include "app/ledger/journalscan.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <limits>
#include <map>
#include <mutex>

namespace llmg::ledger {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kReadChunk = std::size_t{4} << 20;
constexpr std::size_t kProbeBytes = std::size_t{64} << 10;
constexpr std::uint64_t kAppendsPerSpaceCheck = 64;
constexpr auto kProbeInterval = std::chrono::milliseconds{250};

class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int fd)
        : m_fd(fd) {}
    Descriptor(Descriptor&& other) noexcept
        : m_fd(std::exchange(other.m_fd, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(m_fd, other.m_fd);
        return *this;
    }
    ~Descriptor() {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    [[nodiscard]] int get() const { return m_fd; }
    [[nodiscard]] bool isOpen() const { return m_fd >= 0; }

  private:
    int m_fd = -1;
};

Error systemError(std::string_view what, const std::string& path, int number) {
    std::string message(what);
    message += " " + path + ": " + std::generic_category().message(number);
    if (number == ENOSPC || number == EDQUOT || number == EFBIG)
        message += "; free some space on that disk";
    return fail(ErrorKind::Storage, std::move(message));
}

// Writes all or nothing; errno of the failure, 0 when all is written.
int writeAll(int fd, std::string_view bytes, std::uint64_t at) {
    while (!bytes.empty()) {
        const ssize_t written = ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(at));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return written < 0 ? errno : ENOSPC;
        bytes.remove_prefix(static_cast<std::size_t>(written));
        at += static_cast<std::uint64_t>(written);
    }
    return 0;
}

std::uint32_t segmentNumber(const fs::path& path) {
    if (path.extension() != ".log")
        return 0;
    const std::string stem = path.stem().string();
    std::uint32_t number = 0;
    const auto parsed = std::from_chars(stem.data(), stem.data() + stem.size(), number);
    return parsed.ec == std::errc{} && parsed.ptr == stem.data() + stem.size() ? number : 0;
}

} // namespace

struct Journal::Impl {
    Options options;
    Descriptor lock;
    mutable std::mutex mutex; // guards everything below
    Descriptor current;
    Position end;                                  // of the segment being written; offset 0: not begun
    std::map<std::uint32_t, std::uint64_t> closed; // segment → size
    std::uint64_t appends = 0;
    std::string notice;
    Error trouble;
    std::chrono::steady_clock::time_point probedAt{};
    std::atomic<bool> inTrouble{false};

    [[nodiscard]] std::string path(std::uint32_t segment, std::string_view ending = ".log") const {
        std::string digits = std::to_string(segment);
        if (digits.size() < 6)
            digits.insert(0, 6 - digits.size(), '0');
        return options.directory + "/" + digits + std::string(ending);
    }

    void setTrouble(Error error) {
        trouble = std::move(error);
        probedAt = std::chrono::steady_clock::now();
        inTrouble.store(true, std::memory_order_release);
    }

    Result<> beginSegment() {
        const std::string name = path(end.segment);
        Descriptor fd(::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
        if (!fd.isOpen())
            return systemError("cannot create the journal", name, errno);
        if (const int error = writeAll(fd.get(), kSegmentHead, 0)) {
            ::unlink(name.c_str());
            return systemError("cannot write the journal", name, error);
        }
        current = std::move(fd);
        end.offset = kSegmentHead.size();
        return {};
    }

    void closeSegment() {
        if (end.offset == 0)
            return;
        closed[end.segment] = end.offset;
        current = Descriptor();
        ++end.segment;
        end.offset = 0;
    }

    void checkSpace() {
        struct statvfs space {};
        if (options.reserveBytes == 0 || ::fstatvfs(current.get(), &space) != 0)
            return;
        if (static_cast<std::uint64_t>(space.f_bavail) * space.f_frsize < options.reserveBytes)
            setTrouble(fail(ErrorKind::Storage,
                            "the disk that holds " + options.directory + " is nearly full; free some space on it"));
    }

    // Takes back what a failed write left. When even that fails the segment is closed at its last good byte: whatever
    // lies behind is no whole entry and is set aside by the reader.
    void takeBack() {
        if (::ftruncate(current.get(), static_cast<off_t>(end.offset)) != 0)
            closeSegment();
    }

    // Whether a little can be written now: it goes behind the last entry and away again.
    Result<> probe() {
        if (end.offset == 0) {
            if (auto begun = beginSegment(); !begun)
                return begun;
        }
        const std::string zeros(kProbeBytes, '\0');
        const int error = writeAll(current.get(), zeros, end.offset);
        const std::string name = path(end.segment);
        takeBack();
        if (error != 0)
            return systemError("cannot write the journal", name, error);
        return {};
    }
};

Journal::Journal(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl)) {
}
Journal::~Journal() = default;

Result<std::unique_ptr<Journal>> Journal::open(Options options) {
    auto impl = std::make_unique<Impl>();
    impl->options = std::move(options);
    const std::string& directory = impl->options.directory;
    if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST)
        return systemError("cannot create the directory", directory, errno);
    const std::string lockPath = directory + "/lock";
    impl->lock = Descriptor(::open(lockPath.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!impl->lock.isOpen())
        return systemError("cannot write in the directory", directory, errno);
    if (::flock(impl->lock.get(), LOCK_EX | LOCK_NB) != 0)
        return fail(ErrorKind::Storage, "another gateway is using " + directory);
    std::error_code error;
    for (fs::directory_iterator it(directory, error), last; !error && it != last; it.increment(error)) {
        if (const std::uint32_t number = segmentNumber(it->path()))
            impl->closed[number] = it->file_size(error);
    }
    if (error)
        return fail(ErrorKind::Storage, "cannot read the directory " + directory + ": " + error.message());
    // An old segment is never written on: its end may be damaged.
    impl->end.segment = impl->closed.empty() ? 1 : impl->closed.rbegin()->first + 1;
    return std::unique_ptr<Journal>(new Journal(std::move(impl)));
}

Result<Journal::Position> Journal::append(std::string& entry) {
    if (entry.size() > kMaxPayload)
        return fail(ErrorKind::Storage, "the record is too large for the journal");
    sealEntry(entry);
    Impl& d = *m_impl;
    const std::lock_guard lock(d.mutex);
    if (d.end.offset > kSegmentHead.size() && d.end.offset + entry.size() > d.options.segmentBytes)
        d.closeSegment();
    if (d.end.offset == 0) {
        if (auto begun = d.beginSegment(); !begun) {
            d.setTrouble(begun.error());
            return begun.error();
        }
    }
    if (const int error = writeAll(d.current.get(), entry, d.end.offset)) {
        Error failed = systemError("cannot write the journal", d.path(d.end.segment), error);
        d.takeBack();
        d.setTrouble(failed);
        return failed;
    }
    d.end.offset += entry.size();
    if (d.appends++ % kAppendsPerSpaceCheck == 0)
        d.checkSpace();
    return d.end;
}

Result<> Journal::ready() const {
    Impl& d = *m_impl;
    if (!d.inTrouble.load(std::memory_order_acquire))
        return {};
    const std::lock_guard lock(d.mutex);
    if (!d.inTrouble.load(std::memory_order_relaxed))
        return {};
    const auto now = std::chrono::steady_clock::now();
    if (now - d.probedAt < kProbeInterval)
        return d.trouble;
    d.probedAt = now;
    if (auto probed = d.probe(); !probed) {
        d.trouble = probed.error();
        return d.trouble;
    }
    d.inTrouble.store(false, std::memory_order_release);
    d.checkSpace();
    if (d.inTrouble.load(std::memory_order_relaxed))
        return d.trouble;
    return {};
}

Journal::Position Journal::end() const {
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->end;
}

Result<Journal::Position> Journal::read(Position from, const std::function<bool(std::string_view, Position)>& visit) {
    Impl& d = *m_impl;
    std::uint64_t limit = 0;
    bool isOpenSegment = false;
    {
        const std::lock_guard lock(d.mutex);
        const auto it = d.closed.lower_bound(from.segment);
        if (it == d.closed.end()) {
            if (from.segment < d.end.segment)
                from = Position{d.end.segment, 0};
            limit = d.end.offset;
            isOpenSegment = true;
        } else {
            if (it->first != from.segment)
                from = Position{it->first, 0};
            limit = it->second;
        }
    }
    const Position next = isOpenSegment ? Position{from.segment, limit} : Position{from.segment + 1, 0};
    if (from.offset >= limit)
        return next;
    const std::string name = d.path(from.segment);
    const Descriptor fd(::open(name.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd.isOpen())
        return systemError("cannot read the journal", name, errno);

    std::string data;
    std::size_t want = static_cast<std::size_t>(std::min<std::uint64_t>(kReadChunk, limit - from.offset));
    for (;;) {
        while (data.size() < want) {
            const std::size_t have = data.size();
            data.resize(want);
            const ssize_t got =
                ::pread(fd.get(), data.data() + have, want - have, static_cast<off_t>(from.offset + have));
            if (got < 0 && errno != EINTR)
                return systemError("cannot read the journal", name, errno);
            data.resize(have + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
            if (got == 0)
                want = data.size(); // shorter than it was: taken as its end
        }
        const bool more = from.offset + data.size() < limit;
        std::size_t head = 0;
        if (from.offset == 0) {
            head = std::min(data.size(), kSegmentHead.size());
            if (data.compare(0, head, kSegmentHead, 0, head) != 0)
                head = 0;
        }
        const ScanOutcome scan =
            scanEntries(std::string_view(data).substr(head), more, [&](std::string_view payload, std::size_t end) {
                return visit(payload, Position{from.segment, from.offset + head + end});
            });
        for (const auto& [begin, end] : scan.damaged) {
            const std::uint64_t at = from.offset + head + begin;
            const std::string aside = d.path(from.segment, ".damaged-" + std::to_string(at));
            const Descriptor out(::open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
            const bool kept =
                out.isOpen() && writeAll(out.get(), std::string_view(data).substr(head + begin, end - begin), 0) == 0;
            const std::lock_guard lock(d.mutex);
            d.notice = std::to_string(end - begin) + " bytes of the journal were damaged" +
                       (kept ? " and are kept in " + aside : " and could not be kept aside") +
                       "; everything else in it was used.";
        }
        if (scan.consumed == 0 && more) {
            // One entry that is larger than the chunk.
            want = static_cast<std::size_t>(std::min<std::uint64_t>(want * 4ULL, limit - from.offset));
            continue;
        }
        const Position reached{from.segment, from.offset + head + scan.consumed};
        if (reached.offset >= limit || (!more && head + scan.consumed == data.size()))
            return next;
        return reached;
    }
}

void Journal::discardBefore(Position done) {
    Impl& d = *m_impl;
    const std::lock_guard lock(d.mutex);
    if (done == d.end)
        d.closeSegment();
    for (auto it = d.closed.begin(); it != d.closed.end();) {
        const bool isDone = it->first < done.segment || (it->first == done.segment && done.offset >= it->second);
        if (!isDone)
            break;
        ::unlink(d.path(it->first).c_str());
        it = d.closed.erase(it);
    }
}

std::uint64_t Journal::backlogBytes(Position done) const {
    const Impl& d = *m_impl;
    const std::lock_guard lock(d.mutex);
    std::uint64_t bytes =
        d.end.segment > done.segment ? d.end.offset : d.end.offset - std::min(done.offset, d.end.offset);
    for (const auto& [segment, size] : d.closed) {
        if (segment > done.segment)
            bytes += size;
        else if (segment == done.segment)
            bytes += size - std::min(done.offset, size);
    }
    return bytes;
}

bool Journal::hasSegments() const {
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->end.offset > 0 || !m_impl->closed.empty();
}

std::string Journal::notice() const {
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->notice;
}

} // namespace llmg::ledger
