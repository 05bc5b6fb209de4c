// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Gemini's and Vertex's recorded exchanges: what we make of answers against a plain reading of the JSON, and requests
// and answers led through the canonical form or passed through.
#include "app/dialects/gemini.h"
#include "shape.h"

using namespace llmg;
using namespace llmg::tests;
using dialects::arrayAt;
using dialects::flagAt;
using dialects::integerAt;
using dialects::objectAt;
using dialects::textAt;

namespace {

void readResponse(const json::object& response, Meaning& meaning, json::object& usage) {
    meaning.id = textAt(response, "responseId");
    meaning.model = textAt(response, "modelVersion");
    if (const auto* reported = objectAt(response, "usageMetadata")) {
        for (const auto& [key, value] : *reported)
            usage[key] = value;
    }
    for (const json::value& value : *arrayAt(response, "candidates")) {
        const json::object& candidate = value.as_object();
        for (const json::value& one : candidate.at("content").at("parts").as_array()) {
            const json::object& part = one.as_object();
            (flagAt(part, "thought") ? meaning.reasoning : meaning.text) += textAt(part, "text");
            if (const auto* call = objectAt(part, "functionCall"))
                meaning.calls += std::string(textAt(*call, "name")) + dialects::writeJson(call->at("args")) + ";";
            if (const auto* code = objectAt(part, "executableCode"))
                meaning.text += "```python\n" + std::string(textAt(*code, "code")) + "```\n";
            if (const auto* result = objectAt(part, "codeExecutionResult"))
                meaning.text += "```\n" + std::string(textAt(*result, "output")) + "```\n";
        }
        const auto word = textAt(candidate, "finishReason");
        if (word == "STOP" || integerAt(candidate, "finishReason") == 1)
            meaning.finish = meaning.calls.empty() ? "stop" : "tool_calls";
        if (word == "MAX_TOKENS")
            meaning.finish = "length";
    }
    const auto count = [&](const char* key) { return integerAt(usage, key).value_or(0); };
    meaning.prompt = count("promptTokenCount") + count("toolUsePromptTokenCount");
    meaning.completion = count("candidatesTokenCount") + count("thoughtsTokenCount");
    meaning.cached = count("cachedContentTokenCount");
}

Meaning plain(const std::string& body) {
    Meaning meaning;
    json::object usage;
    if (const auto whole = dialects::parseJson(body)) {
        if (whole->is_array()) {
            for (const json::value& response : whole->get_array())
                readResponse(response.as_object(), meaning, usage);
        } else {
            readResponse(whole->as_object(), meaning, usage);
        }
        return meaning;
    }
    std::size_t at = 0;
    while ((at = body.find("data: ", at)) != std::string::npos) {
        const std::size_t end = body.find('\n', at);
        readResponse(dialects::parseJson(std::string_view(body).substr(at + 6, end - at - 6))->as_object(), meaning,
                     usage);
        at = end;
    }
    return meaning;
}

// What the canonical form says otherwise, to the same effect:
// - the list that one lone part stands for, and empty texts, which are left out;
// - contents of one role that follow each other, which are one turn; the role of a system instruction, always "user";
// - both spellings of names (what lies under a function's args, response and schema is the client's own);
// - Google's Schema as JSON Schema, in parametersJsonSchema and responseJsonSchema, and none where it says nothing;
// - a search by its older name; base64 with the URL alphabet;
// - code that Google ran, shown as text, and calls of its tools with their signatures, which are left out;
// - on Gemini 3 a word that a call has no signature;
// - empty lists and objects of configuration; one candidate and no thoughts, as is usual; whole numbers as 1.0.
class Plain {
  public:
    static json::value of(const json::value& body) { return Plain().object(body.as_object()); }

  private:
    static std::string camel(std::string_view name) {
        std::string out;
        for (std::size_t i = 0; i < name.size(); ++i) {
            if (name[i] == '_' && i + 1 < name.size() && !out.empty())
                out += static_cast<char>(name[++i] - ('a' - 'A'));
            else
                out += name[i];
        }
        return out;
    }

