// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QTest>

namespace llmg::tests {

inline constexpr int kPatienceMs = 20'000; // a failed test, no measure of anything

/// The result, with events handled until it is there.
template <class T>
T wait(QFuture<T> future) {
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, kPatienceMs))
        qFatal("a future did not finish");
    return future.result();
}

} // namespace llmg::tests
