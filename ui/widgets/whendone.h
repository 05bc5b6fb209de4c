// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>

#include <utility>

namespace llmg::widgets {

/// Calls `function` with the future's result on the thread of `context`, or never when `context` is gone by then or the
/// future was canceled. Not QFuture::then with a context, which asserts in Qt 6.4 that the context is still there.
template <class T, class Function>
void whenDone(const QFuture<T>& future, QObject* context, Function function) {
    auto* watcher = new QFutureWatcher<T>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, function = std::move(function)]() mutable {
        watcher->deleteLater();
        if (watcher->future().resultCount() > 0)
            function(watcher->result());
    });
    watcher->setFuture(future);
}

} // namespace llmg::widgets
