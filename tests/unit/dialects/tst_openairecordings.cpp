// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Every recorded OpenAI-chat exchange through the provider codec and through the pass-through relay, against a plain
// reading of the recorded JSON that shares no code with either.
#include "app/dialects/openaichat.h"
#include "tests/unit/dialects/quirks.h"
#include "support/everysplit.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <map>

using namespace llmg;
using namespace llmg::dialects;
using llmg::tests::quirksOf;

#define CHECK(condition, words) QVERIFY2(condition, QByteArray(words).constData())

namespace {

/// What an answer means, as plainly read as can be.
struct Meaning {
    std::string text, reasoning, finish;
    std::vector<std::pair<std::string, std::string>> calls; // name, arguments
    std::int64_t prompt = -1, completion = -1, cached = 0;
    bool error = false;
    friend bool operator==(const Meaning&, const Meaning&) = default;
};

QByteArray show(const Meaning& m) {
    std::string out = "text=[" + m.text + "] reasoning=[" + m.reasoning + "] finish=" + m.finish;
    for (const auto& [name, arguments] : m.calls)
        out += " call " + name + "(" + arguments + ")";
    out += " prompt=" + std::to_string(m.prompt) + " completion=" + std::to_string(m.completion) +
           " cached=" + std::to_string(m.cached) + (m.error ? " error" : "");
    return QByteArray::fromStdString(out);
}

std::string str(const json::value* v) {
    return v != nullptr && v->is_string() ? std::string(v->get_string()) : std::string();
}
const json::value* get(const json::value& v, const char* key) {
    return v.is_object() ? v.get_object().if_contains(key) : nullptr;
}

void plainMessage(const json::value& m, Meaning& meaning, std::map<std::int64_t, std::size_t>& byIndex) {
    if (const auto* content = get(m, "content")) {
        meaning.text += str(content);
        if (content->is_array()) {
            for (const auto& chunk : content->get_array()) {
                meaning.text += str(get(chunk, "text"));
                if (const auto* thinking = get(chunk, "thinking"))
                    for (const auto& t : thinking->get_array())
                        meaning.reasoning += str(get(t, "text"));
            }
        }
    }
    const std::string reasoning = str(get(m, "reasoning_content"));
    meaning.reasoning += reasoning.empty() ? str(get(m, "reasoning")) : reasoning;
    const auto addCall = [&](const json::value& call, std::int64_t index) {
        const auto* function = get(call, "function");
        if (function == nullptr)
            return;
        const std::string name = str(get(*function, "name"));
        if (!name.empty()) {
            byIndex[index] = meaning.calls.size();
            meaning.calls.emplace_back(name, "");
        }
        if (byIndex.count(index) != 0)
            meaning.calls[byIndex[index]].second += str(get(*function, "arguments"));
    };
    if (const auto* calls = get(m, "tool_calls"); calls != nullptr && calls->is_array()) {
        std::int64_t i = 0;
        for (const auto& call : calls->get_array()) {
            const auto* index = get(call, "index");
            addCall(call, index != nullptr && index->is_int64() ? index->get_int64() : i);
            ++i;
        }
    }
    if (const auto* function = get(m, "function_call"); function != nullptr && function->is_object())
        addCall(json::value{{"function", *function}}, 0);
}

void plainUsage(const json::value& document, Meaning& meaning) {
    const json::value* usage = get(document, "usage");
    if ((usage == nullptr || !usage->is_object()) && get(document, "x_groq") != nullptr)
        usage = get(*get(document, "x_groq"), "usage");
    if (usage == nullptr || !usage->is_object())
        return;
    meaning.prompt = usage->at("prompt_tokens").to_number<std::int64_t>();
    meaning.completion = usage->at("completion_tokens").to_number<std::int64_t>();
    const std::int64_t total = usage->at("total_tokens").to_number<std::int64_t>();
    const auto* details = get(*usage, "completion_tokens_details");
    const auto* reasoning = details != nullptr ? get(*details, "reasoning_tokens") : nullptr;
    if (reasoning != nullptr && reasoning->is_int64() &&
        total == meaning.prompt + meaning.completion + reasoning->get_int64())
        meaning.completion = total - meaning.prompt;
    meaning.cached = 0;
    if (const auto* prompt = get(*usage, "prompt_tokens_details");
        prompt != nullptr && get(*prompt, "cached_tokens") != nullptr)
        meaning.cached = get(*prompt, "cached_tokens")->to_number<std::int64_t>();
    else if (get(*usage, "prompt_cache_hit_tokens") != nullptr)
        meaning.cached = get(*usage, "prompt_cache_hit_tokens")->to_number<std::int64_t>();
}

std::string plainFinish(const std::string& native) {
    return native == "eos" ? "stop" : native == "function_call" ? "tool_calls" : native;
}

/// One document, or the lines of a stream.
Meaning plainReading(const std::string& body, bool stream) {
    Meaning meaning;
    std::map<std::int64_t, std::size_t> byIndex;
    const auto take = [&](const json::value& document) {
        if (const auto* error = get(document, "error"); error != nullptr && !error->is_null())
            meaning.error = true;
        if (const auto* choices = get(document, "choices");
            choices != nullptr && choices->is_array() && !choices->get_array().empty()) {
            const json::value& choice = choices->get_array().front();
            const auto* message = get(choice, stream ? "delta" : "message");
            if (message != nullptr)
                plainMessage(*message, meaning, byIndex);
            std::string finish = str(get(choice, "finish_reason"));
            if (const auto* details = get(choice, "finish_details"); details != nullptr && finish.empty())
                finish = str(get(*details, "type")) == "max_tokens" ? "length" : "";
            if (!finish.empty() && meaning.finish.empty())
                meaning.finish = plainFinish(finish);
        }
        plainUsage(document, meaning);
    };
    if (!stream) {
        take(json::parse(body));
        return meaning;
    }
    std::size_t from = 0;
    while (from < body.size()) {
        std::size_t end = body.find('\n', from);
        if (end == std::string::npos)
            end = body.size();
        std::string line = body.substr(from, end - from);
        from = end + 1;
        if (!line.empty() && line.back() == '\r')
            line.pop_back();
        if (line.rfind("data:", 0) == 0 && line.find("[DONE]") == std::string::npos)
            take(json::parse(line.substr(5)));
    }
    return meaning;
}

Meaning meaningOf(const ChatAnswer& answer) {
    Meaning meaning;
    if (!answer.choices.empty()) {
        for (const Part& part : answer.choices.front().message.parts) {
            if (const auto* text = std::get_if<TextPart>(&part.value))
                meaning.text += text->text;
            else if (const auto* thought = std::get_if<ReasoningPart>(&part.value))
                meaning.reasoning += thought->text;
            else if (const auto* call = std::get_if<ToolCallPart>(&part.value))
                meaning.calls.emplace_back(call->name, call->arguments);
        }
        meaning.finish = toString(answer.choices.front().finish);
    }
    if (answer.usage) {
        meaning.prompt = answer.usage->prompt;
        meaning.completion = answer.usage->completion;
        meaning.cached = answer.usage->cachedPrompt;
    }
    return meaning;
}

std::string slurp(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return file.readAll().toStdString();
}

struct Decoded {
    Meaning meaning;
    bool ended = false;
    friend bool operator==(const Decoded&, const Decoded&) = default;
};

Decoded decodeStream(const tests::Pieces& pieces, const OpenAiQuirks& quirks) {
    const auto decoder = newOpenAiProviderCodec(quirks)->newStreamDecoder();
    std::vector<Event> events;
    pieces.each([&](std::string_view piece) { decoder->feed(piece, events); });
    decoder->finish(events);
    AnswerCollector collector;
    for (const Event& event : events)
        collector.add(event);
    Decoded decoded;
    decoded.ended = collector.ended();
    decoded.meaning.error = collector.error().has_value();
    const bool error = decoded.meaning.error;
    decoded.meaning = meaningOf(collector.take());
    decoded.meaning.error = error;
    return decoded;
}

struct Relayed {
    std::string client;
    bool ended = false, error = false;
    friend bool operator==(const Relayed&, const Relayed&) = default;
};

Relayed relayStream(const tests::Pieces& pieces, const OpenAiQuirks& quirks, bool includeUsage) {
    const auto relay = newOpenAiPassThroughRelay(quirks, includeUsage);
    Relayed relayed;
    pieces.each([&](std::string_view piece) { relay->feed(piece, relayed.client); });
    relay->upstreamEnded();
    relayed.ended = relay->observation().ended;
    relayed.error = relay->observation().error.has_value();
    AnswerAdditions additions;
    additions.metadata["request_id"] = "r1";
    additions.cost.known = true;
    additions.cost.total = domain::Money::fromNano(1500);
    if (relayed.error)
        relay->fail(*relay->observation().error, 502, relayed.client);
    else
        relay->finish(additions, relayed.client);
    return relayed;
}

} // namespace

