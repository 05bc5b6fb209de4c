// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A provider of OpenAI's chat completions, with reasoning as aggregators have it (OpenRouter, "Reasoning tokens").
#include "tests/integration/pairs/providerparts.h"

namespace llmg::tests::pairs {
namespace {

class ChatProvider final : public Provider {
  public:
    explicit ChatProvider(QByteArray path)
        : m_path(std::move(path)) {}

    Request read(const ReceivedRequest& received) const override {
        Request request;
        const bool azure = m_path.startsWith("/openai/");
        checkHead(received, m_path, azure ? "api-key" : "authorization", request);
        const QJsonObject body = parsed(QByteArray::fromStdString(received.body));
        request.model = body["model"_L1].toString();
        request.stream = body["stream"_L1].toBool();
        if (request.stream)
            expect(request.wrong, body["stream_options"_L1]["include_usage"_L1].toBool(), u"no usage is asked for"_s);
        request.asksReasoning = request.asksText = body["reasoning_effort"_L1] == u"medium"_s;
        for (const QJsonValue& message : body["messages"_L1].toArray())
            readMessage(message, request);
        for (const QJsonValue& tool : body["tools"_L1].toArray()) {
            const QJsonValue function = tool["function"_L1];
            checkTool(function["name"_L1].toString(), function["description"_L1].toString(),
                      function["parameters"_L1].toObject(), request);
        }
        const QJsonValue format = body["response_format"_L1];
        if (format.isObject()) {
            expect(request.wrong, format["type"_L1] == u"json_schema"_s, u"response_format"_s);
            expect(request.wrong, !format["json_schema"_L1]["name"_L1].toString().isEmpty(), u"a schema has no name"_s);
            request.schema = essence(format["json_schema"_L1]["schema"_L1].toObject());
        }
        return request;
    }

    Scenario whole(const Answer& answer) const override {
        QJsonObject message{{u"role"_s, u"assistant"_s},
                            {u"content"_s, answer.text.isEmpty() ? QJsonValue() : QJsonValue(answer.text)}};
        if (!answer.reasoning.isEmpty()) {
            message[u"reasoning"_s] = answer.reasoning.text;
            message[u"reasoning_details"_s] = QJsonArray{detail(answer.reasoning)};
        }
        QJsonArray calls;
        for (const ToolCall& call : answer.calls)
            calls << callObject(call, textOf(compact(call.arguments)));
        if (!calls.isEmpty())
            message[u"tool_calls"_s] = calls;
        return document(
            {{u"id"_s, u"chatcmpl-1"_s},
             {u"object"_s, u"chat.completion"_s},
             {u"created"_s, 1763800000},
             {u"model"_s, u"pair-model"_s},
             {u"choices"_s,
              QJsonArray{QJsonObject{{u"index"_s, 0}, {u"message"_s, message}, {u"finish_reason"_s, answer.finish}}}},
             {u"usage"_s, usageObject(answer.usage)}});
    }

    Scenario streamed(const Answer& answer) const override {
        std::vector<Piece> pieces{chunk({{u"role"_s, u"assistant"_s}, {u"content"_s, QString()}})};
        if (!answer.reasoning.isEmpty()) {
            for (const QString& text : halves(answer.reasoning.text))
                pieces.push_back(
                    chunk({{u"reasoning"_s, text}, {u"reasoning_details"_s, QJsonArray{detail({text, {}, {}})}}}));
            pieces.push_back(
                chunk({{u"reasoning_details"_s, QJsonArray{detail({{}, answer.reasoning.signature, {}})}}}));
        }
        if (!answer.text.isEmpty()) {
            for (const QString& text : halves(answer.text))
                pieces.push_back(chunk({{u"content"_s, text}}));
        }
        if (!answer.error.isEmpty()) {
            pieces.push_back(serverEvent(
                {{u"error"_s,
                  QJsonObject{{u"message"_s, answer.error}, {u"type"_s, u"server_error"_s}, {u"code"_s, 502}}}}));
            return Scenario::events(pieces);
        }
        // Both calls are open before the arguments of either have come.
        for (qsizetype i = 0; i < answer.calls.size(); ++i)
            pieces.push_back(callChunk(i, callObject(answer.calls[i], QString())));
        for (int half = 0; half < 2; ++half) {
            for (qsizetype i = 0; i < answer.calls.size(); ++i)
                pieces.push_back(callChunk(
                    i, {{u"function"_s,
                         QJsonObject{{u"arguments"_s, halves(textOf(compact(answer.calls[i].arguments)))[half]}}}}));
        }
        QJsonObject last = chunkObject({});
        last[u"choices"_s] =
            QJsonArray{QJsonObject{{u"index"_s, 0}, {u"delta"_s, QJsonObject()}, {u"finish_reason"_s, answer.finish}}};
        pieces.push_back(serverEvent(last));
        QJsonObject counted = chunkObject({});
        counted[u"choices"_s] = QJsonArray();
        counted[u"usage"_s] = usageObject(answer.usage);
        pieces.push_back(serverEvent(counted));
        pieces.emplace_back("data: [DONE]\n\n");
        return Scenario::events(pieces);
    }

