// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/notices.h"

#include "app/catalog/catalog.h"
#include "app/service/providerkeys.h"

namespace llmg::shell {

using namespace Qt::StringLiterals;
using Phase = service::GatewayState::Phase;

namespace {

bool isBad(const domain::ProviderKeyEntry& key) {
    return key.state == domain::ProviderKeyState::Rejected;
}

} // namespace

Notices::Notices(service::Engine& engine, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
    , m_phase(engine.state().phase) {
    // What was so when the window came up is on the pages; only what happens from now on is news.
    for (const auto& key : engine.providerKeys().entries()) {
        if (isBad(key))
            m_badKeys.insert(QString::fromStdString(key.id));
    }
    connect(&engine, &service::Engine::budgetAlert, this, &Notices::budgetReached);
    connect(&engine, &service::Engine::stateChanged, this, &Notices::lookAtGateway);
    connect(&engine.providerKeys(), &service::ProviderKeys::changed, this, &Notices::lookAtKeys);
}

void Notices::budgetReached(const QString& text, int percent) {
    const QString title = percent >= 100 ? tr("A budget is spent") : tr("A budget is at %1 %").arg(percent);
    Q_EMIT noticed({u"budget:"_s + text.section(u" is at "_s, 0, 0), title, text, u"projects"_s, percent >= 100});
}

void Notices::lookAtKeys() {
    QSet<QString> bad;
    for (const auto& key : m_engine.providerKeys().entries()) {
        if (!isBad(key))
            continue;
        const QString id = QString::fromStdString(key.id);
        bad.insert(id);
        if (m_badKeys.contains(id))
            continue;
        const auto* provider = m_engine.catalog().provider(key.provider);
        const QString name = QString::fromStdString(provider ? provider->name : key.provider);
        Q_EMIT noticed({u"key:"_s + id, tr("%1 refuses a key").arg(name),
                        tr("The key “%1” (%2) is left out until it is tested again. %3")
                            .arg(QString::fromStdString(key.label), QString::fromStdString(key.masked),
                                 QString::fromStdString(key.stateReason))
                            .trimmed(),
                        u"providers"_s, false});
    }
    m_badKeys = bad;
}

void Notices::lookAtGateway() {
    const auto state = m_engine.state();
    const bool stopped = m_phase == Phase::Running && state.phase == Phase::Failed;
    m_phase = state.phase;
    if (stopped)
        Q_EMIT noticed({u"gateway"_s, tr("The gateway stopped"), state.error, u"overview"_s, true});
}

} // namespace llmg::shell
