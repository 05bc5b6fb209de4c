// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Recorded traffic with Anthropic, there and back: through our form, and past it.
#include "app/dialects/anthropicmessages.h"
#include "app/dialects/anthropicmessagesrequest.h"
#include "shape.h"

using namespace llmg;
using namespace llmg::tests;
using namespace llmg::dialects;

// Declared before the fixtures: older moc takes the quotes of a raw string for those of a plain one.
class TestAnthropicRoundTrip : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void requestsSurviveOurForm_data();
    void requestsSurviveOurForm();
    void passingChangesOnlyTheModel_data();
    void passingChangesOnlyTheModel();
    void answersSurviveOurForm_data();
    void answersSurviveOurForm();
    void streamsPassByteForByte_data();
    void streamsPassByteForByte();

  private:
    void rows(bool streams, bool answers);
    std::vector<Recording> m_recordings;
};

namespace {

bool isServerTool(std::string_view type) {
    return type == "server_tool_use" || (type.ends_with("_tool_result") && type != "tool_result");
}

json::array listOf(const json::value& content) {
    if (content.is_array())
        return content.get_array();
    json::object block;
    block["type"] = "text";
    block["text"] = content;
    json::array list;
    list.push_back(std::move(block));
    return list;
}

std::string textOf(const json::value& content) {
    std::string text;
    for (const json::value& value : listOf(content)) {
        const json::object& block = value.as_object();
        if (!text.empty())
            text += '\n';
        if (textAt(block, "type") == "search_result")
            text += std::string(textAt(block, "title")) + "\n" + std::string(textAt(block, "source")) + "\n\n" +
                    textOf(block.at("content"));
        else
            text += textAt(block, "text");
    }
    return text;
}

void plainMark(json::object& holder) {
    json::value* mark = holder.if_contains("cache_control");
    if (mark != nullptr && mark->is_null())
        holder.erase("cache_control");
    else if (mark != nullptr && textAt(mark->as_object(), "ttl") == "5m")
        mark->as_object().erase("ttl");
}

// The differences that are meant. Texts in blocks or plain; the default lifetime of a cache mark said or not; what the
// provider's own tools did told in words (they begin with a bracket), as are search results given by a tool; citations
// of earlier turns left out; what is no error not said to be none.
json::array plainBlocks(const json::value& content) {
    json::array blocks;
    for (const json::value& value : listOf(content)) {
        json::object block = value.as_object();
        const std::string_view type = textAt(block, "type");
        if (isServerTool(type) || (type == "text" && textAt(block, "text").starts_with("[")))
            continue;
        block.erase("citations");
        if (!flagAt(block, "is_error"))
            block.erase("is_error");
        if (type == "tool_result" && block.contains("content"))
            block["content"] = textOf(block.at("content"));
        plainMark(block);
        blocks.push_back(std::move(block));
    }
    return blocks;
}

// Search tools of any year become that of our year, without a cache mark; strict schemas are narrowed, and beyond
// twenty tools nothing is strict; what defers loading is left out.
json::value plainTool(const json::object& given, bool tooMany) {
    json::object tool = given;
    if (textAt(tool, "type").starts_with("web_search_")) {
        tool["type"] = "web_search_20250305";
        tool.erase("cache_control");
        return tool;
    }
    tool.erase("defer_loading");
    if (tooMany)
        tool.erase("strict");
    plainMark(tool);
    if (json::value* schema = tool.if_contains("input_schema"))
        *schema = anthropicStrictSchema(*schema);
    if (!flagAt(tool, "strict"))
        tool.erase("strict");
    return tool;
}

// The order of tools does not matter; how much thinking there is depends on the model; the beta's output_format has
// moved.
QByteArray plainRequest(json::object body) {
    json::object plain;
    for (auto& [key, value] : body) {
        if (value == json::value(false) || (value.is_array() && value.get_array().empty()))
            continue;
        if (key == "thinking") {
            plain["thinking"] = textAt(value.as_object(), "type") != "disabled";
        } else if (key == "output_format" || key == "output_config") {
            const json::object& config = value.as_object();
            const json::object& format = key == "output_format" ? config : *objectAt(config, "format");
            plain["schema"] = anthropicStrictSchema(format.at("schema"));
        } else if (key == "system") {
            plain["system"] = plainBlocks(value);
        } else if (key == "messages") {
            json::array messages;
            for (const json::value& message : value.as_array())
                messages.push_back({{"role", message.at("role")}, {"content", plainBlocks(message.at("content"))}});
            plain["messages"] = std::move(messages);
        } else if (key == "tools") {
            std::map<std::string, json::value> tools;
            for (const json::value& tool : value.as_array())
                tools.emplace(textAt(tool.as_object(), "name"),
                              plainTool(tool.as_object(), value.as_array().size() > 20));
            json::object byName;
            for (const auto& [name, tool] : tools)
                byName[name] = tool;
            plain["tools"] = std::move(byName);
        } else {
            plain[key] = value;
        }
    }
    return shape(plain);
}

TargetModel targetOf(std::string_view model) {
    TargetModel target;
    target.upstreamId = model;
    target.reasoning = true;
    target.reasoningStyle = "budget_tokens";
    return target;
}

std::string relayed(StreamRelay& relay, const Pieces& pieces, const AnswerAdditions& additions) {
    std::string client;
    pieces.each([&](std::string_view piece) { relay.feed(piece, client); });
    relay.upstreamEnded();
    relay.finish(additions, client);
    return client;
}

} // namespace

