// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A client of POST /v1/responses that keeps its conversation itself. platform.openai.com/docs/api-reference/responses,
// responses-streaming; "Keeping reasoning items in context".
#include "tests/integration/pairs/clientparts.h"

#include <QMap>

namespace llmg::tests::pairs {
namespace {

class ResponsesClient final : public Client {
  public:
    QByteArray path(const Request&) const override { return "/v1/responses"; }

    QJsonObject body(const Request& request) const override {
        QJsonArray parts{QJsonObject{{u"type"_s, u"input_text"_s}, {u"text"_s, request.question}}};
        if (!request.image.isEmpty())
            parts << imagePart(request.image);
        QJsonArray input{QJsonObject{{u"role"_s, u"user"_s}, {u"content"_s, parts}}};
        for (const QJsonValue& item : itemsOf(request.kept))
            input << item;
        if (!request.followUp.isEmpty())
            input << QJsonObject{{u"role"_s, u"user"_s}, {u"content"_s, request.followUp}};
        addToolTurn(request, input);
        QJsonObject body{{u"model"_s, request.model},
                         {u"input"_s, input},
                         {u"store"_s, false},
                         {u"include"_s, QJsonArray{u"reasoning.encrypted_content"_s}}};
        if (!request.system.isEmpty())
            body[u"instructions"_s] = request.system;
        if (request.stream)
            body[u"stream"_s] = true;
        if (request.offersTools)
            body[u"tools"_s] = QJsonArray{QJsonObject{{u"type"_s, u"function"_s},
                                                      {u"name"_s, QString::fromLatin1(kToolName)},
                                                      {u"description"_s, QString::fromLatin1(kToolDescription)},
                                                      {u"parameters"_s, toolSchema()}}};
        if (request.asksReasoning)
            body[u"reasoning"_s] = QJsonObject{{u"effort"_s, u"medium"_s}, {u"summary"_s, u"auto"_s}};
        if (!request.schema.isEmpty())
            body[u"text"_s] = QJsonObject{{u"format"_s, QJsonObject{{u"type"_s, u"json_schema"_s},
                                                                    {u"name"_s, u"place"_s},
                                                                    {u"strict"_s, true},
                                                                    {u"schema"_s, request.schema}}}};
        return body;
    }

    Answer read(const QJsonObject& document) const override {
        Answer answer;
        if (document["error"_L1].isObject()) {
            answer.error = document["error"_L1]["message"_L1].toString();
            answer.finish.clear();
            return answer;
        }
        const QJsonArray output = document["output"_L1].toArray();
        for (const QJsonValue& item : output)
            readItem(item, answer);
        answer.finish = document["status"_L1] != u"completed"_s ? document["status"_L1].toString()
                        : answer.calls.isEmpty()                ? u"stop"_s
                                                                : u"tool_calls"_s;
        answer.kept = kept(output);
        const QJsonValue usage = document["usage"_L1];
        answer.usage = {usage["input_tokens"_L1].toInt(), usage["input_tokens_details"_L1]["cached_tokens"_L1].toInt(),
                        usage["input_tokens_details"_L1]["cache_write_tokens"_L1].toInt(),
                        usage["output_tokens"_L1].toInt(),
                        usage["output_tokens_details"_L1]["reasoning_tokens"_L1].toInt()};
        readCost(usage, answer);
        readMetadata(document, answer);
        expect(answer.wrong, document["object"_L1] == u"response"_s, u"object is not response"_s);
        checkName(document, u"resp_"_s, answer);
        return answer;
    }

