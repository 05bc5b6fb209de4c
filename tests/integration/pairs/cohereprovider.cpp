// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Cohere. docs.cohere.com/v2/reference/chat, chat-stream; docs.cohere.com/docs/reasoning, /docs/structured-outputs.
#include "tests/integration/pairs/providerparts.h"

namespace llmg::tests::pairs {
namespace {

class CohereProvider final : public Provider {
  public:
    Request read(const ReceivedRequest& received) const override {
        Request request;
        checkHead(received, "/v2/chat", "authorization", request);
        const QJsonObject body = parsed(QByteArray::fromStdString(received.body));
        request.model = body["model"_L1].toString();
        request.stream = body["stream"_L1].toBool();
        request.asksReasoning = request.asksText = body["thinking"_L1]["type"_L1] == u"enabled"_s;
        for (const QJsonValue& message : body["messages"_L1].toArray())
            readMessage(message, request);
        for (const QJsonValue& tool : body["tools"_L1].toArray()) {
            const QJsonValue function = tool["function"_L1];
            checkTool(function["name"_L1].toString(), function["description"_L1].toString(),
                      function["parameters"_L1].toObject(), request);
        }
        const QJsonValue format = body["response_format"_L1];
        if (format.isObject()) {
            expect(request.wrong, format["type"_L1] == u"json_object"_s, u"response_format"_s);
            request.schema = essence(format["json_schema"_L1].toObject());
            // The reference asks for words beside the schema.
            expect(request.wrong, request.system.contains(u"JSON"_s), u"no message tells the model to write JSON"_s);
            request.system.clear();
        }
        return request;
    }

    Scenario whole(const Answer& answer) const override {
        QJsonArray content, calls;
        if (!answer.reasoning.text.isEmpty())
            content << QJsonObject{{u"type"_s, u"thinking"_s}, {u"thinking"_s, answer.reasoning.text}};
        if (!answer.text.isEmpty())
            content << QJsonObject{{u"type"_s, u"text"_s}, {u"text"_s, answer.text}};
        for (const ToolCall& call : answer.calls)
            calls << callObject(call, textOf(compact(call.arguments)));
        QJsonObject message{{u"role"_s, u"assistant"_s}, {u"content"_s, content}};
        if (!calls.isEmpty())
            message[u"tool_calls"_s] = calls;
        return document({{u"id"_s, u"c1"_s},
                         {u"message"_s, message},
                         {u"finish_reason"_s, finishReason(answer)},
                         {u"usage"_s, usageObject(answer.usage)}});
    }

    Scenario streamed(const Answer& answer) const override {
        std::vector<Piece> pieces;
        const auto send = [&](const char* type, const QJsonObject& message, int index = -1) {
            QJsonObject data{{u"type"_s, QString::fromLatin1(type)}};
            if (index >= 0)
                data[u"index"_s] = index;
            if (!message.isEmpty())
                data[u"delta"_s] = QJsonObject{{u"message"_s, message}};
            pieces.push_back(serverEvent(data, type));
        };
        QJsonObject begun{{u"type"_s, u"message-start"_s}, {u"id"_s, u"c1"_s}};
        begun[u"delta"_s] = QJsonObject{{u"message"_s, QJsonObject{{u"role"_s, u"assistant"_s}}}};
        pieces.push_back(serverEvent(begun, "message-start"));
        int index = 0;
        const auto block = [&](const QString& type, const QString& text) {
            if (text.isEmpty())
                return;
            send("content-start", {{u"content"_s, QJsonObject{{u"type"_s, type}, {type, QString()}}}}, index);
            for (const QString& half : halves(text))
                send("content-delta", {{u"content"_s, QJsonObject{{type, half}}}}, index);
            if (answer.error.isEmpty() || type != u"text"_s)
                send("content-end", {}, index);
            ++index;
        };
        block(u"thinking"_s, answer.reasoning.text);
        block(u"text"_s, answer.text);
        index = 0;
        for (const ToolCall& call : answer.calls) {
            send("tool-call-start", {{u"tool_calls"_s, callObject(call, QString())}}, index);
            for (const QString& half : halves(textOf(compact(call.arguments))))
                send("tool-call-delta",
                     {{u"tool_calls"_s, QJsonObject{{u"function"_s, QJsonObject{{u"arguments"_s, half}}}}}}, index);
            send("tool-call-end", {}, index++);
        }
        QJsonObject last{{u"finish_reason"_s, finishReason(answer)}, {u"usage"_s, usageObject(answer.usage)}};
        if (!answer.error.isEmpty())
            last = {{u"finish_reason"_s, u"ERROR"_s}, {u"error"_s, answer.error}};
        pieces.push_back(serverEvent({{u"type"_s, u"message-end"_s}, {u"delta"_s, last}}, "message-end"));
        if (answer.error.isEmpty())
            pieces.emplace_back("data: [DONE]\n\n");
        return Scenario::events(pieces);
    }

    QByteArray errorBody(int, const QString& message) const override { return compact({{u"message"_s, message}}); }

    Usage visible(Usage usage) const override {
        usage.cacheWrite = 0;
        usage.reasoning = 0; // counted within the output
        return usage;
    }

  private:
    static void readMessage(const QJsonValue& message, Request& request) {
        const QString role = message["role"_L1].toString();
        const QJsonValue content = message["content"_L1];
        QString text = content.toString(), thinking;
        QByteArray image;
        for (const QJsonValue& block : content.toArray()) {
            text += block["text"_L1].toString();
            thinking += block["thinking"_L1].toString();
            if (block["image_url"_L1].isObject())
                image += bytesOf(block["image_url"_L1]["url"_L1].toString());
            if (block["document"_L1].isObject())
                text += bodyText(block["document"_L1]["data"_L1].toObject());
        }
        if (role == u"system"_s) {
            request.system += text;
        } else if (role == u"user"_s) {
            addUserText(text, request);
            request.image += image;
        } else if (role == u"tool"_s) {
            request.results.append({message["tool_call_id"_L1].toString(), cityOf(text), image});
        } else {
            request.saidBefore += text;
            request.reasoning.text += QString(thinking + message["tool_plan"_L1].toString());
            for (const QJsonValue& call : message["tool_calls"_L1].toArray())
                request.calls.append({call["id"_L1].toString(), call["function"_L1]["name"_L1].toString(),
                                      parsed(call["function"_L1]["arguments"_L1].toString().toUtf8())});
        }
    }

    static QJsonObject callObject(const ToolCall& call, const QString& arguments) {
        return {{u"id"_s, call.id},
                {u"type"_s, u"function"_s},
                {u"function"_s, QJsonObject{{u"name"_s, call.name}, {u"arguments"_s, arguments}}}};
    }

    static QString finishReason(const Answer& answer) {
        return answer.finish == u"tool_calls"_s ? u"TOOL_CALL"_s : u"COMPLETE"_s;
    }

    static QJsonObject usageObject(const Usage& usage) {
        const QJsonObject tokens{{u"input_tokens"_s, usage.prompt}, {u"output_tokens"_s, usage.completion}};
        return {{u"billed_units"_s, tokens}, {u"tokens"_s, tokens}, {u"cached_tokens"_s, usage.cached}};
    }
};

} // namespace

std::unique_ptr<Provider> cohereProvider() {
    return std::make_unique<CohereProvider>();
}

} // namespace llmg::tests::pairs
