// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// requests and usage.
#include "app/service/commandargs.h"
#include "app/service/engine.h"
#include "app/service/lookups.h"
#include "app/storage/configurationstore.h"
#include "app/storage/ledgerreader.h"

namespace llmg::service {
namespace {

namespace json = boost::json;
using domain::RequestRecord;
using storage::GroupBy;
using storage::Period;

constexpr std::string_view kDefaultSince = "30d";
constexpr int kDefaultLimit = 50;
constexpr int kMostRows = 1000;

json::value microseconds(std::int64_t value) {
    return value < 0 ? json::value(nullptr) : json::value(static_cast<double>(value) / 1000.0);
}

json::object describe(const domain::AttemptRecord& attempt) {
    json::object object;
    object["provider"] = attempt.provider;
    object["model"] = attempt.upstreamModel;
    object["key"] = attempt.keyLabel;
    object["status"] = attempt.status;
    object["error"] = attempt.errorCode;
    object["message"] = attempt.errorMessage;
    object["started_after_ms"] = microseconds(attempt.startedAfterUs);
    object["duration_ms"] = microseconds(attempt.durationUs);
    object["first_byte_ms"] = microseconds(attempt.firstByteUs);
    object["upstream_request_id"] = attempt.upstreamRequestId;
    return object;
}

json::object describe(const domain::TokenUsage& usage) {
    json::object object;
    object["prompt"] = usage.prompt;
    object["cached_prompt"] = usage.cachedPrompt;
    object["cache_write"] = usage.cacheWrite;
    object["cache_write_1h"] = usage.cacheWrite1h;
    object["prompt_audio"] = usage.promptAudio;
    object["prompt_image"] = usage.promptImage;
    object["completion"] = usage.completion;
    object["reasoning"] = usage.reasoning;
    object["completion_audio"] = usage.completionAudio;
    object["completion_image"] = usage.completionImage;
    object["images_out"] = usage.imagesOut;
    object["web_searches"] = usage.webSearches;
    object["estimated"] = usage.estimated;
    return object;
}

json::object describe(const domain::CostBreakdown& cost) {
    json::object object;
    object["input_usd"] = domain::toDecimalUsd(cost.input);
    object["cached_input_usd"] = domain::toDecimalUsd(cost.cachedInput);
    object["cache_write_usd"] = domain::toDecimalUsd(cost.cacheWrite);
    object["output_usd"] = domain::toDecimalUsd(cost.output);
    object["request_usd"] = domain::toDecimalUsd(cost.request);
    object["markup_usd"] = domain::toDecimalUsd(cost.markup);
    object["total_usd"] = domain::toDecimalUsd(cost.total);
    object["known"] = cost.known;
    object["estimated"] = cost.estimated;
    object["stated_by_provider"] = cost.statedByProvider;
    return object;
}

json::object describe(const RequestRecord& record) {
    json::object object;
    object["id"] = record.id;
    object["client_request_id"] = record.clientRequestId;
    object["time"] = formatTime(record.startedAt);
    object["project"] = record.projectId;
    object["key"] = record.keyId;
    object["application"] = record.application;
    object["application_path"] = record.applicationPath;
    object["endpoint"] = record.endpoint;
    object["dialect"] = record.dialect;
    object["requested_model"] = record.requestedModel;
    object["used_model"] = record.usedModel;
    object["used_provider"] = record.usedProvider;
    object["used_mode"] = record.usedMode;
    object["stream"] = record.stream;
    object["cached"] = record.cached;
    object["status"] = record.status;
    object["error_code"] = record.errorCode;
    object["error_message"] = record.errorMessage;
    object["finish_reason"] = record.finishReason;
    object["usage"] = describe(record.usage);
    object["cost"] = describe(record.cost);
    object["duration_ms"] = microseconds(record.durationUs);
    object["first_token_ms"] = microseconds(record.firstTokenUs);
    object["request_bytes"] = record.requestBytes;
    object["response_bytes"] = record.responseBytes;
    object["routing"] = record.routing;
    json::array dropped;
    for (const auto& name : record.droppedParams)
        dropped.emplace_back(name);
    object["dropped_params"] = std::move(dropped);
    json::object tags;
    for (const auto& [name, value] : record.tags)
        tags[name] = value;
    object["tags"] = std::move(tags);
    json::array attempts;
    for (const auto& attempt : record.attempts)
        attempts.push_back(describe(attempt));
    object["attempts"] = std::move(attempts);
    return object;
}

Result<storage::TimeRange> rangeSince(const CommandArgs& args) {
    auto since = parseDuration(args.text("since", std::string(kDefaultSince)));
    if (!since)
        return inField("since", since.error());
    const SystemClock clock;
    const auto now = clock.now();
    return storage::TimeRange{now - *since, now + std::chrono::seconds{1}};
}

/// The list leaves attempts and tags out, so each row is asked for whole, one after the other.
QFuture<CommandResult> withDetails(Engine& engine, std::vector<RequestRecord> rows) {
    auto list = std::make_shared<json::array>();
    QFuture<void> all = QtFuture::makeReadyFuture();
    for (const auto& row : rows) {
        all = all.then(&engine, [&engine, id = row.id] { return engine.ledger().request(id); })
                  .unwrap()
                  .then(&engine, [list](Result<storage::RequestDetail> detail) {
                      if (detail)
                          list->push_back(describe(detail->record));
                  });
    }
    return all.then(&engine, [list]() -> CommandResult { return json::value(std::move(*list)); });
}

QFuture<CommandResult> listRequests(Engine& engine, const CommandArgs& args) {
    storage::RequestFilter filter;
    auto range = rangeSince(args);
    if (!range)
        return done(range.error());
    filter.range = *range;
    filter.modelContains = args.text("model");
    filter.onlyErrors = args.flag("errors");
    std::int64_t limit = kDefaultLimit;
    if (args.has("limit")) {
        auto count = parseNumber("limit", args.text("limit"), 1, kMostRows);
        if (!count)
            return done(count.error());
        limit = *count;
    }
    return engine.flush()
        .then(&engine, [&engine, filter,
                        limit](Result<>) { return engine.ledger().requests(filter, {}, static_cast<int>(limit)); })
        .unwrap()
        .then(&engine,
              [&engine](Result<storage::RequestPage> page) {
                  return page ? withDetails(engine, std::move(page->rows)) : done(page.error());
              })
        .unwrap();
}

std::string groupName(const policy::Configuration& configuration, GroupBy group, const std::string& value) {
    return group == GroupBy::Project ? projectName(configuration, value)
           : group == GroupBy::Key   ? keyName(configuration, value)
                                     : value;
}

QFuture<CommandResult> usage(Engine& engine, const CommandArgs& args) {
    storage::UsageQuery query;
    auto range = rangeSince(args);
    if (!range)
        return done(range.error());
    query.range = *range;
    query.period = Period::All;
    for (const auto& word : args.has("by") ? args.list("by") : std::vector<std::string>{"day"}) {
        const std::pair<std::string_view, Period> periods[] = {
            {"hour", Period::Hour}, {"day", Period::Day}, {"month", Period::Month}};
        const std::pair<std::string_view, GroupBy> groups[] = {
            {"model", GroupBy::Model}, {"provider", GroupBy::Provider},       {"project", GroupBy::Project},
            {"key", GroupBy::Key},     {"application", GroupBy::Application}, {"outcome", GroupBy::Outcome}};
        bool known = false;
        for (const auto& [name, period] : periods) {
            if (name == word) {
                query.period = period;
                known = true;
            }
        }
        for (const auto& [name, group] : groups) {
            if (name != word)
                continue;
            if (query.group != GroupBy::None)
                return done(fail(
                    ErrorKind::InvalidParameters,
                    "--by takes one period and one of model, provider, project, key, application, outcome.", "by"));
            query.group = group;
            known = true;
        }
        if (!known)
            return done(
                fail(ErrorKind::InvalidParameters,
                     "--by knows hour, day, month, model, provider, project, key, application and outcome, not “" +
                         word + "”.",
                     "by"));
    }
    const auto ask = [&engine, query](Result<>) { return engine.ledger().usage(query); };
    return engine.flush()
        .then(&engine, ask)
        .unwrap()
        .then(&engine, [&engine, query](Result<std::vector<storage::UsageBucket>> buckets) -> CommandResult {
            if (!buckets)
                return buckets.error();
            json::array list;
            for (const auto& bucket : *buckets) {
                json::object object;
                if (query.period != Period::All)
                    object["start"] = formatTime(bucket.start);
                if (query.group != GroupBy::None)
                    object["group"] = groupName(*engine.configuration().current(), query.group, bucket.group);
                if (query.group == GroupBy::Project || query.group == GroupBy::Key)
                    object["group_id"] = bucket.group;
                object["requests"] = bucket.requests;
                object["errors"] = bucket.errors;
                object["prompt_tokens"] = bucket.promptTokens;
                object["cached_prompt_tokens"] = bucket.cachedPromptTokens;
                object["completion_tokens"] = bucket.completionTokens;
                object["cost_usd"] = domain::toDecimalUsd(bucket.cost);
                object["p50_ms"] = microseconds(bucket.p50Us);
                object["p95_ms"] = microseconds(bucket.p95Us);
                object["first_token_p50_ms"] = microseconds(bucket.firstTokenP50Us);
                list.push_back(std::move(object));
            }
            return json::value(std::move(list));
        });
}

} // namespace

std::optional<QFuture<CommandResult>> ledgerCommand(Engine& engine, std::string_view command, const CommandArgs& args) {
    if (command == "requests")
        return listRequests(engine, args);
    if (command == "usage")
        return usage(engine, args);
    return std::nullopt;
}

} // namespace llmg::service
