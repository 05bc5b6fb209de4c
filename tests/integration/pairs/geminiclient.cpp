// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A client of Gemini's API. ai.google.dev/api/generate-content, docs/function-calling, docs/thought-signatures.
#include "tests/integration/pairs/clientparts.h"

#include <QUrl>

namespace llmg::tests::pairs {
namespace {

class GeminiClient final : public Client {
  public:
    QByteArray path(const Request& request) const override {
        return "/v1beta/models/" + request.model.toUtf8() +
               (request.stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
    }

    QJsonObject body(const Request& request) const override {
        QJsonArray parts{QJsonObject{{u"text"_s, request.question}}};
        if (!request.image.isEmpty())
            parts << imagePart(request.image);
        QJsonArray contents{content(u"user"_s, parts)};
        if (!request.kept.isEmpty())
            contents << content(u"model"_s, itemsOf(request.kept));
        if (!request.followUp.isEmpty())
            contents << content(u"user"_s, {QJsonObject{{u"text"_s, request.followUp}}});
        addToolTurn(request, contents);
        QJsonObject body{{u"contents"_s, contents}}, config;
        if (!request.system.isEmpty())
            body[u"systemInstruction"_s] =
                QJsonObject{{u"parts"_s, QJsonArray{QJsonObject{{u"text"_s, request.system}}}}};
        if (request.offersTools)
            body[u"tools"_s] = QJsonArray{
                QJsonObject{{u"functionDeclarations"_s,
                             QJsonArray{QJsonObject{{u"name"_s, QString::fromLatin1(kToolName)},
                                                    {u"description"_s, QString::fromLatin1(kToolDescription)},
                                                    {u"parametersJsonSchema"_s, toolSchema()}}}}}};
        if (request.asksReasoning)
            config[u"thinkingConfig"_s] = QJsonObject{{u"thinkingBudget"_s, 5000}, {u"includeThoughts"_s, true}};
        if (!request.schema.isEmpty()) {
            config[u"responseMimeType"_s] = u"application/json"_s;
            config[u"responseJsonSchema"_s] = request.schema;
        }
        if (!config.isEmpty())
            body[u"generationConfig"_s] = config;
        return body;
    }

    Answer read(const QJsonObject& document) const override {
        Answer answer;
        if (document.contains("error"_L1)) {
            answer.error = document["error"_L1]["message"_L1].toString();
            answer.finish.clear();
            return answer;
        }
        const QJsonValue candidate = document["candidates"_L1][0];
        const QJsonArray parts = candidate["content"_L1]["parts"_L1].toArray();
        for (const QJsonValue& part : parts)
            readPart(part, answer);
        expect(answer.wrong, candidate["content"_L1]["role"_L1] == u"model"_s, u"role is not model"_s);
        const QString reason = candidate["finishReason"_L1].toString();
        answer.finish = reason != u"STOP"_s ? reason : answer.calls.isEmpty() ? u"stop"_s : u"tool_calls"_s;
        answer.kept = kept(parts);
        expect(answer.wrong, !document["responseId"_L1].toString().isEmpty(), u"no responseId"_s);
        expect(answer.wrong, !document["modelVersion"_L1].toString().isEmpty(), u"no modelVersion"_s);
        readUsage(document["usageMetadata"_L1], answer);
        readMetadata(document, answer);
        return answer;
    }

    Answer readStream(const QByteArray& body) const override {
        QJsonObject whole, candidate{{u"content"_s, QJsonObject{{u"role"_s, u"model"_s}}}};
        QJsonArray parts;
        QString error;
        bool ended = false;
        for (const ServerEvent& event : serverEvents(body)) {
            if (event.data.contains("error"_L1)) {
                error = event.data["error"_L1]["message"_L1].toString();
                continue;
            }
            for (const auto& key : {u"responseId"_s, u"modelVersion"_s, u"usageMetadata"_s, u"metadata"_s}) {
                if (event.data.contains(key))
                    whole[key] = event.data[key];
            }
            const QJsonValue piece = event.data["candidates"_L1][0];
            for (const QJsonValue& part : piece["content"_L1]["parts"_L1].toArray())
                parts << part;
            if (piece["finishReason"_L1].isString()) {
                candidate[u"finishReason"_s] = piece["finishReason"_L1];
                ended = true;
            }
        }
        candidate[u"content"_s] = content(u"model"_s, parts);
        whole[u"candidates"_s] = QJsonArray{candidate};
        Answer answer = read(whole);
        answer.ended = ended;
        answer.error = error;
        return answer;
    }

    Usage visible(Usage usage) const override {
        usage.cacheWrite = 0; // Google's caches are made by a call of their own
        return usage;
    }

  private:
    static QJsonObject content(const QString& role, const QJsonArray& parts) {
        return {{u"role"_s, role}, {u"parts"_s, parts}};
    }

    static QJsonObject imagePart(const QByteArray& bytes) {
        return {{u"inlineData"_s,
                 QJsonObject{{u"mimeType"_s, u"image/png"_s}, {u"data"_s, QString::fromLatin1(bytes.toBase64())}}}};
    }

    static void addToolTurn(const Request& request, QJsonArray& contents) {
        QJsonArray calls, results;
        for (const ToolCall& call : request.calls)
            calls << QJsonObject{
                {u"functionCall"_s,
                 QJsonObject{{u"id"_s, call.id}, {u"name"_s, call.name}, {u"args"_s, call.arguments}}}};
        for (const ToolResult& result : request.results) {
            QJsonObject response{{u"id"_s, result.callId},
                                 {u"name"_s, QString::fromLatin1(kToolName)},
                                 {u"response"_s, QJsonObject{{u"city"_s, result.city}}}};
            if (!result.image.isEmpty())
                response[u"parts"_s] = QJsonArray{imagePart(result.image)};
            results << QJsonObject{{u"functionResponse"_s, response}};
        }
        if (!calls.isEmpty())
            contents << content(u"model"_s, calls);
        if (!results.isEmpty())
            contents << content(u"user"_s, results);
    }

    static void readPart(const QJsonValue& part, Answer& answer) {
        answer.reasoning.signature += part["thoughtSignature"_L1].toString();
        if (part["thought"_L1].toBool())
            answer.reasoning.text += part["text"_L1].toString();
        else
            answer.text += part["text"_L1].toString();
        const QJsonValue call = part["functionCall"_L1];
        if (call.isObject())
            answer.calls.append({call["id"_L1].toString(), call["name"_L1].toString(), call["args"_L1].toObject()});
    }

    static void readUsage(const QJsonValue& usage, Answer& answer) {
        const int thoughts = usage["thoughtsTokenCount"_L1].toInt();
        answer.usage = {usage["promptTokenCount"_L1].toInt(), usage["cachedContentTokenCount"_L1].toInt(), 0,
                        usage["candidatesTokenCount"_L1].toInt() + thoughts, thoughts};
        if (usage.isObject())
            expect(answer.wrong, usage["totalTokenCount"_L1].toInt() == answer.usage.prompt + answer.usage.completion,
                   u"totalTokenCount is not the sum"_s);
        readCost(usage, answer);
    }
};

} // namespace

std::unique_ptr<Client> geminiClient() {
    return std::make_unique<GeminiClient>();
}

} // namespace llmg::tests::pairs
