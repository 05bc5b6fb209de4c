// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/commandline.h"

#include <algorithm>

namespace llmg::daemon {
namespace {

const std::vector<CommandSpec>& table() {
    static const std::vector<CommandSpec> specs{
        {"serve",
         {},
         {{"host", "ADDRESS", "address to listen on (default: the setting, 127.0.0.1)"},
          {"port", "N", "port; 0 picks a free one (default: the setting, 4001)"},
          {"threads", "N", "gateway threads"}},
         "run the gateway until SIGTERM or SIGINT"},
        {"key create",
         {},
         {{"project", "NAME", "project it belongs to (default: default)"},
          {"name", "TEXT", "what it is called"},
          {"limit", "USD", "spending limit of its lifetime"},
          {"hourly", "USD", "of each hour"},
          {"daily", "USD", "of each day"},
          {"weekly", "USD", "of each week"},
          {"monthly", "USD", "of each month"},
          {"expires", "DATE", "last day, 2026-12-31"},
          {"models", "A,B", "models it may use (default: all)"},
          {"providers", "A,B", "providers it may use (default: all)"},
          {"rpm", "N", "requests a minute"},
          {"tpm", "N", "tokens a minute"}},
         "make a gateway key and print it, once"},
        {"key set",
         {"key", "set…"},
         {},
         "change a key: name= limit=USD|none hourly= daily= weekly= monthly= expires=DATE|none models=A,B|none "
         "providers=A,B|none rpm=N|none tpm=N|none"},
        {"key list", {}, {}, "list gateway keys"},
        {"key disable", {"key"}, {}, "refuse a key until it is enabled again"},
        {"key enable", {"key"}, {}, "accept a disabled key again"},
        {"key revoke", {"key"}, {}, "refuse a key for good"},
        {"project create", {"name", "set…?"}, {}, "make a project, and set it as project set does"},
        {"project list", {}, {}, "list projects"},
        {"project show", {"name"}, {}, "show one project"},
        {"project set",
         {"name", "set…"},
         {},
         "change a project: mode=api-keys|credits|hybrid name=TEXT bodies=on|off cache=on|off ttl=SECONDS models=A,B "
         "providers=A,B routing=\"speed exploration=0 sticky=off\" rpm=N tpm=N alias:OLD=NEW; alias:OLD= removes it"},
        {"project delete", {"name"}, {}, "delete a project with its keys and budgets"},
        {"cache stats",
         {},
         {{"project", "NAME", "of this project (default: default)"}},
         "show what is cached and what it saved"},
        {"cache clear",
         {},
         {{"project", "NAME", "of this project (default: default)"}},
         "forget the cached answers of a project"},
        {"budget list", {}, {}, "list budgets and what is spent of them"},
        {"budget set",
         {},
         {{"project", "NAME", "of a project"},
          {"key", "KEY", "or of a gateway key"},
          {"provider", "ID", "or of a provider"},
          {"period", "day|month", "in UTC (default: month)"},
          {"amount", "USD", "how much"},
          {"block", "", "refuse requests when it is spent (default: only warn)"}},
         "set a budget; one of the same subject and period is replaced"},
        {"budget remove", {"id"}, {}, "remove a budget"},
        {"rollout show", {"project"}, {}, "show a project's rollout and what its arms do"},
        {"rollout set",
         {"project", "set…"},
         {},
         "change a rollout: percent=10 control.mode= control.provider= control.model= control.name= candidate.mode= "
         "(and so on) sticky=conversation|key automatic=on|off min-requests=N max-error-rate=PERCENT "
         "max-latency=PERCENT; figures begin anew"},
        {"rollout start", {"project"}, {}, "draw an arm for each request"},
        {"rollout back", {"project"}, {}, "0 % to the candidate, at once"},
        {"rollout stop", {"project"}, {}, "end the rollout; the project is as without it"},
        {"rollout log", {"project"}, {}, "what was changed when, newest first"},
        {"provider list", {}, {}, "list providers and whether they can be called"},
        {"provider set",
         {"id", "set…?"},
         {{"base-url", "URL", "address in place of the catalog's"},
          {"proxy", "URL", "outbound proxy; direct for none"},
          {"enabled", "on|off", "whether it may be used"}},
         "change a provider: order=N enabled=on|off base-url= proxy=, or what its address needs: region=eu-central-1 "
         "project=… location=… resource=…; name= forgets it"},
        {"provider add",
         {"name"},
         {{"base-url", "URL", "where it answers, up to /v1"}},
         "add an own OpenAI-compatible server; ask for its models as NAME/model"},
        {"provider test", {"id"}, {{"label", "TEXT", "which key"}}, "list a provider's models with its key"},
        {"provider key add",
         {"id"},
         {{"label", "TEXT", "what it is called"},
          {"from-env", "VAR", "read it from this variable, not from standard input"}},
         "keep a provider key in the keychain: a line, or a key file's whole JSON"},
        {"provider key list", {"id?"}, {}, "list provider keys, masked"},
        {"provider key set",
         {"id", "label", "set…"},
         {},
         "change a provider key: weight=1 … 100, its share of requests"},
        {"provider import",
         {},
         {{"env", "", "look in the environment (default, unless --file is given)"},
          {"file", "PATH", "look in a .env file"},
          {"dry-run", "", "only show what would be added"}},
         "find provider keys by the names of variables and by how keys begin, and keep them in the keychain"},
        {"provider key remove", {"id", "label"}, {}, "remove a provider key"},
        {"models", {}, {}, "list models with prices"},
        {"requests",
         {},
         {{"since", "24h", "how far back (default: 30d)"},
          {"limit", "N", "at most so many (default: 50)"},
          {"model", "TEXT", "only models that contain this"},
          {"errors", "", "only failed ones"}},
         "list requests, newest first"},
        {"usage",
         {},
         {{"by", "day,model", "hour, day or month, and one of model, provider, project, key, application, outcome"},
          {"since", "30d", "how far back"}},
         "sum up requests, tokens and cost"},
        {"cost compare",
         {},
         {{"model", "ID", "model"},
          {"provider", "ID", "whose prices (default: the model's first provider)"},
          {"input", "TOKENS", "input tokens a month, 10M"},
          {"output", "TOKENS", "output tokens a month"},
          {"cached", "TOKENS", "of the input, from the prompt cache"},
          {"markup", "PERCENT", "on credits (default 10)"},
          {"pro", "USD", "Pro fee a month (default 29)"},
          {"hybrid", "PERCENT", "share on credits in hybrid mode (default 20)"}},
         "compare credits, own keys and hybrid"},
        {"doctor", {}, {}, "check port, data directory, keychain, certificates and proxy, and say what to do"},
    };
    return specs;
}

Error wrong(std::string message) {
    return fail(ErrorKind::InvalidParameters, std::move(message));
}

std::size_t wordCount(std::string_view words) {
    return static_cast<std::size_t>(std::count(words.begin(), words.end(), ' ')) + 1;
}

/// The command with the most words that begins this line.
const CommandSpec* findCommand(const std::vector<std::string>& positional) {
    const CommandSpec* best = nullptr;
    for (const auto& spec : table()) {
        const auto count = wordCount(spec.words);
        if (positional.size() < count)
            continue;
        std::string joined = positional.front();
        for (std::size_t i = 1; i < count; ++i)
            joined += ' ' + positional[i];
        if (joined == spec.words && (!best || count > wordCount(best->words)))
            best = &spec;
    }
    return best;
}

const OptionSpec* findOption(const CommandSpec& spec, std::string_view name) {
    const auto found = std::find_if(spec.options.begin(), spec.options.end(),
                                    [name](const OptionSpec& option) { return option.name == name; });
    return found == spec.options.end() ? nullptr : &*found;
}

bool takesValue(std::string_view name) {
    if (name == "data")
        return true;
    return std::any_of(table().begin(), table().end(), [name](const CommandSpec& spec) {
        const auto* option = findOption(spec, name);
        return option && !option->value.empty();
    });
}

struct Given {
    std::vector<std::string> positional;
    std::vector<std::pair<std::string, std::string>> options;
};

Result<Given> split(const std::vector<std::string>& words) {
    Given given;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto& word = words[i];
        if (!word.starts_with("--")) {
            given.positional.push_back(word == "-h" ? std::string("help") : word);
            continue;
        }
        auto name = word.substr(2);
        std::string value;
        if (const auto equals = name.find('='); equals != std::string::npos) {
            value = name.substr(equals + 1);
            name.resize(equals);
        } else if (takesValue(name)) {
            if (i + 1 == words.size())
                return wrong("--" + name + " needs a value.");
            value = words[++i];
        }
        given.options.emplace_back(std::move(name), std::move(value));
    }
    return given;
}

Result<> placeArguments(const CommandSpec& spec, const std::vector<std::string>& given, boost::json::object& args) {
    std::size_t next = wordCount(spec.words);
    for (const auto argument : spec.arguments) {
        constexpr std::string_view kRest = "…";
        const bool optional = argument.ends_with('?');
        const auto name = optional ? argument.substr(0, argument.size() - 1) : argument;
        if (name.ends_with(kRest)) {
            boost::json::array rest;
            for (; next < given.size(); ++next)
                rest.emplace_back(given[next]);
            if (!rest.empty())
                args[name.substr(0, name.size() - kRest.size())] = rest;
            else if (!optional)
                return wrong(std::string(spec.words) + " needs name=value.");
            return {};
        }
        if (next < given.size())
            args[name] = given[next++];
        else if (!optional)
            return wrong(std::string(spec.words) + " needs " + std::string(name) + ".");
    }
    if (next < given.size())
        return wrong("“" + given[next] + "” is one word too many for " + std::string(spec.words) + ".");
    return {};
}

} // namespace

