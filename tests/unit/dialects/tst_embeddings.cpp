// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Embeddings: OpenAI's request and answer on the client's side, every provider dialect on the other.
#include "endpoints.h"

using namespace llmg;
using namespace llmg::dialects;
using namespace llmg::tests;

// Declared before the fixtures: older moc takes the quotes of a raw string for those of a plain one.
class TestEmbeddings : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void readsRequests_data();
    void readsRequests();
    void refusesRequests_data();
    void refusesRequests();
    void encodes_data();
    void encodes();
    void decodes_data();
    void decodes();
    void estimatesWhereNothingIsReported();
    void refusesEveryCutOfAnAnswer_data();
    void refusesEveryCutOfAnAnswer();
    void knowsWhoHasNone();
    void isQuickWithTenThousandVectors();
};

namespace {

constexpr auto kKind = EndpointKind::Embeddings;
const std::string kTwo = R"({"model":"m","input":["a","b"]})";
const std::string kTwoPacked = R"({"model":"m","input":["a","b"],"encoding_format":"base64"})";

QByteArray finished(const QByteArray& document, const QByteArray& usage) {
    return document + R"(,"usage":{)" + usage + "," + kCost + "}," + kMetadata + "}";
}

} // namespace

void TestEmbeddings::readsRequests_data() {
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("words"); ///< inputs, bytes of text, images, tokens or not
    QTest::newRow("a text") << QByteArray(R"("héllo")") << QByteArray("1 6 0 0");
    QTest::newRow("texts") << QByteArray(R"(["ab","cde"])") << QByteArray("2 5 0 0");
    QTest::newRow("token ids") << QByteArray("[1,2,3]") << QByteArray("1 12 0 1");
    QTest::newRow("lists of token ids") << QByteArray("[[1,2],[3]]") << QByteArray("2 12 0 1");
    QTest::newRow("texts with images")
        << QByteArray(R"([{"content":[{"type":"text","text":"ab"},{"type":"image_url","image_url":{"url":"x"}}]}])")
        << QByteArray("1 2 1 0");
}

void TestEmbeddings::readsRequests() {
    QFETCH(QByteArray, input);
    QFETCH(QByteArray, words);
    const auto read = readEndpointRequest(kKind, R"({"model":"m","input":)" + input.toStdString() + "}");
    QVERIFY2(read.has_value(), read ? "" : read.error().message.c_str());
    QCOMPARE(bytes(read->model), QByteArray("m"));
    const auto number = [](std::int64_t value) { return QByteArray::number(static_cast<qlonglong>(value)); };
    QCOMPARE(number(read->n) + ' ' + number(read->textBytes) + ' ' + number(read->imageCount) + ' ' +
                 (read->tokenInput ? "1" : "0"),
             words);
}

void TestEmbeddings::refusesRequests_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("error");
    const auto row = [](const char* name, const char* body, const char* error) {
        QTest::newRow(name) << QByteArray(body) << QByteArray(error);
    };
    row("nothing", " ", "invalid_json: ");
    row("no JSON", "{\"model\":\"m\",\n\"input\":}", "invalid_json: ");
    row("half of it", R"({"model":"m","input":"a")", "invalid_json: ");
    row("more than one", R"({"model":"m","input":"a"} {})", "invalid_json: ");
    row("a list", "[]", "invalid_parameters: ");
    row("no model", R"({"input":"a"})", "invalid_parameters: model");
    row("no input", R"({"model":"m"})", "invalid_parameters: input");
    row("an empty list", R"({"model":"m","input":[]})", "invalid_parameters: input");
    row("a number", R"({"model":"m","input":5})", "invalid_parameters: input");
    row("texts and tokens", R"({"model":"m","input":["a",1]})", "invalid_parameters: input");
    row("tokens and texts", R"({"model":"m","input":[[1],["a"]]})", "invalid_parameters: input");
    row("no dimensions", R"({"model":"m","input":"a","dimensions":0})", "invalid_parameters: dimensions");
}

