// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/service/directorylock.h"

#include "app/service/controlserver.h"

namespace llmg::service {
namespace {

Error heldByAnother(const QString& dataDirectory, const QLockFile& lock, bool serves) {
    qint64 pid = 0;
    QString host, program;
    lock.getLockInfo(&pid, &host, &program);
    const std::string who = program.toStdString() + ", process " + std::to_string(pid);
    if (serves)
        return fail(ErrorKind::Configuration, "A gateway already runs on " + dataDirectory.toStdString() + " (" + who +
                                                  "). Stop it first, or choose another directory with --data.");
    return fail(ErrorKind::Configuration, "Another program (" + who + ") is at work on " + dataDirectory.toStdString() +
                                              " and does not come to an end. Stop it, then try again.");
}

} // namespace

Result<std::unique_ptr<QLockFile>> lockDirectory(const QString& dataDirectory, std::chrono::milliseconds patience) {
    constexpr int kLookMs = 100;
    auto lock = std::make_unique<QLockFile>(dataDirectory + QStringLiteral("/engine.lock"));
    lock->setStaleLockTime(0);
    const auto deadline = std::chrono::steady_clock::now() + patience;
    bool taken = lock->tryLock(0);
    while (!taken) {
        if (lock->error() != QLockFile::LockFailedError)
            return fail(ErrorKind::Storage, "The data directory " + dataDirectory.toStdString() +
                                                " cannot be written to. Choose another with --data.");
        // Whoever serves can be reached by commands; whoever cannot be reached is over soon.
        const bool serves = isGatewayReachable(dataDirectory);
        if (serves || std::chrono::steady_clock::now() >= deadline)
            return heldByAnother(dataDirectory, *lock, serves);
        taken = lock->tryLock(kLookMs);
    }
    return lock;
}

} // namespace llmg::service
