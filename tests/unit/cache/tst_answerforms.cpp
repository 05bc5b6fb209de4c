// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// An answer as the client got it, made into the document that is kept, and from there into both forms again.
#include "app/cache/answerrecorder.h"
#include "app/cache/replay.h"
#include "app/dialects/anthropicmessages.h"
#include "app/dialects/gemini.h"
#include "app/dialects/jsonaccess.h"
#include "app/dialects/openaichat.h"
#include "app/dialects/openairesponses.h"
#include "support/everysplit.h"

#include <QTest>

using namespace llmg;
using cache::AnswerRecorder;
using cache::CachedAnswer;
using cache::Replay;
namespace json = boost::json;

class TestAnswerForms : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aStreamMakesTheDocument_data();
    void aStreamMakesTheDocument();
    void theDocumentMakesAStream_data() { aStreamMakesTheDocument_data(); }
    void theDocumentMakesAStream();
    void ourOwnStreamsMakeOurOwnDocuments_data();
    void ourOwnStreamsMakeOurOwnDocuments();
    void isNotKept_data();
    void isNotKept();
    void aStreamThatIsCutIsNotKept_data() { aStreamMakesTheDocument_data(); }
    void aStreamThatIsCutIsNotKept();
    void aHitCostsNothing_data();
    void aHitCostsNothing();
    void chatSaysUsageWhereAsked();
    void usageIsMadeWhereTheClientHadNone();
    void aDocumentStaysByteForByte();
    void tooLargeIsNotKept();
    void geminiStreamsAsArray();
    void everyEventOfAResponse();
    void whatIsDamagedIsNotReplayed_data();
    void whatIsDamagedIsNotReplayed();
};

namespace {

/// Events written as `name data` or `data`, a line each.
std::string stream(std::initializer_list<std::pair<const char*, const char*>> events) {
    std::string out;
    for (const auto& [name, data] : events) {
        if (*name != '\0')
            out.append("event: ").append(name).append("\n");
        out.append("data: ").append(data).append("\n\n");
    }
    return out;
}

std::optional<std::string> recorded(std::string_view dialect, const std::string& bytes,
                                    std::size_t limit = cache::kLargestAnswer) {
    AnswerRecorder recorder(dialect, limit);
    recorder.feed(bytes);
    return recorder.finish({});
}

json::value parsed(const std::string& text) {
    return dialects::parseJson(text).value_or(json::value("not JSON: " + text));
}

/// Compares what they say, whatever the order of their members.
bool same(const json::value& a, const json::value& b) {
    return a == b;
}

CachedAnswer answer(const std::string& dialect, const std::string& document) {
    CachedAnswer answer;
    answer.dialect = dialect;
    answer.document = document;
    return answer;
}

const std::string kChatStream = stream({
    {"",
     R"({"id":"c1","object":"chat.completion.chunk","created":7,"model":"m","system_fingerprint":"fp","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"obfuscation":"xx"})"},
    {"",
     R"({"id":"c1","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{"reasoning_content":"Hm","reasoning":"Hm"},"finish_reason":null}]})"},
    {"",
     R"({"id":"c1","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{"content":"Grüß"},"logprobs":{"content":[{"token":"G","logprob":-0.1}]},"finish_reason":null}]})"},
    {"",
     R"({"id":"c1","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{"content":" dich"},"logprobs":{"content":[{"token":"d","logprob":-0.2}]},"finish_reason":null}]})"},
    {"",
     R"({"id":"c1","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":1,"delta":{"role":"assistant","tool_calls":[{"index":0,"id":"t1","type":"function","function":{"name":"f","arguments":""}}]},"finish_reason":null}]})"},
    {"",
     R"({"id":"c1","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":1,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":"}}]},"finish_reason":null}]})"},
    {"",
     R"({"id":"c1","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":1,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"1}"}},{"index":1,"id":"t2","type":"function","function":{"name":"g","arguments":"{}"}}]},"finish_reason":null}]})"},
    {"",
     R"({"id":"c1","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":1,"delta":{"reasoning_details":[{"index":0,"type":"reasoning.text","text":"a"}]},"finish_reason":null}]})"},
    {"",
     R"({"id":"c1","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":1,"delta":{"reasoning_details":[{"index":0,"type":"reasoning.text","text":"b","signature":"s"}]},"finish_reason":null}]})"},
    {"",
     R"({"id":"c1","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})"},
    {"",
     R"({"id":"c1","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":1,"delta":{},"finish_reason":"tool_calls"}]})"},
    {"",
     R"({"id":"c1","object":"chat.completion.chunk","created":7,"model":"m","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":5,"cost":0.01},"metadata":{"request_id":"r1"}})"},
    {"", "[DONE]"},
});
const char* const kChatDocument = R"({"id":"c1","object":"chat.completion","created":7,"model":"m",
  "system_fingerprint":"fp","choices":[
    {"index":0,"message":{"role":"assistant","content":"Grüß dich","refusal":null,"reasoning_content":"Hm","reasoning":"Hm"},
     "logprobs":{"content":[{"token":"G","logprob":-0.1},{"token":"d","logprob":-0.2}]},"finish_reason":"stop"},
    {"index":1,"message":{"role":"assistant","content":null,"refusal":null,"tool_calls":[
       {"id":"t1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},
       {"id":"t2","type":"function","function":{"name":"g","arguments":"{}"}}],
      "reasoning_details":[{"index":0,"type":"reasoning.text","text":"ab","signature":"s"}]},
     "logprobs":null,"finish_reason":"tool_calls"}],
  "usage":{"prompt_tokens":3,"completion_tokens":5,"cost":0.01},"metadata":{"request_id":"r1"}})";