void TestEmbeddings::refusesRequests() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, error);
    const auto read = readEndpointRequest(kKind, body.toStdString());
    QVERIFY(!read);
    QCOMPARE(QByteArray(toString(read.error().kind)) + ": " + bytes(read.error().param), error);
}

void TestEmbeddings::encodes_data() {
    QTest::addColumn<QByteArray>("dialect");
    QTest::addColumn<QByteArray>("model"); ///< provider/id
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("encoded");
    const auto row = [](const char* name, const char* dialect, const char* model, const char* body,
                        const QByteArray& encoded) {
        QTest::newRow(name) << QByteArray(dialect) << QByteArray(model) << QByteArray(body) << encoded;
    };
    row("OpenAI, byte for byte", "openai-chat", "openai/text-3",
        R"({ "input" : [ "a" ],"unknown": 1.50, "model":"openai/text-3","dimensions":5,"encoding_format":"base64"})",
        R"(/embeddings { "input" : [ "a" ],"unknown": 1.50, "model":"text-3","dimensions":5,"encoding_format":"base64"})");
    row("OpenAI, token ids", "openai-responses", "openai/text-3", R"({"model":"x","input":[1,2]})",
        R"(/embeddings {"model":"text-3","input":[1,2]})");
    row("Gemini", "gemini", "google/gemini-embedding-2",
        R"({"model":"x","input":["a","b"],"dimensions":8,"task_type":"RETRIEVAL_QUERY","user":"me"})",
        QByteArray(R"(/models/gemini-embedding-2:batchEmbedContents {"requests":[)") +
            R"({"model":"models/gemini-embedding-2","content":{"parts":[{"text":"a"}]},"taskType":"RETRIEVAL_QUERY","outputDimensionality":8},)" +
            R"({"model":"models/gemini-embedding-2","content":{"parts":[{"text":"b"}]},"taskType":"RETRIEVAL_QUERY","outputDimensionality":8}]} -user)");
    row("Vertex AI", "gemini", "google-vertex/text-embedding-005",
        R"({"model":"x","input":"a","dimensions":8,"input_type":"search_document"})",
        R"(/models/text-embedding-005:predict {"instances":[{"content":"a","task_type":"RETRIEVAL_DOCUMENT"}],"parameters":{"outputDimensionality":8}})");
    row("Cohere", "cohere", "cohere/embed-v4.0", R"({"model":"x","input":["a"],"dimensions":256,"truncate":"END"})",
        R"(/v2/embed {"model":"embed-v4.0","input_type":"search_document","embedding_types":["float"],"texts":["a"],"output_dimension":256,"truncate":"END"})");
    row("Cohere, for a search", "cohere", "cohere/embed-v4.0",
        R"({"model":"x","input":"a","task_type":"RETRIEVAL_QUERY"})",
        R"(/v2/embed {"model":"embed-v4.0","input_type":"search_query","embedding_types":["float"],"texts":["a"]})");
    row("Cohere, with an image", "cohere", "cohere/embed-v4.0",
        R"({"model":"x","input":[{"content":[{"type":"image_url","image_url":{"url":"data:x"}}]}]})",
        R"(/v2/embed {"model":"embed-v4.0","input_type":"search_document","embedding_types":["float"],"inputs":[{"content":[{"type":"image_url","image_url":{"url":"data:x"}}]}]})");
    row("Titan", "bedrock-converse", "aws-bedrock/amazon.titan-embed-text-v2:0",
        R"({"model":"x","input":"a","dimensions":256})",
        R"(/model/amazon.titan-embed-text-v2%3A0/invoke {"inputText":"a","dimensions":256})");
    row("Cohere on Bedrock", "bedrock-converse", "aws-bedrock/cohere.embed-v4:0", R"({"model":"x","input":["a","b"]})",
        R"(/model/cohere.embed-v4%3A0/invoke {"texts":["a","b"],"input_type":"search_document","embedding_types":["float"]})");
    row("token ids elsewhere", "gemini", "google/g", R"({"model":"x","input":[1]})",
        "error invalid_parameters 0 : 'input' holds token ids, which this model's provider cannot read. Send the text "
        "itself.");
    row("an image elsewhere", "gemini", "google/g", R"({"model":"x","input":[{"content":[]}]})",
        "error model_not_supported 0 : This model's provider embeds texts only. Leave out the images, or choose "
        "another model.");
    row("another task", "cohere", "cohere/c", R"({"model":"x","input":"a","input_type":"haiku"})",
        "error invalid_parameters 0 : 'input_type' must be one of search_document, search_query, classification, "
        "clustering");
    row("another encoding elsewhere", "cohere", "cohere/c",
        R"({"model":"x","input":"a","encoding_format":"base64_int8"})",
        "error invalid_parameters 0 : 'encoding_format' must be float or base64 for this model");
    row("two texts to Titan", "bedrock-converse", "aws-bedrock/amazon.titan-embed-text-v1",
        R"({"model":"x","input":["a","b"]})",
        "error invalid_parameters 0 : Titan on Bedrock embeds one text per request. Send the texts one by one.");
    row("another model on Bedrock", "bedrock-converse", "aws-bedrock/marengo", R"({"model":"x","input":"a"})",
        "error model_not_supported 0 : 'marengo' has a request form of its own on Bedrock, which this gateway does not "
        "speak. Choose a Titan text or Cohere embedding model.");
}

