// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/pageentry.h"

#include <QMainWindow>

class QStackedWidget;

namespace llmg::service {
class Engine;
}
namespace llmg::theme {
class Appearance;
}
namespace llmg::widgets {
class Toast;
}

namespace llmg::shell {

class Banner;
class CommandPalette;
class DesktopNotifications;
class Navigation;
class StatusLine;
class StatusPresenter;
struct Command;
struct Notice;

/// The window: navigation, one page at a time, the line at the bottom. A page is made when it is first shown. Decides
/// nothing but which page is seen.
class MainWindow : public QMainWindow {
    Q_OBJECT
  public:
    MainWindow(service::Engine& engine, theme::Appearance& appearance, std::vector<PageEntry> pages);
    ~MainWindow() override;

    /// False for an unknown id.
    bool showPage(const QString& id, const QVariantMap& arguments = {});
    [[nodiscard]] QString currentPage() const;
    /// The page, made if need be; nullptr for an unknown id.
    widgets::Page* page(const QString& id);
    void raiseToFront();

  protected:
    void closeEvent(QCloseEvent* event) override;

  private:
    void showIndex(int index, const QVariantMap& arguments);
    widgets::Page* make(int index);
    void makeShortcuts();
    void renderBanner();
    void tell(const Notice& notice);
    void openPalette();
    void showShortcuts();
    [[nodiscard]] std::vector<Command> commands();
    [[nodiscard]] int indexOf(const QString& id) const;

    service::Engine& m_engine;
    theme::Appearance& m_appearance;
    std::vector<PageEntry> m_entries;
    std::vector<widgets::Page*> m_made;
    int m_current = -1;
    bool m_noticePutAway = false;
    Navigation* m_navigation;
    QStackedWidget* m_stack;
    Banner* m_banner;
    StatusLine* m_status;
    StatusPresenter* m_statusPresenter;
    CommandPalette* m_palette;
    widgets::Toast* m_toast;
    DesktopNotifications* m_notifications;
};

} // namespace llmg::shell