const std::string kMessagesStream = stream({
    {"message_start",
     R"({"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":1}}})"},
    {"ping", R"({"type":"ping"})"},
    {"content_block_start",
     R"({"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}})"},
    {"content_block_delta",
     R"({"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm"}})"},
    {"content_block_delta",
     R"({"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"sig"}})"},
    {"content_block_stop", R"({"type":"content_block_stop","index":0})"},
    {"content_block_start",
     R"({"type":"content_block_start","index":1,"content_block":{"type":"server_tool_use","id":"s1","name":"web_search","input":{}}})"},
    {"content_block_delta",
     R"({"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"query\":"}})"},
    {"content_block_delta",
     R"({"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"\"x\"}"}})"},
    {"content_block_stop", R"({"type":"content_block_stop","index":1})"},
    {"content_block_start",
     R"({"type":"content_block_start","index":2,"content_block":{"type":"web_search_tool_result","tool_use_id":"s1","content":[{"type":"web_search_result","url":"u"}]}})"},
    {"content_block_stop", R"({"type":"content_block_stop","index":2})"},
    {"content_block_start",
     R"({"type":"content_block_start","index":3,"content_block":{"type":"text","text":"","citations":[]}})"},
    {"content_block_delta", R"({"type":"content_block_delta","index":3,"delta":{"type":"text_delta","text":"It "}})"},
    {"content_block_delta",
     R"({"type":"content_block_delta","index":3,"delta":{"type":"citations_delta","citation":{"url":"u"}}})"},
    {"content_block_delta", R"({"type":"content_block_delta","index":3,"delta":{"type":"text_delta","text":"is."}})"},
    {"content_block_stop", R"({"type":"content_block_stop","index":3})"},
    {"content_block_start",
     R"({"type":"content_block_start","index":4,"content_block":{"type":"tool_use","id":"t1","name":"now","input":{}}})"},
    {"content_block_stop", R"({"type":"content_block_stop","index":4})"},
    {"message_delta",
     R"({"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":9,"cost":0.01},"metadata":{"request_id":"r1"}})"},
    {"message_stop", R"({"type":"message_stop"})"},
});
const char* const kMessagesDocument = R"({"id":"msg_1","type":"message","role":"assistant","model":"m","content":[
  {"type":"thinking","thinking":"Hm","signature":"sig"},
  {"type":"server_tool_use","id":"s1","name":"web_search","input":{"query":"x"}},
  {"type":"web_search_tool_result","tool_use_id":"s1","content":[{"type":"web_search_result","url":"u"}]},
  {"type":"text","text":"It is.","citations":[{"url":"u"}]},
  {"type":"tool_use","id":"t1","name":"now","input":{}}],
  "stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":9,"cost":0.01},
  "metadata":{"request_id":"r1"}})";

