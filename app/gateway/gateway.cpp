// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/gateway.h"

#include "app/gateway/pipeline.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>

namespace llmg::gateway {
namespace {

namespace asio = boost::asio;
constexpr const char* kLoopback4 = "127.0.0.1";
constexpr const char* kLoopback6 = "::1";

} // namespace

struct Gateway::Worker {
    Worker(SharedState& shared, asio::ssl::context& tls, const http::ServerLimits& limits, SnapshotPtr snapshot)
        : context(1)
        , work(context.get_executor())
        , client(context, tls)
        , pipeline(Environment{context, client, shared, [this] { return chance(engine); }}, std::move(snapshot))
        , server(context, limits, [this](http::Exchange& exchange) { return pipeline.handle(exchange); }) {}

    static http::Task<> shutDown(Worker& worker, std::chrono::milliseconds patience) {
        worker.server.stopAccepting();
        co_await worker.server.drain(patience);
        worker.client.closeIdle();
        worker.work.reset();
        worker.context.stop();
    }

    std::minstd_rand engine{std::random_device{}()};
    std::uniform_real_distribution<double> chance{0, 1};
    asio::io_context context;
    asio::executor_work_guard<asio::io_context::executor_type> work;
    http::Client client;
    Pipeline pipeline;
    http::Server server;
    std::thread thread;
};

Gateway::Gateway(SharedState& shared, asio::ssl::context& tls)
    : m_shared(shared)
    , m_tls(tls) {
}

Gateway::~Gateway() {
    stop(std::chrono::milliseconds{0});
}

Result<std::uint16_t> Gateway::start(const Options& options, SnapshotPtr snapshot) {
    m_shared.rollouts.follow(snapshot->configuration().projects);
    const int threads = std::max(1, options.threads);
    const bool bothLoopbacks = options.host == "localhost" || options.host == kLoopback4;
    const std::string host = bothLoopbacks ? kLoopback4 : options.host;
    std::uint16_t port = options.port;
    std::vector<std::unique_ptr<Worker>> workers;
    for (int i = 0; i < threads; ++i) {
        auto worker = std::make_unique<Worker>(m_shared, m_tls, options.server, snapshot);
        auto bound = worker->server.listen(host, port, threads > 1);
        if (!bound)
            return bound.error();
        port = *bound;
        // A machine without IPv6, or with that port taken there, is served over IPv4 alone.
        if (bothLoopbacks)
            (void)worker->server.listen(kLoopback6, port, threads > 1);
        workers.push_back(std::move(worker));
    }
    m_workers = std::move(workers);
    for (auto& worker : m_workers)
        worker->thread = std::thread([context = &worker->context] { context->run(); });
    return port;
}

void Gateway::apply(const SnapshotPtr& snapshot, std::function<void()> done) {
    m_shared.rollouts.follow(snapshot->configuration().projects);
    const auto left = std::make_shared<std::atomic<std::size_t>>(m_workers.size());
    for (auto& worker : m_workers) {
        asio::post(worker->context, [pipeline = &worker->pipeline, snapshot, left, done] {
            pipeline->apply(snapshot);
            if (left->fetch_sub(1) == 1 && done)
                done();
        });
    }
}

void Gateway::stop(std::chrono::milliseconds patience) {
    for (auto& worker : m_workers)
        asio::co_spawn(worker->context, Worker::shutDown(*worker, patience), asio::detached);
    for (auto& worker : m_workers)
        worker->thread.join();
    if (m_shared.drainStores)
        m_shared.drainStores();
    m_workers.clear();
}

} // namespace llmg::gateway
