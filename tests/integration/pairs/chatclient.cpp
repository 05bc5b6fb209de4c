// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A client of POST /v1/chat/completions. platform.openai.com/docs/api-reference/chat; reasoning_content and
// reasoning_details as aggregators' clients know them.
#include "tests/integration/pairs/clientparts.h"

namespace llmg::tests::pairs {
namespace {

class ChatClient final : public Client {
  public:
    QByteArray path(const Request&) const override { return "/v1/chat/completions"; }

    QJsonObject body(const Request& request) const override {
        QJsonArray messages;
        if (!request.system.isEmpty())
            messages << QJsonObject{{u"role"_s, u"system"_s}, {u"content"_s, request.system}};
        QJsonArray parts{QJsonObject{{u"type"_s, u"text"_s}, {u"text"_s, request.question}}};
        if (!request.image.isEmpty())
            parts << imagePart(request.image);
        messages << QJsonObject{{u"role"_s, u"user"_s}, {u"content"_s, parts}};
        for (const QJsonValue& item : itemsOf(request.kept))
            messages << item;
        if (!request.followUp.isEmpty())
            messages << QJsonObject{{u"role"_s, u"user"_s}, {u"content"_s, request.followUp}};
        addToolTurn(request, messages);
        QJsonObject body{{u"model"_s, request.model}, {u"messages"_s, messages}};
        if (request.stream) {
            body[u"stream"_s] = true;
            body[u"stream_options"_s] = QJsonObject{{u"include_usage"_s, true}};
        }
        if (request.offersTools)
            body[u"tools"_s] = QJsonArray{QJsonObject{{u"type"_s, u"function"_s}, {u"function"_s, function()}}};
        if (request.asksReasoning)
            body[u"reasoning_effort"_s] = u"medium"_s;
        if (!request.schema.isEmpty())
            body[u"response_format"_s] =
                QJsonObject{{u"type"_s, u"json_schema"_s},
                            {u"json_schema"_s,
                             QJsonObject{{u"name"_s, u"place"_s}, {u"strict"_s, true}, {u"schema"_s, request.schema}}}};
        return body;
    }

    Answer read(const QJsonObject& document) const override {
        Answer answer;
        if (document.contains("error"_L1)) {
            answer.error = document["error"_L1]["message"_L1].toString();
            answer.finish.clear();
            return answer;
        }
        const QJsonValue choice = document["choices"_L1][0];
        const QJsonObject message = choice["message"_L1].toObject();
        readMessage(message, answer);
        answer.finish = choice["finish_reason"_L1].toString();
        answer.kept = kept({message});
        const QJsonValue usage = document["usage"_L1];
        answer.usage = {
            usage["prompt_tokens"_L1].toInt(), usage["prompt_tokens_details"_L1]["cached_tokens"_L1].toInt(),
            usage["prompt_tokens_details"_L1]["cache_write_tokens"_L1].toInt(), usage["completion_tokens"_L1].toInt(),
            usage["completion_tokens_details"_L1]["reasoning_tokens"_L1].toInt()};
        if (!usage.isUndefined() && usage["total_tokens"_L1].toInt() != answer.usage.prompt + answer.usage.completion)
            answer.wrong << u"total_tokens is not the sum"_s;
        readCost(usage, answer);
        readMetadata(document, answer);
        expect(answer.wrong, document["object"_L1] == u"chat.completion"_s, u"object is not chat.completion"_s);
        checkName(document, {}, answer);
        expect(answer.wrong, document["created"_L1].toInteger() > 0, u"no time"_s);
        return answer;
    }