const char* const kResponse =
    R"({"id":"resp_1","object":"response","created_at":7,"status":"completed","model":"m","metadata":{"mine":"1"},"output":[)"
    R"({"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"Hm"}],"encrypted_content":"e"},)"
    R"({"id":"ws_1","type":"web_search_call","status":"completed","action":{"type":"search","query":"x"}},)"
    R"({"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"It is.","annotations":[{"type":"url_citation","url":"u"}],"logprobs":[]},{"type":"refusal","refusal":"No."}]},)"
    R"({"id":"fc_1","type":"function_call","status":"completed","call_id":"t1","name":"f","arguments":"{}"},)"
    R"({"id":"ctc_1","type":"custom_tool_call","status":"completed","call_id":"t2","name":"g","input":"free"}],)"
    R"("usage":{"input_tokens":3,"output_tokens":9,"cost":0.01},"gateway":{"request_id":"r1"}})";
const std::string kResponseStream =
    stream(
        {{"response.created",
          R"({"type":"response.created","sequence_number":0,"response":{"id":"resp_1","output":[]}})"},
         {"response.output_text.delta", R"({"type":"response.output_text.delta","sequence_number":1,"delta":"It"})"}}) +
    "event: response.completed\ndata: {\"type\":\"response.completed\",\"sequence_number\":2,\"response\":" +
    kResponse + "}\n\n";
const std::string kBareResponseStream = stream({
    {"response.output_item.done",
     R"({"type":"response.output_item.done","output_index":1,"item":{"id":"fc_1","type":"function_call","name":"f","arguments":"{}"}})"},
    {"response.output_item.done",
     R"({"type":"response.output_item.done","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[]}})"},
    {"response.completed",
     R"({"type":"response.completed","response":{"id":"resp_1","status":"completed","output":[]}})"},
});
const char* const kBareResponse = R"({"id":"resp_1","status":"completed","output":[
  {"id":"rs_1","type":"reasoning","summary":[]},{"id":"fc_1","type":"function_call","name":"f","arguments":"{}"}]})";

const std::string kGeminiStream = stream({
    {"",
     R"({"candidates":[{"content":{"parts":[{"text":"H","thought":true}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":3},"modelVersion":"m","responseId":"g1"})"},
    {"",
     R"({"candidates":[{"content":{"parts":[{"text":"m","thought":true}],"role":"model"},"index":0}],"modelVersion":"m","responseId":"g1"})"},
    {"",
     R"({"candidates":[{"content":{"parts":[{"text":"It "}],"role":"model"},"index":0}],"modelVersion":"m","responseId":"g1"})"},
    {"",
     R"({"candidates":[{"content":{"parts":[{"text":"is."},{"functionCall":{"name":"f","args":{}},"thoughtSignature":"s1"},{"executableCode":{"code":"1"}}],"role":"model"},"index":0}],"responseId":"g1"})"},
    {"", R"({"candidates":[{"content":{"parts":[{"text":"More"}]},"index":0}],"responseId":"g1"})"},
    {"",
     R"({"candidates":[{"content":{"parts":[{"text":"","thoughtSignature":"s2"}]},"finishReason":"STOP","index":0,"groundingMetadata":{"q":1}}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":5,"cost":0.01},"responseId":"g1","metadata":{"request_id":"r1"}})"},
});
const char* const kGeminiDocument =
    R"({"candidates":[{"content":{"parts":[{"text":"Hm","thought":true},{"text":"It is."},
  {"functionCall":{"name":"f","args":{}},"thoughtSignature":"s1"},{"executableCode":{"code":"1"}},
  {"text":"More","thoughtSignature":"s2"}],"role":"model"},
  "finishReason":"STOP","index":0,"groundingMetadata":{"q":1}}],
  "usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":5,"cost":0.01},"modelVersion":"m","responseId":"g1",
  "metadata":{"request_id":"r1"}})";

} // namespace