void TestAnthropicRoundTrip::initTestCase() {
    m_recordings = recordings({"anthropic-messages"});
}

void TestAnthropicRoundTrip::rows(bool streams, bool answers) {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < m_recordings.size(); ++i) {
        const bool stream = m_recordings[i].text("framing") == "sse";
        if (m_recordings[i].status() == 200 ? (stream ? streams : answers) : (streams && answers))
            QTest::newRow(m_recordings[i].name.constData()) << static_cast<int>(i);
    }
}

void TestAnthropicRoundTrip::requestsSurviveOurForm_data() {
    rows(true, true);
}

void TestAnthropicRoundTrip::requestsSurviveOurForm() {
    if (m_recordings.empty())
        return;
    QFETCH(int, index);
    const json::object* body = objectAt(m_recordings[static_cast<std::size_t>(index)].document, "request_body");
    if (body == nullptr)
        return;
    const auto codec = newAnthropicIngressCodec();
    const auto scan = codec->scan(writeJson(*body), {});
    QVERIFY2(scan.has_value(), scan ? "" : scan.error().message.c_str());
    QCOMPARE(bytes(scan->model), bytes(textAt(*body, "model")));
    QCOMPARE(scan->stream, flagAt(*body, "stream"));
    const auto request = codec->decodeRequest(*body);
    QVERIFY2(request.has_value(), request ? "" : request.error().message.c_str());
    const auto encoded = newAnthropicProviderCodec()->encode(*request, targetOf(scan->model));
    QVERIFY2(encoded.has_value(), encoded ? "" : encoded.error().message.c_str());
    QCOMPARE(plainRequest(parseJson(encoded->body)->as_object()), plainRequest(*body));
}

void TestAnthropicRoundTrip::passingChangesOnlyTheModel_data() {
    rows(true, true);
}

void TestAnthropicRoundTrip::passingChangesOnlyTheModel() {
    if (m_recordings.empty())
        return;
    QFETCH(int, index);
    const json::object* body = objectAt(m_recordings[static_cast<std::size_t>(index)].document, "request_body");
    if (body == nullptr)
        return;
    const std::string text = writeJson(*body);
    const std::string was = "\"model\":" + writeJson(body->at("model"));
    const std::size_t at = text.find(was);
    std::string expected = text;
    expected.replace(at, was.size(), "\"model\":\"another\"");
    const auto passed = newAnthropicProviderCodec()->passThrough()->encode(text, {}, targetOf("another"));
    QCOMPARE(bytes(passed->body), bytes(expected));
}

void TestAnthropicRoundTrip::answersSurviveOurForm_data() {
    rows(true, true);
}