    Answer readStream(const QByteArray& body) const override {
        QJsonObject whole{{u"object"_s, u"chat.completion"_s}}, message, choice;
        QJsonArray calls, details;
        QString content, reasoning, error;
        QStringList wrong;
        bool ended = false, first = true;
        for (const ServerEvent& event : serverEvents(body)) {
            ended = ended || event.name == "[DONE]";
            if (event.data.contains("error"_L1)) {
                error = event.data["error"_L1]["message"_L1].toString();
                continue;
            }
            if (event.data.isEmpty())
                continue;
            expect(wrong, event.data["object"_L1] == u"chat.completion.chunk"_s, u"object of a chunk"_s);
            for (const auto& key : {u"id"_s, u"model"_s, u"created"_s, u"usage"_s, u"metadata"_s}) {
                if (!event.data[key].isUndefined() && !event.data[key].isNull())
                    whole[key] = event.data[key];
            }
            const QJsonValue part = event.data["choices"_L1][0];
            const QJsonObject delta = part["delta"_L1].toObject();
            if (part.isObject() && first) {
                expect(wrong, delta["role"_L1] == u"assistant"_s, u"the first delta has no role"_s);
                first = false;
            }
            content += delta["content"_L1].toString();
            reasoning += delta["reasoning_content"_L1].toString();
            for (const QJsonValue& detail : delta["reasoning_details"_L1].toArray())
                details << detail;
            for (const QJsonValue& call : delta["tool_calls"_L1].toArray())
                addCall(call.toObject(), calls);
            if (part["finish_reason"_L1].isString())
                choice[u"finish_reason"_s] = part["finish_reason"_L1];
        }
        message[u"role"_s] = u"assistant"_s;
        message[u"content"_s] = content;
        if (!reasoning.isEmpty())
            message[u"reasoning_content"_s] = reasoning;
        if (!details.isEmpty())
            message[u"reasoning_details"_s] = details;
        if (!calls.isEmpty())
            message[u"tool_calls"_s] = calls;
        choice[u"message"_s] = message;
        whole[u"choices"_s] = QJsonArray{choice};
        Answer answer = read(whole);
        answer.ended = ended;
        answer.error = error;
        answer.wrong += wrong;
        return answer;
    }

  private:
    static QJsonObject function() {
        return {{u"name"_s, QString::fromLatin1(kToolName)},
                {u"description"_s, QString::fromLatin1(kToolDescription)},
                {u"parameters"_s, toolSchema()}};
    }

    static QJsonObject imagePart(const QByteArray& bytes) {
        return {{u"type"_s, u"image_url"_s}, {u"image_url"_s, QJsonObject{{u"url"_s, dataUrl(bytes)}}}};
    }

    static void addToolTurn(const Request& request, QJsonArray& messages) {
        QJsonArray calls;
        for (const ToolCall& call : request.calls)
            calls << QJsonObject{{u"id"_s, call.id},
                                 {u"type"_s, u"function"_s},
                                 {u"function"_s, QJsonObject{{u"name"_s, call.name},
                                                             {u"arguments"_s, textOf(compact(call.arguments))}}}};
        if (!calls.isEmpty())
            messages << QJsonObject{
                {u"role"_s, u"assistant"_s}, {u"content"_s, QJsonValue::Null}, {u"tool_calls"_s, calls}};
        for (const ToolResult& result : request.results) {
            QJsonArray parts{QJsonObject{{u"type"_s, u"text"_s}, {u"text"_s, resultText(result)}}};
            if (!result.image.isEmpty())
                parts << imagePart(result.image);
            messages << QJsonObject{{u"role"_s, u"tool"_s}, {u"tool_call_id"_s, result.callId}, {u"content"_s, parts}};
        }
    }

    static void readMessage(const QJsonObject& message, Answer& answer) {
        answer.text = message["content"_L1].toString();
        answer.reasoning.text = message["reasoning_content"_L1].toString();
        for (const QJsonValue& detail : message["reasoning_details"_L1].toArray()) {
            answer.reasoning.signature += detail["signature"_L1].toString();
            answer.reasoning.redacted += detail["data"_L1].toString();
        }
        for (const QJsonValue& call : message["tool_calls"_L1].toArray()) {
            const QJsonValue function = call["function"_L1];
            answer.calls.append({call["id"_L1].toString(), function["name"_L1].toString(),
                                 parsed(function["arguments"_L1].toString().toUtf8())});
        }
    }

    /// Pieces of a call come by its index.
    static void addCall(const QJsonObject& piece, QJsonArray& calls) {
        const auto index = piece["index"_L1].toInt();
        while (calls.size() <= index)
            calls << QJsonObject{{u"type"_s, u"function"_s}};
        QJsonObject call = calls[index].toObject();
        QJsonObject function = call["function"_L1].toObject();
        if (piece.contains("id"_L1))
            call[u"id"_s] = piece["id"_L1];
        const QJsonValue more = piece["function"_L1];
        if (more["name"_L1].isString())
            function[u"name"_s] = more["name"_L1];
        function[u"arguments"_s] = QString(function["arguments"_L1].toString() + more["arguments"_L1].toString());
        call[u"function"_s] = function;
        calls[index] = call;
    }
};

} // namespace

std::unique_ptr<Client> chatClient() {
    return std::make_unique<ChatClient>();
}

} // namespace llmg::tests::pairs
