// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/requests/presenter.h"

#include "app/storage/ledgerreader.h"
#include "ui/widgets/whenready.h"

namespace llmg::requests {

using namespace std::chrono_literals;

namespace {

constexpr int liveRows = 500;    // a burst beyond this starts the list anew instead of being inserted
constexpr int keptRows = 20'000; // of a list that grows at the top while nobody scrolls

} // namespace

Presenter::Presenter(storage::LedgerReader& ledger, const Clock& clock, items::RequestWords words, QObject* parent)
    : QObject(parent)
    , m_ledger(ledger)
    , m_clock(clock)
    , m_model(std::move(words)) {
    m_totalsSoon.setSingleShot(true);
    m_totalsSoon.setInterval(1s);
    connect(&m_totalsSoon, &QTimer::timeout, this, &Presenter::askTotals);
    connect(&m_model, &items::RequestTableModel::firstPageLoaded, this, [this] {
        m_state.loaded = true;
        m_state.error.clear();
        Q_EMIT stateChanged();
    });
    connect(&m_model, &items::RequestTableModel::failed, this, [this](const QString& message) {
        m_state.loaded = true;
        m_state.error = message;
        Q_EMIT stateChanged();
    });
}

void Presenter::setConfiguration(policy::ConfigurationPtr configuration) {
    m_configuration = std::move(configuration);
}

storage::RequestFilter Presenter::filter() const {
    storage::RequestFilter filter = m_parsed.filter;
    if (m_range)
        filter.range = m_range;
    return filter;
}

void Presenter::setFilter(const QString& text, std::optional<storage::TimeRange> range) {
    if (m_begun && text == m_state.filterText && range == m_range)
        return;
    FilterNames names;
    names.now = m_clock.now();
    names.projectId = [this](const QString& name) -> std::string {
        if (m_configuration) {
            for (const domain::Project& project : m_configuration->projects) {
                if (QString::fromStdString(project.name).compare(name, Qt::CaseInsensitive) == 0)
                    return project.id;
            }
        }
        return {};
    };
    names.keyId = [this](const QString& name) -> std::string {
        if (m_configuration) {
            for (const domain::GatewayKey& key : m_configuration->gatewayKeys) {
                if (QString::fromStdString(key.name).compare(name, Qt::CaseInsensitive) == 0)
                    return key.id;
            }
        }
        return {};
    };
    m_state.filterText = text;
    m_parsed = parseFilter(text, names);
    m_state.problems = m_parsed.problems;
    m_range = range;
    reload();
}

void Presenter::reload() {
    ++m_round;
    m_begun = true;
    m_asking = m_askAgain = false;
    m_state.filtered = !(filter() == storage::RequestFilter{});
    m_state.loaded = false;
    m_state.totals.reset();
    Q_EMIT stateChanged();
    m_model.reset([this, wanted = filter()](std::string before, int limit, items::RequestTableModel::Done done) {
        widgets::whenReady(m_ledger.requests(wanted, std::move(before), limit), this,
                           [done](const Result<storage::RequestPage>& page) {
                               if (page)
                                   done(items::RequestRows{page->rows, page->more});
                               else
                                   done(page.error());
                           });
    });
    askTotals();
}

void Presenter::askTotals() {
    widgets::whenReady(m_ledger.totals(filter()), this,
                       [this, round = m_round](const Result<storage::RequestTotals>& totals) {
                           if (round != m_round)
                               return;
                           if (totals)
                               m_state.totals = *totals;
                           else
                               m_state.error = QString::fromStdString(totals.error().message);
                           Q_EMIT stateChanged();
                       });
}

void Presenter::setLive(bool live) {
    m_state.live = live;
    Q_EMIT stateChanged();
    if (live)
        noteNewRequests();
}

void Presenter::setShown(bool shown) {
    m_shown = shown;
    if (!shown)
        m_totalsSoon.stop();
    else if (!m_begun)
        setFilter({});
    else
        noteNewRequests();
}

void Presenter::noteNewRequests() {
    if (!m_shown || !m_state.live || !m_begun)
        return;
    askNewer();
    if (!m_totalsSoon.isActive())
        m_totalsSoon.start();
}

void Presenter::askNewer() {
    if (m_asking || m_model.isLoading()) {
        m_askAgain = true;
        return;
    }
    m_asking = true;
    m_askAgain = false;
    widgets::whenReady(m_ledger.requestsAfter(filter(), m_model.newestId(), liveRows), this,
                       [this, round = m_round](const Result<storage::RequestPage>& page) {
                           if (round != m_round)
                               return;
                           m_asking = false;
                           if (!page) {
                               m_state.error = QString::fromStdString(page.error().message);
                               Q_EMIT stateChanged();
                               return;
                           }
                           if (page->more) {
                               reload();
                               return;
                           }
                           const int before = m_model.rowCount();
                           m_model.prepend(page->rows);
                           if (const int added = m_model.rowCount() - before; added > 0) {
                               m_state.loaded = true;
                               Q_EMIT rowsPrepended(added);
                               Q_EMIT stateChanged();
                               m_model.trim(keptRows);
                           }
                           if (m_askAgain)
                               askNewer();
                       });
}

void Presenter::select(const QString& id) {
    if (id == m_state.selectedId)
        return;
    m_state.selectedId = id;
    m_state.detailError.clear();
    m_detail.reset();
    m_state.detailLoading = !id.isEmpty();
    Q_EMIT detailChanged();
    if (id.isEmpty())
        return;
    widgets::whenReady(m_ledger.request(id.toStdString()), this,
                       [this, id](const Result<storage::RequestDetail>& detail) {
                           if (id != m_state.selectedId)
                               return;
                           m_state.detailLoading = false;
                           if (detail)
                               m_detail = *detail;
                           else
                               m_state.detailError = QString::fromStdString(detail.error().message);
                           Q_EMIT detailChanged();
                       });
}

} // namespace llmg::requests