class TestOpenAiRecordings : public QObject {
    Q_OBJECT

    QStringList m_files;
    QString path(const QString& name) const { return QStringLiteral(LLMG_RECORDINGS_DIR "/") + name; }

  private Q_SLOTS:
    void initTestCase() {
        m_files =
            QDir(QStringLiteral(LLMG_RECORDINGS_DIR)).entryList({QStringLiteral("*-oai-chat-*.json")}, QDir::Files);
        if (m_files.isEmpty())
            qInfo("skipped: no recordings at " LLMG_RECORDINGS_DIR);
        else
            qInfo("%d recorded exchanges", static_cast<int>(m_files.size()));
    }

    void answersKeepTheirMeaning() {
        for (const QString& file : m_files) {
            const json::value recording = json::parse(slurp(path(file)));
            const std::string body(recording.at("response_body").as_string());
            const std::string provider(recording.at("provider").as_string());
            const OpenAiQuirks quirks = quirksOf(provider);
            const QByteArray name = file.toUtf8();
            const auto status = static_cast<int>(recording.at("status").as_int64());
            if (status >= 400) {
                const Error error = newOpenAiProviderCodec(quirks)->decodeError(status, body);
                CHECK(!error.message.empty(), name);
                QCOMPARE(error.upstreamStatus, status);
                // The recorded words are somewhere in the body: as JSON text, quoted.
                std::string words = error.message.substr(0, error.message.find_first_of("\"\\\n("));
                words.erase(words.find_last_not_of(' ') + 1);
                CHECK(body.find(words) != std::string::npos, name + ": " + error.message.c_str());
                continue;
            }
            if (recording.at("framing").as_string() != "json")
                continue;
            Meaning plain = plainReading(body, false);
            if (provider == "google") // thoughts are in the total alone
                plain.completion = json::parse(body).at("usage").at("total_tokens").as_int64() - plain.prompt;
            const auto answer = newOpenAiProviderCodec(quirks)->decodeAnswer(body);
            auto passed = passOpenAiAnswer(body, quirks);
            QCOMPARE(answer.has_value(), !plain.error);
            QCOMPARE(passed.has_value(), !plain.error);
            if (plain.error)
                continue;
            CHECK(meaningOf(*answer) == plain, name + "\n" + show(meaningOf(*answer)) + "\n" + show(plain));
            AnswerAdditions additions;
            additions.metadata["request_id"] = "r1";
            const Meaning after = plainReading(finishPassedAnswer(*passed, additions), false);
            CHECK(after == plain, name + " passed\n" + show(after) + "\n" + show(plain));
            if (answer->statedCost)
                CHECK(answer->statedCost->nanoUsd > 0, name);
        }
    }

