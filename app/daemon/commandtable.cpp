// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/commandline.h"

namespace llmg::daemon {
namespace {

constexpr std::string_view kDates = "Dates and times are in UTC unless they say otherwise: 2026-12-31 (the end of that "
                                    "day), 2026-12-31T18:00, 2026-12-31T18:00+01:00.";

using Specs = std::vector<CommandSpec>;

Specs keySpecs() {
    return {
        {"key create",
         {},
         {{"project", "NAME", "project it belongs to (default: default)"},
          {"name", "TEXT", "what it is called"},
          {"limit", "USD", "may spend so much in its lifetime"},
          {"hourly", "USD", "in each hour"},
          {"daily", "USD", "in each day"},
          {"weekly", "USD", "in each week, from Monday"},
          {"monthly", "USD", "in each month"},
          {"expires", "DATE", "last day or time"},
          {"models", "A,B", "models it may use (default: all)"},
          {"providers", "A,B", "providers it may use (default: all)"},
          {"rpm", "N", "requests a minute"},
          {"tpm", "N", "tokens a minute"}},
         "make a gateway key and print it, once",
         {},
         kDates},
        {"key set",
         {"key", "set…"},
         {},
         "change a key; only none removes what was set",
         {{"name", "TEXT", "what it is called"},
          {"limit", "USD|none", "may spend so much in its lifetime"},
          {"hourly", "USD|none", "in each hour"},
          {"daily", "USD|none", "in each day"},
          {"weekly", "USD|none", "in each week, from Monday"},
          {"monthly", "USD|none", "in each month"},
          {"expires", "DATE|none", "last day or time"},
          {"models", "A,B|none", "models it may use; none: all"},
          {"providers", "A,B|none", "providers it may use; none: all"},
          {"rpm", "N|none", "requests a minute"},
          {"tpm", "N|none", "tokens a minute"}},
         kDates},
        {"key list", {}, {}, "list gateway keys"},
        {"key show", {"key"}, {}, "show one key: by its name, id or prefix"},
        {"key disable", {"key"}, {}, "refuse a key until it is enabled again"},
        {"key enable", {"key"}, {}, "accept a disabled key again"},
        {"key revoke", {"key"}, {}, "refuse a key for good"},
    };
}

Specs projectSpecs() {
    static const std::vector<OptionSpec> settings{
        {"mode", "api-keys|credits|hybrid", "whose money pays"},
        {"name", "TEXT", "what it is called"},
        {"bodies", "on|off", "keep requests and answers in the ledger"},
        {"cache", "on|off", "answer the same request from the cache"},
        {"ttl", "SECONDS", "how long an answer is cached, 10 to 31536000"},
        {"models", "A,B|none", "models it may use; none: all"},
        {"providers", "A,B|none", "providers it may use; none: all"},
        {"rpm", "N|none", "requests a minute, of all its keys together"},
        {"tpm", "N|none", "tokens a minute, of all its keys together"},
        {"alias:OLD", "NEW|none", "use the model NEW where OLD is asked for"},
        {"routing", "\"PRESET …\"", "price, balanced, speed or custom, and of these what differs from it:"},
        {"", "exploration=PERCENT", "requests that try another provider, 0 to 50 (default 1, that is 1 %)"},
        {"", "sticky=on|off", "a conversation stays with its provider"},
        {"", "price=N uptime=N throughput=N latency=N", "custom weights in thousandths, 0 to 10000"},
    };
    return {
        {"project create", {"name", "set…?"}, {}, "make a project, and set it as project set does", settings},
        {"project list", {}, {}, "list projects"},
        {"project show", {"name"}, {}, "show one project"},
        {"project set", {"name", "set…"}, {}, "change a project; only none removes what was set", settings},
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
          {"block", "", "refuse requests when it is spent; --no-block only warns (default: as it was, new ones warn)"}},
         "set a budget; one of the same subject and period is changed"},
        {"budget remove", {"id"}, {}, "remove a budget"},
    };
}

