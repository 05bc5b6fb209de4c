// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/service/engine.h"
#include "tests/support/wait.h"

#include <QTemporaryDir>

namespace llmg::tests {

/// On that directory, any free port, and without the keychain of whoever runs the test.
inline service::Engine::Options engineOptions(const QTemporaryDir& directory) {
    service::Engine::Options options;
    options.dataDirectory = directory.path();
    options.port = 0;
    options.useKeychain = false;
    return options;
}

inline bool runs(const service::Engine& engine) {
    return QTest::qWaitFor([&] { return engine.state().phase == service::GatewayState::Phase::Running; }, kPatienceMs);
}

inline bool start(service::Engine& engine, const QTemporaryDir& directory) {
    return engine.start(engineOptions(directory)) && runs(engine);
}

} // namespace llmg::tests
