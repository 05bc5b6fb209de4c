// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/storage/conversationstore.h"
#include "ui/pages/playground/chatclient.h"
#include "ui/pages/playground/viewstate.h"

#include <QHash>
#include <QTimer>

#include <functional>

namespace llmg::playground {

/// Where conversations are kept, as far as this page needs it.
struct ConversationShelf {
    std::function<QFuture<Result<std::vector<storage::ConversationHead>>>(QString, int)> list;
    std::function<QFuture<Result<QByteArray>>(QString)> load;
    std::function<QFuture<Result<>>(storage::ConversationHead, QByteArray)> save;
    std::function<QFuture<Result<>>(QString)> remove;
};

/// What the presenter takes from the world; all of it outlives the presenter.
struct PresenterNeeds {
    std::function<QUrl()> baseUrl; ///< empty: the gateway does not run
    std::function<Secret()> playgroundKey;
    std::function<Secret()> exportKey; ///< for code that leaves this program; empty: none is known
    std::shared_ptr<const catalog::Catalog> catalog;
    std::vector<domain::LlmModel> sandbox;
    /// What local and own servers list, as it stands until the event loop goes on; may be left out.
    std::function<const std::vector<domain::LlmModel>&()> serverModels{};
    std::function<ProviderSet()> usableProviders;
    ConversationShelf shelf;
    std::function<std::unique_ptr<ChatClient>()> newClient;
    const Clock* clock = nullptr;
    QStringList startModels; ///< columns of a new conversation
    std::function<void(QStringList)> modelsChosen;
};

/// Decides everything on the Playground page. Conversations that still run go on when another one is opened. QtCore
/// only, GUI thread.
class Presenter : public QObject {
    Q_OBJECT
  public:
    static constexpr std::size_t MaxColumns = 4;

    explicit Presenter(PresenterNeeds needs, QObject* parent = nullptr);
    ~Presenter() override;

    [[nodiscard]] ViewState state() const;
    [[nodiscard]] std::vector<ModelChoice> choices() const;
    /// The code of the drawer with the real key and whole pictures; asked for only when it is copied.
    [[nodiscard]] QString codeToCopy() const;
    [[nodiscard]] QString rawRequestToCopy() const;

    /// Reads the list and opens the newest conversation.
    void start();
    void refreshProviders() { announce(); }

    void chooseModel(std::size_t column, const QString& model);
    void addColumn();
    void removeColumn(std::size_t column);

    void setDraftText(const QString& text);
    /// Puts a text into the composer, as another page asks for.
    void putDraft(const QString& text);
    void addImage(const ImagePtr& image);
    void removeImage(std::size_t index);
    void setDraftProblem(const QString& problem);
    void run();
    void stop();
    void regenerate(std::size_t column);
    void editLast();
    void cancelEdit();

    void setParameters(const Parameters& parameters);
    void setSystem(const QString& system);
    void setDrawer(DrawerTab tab, bool open);
    void setDrawerColumn(std::size_t column);
    void setCodeLanguage(CodeLanguage language);

    void newConversation();
    void openConversation(const QString& id);
    void search(const QString& text);
    void rename(const QString& id, const QString& title);
    void removeConversation(const QString& id);
    void restoreConversation(const QString& id);

  Q_SIGNALS:
    void stateChanged();
    void conversationRemoved(const QString& id, const QString& title);
    /// Something of the store went wrong; said once.
    void troubled(const QString& what);

  private:
    [[nodiscard]] MoreModels moreModels() const;
    using ConversationPtr = std::shared_ptr<Conversation>;
    struct Run {
        std::unique_ptr<ChatClient> client;
        ConversationPtr conversation;
        std::size_t turn = 0, column = 0;
    };
    struct Raw {
        QString request;
        QByteArray response;
    };
    struct Removed {
        storage::ConversationHead head;
        QByteArray document;
    };

    void announce();
    void startRun(std::size_t column);
    void takeProgress();
    void onRunEnded(ChatClient* client);
    void putAnswer(Conversation& conversation, std::size_t turn, std::size_t column, const Answer& answer);
    [[nodiscard]] bool isRunning(const QString& conversation) const;
    [[nodiscard]] bool isRunning(const QString& conversation, std::size_t column) const;
    void show(const ConversationPtr& conversation);
    ConversationPtr freshConversation() const;
    void refreshList();
    void saveSoon();
    void save(const ConversationPtr& conversation);
    void saveNext();
    void keepModels();
    [[nodiscard]] QString estimateText() const;
    [[nodiscard]] QString exportedCode(const QString& key, bool shortenImages) const;
    [[nodiscard]] ColumnState columnState(std::size_t column) const;
    [[nodiscard]] storage::ConversationHead headOf(const Conversation& conversation) const;

    PresenterNeeds m_needs;
    ConversationPtr m_current;
    std::vector<Run> m_runs;
    std::vector<Raw> m_raw;
    std::vector<storage::ConversationHead> m_heads;
    QHash<QString, Removed> m_removed;
    QString m_search, m_listProblem, m_draftProblem, m_opening;
    DrawerState m_drawer;
    Draft m_draftBeforeEdit;
    bool m_editing = false, m_started = false, m_touched = false;
    int m_draftRevision = 0, m_settingsRevision = 0, m_listRequest = 0;
    std::vector<ConversationPtr> m_toSave;
    ConversationPtr m_saving; ///< on its way to the store
    QTimer m_progress, m_saveDelay;
};

} // namespace llmg::playground
