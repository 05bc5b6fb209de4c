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

/// A part of a provider's address that its user sets.
struct VariableRow {
    std::string name;  ///< "region"
    QString value;     ///< as set; empty: `otherwise`, or the environment
    QString otherwise; ///< in force where nothing is set; may be empty
    QString help;
    friend bool operator==(const VariableRow&, const VariableRow&) = default;
};

/// How a provider stands at this moment.
struct Health {
    bool known = false;         ///< the gateway was asked
    QString trouble;            ///< why it cannot be called; empty: it can
    std::int64_t requests = -1; ///< of the last hour; -1: not known yet
    std::int64_t errors = 0;
    friend bool operator==(const Health&, const Health&) = default;
};

/// A key that was found in a file, before it is taken over.
struct FoundKey {
    QString variable, name, masked; ///< name of its provider
    bool chosen = true;
    bool kept = false; ///< the same key is there already
    friend bool operator==(const FoundKey&, const FoundKey&) = default;
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
    QString proxy;        ///< outbound; empty: the system's
    int order = 0;        ///< lower first
    std::vector<VariableRow> variables;
    Health health;
    QString tested; ///< what came of a test without a key
    bool testing = false, testFailed = false;
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
    std::vector<FoundKey> found; ///< in a file, to choose from
    QString foundIn;             ///< its name, or why nothing was found
    QString error;
};

} // namespace llmg::providerspage
