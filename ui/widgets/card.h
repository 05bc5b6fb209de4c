// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QHBoxLayout;
class QVBoxLayout;

namespace llmg::widgets {

class TextLabel;

/// A surface with rounded corners and a hairline; optionally a heading with muted words beside it and widgets at its
/// right end. Put the content into `body()`.
class Card : public QFrame {
    Q_OBJECT
  public:
    explicit Card(QWidget* parent = nullptr);
    explicit Card(const QString& title, QWidget* parent = nullptr);
    void setTitle(const QString& title, const QString& beside = {});
    void addToHeader(QWidget* widget);
    void addBeforeTitle(QWidget* widget);
    [[nodiscard]] QVBoxLayout* body() const { return m_body; }
    /// Without margins, for a table that goes to the edges; the line stays on top of it.
    void setFlush(bool flush);
    /// An accent outline: the chosen one, the best one.
    void setHighlighted(bool highlighted);

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

  private:
    void applyMargins();
    QVBoxLayout* m_outer;
    QVBoxLayout* m_body;
    QWidget* m_header = nullptr;
    QHBoxLayout* m_headerLayout = nullptr;
    TextLabel* m_title = nullptr;
    TextLabel* m_beside = nullptr;
    bool m_flush = false;
    bool m_highlighted = false;
};

} // namespace llmg::widgets
