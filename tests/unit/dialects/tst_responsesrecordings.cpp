// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Every recorded Responses exchange: as a provider's answer, and as a client's request.
#include "responsesrecordings.h"
#include "shape.h"

using namespace llmg;
using namespace llmg::dialects;
using namespace llmg::tests;

class TestResponsesRecordings : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void answersMeanWhatTheySay_data();
    void answersMeanWhatTheySay();
    void errorsKeepTheProvidersWords_data();
    void errorsKeepTheProvidersWords();
    void answersSurviveBeingWrittenAgain_data();
    void answersSurviveBeingWrittenAgain();
    void requestsSurviveTheCanonicalForm_data();
    void requestsSurviveTheCanonicalForm();
};

namespace {

void rows(bool wantErrors) {
    QTest::addColumn<Recording>("recording");
    bool any = false;
    for (const Recording& recording : recordings({"openai-responses"})) {
        if ((recording.status() != 200) != wantErrors)
            continue;
        any = true;
        QTest::newRow(recording.name.constData()) << recording;
    }
    if (!any)
        QTest::newRow("no recordings here") << Recording{};
}

bool isStream(const Recording& recording) {
    return recording.text("framing") == "sse";
}

std::unique_ptr<ProviderCodec> codecOf(const Recording& recording) {
    return newResponsesProviderCodec(responsesQuirks(recording.text("provider")));
}

/// The items by type. A reasoning item without content says nothing, and what the provider ran itself is in the text.
QByteArray kinds(const json::object& response) {
    QByteArray words;
    for (const json::value& value : *arrayAt(response, "output")) {
        const json::object& item = value.as_object();
        const auto type = textAt(item, "type");
        const bool empty = type == "reasoning" && textAt(item, "encrypted_content").empty() &&
                           plainTexts(item, "summary", "").empty() && plainTexts(item, "content", "").empty();
        if (!empty && type != "web_search_call" && type != "file_search_call")
            words += bytes(type) + ' ';
    }
    return words;
}

json::value simpleContent(const json::value& content) {
    const json::array* parts = content.if_array();
    if (parts == nullptr || parts->size() != 1 || !parts->front().as_object().contains("text"))
        return content;
    return parts->front().as_object().at("text");
}

/// Brings a request to the one spelling in which ours and the recorded one are compared. What is tolerated:
/// a text as string, as one part or as a string of its own; a first system message as instructions; "type":"message"
/// left out; ids and states of items; items of tools that the provider ran; reasoning that says nothing or that
/// belongs to nobody we know; what is said by default (stream, strict, empty lists); and what the gateway says itself
/// (store, include).
void tolerate(json::object& body) {
    for (const char* key : {"store", "include"})
        body.erase(key);
    if (body.contains("temperature"))
        body["temperature"] = body["temperature"].to_number<double>();
    if (!flagAt(body, "stream"))
        body.erase("stream");
    if (body["input"].is_string())
        body["input"] = json::array{json::object{{"role", "user"}, {"content", body["input"]}}};
    json::array items;
    for (const json::value& value : body["input"].as_array()) {
        json::object item = value.as_object();
        const std::string type(textAt(item, "type"));
        if (type == "web_search_call" || type == "file_search_call" || type == "reasoning")
            continue;
        item.erase("id");
        item.erase("status");
        if (type.empty() || type == "message") {
            item["type"] = "message";
            item["content"] = simpleContent(item["content"]);
        }
        if (items.empty() && textAt(item, "role") == "system" && item["content"].is_string() &&
            !body.contains("instructions"))
            body["instructions"] = item["content"];
        else
            items.push_back(std::move(item));
    }
    body["input"] = std::move(items);
    if (!body.contains("tools"))
        return;
    for (json::value& value : body["tools"].as_array()) {
        json::object& tool = value.as_object();
        if (const json::object* inner = objectAt(tool, "function")) {
            const json::object copy = *inner;
            tool.erase("function");
            for (const auto& [key, member] : copy)
                tool[key] = member;
        }
        if (textAt(tool, "type") == "function" && !flagAt(tool, "strict"))
            tool["strict"] = false;
        if (textAt(tool, "type").starts_with("web_search"))
            tool["type"] = "web_search";
        tool.erase("external_web_access");
        if (textAt(tool, "description").empty())
            tool.erase("description");
    }
}

} // namespace

Q_DECLARE_METATYPE(llmg::tests::Recording)

