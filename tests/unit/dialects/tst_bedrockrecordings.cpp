// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Bedrock's recorded answers: what we make of them against a plain reading of the bytes.
#include "app/dialects/base64.h"
#include "app/dialects/bedrockconverse.h"
#include "translation.h"

using namespace llmg;
using namespace llmg::tests;
using dialects::arrayAt;
using dialects::integerAt;
using dialects::objectAt;
using dialects::textAt;

namespace {

std::string finishWord(std::string_view reason) {
    if (reason == "end_turn")
        return "stop";
    if (reason == "guardrail_intervened")
        return "content_filter";
    return reason == "tool_use" ? "tool_calls" : reason == "max_tokens" ? "length" : "not expected";
}

void readUsage(Meaning& meaning, const json::object& usage) {
    meaning.cached = integerAt(usage, "cacheReadInputTokens").value_or(0);
    meaning.prompt = integerAt(usage, "inputTokens").value_or(0) + meaning.cached +
                     integerAt(usage, "cacheWriteInputTokens").value_or(0);
    meaning.completion = integerAt(usage, "outputTokens").value_or(0);
}

Meaning plainMessage(std::string_view body) {
    const json::object answer = dialects::parseJson(body)->as_object();
    Meaning meaning;
    meaning.finish = finishWord(textAt(answer, "stopReason"));
    readUsage(meaning, *objectAt(answer, "usage"));
    for (const json::value& value : answer.at("output").at("message").at("content").as_array()) {
        const json::object& block = value.as_object();
        meaning.text += textAt(block, "text");
        if (const json::object* reasoning = objectAt(block, "reasoningContent"))
            meaning.reasoning += textAt(*objectAt(*reasoning, "reasoningText"), "text");
        if (const json::object* use = objectAt(block, "toolUse"); use != nullptr && !use->contains("type"))
            meaning.calls += std::string(textAt(*use, "name")) + dialects::writeJson(use->at("input")) + ";";
        if (const json::object* cited = objectAt(block, "citationsContent");
            cited != nullptr && cited->contains("content"))
            meaning.text += textAt(cited->at("content").as_array().front().as_object(), "text");
    }
    return meaning;
}

std::size_t lengthAt(const std::string& bytes, std::size_t at) {
    std::size_t number = 0;
    for (std::size_t i = at; i < at + 4; ++i)
        number = number * 256 + static_cast<unsigned char>(bytes[i]);
    return number;
}

Meaning plainStream(const std::string& bytes) {
    Meaning meaning;
    std::string name, arguments;
    for (std::size_t at = 0; at < bytes.size(); at += lengthAt(bytes, at)) {
        const std::size_t start = at + 12 + lengthAt(bytes, at + 4);
        const auto document =
            dialects::parseJson(std::string_view(bytes).substr(start, at + lengthAt(bytes, at) - 4 - start));
        const json::object& data = document->as_object();
        if (const json::object* begun = objectAt(data, "start")) {
            const json::object* use = objectAt(*begun, "toolUse");
            name = use != nullptr && !use->contains("type") ? std::string(textAt(*use, "name")) : std::string();
            arguments.clear();
        } else if (const json::object* delta = objectAt(data, "delta")) {
            meaning.text += textAt(*delta, "text");
            if (const json::object* use = objectAt(*delta, "toolUse"))
                arguments += textAt(*use, "input");
        } else if (data.contains("stopReason")) {
            meaning.finish = finishWord(textAt(data, "stopReason"));
        } else if (const json::object* usage = objectAt(data, "usage")) {
            readUsage(meaning, *usage);
        } else if (data.contains("contentBlockIndex") && !name.empty()) {
            meaning.calls += name + dialects::writeJson(*dialects::parseJson(arguments)) + ";";
            name.clear();
        }
    }
    return meaning;
}

} // namespace

class TestBedrockRecordings : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { m_recordings = recordings({"bedrock-converse", "bedrock-converse-stream"}); }

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
        const auto codec = dialects::newBedrockConverseCodec();
        if (recording.status() != 200) {
            const Error error = codec->decodeError(recording.status(), body);
            QCOMPARE(bytes(error.message), bytes(textAt(dialects::parseJson(body)->as_object(), "message")));
            QCOMPARE(error.upstreamStatus, recording.status());
            QVERIFY(error.kind == ErrorKind::ModelNotFound);
        } else if (recording.text("framing") == "aws-eventstream") {
            const auto frames = dialects::decodeBase64(body);
            QVERIFY(frames);
            const auto lines = decodeAtEverySplit(*codec, *frames, 300);
            QVERIFY2(lines.size() > 1, lines.first().constData());
            QCOMPARE(lines.last(), QByteArray("end"));
            const Meaning ours = meaningOf(collect(decodeStream(*codec, Pieces(*frames, {}))));
            QCOMPARE(ours.inWords(), plainStream(*frames).inWords());
        } else {
            const auto answer = codec->decodeAnswer(body);
            QVERIFY2(answer.has_value(), answer ? "" : answer.error().message.c_str());
            QCOMPARE(meaningOf(*answer).inWords(), plainMessage(body).inWords());
        }
    }

  private:
    std::vector<Recording> m_recordings;
};

QTEST_GUILESS_MAIN(TestBedrockRecordings)
#include "tst_bedrockrecordings.moc"
