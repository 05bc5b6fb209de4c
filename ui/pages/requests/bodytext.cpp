// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/requests/bodytext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace llmg::requests {

using namespace Qt::StringLiterals;

namespace {

QString fromUtf8(std::string_view bytes) {
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

QByteArray asBytes(std::string_view bytes) {
    return QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

QString sizeWords(qsizetype characters) {
    return characters < 10'000 ? u"%1 characters"_s.arg(characters) : u"%1 KB"_s.arg(characters / 1000);
}

struct Joined {
    QString reasoning, text, tools;
};

void joinOpenAi(const QJsonObject& event, Joined& joined) {
    const QJsonObject delta = event.value(u"choices"_s).toArray().at(0).toObject().value(u"delta"_s).toObject();
    const QJsonValue reasoning =
        delta.contains(u"reasoning_content"_s) ? delta.value(u"reasoning_content"_s) : delta.value(u"reasoning"_s);
    joined.reasoning += reasoning.toString();
    joined.text += delta.value(u"content"_s).toString();
    for (const QJsonValue& call : delta.value(u"tool_calls"_s).toArray()) {
        const QJsonObject function = call.toObject().value(u"function"_s).toObject();
        if (const QString name = function.value(u"name"_s).toString(); !name.isEmpty())
            joined.tools += (joined.tools.isEmpty() ? QString() : u"\n"_s) + name + u" "_s;
        joined.tools += function.value(u"arguments"_s).toString();
    }
}

void joinOthers(const QJsonObject& event, Joined& joined) {
    const QString type = event.value(u"type"_s).toString();
    const QJsonValue delta = event.value(u"delta"_s);
    if (type == u"response.output_text.delta"_s) {
        joined.text += delta.toString();
    } else if (type == u"content_block_delta"_s) {
        joined.text += delta.toObject().value(u"text"_s).toString();
        joined.reasoning += delta.toObject().value(u"thinking"_s).toString();
        joined.tools += delta.toObject().value(u"partial_json"_s).toString();
    } else if (type == u"content_block_start"_s) {
        const QJsonObject block = event.value(u"content_block"_s).toObject();
        if (block.value(u"type"_s).toString() == u"tool_use"_s)
            joined.tools += (joined.tools.isEmpty() ? QString() : u"\n"_s) + block.value(u"name"_s).toString() + u" "_s;
    }
    const QJsonArray parts = event.value(u"candidates"_s)
                                 .toArray()
                                 .at(0)
                                 .toObject()
                                 .value(u"content"_s)
                                 .toObject()
                                 .value(u"parts"_s)
                                 .toArray();
    for (const QJsonValue& part : parts)
        (part.toObject().value(u"thought"_s).toBool() ? joined.reasoning : joined.text) +=
            part.toObject().value(u"text"_s).toString();
    if (const QJsonObject error = event.value(u"error"_s).toObject(); !error.isEmpty())
        joined.text += u"\n[error] "_s + error.value(u"message"_s).toString();
}

} // namespace

QString prettyJson(std::string_view body, int longest) {
    QJsonParseError problem;
    QJsonDocument::fromJson(asBytes(body), &problem);
    const QString source = fromUtf8(body);
    if (problem.error != QJsonParseError::NoError)
        return source;
    // Re-indented from the text, not from the document: QJsonDocument sorts keys and a person wants what was sent.
    QString out;
    out.reserve(source.size() * 2);
    int depth = 0;
    const auto newLine = [&] { out += u'\n' + QString(depth * 2, u' '); };
    for (qsizetype i = 0; i < source.size(); ++i) {
        const QChar c = source[i];
        if (c == u'"') {
            qsizetype end = i + 1;
            while (end < source.size() && source[end] != u'"')
                end += source[end] == u'\\' ? 2 : 1;
            const QStringView inside = QStringView(source).mid(i + 1, end - i - 1);
            if (inside.size() > longest)
                out += u'"' + inside.left(80).toString() + u"… ("_s + sizeWords(inside.size()) + u")\""_s;
            else
                out += u'"' + inside.toString() + u'"';
            i = end;
        } else if (c == u'{' || c == u'[') {
            qsizetype next = i + 1;
            while (next < source.size() && source[next].isSpace())
                ++next;
            out += c;
            if (next < source.size() && (source[next] == u'}' || source[next] == u']')) {
                out += source[next];
                i = next;
            } else {
                ++depth;
                newLine();
            }
        } else if (c == u'}' || c == u']') {
            --depth;
            newLine();
            out += c;
        } else if (c == u',') {
            out += c;
            newLine();
        } else if (c == u':') {
            out += u": "_s;
        } else if (!c.isSpace()) {
            out += c;
        }
    }
    return out;
}

QString streamText(std::string_view sse) {
    Joined joined;
    const QByteArray bytes = asBytes(sse);
    for (const QByteArray& lineWithEnd : bytes.split('\n')) {
        QByteArray line = lineWithEnd;
        if (line.endsWith('\r'))
            line.chop(1);
        if (!line.startsWith("data:"))
            continue;
        const QJsonObject event = QJsonDocument::fromJson(line.mid(5).trimmed()).object();
        if (event.contains(u"choices"_s))
            joinOpenAi(event, joined);
        else
            joinOthers(event, joined);
    }
    QStringList parts;
    if (!joined.reasoning.isEmpty())
        parts.append(u"[reasoning]\n"_s + joined.reasoning);
    if (!joined.text.isEmpty())
        parts.append(joined.text);
    if (!joined.tools.isEmpty())
        parts.append(u"[tool calls]\n"_s + joined.tools);
    return parts.join(u"\n\n"_s);
}

QString curlCommand(const QString& url, std::string_view body, bool stream) {
    QString quoted = fromUtf8(body);
    quoted.replace(u'\'', u"'\\''"_s);
    return u"curl%1 '%2' \\\n  -H \"Authorization: Bearer $LLM_GATEWAY_KEY\" \\\n  -H 'Content-Type: application/json' \\\n  -d '%3'"_s
        .arg(stream ? u" -N"_s : QString(), url, quoted);
}

} // namespace llmg::requests
