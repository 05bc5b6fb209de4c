// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/policyjson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace llmg::storage {
namespace {

using namespace domain;

QString toQt(const std::string& text) {
    return QString::fromStdString(text);
}

QJsonArray toJson(const std::vector<std::string>& list) {
    QJsonArray array;
    for (const auto& text : list)
        array.append(toQt(text));
    return array;
}

std::vector<std::string> textsOf(const QJsonValue& value) {
    std::vector<std::string> list;
    for (const QJsonValue& item : value.toArray())
        list.push_back(item.toString().toStdString());
    return list;
}

// JSON numbers are doubles to many readers; amounts are text, so that no nano-dollar is lost.
QJsonValue toJson(std::int64_t number) {
    return QString::number(number);
}
std::int64_t numberOf(const QJsonValue& value) {
    return value.isString() ? value.toString().toLongLong() : static_cast<std::int64_t>(value.toDouble());
}

QJsonObject toJson(const RateLimit& rate) {
    return {{u"requests"_s, toJson(rate.requestsPerMinute)}, {u"tokens"_s, toJson(rate.tokensPerMinute)}};
}

RateLimit rateOf(const QJsonValue& value) {
    const QJsonObject object = value.toObject();
    return {std::max<std::int64_t>(0, numberOf(object[u"requests"])),
            std::max<std::int64_t>(0, numberOf(object[u"tokens"]))};
}

QJsonObject toJson(const RolloutArm& arm) {
    return {{u"name"_s, toQt(arm.name)},
            {u"mode"_s, toQt(arm.mode)},
            {u"provider"_s, toQt(arm.provider)},
            {u"model"_s, toQt(arm.model)}};
}

RolloutArm armOf(const QJsonValue& value) {
    const QJsonObject object = value.toObject();
    const auto text = [&object](QStringView name) { return object[name].toString().toStdString(); };
    return {text(u"name"), text(u"mode"), text(u"provider"), text(u"model")};
}

QJsonObject toJson(const Rollout& rollout) {
    return {{u"enabled"_s, rollout.enabled},
            {u"control"_s, toJson(rollout.control)},
            {u"candidate"_s, toJson(rollout.candidate)},
            {u"percent"_s, rollout.percent},
            {u"sticky"_s, QString::fromLatin1(toString(rollout.sticky))},
            {u"automatic"_s, rollout.automatic},
            {u"min_requests"_s, rollout.minRequests},
            {u"max_error_rate_per_mille"_s, rollout.maxErrorRatePerMille},
            {u"max_latency_percent"_s, rollout.maxLatencyPercent},
            {u"since"_s, toJson(static_cast<std::int64_t>(rollout.since.time_since_epoch().count()))}};
}

Rollout rolloutOf(const QJsonValue& value) {
    Rollout rollout;
    if (!value.isObject())
        return rollout;
    const QJsonObject object = value.toObject();
    rollout.enabled = object[u"enabled"].toBool();
    rollout.control = armOf(object[u"control"]);
    rollout.candidate = armOf(object[u"candidate"]);
    rollout.percent = std::clamp(object[u"percent"].toInt(), 0, 100);
    rollout.sticky = rolloutStickyFromString(object[u"sticky"].toString().toStdString()).value_or(rollout.sticky);
    rollout.automatic = object[u"automatic"].toBool(rollout.automatic);
    rollout.minRequests = std::max(1, object[u"min_requests"].toInt(rollout.minRequests));
    rollout.maxErrorRatePerMille =
        std::clamp(object[u"max_error_rate_per_mille"].toInt(rollout.maxErrorRatePerMille), 0, 1000);
    rollout.maxLatencyPercent = std::max(0, object[u"max_latency_percent"].toInt(rollout.maxLatencyPercent));
    rollout.since = UnixTime{Milliseconds{numberOf(object[u"since"])}};
    return rollout;
}

QString written(const QJsonObject& object) {
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QJsonObject parsed(const QString& text) {
    return QJsonDocument::fromJson(text.toUtf8()).object();
}

} // namespace

QString policyOf(const Project& project) {
    QJsonObject object;
    if (!project.allowedProviders.empty())
        object[u"providers"] = toJson(project.allowedProviders);
    if (project.rate.isSet())
        object[u"rate"] = toJson(project.rate);
    if (project.rollout != Rollout{})
        object[u"rollout"] = toJson(project.rollout);
    return written(object);
}

void readPolicy(const QString& text, Project& project) {
    const QJsonObject object = parsed(text);
    project.allowedProviders = textsOf(object[u"providers"]);
    project.rate = rateOf(object[u"rate"]);
    project.rollout = rolloutOf(object[u"rollout"]);
}

QString policyOf(const GatewayKey& key) {
    QJsonObject object;
    if (!key.allowedProviders.empty())
        object[u"providers"] = toJson(key.allowedProviders);
    if (key.rate.isSet())
        object[u"rate"] = toJson(key.rate);
    QJsonArray limits;
    for (const auto& limit : key.periodLimits)
        limits.append(QJsonObject{{u"period"_s, QString::fromLatin1(toString(limit.period))},
                                  {u"nano_usd"_s, toJson(limit.amount.nanoUsd)}});
    if (!limits.isEmpty())
        object[u"limits"] = limits;
    return written(object);
}

void readPolicy(const QString& text, GatewayKey& key) {
    const QJsonObject object = parsed(text);
    key.allowedProviders = textsOf(object[u"providers"]);
    key.rate = rateOf(object[u"rate"]);
    key.periodLimits.clear();
    for (const QJsonValue& item : object[u"limits"].toArray()) {
        const auto period = periodFromString(item[u"period"].toString().toStdString());
        const Money amount{numberOf(item[u"nano_usd"])};
        if (period && amount > Money{})
            key.periodLimits.push_back({*period, amount});
    }
}

} // namespace llmg::storage
