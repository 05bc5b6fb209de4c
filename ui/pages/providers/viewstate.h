// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/routing/breaker.h"
#include "models/domain/provider.h"

#include <QString>
#include <QStringList>

#include <map>
#include <optional>
#include <vector>

namespace llmg::providerspage {

/// Fields of a card that may be refused; a variable of the address goes by its own name.
inline constexpr const char* kBaseUrlField = "base_url";
inline constexpr const char* kProxyField = "proxy";
inline constexpr const char* kCardField = ""; ///< none of them: the card as a whole

/// What was typed and not taken, and why. It stays in its field.
struct Fault {
    QString typed, why;
    friend bool operator==(const Fault&, const Fault&) = default;
};

/// A key as a row of its provider's card.
struct KeyRow {
    domain::ProviderKeyEntry entry;
    bool testing = false;
    QString outcome;    ///< of a test: "434 ms, 67 models", or what the provider said
    QStringList models; ///< that the test found
    bool failed = false;
    std::optional<int> sharePercent; ///< of its provider's requests, where there is more than one key; 0: taken out
    bool weighable = false;          ///< its weight can be set
    QString fault;                   ///< why its weight was not taken
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
    bool resting = false;       ///< its keys rest, and will be used again
    std::int64_t requests = -1; ///< of the last hour; -1: not known yet
    std::int64_t errors = 0;
    routing::BreakerState breaker = routing::BreakerState::Closed;
    int failures = 0;    ///< that opened the breaker
    int secondsLeft = 0; ///< until it is tried again, while the breaker is open
    friend bool operator==(const Health&, const Health&) = default;
};

/// A key that was found in the environment or in a file, before it is taken over.
struct FoundKey {
    enum class Standing {
        New,
        InEnvironment, ///< used from there already; could be kept
        Kept,          ///< the same key is here already
        Unusable,      ///< `words` say why
    };
    QString variable, name, masked; ///< name of its provider
    Standing standing = Standing::New;
    QString words;
    bool chosen = false;
    [[nodiscard]] bool canBeChosen() const { return standing == Standing::New || standing == Standing::InEnvironment; }
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
    bool custom = false;              ///< an own server
    bool local = false;               ///< on this machine, needs no key
    bool removable = false;           ///< it is there only because the user said so
    bool callable = true;             ///< this version speaks its API
    QString proxy;                    ///< outbound; empty: the system's
    int order = 0;                    ///< lower first; 0: none
    bool first = false, last = false; ///< of the cards
    std::vector<VariableRow> variables;
    Health health;
    QString tested;     ///< what came of a test without a key
    QStringList models; ///< that it found
    bool testing = false, testFailed = false;
    std::vector<KeyRow> keys;
    std::map<std::string, Fault> faults; ///< by field
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
    bool ordered = false; ///< the user set an order
    Entry entry;
    std::vector<FoundKey> found; ///< to choose from
    QString foundIn;             ///< where; empty: nobody looked
    bool busy = false;           ///< a change is on its way
    bool importing = false;
    QString foundFault;  ///< why there is nothing to choose from
    QString serverFault; ///< why the own server was not added
    QString error;       ///< what belongs to no card
    friend bool operator==(const ViewState&, const ViewState&) = default;
};

} // namespace llmg::providerspage
