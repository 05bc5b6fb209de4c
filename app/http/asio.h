// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one place that names Asio; included by app/http, app/gateway and their tests only (it compiles slowly).
#include "models/base/result.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace llmg::http {

namespace asio = boost::asio;

template <class T = void>
using Task = asio::awaitable<T>;

} // namespace llmg::http
