// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/domain/money.h"
#include "models/base/result.h"

#include <QFuture>
#include <QString>

#include <memory>
#include <vector>

namespace llmg::storage {

class StorageThread;

/// A playground conversation. `document` is the page's own JSON (messages, columns, drafts); the store does not read
/// it.
struct ConversationHead {
    QString id; ///< ULID
    QString title;
    QString models; ///< "gpt-4o" or "3 models"
    domain::Money cost;
    UnixTime updatedAt{};
    bool pinned = false;
};

/// Keeps conversations in the database. Asynchronous, any thread.
class ConversationStore {
  public:
    explicit ConversationStore(StorageThread& storage);
    QFuture<Result<std::vector<ConversationHead>>> list(QString search, int limit); ///< pinned first, then newest
    QFuture<Result<QByteArray>> load(QString id);
    QFuture<Result<>> save(ConversationHead head, QByteArray document);
    QFuture<Result<>> remove(QString id);

  private:
    StorageThread& m_storage;
};

} // namespace llmg::storage
