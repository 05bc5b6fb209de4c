// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The presenter's conversations: list, open, keep, rename, remove.
#include "ui/pages/playground/presenter.h"
#include "ui/widgets/whenready.h"

#include <QFuture>
#include <QUuid>
#include <QtConcurrentRun>

#include <algorithm>

namespace llmg::playground {

using namespace Qt::StringLiterals;

namespace {
constexpr int ListedConversations = 300;
}

Presenter::ConversationPtr Presenter::freshConversation() const {
    auto fresh = std::make_shared<Conversation>();
    fresh->id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    for (const auto& model : m_needs.startModels)
        if (!model.trimmed().isEmpty() && fresh->models.size() < MaxColumns)
            fresh->models.push_back(model);
    if (fresh->models.empty()) {
        const auto all = choices();
        fresh->models.push_back(all.empty() ? u"sandbox/echo"_s : all.front().id);
    }
    return fresh;
}

storage::ConversationHead Presenter::headOf(const Conversation& conversation) const {
    storage::ConversationHead head;
    head.id = conversation.id;
    head.title = conversation.shownTitle();
    if (head.title.isEmpty())
        head.title = conversation.draft.text.simplified().left(48);
    head.models = conversation.shownModels();
    head.cost = conversation.cost();
    head.updatedAt = m_needs.clock->now();
    for (const auto& known : m_heads)
        if (known.id == conversation.id)
            head.pinned = known.pinned;
    return head;
}

void Presenter::start() {
    refreshList();
}

void Presenter::refreshList() {
    const int request = ++m_listRequest;
    widgets::whenReady(m_needs.shelf.list(m_search, ListedConversations), this,
                       [this, request](Result<std::vector<storage::ConversationHead>> heads) {
                           if (request != m_listRequest)
                               return; // a later search has been asked
                           if (!heads) {
                               m_listProblem = QString::fromStdString(heads.error().message);
                           } else {
                               m_listProblem.clear();
                               m_heads = std::move(*heads);
                               // Nothing typed is lost: the program opens where it was left.
                               if (!std::exchange(m_started, true) && !m_heads.empty() && !m_touched)
                                   openConversation(m_heads.front().id);
                           }
                           announce();
                       });
}

void Presenter::show(const ConversationPtr& conversation) {
    if (m_saveDelay.isActive()) {
        m_saveDelay.stop();
        save(m_current);
    }
    if (m_editing) {
        m_current->draft = std::exchange(m_draftBeforeEdit, {});
        m_editing = false;
    }
    m_current = conversation;
    m_raw.clear();
    m_draftProblem.clear();
    ++m_draftRevision;
    ++m_settingsRevision;
}

void Presenter::newConversation() {
    m_opening.clear();
    m_touched = true;
    if (m_current->turns.empty() && m_current->draft.text.isEmpty() && m_current->draft.images.empty()) {
        announce();
        return;
    }
    auto fresh = freshConversation();
    fresh->parameters = m_current->parameters;
    fresh->system = m_current->system;
    show(fresh);
    announce();
}

void Presenter::openConversation(const QString& id) {
    if (id == m_current->id) {
        m_opening.clear();
        announce();
        return;
    }
    for (const auto& run : m_runs) {
        if (run.conversation->id == id) {
            m_opening.clear();
            show(run.conversation);
            announce();
            return;
        }
    }
    for (const auto& waiting : m_toSave) {
        if (waiting->id == id) {
            m_opening.clear();
            show(waiting);
            announce();
            return;
        }
    }
    m_opening = id;
    widgets::whenReady(m_needs.shelf.load(id), this, [this, id](Result<QByteArray> document) {
        if (m_opening != id)
            return; // another one was asked for since
        m_opening.clear();
        if (!document) {
            Q_EMIT troubled(QString::fromStdString(document.error().message));
            announce();
            return;
        }
        auto conversation = conversationFromJson(*document);
        if (!conversation) {
            Q_EMIT troubled(QString::fromStdString(conversation.error().message));
        } else {
            auto opened = std::make_shared<Conversation>(std::move(*conversation));
            opened->id = id;
            show(opened);
        }
        announce();
    });
    announce();
}

void Presenter::search(const QString& text) {
    if (m_search == text)
        return;
    m_search = text;
    refreshList();
    announce();
}

void Presenter::saveSoon() {
    m_touched = true;
    m_saveDelay.start();
}

void Presenter::save(const ConversationPtr& conversation) {
    if (conversation == m_current)
        m_saveDelay.stop();
    if (conversation->turns.empty() && conversation->draft.text.trimmed().isEmpty() &&
        conversation->draft.images.empty())
        return;
    if (m_removed.contains(conversation->id))
        return;
    if (std::find(m_toSave.begin(), m_toSave.end(), conversation) == m_toSave.end())
        m_toSave.push_back(conversation);
    saveNext();
}

void Presenter::saveNext() {
    if (m_saving || m_toSave.empty())
        return;
    const auto conversation = m_toSave.front();
    m_saving = conversation;
    m_toSave.erase(m_toSave.begin());
    // One at a time keeps the order; writing pictures as text is not for the thread that paints.
    Conversation copy = *conversation;
    if (m_editing && conversation == m_current)
        copy.draft = m_draftBeforeEdit;
    const auto head = headOf(copy);
    const auto written = QtConcurrent::run([copy = std::move(copy)] { return toJson(copy); });
    widgets::whenReady(written, this, [this, head](const QByteArray& document) {
        widgets::whenReady(m_needs.shelf.save(head, document), this, [this](Result<> saved) {
            m_saving.reset();
            if (!saved)
                Q_EMIT troubled(
                    tr("The conversation could not be saved: %1").arg(QString::fromStdString(saved.error().message)));
            refreshList();
            saveNext();
        });
    });
}

void Presenter::rename(const QString& id, const QString& title) {
    const QString wanted = title.simplified();
    if (wanted.isEmpty())
        return;
    if (id == m_current->id) {
        m_current->title = wanted;
        m_current->titled = true;
        save(m_current);
        announce();
        return;
    }
    widgets::whenReady(m_needs.shelf.load(id), this, [this, id, wanted](Result<QByteArray> document) {
        auto conversation = document ? conversationFromJson(*document) : Result<Conversation>(document.error());
        if (!conversation) {
            Q_EMIT troubled(QString::fromStdString(conversation.error().message));
            return;
        }
        auto renamed = std::make_shared<Conversation>(std::move(*conversation));
        renamed->id = id;
        renamed->title = wanted;
        renamed->titled = true;
        save(renamed);
    });
}

void Presenter::removeConversation(const QString& id) {
    const auto head = std::find_if(m_heads.begin(), m_heads.end(), [&](const auto& each) { return each.id == id; });
    if (head == m_heads.end() || m_removed.contains(id))
        return;
    for (auto& run : m_runs)
        if (run.conversation->id == id)
            run.client->stop();
    const Removed entry{*head, {}};
    // The document is kept until the program ends, so that Undo can bring all of it back.
    widgets::whenReady(m_needs.shelf.load(id), this, [this, id, entry](Result<QByteArray> document) {
        if (!document) {
            Q_EMIT troubled(QString::fromStdString(document.error().message));
            return;
        }
        m_removed.insert(id, {entry.head, *document});
        if (m_current->id == id) {
            m_saveDelay.stop();
            show(freshConversation());
        }
        widgets::whenReady(m_needs.shelf.remove(id), this, [this, id, title = entry.head.title](Result<> removed) {
            if (!removed) {
                m_removed.remove(id);
                Q_EMIT troubled(QString::fromStdString(removed.error().message));
            } else {
                Q_EMIT conversationRemoved(id, title);
            }
            refreshList();
        });
        announce();
    });
}

void Presenter::restoreConversation(const QString& id) {
    const auto entry = m_removed.take(id);
    if (entry.document.isEmpty())
        return;
    widgets::whenReady(m_needs.shelf.save(entry.head, entry.document), this, [this, id](Result<> saved) {
        if (!saved)
            Q_EMIT troubled(QString::fromStdString(saved.error().message));
        else
            openConversation(id);
        refreshList();
    });
}

} // namespace llmg::playground
