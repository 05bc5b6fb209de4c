// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Amazon Bedrock with a Claude. docs.aws.amazon.com/bedrock/latest/APIReference: Converse, ConverseStream,
// ContentBlock; the frames of docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html.
#include "tests/integration/pairs/providerparts.h"
#include "tests/unit/dialects/awsframes.h"

namespace llmg::tests::pairs {
namespace {

class BedrockProvider final : public Provider {
  public:
    Request read(const ReceivedRequest& received) const override {
        Request request;
        const QByteArray target = QByteArray::fromStdString(received.target);
        request.stream = target.endsWith("/converse-stream");
        const QByteArray model = target.mid(7, target.lastIndexOf('/') - 7);
        request.model = QString::fromUtf8(QByteArray::fromPercentEncoding(model));
        checkHead(received, "/model/" + model + (request.stream ? "/converse-stream" : "/converse"), "authorization",
                  request);
        const QJsonObject body = parsed(QByteArray::fromStdString(received.body));
        for (const QJsonValue& block : body["system"_L1].toArray())
            request.system += block["text"_L1].toString();
        QString before;
        for (const QJsonValue& message : body["messages"_L1].toArray()) {
            const QString role = message["role"_L1].toString();
            expect(request.wrong, role != before, u"roles do not alternate"_s);
            before = role;
            for (const QJsonValue& block : message["content"_L1].toArray())
                readBlock(block, role == u"user"_s, request);
        }
        for (const QJsonValue& tool : body["toolConfig"_L1]["tools"_L1].toArray()) {
            const QJsonValue spec = tool["toolSpec"_L1];
            checkTool(spec["name"_L1].toString(), spec["description"_L1].toString(),
                      spec["inputSchema"_L1]["json"_L1].toObject(), request);
        }
        const QJsonValue thinking = body["additionalModelRequestFields"_L1]["thinking"_L1];
        request.asksReasoning = request.asksText =
            thinking["type"_L1] == u"enabled"_s && thinking["budget_tokens"_L1].toInt() >= 1024;
        const QJsonValue format = body["outputConfig"_L1]["textFormat"_L1];
        if (format["type"_L1] == u"json_schema"_s)
            request.schema = essence(parsed(format["structure"_L1]["jsonSchema"_L1]["schema"_L1].toString().toUtf8()));
        return request;
    }

    Scenario whole(const Answer& answer) const override {
        return document({{u"output"_s, QJsonObject{{u"message"_s, QJsonObject{{u"role"_s, u"assistant"_s},
                                                                              {u"content"_s, blocksOf(answer)}}}}},
                         {u"stopReason"_s, stopReason(answer)},
                         {u"usage"_s, usageObject(answer.usage)},
                         {u"metrics"_s, QJsonObject{{u"latencyMs"_s, 1}}}});
    }

    Scenario streamed(const Answer& answer) const override {
        std::vector<Piece> pieces;
        const auto send = [&](const char* type, const QJsonObject& data) {
            pieces.emplace_back(eventFrame(type, compact(data).toStdString()));
        };
        send("messageStart", {{u"role"_s, u"assistant"_s}});
        const QJsonArray blocks = blocksOf(answer);
        for (int index = 0; index < blocks.size(); ++index) {
            const QJsonObject block = blocks[index].toObject();
            const auto delta = [&](const QJsonObject& what) {
                send("contentBlockDelta", {{u"contentBlockIndex"_s, index}, {u"delta"_s, what}});
            };
            const auto reasoning = [&](const QString& key, const QString& value) {
                delta({{u"reasoningContent"_s, QJsonObject{{key, value}}}});
            };
            const QJsonValue use = block["toolUse"_L1];
            const QJsonValue thought = block["reasoningContent"_L1];
            if (use.isObject())
                send("contentBlockStart",
                     {{u"contentBlockIndex"_s, index},
                      {u"start"_s, QJsonObject{{u"toolUse"_s, QJsonObject{{u"toolUseId"_s, use["toolUseId"_L1]},
                                                                          {u"name"_s, use["name"_L1]}}}}}});
            for (int half = 0; half < 2; ++half) {
                if (use.isObject())
                    delta({{u"toolUse"_s,
                            QJsonObject{{u"input"_s, halves(bodyText(use["input"_L1].toObject()))[half]}}}});
                else if (thought["reasoningText"_L1].isObject())
                    reasoning(u"text"_s, halves(answer.reasoning.text)[half]);
                else if (block.contains("text"_L1))
                    delta({{u"text"_s, halves(answer.text)[half]}});
            }
            if (thought["reasoningText"_L1].isObject())
                reasoning(u"signature"_s, answer.reasoning.signature);
            else if (thought.isObject())
                reasoning(u"redactedContent"_s, answer.reasoning.redacted);
            if (!answer.error.isEmpty() && block.contains("text"_L1)) {
                pieces.emplace_back(
                    exceptionFrame("modelStreamErrorException", compact({{u"message"_s, answer.error}}).toStdString()));
                return frames(pieces);
            }
            send("contentBlockStop", {{u"contentBlockIndex"_s, index}});
        }
        send("messageStop", {{u"stopReason"_s, stopReason(answer)}});
        send("metadata", {{u"usage"_s, usageObject(answer.usage)}});
        return frames(pieces);
    }

