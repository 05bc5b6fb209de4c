// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/listings.h"

#include "app/policy/keystanding.h"
#include "app/providers/sandbox.h"

#include <boost/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <limits>
#include <tuple>

namespace llmg::gateway {
namespace {

namespace json = boost::json;
using domain::LlmModel;
using domain::ModelOffer;
using domain::Price;

/// Pico-dollars as an exact decimal number of dollars: 2,500,000 → "0.0000025".
std::string decimalUsd(Price price) {
    std::string digits = std::to_string(price.picoUsd);
    constexpr std::size_t kDecimals = 12;
    if (digits.size() <= kDecimals)
        digits.insert(0, kDecimals + 1 - digits.size(), '0');
    digits.insert(digits.size() - kDecimals, ".");
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.')
        digits.pop_back();
    return digits;
}

json::object pricing(const domain::PriceSet& prices) {
    json::object object;
    const auto put = [&object](const char* name, const std::optional<Price>& price) {
        if (price)
            object[name] = decimalUsd(*price);
    };
    put("prompt", prices.input);
    put("completion", prices.output);
    put("input_cache_read", prices.cachedInput);
    put("input_cache_write", prices.cacheWrite);
    put("internal_reasoning", prices.reasoning);
    put("request", prices.perRequest);
    put("image", prices.perImageOutput);
    put("web_search", prices.perWebSearch);
    return object;
}

json::array capabilities(const domain::Capabilities& can) {
    json::array list;
    const auto put = [&list](bool has, const char* name) {
        if (has)
            list.emplace_back(name);
    };
    put(can.streaming, "streaming");
    put(can.vision, "vision");
    put(can.tools, "tools");
    put(can.parallelTools, "parallel_tools");
    put(can.jsonMode, "json_mode");
    put(can.jsonSchema, "json_schema");
    put(can.reasoning, "reasoning");
    put(can.pdf, "pdf");
    put(can.audioInput, "audio_input");
    put(can.videoInput, "video_input");
    put(can.imageOutput, "image_output");
    put(can.webSearch, "web_search");
    put(can.promptCaching, "prompt_caching");
    return list;
}

/// The offer whose figures stand for the model: the cheapest that can be called, else the cheapest.
const ModelOffer* representative(const Snapshot& snapshot, const LlmModel& model) {
    const ModelOffer* best = nullptr;
    const auto rank = [&](const ModelOffer& offer) {
        const bool callable = offer.provider == routing::kSandboxProvider || snapshot.isAvailable(offer);
        const auto price = offer.prices.input ? offer.prices.input->picoUsd : std::numeric_limits<std::int64_t>::max();
        return std::tuple(!callable, offer.status == "retired", price);
    };
    for (const auto& offer : model.offers) {
        if (!best || rank(offer) < rank(*best))
            best = &offer;
    }
    return best;
}

std::int64_t releasedAt(const LlmModel& model) {
    int year = 0, month = 0, day = 0;
    if (std::sscanf(model.released.c_str(), "%d-%d-%d", &year, &month, &day) != 3)
        return 0;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok())
        return 0;
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::sys_days(date).time_since_epoch()).count();
}

json::object describe(const Snapshot& snapshot, const LlmModel& model) {
    json::object object;
    object["id"] = model.id;
    object["object"] = "model";
    object["created"] = releasedAt(model);
    object["owned_by"] = model.offers.empty() ? std::string{} : model.offers.front().provider;
    object["name"] = model.name;
    object["type"] = model.kind == domain::ModelKind::Chat        ? "chat"
                     : model.kind == domain::ModelKind::Embedding ? "embedding"
                                                                  : "image";
    if (const auto* offer = representative(snapshot, model)) {
        object["pricing"] = pricing(offer->prices);
        if (offer->context > 0)
            object["context_length"] = offer->context;
        if (offer->maxOutput > 0)
            object["max_output"] = offer->maxOutput;
        object["capabilities"] = capabilities(offer->can);
    }
    json::array providers;
    for (const auto& offer : model.offers) {
        json::object entry;
        entry["provider"] = offer.provider;
        entry["model"] = offer.upstreamId;
        entry["pricing"] = pricing(offer.prices);
        if (!offer.status.empty())
            entry["status"] = offer.status;
        entry["available"] = offer.provider == routing::kSandboxProvider || snapshot.isAvailable(offer);
        providers.push_back(std::move(entry));
    }
    object["providers"] = std::move(providers);
    if (model.deprecated) {
        object["deprecated"] = true;
        json::array next;
        for (auto& id : snapshot.catalog().successors(model.id, 3))
            next.emplace_back(std::move(id));
        object["successors"] = std::move(next);
    }
    return object;
}

template <class Visit>
void eachModel(const Snapshot& snapshot, Visit visit) {
    for (const auto& model : providers::sandboxModels())
        visit(model);
    for (const auto& model : snapshot.serverModels())
        visit(model);
    for (const auto& model : snapshot.catalog().models())
        visit(model);
}

template <class Visit>
void eachChatModel(const Snapshot& snapshot, Visit visit) {
    eachModel(snapshot, [&visit](const LlmModel& model) {
        if (model.kind == domain::ModelKind::Chat)
            visit(model);
    });
}

json::object geminiModel(const Snapshot& snapshot, const LlmModel& model) {
    json::object object;
    object["name"] = "models/" + model.id;
    object["displayName"] = model.name;
    if (const auto* offer = representative(snapshot, model)) {
        if (offer->context > 0)
            object["inputTokenLimit"] = offer->context;
        if (offer->maxOutput > 0)
            object["outputTokenLimit"] = offer->maxOutput;
    }
    object["supportedGenerationMethods"] = json::array{"generateContent", "streamGenerateContent", "countTokens"};
    return object;
}

} // namespace

