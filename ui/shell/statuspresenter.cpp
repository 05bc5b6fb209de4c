// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/statuspresenter.h"

#include "app/service/providerkeys.h"
#include "app/storage/ledgerreader.h"
#include "ui/widgets/whenready.h"

#include <QDateTime>

#include <algorithm>

namespace llmg::shell {

using namespace std::chrono_literals;

StatusPresenter::StatusPresenter(service::Engine& engine, QObject* parent)
    : QObject(parent)
    , m_engine(engine) {
    m_todayTimer.setSingleShot(true);
    m_todayTimer.setInterval(1s);
    connect(&m_todayTimer, &QTimer::timeout, this, &StatusPresenter::askToday);
    m_midnight.setSingleShot(true);
    m_midnight.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_midnight, &QTimer::timeout, this, &StatusPresenter::askToday);
    connect(&engine, &service::Engine::stateChanged, this, &StatusPresenter::readEngine);
    connect(&engine, &service::Engine::loadChanged, this, &StatusPresenter::readEngine);
    connect(&engine, &service::Engine::requestsRecorded, this, [this] {
        if (!m_todayTimer.isActive())
            m_todayTimer.start();
    });
    connect(&engine, &service::Engine::troubleChanged, this, [this](const QString& message) {
        m_state.trouble = message;
        Q_EMIT stateChanged();
    });
    connect(&engine.providerKeys(), &service::ProviderKeys::changed, this, &StatusPresenter::readEngine);
    readEngine();
    askToday();
}

void StatusPresenter::readEngine() {
    m_state.gateway = m_engine.state();
    m_state.load = m_engine.load();
    m_state.keysPlace = m_engine.providerKeys().placeName();
    m_state.keysPersistent = m_engine.providerKeys().isPersistent();
    Q_EMIT stateChanged();
}

void StatusPresenter::askToday() {
    const QDateTime now = QDateTime::currentDateTime();
    const QDateTime begin(now.date(), QTime(0, 0));
    const QDateTime end = begin.addDays(1);
    m_midnight.start(std::max<qint64>(1000, now.msecsTo(end) + 500));
    storage::UsageQuery query;
    query.range = {UnixTime{Milliseconds{begin.toMSecsSinceEpoch()}}, UnixTime{Milliseconds{end.toMSecsSinceEpoch()}}};
    query.period = storage::Period::All;
    query.utcOffsetSeconds = now.offsetFromUtc();
    widgets::whenReady(m_engine.ledger().usage(query), this,
                       [this](const Result<std::vector<storage::UsageBucket>>& answer) {
                           if (!answer)
                               return; // the ledger's trouble is told by its own signal
                           domain::Money sum;
                           for (const storage::UsageBucket& bucket : *answer)
                               sum += bucket.cost;
                           m_state.today = sum;
                           Q_EMIT stateChanged();
                       });
}

} // namespace llmg::shell
