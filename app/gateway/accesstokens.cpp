// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/accesstokens.h"

#include "app/gateway/environment.h"
#include "app/gateway/outgoing.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace llmg::gateway {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds kBeforeTheEnd{60};
constexpr std::chrono::milliseconds kPatience{15'000};
constexpr std::size_t kMostAnswerBytes = 256 * 1024;

} // namespace

struct AccessTokens::Exchange {
    explicit Exchange(asio::io_context& thread)
        : done(thread, asio::steady_timer::time_point::max()) {}
    asio::steady_timer done; ///< canceled when the outcome is there
    std::optional<Result<Secret>> outcome;
};

namespace {

/// Ends an exchange however its coroutine ends, so that nobody waits for one that is gone.
class ExchangeEnd {
  public:
    ExchangeEnd(Environment& environment, const std::string& keyId, std::shared_ptr<AccessTokens::Exchange> exchange)
        : m_environment(environment)
        , m_keyId(keyId)
        , m_exchange(std::move(exchange)) {}
    ExchangeEnd(const ExchangeEnd&) = delete;
    ExchangeEnd& operator=(const ExchangeEnd&) = delete;
    ~ExchangeEnd() {
        m_environment.shared.accessTokens.finished(m_environment.context, m_keyId);
        m_exchange->done.cancel();
    }

  private:
    Environment& m_environment;
    const std::string& m_keyId;
    std::shared_ptr<AccessTokens::Exchange> m_exchange;
};

} // namespace

std::optional<Secret> AccessTokens::find(const std::string& keyId, UnixTime now) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_tokens.find(keyId);
    if (found == m_tokens.end() || found->second.expiresAt - kBeforeTheEnd <= now)
        return std::nullopt;
    return found->second.token;
}

void AccessTokens::keep(const std::string& keyId, providers::AccessToken token) {
    const std::lock_guard lock(m_mutex);
    m_tokens.insert_or_assign(keyId, std::move(token));
}

void AccessTokens::drop(const std::string& keyId, const Secret& token) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_tokens.find(keyId);
    if (found != m_tokens.end() && found->second.token == token)
        m_tokens.erase(found);
}

std::shared_ptr<AccessTokens::Exchange> AccessTokens::join(asio::io_context& thread, const std::string& keyId,
                                                           bool& isNew) {
    const std::lock_guard lock(m_mutex);
    auto& exchange = m_underWay[{&thread, keyId}];
    isNew = !exchange;
    if (isNew)
        exchange = std::make_shared<Exchange>(thread);
    return exchange;
}

void AccessTokens::finished(asio::io_context& thread, const std::string& keyId) {
    const std::lock_guard lock(m_mutex);
    m_underWay.erase({&thread, keyId});
}

http::Task<Result<std::optional<providers::AccessToken>>>
exchangeKey(http::Client& client, const ProviderRuntime& provider, const Secret& key, UnixTime now) {
    using Answer = std::optional<providers::AccessToken>;
    const providers::CallContext context{provider.endpoint, key, {}, now, false};
    auto wire = provider.adapter->tokenRequest(context);
    if (!wire)
        co_return wire.error();
    if (!*wire)
        co_return Answer{};
    auto asked = outgoing(provider, std::move(**wire), "application/json");
    if (!asked)
        co_return asked.error();
    http::Deadlines deadlines;
    deadlines.connect = deadlines.firstByte = deadlines.silence = deadlines.total = kPatience;
    auto response = co_await client.send(asked->origin, std::move(asked->request), deadlines);
    if (!response)
        co_return response.error();
    auto body = co_await (*response)->readAll(kMostAnswerBytes);
    if (!body)
        co_return body.error();
    auto token = provider.adapter->decodeToken((*response)->status(), *body, now);
    if (!token)
        co_return token.error();
    co_return Answer(std::move(*token));
}

http::Task<Result<Secret>> accessToken(Environment& environment, const ProviderRuntime& provider,
                                       const domain::ProviderKey& key) {
    auto& tokens = environment.shared.accessTokens;
    const std::string keyId = key.entry.id;
    const UnixTime now = environment.shared.clock.now();
    if (auto kept = tokens.find(keyId, now))
        co_return std::move(*kept);
    bool isNew = false;
    const auto exchange = tokens.join(environment.context, keyId, isNew);
    if (!isNew) {
        boost::system::error_code canceled;
        co_await exchange->done.async_wait(asio::redirect_error(asio::use_awaitable, canceled));
        if (!exchange->outcome)
            co_return fail(ErrorKind::Canceled, "The gateway stops.");
        co_return *exchange->outcome;
    }
    const ExchangeEnd end(environment, keyId, exchange);
    auto token = co_await exchangeKey(environment.client, provider, key.secret, now);
    if (!token) {
        exchange->outcome = token.error();
    } else if (!*token) {
        exchange->outcome = Secret{};
    } else {
        exchange->outcome = (*token)->token;
        tokens.keep(keyId, std::move(**token));
    }
    co_return *exchange->outcome;
}

} // namespace llmg::gateway
