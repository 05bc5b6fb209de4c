// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the small stores (conversations, turns, cached answers) share. Internal to this folder.
#include "app/storage/storagethread.h"

#include <QSqlQuery>
#include <QVariant>

namespace llmg::storage {

/// Prepares, binds and runs. Error Storage begins with `reach`: "could not reach the conversations".
Result<> runQuery(QSqlQuery& query, const QString& sql, const QVariantList& values, const char* reach);

/// Runs a question on the storage thread and hands its answer out of it.
template <class T, class Question>
QFuture<Result<T>> ask(StorageThread& storage, Question question) {
    auto answer = std::make_shared<Result<T>>(T{});
    return storage
        .run([answer, question = std::move(question)](QSqlDatabase& database) -> Result<> {
            *answer = question(database);
            if (!*answer)
                return answer->error();
            return {};
        })
        .then([answer](const Result<>& done) -> Result<T> {
            if (!done)
                return done.error();
            return std::move(*answer);
        });
}

} // namespace llmg::storage