void TestEmbeddings::encodes() {
    QFETCH(QByteArray, dialect);
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, encoded);
    const auto cut = model.indexOf('/');
    const TargetModel target = targetModel(model.mid(cut + 1).toStdString(), model.left(cut).toStdString());
    QCOMPARE(encodedInWords(dialect.toStdString(), kKind, body.toStdString(), target), encoded);
}

void TestEmbeddings::decodes_data() {
    QTest::addColumn<QByteArray>("dialect");
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("words");
    const auto row = [](const char* name, const char* dialect, const std::string& request, const char* body,
                        const QByteArray& words) {
        QTest::newRow(name) << QByteArray(dialect) << bytes(request) << QByteArray(body) << words;
    };
    const QByteArray floats =
        R"({"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,-1e-2]},{"object":"embedding","index":1,"embedding":[1,2]}],"model":"m")";
    const QByteArray packed =
        R"({"object":"list","data":[{"object":"embedding","index":0,"embedding":"AAAAPwrXI7w="},{"object":"embedding","index":1,"embedding":"AACAPwAAAEA="}],"model":"m")";

    row("OpenAI, usage last", "openai-chat", kTwo,
        R"({"data":[{"embedding":"AAA="} ],"model":"x","usage":{"prompt_tokens":3,"total_tokens":3}})",
        "prompt 3 completion 0 | " +
            QByteArray(R"({"data":[{"embedding":"AAA="} ],"model":"x","usage":{"prompt_tokens":3,"total_tokens":3,)") +
            kCost + "}," + kMetadata + "}");
    row("OpenAI, usage first, metadata of its own", "openai-chat", kTwo,
        R"({"usage":{"total_tokens":12},"metadata":{"a":1},"data":[] })",
        "prompt 12 completion 0 | " + QByteArray(R"({"usage":{"total_tokens":12,"prompt_tokens":12,)") + kCost +
            R"(},"metadata":{"a":1,"request_id":"r1"},"data":[] })");
    row("a stated cost", "openai-chat", kTwo, R"({"data":[],"usage":{"prompt_tokens":3,"total_tokens":3,"cost":6e-8}})",
        "prompt 3 completion 0 cost 60 | " + finished(R"({"data":[])", R"("prompt_tokens":3,"total_tokens":3)"));
    row("an error inside 200", "openai-chat", kTwo, R"({"error":{"message":"quota","code":429}})",
        "error rate_limit_exceeded 429 429: quota");
    row("more behind it", "openai-chat", kTwo, R"({"data":[]}{"data":[]})",
        "error upstream_error 0 : The provider's answer is not valid JSON.");
    row("another object", "openai-chat", kTwo, R"({"ok":true})",
        "error upstream_error 0 : The provider's answer holds no 'data'.");
    row("Gemini", "gemini", kTwo,
        "{\n \"embeddings\": [ { \"values\": [\n 0.5,\n -1e-2 ] }, {\"values\":[1,2]} ], \"usageMetadata\": "
        "{\"promptTokenCount\": 4}}",
        "prompt 4 completion 0 | " + finished(floats, R"("prompt_tokens":4,"total_tokens":4)"));
    row("Gemini, packed", "gemini", kTwoPacked, R"({"embeddings":[{"values":[0.5,-1e-2]},{"values":[1, 2]}]})",
        "no usage | " + packed + "," + kMetadata + "}");
    row("Gemini, one missing", "gemini", kTwo, R"({"embeddings":[{"values":[1]}]})",
        "error upstream_error 0 : The provider sent 1 embeddings for 2 inputs.");
    row("Gemini, no numbers", "gemini", kTwo, R"({"embeddings":[{"values":["x"]}]})",
        "error upstream_error 0 : The provider's answer holds an embedding without numbers.");
    row("Gemini, no numbers, packed", "gemini", kTwoPacked, R"({"embeddings":[{"values":[inf]}]})",
        "error upstream_error 0 : The provider's answer holds an embedding without numbers.");
    row("Gemini, an error inside 200", "gemini", kTwo,
        R"({"error":{"code":429,"message":"slow","status":"RESOURCE_EXHAUSTED"}})",
        "error rate_limit_exceeded 429 RESOURCE_EXHAUSTED: slow");
    row("Vertex AI", "gemini", kTwo,
        R"({"predictions":[{"embeddings":{"statistics":{"token_count":3},"values":[0.5,-1e-2]}},{"embeddings":{"values":[1,2],"statistics":{"token_count":4}}}]})",
        "prompt 7 completion 0 | " + finished(floats, R"("prompt_tokens":7,"total_tokens":7)"));
    row("Cohere", "cohere", kTwo,
        R"({"id":"x","texts":["a","b"],"embeddings":{"float":[[0.5,-1e-2],[1,2]]},"meta":{"billed_units":{"input_tokens":5,"image_tokens":2}}})",
        "prompt 7 promptImage 2 completion 0 | " + finished(floats, R"("prompt_tokens":7,"total_tokens":7)"));
    row("Cohere, an error inside 200", "cohere", kTwo, R"({"message":"closed"})", "error upstream_error 0 : closed");
    row("Cohere, garbage", "cohere", kTwo, "<html>",
        "error upstream_error 0 : The provider's answer holds no embeddings.");
    row("Titan", "bedrock-converse", R"({"model":"m","input":"a"})", R"({"embedding":[0.5],"inputTextTokenCount":9})",
        "prompt 9 completion 0 | " +
            finished(R"({"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5]}],"model":"m")",
                     R"("prompt_tokens":9,"total_tokens":9)"));
    row("Cohere on Bedrock, by type", "bedrock-converse", kTwo,
        R"({"embeddings":{"float":[[0.5,-1e-2],[1,2]]},"texts":["a","b"]})",
        "no usage | " + floats + "," + kMetadata + "}");
    row("Cohere on Bedrock, plain", "bedrock-converse", kTwo, R"({"embeddings":[[0.5,-1e-2],[1,2]]})",
        "no usage | " + floats + "," + kMetadata + "}");
}

