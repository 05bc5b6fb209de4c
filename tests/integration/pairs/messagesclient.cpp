// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A client of POST /v1/messages. platform.claude.com/docs/en/api/messages, "Streaming Messages", "Extended thinking".
#include "tests/integration/pairs/clientparts.h"

namespace llmg::tests::pairs {
namespace {

class MessagesClient final : public Client {
  public:
    QByteArray path(const Request&) const override { return "/v1/messages"; }

    QJsonObject body(const Request& request) const override {
        QJsonArray parts{QJsonObject{{u"type"_s, u"text"_s}, {u"text"_s, request.question}}};
        if (!request.image.isEmpty())
            parts << imageBlock(request.image);
        QJsonArray messages{QJsonObject{{u"role"_s, u"user"_s}, {u"content"_s, parts}}};
        if (!request.kept.isEmpty())
            messages << QJsonObject{{u"role"_s, u"assistant"_s}, {u"content"_s, itemsOf(request.kept)}};
        if (!request.followUp.isEmpty())
            messages << QJsonObject{{u"role"_s, u"user"_s}, {u"content"_s, request.followUp}};
        addToolTurn(request, messages);
        QJsonObject body{{u"model"_s, request.model}, {u"max_tokens"_s, 8000}, {u"messages"_s, messages}};
        if (!request.system.isEmpty())
            body[u"system"_s] = request.system;
        if (request.stream)
            body[u"stream"_s] = true;
        if (request.offersTools)
            body[u"tools"_s] = QJsonArray{QJsonObject{{u"name"_s, QString::fromLatin1(kToolName)},
                                                      {u"description"_s, QString::fromLatin1(kToolDescription)},
                                                      {u"input_schema"_s, toolSchema()}}};
        if (request.asksReasoning)
            body[u"thinking"_s] = QJsonObject{{u"type"_s, u"enabled"_s}, {u"budget_tokens"_s, 5000}};
        if (!request.schema.isEmpty())
            body[u"output_config"_s] =
                QJsonObject{{u"format"_s, QJsonObject{{u"type"_s, u"json_schema"_s}, {u"schema"_s, request.schema}}}};
        return body;
    }

    Answer read(const QJsonObject& document) const override {
        Answer answer;
        if (document["type"_L1] == u"error"_s) {
            answer.error = document["error"_L1]["message"_L1].toString();
            answer.finish.clear();
            return answer;
        }
        for (const QJsonValue& block : document["content"_L1].toArray())
            readBlock(block, answer);
        const QString reason = document["stop_reason"_L1].toString();
        answer.finish = reason == u"end_turn"_s ? u"stop"_s : reason == u"tool_use"_s ? u"tool_calls"_s : reason;
        answer.kept = kept(document["content"_L1].toArray());
        const QJsonValue usage = document["usage"_L1];
        const int cached = usage["cache_read_input_tokens"_L1].toInt();
        const int written = usage["cache_creation_input_tokens"_L1].toInt();
        answer.usage = {usage["input_tokens"_L1].toInt() + cached + written, cached, written,
                        usage["output_tokens"_L1].toInt(),
                        usage["output_tokens_details"_L1]["thinking_tokens"_L1].toInt()};
        readCost(usage, answer);
        readMetadata(document, answer);
        expect(answer.wrong, document["type"_L1] == u"message"_s, u"type is not message"_s);
        expect(answer.wrong, document["role"_L1] == u"assistant"_s, u"role is not assistant"_s);
        checkName(document, u"msg_"_s, answer);
        return answer;
    }

