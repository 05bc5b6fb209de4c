// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/provider.h"

#include <QString>

#include <vector>

namespace llmg::providerspage {

/// A key as a row of its provider's card.
struct KeyRow {
    domain::ProviderKeyEntry entry;
    bool testing = false;
    QString outcome; ///< "434 ms, 67 models", or what the provider said
    bool failed = false;
    friend bool operator==(const KeyRow&, const KeyRow&) = default;
};

struct ProviderCard {
    std::string id;
    QString name;
    QString notes;        ///< what the catalog says of it
    QString keyPage;      ///< where keys are made; may be empty
    QString baseUrl;      ///< in force
    QString usualBaseUrl; ///< the catalog's; empty for an own server
    bool ownBaseUrl = false;
    bool enabled = true;
    bool custom = false;  ///< an own server
    bool local = false;   ///< on this machine, needs no key
    bool callable = true; ///< this version speaks its API
    std::vector<KeyRow> keys;
    friend bool operator==(const ProviderCard&, const ProviderCard&) = default;
};

/// The form at the top: a key before it is kept.
struct Entry {
    std::string provider;    ///< chosen or recognised; "" none
    bool recognised = false; ///< by its prefix
    QString hint;            ///< under the field
    bool failed = false;
    bool busy = false;
    friend bool operator==(const Entry&, const Entry&) = default;
};

struct ViewState {
    QString place; ///< "GNOME Keyring", "this session only"
    bool persistent = false;
    std::vector<std::pair<std::string, QString>> choices; ///< providers a key can be entered for: id, name
    std::vector<ProviderCard> cards;
    Entry entry;
    QString error;
};

} // namespace llmg::providerspage
