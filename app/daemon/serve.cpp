// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/serve.h"

#include "app/daemon/complaint.h"
#include "app/service/commandargs.h"
#include "app/service/engine.h"
#include "app/service/providerkeys.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <csignal>
#include <cstdio>
#include <sys/socket.h>
#include <unistd.h>

namespace llmg::daemon {
namespace {

/// Written to by the signal handler, read by the event loop: almost nothing else may be done in a handler
/// (signal-safety(7)). File-local because a handler can be given nothing.
int signalSocket[2] = {-1, -1};

void onSignal(int) {
    const char byte = 1;
    (void)!::write(signalSocket[0], &byte, sizeof byte);
}

Result<int> number(const CommandLine& line, std::string_view name, int fallback, int most) {
    const service::CommandArgs args(line.args);
    if (!args.has(name))
        return fallback;
    auto count = service::parseNumber(name, args.text(name), 0, most);
    if (!count)
        return count.error();
    return static_cast<int>(*count);
}

void announce(const service::Engine& engine, bool json) {
    const auto state = engine.state();
    auto address = state.baseUrl();
    address.chop(3); // "/v1": what is listened on is the address
    if (json)
        std::printf("{\"listening\":\"%s\"}\n", qPrintable(address));
    else
        std::printf("listening on %s\n", qPrintable(address));
    std::fflush(stdout);
}

} // namespace

int serve(QCoreApplication& application, const CommandLine& line, const QString& dataDirectory) {
    auto port = number(line, "port", -1, 65535);
    auto threads = number(line, "threads", 0, 64);
    if (!port || !threads)
        return complain(port ? threads.error() : port.error(), line.json);
    service::Engine engine;
    service::Engine::Options options;
    options.dataDirectory = dataDirectory;
    options.host = QString::fromStdString(service::CommandArgs(line.args).text("host"));
    options.port = *port;
    options.threads = *threads;
    options.useKeychain = line.useKeychain;

    int status = 0;
    QObject::connect(&engine, &service::Engine::stateChanged, &application, [&] {
        const auto state = engine.state();
        if (state.phase == service::GatewayState::Phase::Running) {
            announce(engine, line.json);
        } else if (state.phase == service::GatewayState::Phase::Failed) {
            status = complain(fail(ErrorKind::Configuration, state.error.toStdString()), line.json);
            QCoreApplication::quit();
        }
    });
    QObject::connect(&engine, &service::Engine::troubleChanged, &application, [](const QString& message) {
        if (!message.isEmpty())
            std::fprintf(stderr, "llm-gatewayd: %s\n", qPrintable(message));
    });
    if (auto started = engine.start(options); !started)
        return complain(started.error(), line.json);
    if (!engine.notice().isEmpty())
        std::fprintf(stderr, "llm-gatewayd: %s\n", qPrintable(engine.notice()));

    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, signalSocket) != 0)
        return 1;
    QSocketNotifier notifier(signalSocket[1], QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, &application, [&notifier] {
        notifier.setEnabled(false);
        QCoreApplication::quit();
    });
    struct sigaction action {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGTERM, &action, nullptr);
    ::sigaction(SIGINT, &action, nullptr);

    application.exec();
    constexpr std::chrono::milliseconds kPatience{10'000};
    engine.stop(kPatience);
    return status;
}

} // namespace llmg::daemon
