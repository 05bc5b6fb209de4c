// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalog/catalog.h"
#include "app/secrets/environmentkeys.h"
#include "app/service/providerkeys.h"
#include "ui/pages/providers/presenter.h"
#include "ui/widgets/whenready.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

// Keys that other programs keep in a `.env` file.
namespace llmg::providerspage {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMostBytes = 1 << 20;

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

/// Whose key a variable of that name holds; nullptr: nobody's.
const domain::ProviderEntry* ownerOf(const catalog::Catalog& catalog, const std::string& variable) {
    const auto& all = catalog.providers();
    const auto owner = std::find_if(all.begin(), all.end(), [&variable](const domain::ProviderEntry& each) {
        return std::find(each.env.begin(), each.env.end(), variable) != each.env.end();
    });
    return owner == all.end() ? nullptr : &*owner;
}

} // namespace

std::string Presenter::freeLabel(const std::string& provider) const {
    // "default", then "key 2": a label is unique for its provider.
    const auto entries = m_keys.entries();
    const auto taken = [&](const std::string& each) {
        return std::any_of(entries.begin(), entries.end(),
                           [&](const auto& entry) { return entry.provider == provider && entry.label == each; });
    };
    std::string named = "default";
    for (int number = 2; taken(named); ++number)
        named = "key " + std::to_string(number);
    return named;
}

void Presenter::previewFile(const QString& path) {
    QFile file(path);
    // A directory or a pipe would never end.
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly)) {
        dismissFound();
        m_state.foundIn = tr("%1 cannot be read.").arg(QFileInfo(path).fileName());
        Q_EMIT stateChanged();
        return;
    }
    const QByteArray content = file.read(kMostBytes + 1);
    previewText(QFileInfo(path).fileName(),
                std::string_view(content.constData(), static_cast<std::size_t>(content.size())));
}

void Presenter::previewText(const QString& name, std::string_view content) {
    dismissFound();
    const auto lines = secrets::parseDotEnv(content);
    if (!lines) {
        m_state.foundIn = tr("%1: %2").arg(name, text(lines.error().message));
        Q_EMIT stateChanged();
        return;
    }
    const auto entries = m_keys.entries();
    for (const auto& [variable, value] : *lines) {
        const domain::ProviderEntry* owner = value.isEmpty() ? nullptr : ownerOf(*m_catalog, variable);
        if (!owner)
            continue;
        FoundKey found{text(variable), text(owner->name), text(value.masked()), true, false};
        found.kept = std::any_of(entries.begin(), entries.end(), [&](const domain::ProviderKeyEntry& entry) {
            return entry.provider == owner->id && entry.masked == value.masked();
        });
        found.chosen = !found.kept;
        m_state.found.push_back(std::move(found));
        m_found.push_back({owner->id, value});
    }
    m_state.foundIn = m_state.found.empty() ? tr("%1 holds no key of a provider that is known here.").arg(name) : name;
    Q_EMIT stateChanged();
}

void Presenter::chooseFound(std::size_t index, bool chosen) {
    if (index >= m_state.found.size())
        return;
    m_state.found[index].chosen = chosen;
    Q_EMIT stateChanged();
}

void Presenter::importFound() {
    for (std::size_t i = 0; i < m_found.size(); ++i) {
        if (m_state.found[i].chosen)
            m_toImport.push_back(std::move(m_found[i]));
    }
    dismissFound();
    importNext();
}

void Presenter::importNext() {
    if (m_toImport.empty())
        return;
    const Found found = std::move(m_toImport.front());
    m_toImport.erase(m_toImport.begin());
    // One after the other: each gets a label that the ones before it left free.
    widgets::whenReady(m_keys.add(found.provider, freeLabel(found.provider), found.key), this,
                       [this](const Result<domain::ProviderKeyEntry>& added) {
                           if (!added)
                               m_state.error = text(added.error().message);
                           read();
                           if (added)
                               testKey(added->id);
                           importNext();
                       });
}

void Presenter::dismissFound() {
    m_found.clear();
    m_state.found.clear();
    m_state.foundIn.clear();
    Q_EMIT stateChanged();
}

} // namespace llmg::providerspage
