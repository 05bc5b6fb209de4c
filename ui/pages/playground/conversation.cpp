// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground/conversation.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace llmg::playground {
namespace {

using namespace Qt::StringLiterals;

// The words in the document are what older and newer versions agree on: never rename one.
constexpr std::pair<AnswerState, const char*> stateNames[] = {
    {AnswerState::None, "none"},       {AnswerState::Waiting, "stopped"}, {AnswerState::Streaming, "stopped"},
    {AnswerState::Stopped, "stopped"}, {AnswerState::Done, "done"},       {AnswerState::Failed, "failed"},
};
constexpr std::pair<Failure::Where, const char*> whereNames[] = {
    {Failure::Where::Connection, "connection"}, {Failure::Where::Http, "http"},
    {Failure::Where::Stream, "stream"},         {Failure::Where::Cut, "cut"},
    {Failure::Where::Garbage, "garbage"},
};

void put(QJsonObject& object, const QString& key, const QString& text) {
    if (!text.isEmpty())
        object[key] = text;
}
void put(QJsonObject& object, const QString& key, const QByteArray& utf8) {
    put(object, key, QString::fromUtf8(utf8));
}
// 64-bit integers go as text: a JSON number is a double to most readers.
void put(QJsonObject& object, const QString& key, std::optional<std::int64_t> value) {
    if (value)
        object[key] = QString::number(*value);
}
std::optional<std::int64_t> number(const QJsonObject& object, const QString& key) {
    bool ok = false;
    const auto value = object[key].toString().toLongLong(&ok);
    return ok ? std::optional<std::int64_t>(value) : std::nullopt;
}

QJsonObject toObject(const Image& image) {
    return {{u"name"_s, image.name},
            {u"type"_s, QString::fromLatin1(image.mimeType)},
            {u"data"_s, QString::fromLatin1(image.data.toBase64())},
            {u"width"_s, image.width},
            {u"height"_s, image.height}};
}

ImagePtr imageFrom(const QJsonObject& object) {
    auto image = std::make_shared<Image>();
    image->name = object[u"name"_s].toString();
    image->mimeType = object[u"type"_s].toString().toLatin1();
    image->data = QByteArray::fromBase64(object[u"data"_s].toString().toLatin1());
    image->width = object[u"width"_s].toInt();
    image->height = object[u"height"_s].toInt();
    return image;
}

QJsonArray toArray(const std::vector<ImagePtr>& images) {
    QJsonArray array;
    for (const auto& image : images)
        array.append(toObject(*image));
    return array;
}

std::vector<ImagePtr> imagesFrom(const QJsonValue& value) {
    std::vector<ImagePtr> images;
    const auto array = value.toArray();
    for (const auto& image : array)
        images.push_back(imageFrom(image.toObject()));
    return images;
}

QJsonObject toObject(const Answer& answer) {
    QJsonObject object;
    for (const auto& [state, name] : stateNames)
        if (state == answer.state)
            object[u"state"_s] = QString::fromLatin1(name);
    put(object, u"model"_s, answer.model);
    put(object, u"text"_s, answer.text);
    put(object, u"reasoning"_s, answer.reasoning);
    QJsonArray tools;
    for (const auto& tool : answer.tools) {
        QJsonObject entry;
        put(entry, u"id"_s, tool.id);
        put(entry, u"name"_s, tool.name);
        put(entry, u"arguments"_s, tool.arguments);
        tools.append(entry);
    }
    if (!tools.isEmpty())
        object[u"tools"_s] = tools;
    if (answer.usage) {
        QJsonObject usage;
        put(usage, u"prompt"_s, answer.usage->prompt);
        put(usage, u"completion"_s, answer.usage->completion);
        put(usage, u"cached"_s, answer.usage->cached);
        put(usage, u"reasoning"_s, answer.usage->reasoning);
        object[u"usage"_s] = usage;
    }
    if (answer.cost)
        put(object, u"cost_nano_usd"_s, answer.cost->nanoUsd);
    put(object, u"first_token_us"_s, answer.timing.firstToken);
    put(object, u"reasoning_us"_s, answer.timing.reasoning);
    put(object, u"generation_us"_s, answer.timing.generation);
    put(object, u"total_us"_s, answer.timing.total);
    put(object, u"finish"_s, answer.finish);
    put(object, u"request_id"_s, answer.requestId);
    put(object, u"used_model"_s, answer.usedModel);
    put(object, u"used_provider"_s, answer.usedProvider);
    if (answer.cached)
        object[u"cached"_s] = true;
    if (answer.failure) {
        QJsonObject failure;
        for (const auto& [where, name] : whereNames)
            if (where == answer.failure->where)
                failure[u"where"_s] = QString::fromLatin1(name);
        failure[u"status"_s] = answer.failure->status;
        put(failure, u"code"_s, answer.failure->code);
        put(failure, u"message"_s, answer.failure->message);
        put(failure, u"request_id"_s, answer.failure->requestId);
        put(failure, u"retry_after"_s, answer.failure->retryAfter);
        put(failure, u"body"_s, answer.failure->body);
        object[u"failure"_s] = failure;
    }
    return object;
}

Answer answerFrom(const QJsonObject& object) {
    Answer answer;
    const auto stateName = object[u"state"_s].toString();
    for (const auto& [state, name] : stateNames)
        if (stateName == QLatin1StringView(name))
            answer.state =
                state == AnswerState::Waiting || state == AnswerState::Streaming ? AnswerState::Stopped : state;
    answer.model = object[u"model"_s].toString();
    answer.text = object[u"text"_s].toString().toUtf8();
    answer.reasoning = object[u"reasoning"_s].toString().toUtf8();
    const auto tools = object[u"tools"_s].toArray();
    for (const auto& value : tools) {
        const auto tool = value.toObject();
        answer.tools.push_back({tool[u"id"_s].toString().toUtf8(), tool[u"name"_s].toString().toUtf8(),
                                tool[u"arguments"_s].toString().toUtf8()});
    }
    if (object.contains(u"usage"_s)) {
        const auto usage = object[u"usage"_s].toObject();
        answer.usage = Usage{number(usage, u"prompt"_s).value_or(0), number(usage, u"completion"_s).value_or(0),
                             number(usage, u"cached"_s).value_or(0), number(usage, u"reasoning"_s).value_or(0)};
    }
    if (const auto cost = number(object, u"cost_nano_usd"_s))
        answer.cost = domain::Money::fromNano(*cost);
    answer.timing = {number(object, u"first_token_us"_s), number(object, u"reasoning_us"_s),
                     number(object, u"generation_us"_s), number(object, u"total_us"_s)};
    answer.finish = object[u"finish"_s].toString();
    answer.requestId = object[u"request_id"_s].toString();
    answer.usedModel = object[u"used_model"_s].toString();
    answer.usedProvider = object[u"used_provider"_s].toString();
    answer.cached = object[u"cached"_s].toBool();
    if (object.contains(u"failure"_s)) {
        const auto entry = object[u"failure"_s].toObject();
        Failure failure;
        for (const auto& [where, name] : whereNames)
            if (entry[u"where"_s].toString() == QLatin1StringView(name))
                failure.where = where;
        failure.status = entry[u"status"_s].toInt();
        failure.code = entry[u"code"_s].toString();
        failure.message = entry[u"message"_s].toString();
        failure.requestId = entry[u"request_id"_s].toString();
        failure.retryAfter = entry[u"retry_after"_s].toString();
        failure.body = entry[u"body"_s].toString().toUtf8();
        answer.failure = failure;
    }
    return answer;
}

} // namespace

