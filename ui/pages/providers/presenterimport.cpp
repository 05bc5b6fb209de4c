// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalog/catalog.h"
#include "app/service/providerkeys.h"
#include "ui/pages/providers/presenter.h"
#include "ui/pages/providers/words.h"
#include "ui/widgets/whenready.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

// Keys that other programs use, from the environment or a `.env` file: looked at first, then taken over.
namespace llmg::providerspage {

using namespace Qt::StringLiterals;
using domain::SecretPlace;
using Standing = FoundKey::Standing;

void Presenter::previewEnvironment() {
    if (m_state.importing)
        return;
    auto found = service::keysOfEnvironment(*m_catalog);
    if (found.empty()) {
        dismissFound();
        m_state.foundIn = tr("Environment");
        m_state.foundFault = tr("The environment of this program holds no key of a provider that is known here. "
                                "Variables of a shell count only for programs that are started from it.");
        Q_EMIT stateChanged();
        return;
    }
    show(tr("Environment"), std::move(found));
}

void Presenter::previewFile(const QString& path) {
    if (m_state.importing)
        return;
    const QString name = QFileInfo(path).fileName();
    auto found = service::keysOfFile(*m_catalog, path.toStdString());
    if (found && !found->empty())
        return show(name, std::move(*found));
    dismissFound();
    m_state.foundIn = name.isEmpty() ? path : name;
    m_state.foundFault = found ? tr("The file holds no key of a provider that is known here.")
                               : tr("Nothing is taken from %1").arg(text(found.error().message));
    Q_EMIT stateChanged();
}

void Presenter::show(const QString& where, std::vector<service::FoundKey> keys) {
    dismissFound();
    for (const service::FoundKey& key : keys) {
        FoundKey found;
        found.variable = text(key.variable);
        if (!key.beside.empty())
            found.variable += u", "_s + text(key.beside);
        found.name = key.provider.empty() ? QString() : nameOf(key.provider);
        found.masked = text(key.masked);
        const auto twin = key.trouble.empty() ? m_keys.entryOf(key.provider, key.secret) : std::nullopt;
        if (!key.trouble.empty()) {
            found.standing = Standing::Unusable;
            found.words = text(key.trouble);
        } else if (!twin) {
            found.words = tr("new");
        } else if (twin->place == SecretPlace::Environment && m_keys.isPersistent()) {
            found.standing = Standing::InEnvironment;
            found.words = tr("used from the environment; can be kept in %1").arg(m_keys.placeName());
        } else {
            found.standing = Standing::Kept;
            found.words = twin->place == SecretPlace::Environment ? tr("used from the environment already")
                                                                  : tr("already here, as “%1”").arg(text(twin->label));
        }
        found.chosen = found.standing == Standing::New;
        m_state.found.push_back(std::move(found));
    }
    m_found = std::move(keys);
    m_state.foundIn = where;
    Q_EMIT stateChanged();
}

void Presenter::chooseFound(std::size_t index, bool chosen) {
    if (index >= m_state.found.size() || !m_state.found[index].canBeChosen())
        return;
    m_state.found[index].chosen = chosen;
    Q_EMIT stateChanged();
}

void Presenter::importFound() {
    if (m_state.importing)
        return;
    m_state.importing = true;
    for (std::size_t i = 0; i < m_found.size(); ++i) {
        if (m_state.found[i].chosen && m_state.found[i].canBeChosen())
            m_toImport.push_back(i);
    }
    importNext();
}

void Presenter::importNext() {
    if (m_toImport.empty())
        return finishImport();
    const std::size_t index = m_toImport.front();
    m_toImport.erase(m_toImport.begin());
    const service::FoundKey& key = m_found[index];
    const auto twin = m_keys.entryOf(key.provider, key.secret);
    const std::string label =
        service::freeLabel(m_keys.entries(), key.provider, key.variable, twin ? twin->id : std::string{});
    // One after the other: each gets a label that the ones before it left free.
    widgets::whenReady(m_keys.add(key.provider, label, key.secret), this,
                       [this, index](const Result<domain::ProviderKeyEntry>& added) {
                           FoundKey& row = m_state.found[index];
                           row.chosen = false;
                           row.standing = added ? Standing::Kept : Standing::Unusable;
                           row.words = added ? tr("imported") : sentence(text(added.error().message));
                           read();
                           if (added) {
                               m_imported.push_back(added->id);
                               testKey(added->id);
                           }
                           importNext();
                       });
}

void Presenter::finishImport() {
    m_state.importing = false;
    const std::vector<std::string> imported = std::exchange(m_imported, {});
    Q_EMIT stateChanged();
    if (imported.empty())
        return;
    const auto failed = std::any_of(m_state.found.begin(), m_state.found.end(), [this](const FoundKey& row) {
        const auto index = static_cast<std::size_t>(&row - m_state.found.data());
        return row.standing == Standing::Unusable && m_found[index].trouble.empty();
    });
    if (!failed)
        dismissFound();
    offerUndo(imported.size() == 1 ? tr("One key imported") : tr("%1 keys imported").arg(imported.size()),
              [this, imported] {
                  for (const std::string& id : imported) {
                      widgets::whenReady(m_keys.remove(id), this, [this](const Result<>& done) {
                          if (!done)
                              m_state.error = sentence(text(done.error().message));
                          read();
                      });
                  }
              });
}

void Presenter::dismissFound() {
    if (m_state.importing)
        return;
    m_found.clear();
    m_state.found.clear();
    m_state.foundIn.clear();
    m_state.foundFault.clear();
    Q_EMIT stateChanged();
}

} // namespace llmg::providerspage
