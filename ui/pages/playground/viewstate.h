// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/playground/chatrequest.h"
#include "ui/pages/playground/modelchoices.h"

namespace llmg::playground {

struct ConversationRow {
    QString id, title, detail;
    bool current = false, running = false;
    friend bool operator==(const ConversationRow&, const ConversationRow&) = default;
};

struct ColumnState {
    QString model;
    QString detail;  ///< "OpenAI · vision · $2.50 / $10 per M"
    QString warning; ///< of what will be sent: a picture to a model that sees none
    bool running = false;
    friend bool operator==(const ColumnState&, const ColumnState&) = default;
};

enum class DrawerTab { Parameters, System, Code, Raw };

struct DrawerState {
    DrawerTab tab = DrawerTab::Parameters;
    bool open = true;
    std::size_t column = 0; ///< whose code and raw exchange are shown
    CodeLanguage language = CodeLanguage::Curl;
    QString code; ///< key masked, pictures shortened; "" unless the tab shows it
    QString rawRequest, rawResponse;
    friend bool operator==(const DrawerState&, const DrawerState&) = default;
};

/// Everything the page shows.
struct ViewState {
    QString title;
    QString conversationId;
    std::vector<ConversationRow> conversations;
    QString search;
    QString listProblem; ///< the conversations could not be read
    std::vector<ColumnState> columns;
    std::vector<TurnPtr> turns; ///< equal pointers are equal turns: a turn never changes, it is replaced
    Draft draft;
    int draftRevision = 0; ///< counts the times that something else than typing set the draft
    QString draftProblem;  ///< a picture that cannot be sent, said beside the composer
    QString estimate;      ///< "≈ 1,240 tokens · ≈ $0.011"
    Parameters parameters;
    QMap<QString, QString> parameterProblems;
    QString system;
    int settingsRevision = 0; ///< as draftRevision, for parameters and system prompt
    DrawerState drawer;
    bool canRun = false;
    QString cannotRun; ///< why, when it is worth saying
    bool running = false;
    bool editing = false; ///< the next run replaces the last turn
    bool loading = false;
    friend bool operator==(const ViewState&, const ViewState&) = default;
};

} // namespace llmg::playground