    Answer readStream(const QByteArray& body) const override {
        QJsonObject message, usage;
        QJsonArray blocks;
        QString error;
        QStringList wrong;
        int open = -1;
        bool ended = false;
        for (const ServerEvent& event : serverEvents(body)) {
            const QJsonObject& data = event.data;
            const QString type = data["type"_L1].toString();
            expect(wrong, type == QString::fromLatin1(event.name), QString(u"an event is not named "_s + type));
            const auto index = data["index"_L1].toInt();
            if (type == u"message_start"_s) {
                message = data["message"_L1].toObject();
            } else if (type == u"content_block_start"_s) {
                expect(wrong, open < 0 && index == blocks.size(), u"a block is not opened in turn"_s);
                open = index;
                blocks << data["content_block"_L1];
            } else if (type == u"content_block_delta"_s) {
                expect(wrong, open == index, u"a delta of a block that is not open"_s);
                if (index < blocks.size())
                    blocks[index] = grown(blocks[index].toObject(), data["delta"_L1].toObject());
            } else if (type == u"content_block_stop"_s) {
                expect(wrong, open == index, u"a block is closed that is not open"_s);
                open = -1;
            } else if (type == u"message_delta"_s) {
                message[u"stop_reason"_s] = data["delta"_L1]["stop_reason"_L1];
                usage = data["usage"_L1].toObject();
                message[u"metadata"_s] = data["metadata"_L1];
            } else if (type == u"message_stop"_s) {
                ended = true;
            } else if (type == u"error"_s) {
                error = data["error"_L1]["message"_L1].toString();
            }
        }
        QJsonObject sum = message["usage"_L1].toObject();
        for (auto count = usage.begin(); count != usage.end(); ++count)
            sum[count.key()] = count.value();
        message[u"usage"_s] = sum;
        message[u"content"_s] = closed(blocks);
        Answer answer = read(message);
        answer.ended = ended;
        answer.error = error;
        answer.wrong += wrong;
        return answer;
    }

  private:
    static QJsonObject imageBlock(const QByteArray& bytes) {
        return {{u"type"_s, u"image"_s},
                {u"source"_s, QJsonObject{{u"type"_s, u"base64"_s},
                                          {u"media_type"_s, u"image/png"_s},
                                          {u"data"_s, QString::fromLatin1(bytes.toBase64())}}}};
    }

    static void addToolTurn(const Request& request, QJsonArray& messages) {
        QJsonArray calls, results;
        for (const ToolCall& call : request.calls)
            calls << QJsonObject{
                {u"type"_s, u"tool_use"_s}, {u"id"_s, call.id}, {u"name"_s, call.name}, {u"input"_s, call.arguments}};
        for (const ToolResult& result : request.results) {
            QJsonArray content{QJsonObject{{u"type"_s, u"text"_s}, {u"text"_s, resultText(result)}}};
            if (!result.image.isEmpty())
                content << imageBlock(result.image);
            results << QJsonObject{
                {u"type"_s, u"tool_result"_s}, {u"tool_use_id"_s, result.callId}, {u"content"_s, content}};
        }
        if (!calls.isEmpty())
            messages << QJsonObject{{u"role"_s, u"assistant"_s}, {u"content"_s, calls}};
        if (!results.isEmpty())
            messages << QJsonObject{{u"role"_s, u"user"_s}, {u"content"_s, results}};
    }

    static void readBlock(const QJsonValue& block, Answer& answer) {
        const QString type = block["type"_L1].toString();
        if (type == u"text"_s)
            answer.text += block["text"_L1].toString();
        else if (type == u"thinking"_s) {
            answer.reasoning.text += block["thinking"_L1].toString();
            answer.reasoning.signature += block["signature"_L1].toString();
        } else if (type == u"redacted_thinking"_s) {
            answer.reasoning.redacted += block["data"_L1].toString();
        } else if (type == u"tool_use"_s) {
            answer.calls.append({block["id"_L1].toString(), block["name"_L1].toString(), block["input"_L1].toObject()});
        } else {
            answer.wrong << QString(u"a block of type "_s + type);
        }
    }

    static QJsonObject grown(QJsonObject block, const QJsonObject& delta) {
        const auto append = [&](const QString& key, const QString& from) {
            block[key] = QString(block[key].toString() + delta[from].toString());
        };
        const QString type = delta["type"_L1].toString();
        if (type == u"text_delta"_s)
            append(u"text"_s, u"text"_s);
        else if (type == u"thinking_delta"_s)
            append(u"thinking"_s, u"thinking"_s);
        else if (type == u"signature_delta"_s)
            append(u"signature"_s, u"signature"_s);
        else if (type == u"input_json_delta"_s)
            append(u"input in pieces"_s, u"partial_json"_s);
        return block;
    }

    static QJsonArray closed(const QJsonArray& blocks) {
        QJsonArray out;
        for (const QJsonValue& value : blocks) {
            QJsonObject block = value.toObject();
            if (block.contains("input in pieces"_L1))
                block[u"input"_s] = parsed(block.take("input in pieces"_L1).toString().toUtf8());
            out << block;
        }
        return out;
    }
};

} // namespace

std::unique_ptr<Client> messagesClient() {
    return std::make_unique<MessagesClient>();
}

} // namespace llmg::tests::pairs
