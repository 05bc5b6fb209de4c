// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/http/wire.h"

namespace llmg::http {

/// The completion handler of a watch. It owns the wire, and through it the coroutine that waits; when the io_context
/// dies with the watch unanswered, the waiting coroutine must go too, or wire and coroutine would keep each other
/// alive.
struct Wire::Watch {
    std::shared_ptr<Wire> wire;
    bool reading;

    Watch(std::shared_ptr<Wire> owner, bool forReading)
        : wire(std::move(owner))
        , reading(forReading) {}
    Watch(Watch&&) noexcept = default;
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;
    Watch& operator=(Watch&&) = delete;
    ~Watch() {
        if (!wire)
            return;
        (reading ? wire->m_readWatched : wire->m_writeWatched) = false;
        if (!wire->m_readWatched && !wire->m_writeWatched)
            std::exchange(wire->m_waiter, std::nullopt);
    }

    void operator()(const error_code& error) {
        const auto owner = std::move(wire);
        if (reading) {
            owner->m_readWatched = false;
            owner->readReady(error);
        } else {
            owner->m_writeWatched = false;
            owner->writeReady(error);
        }
    }
};

Wire::Wire(asio::io_context& context, Timeouts& timeouts)
    : m_socket(context)
    , m_timeouts(timeouts) {
}

Wire::Wire(Socket socket, Timeouts& timeouts)
    : m_socket(std::move(socket))
    , m_timeouts(timeouts) {
}

void Wire::close() noexcept {
    error_code ignored;
    m_socket.close(ignored);
}

void Wire::stopWaiting() noexcept {
    error_code ignored;
    m_socket.cancel(ignored);
}

void Wire::watchRead() {
    if (m_readWatched)
        return;
    m_readWatched = true;
    m_socket.async_wait(Socket::wait_read, Watch(shared_from_this(), true));
}

void Wire::watchWrite() {
    if (m_writeWatched)
        return;
    m_writeWatched = true;
    m_socket.async_wait(Socket::wait_write, Watch(shared_from_this(), false));
}

Task<> Wire::event() {
    return asio::async_initiate<const asio::use_awaitable_t<>, void()>(
        [this](Waiter waiter) { m_waiter.emplace(std::move(waiter)); }, asio::use_awaitable);
}

void Wire::wake() {
    if (!m_waiter)
        return;
    Waiter waiter = std::move(*m_waiter);
    m_waiter.reset();
    std::move(waiter)();
}

std::size_t Wire::readNow(std::span<char> into, error_code& error) {
    const std::size_t count = m_socket.read_some(asio::buffer(into.data(), into.size()), error);
    if (error == asio::error::would_block || error == asio::error::try_again || error == asio::error::interrupted)
        error.clear();
    return count;
}

std::size_t Wire::writeNow(std::span<const asio::const_buffer> buffers, error_code& error) {
    const std::size_t count = m_socket.write_some(buffers, error);
    if (error == asio::error::would_block || error == asio::error::try_again || error == asio::error::interrupted)
        error.clear();
    return count;
}

void Wire::consume(std::span<asio::const_buffer>& buffers, std::size_t bytes) {
    while (!buffers.empty() && bytes >= buffers.front().size()) {
        bytes -= buffers.front().size();
        buffers = buffers.subspan(1);
    }
    if (!buffers.empty())
        buffers.front() += bytes;
}

} // namespace llmg::http
