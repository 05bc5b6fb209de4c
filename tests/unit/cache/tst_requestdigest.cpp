// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cache/requestdigest.h"

#include <QTest>

#include <sys/resource.h>

using namespace llmg;
using cache::Question;
using cache::requestDigest;

class TestRequestDigest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void sameQuestion_data();
    void sameQuestion();
    void otherQuestion_data();
    void otherQuestion();
    void hasNone_data();
    void hasNone();
    void knowsMoreThanTheBody();
    void aPictureIsNotCopied();
};

namespace {

std::optional<std::string> digest(const std::string& dialect, const std::string& body) {
    return requestDigest({"p", dialect, "m", body});
}

void pairs() {
    QTest::addColumn<std::string>("dialect");
    QTest::addColumn<std::string>("one");
    QTest::addColumn<std::string>("other");
}

void row(const char* name, const char* dialect, std::string one, std::string other) {
    QTest::newRow(name) << std::string(dialect) << std::move(one) << std::move(other);
}

std::string hello(const std::string& more) {
    return R"({"messages":[{"role":"user","content":"Hello"}])" + (more.empty() ? "" : "," + more) + "}";
}

const std::string kLong(300, 'x');

} // namespace

void TestRequestDigest::sameQuestion_data() {
    pairs();
    row("order of keys", "openai-chat", R"({"a":1,"b":{"c":2,"d":[3]}})", R"({"b":{"d":[3],"c":2},"a":1})");
    row("blanks", "openai-chat", R"({"a":[1,2]})", " {\n\t\"a\" : [ 1 ,\r\n2 ] } \n");
    row("escapes", "openai-chat", R"({"a":"\u00e9\/\n"})", "{\"a\":\"é/\\u000a\"}");
    row("escaped key", "openai-chat", R"({"a":1})", R"({"\u0061":1})");
    row("escape in a long text", "openai-chat", R"({"a":"\u0078)" + kLong + R"("})", R"({"a":"x)" + kLong + R"("})");
    row("numbers", "openai-chat", R"({"a":1,"b":0.5,"c":0})", R"({"a":1.0,"b":5e-1,"c":-0.0})");
    row("stream", "openai-chat", hello(""), hello(R"("stream":true,"stream_options":{"include_usage":true})"));
    row("who asks", "openai-chat", hello(""), hello(R"("user":"u1","safety_identifier":"s","prompt_cache_key":"k")"));
    row("labels", "openai-chat", hello(R"("metadata":{"run":"1"},"store":false)"), hello(R"("metadata":{"run":"2"})"));
    row("stream, responses", "openai-responses", R"({"input":"a"})", R"({"input":"a","stream":true})");
    row("metadata, anthropic", "anthropic-messages", hello(R"("stream":false)"),
        hello(R"("metadata":{"user_id":"u"})"));
    row("user, embeddings", "openai-embeddings", R"({"input":["a"]})", R"({"input":["a"],"user":"u"})");
}

void TestRequestDigest::sameQuestion() {
    QFETCH(std::string, dialect);
    QFETCH(std::string, one);
    QFETCH(std::string, other);
    QVERIFY(digest(dialect, one).has_value());
    QCOMPARE(digest(dialect, one)->size(), std::size_t{32});
    QVERIFY(digest(dialect, one) == digest(dialect, other));
}

