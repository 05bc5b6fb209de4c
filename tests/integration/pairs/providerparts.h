// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the providers' speakers have in common.
#include "tests/integration/pairs/clientparts.h"

namespace llmg::tests::pairs {

inline QString bodyText(const QJsonObject& object) {
    return textOf(compact(object));
}

inline Piece serverEvent(const QJsonObject& data, const char* name = nullptr) {
    const QByteArray head = name != nullptr ? QByteArray("event: ") + name + "\n" : QByteArray();
    const QByteArray text = head + "data: " + compact(data) + "\n\n";
    return Piece(text.toStdString());
}

inline Scenario document(const QJsonObject& object) {
    return Scenario::json(compact(object).toStdString());
}

inline void checkHead(const ReceivedRequest& received, const QByteArray& path, const std::string& keyHeader,
                      Request& request) {
    const QByteArray target = QByteArray::fromStdString(received.target);
    expect(request.wrong, target == path, QString(u"was sent to "_s + QString::fromUtf8(target)));
    expect(request.wrong, !received.header(keyHeader).empty(),
           QString(u"no header "_s + QString::fromStdString(keyHeader)));
    expect(request.wrong, received.header("content-type") == "application/json", u"content-type"_s);
}

/// The schema's own words, without what a dialect adds to it.
inline QJsonObject essence(const QJsonObject& schema) {
    return {{u"properties"_s, schema["properties"_L1]}, {u"required"_s, schema["required"_L1]}};
}

inline void checkTool(const QString& name, const QString& description, const QJsonObject& schema, Request& request) {
    request.offersTools = true;
    expect(request.wrong, name == QString::fromLatin1(kToolName), QString(u"a tool named "_s + name));
    expect(request.wrong, description == QString::fromLatin1(kToolDescription), u"the tool's description"_s);
    QJsonObject properties = schema["properties"_L1].toObject();
    expect(request.wrong, properties["city"_L1].isObject() && schema["required"_L1].toArray().size() == 1,
           QString(u"the tool's schema: "_s + bodyText(schema)));
}

/// The user's question comes first, what is said later is the follow-up.
inline void addUserText(const QString& text, Request& request) {
    (request.question.isEmpty() ? request.question : request.followUp) += text;
}

/// Results are {"city":…}, as an object or as its text.
inline QString cityOf(const QJsonObject& result) {
    return result["city"_L1].toString();
}
inline QString cityOf(const QString& text) {
    return cityOf(parsed(text.toUtf8()));
}

inline QStringList halves(const QString& text) {
    return {text.left(text.size() / 2), text.mid(text.size() / 2)};
}

} // namespace llmg::tests::pairs
