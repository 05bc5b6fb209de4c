// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a request wants and what an answer says, in no provider's words. The speakers on both sides of the gateway turn
// it into their dialects and back, so that a test can compare what went in with what came out.
#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace llmg::tests::pairs {

struct ToolCall {
    QString id, name;
    QJsonObject arguments;
};

struct ToolResult {
    QString callId;
    QString city; ///< what it is about: each result is {"city":…}
    QByteArray image;
};

struct Reasoning {
    QString text;
    QString signature; ///< or encrypted content
    QString redacted;
    [[nodiscard]] bool isEmpty() const { return text.isEmpty() && signature.isEmpty() && redacted.isEmpty(); }
};

/// In the sense of GATEWAY.md: the prompt holds the cached and the written tokens, the completion the reasoning.
struct Usage {
    int prompt = 0, cached = 0, cacheWrite = 0, completion = 0, reasoning = 0;
    friend bool operator==(const Usage&, const Usage&) = default;
};

struct Request {
    QString model; ///< as the one who reads it knows it
    bool stream = false;
    QString system;
    QString question;
    QString followUp; ///< after the turn before
    QByteArray image; ///< of the question
    bool offersTools = false;
    QList<ToolCall> calls; ///< of the turn before, and their results
    QList<ToolResult> results;
    QJsonObject kept;    ///< the turn before, as the client kept it from an answer: {"items":[…]}
    Reasoning reasoning; ///< of the turn before
    QString saidBefore;  ///< text of the turn before
    bool asksReasoning = false;
    bool asksText = false; ///< of the reasoning
    QJsonObject schema;    ///< that the answer must keep to
    QStringList wrong{};   ///< what breaks the rules of the dialect it was written in
};

struct Answer {
    QString text;
    Reasoning reasoning;
    QList<ToolCall> calls;
    QString finish{QStringLiteral("stop")}; ///< stop or tool_calls
    Usage usage;
    std::optional<double> cost;
    bool ended = true;   ///< the stream's own sign that all is said
    QString error;       ///< message of an error, whole or inside a stream
    QJsonObject kept;    ///< see Request
    QStringList dropped; ///< metadata.dropped_params
    QStringList wrong{}; ///< what breaks the rules of the dialect it was written in
};

/// A line for each thing said, so that a difference can be read.
QStringList inWords(const Request& request);
QStringList inWords(const Answer& answer);

QJsonObject parsed(const QByteArray& json);
QByteArray compact(const QJsonObject& object);
QString textOf(const QByteArray& json);
/// The tool that every request with tools offers, as JSON Schema.
QJsonObject toolSchema();
inline constexpr const char* kToolName = "get_weather";
inline constexpr const char* kToolDescription = "Weather of a city";

struct ServerEvent {
    QByteArray name;
    QJsonObject data;
};
/// Data that is no object ([DONE]) comes as an event named so, without data.
QList<ServerEvent> serverEvents(const QByteArray& body);

} // namespace llmg::tests::pairs
