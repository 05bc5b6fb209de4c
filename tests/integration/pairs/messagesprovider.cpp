// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Anthropic. platform.claude.com/docs/en/api/messages, "Streaming Messages", "Extended thinking", "Errors".
#include "tests/integration/pairs/providerparts.h"

namespace llmg::tests::pairs {
namespace {

class MessagesProvider final : public Provider {
  public:
    Request read(const ReceivedRequest& received) const override {
        Request request;
        checkHead(received, "/v1/messages", "x-api-key", request);
        expect(request.wrong, received.header("anthropic-version") == "2023-06-01", u"anthropic-version"_s);
        const QJsonObject body = parsed(QByteArray::fromStdString(received.body));
        request.model = body["model"_L1].toString();
        request.stream = body["stream"_L1].toBool();
        const int most = body["max_tokens"_L1].toInt();
        expect(request.wrong, most > 0, u"max_tokens is required"_s);
        const QJsonValue thinking = body["thinking"_L1];
        request.asksReasoning = request.asksText = thinking["type"_L1] == u"enabled"_s;
        if (request.asksReasoning) {
            const int budget = thinking["budget_tokens"_L1].toInt();
            expect(request.wrong, budget >= 1024 && budget < most, u"budget_tokens must be below max_tokens"_s);
        }
        QByteArray none;
        readText(body["system"_L1], request.system, none);
        QString before;
        for (const QJsonValue& message : body["messages"_L1].toArray()) {
            const QString role = message["role"_L1].toString();
            expect(request.wrong, role != before, u"roles do not alternate"_s);
            before = role;
            if (message["content"_L1].isString())
                readBlock(QJsonObject{{u"type"_s, u"text"_s}, {u"text"_s, message["content"_L1]}}, role == u"user"_s,
                          request);
            for (const QJsonValue& block : message["content"_L1].toArray())
                readBlock(block, role == u"user"_s, request);
        }
        for (const QJsonValue& tool : body["tools"_L1].toArray())
            checkTool(tool["name"_L1].toString(), tool["description"_L1].toString(), tool["input_schema"_L1].toObject(),
                      request);
        const QJsonValue format = body["output_config"_L1]["format"_L1];
        if (format["type"_L1] == u"json_schema"_s)
            request.schema = essence(format["schema"_L1].toObject());
        return request;
    }

    Scenario whole(const Answer& answer) const override {
        QJsonObject message = messageObject(answer);
        message[u"content"_s] = blocksOf(answer);
        message[u"stop_reason"_s] = stopReason(answer);
        message[u"usage"_s] = usageObject(answer.usage);
        return document(message);
    }

    Scenario streamed(const Answer& answer) const override {
        std::vector<Piece> pieces;
        const auto send = [&](const char* type, QJsonObject data) {
            data[u"type"_s] = QString::fromLatin1(type);
            pieces.push_back(serverEvent(data, type));
        };
        QJsonObject begun = messageObject(answer), counts = usageObject(answer.usage);
        counts[u"output_tokens"_s] = 1;
        begun[u"usage"_s] = counts;
        send("message_start", {{u"message"_s, begun}});
        const QJsonArray blocks = blocksOf(answer);
        for (int index = 0; index < blocks.size(); ++index) {
            const QJsonObject block = blocks[index].toObject();
            const auto delta = [&](const QJsonObject& what) {
                send("content_block_delta", {{u"index"_s, index}, {u"delta"_s, what}});
            };
            send("content_block_start", {{u"index"_s, index}, {u"content_block"_s, emptied(block)}});
            const QString type = block["type"_L1].toString();
            for (int half = 0; half < 2; ++half) {
                if (type == u"text"_s)
                    delta({{u"type"_s, u"text_delta"_s}, {u"text"_s, halves(answer.text)[half]}});
                else if (type == u"thinking"_s)
                    delta({{u"type"_s, u"thinking_delta"_s}, {u"thinking"_s, halves(answer.reasoning.text)[half]}});
                else if (type == u"tool_use"_s)
                    delta({{u"type"_s, u"input_json_delta"_s},
                           {u"partial_json"_s, halves(bodyText(block["input"_L1].toObject()))[half]}});
            }
            if (type == u"thinking"_s)
                delta({{u"type"_s, u"signature_delta"_s}, {u"signature"_s, block["signature"_L1]}});
            if (type == u"text"_s && !answer.error.isEmpty()) {
                send("error",
                     {{u"error"_s, QJsonObject{{u"type"_s, u"overloaded_error"_s}, {u"message"_s, answer.error}}}});
                return Scenario::events(pieces);
            }
            send("content_block_stop", {{u"index"_s, index}});
        }
        send("message_delta",
             {{u"delta"_s, QJsonObject{{u"stop_reason"_s, stopReason(answer)}, {u"stop_sequence"_s, QJsonValue::Null}}},
              {u"usage"_s, usageObject(answer.usage)}});
        send("message_stop", {});
        return Scenario::events(pieces);
    }

