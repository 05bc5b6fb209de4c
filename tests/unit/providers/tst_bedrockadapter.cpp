// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/providers/bedrockadapter.h"

#include <QTest>

using namespace llmg;
using namespace llmg::providers;

// Declared before the fixtures: older moc takes the quotes of a raw string for those of a plain one.
class TestBedrockAdapter : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void keys_data();
    void keys();
    void regions_data();
    void regions();
    void bearerKeysAreSentAsTheyAre();
    void accessKeysSign();
    void modelsOfTheOtherHostSpeakResponses();
    void whatCannotBeCalled_data();
    void whatCannotBeCalled();
    void theListOfModelsHasAHostOfItsOwn_data();
    void theListOfModelsHasAHostOfItsOwn();
    void models_data();
    void models();
};

namespace {

const char* const kId = "AKIAIOSFODNN7EXAMPLE";
const char* const kTemporaryId = "ASIAIOSFODNN7EXAMPLE";

QByteArray bytes(std::string_view text) {
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

ProviderEndpoint endpointAt(const char* baseUrl, const char* region = "") {
    ProviderEndpoint endpoint;
    endpoint.id = "aws-bedrock";
    endpoint.api = "bedrock";
    endpoint.baseUrl = baseUrl;
    endpoint.auth = domain::AuthScheme::AwsSigV4;
    if (*region != '\0')
        endpoint.variables.emplace_back("region", region);
    return endpoint;
}

const char* const kFrankfurt = "https://bedrock-runtime.eu-central-1.amazonaws.com";

std::string headerOf(const WireRequest& request, std::string_view wanted) {
    for (const auto& [name, value] : request.headers) {
        if (name == wanted)
            return value;
    }
    return {};
}

Result<WireRequest> prepared(const ProviderEndpoint& endpoint, const Secret& key, bool stream = false) {
    CallContext context{endpoint, key};
    context.now = UnixTime(Milliseconds(1440938160'000));
    context.stream = stream;
    dialects::EncodedRequest request;
    request.path = "/model/m%3A0/converse";
    request.body = "{}";
    return adapterFor("bedrock", "aws-bedrock")->prepare(std::move(request), {}, context);
}

} // namespace

void TestBedrockAdapter::keys_data() {
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("outcome");
    const QByteArray id(kId), temporary(kTemporaryId);
    QTest::newRow("API key") << QByteArray("ABSKQmVkcm9ja0FQSUtleS1hYmNk+/=") << QByteArray("bearer");
    QTest::newRow("short-term API key") << QByteArray("bedrock-api-key-YmVkcm9jay5hbWF6") << QByteArray("bearer");
    QTest::newRow("access key") << QByteArray(id + ":wJalr/K7+x") << QByteArray(id + " wJalr/K7+x ");
    QTest::newRow("temporary") << QByteArray(temporary + ":s:t//=") << QByteArray(temporary + " s t//=");
    QTest::newRow("the id alone") << id << QByteArray("without its secret");
    QTest::newRow("no secret") << QByteArray(id + ":") << QByteArray("secret access key is missing");
    QTest::newRow("no session token") << QByteArray(temporary + ":s") << QByteArray("session token");
    QTest::newRow("an empty session token") << QByteArray(temporary + ":s:") << QByteArray("more colons");
    QTest::newRow("too many parts") << QByteArray(id + ":s:t:u") << QByteArray("more colons");
    QTest::newRow("something else before the colon") << QByteArray("user:secret") << QByteArray("before the colon");
    QTest::newRow("a line break") << QByteArray(id + ":s\n") << QByteArray("line break");
    QTest::newRow("empty") << QByteArray() << QByteArray("empty");
}

void TestBedrockAdapter::keys() {
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, outcome);
    const Secret secret(key.toStdString());
    const auto checked = adapterFor("bedrock", "aws-bedrock")->checkKey(secret);
    if (!checked) {
        QVERIFY2(bytes(checked.error().message).contains(outcome), checked.error().message.c_str());
        QVERIFY(key.isEmpty() || !bytes(checked.error().message).contains(key));
        QVERIFY(checked.error().kind == ErrorKind::InvalidParameters);
        return;
    }
    const auto credentials = bedrockCredentials(secret);
    QVERIFY(credentials);
    QCOMPARE(*credentials ? bytes((*credentials)->accessKeyId) + ' ' + bytes((*credentials)->secretAccessKey.reveal()) +
                                ' ' + bytes((*credentials)->sessionToken.reveal())
                          : QByteArray("bearer"),
             outcome);
}

void TestBedrockAdapter::regions_data() {
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QByteArray>("variable");
    QTest::addColumn<QByteArray>("region");
    QTest::newRow("of the address") << QByteArray(kFrankfurt) << QByteArray() << QByteArray("eu-central-1");
    QTest::newRow("set") << QByteArray("https://proxy.test/aws") << QByteArray("us-west-2") << QByteArray("us-west-2");
    QTest::newRow("FIPS") << QByteArray("https://bedrock-runtime-fips.us-east-1.amazonaws.com") << QByteArray()
                          << QByteArray("us-east-1");
    QTest::newRow("private link") << QByteArray("https://vpce-1.bedrock-runtime.ap-south-1.vpce.amazonaws.com")
                                  << QByteArray() << QByteArray("ap-south-1");
    QTest::newRow("China") << QByteArray("https://bedrock-runtime.cn-north-1.amazonaws.com.cn/") << QByteArray()
                           << QByteArray("cn-north-1");
    QTest::newRow("neither") << QByteArray("https://bedrock.proxy.test") << QByteArray() << QByteArray();
}

void TestBedrockAdapter::regions() {
    QFETCH(QByteArray, url);
    QFETCH(QByteArray, variable);
    QFETCH(QByteArray, region);
    QCOMPARE(bytes(bedrockRegion(endpointAt(url.constData(), variable.constData()))), region);
}

void TestBedrockAdapter::bearerKeysAreSentAsTheyAre() {
    const auto wire = prepared(endpointAt(kFrankfurt), Secret("ABSKabc"), true);
    QVERIFY(wire);
    QCOMPARE(bytes(wire->url), QByteArray(kFrankfurt) + "/model/m%3A0/converse");
    QCOMPARE(bytes(headerOf(*wire, "authorization")), QByteArray("Bearer ABSKabc"));
    QCOMPARE(bytes(headerOf(*wire, "accept")), QByteArray("application/vnd.amazon.eventstream"));
    QCOMPARE(bytes(headerOf(*wire, "content-type")), QByteArray("application/json"));
    QVERIFY(headerOf(*wire, "x-amz-date").empty());
    QVERIFY(prepared(endpointAt(kFrankfurt), Secret()));
    QCOMPARE(headerOf(*prepared(endpointAt(kFrankfurt), Secret()), "authorization"), std::string());
}

void TestBedrockAdapter::accessKeysSign() {
    const auto wire = prepared(endpointAt(kFrankfurt), Secret(std::string(kTemporaryId) + ":secret:token"));
    QVERIFY(wire);
    const QByteArray authorization = bytes(headerOf(*wire, "authorization"));
    QVERIFY2(authorization.startsWith("AWS4-HMAC-SHA256 Credential=ASIAIOSFODNN7EXAMPLE/20150830/eu-central-1/bedrock/"
                                      "aws4_request, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;"
                                      "x-amz-security-token, Signature="),
             authorization.constData());
    QCOMPARE(bytes(headerOf(*wire, "x-amz-date")), QByteArray("20150830T123600Z"));
    QCOMPARE(bytes(headerOf(*wire, "x-amz-security-token")), QByteArray("token"));
    QVERIFY(!authorization.contains("secret"));
    // The signature is that of the whole request as it goes out.
    WireRequest check{wire->method, wire->url, {}, wire->body};
    for (const auto& [name, value] : wire->headers) {
        if (name != "authorization" && name != "accept")
            check.headers.emplace_back(name, value);
    }
    QCOMPARE(authorization,
             bytes(awsAuthorization(check, {kTemporaryId, Secret("secret"), Secret("token")},
                                    {"eu-central-1", "bedrock", UnixTime(Milliseconds(1440938160'000))})));
}

void TestBedrockAdapter::modelsOfTheOtherHostSpeakResponses() {
    const auto adapter = adapterFor("bedrock", "aws-bedrock");
    dialects::TargetModel model;
    QCOMPARE(bytes(adapter->codecFor(model, {}).dialect()), QByteArray("bedrock-converse"));
    model.endpoint = "responses";
    QCOMPARE(bytes(adapter->codecFor(model, {}).dialect()), QByteArray("openai-responses"));
    const ProviderEndpoint endpoint = endpointAt("https://bedrock-mantle.us-east-1.api.aws/openai/v1");
    const Secret key(std::string(kId) + ":s");
    CallContext context{endpoint, key};
    context.stream = true;
    const auto wire = adapter->prepare({}, model, context);
    QVERIFY(wire);
    QVERIFY(bytes(headerOf(*wire, "authorization")).contains("/us-east-1/bedrock-mantle/aws4_request"));
    QVERIFY(headerOf(*wire, "accept").empty());
}

void TestBedrockAdapter::whatCannotBeCalled_data() {
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<bool>("keyAtFault");
    QTest::addColumn<QByteArray>("word");
    const QByteArray key = QByteArray(kId) + ":s";
    QTest::newRow("no region set") << QByteArray("https://bedrock-runtime.{region}.amazonaws.com") << key << false
                                   << QByteArray("Set the provider's region");
    QTest::newRow("no region known") << QByteArray("https://proxy.test") << key << false
                                     << QByteArray("names a region");
    QTest::newRow("half a key") << QByteArray(kFrankfurt) << QByteArray(kId) << true
                                << QByteArray("without its secret");
    QTest::newRow("a key of two lines") << QByteArray(kFrankfurt) << QByteArray("ABSK\nx: y") << true
                                        << QByteArray("line break");
}

void TestBedrockAdapter::whatCannotBeCalled() {
    QFETCH(QByteArray, url);
    QFETCH(QByteArray, key);
    QFETCH(bool, keyAtFault);
    QFETCH(QByteArray, word);
    const auto wire = prepared(endpointAt(url.constData()), Secret(key.toStdString()));
    QVERIFY(!wire);
    QVERIFY(wire.error().kind == (keyAtFault ? ErrorKind::UpstreamKeyRejected : ErrorKind::Configuration));
    QVERIFY2(bytes(wire.error().message).contains(word), wire.error().message.c_str());
}

void TestBedrockAdapter::theListOfModelsHasAHostOfItsOwn_data() {
    QTest::addColumn<QByteArray>("base");
    QTest::addColumn<QByteArray>("url");
    QTest::newRow("Amazon's") << QByteArray(kFrankfurt)
                              << QByteArray("https://bedrock.eu-central-1.amazonaws.com/foundation-models");
    QTest::newRow("FIPS") << QByteArray("https://bedrock-runtime-fips.us-east-1.amazonaws.com")
                          << QByteArray("https://bedrock-fips.us-east-1.amazonaws.com/foundation-models");
    QTest::newRow("a proxy") << QByteArray("https://proxy.test/bedrock-runtime")
                             << QByteArray("https://proxy.test/bedrock-runtime/foundation-models");
}

void TestBedrockAdapter::theListOfModelsHasAHostOfItsOwn() {
    QFETCH(QByteArray, base);
    QFETCH(QByteArray, url);
    const ProviderEndpoint endpoint = endpointAt(base.constData(), "eu-central-1");
    const Secret key(std::string(kId) + ":s");
    const auto wire = adapterFor("bedrock", "aws-bedrock")->listModels({endpoint, key});
    QVERIFY(wire);
    QCOMPARE(bytes(wire->url), url);
    QCOMPARE(bytes(wire->method), QByteArray("GET"));
    QVERIFY(headerOf(*wire, "authorization").starts_with("AWS4-HMAC-SHA256 "));
    QVERIFY(headerOf(*wire, "content-type").empty());
}

void TestBedrockAdapter::models_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("ids");
    QTest::newRow("models") << QByteArray(R"({"modelSummaries":[
        {"modelId":"amazon.nova-pro-v1:0","inferenceTypesSupported":["ON_DEMAND"]},
        {"modelId":"amazon.nova-pro-v1:0:24k","inferenceTypesSupported":["PROVISIONED"]},
        {"modelId":"anthropic.claude-sonnet-4-6","inferenceTypesSupported":["INFERENCE_PROFILE"]},
        {"modelId":"x.y"}, 3, {"modelId":7}]})")
                            << QByteArray("amazon.nova-pro-v1:0 anthropic.claude-sonnet-4-6 x.y");
    QTest::newRow("profiles")
        << QByteArray(R"({"inferenceProfileSummaries":[{"inferenceProfileId":"us.amazon.nova-pro-v1:0"}]})")
        << QByteArray("us.amazon.nova-pro-v1:0");
    QTest::newRow("refused") << QByteArray(R"({"message":"No access"})")
                             << QByteArray("The provider answered: No access");
    QTest::newRow("something else") << QByteArray("[]")
                                    << QByteArray("The provider's list of models is not JSON. Is "
                                                  "the base URL right?");
}

void TestBedrockAdapter::models() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, ids);
    const auto list = adapterFor("bedrock", "aws-bedrock")->decodeModels(body.toStdString());
    QByteArrayList words;
    for (const auto& model : list ? *list : std::vector<ListedModel>{{list.error().message}})
        words << bytes(model.id);
    QCOMPARE(words.join(' '), ids);
}

QTEST_GUILESS_MAIN(TestBedrockAdapter)
#include "tst_bedrockadapter.moc"