void TestResponsesRecordings::answersMeanWhatTheySay_data() {
    rows(false);
}

void TestResponsesRecordings::answersMeanWhatTheySay() {
    QFETCH(Recording, recording);
    if (recording.name.isEmpty())
        return;
    const std::string body = recording.text("response_body");
    const auto codec = codecOf(recording);
    ChatAnswer answer;
    if (isStream(recording)) {
        const auto run = [&](const Pieces& pieces) { return inWords(decodeStream(*codec, pieces)); };
        const auto difference = splitDifference(body, run, 300);
        QVERIFY2(!difference, difference.value_or(QByteArray()).constData());
        std::optional<Error> error;
        answer = collect(decodeStream(*codec, Pieces(body, {})), &error);
        QVERIFY2(!error, error ? error->message.c_str() : "");
    } else {
        auto decoded = codec->decodeAnswer(body);
        QVERIFY2(decoded, decoded ? "" : decoded.error().message.c_str());
        answer = *decoded;
    }
    const Meaning plain = plainMeaning(finalResponse(body, isStream(recording)));
    QCOMPARE(meaningOf(answer).inWords(), plain.inWords());
}

void TestResponsesRecordings::errorsKeepTheProvidersWords_data() {
    rows(true);
}

void TestResponsesRecordings::errorsKeepTheProvidersWords() {
    QFETCH(Recording, recording);
    if (recording.name.isEmpty())
        return;
    const std::string body = recording.text("response_body");
    const Error error = codecOf(recording)->decodeError(recording.status(), body);
    const json::object document = parseJson(body)->as_object();
    const json::object* inner = objectAt(document, "error");
    QCOMPARE(bytes(error.message), bytes(inner != nullptr ? textAt(*inner, "message") : textAt(document, "error")));
    QCOMPARE(error.upstreamStatus, recording.status());
    QVERIFY(error.kind == (recording.status() == 401                 ? ErrorKind::UpstreamKeyRejected
                           : error.upstreamCode == "model_not_found" ? ErrorKind::ModelNotFound
                                                                     : ErrorKind::UpstreamRejected));
}

void TestResponsesRecordings::answersSurviveBeingWrittenAgain_data() {
    rows(false);
}

/// Our own stream of a recorded answer, read again, means the same and has the same items.
void TestResponsesRecordings::answersSurviveBeingWrittenAgain() {
    QFETCH(Recording, recording);
    if (recording.name.isEmpty())
        return;
    const std::string body = recording.text("response_body");
    const auto encoder = newResponsesIngressCodec()->newStreamEncoder({});
    std::string stream;
    for (const Event& event : decodeStream(*codecOf(recording), Pieces(body, {})))
        encoder->encode(event, stream);
    encoder->end({}, stream);

    const json::object before = finalResponse(body, isStream(recording));
    const json::object after = finalResponse(stream, true);
    Meaning expected = plainMeaning(before);
    expected.id = textAt(after, "id");
    QCOMPARE(plainMeaning(after).inWords(), expected.inWords());
    QCOMPARE(meaningOf(collect(decodeStream(*codecOf(recording), Pieces(stream, {})))).inWords(), expected.inWords());
    QCOMPARE(kinds(after), kinds(before));
}

void TestResponsesRecordings::requestsSurviveTheCanonicalForm_data() {
    rows(false);
}

void TestResponsesRecordings::requestsSurviveTheCanonicalForm() {
    QFETCH(Recording, recording);
    const json::object* body = objectAt(recording.document, "request_body");
    if (body == nullptr || !body->contains("model")) // a template that OpenAI keeps names none
        return;
    const auto request = newResponsesIngressCodec()->decodeRequest(*body);
    QVERIFY2(request, request ? "" : request.error().message.c_str());
    TargetModel target;
    target.upstreamId = textAt(*body, "model");
    target.reasoning = body->contains("reasoning");
    const auto encoded = codecOf(recording)->encode(*request, target);
    QVERIFY2(encoded, encoded ? "" : encoded.error().message.c_str());
    QVERIFY(encoded->droppedParams.empty());
    json::object before = *body, after = parseJson(encoded->body)->as_object();
    tolerate(before);
    tolerate(after);
    COMPARE_SHAPE(json::value(after), json::value(before));
}

QTEST_APPLESS_MAIN(TestResponsesRecordings)
#include "tst_responsesrecordings.moc"
