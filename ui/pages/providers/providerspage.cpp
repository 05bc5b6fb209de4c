// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/providers/providerspage.h"

#include "ui/pages/providers/cardparts.h"
#include "ui/pages/providers/importpanel.h"
#include "ui/pages/providers/presenter.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"
#include "ui/widgets/pageheader.h"
#include "ui/widgets/statusdot.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>

namespace llmg::providerspage {

using namespace Qt::StringLiterals;
using namespace widgets;
using domain::ProviderKeyState;
using domain::SecretPlace;

namespace {

constexpr int kGap = 14;

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

Secret secretOf(const QLineEdit* field) {
    return Secret(field->text().trimmed().toStdString());
}

struct Standing {
    theme::Role role;
    QString word;
};

Standing standingOf(const KeyRow& key) {
    if (key.testing)
        return {theme::Role::Muted, ProvidersPage::tr("testing")};
    switch (key.entry.state) {
    case ProviderKeyState::Good:
        return {theme::Role::Good, ProvidersPage::tr("works")};
    case ProviderKeyState::Rejected:
        return {theme::Role::Bad, ProvidersPage::tr("refused")};
    case ProviderKeyState::Resting:
        return {theme::Role::Warning, ProvidersPage::tr("resting")};
    case ProviderKeyState::Unreadable:
        return {theme::Role::Bad, ProvidersPage::tr("cannot be read")};
    case ProviderKeyState::Untested:
        break;
    }
    return key.failed ? Standing{theme::Role::Bad, ProvidersPage::tr("test failed")}
                      : Standing{theme::Role::Muted, ProvidersPage::tr("not tested")};
}

QString placeWord(SecretPlace place) {
    switch (place) {
    case SecretPlace::Keychain:
        return ProvidersPage::tr("keychain");
    case SecretPlace::Environment:
        return ProvidersPage::tr("environment");
    case SecretPlace::Session:
        return ProvidersPage::tr("this session");
    }
    return {};
}

} // namespace

ProvidersPage::ProvidersPage(Presenter* presenter, QWidget* parent)
    : Page(parent)
    , m_presenter(presenter) {
    presenter->setParent(this);
    auto* column = new QVBoxLayout(this);
    auto* header = new PageHeader(tr("Providers"), this);
    auto* import = newButton(tr("Import .env…"), theme::ButtonKind::Secondary, header);
    import->setObjectName(u"providersImport"_s);
    header->addAction(import);
    connect(import, &QPushButton::clicked, this, &ProvidersPage::chooseDotEnv);
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
    m_cardsHolder = new QWidget(inner);
    m_cards = new QVBoxLayout(m_cardsHolder);
    m_cards->setContentsMargins(0, 0, 0, 0);
    m_cards->setSpacing(theme::px(kGap));
    body->addWidget(m_cardsHolder);
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

    connect(m_presenter, &Presenter::stateChanged, this, [this] { render(m_presenter->state()); });
    connect(m_presenter, &Presenter::entryAccepted, this, &ProvidersPage::clearForms);
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
    m_presenter->refreshHealth();
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
    card->body()->addWidget(
        newHint(tr("Anything that speaks OpenAI's API: vLLM, llama.cpp, LM Studio, Ollama."), card));
    card->body()->addStretch(1);
    const auto submit = [this] { m_presenter->addServer(m_serverName->text(), m_serverUrl->text()); };
    connect(add, &QPushButton::clicked, this, submit);
    connect(m_serverUrl, &QLineEdit::returnPressed, this, submit);
    return card;
}

void ProvidersPage::clearForms() {
    // Overwritten before it is let go; Qt may still hold copies, which is why keys are typed nowhere else.
    m_key->setText(QString(m_key->text().size(), u'*'));
    m_key->clear();
    m_label->clear();
    m_serverName->clear();
    m_serverUrl->clear();
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
    if (!m_everRendered || m_shown != state.cards)
        renderCards(state);
    m_everRendered = true;
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

void ProvidersPage::renderCards(const ViewState& state) {
    // Rebuilt as a whole: a handful of cards, and only when one of them changed. The focus goes back to where it was.
    // What is being typed comes along, and is not taken as finished because its field goes.
    QWidget* focus = focusWidget();
    const QString focused = focus ? focus->objectName() : QString();
    auto* typing = qobject_cast<QLineEdit*>(focus);
    if (!typing || !typing->isModified() || !m_cardsHolder->isAncestorOf(typing))
        typing = nullptr;
    const QString typed = typing ? typing->text() : QString();
    const int cursor = typing ? typing->cursorPosition() : 0;
    if (typing)
        typing->blockSignals(true);
    m_shown = state.cards;
    while (QLayoutItem* item = m_cards->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->setParent(nullptr);
            widget->deleteLater();
        }
        delete item;
    }
    for (const ProviderCard& card : state.cards)
        m_cards->addWidget(newCard(card));
    if (state.cards.empty())
        m_cards->addWidget(newHint(tr("No provider has a key yet. Until then the sandbox answers: it is free, works "
                                      "offline, and is always there. Paste a key above to reach a real model."),
                                   this));
    if (!focused.isEmpty()) {
        auto* again = findChild<QWidget*>(focused);
        if (again && again != focus)
            again->setFocus(Qt::OtherFocusReason);
        if (auto* field = qobject_cast<QLineEdit*>(again); field && typing) {
            field->setText(typed);
            field->setModified(true);
            field->setCursorPosition(cursor);
        }
    }
}

QWidget* ProvidersPage::newCard(const ProviderCard& provider) {
    auto* card = new Card(this);
    const QString id = text(provider.id);
    card->setObjectName(u"provider-"_s + id);
    QString beside = provider.custom ? tr("own server") : provider.local ? tr("on this machine") : QString();
    if (!provider.callable)
        beside = tr("this version cannot call its API yet");
    card->setTitle(provider.name, beside);
    auto* enabled = new QCheckBox(tr("Use"), card);
    enabled->setObjectName(u"providerEnabled-"_s + id);
    enabled->setAccessibleName(tr("Use %1").arg(provider.name));
    enabled->setChecked(provider.enabled);
    connect(enabled, &QCheckBox::clicked, this,
            [this, provider = provider.id](bool on) { m_presenter->setEnabled(provider, on); });
    card->addToHeader(newOrder(provider, m_presenter, card));
    card->addToHeader(enabled);
    if (provider.custom) {
        auto* remove = newButton(tr("Remove"), theme::ButtonKind::Flat, card);
        remove->setObjectName(u"providerRemove-"_s + id);
        remove->setAccessibleName(tr("Remove %1").arg(provider.name));
        connect(remove, &QPushButton::clicked, this,
                [this, provider = provider.id] { m_presenter->removeServer(provider); });
        card->addToHeader(remove);
    }
    if (provider.health.known)
        card->body()->addWidget(newHealth(provider, card));
    for (const KeyRow& key : provider.keys)
        card->body()->addWidget(newKeyRow(key, card));
    if (provider.keys.empty() && (provider.local || provider.custom))
        card->body()->addWidget(newServerTest(provider, m_presenter, card));
    else if (provider.keys.empty())
        card->body()->addWidget(newHint(tr("No key yet."), card));
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::px(10));
    row->addWidget(new TextLabel(tr("Base URL"), theme::TextStyle::Small, theme::Role::Muted, card));
    auto* url = new QLineEdit(provider.baseUrl, card);
    url->setObjectName(u"providerUrl-"_s + id);
    url->setAccessibleName(tr("Base URL of %1").arg(provider.name));
    url->setPlaceholderText(provider.usualBaseUrl);
    url->setFont(theme::font(theme::TextStyle::MonoSmall));
    url->setCursorPosition(0);
    connect(url, &QLineEdit::editingFinished, this,
            [this, url, provider = provider.id] { m_presenter->setBaseUrl(provider, url->text()); });
    row->addWidget(url, 1);
    if (provider.ownBaseUrl) {
        auto* usual = newButton(tr("Use the usual one"), theme::ButtonKind::Flat, card);
        usual->setObjectName(u"providerUsualUrl-"_s + id);
        connect(usual, &QPushButton::clicked, this,
                [this, provider = provider.id] { m_presenter->setBaseUrl(provider, {}); });
        row->addWidget(usual);
    }
    row->addWidget(new TextLabel(tr("Proxy"), theme::TextStyle::Small, theme::Role::Muted, card));
    row->addWidget(newProxy(provider, m_presenter, card));
    card->body()->addLayout(row);
    if (QWidget* variables = newVariables(provider, m_presenter, card))
        card->body()->addWidget(variables);
    return card;
}