    void streamsKeepTheirMeaning() {
        for (const QString& file : m_files) {
            const json::value recording = json::parse(slurp(path(file)));
            if (recording.at("status").as_int64() >= 400 || recording.at("framing").as_string() != "sse")
                continue;
            const std::string body(recording.at("response_body").as_string());
            const OpenAiQuirks quirks = quirksOf(std::string(recording.at("provider").as_string()));
            const QByteArray name = file.toUtf8();
            const Meaning plain = plainReading(body, true);

            const Decoded decoded = decodeStream(tests::Pieces(body, {}), quirks);
            if (plain.error) {
                CHECK(decoded.meaning.error && !decoded.ended, name);
            } else if (plain.finish.empty()) {
                qInfo("%s: no finish reason recorded, ended=%d error=%d", name.constData(), decoded.ended,
                      decoded.meaning.error);
            } else {
                CHECK(decoded.meaning == plain, name + "\n" + show(decoded.meaning) + "\n" + show(plain));
                CHECK(decoded.ended, name);
            }
            const Relayed relayed = relayStream(tests::Pieces(body, {}), quirks, true);
            CHECK(relayed.ended == decoded.ended && relayed.error == decoded.meaning.error, name);
            if (relayed.error)
                continue;
            const Meaning after = plainReading(relayed.client, true);
            CHECK(after == plain || plain.finish.empty(), name + " relayed\n" + show(after) + "\n" + show(plain));
            checkClientStream(relayed.client, true, plain.prompt >= 0, name);
            const Relayed bare = relayStream(tests::Pieces(body, {}), quirks, false);
            checkClientStream(bare.client, false, false, name);

            const auto difference = tests::splitDifference(
                body, [&](const tests::Pieces& pieces) { return relayStream(pieces, quirks, true); }, 40);
            CHECK(!difference, name + " relay " + (difference ? *difference : QByteArray()));
            const auto other = tests::splitDifference(
                body, [&](const tests::Pieces& pieces) { return decodeStream(pieces, quirks); }, 40);
            CHECK(!other, name + " decoder " + (other ? *other : QByteArray()));
        }
    }

