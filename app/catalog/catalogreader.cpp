// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/catalog/catalogreader.h"

#include "app/catalog/quirksreader.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <limits>

namespace llmg::catalog {
namespace {

namespace json = boost::json;
using domain::AuthScheme;
using domain::Capabilities;
using domain::Price;
using domain::PriceSet;

/// What is wrong with an entry; caught at the edge of this file. Reading a thousand entries of thirty fields each
/// through Result at every field would hide the schema, and a broken built-in file is rare enough for an exception.
struct BadEntry {
    std::string what;
};

const json::value* find(const json::object& object, std::string_view field) {
    return object.if_contains(field);
}

std::string text(const json::object& object, std::string_view field) {
    const json::value* value = find(object, field);
    if (!value)
        return {};
    if (!value->is_string())
        throw BadEntry{"\"" + std::string(field) + "\" is not a text"};
    return std::string(value->get_string());
}

std::string requiredText(const json::object& object, std::string_view field) {
    std::string found = text(object, field);
    if (found.empty())
        throw BadEntry{"\"" + std::string(field) + "\" is missing"};
    return found;
}

std::int64_t count(const json::value& value, std::string_view field) {
    if (!value.is_int64() || value.get_int64() < 0)
        throw BadEntry{"\"" + std::string(field) + "\" is not a whole number of zero or more"};
    return value.get_int64();
}

std::int64_t countOr0(const json::object& object, std::string_view field) {
    const json::value* value = find(object, field);
    return value ? count(*value, field) : 0;
}

bool flag(const json::object& object, std::string_view field, bool otherwise = false) {
    const json::value* value = find(object, field);
    if (!value)
        return otherwise;
    if (!value->is_bool())
        throw BadEntry{"\"" + std::string(field) + "\" is not true or false"};
    return value->get_bool();
}

const json::array& list(const json::object& object, std::string_view field) {
    static const json::array kEmpty;
    const json::value* value = find(object, field);
    if (!value)
        return kEmpty;
    if (!value->is_array())
        throw BadEntry{"\"" + std::string(field) + "\" is not a list"};
    return value->get_array();
}

std::vector<std::string> texts(const json::object& object, std::string_view field) {
    std::vector<std::string> found;
    const json::array& items = list(object, field);
    found.reserve(items.size());
    for (const json::value& item : items) {
        if (!item.is_string())
            throw BadEntry{"\"" + std::string(field) + "\" holds something that is not a text"};
        found.emplace_back(item.get_string());
    }
    return found;
}

const json::object& objectIn(const json::value& value, std::string_view what) {
    if (!value.is_object())
        throw BadEntry{std::string(what) + " is not an object"};
    return value.get_object();
}

constexpr std::array kPriceFields{
    std::pair{std::string_view("in"), &PriceSet::input},
    std::pair{std::string_view("out"), &PriceSet::output},
    std::pair{std::string_view("cached"), &PriceSet::cachedInput},
    std::pair{std::string_view("write"), &PriceSet::cacheWrite},
    std::pair{std::string_view("write1h"), &PriceSet::cacheWrite1h},
    std::pair{std::string_view("reasoning"), &PriceSet::reasoning},
    std::pair{std::string_view("audio_in"), &PriceSet::audioInput},
    std::pair{std::string_view("audio_out"), &PriceSet::audioOutput},
    std::pair{std::string_view("image_in"), &PriceSet::imageInput},
    std::pair{std::string_view("image_out"), &PriceSet::imageOutput},
    std::pair{std::string_view("per_image"), &PriceSet::perImageOutput},
    std::pair{std::string_view("per_request"), &PriceSet::perRequest},
};

PriceSet prices(const json::object& object) {
    PriceSet set;
    for (const auto& [field, member] : kPriceFields) {
        if (const json::value* value = find(object, field))
            set.*member = Price{count(*value, field)};
    }
    if (const json::value* search = find(object, "per_search")) {
        if (search->is_array()) {
            if (search->get_array().size() != 3)
                throw BadEntry{"\"per_search\" is not [low, medium, high]"};
            set.perWebSearch = Price{count(search->get_array()[1], "per_search")};
        } else {
            set.perWebSearch = Price{count(*search, "per_search")};
        }
    }
    return set;
}

constexpr std::array kCapabilityWords{
    std::pair{std::string_view("vision"), &Capabilities::vision},
    std::pair{std::string_view("tools"), &Capabilities::tools},
    std::pair{std::string_view("parallel"), &Capabilities::parallelTools},
    std::pair{std::string_view("json"), &Capabilities::jsonMode},
    std::pair{std::string_view("schema"), &Capabilities::jsonSchema},
    std::pair{std::string_view("reasoning"), &Capabilities::reasoning},
    std::pair{std::string_view("pdf"), &Capabilities::pdf},
    std::pair{std::string_view("audio"), &Capabilities::audioInput},
    std::pair{std::string_view("video"), &Capabilities::videoInput},
    std::pair{std::string_view("image"), &Capabilities::imageOutput},
    std::pair{std::string_view("search"), &Capabilities::webSearch},
    std::pair{std::string_view("cache"), &Capabilities::promptCaching},
};

void addCapability(Capabilities& can, std::string_view word) {
    if (word == "no-stream") {
        can.streaming = false;
        return;
    }
    for (const auto& [name, member] : kCapabilityWords) {
        if (word == name) {
            can.*member = true;
            return;
        }
    }
    throw BadEntry{"\"can\" has an unknown word: " + std::string(word)};
}

Capabilities capabilities(std::string_view words) {
    Capabilities can;
    while (!words.empty()) {
        const std::size_t end = std::min(words.find(' '), words.size());
        if (end > 0)
            addCapability(can, words.substr(0, end));
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return can;
}

std::vector<domain::ServiceTierPrices> serviceTiers(const json::object& object) {
    constexpr std::array kTiers{
        std::pair{std::string_view("batch"), domain::ServiceTier::Batch},
        std::pair{std::string_view("flex"), domain::ServiceTier::Flex},
        std::pair{std::string_view("priority"), domain::ServiceTier::Priority},
    };
    std::vector<domain::ServiceTierPrices> tiers;
    for (const auto& [field, tier] : kTiers) {
        if (const json::value* value = find(object, field))
            tiers.push_back({tier, prices(objectIn(*value, "a service tier"))});
    }
    return tiers;
}

std::vector<domain::SearchPrices> searchPrices(const json::object& object) {
    const json::value* search = find(object, "per_search");
    if (!search || !search->is_array())
        return {};
    const json::array& sizes = search->get_array(); // three of them, as prices() saw
    return {{Price{count(sizes[0], "per_search")}, Price{count(sizes[2], "per_search")}}};
}

std::uint8_t effortBits(std::string_view words) {
    std::uint8_t bits = 0;
    while (!words.empty()) {
        const std::string_view word = words.substr(0, words.find(' '));
        const auto known = std::find(domain::kReasoningEfforts.begin(), domain::kReasoningEfforts.end(), word);
        if (known == domain::kReasoningEfforts.end())
            throw BadEntry{"\"efforts\" has an unknown word: " + std::string(word)};
        bits |= static_cast<std::uint8_t>(1U << (known - domain::kReasoningEfforts.begin()));
        words.remove_prefix(std::min(word.size() + 1, words.size()));
    }
    return bits;
}

void reasoningBudget(const json::object& object, domain::ModelOffer& made) {
    const json::array& limits = list(object, "budget");
    if (limits.empty())
        return;
    constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();
    if (limits.size() != 2 || count(limits[0], "budget") > kMost || count(limits[1], "budget") > kMost)
        throw BadEntry{"\"budget\" is not [least, most]"};
    made.minReasoningBudget = static_cast<std::int32_t>(limits[0].get_int64());
    made.maxReasoningBudget = static_cast<std::int32_t>(limits[1].get_int64());
}

std::string oneOf(std::string value, std::initializer_list<std::string_view> allowed, std::string_view field) {
    if (value.empty())
        return value;
    for (const std::string_view each : allowed) {
        if (value == each)
            return value;
    }
    throw BadEntry{"\"" + std::string(field) + "\" cannot be " + value};
}

domain::ModelOffer offer(const json::object& object) {
    domain::ModelOffer made;
    made.provider = requiredText(object, "p");
    made.upstreamId = requiredText(object, "id");
    made.prices = prices(object);
    for (const json::value& tier : list(object, "tiers")) {
        const json::object& fields = objectIn(tier, "a tier");
        if (!find(fields, "above"))
            throw BadEntry{"a tier without \"above\""};
        made.tiers.push_back({countOr0(fields, "above"), prices(fields)});
        if (made.tiers.size() > 1 &&
            made.tiers[made.tiers.size() - 2].abovePromptTokens >= made.tiers.back().abovePromptTokens)
            throw BadEntry{"tiers are not ascending"};
    }
    made.serviceTiers = serviceTiers(object);
    made.searchPrices = searchPrices(object);
    made.pricing = oneOf(text(object, "pricing"), {"subscription", "free", "unknown"}, "pricing");
    made.context = countOr0(object, "ctx");
    made.maxOutput = countOr0(object, "max");
    made.can = capabilities(text(object, "can"));
    made.acceptsTemperature = flag(object, "temperature", true);
    made.maxTokensParam = text(object, "max_param");
    made.reasoningStyle = oneOf(text(object, "think"), {"effort", "budget_tokens", "toggle"}, "think");
    made.reasoningEfforts = effortBits(text(object, "efforts"));
    reasoningBudget(object, made);
    made.endpoint = oneOf(text(object, "endpoint"), {"responses", "completions"}, "endpoint");
    made.apiOverride = text(object, "api");
    made.baseUrlOverride = text(object, "base");
    made.status = oneOf(text(object, "status"), {"beta", "deprecated", "retired", "unverified"}, "status");
    made.priceConfirmed = flag(object, "confirmed");
    made.sources = texts(object, "src");
    return made;
}

domain::ModelKind kindFrom(const std::string& word) {
    if (word.empty() || word == "chat")
        return domain::ModelKind::Chat;
    if (word == "embedding")
        return domain::ModelKind::Embedding;
    if (word == "image")
        return domain::ModelKind::Image;
    throw BadEntry{"\"kind\" cannot be " + word};
}

domain::LlmModel model(const json::object& object, std::vector<UpstreamAlias>& aliases) {
    domain::LlmModel made;
    made.id = requiredText(object, "id");
    made.name = requiredText(object, "name");
    made.family = text(object, "family");
    made.kind = kindFrom(text(object, "kind"));
    made.released = text(object, "released");
    made.aliasOf = text(object, "alias_of");
    made.deprecated = flag(object, "deprecated");
    const json::array& offers = list(object, "offers");
    made.offers.reserve(offers.size());
    for (const json::value& item : offers) {
        const json::object& fields = objectIn(item, "an offer");
        made.offers.push_back(offer(fields));
        for (std::string& alias : texts(fields, "aliases"))
            aliases.push_back({made.id, made.offers.back().provider, std::move(alias)});
    }
    return made;
}

AuthScheme authFrom(const std::string& word) {
    constexpr std::array kSchemes{
        std::pair{std::string_view("bearer"), AuthScheme::Bearer},
        std::pair{std::string_view("x-api-key"), AuthScheme::XApiKey},
        std::pair{std::string_view("x-goog-api-key"), AuthScheme::XGoogApiKey},
        std::pair{std::string_view("api-key"), AuthScheme::ApiKey},
        std::pair{std::string_view("aws-sigv4"), AuthScheme::AwsSigV4},
        std::pair{std::string_view("none"), AuthScheme::None},
    };
    for (const auto& [name, scheme] : kSchemes) {
        if (word == name)
            return scheme;
    }
    throw BadEntry{"\"auth\" cannot be \"" + word + "\""};
}

domain::ProviderVariable variable(const json::object& object) {
    return {requiredText(object, "name"), texts(object, "env"), text(object, "default")};
}

domain::ProviderEntry provider(const json::object& object) {
    domain::ProviderEntry made;
    made.id = requiredText(object, "id");
    made.name = requiredText(object, "name");
    made.api = requiredText(object, "api");
    made.baseUrl = text(object, "base_url");
    made.auth = authFrom(text(object, "auth"));
    made.env = texts(object, "env");
    made.keyFileEnv = texts(object, "env_key_file");
    made.baseUrlEnv = texts(object, "env_base_url");
    for (const json::value& item : list(object, "variables"))
        made.variables.push_back(variable(objectIn(item, "a variable")));
    made.moreKeyPrefixes = texts(object, "key_prefixes");
    if (!made.moreKeyPrefixes.empty()) {
        made.keyPrefix = std::move(made.moreKeyPrefixes.front());
        made.moreKeyPrefixes.erase(made.moreKeyPrefixes.begin());
    }
    if (const json::value* headers = find(object, "headers")) {
        for (const auto& field : objectIn(*headers, "\"headers\"")) {
            if (!field.value().is_string())
                throw BadEntry{"a header is not a text"};
            made.requiredHeaders.emplace_back(field.key(), field.value().get_string());
        }
    }
    if (const json::value* quirks = find(object, "quirks")) {
        auto read = readOpenAiQuirks(objectIn(*quirks, "\"quirks\""));
        if (!read)
            throw BadEntry{read.error().message};
        made.quirks = std::move(*read);
    }
    made.website = text(object, "website");
    made.docs = text(object, "docs");
    made.keyPage = text(object, "key_page");
    made.notes = text(object, "notes");
    made.local = flag(object, "local");
    made.keyOptional = flag(object, "key_optional");
    return made;
}

std::string nameOf(const json::value& entry, std::size_t number) {
    if (entry.is_object()) {
        const json::value* id = entry.get_object().if_contains("id");
        if (id && id->is_string())
            return std::string(id->get_string());
    }
    return "entry " + std::to_string(number);
}

constexpr std::int64_t kSchema = 1;

/// Parses the text, checks its head, and hands each entry of `list` to `take`.
template <class Head, class Take>
Result<> readFile(std::string_view file, std::string_view text, std::string_view entries, Head head, Take takeEntry) {
    const auto bad = [&](const std::string& what) {
        return fail(ErrorKind::Configuration, std::string(file) + ": " + what);
    };
    // One block that goes back to the system at once: the document is some five times its text and lives for a moment.
    json::monotonic_resource memory(text.size() * 6 + 4096);
    boost::system::error_code error;
    const json::value document = json::parse(json::string_view(text.data(), text.size()), error, &memory);
    if (error)
        return bad("not JSON: " + error.message());
    std::string at = "first line";
    try {
        const json::object& object = objectIn(document, "the file");
        if (countOr0(object, "schema") != kSchema)
            return bad("this program reads schema " + std::to_string(kSchema));
        head(object);
        std::size_t number = 0;
        for (const json::value& entry : list(object, entries)) {
            at = nameOf(entry, ++number);
            takeEntry(objectIn(entry, "the entry"));
        }
    } catch (const BadEntry& entry) {
        return bad(at + ": " + entry.what);
    }
    return {};
}

std::string describeSources(const json::object& head) {
    std::string described;
    for (const json::value& item : list(head, "sources")) {
        const json::object& source = objectIn(item, "a source");
        if (!flag(source, "prices"))
            continue;
        described +=
            (described.empty() ? "" : ", ") + requiredText(source, "name") + " (" + requiredText(source, "date") + ")";
    }
    return described;
}

} // namespace

Result<std::vector<domain::ProviderEntry>> readProviders(std::string_view jsonText) {
    std::vector<domain::ProviderEntry> providers;
    const Result<> read = readFile(
        "providers.json", jsonText, "providers", [](const json::object&) {},
        [&](const json::object& entry) { providers.push_back(provider(entry)); });
    if (!read)
        return read.error();
    return providers;
}

Result<ModelsFile> readModels(std::string_view jsonText) {
    ModelsFile file;
    const Result<> read = readFile(
        "models.json", jsonText, "models",
        [&](const json::object& head) {
            file.builtOn = requiredText(head, "built");
            file.priceSource = describeSources(head);
            file.models.reserve(list(head, "models").size());
        },
        [&](const json::object& entry) { file.models.push_back(model(entry, file.aliases)); });
    if (!read)
        return read.error();
    return file;
}

} // namespace llmg::catalog
