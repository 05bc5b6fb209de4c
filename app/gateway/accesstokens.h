// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gateway/snapshot.h"
#include "app/http/asio.h"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace llmg::gateway {

struct Environment;

/// The access tokens that were got in exchange for provider keys, by key id, until a minute before they end.
/// Thread-safe; nothing is ever written.
class AccessTokens {
  public:
    /// nullopt: none, or its end is near.
    [[nodiscard]] std::optional<Secret> find(const std::string& keyId, UnixTime now) const;
    void keep(const std::string& keyId, providers::AccessToken token);
    /// The provider refused this very token (401). One that was got since stays.
    void drop(const std::string& keyId, const Secret& token);

    /// An exchange under way on one thread, for those of the thread who wait for it.
    struct Exchange;
    /// The one under way for this key on this thread; a new one, and `isNew`, where there is none.
    std::shared_ptr<Exchange> join(http::asio::io_context& thread, const std::string& keyId, bool& isNew);
    void finished(http::asio::io_context& thread, const std::string& keyId);

  private:
    mutable std::mutex m_mutex;
    std::map<std::string, providers::AccessToken> m_tokens;
    std::map<std::pair<const void*, std::string>, std::shared_ptr<Exchange>> m_underWay;
};

/// Asks the token server now; nullopt where the key needs none. Errors: UpstreamKeyRejected with the server's words,
/// Upstream, UpstreamTimeout (15 s).
http::Task<Result<std::optional<providers::AccessToken>>>
exchangeKey(http::Client& client, const ProviderRuntime& provider, const Secret& key, UnixTime now);

/// The token to send with this key; empty where the key is sent itself. From the cache where it has one; requests of a
/// thread that need the same one share one exchange. Not canceled with a client: the next one needs it too.
http::Task<Result<Secret>> accessToken(Environment& environment, const ProviderRuntime& provider,
                                       const domain::ProviderKey& key);

} // namespace llmg::gateway
