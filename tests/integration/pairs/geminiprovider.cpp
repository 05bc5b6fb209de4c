// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Google AI Studio, or Vertex AI, whose calls have no ids. ai.google.dev/api/generate-content,
// cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference, docs/thought-signatures.
#include "tests/integration/pairs/providerparts.h"

namespace llmg::tests::pairs {
namespace {

class GeminiProvider final : public Provider {
  public:
    GeminiProvider(QByteArray models, bool sendsIds)
        : m_models(std::move(models))
        , m_sendsIds(sendsIds) {}

    Request read(const ReceivedRequest& received) const override {
        Request request;
        const QByteArray target = QByteArray::fromStdString(received.target);
        request.stream = target.contains(":stream");
        request.model = QString::fromUtf8(target.mid(m_models.size(), target.indexOf(':') - m_models.size()));
        checkHead(received,
                  m_models + request.model.toUtf8() +
                      (request.stream ? ":streamGenerateContent?alt=sse" : ":generateContent"),
                  m_sendsIds ? "x-goog-api-key" : "authorization", request);
        const QJsonObject body = parsed(QByteArray::fromStdString(received.body));
        for (const QJsonValue& part : body["systemInstruction"_L1]["parts"_L1].toArray())
            request.system += part["text"_L1].toString();
        for (const QJsonValue& content : body["contents"_L1].toArray()) {
            for (const QJsonValue& part : content["parts"_L1].toArray())
                content["role"_L1] == u"model"_s ? readModelPart(part, request) : readUserPart(part, request);
        }
        for (const QJsonValue& tool : body["tools"_L1].toArray()) {
            for (const QJsonValue& function : tool["functionDeclarations"_L1].toArray()) {
                const QJsonObject schema = function["parametersJsonSchema"_L1].toObject();
                checkTool(function["name"_L1].toString(), function["description"_L1].toString(),
                          schema.isEmpty() ? function["parameters"_L1].toObject() : schema, request);
            }
        }
        const QJsonValue config = body["generationConfig"_L1];
        const QJsonValue thinking = config["thinkingConfig"_L1];
        request.asksReasoning = thinking["thinkingBudget"_L1].toInt() > 0;
        request.asksText = thinking["includeThoughts"_L1].toBool();
        if (config["responseMimeType"_L1] == u"application/json"_s)
            request.schema = essence(config["responseJsonSchema"_L1].toObject());
        return request;
    }

    Scenario whole(const Answer& answer) const override {
        return document(chunk(partsOf(answer), u"STOP"_s, answer.usage));
    }

    Scenario streamed(const Answer& answer) const override {
        std::vector<Piece> pieces;
        const QJsonArray parts = partsOf(answer);
        for (const QJsonValue& value : parts) {
            const QJsonObject part = value.toObject();
            const QString text = part["text"_L1].toString();
            // A part's signature comes with the last of its text.
            QJsonObject first = part, second = part;
            if (!text.isEmpty()) {
                first.remove(u"thoughtSignature"_s);
                first[u"text"_s] = halves(text)[0];
                second[u"text"_s] = halves(text)[1];
                pieces.push_back(serverEvent(chunk({first}, {}, {})));
            }
            pieces.push_back(serverEvent(chunk({second}, {}, {})));
        }
        if (answer.error.isEmpty())
            pieces.push_back(serverEvent(chunk({QJsonObject{{u"text"_s, QString()}}}, u"STOP"_s, answer.usage)));
        else
            pieces.push_back(serverEvent(parsed(errorBody(503, answer.error))));
        return Scenario::events(pieces);
    }

    QByteArray errorBody(int status, const QString& message) const override {
        const QString word = status == 429   ? u"RESOURCE_EXHAUSTED"_s
                             : status == 400 ? u"INVALID_ARGUMENT"_s
                                             : u"UNAVAILABLE"_s;
        return compact({{u"error"_s, QJsonObject{{u"code"_s, status}, {u"message"_s, message}, {u"status"_s, word}}}});
    }

    Usage visible(Usage usage) const override {
        usage.cacheWrite = 0;
        return usage;
    }

