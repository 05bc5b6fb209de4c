// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/providers/providercard.h"

#include "ui/pages/providers/draghandle.h"
#include "ui/pages/providers/keyrow.h"
#include "ui/pages/providers/presenter.h"
#include "ui/pages/providers/words.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/statusicon.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QShortcut>

#include <algorithm>

namespace llmg::providerspage {

using namespace Qt::StringLiterals;
using namespace widgets;
using routing::BreakerState;

namespace {

constexpr double kWorrying = 0.05; ///< share of errors from which a provider does not look well

struct Standing {
    const char* icon;
    theme::Role role;
    QString words;
};

QString pausedWords(const Health& health) {
    const QString paused = health.failures == 1 ? ProviderCardView::tr("Paused after one failure")
                                                : ProviderCardView::tr("Paused after %1 failures").arg(health.failures);
    if (health.breaker == BreakerState::HalfOpen)
        return ProviderCardView::tr("%1; the next request tries it again").arg(paused);
    return ProviderCardView::tr("%1; tried again in %2 s").arg(paused).arg(health.secondsLeft);
}

Standing standingOf(const ProviderCard& provider) {
    const Health& health = provider.health;
    if (!provider.enabled)
        return {"minus", theme::Role::Muted, ProviderCardView::tr("Switched off")};
    if (!health.trouble.isEmpty())
        return {"circle-alert", theme::Role::Bad, health.trouble};
    if (health.resting)
        return {"clock", theme::Role::Warning, ProviderCardView::tr("Waiting, because its keys are resting")};
    if (health.breaker != BreakerState::Closed)
        return {health.breaker == BreakerState::Open ? "circle-pause" : "rotate-ccw", theme::Role::Warning,
                pausedWords(health)};
    if (health.requests > 0 && static_cast<double>(health.errors) > kWorrying * static_cast<double>(health.requests))
        return {"triangle-alert", theme::Role::Warning, ProviderCardView::tr("Fails at times")};
    return {"circle-check", theme::Role::Good,
            health.requests > 0 ? ProviderCardView::tr("Healthy") : ProviderCardView::tr("Ready")};
}

QString lastHour(const Health& health) {
    if (health.requests < 0)
        return {};
    if (health.requests == 0)
        return ProviderCardView::tr("no requests in the last hour");
    if (health.requests == 1)
        return health.errors > 0 ? ProviderCardView::tr("the one request of the last hour failed")
                                 : ProviderCardView::tr("one request in the last hour");
    if (health.errors == 0)
        return ProviderCardView::tr("%1 requests in the last hour, none failed").arg(formatCount(health.requests));
    const double share = static_cast<double>(health.errors) / static_cast<double>(health.requests);
    return ProviderCardView::tr("%1 of %2 requests failed in the last hour")
        .arg(formatPercent(share), formatCount(health.requests));
}

void setWords(TextLabel* label, const QString& words) {
    label->setText(words);
    label->setVisible(!words.isEmpty());
}

} // namespace

ProviderCardView::ProviderCardView(const ProviderCard& provider, Presenter* presenter, QWidget* parent)
    : Card(parent)
    , m_id(provider.id)
    , m_presenter(presenter) {
    setObjectName(u"provider-"_s + text(m_id));
    addHeader(provider);
    addHealth();
    m_fault = new TextLabel({}, theme::TextStyle::Small, theme::Role::Bad, this);
    m_fault->setObjectName(u"providerFault-"_s + text(m_id));
    m_fault->setWordWrap(true);
    body()->addWidget(m_fault);
    m_keysHolder = new QWidget(this);
    m_keyRows = new QVBoxLayout(m_keysHolder);
    m_keyRows->setContentsMargins(0, 0, 0, 0);
    m_keyRows->setSpacing(theme::px(4));
    body()->addWidget(m_keysHolder);
    m_noKey = newHint(tr("No key yet."), this);
    body()->addWidget(m_noKey);
    addServerTest(provider);
    addAddress(provider);
    addVariables(provider);
    render(provider);
}

void ProviderCardView::addHeader(const ProviderCard& provider) {
    const QString id = text(m_id);
    setTitle(provider.name);
    m_handle = new DragHandle(tr("Move %1").arg(provider.name), this);
    m_handle->setObjectName(u"providerGrip-"_s + id);
    addBeforeTitle(m_handle);
    const auto orderButton = [&](const QString& icon, const QString& name, const QString& objectName, int by,
                                 Qt::Key key) {
        auto* button = newIconButton(icon, name, this);
        button->setObjectName(objectName + id);
        const QKeySequence keys(Qt::ALT | key);
        button->setToolTip(name + u" ("_s + keys.toString(QKeySequence::NativeText) + u')');
        const auto move = [this, by] { m_presenter->move(m_id, by); };
        connect(button, &QPushButton::clicked, this, move);
        auto* shortcut = new QShortcut(keys, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, move);
        addToHeader(button);
        return button;
    };
    m_up = orderButton(u"arrow-up"_s, tr("Ask %1 earlier").arg(provider.name), u"providerUp-"_s, -1, Qt::Key_Up);
    m_down = orderButton(u"arrow-down"_s, tr("Ask %1 later").arg(provider.name), u"providerDown-"_s, 1, Qt::Key_Down);
    m_enabled = new QCheckBox(tr("Use"), this);
    m_enabled->setObjectName(u"providerEnabled-"_s + id);
    m_enabled->setAccessibleName(tr("Use %1").arg(provider.name));
    connect(m_enabled, &QCheckBox::clicked, this, [this](bool on) { m_presenter->setEnabled(m_id, on); });
    addToHeader(m_enabled);
    m_remove = newButton(tr("Remove"), theme::ButtonKind::Flat, this);
    m_remove->setObjectName(u"providerRemove-"_s + id);
    m_remove->setAccessibleName(tr("Remove %1").arg(provider.name));
    connect(m_remove, &QPushButton::clicked, this, [this] { m_presenter->removeServer(m_id); });
    addToHeader(m_remove);
}

void ProviderCardView::addHealth() {
    m_healthRow = new QWidget(this);
    auto* row = new QHBoxLayout(m_healthRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::px(10));
    m_healthIcon = new StatusIcon(m_healthRow);
    m_health = new TextLabel({}, theme::TextStyle::Small, theme::Role::Secondary, m_healthRow);
    m_health->setObjectName(u"providerHealth-"_s + text(m_id));
    m_health->setWordWrap(true);
    row->addWidget(m_healthIcon, 0, Qt::AlignVCenter);
    row->addWidget(m_health, 1);
    body()->addWidget(m_healthRow);
}

void ProviderCardView::addServerTest(const ProviderCard& provider) {
    m_serverRow = new QWidget(this);
    auto* row = new QHBoxLayout(m_serverRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::px(10));
    m_tested = new ElidedLabel({}, theme::TextStyle::Small, theme::Role::Secondary, m_serverRow);
    m_tested->setObjectName(u"serverTested-"_s + text(m_id));
    m_test = newButton(tr("Test"), theme::ButtonKind::Flat, m_serverRow);
    m_test->setObjectName(u"serverTest-"_s + text(m_id));
    m_test->setAccessibleName(tr("Test %1").arg(provider.name));
    connect(m_test, &QPushButton::clicked, this, [this] { m_presenter->testServer(m_id); });
    row->addWidget(m_tested, 1);
    row->addWidget(m_test);
    body()->addWidget(m_serverRow);
}

ProviderCardView::Field ProviderCardView::newField(const std::string& name, const QString& objectName,
                                                   const QString& accessibleName,
                                                   std::function<void(const QString&)> commit) {
    auto* edit = new QLineEdit(this);
    edit->setObjectName(objectName + text(m_id));
    edit->setAccessibleName(accessibleName);
    edit->setFont(theme::font(theme::TextStyle::MonoSmall));
    auto* fault = new TextLabel({}, theme::TextStyle::Small, theme::Role::Bad, this);
    fault->setObjectName(objectName + text(m_id) + u"-fault"_s);
    fault->setWordWrap(true);
    connect(edit, &QLineEdit::editingFinished, this, [edit, commit = std::move(commit)] {
        edit->setModified(false);
        commit(edit->text());
    });
    return {name, edit, fault};
}

void ProviderCardView::addAddress(const ProviderCard& provider) {
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::px(10));
    m_url = newField(kBaseUrlField, u"providerUrl-"_s, tr("Base URL of %1").arg(provider.name),
                     [this](const QString& url) { m_presenter->setBaseUrl(m_id, url); });
    m_url.edit->setPlaceholderText(provider.usualBaseUrl);
    m_usualUrl = newButton(tr("Use the usual one"), theme::ButtonKind::Flat, this);
    m_usualUrl->setObjectName(u"providerUsualUrl-"_s + text(m_id));
    connect(m_usualUrl, &QPushButton::clicked, this, [this] { m_presenter->setBaseUrl(m_id, {}); });
    m_proxy = newField(kProxyField, u"providerProxy-"_s, tr("Proxy to %1").arg(provider.name),
                       [this](const QString& proxy) { m_presenter->setProxy(m_id, proxy); });
    m_proxy.edit->setPlaceholderText(tr("the system's"));
    m_proxy.edit->setToolTip(tr("http://host:port, or “direct” for none; empty: the system's"));
    m_proxy.edit->setFixedWidth(theme::px(180));
    row->addWidget(new TextLabel(tr("Base URL"), theme::TextStyle::Small, theme::Role::Muted, this));
    row->addWidget(m_url.edit, 1);
    row->addWidget(m_usualUrl);
    row->addWidget(new TextLabel(tr("Proxy"), theme::TextStyle::Small, theme::Role::Muted, this));
    row->addWidget(m_proxy.edit);
    body()->addLayout(row);
    body()->addWidget(m_url.fault);
    body()->addWidget(m_proxy.fault);
}

