// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// cache stats|clear.
#include "app/cache/responsecache.h"
#include "app/service/commandargs.h"
#include "app/service/engine.h"
#include "app/service/lookups.h"
#include "app/storage/configurationstore.h"

#include <QPromise>

namespace llmg::service {
namespace {

namespace json = boost::json;
using domain::Project;

json::object describe(const Project& project, const cache::CacheStatistics& statistics) {
    json::object object;
    object["project"] = project.name;
    object["cache"] = project.cacheEnabled;
    object["ttl"] = project.cacheTtlSeconds;
    object["entries"] = statistics.kept.entries;
    object["bytes"] = statistics.kept.bytes;
    object["hits"] = statistics.hits;
    object["misses"] = statistics.misses;
    object["saved_usd"] = domain::toDecimalUsd(statistics.saved);
    return object;
}

QFuture<CommandResult> statistics(Engine& engine, const Project& project) {
    auto promise = std::make_shared<QPromise<Result<cache::CacheStatistics>>>();
    promise->start();
    engine.cache().statistics(project.id, [promise](Result<cache::CacheStatistics> found) {
        promise->addResult(std::move(found));
        promise->finish();
    });
    return promise->future().then(&engine, [project](const Result<cache::CacheStatistics>& found) -> CommandResult {
        if (!found)
            return found.error();
        return json::value(json::array{describe(project, *found)});
    });
}

} // namespace

std::optional<QFuture<CommandResult>> cacheCommand(Engine& engine, std::string_view command, const CommandArgs& args) {
    if (command != "cache stats" && command != "cache clear")
        return std::nullopt;
    auto project = findProject(*engine.configuration().current(), args.text("project", "default"));
    if (!project)
        return done(project.error());
    if (command == "cache stats")
        return statistics(engine, *project);
    return engine.clearCache(project->id).then(&engine, [project = *project](const Result<>& cleared) -> CommandResult {
        if (!cleared)
            return cleared.error();
        json::object object;
        object["project"] = project.name;
        object["cleared"] = true;
        return json::value(std::move(object));
    });
}

} // namespace llmg::service