void TestAnswerForms::aStreamMakesTheDocument_data() {
    QTest::addColumn<std::string>("dialect");
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("document");
    const auto add = [](const char* name, const char* dialect, std::string bytes, const char* document) {
        QTest::newRow(name) << std::string(dialect) << std::move(bytes) << std::string(document);
    };
    add("chat", "openai-chat", kChatStream, kChatDocument);
    add("messages", "anthropic-messages", kMessagesStream, kMessagesDocument);
    add("responses", "openai-responses", kResponseStream, kResponse);
    add("responses without items at the end", "openai-responses", kBareResponseStream, kBareResponse);
    add("gemini", "gemini", kGeminiStream, kGeminiDocument);
}

void TestAnswerForms::aStreamMakesTheDocument() {
    QFETCH(std::string, dialect);
    QFETCH(std::string, bytes);
    QFETCH(std::string, document);
    const auto made = recorded(dialect, ": keep-alive\n" + bytes);
    QVERIFY(made.has_value());
    QVERIFY2(same(parsed(*made), parsed(document)), made->c_str());

    const auto difference = tests::splitDifference(
        bytes,
        [&](const tests::Pieces& pieces) {
            AnswerRecorder recorder(dialect);
            pieces.each([&](std::string_view piece) { recorder.feed(piece); });
            return recorder.finish({});
        },
        400);
    QVERIFY2(!difference, difference.value_or(QByteArray()).constData());
}

void TestAnswerForms::theDocumentMakesAStream() {
    QFETCH(std::string, dialect);
    QFETCH(std::string, document);
    const auto plain = cache::replay(answer(dialect, document), {});
    const auto told = cache::replay(answer(dialect, document), {true, true, false, {}});
    QVERIFY(plain && told);
    QVERIFY(told->starts_with(dialect == "openai-chat" || dialect == "gemini" ? "data: " : "event: "));
    const auto again = recorded(dialect, *told);
    QVERIFY2(again.has_value(), told->c_str());
    QVERIFY2(same(parsed(*again), parsed(*plain)), again->c_str());
}

void TestAnswerForms::ourOwnStreamsMakeOurOwnDocuments_data() {
    QTest::addColumn<int>("codec");
    QTest::newRow("chat") << 0;
    QTest::newRow("messages") << 1;
    QTest::newRow("responses") << 2;
    QTest::newRow("gemini") << 3;
}

void TestAnswerForms::ourOwnStreamsMakeOurOwnDocuments() {
    using namespace dialects;
    QFETCH(int, codec);
    const auto ingress = codec == 0   ? newOpenAiIngressCodec()
                         : codec == 1 ? newAnthropicIngressCodec()
                         : codec == 2 ? newResponsesIngressCodec()
                                      : newGeminiIngressCodec();
    ChatAnswer whole{"id1", "m", 7, {Choice{}}, domain::TokenUsage{}};
    Choice& choice = whole.choices.front();
    choice.message.parts = {{ReasoningPart{"Hm", "sig", {}, "anthropic-claude-v1"}},
                            {TextPart{"It is."}},
                            {ToolCallPart{"t1", "f", "{\"a\":1}"}}};
    choice.finish = FinishReason::ToolCalls;
    whole.usage->prompt = 3;
    whole.usage->completion = 5;
    AnswerAdditions additions;
    additions.cost.known = true;
    additions.cost.total = domain::Money::fromNano(7);
    additions.metadata["request_id"] = "r1";

    ChatRequest request;
    request.includeUsage = true;
    const auto encoder = ingress->newStreamEncoder(request);
    std::string told;
    for (const auto& event : toEvents(whole))
        encoder->encode(event, told);
    encoder->end(additions, told);
    const auto kept = recorded(ingress->dialect(), told);
    QVERIFY2(kept.has_value(), told.c_str());
    const std::string written = ingress->encodeAnswer(whole, additions);
    QVERIFY2(same(parsed(*kept), parsed(written)), (*kept + "\n" + written).c_str());
}