std::string modelsJson(const Snapshot& snapshot) {
    json::array data;
    eachModel(snapshot, [&](const LlmModel& model) { data.push_back(describe(snapshot, model)); });
    json::object list;
    list["object"] = "list";
    list["data"] = std::move(data);
    return json::serialize(list);
}

std::string modelJson(const Snapshot& snapshot, std::string_view id) {
    for (const auto& model : providers::sandboxModels()) {
        if (model.id == id)
            return json::serialize(describe(snapshot, model));
    }
    const auto* model = snapshot.catalog().model(id);
    if (const auto slash = id.find('/'); !model && slash != std::string_view::npos)
        model = snapshot.serverModel(id.substr(0, slash), id.substr(slash + 1));
    return model ? json::serialize(describe(snapshot, *model)) : std::string{};
}

std::string anthropicModelsJson(const Snapshot& snapshot) {
    json::array data;
    const auto add = [&data](const LlmModel& model) {
        json::object object;
        object["type"] = "model";
        object["id"] = model.id;
        object["display_name"] = model.name;
        object["created_at"] = (model.released.size() == 10 ? model.released : "1970-01-01") + "T00:00:00Z";
        data.push_back(std::move(object));
    };
    eachChatModel(snapshot, add);
    json::object list;
    list["first_id"] = data.empty() ? json::value(nullptr) : data.front().at("id");
    list["last_id"] = data.empty() ? json::value(nullptr) : data.back().at("id");
    list["data"] = std::move(data);
    list["has_more"] = false;
    return json::serialize(list);
}

std::string geminiModelsJson(const Snapshot& snapshot) {
    json::array models;
    eachChatModel(snapshot, [&](const LlmModel& model) { models.push_back(geminiModel(snapshot, model)); });
    json::object list;
    list["models"] = std::move(models);
    return json::serialize(list);
}

std::string geminiModelJson(const Snapshot& snapshot, std::string_view id) {
    std::string body;
    eachChatModel(snapshot, [&](const LlmModel& model) {
        if (model.id == id)
            body = json::serialize(geminiModel(snapshot, model));
    });
    return body;
}

std::string keyJson(const domain::GatewayKey& key, const domain::Project* project, const policy::SpendBook& spend,
                    UnixTime now) {
    const auto spentIn = [&](domain::Period period) {
        return spend.spent(domain::BudgetScope::Key, key.id, period, now);
    };
    const auto spent = spentIn(domain::Period::Lifetime);
    json::object data;
    data["name"] = key.name;
    data["prefix"] = key.prefix;
    data["project"] = project ? project->name : std::string{};
    data["mode"] = project ? domain::toString(project->mode) : "";
    const auto standing = policy::keyStanding(key, spend, now).state;
    data["state"] = standing == policy::KeyStandingState::LimitReached ? "limit_reached" : policy::toString(standing);
    data["usage_usd"] = domain::toDecimalUsd(spent);
    data["limit_usd"] = key.limit ? json::value(domain::toDecimalUsd(*key.limit)) : json::value(nullptr);
    data["limit_remaining_usd"] = key.limit
                                      ? json::value(domain::toDecimalUsd(std::max(*key.limit - spent, domain::Money{})))
                                      : json::value(nullptr);
    json::array limits;
    for (const auto& limit : key.periodLimits) {
        json::object one;
        one["period"] = domain::toString(limit.period);
        one["limit_usd"] = domain::toDecimalUsd(limit.amount);
        one["usage_usd"] = domain::toDecimalUsd(spentIn(limit.period));
        limits.push_back(std::move(one));
    }
    data["period_limits"] = std::move(limits);
    if (key.rate.isSet()) {
        json::object rate;
        rate["requests_per_minute"] = key.rate.requestsPerMinute;
        rate["tokens_per_minute"] = key.rate.tokensPerMinute;
        data["rate_limit"] = std::move(rate);
    }
    data["expires_at_ms"] =
        key.expiresAt ? json::value(key.expiresAt->time_since_epoch().count()) : json::value(nullptr);
    json::array allowed;
    for (const auto& model : key.allowedModels)
        allowed.emplace_back(model);
    data["allowed_models"] = std::move(allowed);
    json::object object;
    object["object"] = "key";
    object["data"] = std::move(data);
    return json::serialize(object);
}

std::string metricsText(const Counters& counters) {
    std::string text;
    const auto put = [&text](const char* name, const char* type, const char* help, auto value) {
        text += std::string("# HELP ") + name + ' ' + help + "\n# TYPE " + name + ' ' + type + '\n' + name + ' ' +
                std::to_string(value) + '\n';
    };
    put("llmgateway_requests_total", "counter", "Model requests with a valid key, however they ended.",
        counters.requests.load());
    put("llmgateway_request_failures_total", "counter", "Of these, the ones that ended in an error.",
        counters.failures.load());
    put("llmgateway_requests_in_flight", "gauge", "Model requests in work now.", counters.inFlight.load());
    put("llmgateway_upstream_attempts_total", "counter", "Calls to providers.", counters.attempts.load());
    put("llmgateway_upstream_attempt_failures_total", "counter", "Of these, the ones that failed.",
        counters.failedAttempts.load());
    put("llmgateway_prompt_tokens_total", "counter", "Prompt tokens, cached ones included.",
        counters.promptTokens.load());
    put("llmgateway_completion_tokens_total", "counter", "Completion tokens, reasoning included.",
        counters.completionTokens.load());
    put("llmgateway_cost_nano_usd_total", "counter", "Cost in nano-dollars.", counters.costNanoUsd.load());
    put("llmgateway_request_duration_microseconds_total", "counter", "Sum of the durations of ended requests.",
        counters.durationUs.load());
    return text;
}

} // namespace llmg::gateway
