// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A provider of OpenAI's Responses. platform.openai.com/docs/api-reference/responses, responses-streaming.
#include "tests/integration/pairs/providerparts.h"

namespace llmg::tests::pairs {
namespace {

class ResponsesProvider final : public Provider {
  public:
    explicit ResponsesProvider(QByteArray path)
        : m_path(std::move(path)) {}

    Request read(const ReceivedRequest& received) const override {
        Request request;
        const bool azure = m_path.startsWith("/openai/");
        checkHead(received, m_path, azure ? "api-key" : "authorization", request);
        const QJsonObject body = parsed(QByteArray::fromStdString(received.body));
        request.model = body["model"_L1].toString();
        request.stream = body["stream"_L1].toBool();
        request.system = body["instructions"_L1].toString();
        const QString effort = body["reasoning"_L1]["effort"_L1].toString();
        request.asksReasoning = effort == u"medium"_s;
        request.asksText = body["reasoning"_L1]["summary"_L1].isString();
        for (const QJsonValue& item : body["input"_L1].toArray())
            readItem(item, request);
        if (body["input"_L1].isString())
            request.question = body["input"_L1].toString();
        for (const QJsonValue& tool : body["tools"_L1].toArray())
            checkTool(tool["name"_L1].toString(), tool["description"_L1].toString(), tool["parameters"_L1].toObject(),
                      request);
        const QJsonValue format = body["text"_L1]["format"_L1];
        if (format["type"_L1] == u"json_schema"_s) {
            expect(request.wrong, !format["name"_L1].toString().isEmpty(), u"a schema has no name"_s);
            request.schema = essence(format["schema"_L1].toObject());
        }
        return request;
    }

    Scenario whole(const Answer& answer) const override {
        QJsonObject response = responseObject(u"completed"_s, outputOf(answer));
        response[u"usage"_s] = usageObject(answer.usage);
        return document(response);
    }

    Scenario streamed(const Answer& answer) const override {
        std::vector<Piece> pieces;
        int number = 0;
        const auto send = [&](const char* type, QJsonObject data) {
            data[u"type"_s] = QString::fromLatin1(type);
            data[u"sequence_number"_s] = number++;
            pieces.push_back(serverEvent(data, type));
        };
        send("response.created", {{u"response"_s, responseObject(u"in_progress"_s, {})}});
        const QJsonArray output = outputOf(answer);
        for (int index = 0; index < output.size(); ++index) {
            const QJsonObject item = output[index].toObject();
            const QString type = item["type"_L1].toString();
            QJsonObject begun = item;
            begun[u"status"_s] = u"in_progress"_s;
            begun.remove(u"encrypted_content"_s);
            for (const auto& list : {u"content"_s, u"summary"_s}) {
                if (begun.contains(list))
                    begun[list] = QJsonArray();
            }
            if (begun.contains("arguments"_L1))
                begun[u"arguments"_s] = QString();
            send("response.output_item.added", {{u"output_index"_s, index}, {u"item"_s, begun}});
            const bool isCall = type == u"function_call"_s, isText = type == u"message"_s;
            const char* event = isCall   ? "response.function_call_arguments.delta"
                                : isText ? "response.output_text.delta"
                                         : "response.reasoning_summary_text.delta";
            const QString all = isCall ? item["arguments"_L1].toString() : isText ? answer.text : answer.reasoning.text;
            for (const QString& half : halves(all))
                send(event, {{u"output_index"_s, index},
                             {u"item_id"_s, item["id"_L1]},
                             {isText ? u"content_index"_s : u"summary_index"_s, 0},
                             {u"delta"_s, half}});
            if (isText && !answer.error.isEmpty())
                break;
            send("response.output_item.done", {{u"output_index"_s, index}, {u"item"_s, item}});
        }
        if (!answer.error.isEmpty()) {
            QJsonObject failed = responseObject(u"failed"_s, {});
            failed[u"error"_s] = QJsonObject{{u"code"_s, u"server_error"_s}, {u"message"_s, answer.error}};
            send("response.failed", {{u"response"_s, failed}});
        } else {
            QJsonObject response = responseObject(u"completed"_s, output);
            response[u"usage"_s] = usageObject(answer.usage);
            send("response.completed", {{u"response"_s, response}});
        }
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
            if (part["type"_L1] == u"input_image"_s)
                image += bytesOf(part["image_url"_L1].toString());
        }
    }