void TestAnswerForms::isNotKept_data() {
    QTest::addColumn<std::string>("dialect");
    QTest::addColumn<std::string>("bytes");
    const auto add = [](const char* name, const char* dialect, std::string bytes) {
        QTest::newRow(name) << std::string(dialect) << std::move(bytes);
    };
    const auto chat = [](const char* message, const char* finish) {
        return R"({"choices":[{"message":)" + std::string(message) + R"(,"finish_reason":")" + finish + R"("}]})";
    };
    const char* const words = R"({"content":"Hello"})";
    add("nothing", "openai-chat", "");
    add("no JSON", "openai-chat", "{");
    add("error", "openai-chat", R"({"error":{"message":"no"}})");
    add("cut by its length", "openai-chat", chat(words, "length"));
    add("filtered", "openai-chat", chat(words, "content_filter"));
    add("says nothing", "openai-chat", chat(R"({"content":""})", "stop"));
    add("no choice", "openai-chat", R"({"choices":[]})");
    add("one of two cut", "openai-chat",
        R"({"choices":[{"message":{"content":"a"},"finish_reason":"stop"},{"message":{"content":"b"},"finish_reason":"length"}]})");
    add("error in a stream", "openai-chat",
        stream({{"", R"({"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]})"},
                {"", R"({"error":{"message":"no"}})"},
                {"", "[DONE]"}}));
    add("no JSON in a stream", "openai-chat", stream({{"", "{"}, {"", "[DONE]"}}));
    add("too many choices", "openai-chat",
        stream({{"", R"({"choices":[{"index":99999999,"delta":{"content":"a"},"finish_reason":"stop"}]})"},
                {"", "[DONE]"}}));
    const auto message = [](const char* stop, const char* content) {
        return R"({"type":"message","content":)" + std::string(content) + R"(,"stop_reason":")" + stop + R"("})";
    };
    const char* const text = R"([{"type":"text","text":"a"}])";
    add("max_tokens", "anthropic-messages", message("max_tokens", text));
    add("refusal", "anthropic-messages", message("refusal", text));
    add("pause_turn", "anthropic-messages", message("pause_turn", text));
    add("empty text", "anthropic-messages", message("end_turn", R"([{"type":"text","text":""}])"));
    add("no content", "anthropic-messages", message("end_turn", "[]"));
    add("a kind of delta that nobody knows", "anthropic-messages",
        stream({{"", R"({"type":"message_start","message":{"type":"message"}})"},
                {"", R"({"type":"content_block_start","index":0,"content_block":{"type":"text","text":"a"}})"},
                {"", R"({"type":"content_block_delta","index":0,"delta":{"type":"new_delta"}})"},
                {"", R"({"type":"message_delta","delta":{"stop_reason":"end_turn"}})"},
                {"", R"({"type":"message_stop"})"}}));
    add("a delta of no block", "anthropic-messages",
        stream({{"", R"({"type":"message_start","message":{"type":"message"}})"},
                {"", R"({"type":"content_block_delta","index":-1,"delta":{"type":"text_delta","text":"a"}})"},
                {"", R"({"type":"message_stop"})"}}));
    add("incomplete", "openai-responses",
        R"({"status":"incomplete","output":[{"type":"message","content":[{"type":"output_text","text":"a"}]}]})");
    add("thoughts alone", "openai-responses", R"({"status":"completed","output":[{"type":"reasoning"}]})");
    add("failed", "openai-responses",
        stream({{"", R"({"type":"response.failed","response":{"status":"failed","output":[]}})"}}));
    add("MAX_TOKENS", "gemini", R"({"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"MAX_TOKENS"}]})");
    add("SAFETY", "gemini", R"({"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"SAFETY"}]})");
    add("blocked", "gemini", R"({"promptFeedback":{"blockReason":"SAFETY"}})");
    add("an unfinished call", "gemini",
        stream(
            {{"",
              R"({"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","partialArgs":[]}}]},"finishReason":"STOP"}]})"}}));
    add("no array", "gemini", "[1]");
    add("an array that is cut", "gemini",
        R"([{"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"}]})");
    add("no vectors", "openai-embeddings", R"({"object":"list","data":[ ]})");
    add("an endpoint's error", "openai-images", R"({"error":{"message":"no"},"data":[1]})");
    add("a stream of vectors", "openai-embeddings", stream({{"", "{}"}}));
    add("a dialect that nobody knows", "other", chat(words, "stop"));
}

