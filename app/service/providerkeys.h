// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/base/secret.h"
#include "models/domain/provider.h"

#include <QFuture>
#include <QObject>
#include <QString>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace llmg::service {

/// Outcome of a models call with a key.
struct ProviderTest {
    std::chrono::milliseconds latency{0};
    std::vector<std::string> models; ///< ids as the provider lists them
};

/// Keys of all providers: from the keychain, the environment and this session, in that order. Asynchronous; main
/// thread.
class ProviderKeys : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;
    [[nodiscard]] virtual std::vector<domain::ProviderKeyEntry> entries() const = 0;
    /// The one that is this very key; one that is kept rather than its double in the environment.
    [[nodiscard]] virtual std::optional<domain::ProviderKeyEntry> entryOf(const std::string& provider,
                                                                          const Secret& key) const = 0;
    /// A key of this provider as it may be shown.
    [[nodiscard]] virtual std::string shownKey(const std::string& provider, const Secret& key) const = 0;
    /// Where an added key goes: the keychain's name, or "this session only" when there is none.
    [[nodiscard]] virtual QString placeName() const = 0;
    [[nodiscard]] virtual bool isPersistent() const = 0;
    /// InvalidParameters: unknown provider, no key of this provider's form, label taken. Keychain: it refused.
    virtual QFuture<Result<domain::ProviderKeyEntry>> add(std::string provider, std::string label, Secret key) = 0;
    virtual QFuture<Result<>> remove(std::string entryId) = 0;
    /// How large a share of its provider's requests a key gets, 1 … 100. InvalidParameters for a key of the
    /// environment: nothing is kept of it.
    virtual QFuture<Result<>> setWeight(std::string entryId, int weight) = 0;
    /// Lists the models with a key that may not be stored yet; UpstreamKeyRejected with the provider's words when
    /// refused.
    virtual QFuture<Result<ProviderTest>> test(std::string provider, Secret key) = 0;
    /// The same with a stored one; its state changes with the outcome.
    virtual QFuture<Result<ProviderTest>> testEntry(std::string entryId) = 0;

  Q_SIGNALS:
    void changed();
};

} // namespace llmg::service