    static json::value schema(const json::value& value) {
        if (const auto* text = value.if_string())
            return json::string(QByteArray(text->c_str()).toStdString());
        if (!value.is_object())
            return value;
        json::object out;
        for (const auto& [key, member] : value.get_object()) {
            if (key == "type" && member.is_string())
                out[key] = QByteArray(member.get_string().c_str()).toLower().toStdString();
            else if (key == "properties") {
                json::object inner;
                for (const auto& [name, one] : member.as_object())
                    inner[name] = schema(one);
                out[key] = inner;
            } else if (key == "items") {
                out[key] = schema(member);
            } else {
                out[key] = member;
            }
        }
        return out;
    }

    static bool isEmpty(const json::value& value) {
        return (value.is_object() && value.get_object().empty()) || (value.is_array() && value.get_array().empty());
    }

    json::value object(const json::object& from) {
        json::object out;
        for (const auto& [key, member] : from) {
            std::string name = camel(key);
            if (name == "args" || name == "response") {
                out[name] = member;
            } else if (name == "parameters" || name == "parametersJsonSchema" || name == "responseSchema" ||
                       name == "responseJsonSchema") {
                name = name.starts_with("param") ? "parametersJsonSchema" : "responseJsonSchema";
                const json::value plain = schema(member);
                const auto* properties = objectAt(plain.as_object(), "properties");
                if (name[0] == 'r' || (properties != nullptr && !properties->empty()))
                    out[name] = plain;
            } else if (name == "googleSearchRetrieval") {
                out["googleSearch"] = json::object();
            } else if (name == "contents") {
                out[name] = contents(member);
            } else if (name == "systemInstruction") {
                json::value list = parts(member.as_object().at("parts"));
                if (!isEmpty(list))
                    out[name] = list;
            } else if (name == "data" && member.is_string()) {
                out[name] = QByteArray(member.get_string().c_str()).replace('-', '+').replace('_', '/').toStdString();
            } else if (name == "candidateCount" && member == json::value(1)) {
                continue;
            } else if (name == "tools") {
                out[name] = tools(member.as_array());
            } else {
                json::value plain = value(member);
                const bool isTool = name == "codeExecution" || name == "urlContext" || name == "googleSearch";
                if ((isTool || !isEmpty(plain)) && name != "includeThoughts" && name != "description")
                    out[name] = std::move(plain);
                else if (name == "description" && !member.as_string().empty())
                    out[name] = member;
                else if (name == "includeThoughts" && member.as_bool())
                    out[name] = true;
            }
        }
        return out;
    }

    // Functions first, then one object for each of Google's own.
    json::value tools(const json::array& list) {
        json::array functions, own;
        for (const json::value& tool : list) {
            const json::value plain = object(tool.as_object());
            for (const auto& [name, member] : plain.as_object())
                (name == "functionDeclarations" ? functions : own).push_back(json::object{{name, member}});
        }
        for (const json::value& one : own)
            functions.push_back(one);
        return functions;
    }

    json::value value(const json::value& from) {
        if (const auto* list = from.if_array()) {
            json::array out;
            for (const json::value& one : *list)
                out.push_back(value(one));
            return out;
        }
        if (from.is_object())
            return object(from.get_object());
        return from.is_number() ? json::value(from.to_number<double>()) : from;
    }

    json::value parts(const json::value& from) {
        json::array out;
        const json::array list = from.is_array() ? from.get_array() : json::array{from};
        for (const json::value& one : list) {
            json::value part = object(one.as_object());
            const json::object& fields = part.as_object();
            if (fields.contains("toolCall") || fields.contains("toolResponse"))
                continue;
            if (textAt(fields, "thoughtSignature") == "skip_thought_signature_validator")
                part.as_object().erase("thoughtSignature");
            if (const auto* text = fields.if_contains("text"); text == nullptr || !text->as_string().empty())
                out.push_back(part);
        }
        return out;
    }