void TestAnswerForms::isNotKept() {
    QFETCH(std::string, dialect);
    QFETCH(std::string, bytes);
    QVERIFY(!recorded(dialect, bytes).has_value());
}

void TestAnswerForms::aStreamThatIsCutIsNotKept() {
    QFETCH(std::string, dialect);
    QFETCH(std::string, bytes);
    // Up to the event that carries the end.
    const char* const end = dialect == "openai-chat"          ? "data: [DONE]"
                            : dialect == "anthropic-messages" ? "event: message_stop"
                            : dialect == "openai-responses"
                                ? "event: response.completed"
                                : "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"";
    const std::size_t last = bytes.find(end);
    QVERIFY(last != std::string::npos);
    for (std::size_t size = 0; size <= last; ++size)
        QVERIFY2(!recorded(dialect, bytes.substr(0, size)).has_value(), std::to_string(size).c_str());
}

void TestAnswerForms::aHitCostsNothing_data() {
    QTest::addColumn<std::string>("dialect");
    QTest::addColumn<std::string>("document");
    QTest::addColumn<std::string>("expected");
    const auto add = [](const char* dialect, const char* document, const char* expected) {
        QTest::newRow(dialect) << std::string(dialect) << std::string(document) << std::string(expected);
    };
    const char* const snake =
        R"({"id":"1","usage":{"prompt_tokens":3,"cost":0,"cost_details":{"input":0,"output":0,"cached_input":0,"cache_write":0,"request":0,"total":0}},"metadata":{"request_id":"r2","own":true,"cached":true,"routing":[]}})";
    const char* const paid =
        R"({"id":"1","usage":{"prompt_tokens":3,"cost":0.5,"cost_details":{"markup":0.1,"total":0.5}},"metadata":{"request_id":"r1","own":true,"cached":false,"routing":[{}]}})";
    for (const char* dialect : {"openai-chat", "anthropic-messages", "openai-embeddings"})
        add(dialect, paid, snake);
    add("openai-responses",
        R"({"id":"1","metadata":{"mine":"1"},"usage":null,"gateway":{"request_id":"r1","cached":false}})",
        R"({"id":"1","metadata":{"mine":"1"},"usage":null,"gateway":{"request_id":"r2","cached":true,"routing":[]}})");
    add("gemini", R"({"responseId":"1","usageMetadata":{"promptTokenCount":3,"cost":null},"metadata":null})",
        R"({"responseId":"1","usageMetadata":{"promptTokenCount":3,"cost":0,"costDetails":{"input":0,"output":0,"cachedInput":0,"cacheWrite":0,"request":0,"total":0}},"metadata":{"request_id":"r2","cached":true,"routing":[]}})");
}

void TestAnswerForms::aHitCostsNothing() {
    QFETCH(std::string, dialect);
    QFETCH(std::string, document);
    QFETCH(std::string, expected);
    Replay wish;
    wish.metadata = {{"request_id", "r2"}, {"cached", true}, {"routing", json::array()}};
    const auto got = cache::replay(answer(dialect, document), wish);
    QVERIFY(got.has_value());
    QVERIFY2(same(parsed(*got), parsed(expected)), got->c_str());
}

void TestAnswerForms::chatSaysUsageWhereAsked() {
    const auto without = cache::replay(answer("openai-chat", kChatDocument), {true, false, false, {}});
    QVERIFY(without.has_value());
    QVERIFY(without->find("\"usage\"") == std::string::npos);
    QVERIFY(without->find("\"metadata\"") != std::string::npos);
    QVERIFY(without->ends_with("data: [DONE]\n\n"));
}

