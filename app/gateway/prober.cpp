// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/prober.h"

#include "app/gateway/accesstokens.h"
#include "app/gateway/outgoing.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ssl/context.hpp>

#include <thread>

namespace llmg::gateway {
namespace {

namespace asio = boost::asio;
constexpr std::size_t kMostListBytes = 32 * 1024 * 1024;

http::Task<Result<Prober::Outcome>> ask(http::Client& client, const ProviderRuntime& provider, const Secret& key) {
    if (!provider.trouble.empty() && provider.origin.host.empty())
        co_return fail(ErrorKind::Configuration,
                       provider.endpoint.name + " cannot be called: " + provider.trouble + ".");
    const auto now = std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now());
    auto token = co_await exchangeKey(client, provider, key, now);
    if (!token)
        co_return token.error();
    const std::string_view shown = *token ? (*token)->token.reveal() : std::string_view{};
    const providers::CallContext context{provider.endpoint, key, shown, now, false};
    auto wire = provider.adapter->listModels(context);
    if (!wire)
        co_return wire.error();
    auto asked = outgoing(provider, std::move(*wire), "application/json");
    if (!asked)
        co_return asked.error();
    http::Deadlines deadlines;
    deadlines.connect = deadlines.firstByte = deadlines.silence = deadlines.total = std::chrono::milliseconds{15'000};
    const auto began = std::chrono::steady_clock::now();
    auto response = co_await client.send(asked->origin, std::move(asked->request), deadlines);
    if (!response)
        co_return response.error();
    auto body = co_await (*response)->readAll(kMostListBytes);
    const int status = (*response)->status();
    if (status < 200 || status >= 300)
        co_return provider.adapter->codecFor({}, {}).decodeError(status,
                                                                 body ? std::string_view(*body) : std::string_view{});
    if (!body)
        co_return body.error();
    auto models = provider.adapter->decodeModels(*body);
    if (!models)
        co_return models.error();
    Prober::Outcome outcome;
    outcome.latency = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
    outcome.models = std::move(*models);
    co_return outcome;
}

http::Task<> askAndTell(http::Client& client, ProviderRuntime provider, Secret key, Prober::Callback done) {
    auto outcome = co_await ask(client, provider, key);
    done(std::move(outcome));
}

} // namespace

struct Prober::Thread {
    explicit Thread(asio::ssl::context& tls)
        : context(1)
        , work(context.get_executor())
        , client(context, tls)
        , thread([this] { context.run(); }) {}
    ~Thread() {
        context.stop();
        thread.join();
    }
    asio::io_context context;
    asio::executor_work_guard<asio::io_context::executor_type> work;
    http::Client client;
    std::thread thread;
};

Prober::Prober(asio::ssl::context& tls)
    : m_tls(tls) {
}
Prober::~Prober() = default;

void Prober::probe(ProviderRuntime provider, Secret key, Callback done) {
    if (!provider.adapter) {
        done(fail(ErrorKind::Configuration, provider.endpoint.name + " cannot be called: " + provider.trouble + "."));
        return;
    }
    if (!m_thread)
        m_thread = std::make_unique<Thread>(m_tls);
    asio::co_spawn(m_thread->context,
                   askAndTell(m_thread->client, std::move(provider), std::move(key), std::move(done)), asio::detached);
}

} // namespace llmg::gateway
