// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/base/secret.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace llmg::secrets {

/// Which environment variables may hold keys of a provider; the first that is set wins. Where none is, the first of
/// `fileVariables` that names a file.
struct EnvironmentNames {
    std::string provider;
    std::vector<std::string> variables;
    std::vector<std::string> fileVariables{};
};

/// A key found in the environment, or what stands where one should. `id` is "env:OPENAI_API_KEY:0".
struct EnvironmentKey {
    std::string id;
    std::string provider;
    std::string variable;
    int position = 0; ///< of several, separated by commas
    Secret secret;
    std::string trouble{}; ///< why there is no key to use; the secret is empty then
    std::string beside{};  ///< variables that hold its other parts: "AWS_SECRET_ACCESS_KEY"
};

/// Returns the variable's value; nullopt when it is not set.
using EnvironmentLookup = std::function<std::optional<std::string>(const std::string& name)>;
/// The process's own environment.
EnvironmentLookup processEnvironment();

/// Gives the text of a file.
using FileLookup = std::function<Result<Secret>(const std::string& path)>;
/// A file of at most 64 KiB, without the blanks around its text. The error says what is wrong, never what is in it.
Result<Secret> readKeyFile(const std::string& path);

/// All that the variables hold, what cannot be used too, with the reason: to be looked at before it is taken over. A
/// key that several variables of a provider hold is told once. Pure.
std::vector<EnvironmentKey> everyEnvironmentKey(const EnvironmentNames& provider, const EnvironmentLookup& lookup,
                                                const FileLookup& file = readKeyFile);

/// Those to use: keys in the order of providers and positions. White space around a key is not part of it; empty ones,
/// repeated ones and ones with characters that no header may hold are left out. A file is one key, whatever it holds;
/// one that cannot be read is a key in trouble. Pure.
std::vector<EnvironmentKey> environmentKeys(const std::vector<EnvironmentNames>& names, const EnvironmentLookup& lookup,
                                            const FileLookup& file = readKeyFile);

/// Name and value of each line of a `.env` file, in order; a later line of the same name wins and takes the earlier
/// one's place. Understands comments, `export`, single quotes (literal), double quotes (\n \r \t \" \\ \$), quoted
/// values over several lines, CRLF and a byte order mark. Variables are not expanded. InvalidParameters names the line;
/// texts over 1 MiB or 10,000 entries are refused. Errors never hold a value.
Result<std::vector<std::pair<std::string, Secret>>> parseDotEnv(std::string_view text);

} // namespace llmg::secrets