void TestAnswerForms::usageIsMadeWhereTheClientHadNone() {
    AnswerRecorder recorder("openai-chat");
    recorder.feed(
        stream({{"", R"({"id":"c","choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]})"}, {"", "[DONE]"}}));
    domain::TokenUsage usage;
    usage.prompt = 3;
    usage.completion = 5;
    usage.reasoning = 2;
    const auto document = recorder.finish(usage);
    QVERIFY(document.has_value());
    QVERIFY(same(parsed(*document).at("usage"), parsed(R"({"prompt_tokens":3,"completion_tokens":5,"total_tokens":8,
                            "prompt_tokens_details":{"cached_tokens":0},
                            "completion_tokens_details":{"reasoning_tokens":2}})")));
}

void TestAnswerForms::aDocumentStaysByteForByte() {
    const std::string document =
        "{\"choices\": [ {\"message\":{\"content\":\"\\u00e9\"},\"finish_reason\":\"stop\",\"x\":1.50} ],\n "
        "\"new\":1e3}";
    QCOMPARE(*recorded("openai-chat", "\n " + document), document);
    const auto got = cache::replay(answer("openai-chat", document), {});
    QVERIFY(got->starts_with(document.substr(0, document.size() - 1)));
}

void TestAnswerForms::tooLargeIsNotKept() {
    QVERIFY(recorded("openai-chat", kChatStream, kChatStream.size()).has_value());
    QVERIFY(!recorded("openai-chat", kChatStream, kChatStream.size() - 1).has_value());
}

void TestAnswerForms::geminiStreamsAsArray() {
    const std::string chunks = "[" + kGeminiStream.substr(6, kGeminiStream.find("\n\n") - 6) + "\n,\r\n" +
                               R"({"candidates":[{"content":{"parts":[{"text":"Yes"}]},"finishReason":"STOP"}]})" + "]";
    const auto difference = tests::splitDifference(chunks, [](const tests::Pieces& pieces) {
        AnswerRecorder recorder("gemini");
        pieces.each([&](std::string_view piece) { recorder.feed(piece); });
        return recorder.finish({});
    });
    QVERIFY2(!difference, difference.value_or(QByteArray()).constData());
    const auto document = recorded("gemini", chunks);
    QVERIFY(document.has_value());
    const auto told = cache::replay(answer("gemini", *document), {true, false, true, {}});
    QVERIFY(told->starts_with("[{") && told->ends_with("}]"));
    QVERIFY(recorded("gemini", *told).has_value());
}

void TestAnswerForms::everyEventOfAResponse() {
    const auto told = cache::replay(answer("openai-responses", kResponse), {true, false, false, {}});
    QVERIFY(told.has_value());
    QStringList names;
    for (const auto& line : QString::fromStdString(*told).split(u'\n')) {
        if (line.startsWith(QLatin1String("event: response.")))
            names << line.mid(16);
    }
    QCOMPARE(
        names.join(u' '),
        QStringLiteral("created in_progress "
                       "output_item.added reasoning_summary_part.added reasoning_summary_text.delta "
                       "reasoning_summary_text.done reasoning_summary_part.done output_item.done "
                       "output_item.added output_item.done "
                       "output_item.added content_part.added output_text.delta output_text.annotation.added "
                       "output_text.done content_part.done content_part.added refusal.delta refusal.done "
                       "content_part.done output_item.done "
                       "output_item.added function_call_arguments.delta function_call_arguments.done output_item.done "
                       "output_item.added custom_tool_call_input.delta custom_tool_call_input.done output_item.done "
                       "completed"));
}

void TestAnswerForms::whatIsDamagedIsNotReplayed_data() {
    QTest::addColumn<std::string>("dialect");
    QTest::addColumn<std::string>("document");
    for (const char* document :
         {"", "{", "[]", R"({"choices":7})", R"({"choices":[7]})", R"({"choices":[{"message":7}]})",
          R"({"content":7,"type":"message"})", R"({"output":[7],"status":"completed"})", R"({"usage":{)"}) {
        for (const char* dialect : {"openai-chat", "anthropic-messages", "openai-responses", "gemini", "other"})
            QTest::addRow("%s %s", dialect, document) << std::string(dialect) << std::string(document);
    }
}

void TestAnswerForms::whatIsDamagedIsNotReplayed() {
    QFETCH(std::string, dialect);
    QFETCH(std::string, document);
    QVERIFY(!cache::replay(answer(dialect, document), {true, true, false, {}}).has_value());
}

QTEST_APPLESS_MAIN(TestAnswerForms)
#include "tst_answerforms.moc"
