// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/mainwindow.h"

#include "app/service/engine.h"
#include "app/settings/settings.h"
#include "ui/shell/banner.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/desktopnotifications.h"
#include "ui/shell/navigation.h"
#include "ui/shell/notices.h"
#include "ui/shell/shortcutsheet.h"
#include "ui/shell/statusline.h"
#include "ui/shell/statuspresenter.h"
#include "ui/theme/appearance.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/widgets/toast.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QScreen>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace llmg::shell {

using namespace Qt::StringLiterals;
using Phase = service::GatewayState::Phase;

MainWindow::MainWindow(service::Engine& engine, theme::Appearance& appearance, std::vector<PageEntry> pages)
    : m_engine(engine)
    , m_appearance(appearance)
    , m_entries(std::move(pages))
    , m_made(m_entries.size(), nullptr)
    , m_navigation(new Navigation(m_entries))
    , m_stack(new QStackedWidget)
    , m_banner(new Banner)
    , m_status(new StatusLine)
    , m_statusPresenter(new StatusPresenter(engine, this))
    , m_palette(nullptr)
    , m_toast(nullptr)
    , m_notifications(new DesktopNotifications(this)) {
    setWindowTitle(u"LLM Gateway"_s);
    setWindowIcon(theme::applicationIcon());
    auto* central = new QWidget(this);
    auto* column = new QVBoxLayout(central);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* row = new QHBoxLayout;
    row->setSpacing(0);
    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_banner);
    right->addWidget(m_stack, 1);
    row->addWidget(m_navigation);
    row->addLayout(right, 1);
    column->addLayout(row, 1);
    column->addWidget(m_status);
    setCentralWidget(central);
    m_palette = new CommandPalette(central);
    m_toast = new widgets::Toast(central);

    connect(m_navigation, &Navigation::pageChosen, this, [this](int index) { showIndex(index, {}); });
    connect(m_navigation, &Navigation::paletteRequested, this, &MainWindow::openPalette);
    connect(m_status, &StatusLine::addressCopied, this, [this] { m_toast->say(tr("Address copied")); });
    connect(m_statusPresenter, &StatusPresenter::stateChanged, this, [this] {
        m_status->render(m_statusPresenter->state());
        renderBanner();
    });
    connect(m_banner, &Banner::actionRequested, this, [this] { m_engine.restartGateway(0); });
    connect(m_banner, &Banner::closed, this, [this] { m_noticePutAway = true; });
    connect(new Notices(engine, this), &Notices::noticed, this, &MainWindow::tell);
    connect(m_notifications, &DesktopNotifications::activated, this, [this](const QString& page) {
        showPage(page);
        raiseToFront();
    });
    makeShortcuts();
    m_status->render(m_statusPresenter->state());
    renderBanner();

    resize(QSize(theme::px(1280), theme::px(800)).boundedTo(screen()->availableSize()));
    setMinimumSize(theme::px(960), theme::px(600));
    restoreGeometry(m_engine.settings().value(settings::Key::WindowGeometry).toByteArray());
}

MainWindow::~MainWindow() = default;

int MainWindow::indexOf(const QString& id) const {
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (m_entries[i].id == id)
            return static_cast<int>(i);
    }
    return -1;
}

bool MainWindow::showPage(const QString& id, const QVariantMap& arguments) {
    const int index = indexOf(id);
    if (index < 0)
        return false;
    showIndex(index, arguments);
    return true;
}

QString MainWindow::currentPage() const {
    return m_current < 0 ? QString() : m_entries[static_cast<std::size_t>(m_current)].id;
}

widgets::Page* MainWindow::page(const QString& id) {
    const int index = indexOf(id);
    return index < 0 ? nullptr : make(index);
}

widgets::Page* MainWindow::make(int index) {
    widgets::Page*& made = m_made[static_cast<std::size_t>(index)];
    if (made)
        return made;
    made = m_entries[static_cast<std::size_t>(index)].create(m_stack);
    made->setObjectName(u"page_"_s + m_entries[static_cast<std::size_t>(index)].id);
    m_stack->addWidget(made);
    connect(made, &widgets::Page::pageRequested, this, &MainWindow::showPage);
    connect(made, &widgets::Page::toastRequested, this, [this](const QString& text) { m_toast->say(text); });
    connect(made, &widgets::Page::undoableToastRequested, this,
            [this](const QString& text, const std::function<void()>& undo) { m_toast->say(text, undo); });
    return made;
}

void MainWindow::showIndex(int index, const QVariantMap& arguments) {
    if (index < 0 || index >= static_cast<int>(m_entries.size()))
        return;
    widgets::Page* page = make(index);
    m_current = index;
    m_stack->setCurrentWidget(page);
    m_navigation->setCurrent(index);
    page->open(arguments);
    (void)m_engine.settings().set(settings::Key::LastPage, currentPage());
}

