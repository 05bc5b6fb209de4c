// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include <chrono>
#include <functional>
#include <map>
#include <vector>

class QTimer;

namespace llmg::widgets {

/// What cannot be taken back, done a little later, so that a toast can offer Undo until then. Whatever is still waiting
/// when it is destroyed is done at once. QtCore only.
class Deferred : public QObject {
    Q_OBJECT
  public:
    /// A little longer than a toast with Undo stays (eight seconds).
    explicit Deferred(QObject* parent = nullptr, std::chrono::milliseconds delay = std::chrono::milliseconds{9000});
    ~Deferred() override;
    /// A second one of the same name takes the place of the first.
    void schedule(const QString& name, std::function<void()> work);
    /// False when it has been done already, or was never asked for.
    bool cancel(const QString& name);
    [[nodiscard]] bool isWaiting(const QString& name) const;
    void doAll();

  private:
    struct Item {
        QTimer* timer;
        std::function<void()> work;
    };
    void finish(const QString& name);
    std::chrono::milliseconds m_delay;
    std::map<QString, Item> m_items;
};

} // namespace llmg::widgets