domain::Money Conversation::cost() const {
    domain::Money sum;
    for (const auto& turn : turns)
        for (const auto& answer : turn->answers)
            sum += answer.cost.value_or(domain::Money{});
    return sum;
}

QString Conversation::shownTitle() const {
    if (!title.isEmpty())
        return title;
    if (turns.empty())
        return {};
    const QString first = turns.front()->prompt.simplified();
    if (first.isEmpty())
        return turns.front()->images.empty() ? QString() : turns.front()->images.front()->name;
    return first.size() <= 48 ? first : QString(first.left(47).trimmed() + u'…');
}

QString Conversation::shownModels() const {
    if (models.size() == 1)
        return models.front();
    return QString::number(models.size()) + u" models"_s;
}

QByteArray toJson(const Conversation& conversation) {
    QJsonObject object;
    object[u"version"_s] = 1;
    put(object, u"title"_s, conversation.title);
    object[u"titled"_s] = conversation.titled;
    put(object, u"system"_s, conversation.system);
    QJsonArray models;
    for (const auto& model : conversation.models)
        models.append(model);
    object[u"models"_s] = models;
    const auto& p = conversation.parameters;
    QJsonObject parameters;
    put(parameters, u"temperature"_s, p.temperature);
    put(parameters, u"max_tokens"_s, p.maxTokens);
    put(parameters, u"top_p"_s, p.topP);
    put(parameters, u"reasoning"_s, p.reasoning);
    put(parameters, u"seed"_s, p.seed);
    put(parameters, u"stop"_s, p.stop);
    object[u"parameters"_s] = parameters;
    QJsonArray turns;
    for (const auto& turn : conversation.turns) {
        QJsonArray answers;
        for (const auto& answer : turn->answers)
            answers.append(toObject(answer));
        turns.append(
            QJsonObject{{u"prompt"_s, turn->prompt}, {u"images"_s, toArray(turn->images)}, {u"answers"_s, answers}});
    }
    object[u"turns"_s] = turns;
    object[u"draft"_s] =
        QJsonObject{{u"text"_s, conversation.draft.text}, {u"images"_s, toArray(conversation.draft.images)}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Result<Conversation> conversationFromJson(const QByteArray& document) {
    QJsonParseError error;
    const auto parsed = QJsonDocument::fromJson(document, &error);
    if (error.error != QJsonParseError::NoError)
        return fail(ErrorKind::InvalidJson, "The conversation cannot be read: " + error.errorString().toStdString());
    const auto object = parsed.object();
    if (object[u"version"_s].toInt() < 1 || !object[u"turns"_s].isArray())
        return fail(ErrorKind::InvalidParameters, "This is not a conversation of the playground.");
    if (object[u"version"_s].toInt() > 1)
        return fail(ErrorKind::InvalidParameters,
                    "A newer version of the program wrote this conversation. Update to open it.");
    Conversation conversation;
    conversation.title = object[u"title"_s].toString();
    conversation.titled = object[u"titled"_s].toBool();
    conversation.system = object[u"system"_s].toString();
    const auto models = object[u"models"_s].toArray();
    for (const auto& model : models)
        conversation.models.push_back(model.toString());
    if (conversation.models.empty() || conversation.models.size() > 4)
        return fail(ErrorKind::InvalidParameters, "This conversation has no column, or more than four.");
    const auto parameters = object[u"parameters"_s].toObject();
    conversation.parameters = {parameters[u"temperature"_s].toString(), parameters[u"max_tokens"_s].toString(),
                               parameters[u"top_p"_s].toString(),       parameters[u"reasoning"_s].toString(),
                               parameters[u"seed"_s].toString(),        parameters[u"stop"_s].toString()};
    const auto turns = object[u"turns"_s].toArray();
    for (const auto& value : turns) {
        const auto entry = value.toObject();
        auto turn = std::make_shared<Turn>();
        turn->prompt = entry[u"prompt"_s].toString();
        turn->images = imagesFrom(entry[u"images"_s]);
        const auto answers = entry[u"answers"_s].toArray();
        for (const auto& answer : answers)
            turn->answers.push_back(answerFrom(answer.toObject()));
        turn->answers.resize(conversation.models.size());
        conversation.turns.push_back(turn);
    }
    const auto draft = object[u"draft"_s].toObject();
    conversation.draft = {draft[u"text"_s].toString(), imagesFrom(draft[u"images"_s])};
    return conversation;
}

} // namespace llmg::playground