    Answer readStream(const QByteArray& body) const override {
        QJsonObject last;
        QMap<int, QString> texts, arguments;
        QJsonArray done;
        QString error, reasoning;
        QStringList wrong;
        bool ended = false;
        int number = -1;
        for (const ServerEvent& event : serverEvents(body)) {
            const QJsonObject& data = event.data;
            const QString type = data["type"_L1].toString();
            expect(wrong, type == QString::fromLatin1(event.name), QString(u"an event is not named "_s + type));
            const int next = data["sequence_number"_L1].toInt(-1);
            expect(wrong, next > number, QString(u"sequence_number does not grow at "_s + type));
            number = next;
            const int index = data["output_index"_L1].toInt();
            const QString delta = data["delta"_L1].toString();
            if (type == u"response.output_text.delta"_s)
                texts[index] += delta;
            else if (type == u"response.function_call_arguments.delta"_s)
                arguments[index] += delta;
            else if (type == u"response.reasoning_summary_text.delta"_s || type == u"response.reasoning_text.delta"_s)
                reasoning += delta;
            else if (type == u"response.output_item.done"_s)
                done << data["item"_L1];
            else if (type == u"error"_s)
                error = data["message"_L1].toString();
            else if (type == u"response.failed"_s)
                error = data["response"_L1]["error"_L1]["message"_L1].toString();
            ended = ended || type == u"response.completed"_s || type == u"response.incomplete"_s;
            if (data["response"_L1].isObject())
                last = data["response"_L1].toObject();
        }
        if (!ended) {
            last[u"error"_s] = QJsonValue::Null;
            Answer answer = read(last);
            answer.text = QStringList(texts.values()).join(QString());
            answer.ended = false;
            answer.error = error;
            return answer;
        }
        Answer answer = read(last);
        expect(wrong, QStringList(texts.values()).join(QString()) == answer.text, u"the deltas are not the text"_s);
        expect(wrong, reasoning == answer.reasoning.text, u"the deltas are not the reasoning"_s);
        expect(wrong, done == last["output"_L1].toArray(), u"the items are not the response's output"_s);
        expect(wrong, arguments.size() == answer.calls.size(), u"not as many calls as had deltas"_s);
        answer.wrong += wrong;
        return answer;
    }

  private:
    static QJsonObject imagePart(const QByteArray& bytes) {
        return {{u"type"_s, u"input_image"_s}, {u"image_url"_s, dataUrl(bytes)}};
    }

    static void addToolTurn(const Request& request, QJsonArray& input) {
        for (const ToolCall& call : request.calls)
            input << QJsonObject{{u"type"_s, u"function_call"_s},
                                 {u"call_id"_s, call.id},
                                 {u"name"_s, call.name},
                                 {u"arguments"_s, textOf(compact(call.arguments))}};
        for (const ToolResult& result : request.results) {
            QJsonArray output{QJsonObject{{u"type"_s, u"input_text"_s}, {u"text"_s, resultText(result)}}};
            if (!result.image.isEmpty())
                output << imagePart(result.image);
            input << QJsonObject{
                {u"type"_s, u"function_call_output"_s}, {u"call_id"_s, result.callId}, {u"output"_s, output}};
        }
    }

    static void readItem(const QJsonValue& item, Answer& answer) {
        const QString type = item["type"_L1].toString();
        if (type == u"message"_s) {
            for (const QJsonValue& part : item["content"_L1].toArray())
                answer.text += part["text"_L1].toString();
        } else if (type == u"reasoning"_s) {
            for (const QJsonValue& part : item["summary"_L1].toArray())
                answer.reasoning.text += part["text"_L1].toString();
            if (item["summary"_L1].toArray().isEmpty()) {
                for (const QJsonValue& part : item["content"_L1].toArray())
                    answer.reasoning.text += part["text"_L1].toString();
            }
            answer.reasoning.signature += item["encrypted_content"_L1].toString();
        } else if (type == u"function_call"_s) {
            answer.calls.append({item["call_id"_L1].toString(), item["name"_L1].toString(),
                                 parsed(item["arguments"_L1].toString().toUtf8())});
        } else {
            answer.wrong << QString(u"an item of type "_s + type);
        }
    }
};

} // namespace

std::unique_ptr<Client> responsesClient() {
    return std::make_unique<ResponsesClient>();
}

} // namespace llmg::tests::pairs