    QByteArray errorBody(int status, const QString& message) const override {
        const QString type = status == 429 ? u"rate_limit_error"_s : u"invalid_request_error"_s;
        return compact(
            {{u"type"_s, u"error"_s}, {u"error"_s, QJsonObject{{u"type"_s, type}, {u"message"_s, message}}}});
    }

  private:
    static QByteArray imageOf(const QJsonValue& block) {
        return QByteArray::fromBase64(block["source"_L1]["data"_L1].toString().toLatin1());
    }

    static void readText(const QJsonValue& content, QString& text, QByteArray& image) {
        if (content.isString())
            text += content.toString();
        for (const QJsonValue& block : content.toArray()) {
            text += block["text"_L1].toString();
            if (block["type"_L1] == u"image"_s)
                image += imageOf(block);
        }
    }

    static void readBlock(const QJsonValue& block, bool ofUser, Request& request) {
        const QString type = block["type"_L1].toString();
        if (type == u"text"_s && ofUser) {
            addUserText(block["text"_L1].toString(), request);
        } else if (type == u"text"_s) {
            request.saidBefore += block["text"_L1].toString();
        } else if (type == u"image"_s) {
            request.image += imageOf(block);
        } else if (type == u"tool_use"_s) {
            request.calls.append(
                {block["id"_L1].toString(), block["name"_L1].toString(), block["input"_L1].toObject()});
        } else if (type == u"tool_result"_s) {
            QString text;
            QByteArray image;
            readText(block["content"_L1], text, image);
            request.results.append({block["tool_use_id"_L1].toString(), cityOf(text), image});
        } else if (type == u"thinking"_s) {
            request.reasoning.text += block["thinking"_L1].toString();
            request.reasoning.signature += block["signature"_L1].toString();
        } else if (type == u"redacted_thinking"_s) {
            request.reasoning.redacted += block["data"_L1].toString();
        } else {
            request.wrong << QString(u"a block of type "_s + type);
        }
    }

    static QJsonArray blocksOf(const Answer& answer) {
        QJsonArray blocks;
        if (!answer.reasoning.text.isEmpty())
            blocks << QJsonObject{{u"type"_s, u"thinking"_s},
                                  {u"thinking"_s, answer.reasoning.text},
                                  {u"signature"_s, answer.reasoning.signature}};
        if (!answer.reasoning.redacted.isEmpty())
            blocks << QJsonObject{{u"type"_s, u"redacted_thinking"_s}, {u"data"_s, answer.reasoning.redacted}};
        if (!answer.text.isEmpty())
            blocks << QJsonObject{{u"type"_s, u"text"_s}, {u"text"_s, answer.text}};
        for (const ToolCall& call : answer.calls)
            blocks << QJsonObject{
                {u"type"_s, u"tool_use"_s}, {u"id"_s, call.id}, {u"name"_s, call.name}, {u"input"_s, call.arguments}};
        return blocks;
    }

    static QJsonObject emptied(QJsonObject block) {
        for (const auto& key : {u"text"_s, u"thinking"_s, u"signature"_s}) {
            if (block.contains(key))
                block[key] = QString();
        }
        if (block.contains("input"_L1))
            block[u"input"_s] = QJsonObject();
        return block;
    }

    static QString stopReason(const Answer& answer) {
        return answer.finish == u"tool_calls"_s ? u"tool_use"_s : u"end_turn"_s;
    }

    static QJsonObject messageObject(const Answer&) {
        return {{u"id"_s, u"msg_1"_s},
                {u"type"_s, u"message"_s},
                {u"role"_s, u"assistant"_s},
                {u"model"_s, u"pair-model"_s},
                {u"content"_s, QJsonArray()},
                {u"stop_reason"_s, QJsonValue::Null},
                {u"stop_sequence"_s, QJsonValue::Null}};
    }

    static QJsonObject usageObject(const Usage& usage) {
        QJsonObject counts{{u"input_tokens"_s, usage.prompt - usage.cached - usage.cacheWrite},
                           {u"cache_read_input_tokens"_s, usage.cached},
                           {u"cache_creation_input_tokens"_s, usage.cacheWrite},
                           {u"output_tokens"_s, usage.completion}};
        if (usage.reasoning > 0)
            counts[u"output_tokens_details"_s] = QJsonObject{{u"thinking_tokens"_s, usage.reasoning}};
        return counts;
    }
};

} // namespace

std::unique_ptr<Provider> messagesProvider() {
    return std::make_unique<MessagesProvider>();
}

} // namespace llmg::tests::pairs
