// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/catalog/cost.h"
#include "app/providers/sandbox.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace llmg;
using namespace llmg::providers;
namespace json = boost::json;
using End = SandboxAnswer::End;

namespace {

const UnixTime kNow{std::chrono::milliseconds{1'700'000'000'123}};

json::value parsed(std::string_view text) {
    boost::system::error_code error;
    json::value value = json::parse(json::string_view(text.data(), text.size()), error);
    return error ? json::value(nullptr) : value;
}

/// A request whose other fields are `more`: `"stream":true`.
json::value request(std::string_view content, std::string_view more = {}) {
    const std::string body = R"({"model":"sandbox/echo","messages":[{"role":"user","content":)" + std::string(content) +
                             "}]" + (more.empty() ? "" : ",") + std::string(more) + "}";
    json::value value = parsed(body);
    Q_ASSERT(value.is_object());
    return value;
}

SandboxAnswer ask(std::string_view model, const json::value& body) {
    return sandboxAnswer(model, body, "01TEST", kNow);
}

std::string bytesOf(const SandboxAnswer& answer) {
    std::string bytes;
    for (const SandboxStep& step : answer.steps)
        bytes += step.bytes;
    return bytes;
}

json::object whole(const SandboxAnswer& answer) {
    const json::value value = parsed(bytesOf(answer));
    return value.is_object() ? value.get_object() : json::object{};
}

std::string at(const json::object& object, std::string_view pointer) {
    boost::system::error_code error;
    const json::value root = object;
    const json::value* found = root.find_pointer(pointer, error);
    if (!found)
        return "(nothing)";
    return found->is_string() ? std::string(found->get_string()) : json::serialize(*found);
}

std::string header(const SandboxAnswer& answer, std::string_view name) {
    for (const auto& [key, value] : answer.headers) {
        if (key == name)
            return value;
    }
    return {};
}

std::chrono::milliseconds duration(const SandboxAnswer& answer) {
    std::chrono::milliseconds sum{0};
    for (const SandboxStep& step : answer.steps)
        sum += step.delayBefore;
    return sum;
}

struct Streamed {
    std::string text[8];
    std::string toolName, toolArguments, finish[8], last;
    int deltas = 0, roles = 0, usages = 0;
    json::object usage;
    std::set<std::string> ids;
};

Streamed readStream(const SandboxAnswer& answer) {
    Streamed read;
    std::string bytes = bytesOf(answer);
    std::size_t end = 0;
    while ((end = bytes.find("\n\n")) != std::string::npos) {
        std::string data = bytes.substr(0, end);
        bytes.erase(0, end + 2);
        Q_ASSERT(data.starts_with("data: "));
        data.erase(0, 6);
        read.last = data;
        if (data == "[DONE]")
            continue;
        const json::value value = parsed(data);
        Q_ASSERT(value.is_object());
        const json::object& chunk = value.get_object();
        read.ids.insert(std::string(chunk.at("id").get_string()));
        if (const json::value* usage = chunk.if_contains("usage")) {
            read.usage = usage->get_object();
            ++read.usages;
        }
        for (const json::value& item : chunk.at("choices").get_array()) {
            const json::object& choice = item.get_object();
            const auto index = static_cast<std::size_t>(choice.at("index").get_int64());
            const json::object& delta = choice.at("delta").get_object();
            read.roles += delta.contains("role") ? 1 : 0;
            if (const json::value* text = delta.if_contains("content");
                text && text->is_string() && !text->get_string().empty()) {
                read.text[index] += std::string_view(text->get_string());
                ++read.deltas;
            }
            if (const json::value* calls = delta.if_contains("tool_calls")) {
                const json::object& function = calls->get_array()[0].get_object().at("function").get_object();
                if (const json::value* name = function.if_contains("name"))
                    read.toolName += std::string_view(name->get_string());
                read.toolArguments += std::string_view(function.at("arguments").get_string());
            }
            if (choice.at("finish_reason").is_string())
                read.finish[index] = std::string(choice.at("finish_reason").get_string());
        }
    }
    Q_ASSERT(bytes.empty());
    return read;
}

constexpr const char* kWeather =
    R"("tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer","minimum":3},"note":{"type":"string"}},"required":["city","days"]}}},{"type":"function","function":{"name":"second"}}])";

// A PNG header of 37 × 21 pixels: signature, IHDR, nothing else.
constexpr const char* kPng = "iVBORw0KGgoAAAANSUhEUgAAACUAAAAVCAIAAAAAAAAA";

} // namespace