void TestRequestDigest::otherQuestion_data() {
    pairs();
    row("text", "openai-chat", R"({"a":"x"})", R"({"a":"y"})");
    row("long text", "openai-chat", R"({"a":")" + kLong + R"("})", R"({"a":")" + kLong + R"(y"})");
    row("order of a list", "openai-chat", R"({"a":[1,2]})", R"({"a":[2,1]})");
    row("nesting", "openai-chat", R"({"a":[[1],2]})", R"({"a":[[1,2]]})");
    row("where a member stands", "openai-chat", R"({"a":{"b":1},"c":2})", R"({"a":{"b":1,"c":2}})");
    row("text and number", "openai-chat", R"({"a":"1"})", R"({"a":1})");
    row("nothing and null", "openai-chat", R"({"a":null})", R"({})");
    row("true and false", "openai-chat", R"({"a":true})", R"({"a":false})");
    row("where a text ends", "openai-chat", R"({"a":["bc","d"]})", R"({"a":["b","cd"]})");
    row("a text that looks like the form", "openai-chat", R"({"a":["b","c"]})", R"({"a":["bs1:c"]})");
    row("numbers", "openai-chat", R"({"a":0.1})", R"({"a":0.2})");
    row("large numbers", "openai-chat", R"({"a":9007199254740992})", R"({"a":9007199254740993})");
    row("a name as deep as a field that does not count", "openai-chat", R"({"a":{"user":"x"}})",
        R"({"a":{"user":"y"}})");
    row("temperature", "openai-chat", hello(""), hello(R"("temperature":0)"));
    row("n", "openai-chat", hello(R"("n":1)"), hello(R"("n":2)"));
    row("a response repeats it", "openai-responses", R"({"input":"a","metadata":{"run":"1"}})",
        R"({"input":"a","metadata":{"run":"2"}})");
    row("what is kept for later", "openai-responses", R"({"input":"a","store":true})",
        R"({"input":"a","store":false})");
    row("a key that comes twice", "openai-chat", R"({"a":1,"a":2})", R"({"a":2,"a":1})");
    row("metadata elsewhere", "gemini", R"({"metadata":1})", R"({"metadata":2})");
}

void TestRequestDigest::otherQuestion() {
    QFETCH(std::string, dialect);
    QFETCH(std::string, one);
    QFETCH(std::string, other);
    QVERIFY(digest(dialect, one).has_value());
    QVERIFY(digest(dialect, other).has_value());
    QVERIFY(digest(dialect, one) != digest(dialect, other));
}

void TestRequestDigest::hasNone_data() {
    QTest::addColumn<std::string>("body");
    const auto add = [](const char* name, std::string body) { QTest::newRow(name) << std::move(body); };
    add("nothing", "");
    add("no JSON", "hello");
    add("no object", "[{}]");
    add("a text", "\"a\"");
    add("cut", R"({"a":1)");
    add("something behind", R"({"a":1} x)");
    add("not UTF-8", "{\"a\":\"\xff\"}");
    add("a number that is rounded", R"({"a":99999999999999999999})");
    add("a number beyond all", R"({"a":1e400})");
    add("too deep", R"({"a":)" + std::string(70, '[') + std::string(70, ']') + "}");
}

void TestRequestDigest::hasNone() {
    QFETCH(std::string, body);
    QVERIFY(!digest("openai-chat", body).has_value());
}

void TestRequestDigest::knowsMoreThanTheBody() {
    const Question first{"p", "gemini", "gemini-2.5-flash", "{}"};
    for (const Question& other :
         {Question{"q", "gemini", "gemini-2.5-flash", "{}"}, Question{"p", "openai-chat", "gemini-2.5-flash", "{}"},
          Question{"p", "gemini", "gemini-2.5-pro", "{}"}, Question{"pg", "emini", "gemini-2.5-flash", "{}"},
          Question{"p", "gemini", "gemini-2.5-flash", "{}", {"beta"}}})
        QVERIFY(requestDigest(first) != requestDigest(other));
    QVERIFY(requestDigest(first) == requestDigest(first));
}

void TestRequestDigest::aPictureIsNotCopied() {
    const auto mostMemory = [] {
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        return usage.ru_maxrss; // KiB
    };
    const std::string body = R"({"messages":[{"content":")" + std::string(std::size_t{10} << 20, 'A') + R"("}]})";
    const auto before = mostMemory();
    QVERIFY(digest("openai-chat", body).has_value());
    QVERIFY2(mostMemory() - before < 2048, "the picture was copied");
}

QTEST_APPLESS_MAIN(TestRequestDigest)
#include "tst_requestdigest.moc"