    void requestsSurviveOurOwnForm() {
        const auto ingress = newOpenAiIngressCodec();
        for (const QString& file : m_files) {
            const json::value recording = json::parse(slurp(path(file)));
            json::value body = recording.at("request_body");
            if (!body.is_object() || body.get_object().if_contains("model") == nullptr)
                continue;
            const QByteArray name = file.toUtf8();
            const std::string text = json::serialize(body);
            const auto scan = scanOpenAiChat(text);
            CHECK(scan.has_value(), name + ": " + (scan ? "" : scan.error().message.c_str()));
            const auto request = ingress->decodeRequest(body);
            CHECK(request.has_value(), name + ": " + (request ? "" : request.error().message.c_str()));
            QCOMPARE(scan->stream, request->stream);
            QCOMPARE(scan->model, request->model);

            TargetModel target;
            target.upstreamId = request->model;
            target.reasoning = true;
            OpenAiQuirks quirks; // of one that refuses nothing
            quirks.webSearch = OpenAiQuirks::WebSearch::Options;
            quirks.acceptsCustomTools = true;
            const auto encoded = newOpenAiProviderCodec(quirks)->encode(*request, target);
            CHECK(encoded.has_value(), name);
            const json::value again = json::parse(encoded->body);
            const json::array& before = body.at("messages").as_array();
            const json::array& after = again.at("messages").as_array();
            CHECK(before.size() == after.size(), name);
            for (std::size_t i = 0; i < before.size(); ++i) {
                Meaning a, b;
                std::map<std::int64_t, std::size_t> ia, ib;
                plainMessage(before[i], a, ia);
                plainMessage(after[i], b, ib);
                a.reasoning = b.reasoning = {};
                CHECK(a == b, name + "\n" + show(a) + "\n" + show(b));
            }
            for (const char* key : {"temperature", "top_p", "seed", "n", "logprobs", "top_logprobs", "user", "thinking",
                                    "service_tier", "parallel_tool_calls", "web_search_options", "reasoning_effort"}) {
                const auto* was = get(body, key);
                if (was == nullptr || was->is_null() ||
                    (std::string(key) == "parallel_tool_calls" && get(body, "tools") == nullptr))
                    continue;
                const auto* now = get(again, key);
                CHECK(now != nullptr, name + " loses " + key);
                const bool same =
                    was->is_number() ? now->to_number<double>() == was->to_number<double>() : *now == *was;
                CHECK(same, name + " changes " + key);
            }
            const auto* tools = get(body, "tools");
            if (tools != nullptr && tools->is_array() && !tools->get_array().empty())
                CHECK(get(again, "tools")->get_array().size() == tools->get_array().size(), name);
            quirks.reasoningAsk = OpenAiQuirks::ReasoningAsk::ReasoningObject; // takes either spelling
            const auto passed = passThroughOpenAiChat(text, target, quirks);
            CHECK(passed.has_value(), name);
            json::value through = json::parse(passed->body);
            if (!request->stream) {
                CHECK(through == body || get(body, "stream_options") != nullptr, name);
            } else {
                CHECK(through.at("stream_options").at("include_usage").as_bool(), name);
                CHECK(through.at("messages") == body.at("messages"), name);
            }
        }
    }

  private:
    static void checkClientStream(const std::string& client, bool asked, bool known, const QByteArray& name) {
        CHECK(client.size() > 14 && client.substr(client.size() - 14) == "data: [DONE]\n\n", name);
        CHECK(client.find("[DONE]") == client.size() - 8, name);
        CHECK(client.find("PROCESSING") == std::string::npos, name);
        bool role = false;
        int usages = 0, metadata = 0;
        std::size_t from = 0;
        json::value last;
        while (from < client.size()) {
            const std::size_t end = client.find("\n\n", from);
            CHECK(end != std::string::npos, name);
            const std::string line = client.substr(from, end - from);
            from = end + 2;
            if (line == "data: [DONE]")
                break;
            const json::value chunk = json::parse(line.substr(line.find("data:") + 5));
            for (const char* key : {"id", "object", "created", "model", "choices"})
                CHECK(get(chunk, key) != nullptr, name + " lacks " + key);
            QCOMPARE(chunk.at("object").as_string(), json::string_view("chat.completion.chunk"));
            if (const auto* usage = get(chunk, "usage"); usage != nullptr && usage->is_object()) {
                ++usages;
                CHECK(chunk.at("choices").as_array().empty(), name);
                QCOMPARE(usage->at("cost").as_double(), 0.0000015);
            }
            if (get(chunk, "metadata") != nullptr && get(chunk.at("metadata"), "request_id") != nullptr)
                ++metadata;
            for (const auto& choice : chunk.at("choices").as_array()) {
                if (!role)
                    QCOMPARE(choice.at("delta").at("role").as_string(), json::string_view("assistant"));
                role = true;
                CHECK(str(get(choice.at("delta"), "reasoning")) == str(get(choice.at("delta"), "reasoning_content")),
                      name);
            }
            last = chunk;
        }
        CHECK(role, name);
        QCOMPARE(usages, asked && known ? 1 : 0);
        QCOMPARE(metadata, 1);
        CHECK(get(last, "metadata") != nullptr, name);
    }
};

QTEST_APPLESS_MAIN(TestOpenAiRecordings)
#include "tst_openairecordings.moc"