  private:
    static QByteArray imageOf(const QJsonValue& part) {
        return QByteArray::fromBase64(part["inlineData"_L1]["data"_L1].toString().toLatin1());
    }

    void readUserPart(const QJsonValue& part, Request& request) const {
        const QJsonValue result = part["functionResponse"_L1];
        if (result.isObject()) {
            QString id = result["id"_L1].toString();
            expect(request.wrong, id.isEmpty() != m_sendsIds, QString(u"a result's id: "_s + id));
            expect(request.wrong, result["name"_L1] == QString::fromLatin1(kToolName), u"a result's name"_s);
            if (id.isEmpty() && request.results.size() < request.calls.size())
                id = request.calls[request.results.size()].id; // they are told apart by their order
            ToolResult read{id, cityOf(result["response"_L1].toObject()), {}};
            for (const QJsonValue& shown : result["parts"_L1].toArray())
                read.image += imageOf(shown);
            request.results.append(read);
        } else if (part["inlineData"_L1].isObject()) {
            (request.results.isEmpty() ? request.image : request.results.last().image) += imageOf(part);
        } else {
            addUserText(part["text"_L1].toString(), request);
        }
    }

    void readModelPart(const QJsonValue& part, Request& request) const {
        request.reasoning.signature += part["thoughtSignature"_L1].toString();
        const QJsonValue call = part["functionCall"_L1];
        if (call.isObject()) {
            const QString id = call["id"_L1].toString();
            expect(request.wrong, id.isEmpty() != m_sendsIds, QString(u"a call's id: "_s + id));
            request.calls.append({id.isEmpty() ? QString::number(request.calls.size()) : id, call["name"_L1].toString(),
                                  call["args"_L1].toObject()});
        } else if (part["thought"_L1].toBool()) {
            request.reasoning.text += part["text"_L1].toString();
        } else {
            request.saidBefore += part["text"_L1].toString();
        }
    }

    QJsonArray partsOf(const Answer& answer) const {
        QJsonArray parts;
        if (!answer.reasoning.text.isEmpty())
            parts << QJsonObject{{u"text"_s, answer.reasoning.text}, {u"thought"_s, true}};
        if (!answer.text.isEmpty()) {
            QJsonObject part{{u"text"_s, answer.text}};
            if (!answer.reasoning.signature.isEmpty())
                part[u"thoughtSignature"_s] = answer.reasoning.signature;
            parts << part;
        }
        for (const ToolCall& call : answer.calls) {
            QJsonObject function{{u"name"_s, call.name}, {u"args"_s, call.arguments}};
            if (m_sendsIds)
                function[u"id"_s] = call.id;
            parts << QJsonObject{{u"functionCall"_s, function}};
        }
        return parts;
    }

    static QJsonObject chunk(const QJsonArray& parts, const QString& finish, const Usage& usage) {
        QJsonObject candidate{{u"content"_s, QJsonObject{{u"role"_s, u"model"_s}, {u"parts"_s, parts}}},
                              {u"index"_s, 0}};
        QJsonObject object{{u"modelVersion"_s, u"pair-model"_s}, {u"responseId"_s, u"r1"_s}};
        if (!finish.isEmpty()) {
            candidate[u"finishReason"_s] = finish;
            QJsonObject counts{{u"promptTokenCount"_s, usage.prompt},
                               {u"candidatesTokenCount"_s, usage.completion - usage.reasoning},
                               {u"totalTokenCount"_s, usage.prompt + usage.completion}};
            if (usage.cached > 0)
                counts[u"cachedContentTokenCount"_s] = usage.cached;
            if (usage.reasoning > 0)
                counts[u"thoughtsTokenCount"_s] = usage.reasoning;
            object[u"usageMetadata"_s] = counts;
        }
        object[u"candidates"_s] = QJsonArray{candidate};
        return object;
    }

    QByteArray m_models;
    bool m_sendsIds;
};

} // namespace

std::unique_ptr<Provider> geminiProvider(const QByteArray& models, bool sendsIds) {
    return std::make_unique<GeminiProvider>(models, sendsIds);
}

} // namespace llmg::tests::pairs