QWidget* ProvidersPage::newKeyRow(const KeyRow& key, QWidget* parent) {
    const Standing standing = standingOf(key);
    const QString id = text(key.entry.id);
    const QString label = text(key.entry.label);
    auto* holder = new QWidget(parent);
    auto* row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::px(10));
    auto* dot = new StatusDot(holder);
    dot->setState(standing.role, standing.word);
    auto* name = new TextLabel(label, theme::TextStyle::Body, theme::Role::Text, holder);
    name->setMinimumWidth(theme::px(90));
    auto* masked = newMonoLabel(text(key.entry.masked), holder);
    masked->setMinimumWidth(theme::px(120));
    auto* place = new TextLabel(placeWord(key.entry.place), theme::TextStyle::Small, theme::Role::Muted, holder);
    place->setMinimumWidth(theme::px(80));
    const bool bad = standing.role == theme::Role::Bad;
    auto* said =
        new ElidedLabel(key.outcome.isEmpty() || key.testing ? standing.word : standing.word + u" · "_s + key.outcome,
                        theme::TextStyle::Small, bad ? theme::Role::Bad : theme::Role::Secondary, holder);
    auto* test = newButton(tr("Test"), theme::ButtonKind::Flat, holder);
    test->setObjectName(u"keyTest-"_s + id);
    test->setAccessibleName(tr("Test key %1").arg(label));
    test->setEnabled(!key.testing);
    connect(test, &QPushButton::clicked, this, [this, entry = key.entry.id] { m_presenter->testKey(entry); });
    row->addWidget(dot, 0, Qt::AlignVCenter);
    row->addWidget(name);
    row->addWidget(masked);
    row->addWidget(place);
    row->addWidget(said, 1);
    row->addWidget(test);
    if (key.entry.place != SecretPlace::Environment) {
        auto* remove = newButton(tr("Remove"), theme::ButtonKind::Flat, holder);
        remove->setObjectName(u"keyRemove-"_s + id);
        remove->setAccessibleName(tr("Remove key %1").arg(label));
        connect(remove, &QPushButton::clicked, this, [this, entry = key.entry.id] { m_presenter->removeKey(entry); });
        row->addWidget(remove);
    }
    return holder;
}

} // namespace llmg::providerspage
