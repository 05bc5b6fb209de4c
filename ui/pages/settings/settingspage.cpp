// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settings/settingspage.h"

#include "app/service/engine.h"
#include "ui/theme/appearance.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/codeline.h"
#include "ui/widgets/label.h"
#include "ui/widgets/numberfield.h"
#include "ui/widgets/pageheader.h"
#include "ui/widgets/segmentedcontrol.h"

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QUrl>

namespace llmg::settingspage {

using namespace Qt::StringLiterals;
using namespace widgets;

namespace {

QWidget* newRow(const QString& label, const QString& hint, QWidget* control) {
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, theme::px(4), 0, theme::px(4));
    layout->setSpacing(theme::px(24));
    auto* words = new QVBoxLayout;
    words->setSpacing(theme::px(2));
    words->addWidget(new TextLabel(label, theme::TextStyle::Body, theme::Role::Text, row));
    auto* note = new TextLabel(hint, theme::TextStyle::Small, theme::Role::Muted, row);
    note->setWordWrap(true);
    words->addWidget(note);
    layout->addLayout(words, 1);
    layout->addWidget(control, 0, Qt::AlignRight | Qt::AlignVCenter);
    return row;
}

} // namespace

SettingsPage::SettingsPage(service::Engine& engine, theme::Appearance& appearance, QWidget* parent)
    : Page(parent)
    , m_engine(engine)
    , m_appearance(appearance)
    , m_theme(new SegmentedControl(tr("Theme"), {tr("Desktop"), tr("Light"), tr("Dark")}, this))
    , m_zoom(new NumberField(tr("Zoom"), this))
    , m_port(new NumberField(tr("Port"), this))
    , m_applyPort(newButton(tr("Apply"), theme::ButtonKind::Secondary, this))
    , m_portState(new TextLabel({}, theme::TextStyle::Small, theme::Role::Muted, this)) {
    auto* column = new QVBoxLayout(this);
    column->addWidget(new PageHeader(tr("Settings"), this));
    auto* cards = new QWidget(this);
    cards->setMaximumWidth(theme::px(760));
    auto* list = new QVBoxLayout(cards);
    list->setContentsMargins(0, 0, 0, 0);
    list->setSpacing(theme::px(14));
    list->addWidget(newAppearanceCard());
    list->addWidget(newGatewayCard());
    list->addWidget(newDataCard());
    column->addWidget(cards);
    column->addStretch(1);
    applyPageMargins(this);
    connect(&engine, &service::Engine::stateChanged, this, &SettingsPage::renderState);
    connect(&appearance, &theme::Appearance::changed, this, [this] {
        m_theme->setCurrentIndex(static_cast<int>(m_appearance.choice()));
        m_zoom->setValue(m_appearance.zoomPercent());
    });
    renderState();
}

QWidget* SettingsPage::newAppearanceCard() {
    auto* card = new Card(tr("Appearance"), this);
    m_theme->setObjectName(u"settingsTheme"_s);
    m_theme->setCurrentIndex(static_cast<int>(m_appearance.choice()));
    card->body()->addWidget(
        newRow(tr("Theme"), tr("Desktop follows light, dark and high contrast as the desktop is set."), m_theme));
    m_zoom->setObjectName(u"settingsZoom"_s);
    m_zoom->setRange(80, 200);
    m_zoom->setStep(10);
    m_zoom->setSuffix(u" %"_s);
    m_zoom->setValue(m_appearance.zoomPercent());
    m_zoom->setFixedWidth(theme::px(96));
    card->body()->addWidget(
        newRow(tr("Zoom"), tr("80 to 200 %. Also Ctrl and plus or minus. Spacing follows at the next start."), m_zoom));
    connect(m_theme, &SegmentedControl::activated, this, [this](int index) {
        const auto choice = static_cast<theme::Choice>(index);
        m_appearance.setChoice(choice);
        keep(settings::Key::Theme, choice == theme::Choice::Light  ? u"light"_s
                                   : choice == theme::Choice::Dark ? u"dark"_s
                                                                   : u"system"_s);
    });
    // At the end of typing: each keystroke would change the size of what is being typed into.
    connect(m_zoom, &QLineEdit::editingFinished, this, [this] {
        m_appearance.setZoomPercent(static_cast<int>(m_zoom->value()));
        keep(settings::Key::ZoomPercent, m_appearance.zoomPercent());
    });
    return card;
}

QWidget* SettingsPage::newGatewayCard() {
    auto* card = new Card(tr("Gateway"), this);
    auto* control = new QWidget;
    auto* row = new QHBoxLayout(control);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::px(8));
    m_port->setObjectName(u"settingsPort"_s);
    m_port->setGrouped(false);
    m_port->setRange(1, 65535);
    m_port->setValue(m_engine.settings().value(settings::Key::GatewayPort).toLongLong());
    m_port->setFixedWidth(theme::px(96));
    m_applyPort->setObjectName(u"settingsApplyPort"_s);
    row->addWidget(m_port);
    row->addWidget(m_applyPort);
    card->body()->addWidget(newRow(
        tr("Port"), tr("Where clients find the gateway on this machine. Applying closes connections that are open."),
        control));
    m_portState->setWordWrap(true);
    card->body()->addWidget(m_portState);
    connect(m_applyPort, &QPushButton::clicked, this, &SettingsPage::applyPort);
    connect(m_port, &QLineEdit::returnPressed, this, &SettingsPage::applyPort);
    return card;
}

QWidget* SettingsPage::newDataCard() {
    auto* card = new Card(tr("Data"), this);
    card->body()->addWidget(
        newHint(tr("Configuration, ledger and conversations lie in one folder. Provider keys are not in it."), card));
    auto* folder = new CodeLine(tr("data folder"), card);
    folder->setCode(m_engine.dataDirectory());
    card->body()->addWidget(folder);
    auto* open = newButton(tr("Open folder"), theme::ButtonKind::Secondary, card);
    open->setObjectName(u"settingsOpenFolder"_s);
    open->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    card->body()->addWidget(open);
    connect(open, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_engine.dataDirectory())); });
    return card;
}

void SettingsPage::applyPort() {
    keep(settings::Key::GatewayPort, static_cast<int>(m_port->value()));
    m_engine.restartGateway(static_cast<int>(m_port->value()));
}

void SettingsPage::keep(settings::Key key, const QVariant& value) {
    if (const Result<> kept = m_engine.settings().set(key, value); !kept)
        Q_EMIT toastRequested(QString::fromStdString(kept.error().message));
}

void SettingsPage::renderState() {
    using Phase = service::GatewayState::Phase;
    const service::GatewayState state = m_engine.state();
    switch (state.phase) {
    case Phase::Running:
        m_portState->setText(tr("Running at %1").arg(state.baseUrl()));
        break;
    case Phase::Starting:
        m_portState->setText(tr("Starting…"));
        break;
    case Phase::Stopped:
        m_portState->setText(tr("Stopped"));
        break;
    case Phase::Failed:
        m_portState->setText(state.error);
        break;
    }
    m_portState->setRole(state.phase == Phase::Failed ? theme::Role::Bad : theme::Role::Muted);
}

} // namespace llmg::settingspage