// Decoder → our encoder → decoder: nothing that the first one read is lost.
void TestAnthropicRoundTrip::answersSurviveOurForm() {
    if (m_recordings.empty())
        return;
    QFETCH(int, index);
    const Recording& recording = m_recordings[static_cast<std::size_t>(index)];
    const auto provider = newAnthropicProviderCodec();
    const auto client = newAnthropicIngressCodec();
    const std::string body = recording.text("response_body");
    if (recording.status() != 200) {
        const Error error = provider->decodeError(recording.status(), body);
        const Error again =
            provider->decodeError(error.upstreamStatus, client->encodeError(error, error.upstreamStatus, "c"));
        QCOMPARE(inWords(again), inWords(error));
        return;
    }
    if (recording.text("framing") != "sse") {
        const auto answer = provider->decodeAnswer(body);
        const auto again = provider->decodeAnswer(client->encodeAnswer(*answer, {}));
        QVERIFY(again.has_value());
        QCOMPARE(meaningOf(*again).inWords(), meaningOf(*answer).inWords());
        QCOMPARE(again->choices[0].annotations.size(), answer->choices[0].annotations.size());
        QCOMPARE(inWords(*again->usage), inWords(*answer->usage));
        return;
    }
    const auto events = decodeStream(*provider, Pieces(body, {}));
    const auto relay = newTranslatingRelay(provider->newStreamDecoder(), client->newStreamEncoder({}));
    const std::string told = relayed(*relay, Pieces(body, {}), {});
    const ChatAnswer before = collect(events), after = collect(decodeStream(*provider, Pieces(told, {})));
    QCOMPARE(meaningOf(after).inWords(), meaningOf(before).inWords());
    QCOMPARE(inWords(*after.usage), inWords(*before.usage));
    QCOMPARE(after.choices[0].annotations.size(), before.choices[0].annotations.size());
    const auto difference = splitDifference(
        body,
        [&](const Pieces& pieces) {
            return relayed(*newTranslatingRelay(provider->newStreamDecoder(), client->newStreamEncoder({})), pieces,
                           {});
        },
        60);
    QVERIFY2(!difference, difference ? difference->constData() : "");
}

void TestAnthropicRoundTrip::streamsPassByteForByte_data() {
    rows(true, false);
}

void TestAnthropicRoundTrip::streamsPassByteForByte() {
    if (m_recordings.empty())
        return;
    QFETCH(int, index);
    const std::string body = m_recordings[static_cast<std::size_t>(index)].text("response_body");
    const auto provider = newAnthropicProviderCodec();
    const PassThrough& pass = *provider->passThrough();
    AnswerAdditions additions;
    additions.metadata = {{"mode", "auto"}};
    const auto relay = pass.newRelay({});
    const std::string client = relayed(*relay, Pieces(body, {}), additions);
    QVERIFY(relay->observation().ended && relay->observation().sawContent);

    const std::size_t last = body.rfind("event: message_delta");
    QVERIFY(last != std::string::npos);
    QCOMPARE(bytes(client.substr(0, last)), bytes(body.substr(0, last)));
    const auto linesOf = [](const std::string& text) { return bytes(text).split('\n'); };
    const QByteArrayList was = linesOf(body.substr(last)), is = linesOf(client.substr(last));
    json::object wanted = parseJson(was.at(1).mid(6).toStdString())->as_object();
    json::object& usage = wanted["usage"].as_object();
    usage.erase("cost");
    usage.erase("cost_details");
    usage["cost"] = nullptr;
    wanted["metadata"] = additions.metadata;
    QCOMPARE(shape(is.at(1).mid(6).constData()), shape(wanted));
    QCOMPARE(is.mid(2, 4).join('\n'), was.mid(2, 4).join('\n'));

    const ChatAnswer answer = collect(decodeStream(*provider, Pieces(body, {})));
    QCOMPARE(inWords(*relay->observation().usage), inWords(*answer.usage));
    QVERIFY(relay->observation().finish == answer.choices[0].finish);
    const auto difference = splitDifference(
        body, [&](const Pieces& pieces) { return relayed(*pass.newRelay({}), pieces, additions); }, 60);
    QVERIFY2(!difference, difference ? difference->constData() : "");
}

QTEST_GUILESS_MAIN(TestAnthropicRoundTrip)
#include "tst_anthropicroundtrip.moc"
