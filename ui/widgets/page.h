// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVariantMap>
#include <QWidget>

#include <functional>

namespace llmg::widgets {

/// What the shell shows in its middle. A page knows no other page and no shell: it asks by signals.
/// A page folder offers one function, `Page* create<Name>Page(service::Engine&, QWidget* parent)`, that the shell's
/// table of pages names.
class Page : public QWidget {
    Q_OBJECT
  public:
    using QWidget::QWidget;
    /// The page was chosen, with what the asker wants to see ({"filter": "model:gpt-4o"}); empty for plain navigation.
    virtual void open(const QVariantMap& arguments) { Q_UNUSED(arguments) }
    /// Ctrl+F.
    virtual void focusSearch() {}
    /// Whether what the page shows is still on its way; screenshots wait for it.
    [[nodiscard]] virtual bool isBusy() const { return false; }

  Q_SIGNALS:
    void pageRequested(const QString& id, const QVariantMap& arguments);
    void toastRequested(const QString& text);
    /// `undo` is called at most once, when the person asks for it within the toast's time.
    void undoableToastRequested(const QString& text, const std::function<void()>& undo);
};

} // namespace llmg::widgets
