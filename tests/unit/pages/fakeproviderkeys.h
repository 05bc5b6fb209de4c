// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPromise>

#include "app/service/providerkeys.h"

#include <algorithm>

namespace llmg::tests {

/// Provider keys in memory that answer at once. What a test says is what a provider answers.
class FakeProviderKeys final : public service::ProviderKeys {
  public:
    [[nodiscard]] std::vector<domain::ProviderKeyEntry> entries() const override { return kept; }
    [[nodiscard]] std::optional<domain::ProviderKeyEntry> entryOf(const std::string& provider,
                                                                  const Secret& key) const override {
        for (const auto& entry : kept) {
            if (entry.provider == provider && entry.masked == key.masked())
                return entry;
        }
        return std::nullopt;
    }
    [[nodiscard]] std::string shownKey(const std::string&, const Secret& key) const override { return key.masked(); }
    [[nodiscard]] QString placeName() const override { return place; }
    [[nodiscard]] bool isPersistent() const override { return persistent; }

    QFuture<Result<domain::ProviderKeyEntry>> add(std::string provider, std::string label, Secret key) override {
        if (refuseAdd)
            return ready<domain::ProviderKeyEntry>(
                fail(ErrorKind::Keychain, "The keychain is locked. Unlock it and try again."));
        domain::ProviderKeyEntry entry;
        entry.id = "id" + std::to_string(kept.size() + 1);
        entry.provider = std::move(provider);
        entry.label = std::move(label);
        entry.masked = key.masked();
        kept.push_back(entry);
        lastKey = key;
        Q_EMIT changed();
        return ready<domain::ProviderKeyEntry>(entry);
    }
    QFuture<Result<>> remove(std::string entryId) override {
        std::erase_if(kept, [&entryId](const auto& entry) { return entry.id == entryId; });
        Q_EMIT changed();
        return ready<void>(Result<>{});
    }
    QFuture<Result<>> setWeight(std::string entryId, int weight) override {
        if (weight < 1 || weight > 100)
            return ready<void>(
                Result<>(fail(ErrorKind::InvalidParameters, "weight is a whole number from 1 to 100.", "weight")));
        for (auto& entry : kept) {
            if (entry.id == entryId)
                entry.weight = weight;
        }
        Q_EMIT changed();
        return ready<void>(Result<>{});
    }
    QFuture<Result<service::ProviderTest>> test(std::string provider, Secret key) override {
        lastProvider = std::move(provider);
        lastKey = key;
        return ready<service::ProviderTest>(answer());
    }
    QFuture<Result<service::ProviderTest>> testEntry(std::string entryId) override {
        for (auto& entry : kept) {
            if (entry.id == entryId)
                entry.state = refuseTest ? domain::ProviderKeyState::Rejected : domain::ProviderKeyState::Good;
        }
        return ready<service::ProviderTest>(answer());
    }

    std::vector<domain::ProviderKeyEntry> kept;
    QString place = QStringLiteral("GNOME Keyring");
    bool persistent = true, refuseAdd = false, refuseTest = false;
    std::string lastProvider;
    Secret lastKey;

  private:
    [[nodiscard]] Result<service::ProviderTest> answer() const {
        if (refuseTest)
            return fail(ErrorKind::UpstreamKeyRejected, "Incorrect API key provided.");
        service::ProviderTest test;
        test.latency = std::chrono::milliseconds{434};
        test.models = {"a", "b", "c"};
        return test;
    }
    template <class T>
    static QFuture<Result<T>> ready(Result<T> result) {
        QPromise<Result<T>> promise;
        promise.start();
        promise.addResult(std::move(result));
        promise.finish();
        return promise.future();
    }
};

} // namespace llmg::tests
