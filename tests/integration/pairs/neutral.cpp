// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/integration/pairs/neutral.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

namespace llmg::tests::pairs {

using namespace Qt::StringLiterals;

namespace {

void say(QStringList& lines, const QString& what, const QString& value) {
    if (!value.isEmpty())
        lines << QString(what + u": "_s + value);
}

void say(QStringList& lines, const Reasoning& reasoning) {
    say(lines, u"reasoning"_s, reasoning.text);
    say(lines, u"signature"_s, reasoning.signature);
    say(lines, u"redacted"_s, reasoning.redacted);
}

void say(QStringList& lines, const QList<ToolCall>& calls) {
    for (const ToolCall& call : calls)
        say(lines, u"call"_s, QString(call.id + u" "_s + call.name + u" "_s + textOf(compact(call.arguments))));
}

QString fingerprint(const QByteArray& bytes) {
    if (bytes.isEmpty())
        return {};
    return QString(QString::number(bytes.size()) + u" bytes "_s +
                   QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha1).toHex()));
}

} // namespace

QStringList inWords(const Request& request) {
    QStringList lines;
    say(lines, u"model"_s, request.model);
    say(lines, u"stream"_s, request.stream ? u"yes"_s : QString());
    say(lines, u"system"_s, request.system);
    say(lines, u"question"_s, request.question);
    say(lines, u"follow-up"_s, request.followUp);
    say(lines, u"image"_s, fingerprint(request.image));
    say(lines, u"tools"_s, request.offersTools ? u"yes"_s : QString());
    say(lines, request.calls);
    for (const ToolResult& result : request.results) {
        say(lines, u"result"_s, QString(result.callId + u" "_s + result.city));
        say(lines, u"result image"_s, fingerprint(result.image));
    }
    say(lines, request.reasoning);
    say(lines, u"said before"_s, request.saidBefore);
    say(lines, u"asks for reasoning"_s, request.asksReasoning ? u"yes"_s : QString());
    say(lines, u"asks for its text"_s, request.asksText ? u"yes"_s : QString());
    say(lines, u"schema"_s, request.schema.isEmpty() ? QString() : textOf(compact(request.schema)));
    for (const QString& wrong : request.wrong)
        say(lines, u"WRONG"_s, wrong);
    return lines;
}

QStringList inWords(const Answer& answer) {
    QStringList lines;
    say(lines, answer.reasoning);
    say(lines, u"text"_s, answer.text);
    say(lines, answer.calls);
    say(lines, u"finish"_s, answer.finish);
    say(lines, u"ended"_s, answer.ended ? u"yes"_s : u"no"_s);
    say(lines, u"error"_s, answer.error);
    for (const QString& wrong : answer.wrong)
        say(lines, u"WRONG"_s, wrong);
    return lines;
}

QJsonObject parsed(const QByteArray& json) {
    return QJsonDocument::fromJson(json).object();
}

QByteArray compact(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QString textOf(const QByteArray& json) {
    return QString::fromUtf8(json);
}

QJsonObject toolSchema() {
    return parsed(R"({"type":"object","properties":{"city":{"type":"string"}},"required":["city"],)"
                  R"("additionalProperties":false})");
}

QList<ServerEvent> serverEvents(const QByteArray& body) {
    QList<ServerEvent> events;
    for (const QByteArray& block : QByteArray(body).replace("\r\n", "\n").split('\n')) {
        if (block.startsWith("event: ")) {
            events.append({block.mid(7), {}});
        } else if (block.startsWith('{')) {
            events.append({{}, parsed(block)}); // Google's errors stand in a stream without a frame
        } else if (block.startsWith("data: ")) {
            const QByteArray data = block.mid(6);
            const bool named = !events.isEmpty() && events.last().data.isEmpty() && events.last().name != "[DONE]" &&
                               !events.last().name.isEmpty();
            if (data.startsWith('{')) {
                if (named)
                    events.last().data = parsed(data);
                else
                    events.append({{}, parsed(data)});
            } else {
                events.append({data, {}});
            }
        }
    }
    return events;
}

} // namespace llmg::tests::pairs
