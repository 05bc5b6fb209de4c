// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/providers/providerspage.h"

#include "ui/pages/providers/cardlist.h"
#include "ui/pages/providers/importpanel.h"
#include "ui/pages/providers/presenter.h"
#include "ui/pages/providers/words.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/label.h"
#include "ui/widgets/pageheader.h"
#include "ui/widgets/statusdot.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>

#include <algorithm>

namespace llmg::providerspage {

using namespace Qt::StringLiterals;
using namespace widgets;

namespace {

constexpr int kGap = 14;

Secret secretOf(const QLineEdit* field) {
    return Secret(field->text().trimmed().toStdString());
}

} // namespace

ProvidersPage::ProvidersPage(Presenter* presenter, QWidget* parent)
    : Page(parent)
    , m_presenter(presenter) {
    presenter->setParent(this);
    auto* column = new QVBoxLayout(this);
    auto* header = new PageHeader(tr("Providers"), this);
    addImport(header);
    column->addWidget(header);
    auto* inner = new QWidget;
    auto* body = new QVBoxLayout(inner);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(theme::px(kGap));
    body->addWidget(newBanner());
    m_error = new TextLabel({}, theme::TextStyle::Body, theme::Role::Bad, inner);
    m_error->setObjectName(u"providersError"_s);
    m_error->setWordWrap(true);
    body->addWidget(m_error);
    auto* forms = new QHBoxLayout;
    forms->setSpacing(theme::px(kGap));
    forms->addWidget(newEntry(), 3);
    forms->addWidget(newServer(), 2);
    body->addLayout(forms);
    m_import = new ImportPanel(m_presenter, inner);
    body->addWidget(m_import);
    body->addWidget(newOrderRow());
    m_cards = new CardList(m_presenter, inner);
    body->addWidget(m_cards);
    m_empty = new EmptyState(tr("No provider has a key yet. Until then the sandbox answers: it is free and works "
                                "offline. Paste a key above, or take over one that you have."),
                             inner);
    m_empty->setObjectName(u"providersEmpty"_s);
    m_empty->setIcon(u"key-round"_s);
    m_empty->setAction(tr("Look for keys in the environment"));
    connect(m_empty, &EmptyState::actionRequested, m_presenter, &Presenter::previewEnvironment);
    body->addWidget(m_empty);
    body->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(u"providersScroll"_s);
    scroll->setAccessibleName(tr("Providers"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inner);
    scroll->viewport()->setAutoFillBackground(false);
    inner->setAutoFillBackground(false);
    column->addWidget(scroll, 1);
    applyPageMargins(this);

    // Fields undo what is typed into them; anywhere else Ctrl+Z takes the last change back.
    auto* undo = new QShortcut(QKeySequence::Undo, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(undo, &QShortcut::activated, this, [this] {
        if (m_presenter->undo())
            Q_EMIT toastRequested(tr("Undone"));
    });
    connect(m_presenter, &Presenter::stateChanged, this, [this] { render(m_presenter->state()); });
    connect(m_presenter, &Presenter::entryAccepted, this, &ProvidersPage::clearForms);
    connect(m_presenter, &Presenter::serverAccepted, this, [this] {
        m_serverName->clear();
        m_serverUrl->clear();
    });
    connect(m_presenter, &Presenter::undoable, this, &Page::undoableToastRequested);
    render(m_presenter->state());
}

ProvidersPage::~ProvidersPage() {
    // While all of it still stands: later the field would lose the focus in a page that is half gone.
    if (QWidget* focus = focusWidget())
        focus->clearFocus();
    m_presenter->disconnect(this);
}

void ProvidersPage::open(const QVariantMap& arguments) {
    if (const QString id = arguments.value(u"provider"_s).toString(); !id.isEmpty())
        m_presenter->chooseProvider(id.toStdString());
    if (arguments.contains(u"provider"_s) || arguments.contains(u"add"_s))
        m_key->setFocus(Qt::OtherFocusReason);
}

void ProvidersPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    m_presenter->setShown(true);
}

void ProvidersPage::hideEvent(QHideEvent* event) {
    Page::hideEvent(event);
    m_presenter->setShown(false);
}

void ProvidersPage::addImport(PageHeader* header) {
    auto* environment = newButton(tr("From the environment"), theme::ButtonKind::Secondary, header);
    environment->setObjectName(u"providersImportEnvironment"_s);
    environment->setAccessibleName(tr("Look for keys in the environment"));
    auto* file = newButton(tr("From a .env file…"), theme::ButtonKind::Secondary, header);
    file->setObjectName(u"providersImport"_s);
    file->setAccessibleName(tr("Look for keys in a .env file"));
    header->addAction(new TextLabel(tr("Import keys"), theme::TextStyle::Small, theme::Role::Muted, header));
    header->addAction(environment);
    header->addAction(file);
    connect(environment, &QPushButton::clicked, m_presenter, &Presenter::previewEnvironment);
    connect(file, &QPushButton::clicked, this, &ProvidersPage::chooseDotEnv);
}

QWidget* ProvidersPage::newOrderRow() {
    m_orderRow = new QWidget(this);
    auto* row = new QHBoxLayout(m_orderRow);
    row->setContentsMargins(0, 0, 0, 0);
    m_order = new TextLabel({}, theme::TextStyle::Small, theme::Role::Secondary, m_orderRow);
    m_order->setObjectName(u"providersOrder"_s);
    m_order->setWordWrap(true);
    m_forgetOrder = newButton(tr("Use no order"), theme::ButtonKind::Flat, m_orderRow);
    m_forgetOrder->setObjectName(u"providersForgetOrder"_s);
    connect(m_forgetOrder, &QPushButton::clicked, m_presenter, &Presenter::forgetOrder);
    row->addWidget(m_order, 1);
    row->addWidget(m_forgetOrder);
    return m_orderRow;
}

void ProvidersPage::chooseDotEnv() {
    const QString path = QFileDialog::getOpenFileName(this, tr("File with keys"), {}, tr("All files (*)"));
    if (!path.isEmpty())
        m_presenter->previewFile(path);
}

void ProvidersPage::focusSearch() {
    m_provider->setFocus(Qt::ShortcutFocusReason);
}

QWidget* ProvidersPage::newBanner() {
    auto* banner = new Card(this);
    banner->setObjectName(u"providersBanner"_s);
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::px(10));
    m_placeDot = new StatusDot(banner);
    m_place = new TextLabel({}, theme::TextStyle::Body, theme::Role::Secondary, banner);
    m_place->setObjectName(u"providersPlace"_s);
    m_place->setWordWrap(true);
    row->addWidget(m_placeDot, 0, Qt::AlignVCenter);
    row->addWidget(m_place, 1);
    banner->body()->addLayout(row);
    return banner;
}

QWidget* ProvidersPage::newEntry() {
    auto* card = new Card(tr("Add a key"), this);
    auto* first = new QHBoxLayout;
    first->setSpacing(theme::px(8));
    m_key = new QLineEdit(card);
    m_key->setObjectName(u"providerKey"_s);
    m_key->setAccessibleName(tr("Provider key"));
    m_key->setPlaceholderText(tr("Paste a key; its provider is recognised"));
    m_key->setEchoMode(QLineEdit::Password);
    m_key->setMaxLength(16 * 1024); // a service account's JSON fits
    first->addWidget(m_key, 1);
    auto* file = newButton(tr("From a file…"), theme::ButtonKind::Secondary, card);
    file->setObjectName(u"providerKeyFile"_s);
    first->addWidget(file);
    connect(file, &QPushButton::clicked, this, &ProvidersPage::chooseFile);
    card->body()->addLayout(first);
    auto* second = new QHBoxLayout;
    second->setSpacing(theme::px(8));
    m_provider = new QComboBox(card);
    m_provider->setObjectName(u"providerChoice"_s);
    m_provider->setAccessibleName(tr("Provider"));
    m_label = new QLineEdit(card);
    m_label->setObjectName(u"providerLabel"_s);
    m_label->setAccessibleName(tr("Label of the key"));
    m_label->setPlaceholderText(tr("Label, for example work"));
    m_label->setMaxLength(80);
    m_test = newButton(tr("Test"), theme::ButtonKind::Secondary, card);
    m_test->setObjectName(u"providerTest"_s);
    m_add = newButton(tr("Add key"), theme::ButtonKind::Primary, card);
    m_add->setObjectName(u"providerAdd"_s);
    second->addWidget(m_provider, 2);
    second->addWidget(m_label, 2);
    second->addWidget(m_test);
    second->addWidget(m_add);
    card->body()->addLayout(second);
    m_hint = new TextLabel({}, theme::TextStyle::Small, theme::Role::Secondary, card);
    m_hint->setObjectName(u"providerHint"_s);
    m_hint->setWordWrap(true);
    m_hint->setTextInteractionFlags(Qt::TextSelectableByMouse);
    card->body()->addWidget(m_hint);
    card->body()->addStretch(1);
    connect(m_key, &QLineEdit::textEdited, this, [this] { m_presenter->recognise(secretOf(m_key)); });
    connect(m_provider, &QComboBox::activated, this,
            [this](int index) { m_presenter->chooseProvider(m_provider->itemData(index).toString().toStdString()); });
    connect(m_test, &QPushButton::clicked, this, [this] { m_presenter->testEntry(secretOf(m_key)); });
    const auto add = [this] { m_presenter->addKey(m_label->text(), secretOf(m_key)); };
    connect(m_add, &QPushButton::clicked, this, add);
    connect(m_key, &QLineEdit::returnPressed, this, add);
    connect(m_label, &QLineEdit::returnPressed, this, add);
    return card;
}

void ProvidersPage::chooseFile() {
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Key file"), {}, tr("Key files (*.json);;All files (*)"));
    if (path.isEmpty())
        return;
    if (const Secret key = m_presenter->readFile(path); !key.isEmpty())
        m_key->setText(QString::fromUtf8(key.reveal().data(), static_cast<qsizetype>(key.reveal().size())));
}

QWidget* ProvidersPage::newServer() {
    auto* card = new Card(tr("Add an own server"), this);
    m_serverName = new QLineEdit(card);
    m_serverName->setObjectName(u"serverName"_s);
    m_serverName->setAccessibleName(tr("Name of the server"));
    m_serverName->setPlaceholderText(tr("Name, for example my-vllm"));
    m_serverUrl = new QLineEdit(card);
    m_serverUrl->setObjectName(u"serverUrl"_s);
    m_serverUrl->setAccessibleName(tr("Address of the server"));
    m_serverUrl->setPlaceholderText(u"http://localhost:8000/v1"_s);
    auto* add = newButton(tr("Add"), theme::ButtonKind::Secondary, card);
    add->setObjectName(u"serverAdd"_s);
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::px(8));
    row->addWidget(m_serverUrl, 1);
    row->addWidget(add);
    card->body()->addWidget(m_serverName);
    card->body()->addLayout(row);
    m_serverHint = newHint(tr("Anything that speaks OpenAI's API: vLLM, llama.cpp, LM Studio, Ollama."), card);
    m_serverFault = new TextLabel({}, theme::TextStyle::Small, theme::Role::Bad, card);
    m_serverFault->setObjectName(u"serverFault"_s);
    m_serverFault->setWordWrap(true);
    card->body()->addWidget(m_serverHint);
    card->body()->addWidget(m_serverFault);
    card->body()->addStretch(1);
    const auto submit = [this] { m_presenter->addServer(m_serverName->text(), m_serverUrl->text()); };
    connect(add, &QPushButton::clicked, this, submit);
    connect(m_serverUrl, &QLineEdit::returnPressed, this, submit);
    connect(m_serverName, &QLineEdit::returnPressed, this, submit);
    return card;
}