void TestEmbeddings::decodes() {
    QFETCH(QByteArray, dialect);
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, words);
    QCOMPARE(answerInWords(dialect.toStdString(), readOrEmpty(kKind, request.toStdString()), body.toStdString()),
             words);
}

void TestEmbeddings::estimatesWhereNothingIsReported() {
    AnswerAdditions additions = someAdditions();
    additions.estimatedUsage.emplace();
    additions.estimatedUsage->prompt = 11;
    QCOMPARE(answerInWords("openai-chat", readOrEmpty(kKind, kTwo), R"({"data":[]})", additions),
             "no usage | " + finished(R"({"data":[])", R"("prompt_tokens":11,"total_tokens":11)"));
}

void TestEmbeddings::refusesEveryCutOfAnAnswer_data() {
    QTest::addColumn<QByteArray>("dialect");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("OpenAI")
        << QByteArray("openai-chat")
        << QByteArray(R"({"data":[{"embedding":[1,2]},{"embedding":"A"}],"usage":{"prompt_tokens":1},"model":"x"})");
    QTest::newRow("Gemini")
        << QByteArray("gemini")
        << QByteArray(R"({"embeddings":[{"values":[1]},{"values":[2]}],"usageMetadata":{"promptTokenCount":1}})");
    QTest::newRow("Vertex AI")
        << QByteArray("gemini")
        << QByteArray(R"({"predictions":[{"embeddings":{"values":[1]}},{"embeddings":{"values":[2]}}]})");
    QTest::newRow("Cohere") << QByteArray("cohere")
                            << QByteArray(
                                   R"({"embeddings":{"float":[[1],[2]]},"meta":{"billed_units":{"input_tokens":1}}})");
    QTest::newRow("Bedrock") << QByteArray("bedrock-converse") << QByteArray(R"({"embeddings":[[1],[2]]})");
}

