// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QIcon>
#include <QPointer>

#include <functional>
#include <vector>

class QLineEdit;
class QListView;
class QStandardItemModel;

namespace llmg::shell {

/// Something that can be gone to or done.
struct Command {
    QString title;
    QString note; ///< muted, at the right: "Page", "Ctrl+2", a model's provider
    QString icon;
    std::function<void()> run;
};

/// Ctrl+K: type a few letters, Enter goes there. Shown over the window, gone with Esc or a click elsewhere.
class CommandPalette : public QFrame {
    Q_OBJECT
  public:
    explicit CommandPalette(QWidget* window);
    void open(std::vector<Command> commands);

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void filter(const QString& typed);
    void runCurrent();
    QLineEdit* m_field;
    QListView* m_list;
    QStandardItemModel* m_model;
    std::vector<Command> m_commands;
    QPointer<QWidget> m_focusBefore;
};

} // namespace llmg::shell
