// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Cohere's recorded answers: what we make of them against a plain reading of the JSON.
#include "app/dialects/coherechat.h"
#include "translation.h"

using namespace llmg;
using namespace llmg::tests;
using dialects::arrayAt;
using dialects::integerAt;
using dialects::objectAt;
using dialects::textAt;

namespace {

void readEnd(const json::object& holder, Meaning& meaning) {
    const auto reason = textAt(holder, "finish_reason");
    meaning.finish = reason == "COMPLETE" ? "stop" : reason == "TOOL_CALL" ? "tool_calls" : "not expected";
    const json::object& usage = *objectAt(holder, "usage");
    const json::object& tokens = *objectAt(usage, "tokens");
    meaning.prompt = *integerAt(tokens, "input_tokens");
    meaning.completion = *integerAt(tokens, "output_tokens");
    meaning.cached = integerAt(usage, "cached_tokens").value_or(0);
}

std::string inOneForm(std::string_view arguments) {
    return dialects::writeJson(*dialects::parseJson(arguments));
}

Meaning plainAnswer(std::string_view body) {
    const json::object answer = dialects::parseJson(body)->as_object();
    const json::object& message = *objectAt(answer, "message");
    Meaning meaning;
    meaning.id = textAt(answer, "id");
    meaning.reasoning = textAt(message, "tool_plan");
    if (const json::array* content = arrayAt(message, "content")) {
        for (const json::value& block : *content)
            meaning.text += textAt(block.as_object(), "text");
    }
    if (const json::array* calls = arrayAt(message, "tool_calls")) {
        for (const json::value& call : *calls) {
            const json::object& function = *objectAt(call.as_object(), "function");
            meaning.calls += std::string(textAt(function, "name")) + inOneForm(textAt(function, "arguments")) + ";";
        }
    }
    readEnd(answer, meaning);
    return meaning;
}

Meaning plainStream(const std::string& body) {
    Meaning meaning;
    std::string name, arguments;
    std::size_t at = 0;
    while (at < body.size()) {
        std::size_t end = body.find('\n', at);
        end = end == std::string::npos ? body.size() : end;
        const std::string_view line = std::string_view(body).substr(at, end - at);
        at = end + 1;
        const auto document = line.starts_with("data:") ? dialects::parseJson(line.substr(5)) : std::nullopt;
        if (!document || !document->is_object())
            continue; // [DONE]
        const json::object& data = document->as_object();
        const auto type = textAt(data, "type");
        const json::object none;
        const json::object* delta = objectAt(data, "delta");
        const json::object* message = delta != nullptr ? objectAt(*delta, "message") : nullptr;
        if (message == nullptr)
            message = &none;
        if (type == "message-start")
            meaning.id = textAt(data, "id");
        if (const json::object* block = objectAt(*message, "content")) {
            meaning.text += textAt(*block, "text");
            meaning.reasoning += textAt(*block, "thinking");
        }
        meaning.reasoning += textAt(*message, "tool_plan");
        if (const json::object* call = objectAt(*message, "tool_calls")) {
            const json::object& function = *objectAt(*call, "function");
            name += textAt(function, "name");
            arguments += textAt(function, "arguments");
        }
        if (type == "tool-call-end") {
            meaning.calls += name + inOneForm(arguments) + ";";
            name.clear();
            arguments.clear();
        }
        if (type == "message-end")
            readEnd(*delta, meaning);
    }
    return meaning;
}

} // namespace

class TestCohereRecordings : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { m_recordings = recordings({"cohere-v2-chat"}); }

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
        const auto codec = dialects::newCohereProviderCodec();
        if (recording.status() != 200) {
            const Error error = codec->decodeError(recording.status(), body);
            const json::object document = dialects::parseJson(body)->as_object();
            QCOMPARE(bytes(error.message), bytes(textAt(document, "message")));
            QCOMPARE(error.upstreamStatus, recording.status());
            QVERIFY(error.kind == ErrorKind::ModelNotFound);
            return;
        }
        if (recording.text("framing") == "sse") {
            const auto lines = decodeAtEverySplit(*codec, body, 150);
            QVERIFY2(lines.size() > 1, lines.first().constData());
            QCOMPARE(lines.last(), QByteArray("end"));
            const Meaning ours = meaningOf(collect(decodeStream(*codec, Pieces(body, {}))));
            QCOMPARE(ours.inWords(), plainStream(body).inWords());
        } else {
            const auto answer = codec->decodeAnswer(body);
            QVERIFY2(answer.has_value(), answer ? "" : answer.error().message.c_str());
            QCOMPARE(meaningOf(*answer).inWords(), plainAnswer(body).inWords());
        }
    }

  private:
    std::vector<Recording> m_recordings;
};

QTEST_GUILESS_MAIN(TestCohereRecordings)
#include "tst_cohererecordings.moc"