    static void readItem(const QJsonValue& item, Request& request) {
        const QString type = item["type"_L1].toString();
        const QString role = item["role"_L1].toString();
        QString text;
        QByteArray image;
        if (type == u"function_call"_s) {
            request.calls.append({item["call_id"_L1].toString(), item["name"_L1].toString(),
                                  parsed(item["arguments"_L1].toString().toUtf8())});
        } else if (type == u"function_call_output"_s) {
            readParts(item["output"_L1], text, image);
            request.results.append({item["call_id"_L1].toString(), cityOf(text), image});
        } else if (type == u"reasoning"_s) {
            for (const QJsonValue& part : item["summary"_L1].toArray())
                request.reasoning.text += part["text"_L1].toString();
            request.reasoning.signature += item["encrypted_content"_L1].toString();
        } else {
            readParts(item["content"_L1], text, image);
            if (role == u"system"_s || role == u"developer"_s)
                request.system += text;
            else if (role == u"assistant"_s)
                request.saidBefore += text;
            else
                addUserText(text, request);
            if (!image.isEmpty())
                request.image = image;
        }
    }

    static QJsonArray outputOf(const Answer& answer) {
        QJsonArray output;
        if (!answer.reasoning.isEmpty())
            output << QJsonObject{{u"type"_s, u"reasoning"_s},
                                  {u"id"_s, u"rs_1"_s},
                                  {u"summary"_s, QJsonArray{QJsonObject{{u"type"_s, u"summary_text"_s},
                                                                        {u"text"_s, answer.reasoning.text}}}},
                                  {u"encrypted_content"_s, answer.reasoning.signature}};
        if (!answer.text.isEmpty())
            output << QJsonObject{{u"type"_s, u"message"_s},
                                  {u"id"_s, u"msg_1"_s},
                                  {u"status"_s, u"completed"_s},
                                  {u"role"_s, u"assistant"_s},
                                  {u"content"_s, QJsonArray{QJsonObject{{u"type"_s, u"output_text"_s},
                                                                        {u"text"_s, answer.text},
                                                                        {u"annotations"_s, QJsonArray()}}}}};
        for (const ToolCall& call : answer.calls)
            output << QJsonObject{{u"type"_s, u"function_call"_s},
                                  {u"id"_s, QString(u"fc_"_s + call.id)},
                                  {u"call_id"_s, call.id},
                                  {u"name"_s, call.name},
                                  {u"arguments"_s, textOf(compact(call.arguments))},
                                  {u"status"_s, u"completed"_s}};
        return output;
    }

    static QJsonObject responseObject(const QString& status, const QJsonArray& output) {
        return {{u"id"_s, u"resp_1"_s}, {u"object"_s, u"response"_s},   {u"created_at"_s, 1763800000},
                {u"status"_s, status},  {u"error"_s, QJsonValue::Null}, {u"model"_s, u"pair-model"_s},
                {u"output"_s, output},  {u"usage"_s, QJsonValue::Null}};
    }

    static QJsonObject usageObject(const Usage& usage) {
        return {{u"input_tokens"_s, usage.prompt},
                {u"output_tokens"_s, usage.completion},
                {u"total_tokens"_s, usage.prompt + usage.completion},
                {u"input_tokens_details"_s,
                 QJsonObject{{u"cached_tokens"_s, usage.cached}, {u"cache_write_tokens"_s, usage.cacheWrite}}},
                {u"output_tokens_details"_s, QJsonObject{{u"reasoning_tokens"_s, usage.reasoning}}}};
    }

    QByteArray m_path;
};

} // namespace

std::unique_ptr<Provider> responsesProvider(const QByteArray& path) {
    return std::make_unique<ResponsesProvider>(path);
}

} // namespace llmg::tests::pairs
