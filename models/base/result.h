// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

#include <boost/system/result.hpp>

#include <stdexcept>

namespace llmg {

/// A value or an Error. Test with `if (!result)`, take with `*result` or `result->`, the error with `result.error()`.
template <class T = void>
using Result = boost::system::result<T, Error>;

/// Shorthand for returning an error: `return fail(ErrorKind::NotFound, "…");`
inline Error fail(ErrorKind kind, std::string message, std::string param = {}) {
    Error error;
    error.kind = kind;
    error.message = std::move(message);
    error.param = std::move(param);
    return error;
}

/// Found by Boost through argument-dependent lookup when `.value()` is called on a failed Result: our own bug.
[[noreturn]] inline void throw_exception_from_error(const Error& error, const boost::source_location&) {
    throw std::logic_error("unchecked Result: " + error.message);
}

} // namespace llmg
