// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocalServer>
#include <QLockFile>
#include <QObject>

namespace llmg::shell {

/// One window a data directory. The second start finds the first one's socket in the directory, asks it to come to the
/// front, and ends.
class SingleInstance : public QObject {
    Q_OBJECT
  public:
    explicit SingleInstance(const QString& dataDirectory, QObject* parent = nullptr);
    /// True when this process is the only one. False: another runs, and was asked to raise its window. A directory that
    /// cannot be written counts as ours; what is wrong with it is told by the engine.
    bool claim();

  Q_SIGNALS:
    void raiseRequested();

  private:
    [[nodiscard]] QString serverName() const;
    QString m_directory;
    QLockFile m_lock;
    QLocalServer m_server;
};

} // namespace llmg::shell
