// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The presenter's runs: asking, stopping, asking again.
#include "ui/pages/playground/presenter.h"

#include <algorithm>

namespace llmg::playground {

using namespace Qt::StringLiterals;

bool Presenter::isRunning(const QString& conversation) const {
    return std::any_of(m_runs.begin(), m_runs.end(),
                       [&](const Run& run) { return run.conversation->id == conversation; });
}

bool Presenter::isRunning(const QString& conversation, std::size_t column) const {
    return std::any_of(m_runs.begin(), m_runs.end(),
                       [&](const Run& run) { return run.conversation->id == conversation && run.column == column; });
}

void Presenter::putAnswer(Conversation& conversation, std::size_t turn, std::size_t column, const Answer& answer) {
    if (turn >= conversation.turns.size() || column >= conversation.turns[turn]->answers.size())
        return;
    // Turns are shared with the view: replaced, never changed.
    auto changed = std::make_shared<Turn>(*conversation.turns[turn]);
    const QString model = changed->answers[column].model;
    changed->answers[column] = answer;
    changed->answers[column].model = model;
    conversation.turns[turn] = changed;
}

void Presenter::run() {
    if (!state().canRun)
        return;
    if (m_editing && !m_current->turns.empty())
        m_current->turns.pop_back();
    m_editing = false;
    m_draftProblem.clear();
    auto turn = std::make_shared<Turn>();
    turn->prompt = m_current->draft.text.trimmed();
    turn->images = m_current->draft.images;
    turn->answers.resize(m_current->models.size());
    m_current->turns.push_back(turn);
    m_current->draft = {};
    ++m_draftRevision;
    for (std::size_t column = 0; column < m_current->models.size(); ++column)
        startRun(column);
    save(m_current);
    announce();
}

void Presenter::regenerate(std::size_t column) {
    if (m_current->turns.empty() || column >= m_current->models.size() || isRunning(m_current->id, column) ||
        m_needs.baseUrl().isEmpty() || m_editing)
        return;
    startRun(column);
    announce();
}

void Presenter::startRun(std::size_t column) {
    const std::size_t turn = m_current->turns.size() - 1;
    Run run;
    run.client = m_needs.newClient();
    run.conversation = m_current;
    run.turn = turn;
    run.column = column;
    auto changed = std::make_shared<Turn>(*m_current->turns[turn]);
    changed->answers.resize(m_current->models.size());
    changed->answers[column] = Answer();
    changed->answers[column].state = AnswerState::Waiting;
    changed->answers[column].model = m_current->models[column];
    m_current->turns[turn] = changed;

    if (m_raw.size() < m_current->models.size())
        m_raw.resize(m_current->models.size());
    RequestOptions shown;
    shown.column = column;
    shown.shortenImages = true;
    shown.pretty = true;
    m_raw[column] = {QString::fromUtf8(requestBody(*m_current, shown)), {}};

    auto* client = run.client.get();
    connect(client, &ChatClient::progressed, this, [this] {
        if (!m_progress.isActive())
            m_progress.start();
    });
    // Queued: the client may end within its own call, and it must not be destroyed there.
    connect(
        client, &ChatClient::ended, this, [this, client] { onRunEnded(client); }, Qt::QueuedConnection);
    m_runs.push_back(std::move(run));
    RequestOptions sent;
    sent.column = column;
    client->start(m_needs.baseUrl(), m_needs.playgroundKey(), requestBody(*m_current, sent));
}

void Presenter::takeProgress() {
    for (auto& run : m_runs) {
        putAnswer(*run.conversation, run.turn, run.column, run.client->answer());
        if (run.conversation == m_current && run.column < m_raw.size())
            m_raw[run.column].response = run.client->rawResponse();
    }
}

void Presenter::onRunEnded(ChatClient* client) {
    takeProgress();
    const auto run =
        std::find_if(m_runs.begin(), m_runs.end(), [client](const Run& each) { return each.client.get() == client; });
    if (run == m_runs.end())
        return;
    const auto conversation = run->conversation;
    m_runs.erase(run);
    save(conversation);
    announce();
}

void Presenter::stop() {
    // The list changes only when the queued ends arrive.
    for (auto& run : m_runs)
        if (run.conversation == m_current)
            run.client->stop();
}

void Presenter::editLast() {
    if (m_current->turns.empty() || isRunning(m_current->id) || m_editing)
        return;
    m_draftBeforeEdit = m_current->draft;
    m_current->draft = {m_current->turns.back()->prompt, m_current->turns.back()->images};
    m_editing = true;
    ++m_draftRevision;
    announce();
}

void Presenter::cancelEdit() {
    if (!m_editing)
        return;
    m_editing = false;
    m_current->draft = std::exchange(m_draftBeforeEdit, {});
    ++m_draftRevision;
    announce();
}

} // namespace llmg::playground
