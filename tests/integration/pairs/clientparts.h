// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the clients' speakers have in common.
#include "tests/integration/pairs/speakers.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace llmg::tests::pairs {

using namespace Qt::StringLiterals;

inline void expect(QStringList& wrong, bool holds, const QString& what) {
    if (!holds)
        wrong << what;
}

inline QString dataUrl(const QByteArray& bytes) {
    return u"data:image/png;base64,"_s + QString::fromLatin1(bytes.toBase64());
}

inline QByteArray bytesOf(const QString& dataUrl) {
    return QByteArray::fromBase64(dataUrl.mid(dataUrl.indexOf(u',') + 1).toLatin1());
}

inline QString resultText(const ToolResult& result) {
    return textOf(compact({{u"city"_s, result.city}}));
}

inline QJsonObject kept(const QJsonArray& items) {
    return {{u"items"_s, items}};
}

inline QJsonArray itemsOf(const QJsonObject& kept) {
    return kept["items"_L1].toArray();
}

inline void readCost(const QJsonValue& usage, Answer& answer) {
    if (usage["cost"_L1].isDouble())
        answer.cost = usage["cost"_L1].toDouble();
}

/// Every answer says which one it is and of which model, whether its provider did or not.
inline void checkName(const QJsonObject& document, const QString& idPrefix, Answer& answer) {
    const QString id = document["id"_L1].toString();
    expect(answer.wrong, id.startsWith(idPrefix) && id.size() > idPrefix.size(), QString(u"the id "_s + id));
    expect(answer.wrong, !document["model"_L1].toString().isEmpty(), u"no model"_s);
}

inline void readMetadata(const QJsonObject& document, Answer& answer) {
    for (const QJsonValue& name : document["metadata"_L1]["dropped_params"_L1].toArray())
        answer.dropped << name.toString();
}

} // namespace llmg::tests::pairs