std::span<const CommandSpec> commandSpecs() {
    return table();
}

Result<CommandLine> parseCommandLine(const std::vector<std::string>& words) {
    auto given = split(words);
    if (!given)
        return given.error();
    CommandLine line;
    auto& positional = given->positional;
    if (!positional.empty() && positional.front() == "help") {
        line.help = true;
        positional.erase(positional.begin());
    }
    const auto* spec = positional.empty() ? nullptr : findCommand(positional);
    if (!positional.empty() && !spec)
        return wrong("There is no command “" + positional.front() + (positional.size() > 1 ? " " + positional[1] : "") +
                     "”; help lists them.");
    for (auto& [name, value] : given->options) {
        if (name == "json")
            line.json = true;
        else if (name == "help")
            line.help = true;
        else if (name == "version")
            line.version = true;
        else if (name == "no-keychain")
            line.useKeychain = false;
        else if (name == "data")
            line.dataDirectory = value;
        else if (spec && findOption(*spec, name))
            line.args[name] = value;
        else
            return wrong("There is no option --" + name + (spec ? " for " + std::string(spec->words) : "") + ".");
    }
    if (!spec)
        return line;
    line.command = spec->words;
    if (!line.help) {
        if (auto placed = placeArguments(*spec, positional, line.args); !placed)
            return placed.error();
    }
    return line;
}