class TestSandbox : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void echoRepeats() {
        const SandboxAnswer answer = ask("sandbox/echo", request(R"("Good morning, gateway")"));
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.end == End::Complete);
        QCOMPARE(header(answer, "content-type"), std::string("application/json"));
        QCOMPARE(duration(answer).count(), 0);
        const json::object body = whole(answer);
        QCOMPARE(at(body, "/choices/0/message/content"), std::string("Good morning, gateway"));
        QCOMPARE(at(body, "/choices/0/message/role"), std::string("assistant"));
        QCOMPARE(at(body, "/choices/0/finish_reason"), std::string("stop"));
        QCOMPARE(at(body, "/model"), std::string("sandbox/echo"));
        QCOMPARE(at(body, "/id"), std::string("chatcmpl-01TEST"));
        QCOMPARE(at(body, "/created"), std::string("1700000000"));
        QCOMPARE(at(body, "/usage/prompt_tokens"), std::string("6"));
        QCOMPARE(at(body, "/usage/completion_tokens"), std::string("6"));
        QCOMPARE(at(body, "/usage/total_tokens"), std::string("12"));
    }

    void theNameMayComeWithoutPrefix() {
        QCOMPARE(at(whole(ask("echo", request(R"("hi")"))), "/choices/0/message/content"), std::string("hi"));
    }

    void echoStreamsWordByWord() {
        const SandboxAnswer answer =
            ask("sandbox/echo", request(R"("Good morning, dear  gateway")", R"("stream":true)"));
        QVERIFY(header(answer, "content-type").starts_with("text/event-stream"));
        const Streamed read = readStream(answer);
        QCOMPARE(read.text[0], std::string("Good morning, dear  gateway"));
        QCOMPARE(read.deltas, 4);
        QCOMPARE(read.roles, 1);
        QCOMPARE(read.finish[0], std::string("stop"));
        QCOMPARE(read.usages, 1);
        QCOMPARE(read.usage.at("completion_tokens").get_int64(), 7);
        QCOMPARE(read.last, std::string("[DONE]"));
        QCOMPARE(read.ids.size(), std::size_t{1});
        QCOMPARE(duration(answer).count(), 4 * 15);
    }

    void textsWithoutBlanksAreSplitBetweenCharacters() {
        std::string text;
        for (int i = 0; i < 40; ++i)
            text += "字";
        const SandboxAnswer answer = ask("echo", request(json::serialize(json::value(text)), R"("stream":true)"));
        const Streamed read = readStream(answer);
        QCOMPARE(read.text[0], text);
        QCOMPARE(read.deltas, 5);
        for (const SandboxStep& step : answer.steps)
            QVERIFY(QString::fromStdString(step.bytes).toStdString() == step.bytes);
    }

    void theLastUserMessageIsRepeated() {
        const json::value body = parsed(
            R"({"messages":[{"role":"system","content":"Be kind"},{"role":"user","content":"first"},{"role":"assistant","content":"yes"},{"role":"user","content":[{"type":"text","text":"second"},{"type":"text","text":"third"}]}]})");
        const json::object answer = whole(ask("echo", body));
        QCOMPARE(at(answer, "/choices/0/message/content"), std::string("second\nthird"));
        // 7, 5, 3 and 12 bytes: each message for itself.
        QCOMPARE(at(answer, "/usage/prompt_tokens"), std::string("8"));
    }

    void severalChoices() {
        const json::object body = whole(ask("echo", request(R"("hi there")", R"("n":3)")));
        QCOMPARE(body.at("choices").get_array().size(), std::size_t{3});
        QCOMPARE(at(body, "/choices/2/index"), std::string("2"));
        QCOMPARE(at(body, "/usage/completion_tokens"), std::string("6"));
        const Streamed read = readStream(ask("echo", request(R"("hi there")", R"("n":3,"stream":true)")));
        for (std::size_t i = 0; i < 3; ++i) {
            QCOMPARE(read.text[i], std::string("hi there"));
            QCOMPARE(read.finish[i], std::string("stop"));
        }
    }

    // Limits ---------------------------------------------------------------------------------------------------------

    void stopsAndLimits_data() {
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("finish");
        QTest::newRow("neither") << QByteArray() << QByteArray("one two three four") << QByteArray("stop");
        QTest::newRow("stop text") << QByteArray(R"("stop":" three")") << QByteArray("one two") << QByteArray("stop");
        QTest::newRow("the earliest of several")
            << QByteArray(R"("stop":["four","two"])") << QByteArray("one ") << QByteArray("stop");
        QTest::newRow("a stop that does not occur")
            << QByteArray(R"("stop":["five",""])") << QByteArray("one two three four") << QByteArray("stop");
        QTest::newRow("max_tokens") << QByteArray(R"("max_tokens":2)") << QByteArray("one two ")
                                    << QByteArray("length");
        QTest::newRow("max_completion_tokens wins") << QByteArray(R"("max_tokens":1,"max_completion_tokens":3)")
                                                    << QByteArray("one two thre") << QByteArray("length");
        QTest::newRow("a limit that is not reached")
            << QByteArray(R"("max_tokens":5)") << QByteArray("one two three four") << QByteArray("stop");
        QTest::newRow("nulls are as absent")
            << QByteArray(R"("max_tokens":null,"stop":null,"n":null,"tools":null,"response_format":null)")
            << QByteArray("one two three four") << QByteArray("stop");
    }
    void stopsAndLimits() {
        QFETCH(QByteArray, more);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, finish);
        const json::object body = whole(ask("echo", request(R"("one two three four")", more.toStdString())));
        QCOMPARE(at(body, "/choices/0/message/content"), text.toStdString());
        QCOMPARE(at(body, "/choices/0/finish_reason"), finish.toStdString());
    }

    void aLimitNeverCutsACharacter() {
        const json::object body = whole(ask("echo", request(R"("字字字")", R"("max_tokens":1)")));
        QCOMPARE(at(body, "/choices/0/message/content"), std::string("字"));
    }

    void lorem_data() {
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<int>("tokens");
        QTest::addColumn<QByteArray>("finish");
        QTest::newRow("usual length") << QByteArray() << 120 << QByteArray("stop");
        QTest::newRow("length asked for") << QByteArray(R"("max_tokens":20)") << 20 << QByteArray("length");
        QTest::newRow("longer than the passage") << QByteArray(R"("max_tokens":1000)") << 1000 << QByteArray("length");
        QTest::newRow("beyond what it can")
            << QByteArray(R"("max_tokens":1000000000000)") << 16'384 << QByteArray("length");
        QTest::newRow("stopped before") << QByteArray(R"("max_tokens":1000,"stop":" dolor")") << 3
                                        << QByteArray("stop");
    }
    void lorem() {
        QFETCH(QByteArray, more);
        QFETCH(int, tokens);
        QFETCH(QByteArray, finish);
        const json::object body = whole(ask("sandbox/lorem", request(R"("go")", more.toStdString())));
        QVERIFY(at(body, "/choices/0/message/content").starts_with("Lorem ipsum"));
        QCOMPARE(at(body, "/usage/completion_tokens"), std::to_string(tokens));
        QCOMPARE(at(body, "/choices/0/finish_reason"), finish.toStdString());
    }

    // Tools and formats ----------------------------------------------------------------------------------------------

    void theFirstToolIsCalled() {
        const json::object body = whole(ask("echo", request(R"("Rome?")", kWeather)));
        QCOMPARE(at(body, "/choices/0/finish_reason"), std::string("tool_calls"));
        QCOMPARE(at(body, "/choices/0/message/content"), std::string("null"));
        QCOMPARE(at(body, "/choices/0/message/tool_calls/0/function/name"), std::string("get_weather"));
        QCOMPARE(at(body, "/choices/0/message/tool_calls/0/function/arguments"),
                 std::string(R"({"city":"Rome?","days":3})"));
        QCOMPARE(at(body, "/choices/0/message/tool_calls/0/type"), std::string("function"));
        QVERIFY(at(body, "/choices/0/message/tool_calls/0/id").starts_with("call_"));
    }

    void aToolCallStreams() {
        const Streamed read =
            readStream(ask("echo", request(R"("Rome?")", std::string(kWeather) + R"(,"stream":true)")));
        QCOMPARE(read.toolName, std::string("get_weather"));
        QCOMPARE(read.toolArguments, std::string(R"({"city":"Rome?","days":3})"));
        QCOMPARE(read.finish[0], std::string("tool_calls"));
        QCOMPARE(read.deltas, 0);
    }

    void toolChoice_data() {
        QTest::addColumn<QByteArray>("choice");
        QTest::addColumn<QByteArray>("called");
        QTest::newRow("auto") << QByteArray(R"("auto")") << QByteArray("get_weather");
        QTest::newRow("required") << QByteArray(R"("required")") << QByteArray("get_weather");
        QTest::newRow("none") << QByteArray(R"("none")") << QByteArray("(nothing)");
        QTest::newRow("named") << QByteArray(R"({"type":"function","function":{"name":"second"}})")
                               << QByteArray("second");
    }
    void toolChoice() {
        QFETCH(QByteArray, choice);
        QFETCH(QByteArray, called);
        const json::object body = whole(
            ask("echo", request(R"("Rome?")", std::string(kWeather) + R"(,"tool_choice":)" + choice.toStdString())));
        QCOMPARE(at(body, "/choices/0/message/tool_calls/0/function/name"), called.toStdString());
    }

    void aToolResultIsAnswered() {
        const json::value body = parsed(
            R"({"messages":[{"role":"user","content":"Rome?"},{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"get_weather","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"21 degrees"},{"role":"tool","tool_call_id":"d","content":"no wind"}],)" +
            std::string(kWeather) + "}");
        const json::object answer = whole(ask("echo", body));
        QCOMPARE(at(answer, "/choices/0/message/content"), std::string("21 degrees\nno wind"));
        QCOMPARE(at(answer, "/choices/0/finish_reason"), std::string("stop"));
    }

    void jsonIsAnsweredWhenAskedFor() {
        const json::object object =
            whole(ask("echo", request(R"("hi")", R"("response_format":{"type":"json_object"})")));
        QCOMPARE(at(object, "/choices/0/message/content"), std::string(R"({"echo":"hi"})"));
        const json::object schema = whole(ask(
            "echo",
            request(
                R"("hi")",
                R"("response_format":{"type":"json_schema","json_schema":{"name":"x","strict":true,"schema":{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer","exclusiveMinimum":17},"tags":{"type":"array","items":{"enum":["a","b"]},"minItems":2}},"required":["name","age","tags"],"additionalProperties":false}}})")));
        QCOMPARE(at(schema, "/choices/0/message/content"), std::string(R"({"name":"hi","age":18,"tags":["a","a"]})"));
    }

    // Images ---------------------------------------------------------------------------------------------------------

    void imagesAreDescribed() {
        json::object text{{"type", "text"}, {"text", "What is this?"}};
        json::object inside{{"type", "image_url"},
                            {"image_url", json::object{{"url", std::string("data:image/jpeg;base64,") + kPng}}}};
        json::object outside{{"type", "image_url"},
                             {"image_url", json::object{{"url", "https://example.com/cat.png"}}}};
        const std::string parts = json::serialize(json::array{text, inside, outside});
        const json::object body = whole(ask("echo", request(parts)));
        QCOMPARE(at(body, "/choices/0/message/content"),
                 std::string("What is this?\n[image 1: PNG, 37 × 21 pixels, 33 bytes]\n[image 2: "
                             "https://example.com/cat.png, not fetched, the sandbox is offline]"));
        // 37 × 21 pixels count two tokens.
        QCOMPARE(at(body, "/usage/prompt_tokens"),
                 std::to_string((at(body, "/choices/0/message/content").size() + 3) / 4 + 2));
    }

    void badRequestsNameTheField_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("param");
        const auto row = [](const char* name, const char* body, const char* param) {
            QTest::newRow(name) << QByteArray(body) << QByteArray(param);
        };
        row("no object", "[]", "");
        row("no messages", "{}", "messages");
        row("empty messages", R"({"messages":[]})", "messages");
        row("a message that is no object", R"({"messages":["hi"]})", "messages[0]");
        row("no role", R"({"messages":[{"role":"user","content":"a"},{"content":"hi"}]})", "messages[1].role");
        row("content of a wrong type", R"({"messages":[{"role":"user","content":7}]})", "messages[0].content");
        row("a part without type", R"({"messages":[{"role":"user","content":[{"text":"a"}]}]})",
            "messages[0].content[0].type");
        row("an image without address",
            R"({"messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{}}]}]})",
            "messages[0].content[1].image_url");
        row("an image that is not base64",
            R"({"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,???not base64???"}}]}]})",
            "messages[0].content[0].image_url");
        row("an image that is text",
            R"({"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,aGVsbG8="}}]}]})",
            "messages[0].content[0].image_url");
        row("an empty image",
            R"({"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,"}}]}]})",
            "messages[0].content[0].image_url");
        row("an image of a file",
            R"({"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"file:\/\/\/etc\/passwd"}}]}]})",
            "messages[0].content[0].image_url");
        row("max_tokens of zero", R"({"messages":[{"role":"user","content":"a"}],"max_tokens":0})", "max_tokens");
        row("max_tokens as text", R"({"messages":[{"role":"user","content":"a"}],"max_tokens":"9"})", "max_tokens");
        row("too many choices", R"({"messages":[{"role":"user","content":"a"}],"n":9})", "n");
        row("stop of a wrong type", R"({"messages":[{"role":"user","content":"a"}],"stop":[1]})", "stop");
        row("five stops", R"({"messages":[{"role":"user","content":"a"}],"stop":["1","2","3","4","5"]})", "stop");
        row("stream as text", R"({"messages":[{"role":"user","content":"a"}],"stream":"yes"})", "stream");
        row("a tool without name", R"({"messages":[{"role":"user","content":"a"}],"tools":[{"type":"function"}]})",
            "tools[0].function.name");
        row("an unknown tool chosen",
            R"({"messages":[{"role":"user","content":"a"}],"tools":[{"type":"function","function":{"name":"a"}}],"tool_choice":{"type":"function","function":{"name":"b"}}})",
            "tool_choice");
        row("an unknown format", R"({"messages":[{"role":"user","content":"a"}],"response_format":{"type":"xml"}})",
            "response_format.type");
        row("a schema that is missing",
            R"({"messages":[{"role":"user","content":"a"}],"response_format":{"type":"json_schema"}})",
            "response_format.json_schema.schema");
    }
    void badRequestsNameTheField() {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, param);
        const SandboxAnswer answer = ask("echo", parsed(body.toStdString()));
        QCOMPARE(answer.status, 400);
        const json::object said = whole(answer);
        QCOMPARE(at(said, "/error/code"), std::string("invalid_parameters"));
        QCOMPARE(at(said, "/error/param"), param.isEmpty() ? std::string("null") : param.toStdString());
        QVERIFY(at(said, "/error/message").size() > 10);
    }

    // Failures on purpose
    // ----------------------------------------------------------------------------------------------

    void everyErrorModelAnswersWithItsError_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<bool>("retryAfter");
        QTest::newRow("400") << 400 << QByteArray("invalid_parameters") << false;
        QTest::newRow("401") << 401 << QByteArray("invalid_api_key") << false;
        QTest::newRow("402") << 402 << QByteArray("insufficient_credits") << false;
        QTest::newRow("403") << 403 << QByteArray("permission_denied") << false;
        QTest::newRow("404") << 404 << QByteArray("not_found") << false;
        QTest::newRow("408") << 408 << QByteArray("timeout") << false;
        QTest::newRow("413") << 413 << QByteArray("request_too_large") << false;
        QTest::newRow("429") << 429 << QByteArray("rate_limit_exceeded") << true;
        QTest::newRow("500") << 500 << QByteArray("gateway_error") << false;
        QTest::newRow("502") << 502 << QByteArray("upstream_error") << false;
        QTest::newRow("503") << 503 << QByteArray("service_unavailable") << true;
        QTest::newRow("529") << 529 << QByteArray("overloaded") << false;
    }
    void everyErrorModelAnswersWithItsError() {
        QFETCH(int, status);
        QFETCH(QByteArray, code);
        QFETCH(bool, retryAfter);
        for (const char* more : {"", R"("stream":true)"}) {
            const SandboxAnswer answer = ask("sandbox/error-" + std::to_string(status), request(R"("x")", more));
            QCOMPARE(answer.status, status);
            QCOMPARE(header(answer, "content-type"), std::string("application/json"));
            QCOMPARE(!header(answer, "retry-after").empty(), retryAfter);
            QCOMPARE(at(whole(answer), "/error/code"), code.toStdString());
            QVERIFY(at(whole(answer), "/error/message").size() > 10);
            QVERIFY(answer.end == End::Complete);
        }
    }

    void unknownModelsNameTheKnown_data() {
        QTest::addColumn<QByteArray>("model");
        QTest::newRow("unknown") << QByteArray("sandbox/ecko");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("an error that there is not") << QByteArray("sandbox/error-418");
        QTest::newRow("an error that is no number") << QByteArray("sandbox/error-4x0");
        QTest::newRow("an error without number") << QByteArray("sandbox/error-");
    }
    void unknownModelsNameTheKnown() {
        QFETCH(QByteArray, model);
        const SandboxAnswer answer = ask(model.toStdString(), request(R"("x")"));
        QCOMPARE(answer.status, 404);
        QCOMPARE(at(whole(answer), "/error/code"), std::string("model_not_found"));
        QVERIFY(at(whole(answer), "/error/message").find("sandbox/echo") != std::string::npos);
    }

    void slowTakesItsTime() {
        const SandboxAnswer stream = ask("sandbox/slow", request(R"("one two three")", R"("stream":true)"));
        QCOMPARE(stream.steps[1].delayBefore.count(), 3000);
        QCOMPARE(duration(stream).count(), 3000 + 2 * 250);
        QCOMPARE(readStream(stream).text[0], std::string("one two three"));
        QCOMPARE(duration(ask("sandbox/slow", request(R"("one two three")"))).count(), 3000);
    }

    void stallNeverAnswers() {
        const SandboxAnswer answer = ask("sandbox/stall", request(R"("x")"));
        QVERIFY(answer.end == End::Stall);
        QVERIFY(answer.steps.empty());
    }

    void cutEndsInTheMiddle() {
        const SandboxAnswer stream = ask("sandbox/cut", request(R"("x")", R"("stream":true)"));
        QVERIFY(stream.end == End::Cut);
        const std::string bytes = bytesOf(stream);
        QVERIFY(bytes.find("Lorem ") != std::string::npos);
        QVERIFY(bytes.find("[DONE]") == std::string::npos);
        QVERIFY(bytes.find("\"stop\"") == std::string::npos);
        QVERIFY(!bytes.ends_with("\n\n"));
        const SandboxAnswer whole = ask("sandbox/cut", request(R"("x")"));
        QVERIFY(whole.end == End::Cut);
        QVERIFY(!bytesOf(whole).empty());
        QVERIFY(parsed(bytesOf(whole)).is_null());
    }

    void garbageIsNoAnswer() {
        for (const char* more : {"", R"("stream":true)"}) {
            const SandboxAnswer answer = ask("sandbox/garbage", request(R"("x")", more));
            QCOMPARE(answer.status, 200);
            QVERIFY(parsed(bytesOf(answer)).is_null());
            QVERIFY(bytesOf(answer).find("data:") == std::string::npos);
            QVERIFY(bytesOf(answer).find('\0') != std::string::npos);
        }
    }

    void everyListedModelAnswers() {
        const auto models = sandboxModels();
        QCOMPARE(models.size(), std::size_t{18});
        std::set<std::string> ids;
        for (const domain::LlmModel& model : models) {
            QVERIFY(ids.insert(model.id).second);
            QVERIFY(model.id.starts_with("sandbox/"));
            QCOMPARE(model.offers.size(), std::size_t{1});
            QCOMPARE("sandbox/" + model.offers[0].upstreamId, model.id);
            QVERIFY(model.offers[0].can.vision && model.offers[0].can.tools);
            const domain::CostBreakdown cost = catalog::costOf(model.offers[0], {.prompt = 100, .completion = 100});
            QVERIFY(cost.known && cost.total.isZero());
            const SandboxAnswer answer = ask(model.id, request(R"("x")"));
            QVERIFY(at(whole(answer), "/error/code") != "model_not_found");
        }
    }
};

QTEST_APPLESS_MAIN(TestSandbox)
#include "tst_sandbox.moc"