Specs rolloutSpecs() {
    return {
        {"rollout show", {"project"}, {}, "show a project's rollout and what its arms do"},
        {"rollout set",
         {"project", "set…"},
         {},
         "change a rollout; only none removes what was set",
         {{"percent", "PERCENT", "of the requests to the candidate, 0 to 100"},
          {"control.name", "TEXT|none", "what the arm is called"},
          {"control.mode", "api-keys|credits|hybrid|none", "whose money pays; none: as the project says"},
          {"control.provider", "ID|none", "the only provider; none: as routed"},
          {"control.model", "MODEL|none", "in place of the model asked for; none: as asked"},
          {"candidate.name …", "", "the same four of the candidate"},
          {"sticky", "conversation|key", "what stays with its arm"},
          {"automatic", "on|off", "go back to 0 % when the candidate is worse"},
          {"min-requests", "N", "of the candidate before it is judged"},
          {"max-error-rate", "PERCENT", "worse by more percentage points than this, such as 5 or 2.5"},
          {"max-latency", "PERCENT", "slower than this much of the control's median, such as 150; 0: not judged"}},
         "The figures of both arms begin anew when an arm changes."},
        {"rollout start", {"project"}, {}, "draw an arm for each request"},
        {"rollout back", {"project"}, {}, "0 % to the candidate, at once"},
        {"rollout stop", {"project"}, {}, "end the rollout; the project is as without it"},
        {"rollout log", {"project"}, {}, "what was changed when, newest first"},
    };
}

Specs providerSpecs() {
    return {
        {"provider list", {}, {}, "list providers and whether they can be called"},
        {"provider set",
         {"id", "set…?"},
         {{"base-url", "URL|none", "as base-url="},
          {"proxy", "URL|direct|none", "as proxy="},
          {"enabled", "on|off", "as enabled="}},
         "change a provider; only none removes what was set",
         {{"enabled", "on|off", "whether it may be used"},
          {"order", "N", "which comes first where nothing else decides, -1000 to 1000; lower is sooner"},
          {"base-url", "URL|none", "address in place of the catalog's"},
          {"proxy", "URL|direct|none", "outbound proxy; direct: without one; none: as the system says"},
          {"region", "TEXT|none", "or project, location, resource: what the address of some providers needs"}}},
        {"provider add",
         {"name"},
         {{"base-url", "URL", "where it answers, up to /v1"}},
         "add an own OpenAI-compatible server; ask for its models as NAME/model"},
        {"provider remove", {"id"}, {}, "remove an own server, with its keys"},
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
         "change a provider key",
         {{"weight", "N", "its share of requests beside the others', 1 to 100"}}},
        {"provider key remove", {"id", "label"}, {}, "remove a provider key"},
        {"provider import",
         {},
         {{"env", "", "look in the environment (default, unless --file is given)"},
          {"file", "PATH", "look in a .env file"},
          {"dry-run", "", "only show what would be added"}},
         "find provider keys in the environment or a .env file, and keep them in the keychain"},
    };
}

Specs otherSpecs() {
    return {
        {"models", {}, {}, "list models with prices"},
        {"requests",
         {},
         {{"since", "24h", "how far back: a number with m, h, d or w (default: 30d)"},
          {"limit", "N", "at most so many, 1 to 1000 (default: 50)"},
          {"model", "TEXT", "only models that contain this"},
          {"errors", "", "only failed ones"}},
         "list requests, newest first"},
        {"usage",
         {},
         {{"by", "day,model", "hour, day or month, and one of model, provider, project, key, application, outcome"},
          {"since", "30d", "how far back: a number with m, h, d or w (default: 30d)"}},
         "sum up requests, tokens and cost"},
        {"cost compare",
         {},
         {{"model", "ID", "model"},
          {"provider", "ID", "whose prices (default: the model's first provider)"},
          {"input", "TOKENS", "input tokens a month, such as 10M"},
          {"output", "TOKENS", "output tokens a month"},
          {"cached", "TOKENS", "of the input, from the prompt cache"},
          {"markup", "PERCENT", "on credits (default 10)"},
          {"pro", "USD", "Pro fee a month (default 29)"},
          {"hybrid", "PERCENT", "share on credits in hybrid mode (default 20)"}},
         "compare credits, own keys and hybrid"},
        {"doctor", {}, {}, "check port, data directory, keychain, certificates and proxy, and say what to do"},
    };
}

Specs allSpecs() {
    Specs all{{"serve",
               {},
               {{"host", "ADDRESS", "address to listen on (default: the setting, 127.0.0.1)"},
                {"port", "N", "port; 0 picks a free one (default: the setting, 4001)"},
                {"threads", "N", "gateway threads, 1 to 64; 0: the setting"}},
               "run the gateway until SIGTERM or SIGINT"}};
    for (const auto& group : {keySpecs(), projectSpecs(), rolloutSpecs(), providerSpecs(), otherSpecs()})
        all.insert(all.end(), group.begin(), group.end());
    return all;
}

} // namespace

std::span<const CommandSpec> commandSpecs() {
    static const Specs specs = allSpecs();
    return specs;
}

} // namespace llmg::daemon