    QByteArray errorBody(int, const QString& message) const override { return compact({{u"message"_s, message}}); }

    Usage visible(Usage usage) const override {
        usage.reasoning = 0; // counted within the output
        return usage;
    }

  private:
    static Scenario frames(std::vector<Piece> pieces) {
        Scenario scenario = Scenario::events(std::move(pieces));
        scenario.headers = {{"content-type", "application/vnd.amazon.eventstream"}};
        return scenario;
    }

    static QByteArray imageOf(const QJsonValue& block) {
        return QByteArray::fromBase64(block["image"_L1]["source"_L1]["bytes"_L1].toString().toLatin1());
    }

    static void readBlock(const QJsonValue& block, bool ofUser, Request& request) {
        const QJsonValue use = block["toolUse"_L1], result = block["toolResult"_L1];
        const QJsonValue reasoning = block["reasoningContent"_L1];
        if (use.isObject()) {
            request.calls.append(
                {use["toolUseId"_L1].toString(), use["name"_L1].toString(), use["input"_L1].toObject()});
        } else if (result.isObject()) {
            ToolResult read{result["toolUseId"_L1].toString(), {}, {}};
            for (const QJsonValue& inner : result["content"_L1].toArray()) {
                if (inner["image"_L1].isObject())
                    read.image += imageOf(inner);
                else
                    read.city += inner["json"_L1].isObject() ? cityOf(inner["json"_L1].toObject())
                                                             : cityOf(inner["text"_L1].toString());
            }
            request.results.append(read);
        } else if (reasoning.isObject()) {
            request.reasoning.text += reasoning["reasoningText"_L1]["text"_L1].toString();
            request.reasoning.signature += reasoning["reasoningText"_L1]["signature"_L1].toString();
            request.reasoning.redacted += reasoning["redactedContent"_L1].toString();
        } else if (block["image"_L1].isObject()) {
            expect(request.wrong, block["image"_L1]["format"_L1] == u"png"_s, u"an image's format"_s);
            request.image += imageOf(block);
        } else if (ofUser) {
            addUserText(block["text"_L1].toString(), request);
        } else {
            request.saidBefore += block["text"_L1].toString();
        }
    }

    static QJsonArray blocksOf(const Answer& answer) {
        QJsonArray blocks;
        const auto thought = [&](const QString& key, const QJsonValue& value) {
            blocks << QJsonObject{{u"reasoningContent"_s, QJsonObject{{key, value}}}};
        };
        if (!answer.reasoning.text.isEmpty())
            thought(u"reasoningText"_s,
                    QJsonObject{{u"text"_s, answer.reasoning.text}, {u"signature"_s, answer.reasoning.signature}});
        if (!answer.reasoning.redacted.isEmpty())
            thought(u"redactedContent"_s, answer.reasoning.redacted);
        if (!answer.text.isEmpty())
            blocks << QJsonObject{{u"text"_s, answer.text}};
        for (const ToolCall& call : answer.calls)
            blocks << QJsonObject{
                {u"toolUse"_s,
                 QJsonObject{{u"toolUseId"_s, call.id}, {u"name"_s, call.name}, {u"input"_s, call.arguments}}}};
        return blocks;
    }

    static QString stopReason(const Answer& answer) {
        return answer.finish == u"tool_calls"_s ? u"tool_use"_s : u"end_turn"_s;
    }

    static QJsonObject usageObject(const Usage& usage) {
        return {{u"inputTokens"_s, usage.prompt - usage.cached - usage.cacheWrite},
                {u"outputTokens"_s, usage.completion},
                {u"totalTokens"_s, usage.prompt + usage.completion},
                {u"cacheReadInputTokens"_s, usage.cached},
                {u"cacheWriteInputTokens"_s, usage.cacheWrite}};
    }
};

} // namespace

std::unique_ptr<Provider> bedrockProvider() {
    return std::make_unique<BedrockProvider>();
}

} // namespace llmg::tests::pairs
