// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/commandline.h"

#include "app/service/commandargs.h"

#include <algorithm>
#include <optional>

namespace llmg::daemon {
namespace {

Error wrong(std::string message, std::string_view field = {}) {
    return fail(ErrorKind::InvalidParameters, std::move(message), std::string(field));
}

std::size_t wordCount(std::string_view words) {
    return static_cast<std::size_t>(std::count(words.begin(), words.end(), ' ')) + 1;
}

/// The first words as one text; "" where there are not so many.
std::string firstWords(const std::vector<std::string>& words, std::size_t count) {
    if (words.size() < count)
        return {};
    std::string joined;
    for (std::size_t i = 0; i < count; ++i)
        joined += (i == 0 ? "" : " ") + words[i];
    return joined;
}

/// The command with the most words that begins this line.
const CommandSpec* findCommand(const std::vector<std::string>& positional) {
    const CommandSpec* best = nullptr;
    for (const auto& spec : commandSpecs()) {
        const auto count = wordCount(spec.words);
        if (firstWords(positional, count) == spec.words && (!best || count > wordCount(best->words)))
            best = &spec;
    }
    return best;
}

/// The longest group that begins this line: "provider key".
std::string findGroup(const std::vector<std::string>& positional) {
    for (auto count = positional.size(); count > 0; --count) {
        auto group = firstWords(positional, count);
        if (!subcommands(group).empty())
            return group;
    }
    return {};
}

Error noCommand(const std::vector<std::string>& positional) {
    const auto group = findGroup(positional);
    const auto count = group.empty() ? 1 : wordCount(group) + 1;
    auto message = "There is no command “" + firstWords(positional, count) + "”; ";
    return wrong(message + (group.empty() ? "help lists them." : group + " has " + subcommands(group) + "."));
}

const OptionSpec* findOption(const CommandSpec& spec, std::string_view name) {
    const auto found = std::find_if(spec.options.begin(), spec.options.end(),
                                    [name](const OptionSpec& option) { return option.name == name; });
    return found == spec.options.end() ? nullptr : &*found;
}

bool takesValue(std::string_view name) {
    if (name == "data")
        return true;
    const auto specs = commandSpecs();
    return std::any_of(specs.begin(), specs.end(), [name](const CommandSpec& spec) {
        const auto* option = findOption(spec, name);
        return option && !option->value.empty();
    });
}

struct GivenOption {
    std::string name;
    std::optional<std::string> value;
};

struct Given {
    std::vector<std::string> positional;
    std::vector<GivenOption> options;
};

Result<Given> split(const std::vector<std::string>& words) {
    Given given;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto& word = words[i];
        if (word == "-h") {
            given.options.push_back({"help", {}});
        } else if (!word.starts_with("-")) {
            given.positional.push_back(word);
        } else if (!word.starts_with("--") || word == "--") {
            return wrong("There is no option " + word + ".");
        } else if (const auto equals = word.find('='); equals != std::string::npos) {
            given.options.push_back({word.substr(2, equals - 2), word.substr(equals + 1)});
        } else if (const auto name = word.substr(2); takesValue(name)) {
            // What looks like an option is one: its value is an unset variable without quotes.
            if (i + 1 == words.size() || words[i + 1].starts_with("--"))
                return wrong("--" + name + " needs a value.", name);
            given.options.push_back({name, words[++i]});
        } else {
            given.options.push_back({name, {}});
        }
    }
    return given;
}

/// A switch by itself is on; =off and the like say it.
Result<bool> switchState(const GivenOption& option) {
    return option.value ? service::parseOnOff("--" + option.name, *option.value) : Result<bool>(true);
}

struct GlobalSwitch {
    std::string_view name;
    bool CommandLine::*target;
    bool on; ///< what it is when the switch is on
};
constexpr GlobalSwitch kGlobalSwitches[] = {{"json", &CommandLine::json, true},
                                            {"help", &CommandLine::help, true},
                                            {"version", &CommandLine::version, true},
                                            {"no-keychain", &CommandLine::useKeychain, false}};

/// Whether the option is one that every command has.
Result<bool> placeGlobal(const GivenOption& option, CommandLine& line) {
    if (option.name == "data") {
        if (option.value->empty())
            return wrong("--data is empty; name a directory.", "data");
        line.dataDirectory = *option.value;
        return true;
    }
    for (const auto& global : kGlobalSwitches) {
        if (global.name != option.name)
            continue;
        const auto on = switchState(option);
        if (!on)
            return on.error();
        line.*global.target = *on == global.on;
        return true;
    }
    return false;
}

Result<> placeOption(const CommandSpec* spec, const GivenOption& given, boost::json::object& args) {
    constexpr std::string_view kNot = "no-";
    const auto* option = spec ? findOption(*spec, given.name) : nullptr;
    if (option && !option->value.empty()) {
        if (given.value->empty())
            return wrong("--" + given.name + " is empty. Leave it out, or give " + std::string(option->value) + ".",
                         given.name);
        args[given.name] = *given.value;
        return {};
    }
    const bool negated = !option && given.name.starts_with(kNot);
    if (negated && spec)
        option = findOption(*spec, std::string_view(given.name).substr(kNot.size()));
    if (!option || !option->value.empty())
        return wrong("There is no option --" + given.name + (spec ? " for " + std::string(spec->words) : "") + ".",
                     given.name);
    const auto on = switchState(given);
    if (!on)
        return on.error();
    args[option->name] = *on != negated ? "on" : "off";
    return {};
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
                return wrong(std::string(spec.words) + " needs name=value; help " + std::string(spec.words) +
                             " says what can be set.");
            return {};
        }
        if (next < given.size()) {
            if (given[next].empty())
                return wrong(std::string(name) + " is empty.", name);
            args[name] = given[next++];
        } else if (!optional) {
            return wrong(std::string(spec.words) + " needs " + std::string(name) + ".", name);
        }
    }
    if (next < given.size())
        return wrong("“" + given[next] + "” is one word too many for " + std::string(spec.words) + ".");
    return {};
}

} // namespace

std::string subcommands(std::string_view group) {
    std::string list;
    std::string_view last;
    for (const auto& spec : commandSpecs()) {
        if (group.empty() || !spec.words.starts_with(group) || spec.words.size() <= group.size() ||
            spec.words[group.size()] != ' ')
            continue;
        auto next = spec.words.substr(group.size() + 1);
        next = next.substr(0, next.find(' '));
        if (next != last)
            list += (list.empty() ? "" : ", ") + std::string(next);
        last = next;
    }
    return list;
}

bool wantsJson(const std::vector<std::string>& words) {
    return std::find(words.begin(), words.end(), "--json") != words.end();
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
    const auto* spec = findCommand(positional);
    line.topic = spec ? std::string(spec->words) : findGroup(positional);
    if (!spec && !positional.empty() && (line.topic.empty() || positional.size() > wordCount(line.topic)))
        return noCommand(positional);
    std::vector<GivenOption> own;
    for (auto& option : given->options) {
        const auto placed = placeGlobal(option, line);
        if (!placed)
            return placed.error();
        if (!*placed)
            own.push_back(std::move(option));
    }
    if (line.help || line.version)
        return line;
    for (const auto& option : own) {
        if (auto placed = placeOption(spec, option, line.args); !placed)
            return placed.error();
    }
    if (!spec)
        return line;
    if (auto placed = placeArguments(*spec, positional, line.args); !placed)
        return placed.error();
    line.command = spec->words;
    return line;
}

} // namespace llmg::daemon