void ProviderCardView::addVariables(const ProviderCard& provider) {
    if (provider.variables.empty())
        return;
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(theme::px(10));
    grid->setVerticalSpacing(theme::px(6));
    grid->setColumnStretch(2, 1);
    int row = 0;
    for (const VariableRow& variable : provider.variables) {
        Field field = newField(
            variable.name, u"providerVariable-"_s, tr("%1 of %2").arg(text(variable.name), provider.name),
            [this, name = variable.name](const QString& value) { m_presenter->setVariable(m_id, name, value); });
        field.edit->setObjectName(u"providerVariable-%1-%2"_s.arg(text(m_id), text(variable.name)));
        field.edit->setAccessibleDescription(variable.help);
        field.edit->setPlaceholderText(variable.otherwise.isEmpty() ? tr("from the environment") : variable.otherwise);
        field.edit->setFixedWidth(theme::px(220));
        grid->addWidget(new TextLabel(text(variable.name), theme::TextStyle::Small, theme::Role::Muted, this), row, 0);
        grid->addWidget(field.edit, row, 1);
        grid->addWidget(new ElidedLabel(variable.help, theme::TextStyle::Small, theme::Role::Secondary, this), row, 2);
        grid->addWidget(field.fault, row + 1, 1, 1, 2);
        m_variables.push_back(field);
        row += 2;
    }
    body()->addLayout(grid);
}

