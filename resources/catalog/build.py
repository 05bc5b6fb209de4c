#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes providers.json and models.json of this folder from a folder of gathered facts: build.py FACTS_DIR

The facts are the two JSON files that README.md of this folder describes under "Where it comes from"; their README
states the sources and the day. Money is decimal from the first digit on; a price that is not a whole number of
pico-dollars stops the script.
"""
import json
import re
import sys
from decimal import Decimal
from pathlib import Path

PICO_PER_USD = Decimal(10) ** 12
TOKENS_PER_MTOK = Decimal(10) ** 6

# What a person sees beside a price. Dates are those of the snapshots that the facts were made from.
SOURCES = [
    {"id": "models.dev", "name": "models.dev", "licence": "MIT", "date": "2026-07-02", "prices": True},
    {"id": "litellm", "name": "LiteLLM price list", "licence": "MIT", "date": "2026-08-01", "prices": True},
    {"id": "genai-prices", "name": "genai-prices", "licence": "MIT", "date": "2026-08-21", "prices": True},
    {"id": "openrouter-api", "name": "OpenRouter listing", "licence": "facts", "date": "2026-08-01", "prices": True},
    {"id": "llmgateway", "name": "LLM Gateway model list", "licence": "MIT", "date": "2025-06-13", "prices": False},
    {"id": "published", "name": "the provider's published price", "licence": "facts", "date": "", "prices": False},
]

TOKEN_PRICES = {
    "input_per_mtok": "in", "output_per_mtok": "out", "cached_input_per_mtok": "cached",
    "cache_write_per_mtok": "write", "cache_write_1h_per_mtok": "write1h", "reasoning_per_mtok": "reasoning",
    "audio_input_per_mtok": "audio_in", "audio_output_per_mtok": "audio_out",
    "image_input_per_mtok": "image_in", "image_output_per_mtok": "image_out",
}
UNIT_PRICES = {"image_input_price": "per_image_in", "image_output_price": "per_image", "request_price": "per_request"}

# capability in the facts -> word in "can"; streaming is the rule and only its absence is written.
CAPABILITIES = {
    "vision": "vision", "tools": "tools", "parallel_tools": "parallel", "json_mode": "json", "json_schema": "schema",
    "reasoning": "reasoning", "pdf": "pdf", "audio_input": "audio", "video_input": "video",
    "image_output": "image", "web_search": "search", "prompt_caching": "cache",
}

# Variables that name a place or an account, and tokens that people hold for other purposes: a program that took
# these for a provider key would send prompts where nobody asked it to.
NOT_A_KEY = re.compile(r"_(ENDPOINT|NAME|PROJECT|LOCATION|REGION|HOST)$|^GOOGLE_APPLICATION_CREDENTIALS$"
                       r"|^AWS_(SECRET_ACCESS_KEY|SESSION_TOKEN)$|^GITHUB_TOKEN$")
# Before the others of their provider, which people have for other purposes too.
MADE_FOR_THIS = {"AWS_BEARER_TOKEN_BEDROCK"}
# What such a variable holds instead: a variable of the address, a whole base URL, or a file with a key in it.
ADDRESS_PARTS = {
    "AZURE_RESOURCE_NAME": "resource", "AWS_REGION": "region",
    "GOOGLE_VERTEX_PROJECT": "project", "GOOGLE_VERTEX_LOCATION": "location",
}
BASE_URLS = {"AZURE_OPENAI_ENDPOINT"}
KEY_FILES = {"GOOGLE_APPLICATION_CREDENTIALS"}
# Azure's reference gives its v1 API as the one that needs no dated version any more; a dated one is a setting.
API_VERSIONS = {"azure-openai": "v1"}
# Vertex names the host after the location, but not by one rule: the program works it out.
PLACEHOLDERS = [("{location}-aiplatform.googleapis.com", "{endpoint}"), ("${GOOGLE_VERTEX_ENDPOINT}", "{endpoint}"),
                *((f"${{{env}}}", f"{{{name}}}") for env, name in ADDRESS_PARTS.items())]
# Vertex speaks its publishers' dialects at addresses of its own and takes tokens instead of keys.
APIS = {"google-vertex": "vertex"}
FURTHER_PREFIX = re.compile(r"project keys (sk-[a-z]+-)")

HANDLED = set(TOKEN_PRICES) | set(UNIT_PRICES) | set(CAPABILITIES) | {
    "provider", "upstream_id", "sources", "streaming", "web_search_price", "tiers", "service_tiers", "pricing", "context",
    "max_output", "max_input", "dimensions", "upstream_aliases", "temperature", "max_tokens_param", "reasoning_options",
    "endpoint", "api", "base_url", "status", "last_listed", "deprecation_date", "price_confirmed", "price_disputed",
    # Known and left out: OpenRouter's own parameter list, and the field's name, which the dialects find themselves.
    "supported_params", "reasoning_field",
}


def pico(value, per, where):
    exact = Decimal(value) * PICO_PER_USD / per
    if exact != exact.to_integral_value() or exact < 0:
        sys.exit(f"{where}: {value} is not a whole number of pico-dollars")
    return int(exact)


def price_set(facts, where):
    prices = {short: pico(facts[name], TOKENS_PER_MTOK, where) for name, short in TOKEN_PRICES.items() if name in facts}
    prices |= {short: pico(facts[name], 1, where) for name, short in UNIT_PRICES.items() if name in facts}
    search = facts.get("web_search_price")
    if search:
        by_size = {size: pico(search[size], 1, where) for size in ("low", "medium", "high", "per_call") if size in search}
        if len(set(by_size.values())) == 1:
            prices["per_search"] = next(iter(by_size.values()))
        else:
            prices["per_search"] = [by_size["low"], by_size["medium"], by_size["high"]]
    return prices


def tier(facts, base, where):
    """A tier that names no cache prices keeps their proportion to the input price, as 98 of the 101 that name them do."""
    prices = price_set(facts, where)
    for cache in ("cached", "write", "write1h"):
        if cache in base and cache not in prices and base["in"]:
            scaled = Decimal(base[cache]) * prices["in"] / base["in"]
            if scaled == scaled.to_integral_value():
                prices[cache] = int(scaled)
    return {"above": facts["above_context_tokens"], **prices}


def reasoning_style(options, api):
    kinds = {option["type"] for option in options}
    # Claude models that know both an effort and a budget switch thinking on by the budget.
    order = ["budget_tokens", "effort", "toggle"] if api == "anthropic" else ["effort", "budget_tokens", "toggle"]
    return next((kind for kind in order if kind in kinds), "")


def reasoning_limits(options):
    """The effort words a model takes, least first, and the least and most of its budget (0: not stated)."""
    order = ["none", "minimal", "low", "medium", "high", "xhigh", "max", "default"]
    made = {}
    for option in options:
        if option["type"] == "effort":
            made["efforts"] = " ".join(sorted(option["values"], key=order.index))
        elif option["type"] == "budget_tokens":
            budget = [max(option.get("min") or 0, 0), max(option.get("max") or 0, 0)]
            if any(budget):
                made["budget"] = budget
    return made


def offer(facts, model, apis):
    where = f"{model['id']} at {facts['provider']}"
    unknown = set(facts) - HANDLED
    if unknown:
        sys.exit(f"{where}: fields this script does not know: {sorted(unknown)}")
    made = {"p": facts["provider"], "id": facts["upstream_id"]}
    if facts.get("upstream_aliases"):
        made["aliases"] = facts["upstream_aliases"]
    base = price_set(facts, where)
    made |= base
    if "tiers" in facts:
        tiers = sorted(facts["tiers"], key=lambda each: each["above_context_tokens"])
        made["tiers"] = [tier(each, base, where) for each in tiers]
    for name, prices in facts.get("service_tiers", {}).items():
        made[name] = price_set(prices, where)
    if "pricing" in facts:
        made["pricing"] = facts["pricing"]
    for name, short in (("context", "ctx"), ("max_output", "max"), ("max_input", "max_in"), ("dimensions", "dims")):
        if facts.get(name):
            made[short] = facts[name]
    can = ["no-stream"] if facts.get("streaming") is False else []
    can += [word for name, word in CAPABILITIES.items() if facts.get(name)]
    if can:
        made["can"] = " ".join(can)
    if facts.get("temperature") is False:
        made["temperature"] = False
    if "max_tokens_param" in facts:
        made["max_param"] = facts["max_tokens_param"]
    style = reasoning_style(facts.get("reasoning_options", []), facts.get("api", apis[facts["provider"]]))
    if style:
        made["think"] = style
    made |= reasoning_limits(facts.get("reasoning_options", []))
    for name, short in (("endpoint", "endpoint"), ("api", "api"), ("base_url", "base"), ("status", "status"),
                        ("last_listed", "last_listed"), ("deprecation_date", "ends")):
        if facts.get(name):
            made[short] = facts[name]
    if "base" in made:
        made["base"] = address(made["base"])
    if facts.get("price_confirmed"):
        made["confirmed"] = True
    if "price_disputed" in facts:
        made["disputed"] = {source: [None if value is None else pico(value, TOKENS_PER_MTOK, where) for value in pair]
                            for source, pair in facts["price_disputed"].items()}
    made["src"] = facts["sources"]
    return made


def model_line(facts, apis):
    made = {"id": facts["id"], "name": facts["name"], "family": facts["family"]}
    if facts["kind"] != "chat":
        made["kind"] = facts["kind"]
    for name in ("released", "knowledge", "open_weights", "alias_of", "deprecated"):
        if facts.get(name):
            made[name] = facts[name]
    made["offers"] = [offer(mapping, facts, apis) for mapping in facts["providers"]]
    return made


def address(url):
    for written, read in PLACEHOLDERS:
        url = url.replace(written, read)
    return url


def variables(facts):
    listed = []
    for name in facts.get("variables", []):
        env = [variable for variable in facts["env"] if ADDRESS_PARTS.get(variable) == name]
        listed.append({"name": name, **({"env": env} if env else {})})
    if facts["id"] in API_VERSIONS:
        listed.append({"name": "api_version", "default": API_VERSIONS[facts["id"]]})
    return listed


def provider_line(facts, quirks):
    made = {name: facts[name] for name in ("id", "name", "api", "base_url")}
    made["api"] = APIS.get(facts["id"], facts["api"])
    made["base_url"] = address(facts["base_url"])
    made["auth"] = facts["auth"]["scheme"]
    made["env"] = sorted((name for name in facts["env"] if not NOT_A_KEY.search(name)),
                         key=lambda name: name not in MADE_FOR_THIS)
    other = [name for name in facts["env"] if NOT_A_KEY.search(name)]
    for name, known in (("env_base_url", BASE_URLS), ("env_key_file", KEY_FILES)):
        if known & set(other):
            made[name] = [variable for variable in other if variable in known]
    other = [variable for variable in other if variable not in {*ADDRESS_PARTS, *BASE_URLS, *KEY_FILES}]
    if other:
        made["env_other"] = other
    if variables(facts):
        made["variables"] = variables(facts)
    prefixes = FURTHER_PREFIX.findall(facts.get("notes", ""))
    if facts.get("key_prefix"):
        made["key_prefixes"] = [facts["key_prefix"], *prefixes]
    if facts.get("required_headers"):
        made["headers"] = facts["required_headers"]
    for name in ("openai_base_url", "anthropic_base_url", "local", "key_optional",
                 "website", "docs", "key_page", "notes"):
        if facts.get(name):
            made[name] = facts[name]
    if facts["id"] in quirks:
        made["quirks"] = quirks[facts["id"]]
    return made


def write(path, head, name, lines):
    text = [json.dumps(head, ensure_ascii=False, separators=(",", ":"))[:-1] + f',"{name}":[']
    text += [json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "," for line in lines]
    text[-1] = text[-1][:-1]
    path.write_text("\n".join(text) + "\n]}\n", encoding="utf-8")
    print(f"{path.name}: {len(lines)} entries, {path.stat().st_size} bytes")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    facts = Path(sys.argv[1])
    built = re.search(r"Built (\d{4}-\d{2}-\d{2})", (facts / "README.md").read_text(encoding="utf-8"))
    if not built:
        sys.exit("the facts' README does not say when they were built")
    providers = json.loads((facts / "providers.json").read_text(encoding="utf-8"), parse_float=Decimal)
    models = json.loads((facts / "models.json").read_text(encoding="utf-8"), parse_float=Decimal)
    known = {source["id"] for source in SOURCES}
    used = {source for model in models for mapping in model["providers"] for source in mapping["sources"]}
    if used - known:
        sys.exit(f"sources without a name and date: {sorted(used - known)}")
    apis = {provider["id"]: provider["api"] for provider in providers}
    # A model that lies under its provider's OpenAI-compatible address speaks that dialect.
    compatible = {(provider["id"], provider["openai_base_url"]) for provider in providers if "openai_base_url" in provider}
    for mapping in (mapping for model in models for mapping in model["providers"]):
        if (mapping["provider"], mapping.get("base_url")) in compatible:
            mapping.setdefault("api", "openai")
    here = Path(__file__).resolve().parent
    quirks = json.loads((here / "byhand" / "quirks.json").read_text(encoding="utf-8"))
    if set(quirks) - set(apis):
        sys.exit(f"quirks of unknown providers: {sorted(set(quirks) - set(apis))}")
    write(here / "providers.json", {"schema": 1, "built": built.group(1)}, "providers",
          [provider_line(provider, quirks) for provider in providers])
    write(here / "models.json", {"schema": 1, "built": built.group(1), "sources": SOURCES}, "models",
          [model_line(model, apis) for model in sorted(models, key=lambda model: model["id"].encode())])


if __name__ == "__main__":
    main()
