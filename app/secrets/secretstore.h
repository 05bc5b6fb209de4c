// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/base/secret.h"

#include <QFuture>
#include <QObject>
#include <QString>

#include <chrono>
#include <memory>

namespace llmg::secrets {

/// Where secrets are kept. Every call is asynchronous: a keychain may ask the user and take minutes. Results arrive on
/// the thread of the caller's continuation context. Lives on the GUI (or main) thread.
class SecretStore : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;
    /// For people: "GNOME Keyring", "KWallet", "macOS Keychain", "this session only".
    [[nodiscard]] virtual QString name() const = 0;
    [[nodiscard]] virtual bool isPersistent() const = 0;
    /// Error NotFound when there is none under that name; Keychain when it is locked, absent or refuses.
    virtual QFuture<Result<Secret>> read(const QString& name) = 0;
    virtual QFuture<Result<>> write(const QString& name, const Secret& secret) = 0;
    /// Well when there was none: not every keychain can tell.
    virtual QFuture<Result<>> remove(const QString& name) = 0;
};

/// The operating system's keychain through QtKeychain, service "llm-gateway"; insecure fallback off.
std::unique_ptr<SecretStore> newKeychainStore(QObject* parent = nullptr);
/// Memory, gone with the process.
std::unique_ptr<SecretStore> newSessionStore(QObject* parent = nullptr);
/// Whether a keychain answers (a write, read and removal of a probe entry); never blocks. One that has not answered
/// within `patience` is an error Keychain: it is locked and waits for the user, or it hangs.
QFuture<Result<>> probeKeychain(SecretStore& store, std::chrono::milliseconds patience = std::chrono::seconds{5});

} // namespace llmg::secrets
