// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Clients and providers that know their own dialect and nothing of this program: written after the providers'
// references, with Qt's JSON, so that a mistake of a codec cannot hide on both sides.
#include "tests/integration/pairs/neutral.h"
#include "tests/support/fakeupstream.h"
#include "tests/support/rawclient.h"

#include <memory>

namespace llmg::tests::pairs {

class Client {
  public:
    virtual ~Client() = default;
    [[nodiscard]] virtual QByteArray path(const Request& request) const = 0;
    [[nodiscard]] virtual QJsonObject body(const Request& request) const = 0;
    /// A whole answer, an error's included.
    [[nodiscard]] virtual Answer read(const QJsonObject& document) const = 0;
    /// A stream, put together as this dialect's SDKs do, then read.
    [[nodiscard]] virtual Answer readStream(const QByteArray& body) const = 0;
    /// Counts that this dialect has no place for are 0.
    [[nodiscard]] virtual Usage visible(Usage usage) const { return usage; }
};

class Provider {
  public:
    virtual ~Provider() = default;
    [[nodiscard]] virtual Request read(const ReceivedRequest& received) const = 0;
    [[nodiscard]] virtual Scenario whole(const Answer& answer) const = 0;
    /// With an answer that has an error, it comes after the text, instead of the end.
    [[nodiscard]] virtual Scenario streamed(const Answer& answer) const = 0;
    [[nodiscard]] virtual QByteArray errorBody(int status, const QString& message) const = 0;
    [[nodiscard]] virtual Usage visible(Usage usage) const { return usage; }
};

std::unique_ptr<Client> chatClient();
std::unique_ptr<Client> messagesClient();
std::unique_ptr<Client> responsesClient();
std::unique_ptr<Client> geminiClient();

/// Reasoning as aggregators send it: text, with details that hold signatures. `path` is where requests must arrive.
std::unique_ptr<Provider> chatProvider(const QByteArray& path);
std::unique_ptr<Provider> responsesProvider(const QByteArray& path);
std::unique_ptr<Provider> messagesProvider();
std::unique_ptr<Provider> geminiProvider(const QByteArray& models, bool sendsIds);
std::unique_ptr<Provider> bedrockProvider();
std::unique_ptr<Provider> cohereProvider();

} // namespace llmg::tests::pairs