void ProviderCardView::render(const ProviderCard& provider) {
    QString beside = provider.custom ? tr("own server") : provider.local ? tr("on this machine") : QString();
    if (!provider.callable)
        beside = tr("this version cannot call its API yet");
    setTitle(provider.name, beside);
    m_up->setEnabled(!provider.first);
    m_down->setEnabled(!provider.last);
    m_handle->setEnabled(!(provider.first && provider.last));
    m_enabled->setChecked(provider.enabled);
    m_remove->setVisible(provider.removable);
    renderHealth(provider);
    renderKeys(provider);
    const bool isServer = provider.local || provider.custom;
    m_keysHolder->setVisible(!provider.keys.empty());
    m_noKey->setVisible(provider.keys.empty() && !isServer && provider.health.trouble.isEmpty());
    m_serverRow->setVisible(provider.keys.empty() && isServer);
    m_tested->setText(provider.tested.isEmpty() ? tr("No key; it may not need one.")
                                                : outcomeWords(provider.tested, provider.models));
    m_tested->setRole(provider.testFailed ? theme::Role::Bad : theme::Role::Secondary);
    m_test->setEnabled(!provider.testing);
    m_usualUrl->setVisible(provider.ownBaseUrl);
    renderField(m_url, provider.baseUrl, provider);
    renderField(m_proxy, provider.proxy, provider);
    for (std::size_t i = 0; i < m_variables.size() && i < provider.variables.size(); ++i)
        renderField(m_variables[i], provider.variables[i].value, provider);
    const auto fault = provider.faults.find(kCardField);
    setWords(m_fault, fault == provider.faults.end() ? QString() : fault->second.why);
}

QList<QWidget*> ProviderCardView::focusOrder() const {
    QList<QWidget*> order = findChildren<QWidget*>();
    order.removeIf([](const QWidget* widget) { return !(widget->focusPolicy() & Qt::TabFocus); });
    return order;
}

void ProviderCardView::renderHealth(const ProviderCard& provider) {
    m_healthRow->setVisible(provider.health.known);
    const Standing standing = standingOf(provider);
    m_healthIcon->setState(QString::fromLatin1(standing.icon), standing.role, standing.words);
    const QString hour = lastHour(provider.health);
    m_health->setText(hour.isEmpty() ? standing.words : standing.words + u" · "_s + hour);
    m_health->setRole(standing.role == theme::Role::Bad ? theme::Role::Bad : theme::Role::Secondary);
}

void ProviderCardView::renderKeys(const ProviderCard& provider) {
    const auto isGone = [&provider](const KeyRowView* view) {
        return std::none_of(provider.keys.begin(), provider.keys.end(),
                            [view](const KeyRow& key) { return key.entry.id == view->id(); });
    };
    for (KeyRowView* view : m_keys) {
        if (isGone(view)) {
            view->hide();
            m_keyRows->removeWidget(view);
            view->deleteLater();
        }
    }
    std::erase_if(m_keys, isGone);
    for (const KeyRow& key : provider.keys) {
        const auto known =
            std::find_if(m_keys.begin(), m_keys.end(), [&key](const auto* view) { return view->id() == key.entry.id; });
        if (known != m_keys.end()) {
            (*known)->render(key);
            continue;
        }
        auto* view = new KeyRowView(key, m_presenter, m_keysHolder);
        m_keys.push_back(view);
        m_keyRows->addWidget(view);
    }
}

void ProviderCardView::renderField(const Field& field, const QString& value, const ProviderCard& provider) {
    const auto fault = provider.faults.find(field.name);
    const bool refused = fault != provider.faults.end();
    const QString shown = refused ? fault->second.typed : value;
    const bool typing = field.edit->hasFocus() && field.edit->isModified();
    if (!typing && field.edit->text() != shown) {
        field.edit->setText(shown);
        field.edit->setCursorPosition(0);
    }
    setWords(field.fault, refused ? fault->second.why : QString());
}

} // namespace llmg::providerspage
