// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QFutureWatcher>

namespace llmg::widgets {

/// Calls `take(result)` on `context`'s thread when the future has one; never when the context is gone first, or the
/// future was canceled. (QFuture::then with a context asserts in Qt 6.4 when the context goes before the future
/// finishes.)
template <class T, class Take>
void whenReady(const QFuture<T>& future, QObject* context, Take take) {
    auto* watcher = new QFutureWatcher<T>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, take = std::move(take)]() mutable {
        watcher->deleteLater();
        if (watcher->future().resultCount() > 0)
            take(watcher->result());
    });
    watcher->setFuture(future);
}

} // namespace llmg::widgets