void MainWindow::makeShortcuts() {
    for (std::size_t i = 0; i < m_entries.size() && i < 9; ++i) {
        auto* shortcut = new QShortcut(QKeySequence(u"Ctrl+%1"_s.arg(i + 1)), this);
        connect(shortcut, &QShortcut::activated, this, [this, i] { showIndex(static_cast<int>(i), {}); });
    }
    const auto add = [this](const QKeySequence& keys, auto action) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, action);
    };
    add(QKeySequence(u"Ctrl+K"_s), [this] { openPalette(); });
    add(QKeySequence(u"F1"_s), [this] { showShortcuts(); });
    add(QKeySequence::Quit, [this] { close(); });
    add(QKeySequence::Find, [this] {
        if (m_current >= 0)
            m_made[static_cast<std::size_t>(m_current)]->focusSearch();
    });
    const auto zoom = [this](int percent) {
        m_appearance.setZoomPercent(percent);
        (void)m_engine.settings().set(settings::Key::ZoomPercent, m_appearance.zoomPercent());
    };
    add(QKeySequence(u"Ctrl++"_s), [this, zoom] { zoom(m_appearance.zoomPercent() + 10); });
    add(QKeySequence(u"Ctrl+="_s), [this, zoom] { zoom(m_appearance.zoomPercent() + 10); });
    add(QKeySequence(u"Ctrl+-"_s), [this, zoom] { zoom(m_appearance.zoomPercent() - 10); });
    add(QKeySequence(u"Ctrl+0"_s), [zoom] { zoom(100); });
}

void MainWindow::renderBanner() {
    const StatusState& state = m_statusPresenter->state();
    // What stops the program from working comes before what it once repaired.
    if (state.gateway.phase == Phase::Failed)
        m_banner->say(Banner::Kind::Trouble, state.gateway.error, tr("Use next free port"), false);
    else if (!state.trouble.isEmpty())
        m_banner->say(Banner::Kind::Trouble, state.trouble, {}, false);
    else if (!m_engine.notice().isEmpty() && !m_noticePutAway)
        m_banner->say(Banner::Kind::Notice, m_engine.notice());
    else
        m_banner->say(Banner::Kind::Notice, {});
}

// Who looks at the window is told in it.
void MainWindow::tell(const Notice& notice) {
    if (isActiveWindow())
        m_toast->say(notice.text);
    else
        m_notifications->show(notice);
}

std::vector<Command> MainWindow::commands() {
    std::vector<Command> all;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const QString keys = QKeySequence(u"Ctrl+%1"_s.arg(i + 1)).toString(QKeySequence::NativeText);
        all.push_back({m_entries[i].title, keys, m_entries[i].icon, [this, i] { showIndex(static_cast<int>(i), {}); }});
    }
    const QString address = m_engine.state().baseUrl();
    if (!address.isEmpty())
        all.push_back({tr("Copy gateway address"), address, u"copy"_s, [this, address] {
                           QApplication::clipboard()->setText(address);
                           m_toast->say(tr("Address copied"));
                       }});
    all.push_back({tr("Only failed requests"), tr("Requests"), u"circle-alert"_s, [this] {
                       showPage(u"requests"_s, {{u"filter"_s, u"is:error"_s}});
                   }});
    all.push_back({tr("Keyboard shortcuts"), u"F1"_s, u"keyboard"_s, [this] { showShortcuts(); }});
    const auto choose = [this](theme::Choice choice, const QString& name) {
        m_appearance.setChoice(choice);
        (void)m_engine.settings().set(settings::Key::Theme, name);
    };
    all.push_back(
        {tr("Light theme"), tr("Appearance"), u"sun"_s, [choose] { choose(theme::Choice::Light, u"light"_s); }});
    all.push_back(
        {tr("Dark theme"), tr("Appearance"), u"moon"_s, [choose] { choose(theme::Choice::Dark, u"dark"_s); }});
    all.push_back({tr("Theme of the desktop"), tr("Appearance"), u"settings"_s,
                   [choose] { choose(theme::Choice::System, u"system"_s); }});
    for (const domain::LlmModel& model : m_engine.catalog().models()) {
        if (model.kind != domain::ModelKind::Chat || model.deprecated || !model.aliasOf.empty())
            continue;
        const QString id = QString::fromStdString(model.id);
        all.push_back({id, tr("Playground"), u"message-square"_s, [this, id] {
                           showPage(u"playground"_s, {{u"model"_s, id}});
                       }});
    }
    return all;
}

void MainWindow::openPalette() {
    m_palette->open(commands());
}

void MainWindow::showShortcuts() {
    ShortcutSheet sheet(this);
    sheet.exec();
}

void MainWindow::raiseToFront() {
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    (void)m_engine.settings().set(settings::Key::WindowGeometry, saveGeometry());
    QMainWindow::closeEvent(event);
}

} // namespace llmg::shell
