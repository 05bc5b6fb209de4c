// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Gemini's and Vertex's recorded answers: what we make of them against a plain reading of the JSON.
#include "app/dialects/gemini.h"
#include "translation.h"

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
    for (const auto& [key, value] : *objectAt(response, "usageMetadata"))
        usage[key] = value;
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

  private:
    std::vector<Recording> m_recordings;
};

QTEST_GUILESS_MAIN(TestGeminiRecordings)
#include "tst_geminirecordings.moc"
