// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The vectors of AWS's Signature Version 4 test suite and of the walk-through in the IAM User Guide.
#include "app/providers/awssignature.h"

#include <QTest>

using namespace llmg;
using namespace llmg::providers;

namespace {

constexpr UnixTime kSuiteTime{Milliseconds(1440938160'000)}; // 2015-08-30T12:36:00Z

QByteArray bytes(std::string_view text) {
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

AwsCredentials suiteCredentials() {
    return {"AKIDEXAMPLE", Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")};
}

/// "name: value" lines.
dialects::HeaderList headersOf(const QByteArray& lines) {
    dialects::HeaderList headers;
    for (const QByteArray& line : lines.split('\n')) {
        if (const qsizetype colon = line.indexOf(':'); colon > 0)
            headers.emplace_back(line.left(colon).toStdString(), line.mid(colon + 1).toStdString());
    }
    return headers;
}

const std::string* headerOf(const WireRequest& request, std::string_view wanted) {
    for (const auto& [name, value] : request.headers) {
        if (name == wanted)
            return &value;
    }
    return nullptr;
}

} // namespace

class TestAwsSignature : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void testSuite_data() {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("signature");
        const QByteArray none;
        QTest::newRow("get-vanilla") << QByteArray("GET") << QByteArray("/") << none << none
                                     << QByteArray("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
        QTest::newRow("post-vanilla") << QByteArray("POST") << QByteArray("/") << none << none
                                      << QByteArray("5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
        QTest::newRow("get-vanilla-query-order-key-case")
            << QByteArray("GET") << QByteArray("/?Param2=value2&Param1=value1") << none << none
            << QByteArray("b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
        QTest::newRow("get-vanilla-query-order-value")
            << QByteArray("GET") << QByteArray("/?Param1=value2&Param1=value1") << none << none
            << QByteArray("5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694");
        QTest::newRow("get-header-key-duplicate")
            << QByteArray("GET") << QByteArray("/")
            << QByteArray("My-Header1:value2\nMy-Header1:value2\nMy-Header1:value1") << none
            << QByteArray("c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea");
        QTest::newRow("get-header-value-trim")
            << QByteArray("GET") << QByteArray("/") << QByteArray("My-Header1: value1\nMy-Header2: \"a   b   c\"")
            << none << QByteArray("acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
        QTest::newRow("post-x-www-form-urlencoded")
            << QByteArray("POST") << QByteArray("/") << QByteArray("Content-Type:application/x-www-form-urlencoded")
            << QByteArray("Param1=value1")
            << QByteArray("ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
    }
    void testSuite() {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, headers);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, signature);
        const AwsScope scope{"us-east-1", "service", kSuiteTime};
        WireRequest request{method.toStdString(), "https://example.amazonaws.com" + target.toStdString(),
                            headersOf(headers), body.toStdString()};
        request.headers.emplace_back("X-Amz-Date", awsDate(kSuiteTime));
        const std::string authorization = awsAuthorization(request, suiteCredentials(), scope);
        const QByteArray prefix =
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=";
        QVERIFY2(authorization.starts_with(prefix.toStdString()), authorization.c_str());
        QCOMPARE(bytes(authorization).mid(bytes(authorization).indexOf("Signature=") + 10), signature);
    }

    void everyStepOfTheSuitesFirstVector() {
        WireRequest request{"GET", "https://example.amazonaws.com", {{"x-amz-date", awsDate(kSuiteTime)}}, {}};
        const std::string canonical = awsCanonicalRequest(request);
        QCOMPARE(bytes(canonical),
                 QByteArray("GET\n/\n\nhost:example.amazonaws.com\nx-amz-date:20150830T123600Z\n\nhost;x-amz-date\n"
                            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        QCOMPARE(bytes(awsStringToSign(canonical, {"us-east-1", "service", kSuiteTime})),
                 QByteArray("AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/service/aws4_request\n"
                            "bb579772317eb040ac9ed261061d46c1f17a8133879d6129b6e1c25292927e63"));
    }

    void theGuidesExample() {
        WireRequest request{
            "GET",
            "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08",
            {{"content-type", "application/x-www-form-urlencoded; charset=utf-8"}, {"x-amz-date", "20150830T123600Z"}},
            {}};
        QCOMPARE(bytes(awsAuthorization(request, suiteCredentials(), {"us-east-1", "iam", kSuiteTime})),
                 QByteArray("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
                            "SignedHeaders=content-type;host;x-amz-date, "
                            "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"));
    }

    void addresses_data() {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("host");
        QTest::newRow("a model id's colon is encoded a second time")
            << QByteArray("https://h.example/model/us.anthropic.claude-v1%3A0/converse")
            << QByteArray("/model/us.anthropic.claude-v1%253A0/converse") << QByteArray("h.example");
        QTest::newRow("an ARN's slash stays one segment")
            << QByteArray("https://h.example/model/arn%3Aaws%2Fx/converse")
            << QByteArray("/model/arn%253Aaws%252Fx/converse") << QByteArray("h.example");
        QTest::newRow("no path") << QByteArray("https://h.example?a=b") << QByteArray("/") << QByteArray("h.example");
        QTest::newRow("the scheme's own port is not said")
            << QByteArray("https://h.example:443/a") << QByteArray("/a") << QByteArray("h.example");
        QTest::newRow("another port is") << QByteArray("http://localhost:8080/a") << QByteArray("/a")
                                         << QByteArray("localhost:8080");
    }
    void addresses() {
        QFETCH(QByteArray, url);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, host);
        const QList<QByteArray> lines = bytes(awsCanonicalRequest({"POST", url.toStdString(), {}, {}})).split('\n');
        QCOMPARE(lines[1], path);
        QCOMPARE(lines[3], QByteArray("host:" + host));
    }

    void aSignedRequestCarriesWhatWasSigned() {
        WireRequest request{"POST",
                            "https://bedrock-runtime.eu-central-1.amazonaws.com/model/m%3A0/converse",
                            {{"content-type", "application/json"}, {"accept", "application/json"}},
                            "{}"};
        AwsCredentials credentials = suiteCredentials();
        signAwsRequest(request, credentials, {"eu-central-1", "bedrock", kSuiteTime});
        QVERIFY(headerOf(request, "authorization"));
        QVERIFY2(headerOf(request, "authorization")
                         ->find("SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date,") !=
                     std::string::npos,
                 headerOf(request, "authorization")->c_str());
        QCOMPARE(bytes(*headerOf(request, "x-amz-content-sha256")),
                 QByteArray("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"));
        QCOMPARE(bytes(*headerOf(request, "x-amz-date")), QByteArray("20150830T123600Z"));
        QVERIFY(!headerOf(request, "x-amz-security-token"));

        credentials.sessionToken = Secret("session");
        const std::string before = *headerOf(request, "authorization");
        signAwsRequest(request, credentials, {"eu-central-1", "bedrock", kSuiteTime});
        QCOMPARE(bytes(*headerOf(request, "x-amz-security-token")), QByteArray("session"));
        QVERIFY(*headerOf(request, "authorization") != before);
        QCOMPARE(std::count_if(request.headers.begin(), request.headers.end(),
                               [](const auto& header) { return header.first == "authorization"; }),
                 1);
    }

    void datesAreUtc_data() {
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("the beginning") << qint64(0) << QByteArray("19700101T000000Z");
        QTest::newRow("a leap day's end") << qint64(1709251199) << QByteArray("20240229T235959Z");
    }
    void datesAreUtc() {
        QFETCH(qint64, seconds);
        QFETCH(QByteArray, text);
        QCOMPARE(bytes(awsDate(UnixTime(Milliseconds(seconds * 1000 + 999)))), text);
    }
};

QTEST_GUILESS_MAIN(TestAwsSignature)
#include "tst_awssignature.moc"