std::string helpText(std::string_view command) {
    std::string text;
    const auto usage = [](const CommandSpec& spec) {
        std::string line(spec.words);
        for (const auto argument : spec.arguments)
            line += " " + std::string(argument);
        return line;
    };
    if (command.empty()) {
        text = "Usage: llm-gatewayd [--json] [--data DIR] [--no-keychain] COMMAND\n\n";
        for (const auto& spec : table()) {
            auto line = "  " + usage(spec);
            line.append(line.size() < 34 ? 34 - line.size() : 1, ' ');
            text += line + std::string(spec.help) + '\n';
        }
        text += "\n  --json         print JSON\n  --data DIR     data directory (also LLM_GATEWAY_DATA)\n  "
                "--no-keychain  leave the keychain alone\n  help COMMAND   its options\n";
        return text;
    }
    for (const auto& spec : table()) {
        if (spec.words != command)
            continue;
        text = "Usage: llm-gatewayd " + usage(spec) + (spec.options.empty() ? "" : " [options]") + "\n\n  " +
               std::string(spec.help) + "\n";
        for (const auto& option : spec.options) {
            auto line =
                "\n  --" + std::string(option.name) + (option.value.empty() ? "" : " " + std::string(option.value));
            line.append(line.size() < 28 ? 28 - line.size() : 1, ' ');
            text += line + std::string(option.help);
        }
        text += '\n';
    }
    return text;
}

} // namespace llmg::daemon
