// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/service/engine.h"
#include "models/domain/money.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace llmg::shell {

/// What the line at the bottom says.
struct StatusState {
    service::GatewayState gateway;
    service::GatewayLoad load;
    std::optional<domain::Money> today; ///< nothing until the ledger answered
    QString keysPlace;
    bool keysPersistent = true;
    QString trouble; ///< the ledger's, empty when well
};

/// Gathers the status from the engine; asks the ledger for today's cost at most once a second, and only after new rows.
/// GUI thread, waits for nothing.
class StatusPresenter : public QObject {
    Q_OBJECT
  public:
    explicit StatusPresenter(service::Engine& engine, QObject* parent = nullptr);
    [[nodiscard]] const StatusState& state() const { return m_state; }

  Q_SIGNALS:
    void stateChanged();

  private:
    void readEngine();
    void askToday();
    service::Engine& m_engine;
    StatusState m_state;
    QTimer m_todayTimer;
    QTimer m_midnight;
};

} // namespace llmg::shell
