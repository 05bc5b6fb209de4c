// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/keyimport.h"

#include "app/service/commandargs.h"
#include "app/service/foundkeys.h"

#include <algorithm>

namespace llmg::daemon {
namespace {

using service::FoundKey;

boost::json::object described(const FoundKey& key) {
    boost::json::object object{{"provider", key.provider}, {"variable", key.variable}};
    if (key.trouble.empty())
        object["secret"] = std::string(key.secret.reveal());
    else
        object["trouble"] = key.trouble;
    return object;
}

} // namespace

Result<> collectKeys(boost::json::object& args) {
    const auto catalog = catalog::Catalog::builtIn();
    std::vector<FoundKey> found;
    if (const auto* file = args.if_contains("file")) {
        auto ofFile = service::keysOfFile(*catalog, std::string(file->as_string()));
        if (!ofFile)
            return fail(ErrorKind::Configuration, ofFile.error().message, "file");
        found = std::move(*ofFile);
    }
    const service::CommandArgs given(args);
    if (given.flag("env", !given.has("file"))) {
        for (auto& key : service::keysOfEnvironment(*catalog)) {
            const bool isNew = std::none_of(found.begin(), found.end(), [&key](const FoundKey& other) {
                return other.provider == key.provider && other.variable == key.variable && other.secret == key.secret;
            });
            if (isNew)
                found.push_back(std::move(key));
        }
    }
    boost::json::array keys;
    std::string passedOver;
    for (const auto& key : found) {
        keys.push_back(described(key));
        if (!key.trouble.empty())
            passedOver += " " + key.variable + ": " + key.trouble;
    }
    if (std::all_of(found.begin(), found.end(), [](const FoundKey& key) { return !key.trouble.empty(); }))
        return fail(ErrorKind::NotFound, "No provider key was found there. Variables are known by the names that "
                                         "providers use (OPENAI_API_KEY …), or by how their keys begin." +
                                             passedOver);
    args["keys"] = std::move(keys);
    return {};
}

} // namespace llmg::daemon