void TestEmbeddings::refusesEveryCutOfAnAnswer() {
    QFETCH(QByteArray, dialect);
    QFETCH(QByteArray, body);
    for (const std::string& wish : {kTwo, kTwoPacked}) {
        const EndpointRequest request = readOrEmpty(kKind, wish);
        QVERIFY(!answerInWords(dialect.toStdString(), request, body.toStdString()).startsWith("error"));
        for (qsizetype size = 0; size < body.size(); ++size) {
            const QByteArray words = answerInWords(dialect.toStdString(), request, body.left(size).toStdString());
            QVERIFY2(words.startsWith("error"), words.constData());
        }
    }
}

void TestEmbeddings::knowsWhoHasNone() {
    for (const auto kind : {EndpointKind::Embeddings, EndpointKind::Images, EndpointKind::Moderations}) {
        QVERIFY(endpointCodecFor("openai-chat", kind) != nullptr);
        QVERIFY(endpointCodecFor("anthropic-messages", kind) == nullptr);
        QVERIFY(endpointCodecFor("", kind) == nullptr);
    }
    QVERIFY(endpointCodecFor("cohere", EndpointKind::Images) == nullptr);
    QVERIFY(endpointCodecFor("gemini", EndpointKind::Moderations) == nullptr);
}

// No time is asserted: a quadratic step would make this test hang.
void TestEmbeddings::isQuickWithTenThousandVectors() {
    constexpr int kVectors = 10'000;
    std::string body = R"({"object":"list","data":[)";
    for (int i = 0; i < kVectors; ++i) {
        body += i == 0 ? "" : ",";
        body += R"({"object":"embedding","index":)" + std::to_string(i) + R"(,"embedding":[)";
        for (int k = 0; k < 64; ++k)
            body += k == 0 ? "-0.0123456" : ",0.0123456789";
        body += "]}";
    }
    body += R"(],"model":"x","usage":{"prompt_tokens":3,"total_tokens":3}})";
    const EndpointRequest request = readOrEmpty(kKind, kTwo);
    const QByteArray words = answerInWords("openai-chat", request, body);
    QVERIFY(words.endsWith(QByteArray(kMetadata + "}")));
    QVERIFY(words.size() > static_cast<qsizetype>(body.size()));
}

QTEST_GUILESS_MAIN(TestEmbeddings)
#include "tst_embeddings.moc"
