// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/providers/cardparts.h"

#include "ui/pages/providers/presenter.h"
#include "ui/pages/providers/providerspage.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/statusdot.h"

#include <QGridLayout>
#include <QLineEdit>

namespace llmg::providerspage {

using namespace Qt::StringLiterals;
using namespace widgets;

namespace {

constexpr double kWorrying = 0.05; ///< share of errors from which a provider does not look well

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QString lastHour(const Health& health) {
    if (health.requests < 0)
        return {};
    if (health.requests == 0)
        return ProvidersPage::tr("no requests in the last hour");
    const double share = static_cast<double>(health.errors) / static_cast<double>(health.requests);
    return ProvidersPage::tr("%1 of %2 requests failed in the last hour")
        .arg(formatPercent(share), formatCount(health.requests));
}

} // namespace

QWidget* newHealth(const ProviderCard& provider, QWidget* parent) {
    const Health& health = provider.health;
    auto* holder = new QWidget(parent);
    auto* row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::px(10));
    theme::Role role = theme::Role::Good;
    QString word = ProvidersPage::tr("ready");
    if (!provider.enabled) {
        role = theme::Role::Muted;
        word = ProvidersPage::tr("switched off");
    } else if (!health.trouble.isEmpty()) {
        role = theme::Role::Bad;
        word = health.trouble;
    } else if (health.requests > 0 &&
               static_cast<double>(health.errors) > kWorrying * static_cast<double>(health.requests)) {
        role = theme::Role::Warning;
        word = ProvidersPage::tr("ready, but failing at times");
    }
    auto* dot = new StatusDot(holder);
    dot->setState(role, word);
    row->addWidget(dot, 0, Qt::AlignVCenter);
    const QString hour = lastHour(health);
    auto* words = new TextLabel(hour.isEmpty() ? word : word + u" · "_s + hour, theme::TextStyle::Small,
                                role == theme::Role::Bad ? role : theme::Role::Secondary, holder);
    words->setObjectName(u"providerHealth-"_s + text(provider.id));
    words->setWordWrap(true);
    row->addWidget(words, 1);
    return holder;
}

QWidget* newServerTest(const ProviderCard& provider, Presenter* presenter, QWidget* parent) {
    auto* holder = new QWidget(parent);
    auto* row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::px(10));
    row->addWidget(
        new ElidedLabel(provider.tested.isEmpty() ? ProvidersPage::tr("No key; it may not need one.") : provider.tested,
                        theme::TextStyle::Small, provider.testFailed ? theme::Role::Bad : theme::Role::Secondary,
                        holder),
        1);
    auto* test = newButton(ProvidersPage::tr("Test"), theme::ButtonKind::Flat, holder);
    test->setObjectName(u"serverTest-"_s + text(provider.id));
    test->setAccessibleName(ProvidersPage::tr("Test %1").arg(provider.name));
    test->setEnabled(!provider.testing);
    QObject::connect(test, &QPushButton::clicked, presenter,
                     [presenter, id = provider.id] { presenter->testServer(id); });
    row->addWidget(test);
    return holder;
}

QWidget* newOrder(const ProviderCard& provider, Presenter* presenter, QWidget* parent) {
    auto* holder = new QWidget(parent);
    auto* row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    const auto button = [&](const QString& icon, const QString& name, const QString& objectName, int by) {
        auto* made = newIconButton(icon, name, holder);
        made->setObjectName(objectName + text(provider.id));
        QObject::connect(made, &QPushButton::clicked, presenter,
                         [presenter, id = provider.id, by] { presenter->move(id, by); });
        row->addWidget(made);
    };
    button(u"arrow-up"_s, ProvidersPage::tr("Ask %1 earlier").arg(provider.name), u"providerUp-"_s, -1);
    button(u"arrow-down"_s, ProvidersPage::tr("Ask %1 later").arg(provider.name), u"providerDown-"_s, 1);
    return holder;
}

QWidget* newVariables(const ProviderCard& provider, Presenter* presenter, QWidget* parent) {
    if (provider.variables.empty())
        return nullptr;
    auto* holder = new QWidget(parent);
    auto* grid = new QGridLayout(holder);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(theme::px(10));
    grid->setVerticalSpacing(theme::px(6));
    grid->setColumnStretch(2, 1);
    int row = 0;
    for (const VariableRow& variable : provider.variables) {
        auto* field = new QLineEdit(variable.value, holder);
        field->setObjectName(u"providerVariable-%1-%2"_s.arg(text(provider.id), text(variable.name)));
        field->setAccessibleName(ProvidersPage::tr("%1 of %2").arg(text(variable.name), provider.name));
        field->setAccessibleDescription(variable.help);
        field->setPlaceholderText(variable.otherwise.isEmpty() ? ProvidersPage::tr("from the environment")
                                                               : variable.otherwise);
        field->setFont(theme::font(theme::TextStyle::MonoSmall));
        field->setFixedWidth(theme::px(220));
        QObject::connect(field, &QLineEdit::editingFinished, presenter,
                         [presenter, field, id = provider.id, name = variable.name] {
                             presenter->setVariable(id, name, field->text());
                         });
        grid->addWidget(new TextLabel(text(variable.name), theme::TextStyle::Small, theme::Role::Muted, holder), row,
                        0);
        grid->addWidget(field, row, 1);
        grid->addWidget(new ElidedLabel(variable.help, theme::TextStyle::Small, theme::Role::Secondary, holder), row,
                        2);
        ++row;
    }
    return holder;
}

QWidget* newProxy(const ProviderCard& provider, Presenter* presenter, QWidget* parent) {
    auto* field = new QLineEdit(provider.proxy, parent);
    field->setObjectName(u"providerProxy-"_s + text(provider.id));
    field->setAccessibleName(ProvidersPage::tr("Proxy to %1").arg(provider.name));
    field->setPlaceholderText(ProvidersPage::tr("the system's"));
    field->setToolTip(ProvidersPage::tr("http://host:port, or “direct” for none; empty: the system's"));
    field->setFont(theme::font(theme::TextStyle::MonoSmall));
    field->setFixedWidth(theme::px(180));
    QObject::connect(field, &QLineEdit::editingFinished, presenter,
                     [presenter, field, id = provider.id] { presenter->setProxy(id, field->text()); });
    return field;
}

} // namespace llmg::providerspage