    QByteArray errorBody(int, const QString& message) const override {
        return compact({{u"error"_s, QJsonObject{{u"message"_s, message},
                                                 {u"type"_s, u"invalid_request_error"_s},
                                                 {u"param"_s, QJsonValue::Null},
                                                 {u"code"_s, QJsonValue::Null}}}});
    }

  private:
    static void readParts(const QJsonValue& content, QString& text, QByteArray& image) {
        if (content.isString())
            text += content.toString();
        for (const QJsonValue& part : content.toArray()) {
            text += part["text"_L1].toString();
            if (part["image_url"_L1].isObject())
                image += bytesOf(part["image_url"_L1]["url"_L1].toString());
        }
    }

    static void readMessage(const QJsonValue& message, Request& request) {
        const QString role = message["role"_L1].toString();
        QString text;
        QByteArray image;
        readParts(message["content"_L1], text, image);
        if (role == u"system"_s || role == u"developer"_s) {
            request.system += text;
        } else if (role == u"user"_s && !request.results.isEmpty() && !image.isEmpty()) {
            request.results.last().image = image; // a tool message takes text alone
        } else if (role == u"user"_s) {
            addUserText(text, request);
            if (!image.isEmpty())
                request.image = image;
        } else if (role == u"tool"_s) {
            request.results.append({message["tool_call_id"_L1].toString(), cityOf(text), image});
        } else {
            request.saidBefore += text;
            for (const QJsonValue& call : message["tool_calls"_L1].toArray())
                request.calls.append({call["id"_L1].toString(), call["function"_L1]["name"_L1].toString(),
                                      parsed(call["function"_L1]["arguments"_L1].toString().toUtf8())});
            for (const QJsonValue& detail : message["reasoning_details"_L1].toArray()) {
                request.reasoning.text += detail["text"_L1].toString();
                request.reasoning.signature += detail["signature"_L1].toString();
                request.reasoning.redacted += detail["data"_L1].toString();
            }
        }
    }

    static QJsonObject detail(const Reasoning& reasoning) {
        QJsonObject object{{u"type"_s, u"reasoning.text"_s}, {u"format"_s, u"anthropic-claude-v1"_s}, {u"index"_s, 0}};
        if (!reasoning.text.isEmpty())
            object[u"text"_s] = reasoning.text;
        if (!reasoning.signature.isEmpty())
            object[u"signature"_s] = reasoning.signature;
        return object;
    }

    static QJsonObject callObject(const ToolCall& call, const QString& arguments) {
        return {{u"id"_s, call.id},
                {u"type"_s, u"function"_s},
                {u"function"_s, QJsonObject{{u"name"_s, call.name}, {u"arguments"_s, arguments}}}};
    }

    static QJsonObject usageObject(const Usage& usage) {
        return {{u"prompt_tokens"_s, usage.prompt},
                {u"completion_tokens"_s, usage.completion},
                {u"total_tokens"_s, usage.prompt + usage.completion},
                {u"prompt_tokens_details"_s,
                 QJsonObject{{u"cached_tokens"_s, usage.cached}, {u"cache_write_tokens"_s, usage.cacheWrite}}},
                {u"completion_tokens_details"_s, QJsonObject{{u"reasoning_tokens"_s, usage.reasoning}}}};
    }

    static QJsonObject chunkObject(const QJsonObject& delta) {
        return {{u"id"_s, u"chatcmpl-1"_s},
                {u"object"_s, u"chat.completion.chunk"_s},
                {u"created"_s, 1763800000},
                {u"model"_s, u"pair-model"_s},
                {u"choices"_s, QJsonArray{QJsonObject{
                                   {u"index"_s, 0}, {u"delta"_s, delta}, {u"finish_reason"_s, QJsonValue::Null}}}}};
    }
    static Piece chunk(const QJsonObject& delta) { return serverEvent(chunkObject(delta)); }
    static Piece callChunk(qsizetype index, QJsonObject call) {
        call[u"index"_s] = static_cast<int>(index);
        return chunk({{u"tool_calls"_s, QJsonArray{call}}});
    }

    QByteArray m_path;
};

} // namespace

std::unique_ptr<Provider> chatProvider(const QByteArray& path) {
    return std::make_unique<ChatProvider>(path);
}

} // namespace llmg::tests::pairs
