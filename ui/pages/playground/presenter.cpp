// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground/presenter.h"

#include "app/catalog/cost.h"
#include "ui/widgets/format.h"

#include <algorithm>

namespace llmg::playground {

using namespace Qt::StringLiterals;

Presenter::Presenter(PresenterNeeds needs, QObject* parent)
    : QObject(parent)
    , m_needs(std::move(needs))
    , m_current(freshConversation()) {
    // Tokens come faster than a screen shows them: thirty times a second is what an eye follows.
    m_progress.setSingleShot(true);
    m_progress.setInterval(33);
    connect(&m_progress, &QTimer::timeout, this, [this] {
        takeProgress();
        announce();
    });
    m_saveDelay.setSingleShot(true);
    m_saveDelay.setInterval(800);
    connect(&m_saveDelay, &QTimer::timeout, this, [this] { save(m_current); });
}

Presenter::~Presenter() {
    for (auto& run : m_runs) {
        run.client->disconnect(this);
        auto answer = run.client->answer();
        answer.state = AnswerState::Stopped;
        putAnswer(*run.conversation, run.turn, run.column, answer);
        m_needs.shelf.save(headOf(*run.conversation), toJson(*run.conversation));
    }
    m_runs.clear();
    // The futures are not waited for: the store's own thread drains before the database closes.
    if (m_saving)
        m_toSave.insert(m_toSave.begin(), m_saving);
    if (m_editing)
        m_current->draft = m_draftBeforeEdit;
    if (m_saveDelay.isActive() && std::find(m_toSave.begin(), m_toSave.end(), m_current) == m_toSave.end())
        m_toSave.push_back(m_current);
    for (const auto& conversation : m_toSave)
        if (!m_removed.contains(conversation->id) && !(conversation->turns.empty() && conversation->draft == Draft()))
            m_needs.shelf.save(headOf(*conversation), toJson(*conversation));
}

void Presenter::announce() {
    Q_EMIT stateChanged();
}

MoreModels Presenter::moreModels() const {
    static const std::vector<domain::LlmModel> none;
    return {m_needs.sandbox, m_needs.serverModels ? m_needs.serverModels() : none};
}

std::vector<ModelChoice> Presenter::choices() const {
    return modelChoices(*m_needs.catalog, m_needs.usableProviders(), moreModels());
}

ColumnState Presenter::columnState(std::size_t column) const {
    ColumnState state;
    state.model = m_current->models[column];
    state.running = isRunning(m_current->id, column);
    const auto* offer = offerFor(*m_needs.catalog, m_needs.usableProviders(), moreModels(), state.model);
    if (offer == nullptr) {
        state.detail = state.model == u"auto" ? tr("Cheapest that fits") : tr("Not in the catalog · price unknown");
        return state;
    }
    const bool sandbox = state.model.startsWith(u"sandbox/");
    const auto* provider = m_needs.catalog->provider(offer->provider);
    QStringList parts{sandbox               ? tr("Sandbox")
                      : provider != nullptr ? QString::fromStdString(provider->name)
                                            : QString::fromStdString(offer->provider)};
    if (offer->can.vision)
        parts << tr("vision");
    const QString price = sandbox ? tr("free") : priceText(*offer);
    parts << (price.startsWith(u'$') ? tr("%1 per M").arg(price) : price);
    state.detail = parts.join(u" · ");
    // A server's list that does not speak of pictures says nothing against them.
    if (!m_current->draft.images.empty() && !offer->can.vision && !offer->listedOnly)
        state.warning = tr("This model sees no pictures.");
    else if (!sandbox && !m_needs.usableProviders().contains(offer->provider))
        state.warning = offer->listedOnly ? tr("Its server does not answer now.") : tr("No key for it yet.");
    return state;
}

QString Presenter::estimateText() const {
    if (m_current->draft.text.trimmed().isEmpty() && m_current->draft.images.empty())
        return {};
    // What an edit replaces is not sent again.
    Conversation sent = *m_current;
    if (m_editing && !sent.turns.empty())
        sent.turns.pop_back();
    std::int64_t tokens = 0;
    domain::Money cost;
    bool priced = true;
    for (std::size_t column = 0; column < sent.models.size(); ++column) {
        const auto size = requestSize(sent, column);
        domain::TokenUsage usage;
        usage.prompt = (size.textBytes > 0 ? catalog::estimateTokens(size.textBytes) : 0) + size.imageTokens;
        usage.estimated = true;
        tokens = std::max(tokens, usage.prompt);
        const auto* offer = offerFor(*m_needs.catalog, m_needs.usableProviders(), moreModels(), sent.models[column]);
        const bool free = sent.models[column].startsWith(u"sandbox/");
        const auto breakdown = offer != nullptr && !free ? catalog::costOf(*offer, usage) : domain::CostBreakdown{};
        priced = priced && (free || breakdown.known);
        cost += breakdown.total;
    }
    QString text = tr("≈ %1 tokens").arg(widgets::formatCount(tokens));
    if (sent.models.size() > 1)
        text += u" × "_s + QString::number(sent.models.size());
    return text + u" · "_s + (priced ? widgets::formatMoney(cost, true, true) : tr("price unknown"));
}

QString Presenter::exportedCode(const QString& key, bool shortenImages) const {
    Conversation asked = *m_current;
    if (m_editing && !asked.turns.empty())
        asked.turns.pop_back();
    if (!asked.draft.text.isEmpty() || !asked.draft.images.empty() || asked.turns.empty()) {
        auto turn = std::make_shared<Turn>();
        turn->prompt = asked.draft.text;
        turn->images = asked.draft.images;
        asked.turns.push_back(turn);
    }
    const auto url = m_needs.baseUrl();
    return exportCode(asked, std::min(m_drawer.column, asked.models.size() - 1), m_drawer.language,
                      url.isEmpty() ? u"http://127.0.0.1:4001/v1"_s : url.toString(), key, shortenImages);
}

QString Presenter::codeToCopy() const {
    const auto key = m_needs.exportKey();
    return exportedCode(key.isEmpty()
                            ? u"llmg_…"_s
                            : QString::fromUtf8(key.reveal().data(), static_cast<qsizetype>(key.reveal().size())),
                        false);
}

QString Presenter::rawRequestToCopy() const {
    return m_drawer.column < m_raw.size() ? m_raw[m_drawer.column].request : QString();
}

ViewState Presenter::state() const {
    ViewState state;
    const QString title = m_current->shownTitle();
    state.title = title.isEmpty() ? tr("Playground") : title;
    state.conversationId = m_current->id;
    for (const auto& head : m_heads) {
        if (m_removed.contains(head.id))
            continue;
        ConversationRow row;
        row.id = head.id;
        row.title = head.title.isEmpty() ? tr("Untitled") : head.title;
        row.detail = head.models + u" · "_s + widgets::formatMoney(head.cost);
        row.current = head.id == m_current->id;
        row.running = isRunning(head.id);
        state.conversations.push_back(row);
    }
    state.search = m_search;
    state.listProblem = m_listProblem;
    for (std::size_t column = 0; column < m_current->models.size(); ++column)
        state.columns.push_back(columnState(column));
    state.turns = m_current->turns;
    state.draft = m_current->draft;
    state.draftRevision = m_draftRevision;
    state.draftProblem = m_draftProblem;
    state.estimate = estimateText();
    state.parameters = m_current->parameters;
    state.parameterProblems = parameterProblems(m_current->parameters);
    state.system = m_current->system;
    state.settingsRevision = m_settingsRevision;
    state.running = isRunning(m_current->id);
    state.editing = m_editing;
    state.loading = !m_opening.isEmpty();
    const bool hasDraft = !m_current->draft.text.trimmed().isEmpty() || !m_current->draft.images.empty();
    if (m_needs.baseUrl().isEmpty())
        state.cannotRun = tr("The gateway is not running.");
    else if (!state.parameterProblems.isEmpty())
        state.cannotRun = tr("A parameter on the right cannot be sent.");
    state.canRun = hasDraft && state.cannotRun.isEmpty() && !state.running && !state.loading;
    state.drawer = m_drawer;
    state.drawer.column = std::min(m_drawer.column, m_current->models.size() - 1);
    if (m_drawer.open && m_drawer.tab == DrawerTab::Code) {
        const auto key = m_needs.exportKey();
        state.drawer.code = exportedCode(key.isEmpty() ? u"llmg_…"_s : QString::fromStdString(key.masked()), true);
    }
    if (m_drawer.open && m_drawer.tab == DrawerTab::Raw && state.drawer.column < m_raw.size()) {
        state.drawer.rawRequest = m_raw[state.drawer.column].request;
        state.drawer.rawResponse = QString::fromUtf8(m_raw[state.drawer.column].response);
    }
    return state;
}

void Presenter::chooseModel(std::size_t column, const QString& model) {
    const QString chosen = model.trimmed();
    if (column >= m_current->models.size() || chosen.isEmpty() || m_current->models[column] == chosen)
        return;
    m_current->models[column] = chosen;
    keepModels();
    saveSoon();
    announce();
}

void Presenter::addColumn() {
    if (m_current->models.size() >= MaxColumns)
        return;
    // The next model that can be called and is not shown yet; what to compare with is the person's to choose.
    QString next = m_current->models.back();
    for (const auto& choice : choices()) {
        if (choice.usable &&
            std::find(m_current->models.begin(), m_current->models.end(), choice.id) == m_current->models.end()) {
            next = choice.id;
            break;
        }
    }
    m_current->models.push_back(next);
    for (auto& turn : m_current->turns) {
        auto widened = std::make_shared<Turn>(*turn);
        widened->answers.resize(m_current->models.size());
        turn = widened;
    }
    keepModels();
    saveSoon();
    announce();
}

void Presenter::removeColumn(std::size_t column) {
    if (m_current->models.size() < 2 || column >= m_current->models.size())
        return;
    for (std::size_t i = 0; i < m_runs.size();) {
        if (m_runs[i].conversation == m_current && m_runs[i].column == column) {
            m_runs[i].client->disconnect(this);
            m_runs[i].client->stop();
            m_runs.erase(m_runs.begin() + static_cast<std::ptrdiff_t>(i));
            continue;
        }
        if (m_runs[i].conversation == m_current && m_runs[i].column > column)
            --m_runs[i].column;
        ++i;
    }
    m_current->models.erase(m_current->models.begin() + static_cast<std::ptrdiff_t>(column));
    for (auto& turn : m_current->turns) {
        auto narrowed = std::make_shared<Turn>(*turn);
        if (column < narrowed->answers.size())
            narrowed->answers.erase(narrowed->answers.begin() + static_cast<std::ptrdiff_t>(column));
        turn = narrowed;
    }
    if (column < m_raw.size())
        m_raw.erase(m_raw.begin() + static_cast<std::ptrdiff_t>(column));
    keepModels();
    saveSoon();
    announce();
}

void Presenter::keepModels() {
    QStringList models;
    for (const auto& model : m_current->models)
        models << model;
    m_needs.startModels = models;
    if (m_needs.modelsChosen)
        m_needs.modelsChosen(models);
}

void Presenter::setDraftText(const QString& text) {
    if (m_current->draft.text == text)
        return;
    m_current->draft.text = text;
    saveSoon();
    announce();
}

void Presenter::putDraft(const QString& text) {
    ++m_draftRevision;
    setDraftText(text);
}

void Presenter::addImage(const ImagePtr& image) {
    m_current->draft.images.push_back(image);
    m_draftProblem.clear();
    saveSoon();
    announce();
}

void Presenter::removeImage(std::size_t index) {
    if (index >= m_current->draft.images.size())
        return;
    m_current->draft.images.erase(m_current->draft.images.begin() + static_cast<std::ptrdiff_t>(index));
    saveSoon();
    announce();
}

void Presenter::setDraftProblem(const QString& problem) {
    m_draftProblem = problem;
    announce();
}

void Presenter::setParameters(const Parameters& parameters) {
    m_current->parameters = parameters;
    saveSoon();
    announce();
}

void Presenter::setSystem(const QString& system) {
    if (m_current->system == system)
        return;
    m_current->system = system;
    saveSoon();
    announce();
}

void Presenter::setDrawer(DrawerTab tab, bool open) {
    m_drawer.tab = tab;
    m_drawer.open = open;
    announce();
}

void Presenter::setDrawerColumn(std::size_t column) {
    m_drawer.column = column;
    announce();
}

void Presenter::setCodeLanguage(CodeLanguage language) {
    m_drawer.language = language;
    announce();
}

} // namespace llmg::playground