void ProvidersPage::clearForms() {
    // Overwritten before it is let go; Qt may still hold copies, which is why keys are typed nowhere else.
    m_key->setText(QString(m_key->text().size(), u'*'));
    m_key->clear();
    m_label->clear();
}

void ProvidersPage::render(const ViewState& state) {
    m_placeDot->setState(state.persistent ? theme::Role::Good : theme::Role::Warning,
                         state.persistent ? tr("safe") : tr("only for now"));
    m_place->setText(state.persistent
                         ? tr("Keys are kept in %1 and nowhere else: not in a file, not in the database, not in a log.")
                               .arg(state.place)
                         : tr("No keychain was found, so keys are kept for %1. Keys in environment variables such as "
                              "OPENAI_API_KEY are used too.")
                               .arg(state.place));
    m_error->setText(state.error);
    m_error->setVisible(!state.error.isEmpty());
    renderEntry(state);
    m_import->render(state);
    m_serverFault->setText(state.serverFault);
    m_serverFault->setVisible(!state.serverFault.isEmpty());
    m_serverHint->setVisible(state.serverFault.isEmpty());
    m_orderRow->setVisible(state.cards.size() > 1);
    m_forgetOrder->setVisible(state.ordered);
    m_order->setText(state.ordered ? tr("Where several providers have a model, the uppermost that can is asked.")
                                   : tr("Where several providers have a model, the one that does best is asked. Drag "
                                        "the cards to set an order of your own."));
    m_cards->render(state.cards);
    m_empty->setVisible(state.cards.empty() && state.foundIn.isEmpty());
}

void ProvidersPage::renderEntry(const ViewState& state) {
    if (m_shownChoices != state.choices) {
        m_shownChoices = state.choices;
        m_provider->clear();
        m_provider->addItem(tr("Provider"), QString());
        for (const auto& [id, name] : state.choices)
            m_provider->addItem(name, text(id));
    }
    m_provider->setCurrentIndex(std::max(0, m_provider->findData(text(state.entry.provider))));
    m_hint->setText(state.entry.hint);
    m_hint->setRole(state.entry.failed ? theme::Role::Bad : theme::Role::Secondary);
    m_hint->setVisible(!state.entry.hint.isEmpty());
    m_test->setEnabled(!state.entry.busy);
    m_add->setEnabled(!state.entry.busy);
}

} // namespace llmg::providerspage
