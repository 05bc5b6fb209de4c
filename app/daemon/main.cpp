// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/commandline.h"
#include "app/daemon/complaint.h"
#include "app/daemon/help.h"
#include "app/daemon/keyimport.h"
#include "app/daemon/localcommands.h"
#include "app/daemon/printer.h"
#include "app/daemon/secretinput.h"
#include "app/daemon/serve.h"
#include "app/service/commands.h"
#include "app/service/engine.h"

#include <QCoreApplication>
#include <QDir>

#include <cstdio>
#include <cstdlib>
#include <iostream>

namespace {

using namespace llmg;
constexpr int kUsage = 2;
constexpr std::chrono::milliseconds kPatience{60'000};

Error incomplete(const std::string& group) {
    return fail(ErrorKind::InvalidParameters, group.empty()
                                                  ? std::string("Name a command; help lists them.")
                                                  : group + " needs one of " + daemon::subcommands(group) + ".");
}

/// From the named variable, or standard input: never from an argument, which every user of the
/// machine could read.
Result<std::string> readSecret(const boost::json::object& args) {
    if (const auto* variable = args.if_contains("from-env")) {
        const std::string name(variable->as_string());
        const char* value = std::getenv(name.c_str());
        if (!value || !*value)
            return fail(ErrorKind::NotFound, "The variable " + name + " is not set.", "from-env");
        return std::string(value);
    }
    return daemon::readSecret(std::cin);
}

/// Runs the event loop until the future is there.
service::CommandResult await(QFuture<service::CommandResult> future) {
    service::CommandResult result = fail(ErrorKind::Internal, "The command did not end.");
    future.then(qApp, [&result](service::CommandResult outcome) {
        result = std::move(outcome);
        QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    });
    QCoreApplication::exec();
    return result;
}

/// In the gateway that runs on this directory, else in an engine of our own that listens on nothing.
service::CommandResult runCommand(const daemon::CommandLine& line, const QString& dataDirectory) {
    boost::json::object request;
    request["command"] = line.command;
    request["args"] = line.args;
    if (auto answer = service::sendCommand(dataDirectory, request, kPatience))
        return *answer;
    service::Engine engine;
    service::Engine::Options options;
    options.dataDirectory = dataDirectory;
    options.useKeychain = line.useKeychain;
    options.serve = false;
    if (auto started = engine.start(options); !started) {
        // A gateway may have come up while this waited for the directory.
        auto answer = service::sendCommand(dataDirectory, request, kPatience);
        return answer ? *answer : service::CommandResult(started.error());
    }
    auto result = await(engine.ready().then(&engine, [&] { return service::execute(engine, request); }).unwrap());
    engine.stop();
    return result;
}

} // namespace

int main(int argc, char* argv[]) {
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("llm-gatewayd"));
    QCoreApplication::setApplicationVersion(QStringLiteral(LLMG_VERSION));

    const std::vector<std::string> words(argv + 1, argv + argc);
    auto parsed = daemon::parseCommandLine(words);
    if (!parsed)
        return daemon::complain(parsed.error(), daemon::wantsJson(words));
    auto& line = *parsed;
    if (line.version) {
        std::puts("llm-gatewayd " LLMG_VERSION);
        return 0;
    }
    if (line.help) {
        std::fputs(daemon::helpText(line.topic).c_str(), stdout);
        return 0;
    }
    if (line.command.empty() && line.json)
        return daemon::complain(incomplete(line.topic), line.json);
    if (line.command.empty()) {
        std::fputs(daemon::helpText(line.topic).c_str(), stderr);
        return kUsage;
    }
    const auto dataDirectory = line.dataDirectory.empty()
                                   ? service::Engine::defaultDataDirectory()
                                   : QDir(QString::fromStdString(line.dataDirectory)).absolutePath();
    if (line.command == "serve")
        return daemon::serve(application, line, dataDirectory);

    if (line.command == "provider key add") {
        auto secret = readSecret(line.args);
        if (!secret)
            return daemon::complain(secret.error(), line.json);
        line.args["secret"] = *secret;
    }
    if (line.command == "provider import") {
        if (auto collected = daemon::collectKeys(line.args); !collected)
            return daemon::complain(collected.error(), line.json);
    }
    const auto result = line.command == "cost compare" ? daemon::compareCosts(line.args)
                        : line.command == "doctor"     ? await(daemon::doctor(dataDirectory, line.useKeychain))
                                                       : runCommand(line, dataDirectory);
    if (!result)
        return daemon::complain(result.error(), line.json);
    if (!line.json) {
        for (const auto& warning : daemon::warningsOf(*result))
            std::fprintf(stderr, "llm-gatewayd: warning: %s\n", warning.c_str());
    }
    std::fputs((line.json ? daemon::prettyJson(*result) : daemon::printable(line.command, *result)).c_str(), stdout);
    return 0;
}
