// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/playground/presenter.h"
#include "ui/widgets/page.h"

class QHBoxLayout;
class QPushButton;

namespace llmg::widgets {
class PageHeader;
class TextLabel;
} // namespace llmg::widgets

namespace llmg::playground {

class ColumnView;
class Composer;
class ConversationList;
class Drawer;
class Thumbnails;

/// The Playground: shows a ViewState, hands wishes to the presenter.
class PlaygroundPage : public widgets::Page {
    Q_OBJECT
  public:
    explicit PlaygroundPage(std::unique_ptr<Presenter> presenter, QWidget* parent = nullptr);
    ~PlaygroundPage() override;

    /// {"model": …} sets the first column, {"conversation": id} opens one, {"new": true} starts one, {"prompt": …}
    /// fills the composer.
    void open(const QVariantMap& arguments) override;
    void focusSearch() override;
    [[nodiscard]] bool isBusy() const override;
    void render(const ViewState& state);

  protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void pickModel(std::size_t column);
    void addShortcuts();

    std::unique_ptr<Presenter> m_presenter;
    Thumbnails* m_thumbnails;
    widgets::PageHeader* m_header;
    QPushButton *m_addColumn, *m_toggleDrawer;
    ConversationList* m_list;
    QWidget* m_columnsHost;
    QHBoxLayout* m_columnsLayout;
    std::vector<ColumnView*> m_columns;
    Composer* m_composer;
    Drawer* m_drawer;
    ViewState m_state;
    bool m_started = false;
};

} // namespace llmg::playground
