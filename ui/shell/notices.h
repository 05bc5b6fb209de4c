// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/service/engine.h"
#include "models/domain/provider.h"

#include <QObject>
#include <QSet>

namespace llmg::shell {

/// What a person should learn of although the window is not in front.
struct Notice {
    QString subject; ///< a later notice of the same subject takes the earlier one's place
    QString title, text;
    QString page; ///< where more is to be seen
    bool urgent = false;
};

/// Decides what is worth a notification: a budget at 75, 90 or 100 %, a provider key gone bad, the gateway stopped.
/// Each is said once, and again only after it was well between. Main thread.
class Notices : public QObject {
    Q_OBJECT
  public:
    explicit Notices(service::Engine& engine, QObject* parent = nullptr);

  Q_SIGNALS:
    void noticed(const llmg::shell::Notice& notice);

  private:
    void budgetReached(const QString& text, int percent);
    void lookAtKeys();
    void lookAtGateway();

    service::Engine& m_engine;
    QSet<QString> m_badKeys; ///< those that were said, or were bad from the start
    service::GatewayState::Phase m_phase;
};

} // namespace llmg::shell