    json::value contents(const json::value& from) {
        json::array out;
        for (const json::value& one : from.as_array()) {
            const json::object& content = one.as_object();
            const std::string role(textAt(content, "role") == "model" ? "model" : "user");
            if (out.empty() || textAt(out.back().as_object(), "role") != role)
                out.push_back(json::object{{"role", role}, {"parts", json::array()}});
            const json::value plain = parts(content.at("parts"));
            for (const json::value& part : plain.as_array())
                out.back().as_object()["parts"].as_array().push_back(part);
        }
        return out;
    }
};

/// Of a request that was not recorded whole nothing can be said.
std::optional<json::value> requestOf(const Recording& recording) {
    const json::value* body = recording.document.if_contains("request_body");
    if (body == nullptr)
        return std::nullopt;
    if (body->is_string())
        return dialects::parseJson(body->get_string());
    return body->is_object() ? std::optional(*body) : std::nullopt;
}

dialects::TargetModel targetOf(const Recording& recording) {
    dialects::TargetModel target;
    target.upstreamId = recording.text("model");
    target.provider = recording.text("provider");
    target.reasoning = true;
    return target;
}

bool isStream(const Recording& recording) {
    return recording.text("api") == "google-streamGenerateContent";
}

} // namespace

class TestGeminiRecordings : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { m_recordings = recordings({"google-generateContent", "google-streamGenerateContent"}); }

    void givesThePlainMeaning_data() {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < m_recordings.size(); ++i)
            QTest::newRow(m_recordings[i].name.constData()) << static_cast<int>(i);
    }

    void givesThePlainMeaning() {
        if (m_recordings.empty())
            return;
        QFETCH(int, index);
        const Recording& recording = m_recordings[static_cast<std::size_t>(index)];
        const std::string body = recording.text("response_body");
        const auto codec = dialects::newGeminiProviderCodec();
        if (recording.status() != 200) {
            const Error error = codec->decodeError(recording.status(), body);
            const json::object document = dialects::parseJson(body)->as_object();
            const json::object& stated = *objectAt(document, "error");
            QCOMPARE(bytes(error.message), bytes(textAt(stated, "message")));
            QCOMPARE(bytes(error.upstreamCode), bytes(textAt(stated, "status")));
            const bool keyIsBad = error.message.find("API key not valid") != std::string::npos;
            const ErrorKind expected = recording.status() == 429   ? ErrorKind::RateLimited
                                       : recording.status() == 404 ? ErrorKind::ModelNotFound
                                       : keyIsBad                  ? ErrorKind::UpstreamKeyRejected
                                                                   : ErrorKind::UpstreamRejected;
            QCOMPARE(toString(error.kind), toString(expected));
            return;
        }
        if (recording.text("api") == "google-streamGenerateContent") {
            const auto lines = decodeAtEverySplit(*codec, body, 150);
            QVERIFY2(lines.size() > 1, lines.first().constData());
            QCOMPARE(lines.last(), QByteArray("end"));
            QCOMPARE(meaningOf(collect(decodeStream(*codec, Pieces(body, {})))).inWords(), plain(body).inWords());
        } else {
            const auto answer = codec->decodeAnswer(body);
            QVERIFY2(answer.has_value(), answer ? "" : answer.error().message.c_str());
            QCOMPARE(meaningOf(*answer).inWords(), plain(body).inWords());
        }
    }

    void requestsSurviveTheCanonicalForm_data() { givesThePlainMeaning_data(); }
    void requestsSurviveTheCanonicalForm() {
        if (m_recordings.empty())
            return;
        QFETCH(int, index);
        const Recording& recording = m_recordings[static_cast<std::size_t>(index)];
        const auto body = requestOf(recording);
        if (!body)
            return;
        const auto ingress = dialects::newGeminiIngressCodec();
        const std::string text = dialects::writeJson(*body);
        const auto scan = ingress->scan(text, {recording.text("model"), isStream(recording), false});
        QVERIFY2(scan.has_value(), scan ? "" : scan.error().message.c_str());
        auto request = ingress->decodeRequest(*body);
        if (recording.status() == 400 && !request) { // refused by Google for the same
            QCOMPARE(bytes(request.error().param), QByteArray("contents[0].role"));
            return;
        }
        QVERIFY2(request.has_value(), request ? "" : request.error().message.c_str());
        request->stream = isStream(recording);
        const auto codec = dialects::newGeminiProviderCodec();
        const auto encoded = codec->encode(*request, targetOf(recording));
        QVERIFY2(encoded.has_value(), encoded ? "" : encoded.error().message.c_str());
        QVERIFY(encoded->droppedParams.empty());
        QCOMPARE(shape(Plain::of(*dialects::parseJson(encoded->body))), shape(Plain::of(*body)));
    }

    void requestsPassUnchanged_data() { givesThePlainMeaning_data(); }
    void requestsPassUnchanged() {
        if (m_recordings.empty())
            return;
        QFETCH(int, index);
        const Recording& recording = m_recordings[static_cast<std::size_t>(index)];
        const auto body = requestOf(recording);
        if (!body)
            return;
        const std::string text = dialects::writeJson(*body);
        dialects::RequestScan scan;
        const auto codec = dialects::newGeminiProviderCodec();
        const auto encoded = codec->passThrough()->encode(text, scan, targetOf(recording));
        QVERIFY(encoded.has_value());
        QCOMPARE(bytes(encoded->body), bytes(text));
    }

    void answersSurviveTheCanonicalForm_data() { givesThePlainMeaning_data(); }
    void answersSurviveTheCanonicalForm() {
        if (m_recordings.empty())
            return;
        QFETCH(int, index);
        const Recording& recording = m_recordings[static_cast<std::size_t>(index)];
        if (recording.status() != 200)
            return;
        const std::string body = recording.text("response_body");
        const auto codec = dialects::newGeminiProviderCodec();
        const auto ingress = dialects::newGeminiIngressCodec();
        if (!isStream(recording)) {
            const auto answer = codec->decodeAnswer(body);
            QCOMPARE(plain(ingress->encodeAnswer(*answer, {})).inWords(), plain(body).inWords());
            auto passed = codec->passThrough()->readAnswer(body);
            QVERIFY(passed.has_value());
            QCOMPARE(plain(codec->passThrough()->finishAnswer(*passed, {})).inWords(), plain(body).inWords());
            return;
        }
        for (const bool isArray : {false, true}) {
            dialects::ChatRequest request;
            request.arrayStream = isArray;
            const auto encoder = ingress->newStreamEncoder(request);
            std::string written;
            for (const auto& event : decodeStream(*codec, Pieces(body, {})))
                encoder->encode(event, written);
            encoder->end({}, written);
            QCOMPARE(plain(written).inWords(), plain(body).inWords());
            dialects::RequestScan scan;
            scan.arrayStream = isArray;
            const auto run = [&](const Pieces& pieces) {
                const auto relay = codec->passThrough()->newRelay(scan);
                std::string out;
                pieces.each([&](std::string_view piece) { relay->feed(piece, out); });
                relay->upstreamEnded();
                relay->finish({}, out);
                return out;
            };
            const auto difference = splitDifference(body, run, 40);
            QVERIFY2(!difference, difference ? difference->constData() : "");
            QCOMPARE(plain(run(Pieces(body, {}))).inWords(), plain(body).inWords());
        }
    }

  private:
    std::vector<Recording> m_recordings;
};

QTEST_GUILESS_MAIN(TestGeminiRecordings)
#include "tst_geminirecordings.moc"
