// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/notices.h"

#include <QHash>

namespace llmg::shell {

/// Notifications of the desktop, over D-Bus (specifications.freedesktop.org/notification-spec 1.2). Where no desktop
/// listens, nothing happens. Asks nothing and waits for nothing; the bus is first spoken to with the first notice.
class DesktopNotifications : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;
    void show(const Notice& notice);

  Q_SIGNALS:
    /// It was clicked.
    void activated(const QString& page);

  private Q_SLOTS:
    void actionInvoked(uint id, const QString& action);
    void closed(uint id, uint reason);

  private:
    void listen();

    struct Shown {
        QString subject, page;
    };
    QHash<uint, Shown> m_shown; ///< by the desktop's id
    bool m_listening = false;
};

} // namespace llmg::shell
