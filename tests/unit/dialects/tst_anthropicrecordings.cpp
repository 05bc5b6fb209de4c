// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Anthropic's recorded answers: what we make of them against a plain reading of the JSON.
#include "app/dialects/anthropicmessages.h"
#include "translation.h"

using namespace llmg;
using namespace llmg::tests;
using dialects::arrayAt;
using dialects::integerAt;
using dialects::objectAt;
using dialects::textAt;

namespace {

void readUsage(const json::object& usage, std::map<std::string, std::int64_t>& counts) {
    for (const char* key :
         {"input_tokens", "output_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"}) {
        if (const auto count = integerAt(usage, key))
            counts[key] = *count;
    }
}

std::string finishWord(std::string_view reason) {
    if (reason == "end_turn" || reason == "stop_sequence")
        return "stop";
    if (reason == "max_tokens")
        return "length";
    return reason == "tool_use" ? "tool_calls" : "not expected: " + std::string(reason);
}

void setUsage(Meaning& meaning, std::map<std::string, std::int64_t>& counts) {
    meaning.cached = counts["cache_read_input_tokens"];
    meaning.prompt = counts["input_tokens"] + meaning.cached + counts["cache_creation_input_tokens"];
    meaning.completion = counts["output_tokens"];
}

Meaning plainMessage(std::string_view body) {
    const json::object message = dialects::parseJson(body)->as_object();
    Meaning meaning;
    meaning.id = textAt(message, "id");
    meaning.model = textAt(message, "model");
    meaning.finish = finishWord(textAt(message, "stop_reason"));
    for (const json::value& value : *arrayAt(message, "content")) {
        const json::object& block = value.as_object();
        const auto type = textAt(block, "type");
        if (type == "text")
            meaning.text += textAt(block, "text");
        if (type == "thinking")
            meaning.reasoning += textAt(block, "thinking");
        if (type == "tool_use")
            meaning.calls += std::string(textAt(block, "name")) + dialects::writeJson(block.at("input")) + ";";
    }
    std::map<std::string, std::int64_t> counts;
    readUsage(*objectAt(message, "usage"), counts);
    setUsage(meaning, counts);
    return meaning;
}

Meaning plainStream(const std::string& body) {
    Meaning meaning;
    std::map<std::string, std::int64_t> counts;
    std::string name, arguments;
    std::size_t at = 0;
    while (at < body.size()) {
        std::size_t end = body.find('\n', at);
        end = end == std::string::npos ? body.size() : end;
        const std::string_view line = std::string_view(body).substr(at, end - at);
        at = end + 1;
        if (!line.starts_with("data:"))
            continue;
        const auto document = dialects::parseJson(line.substr(5));
        if (!document)
            continue; // [DONE]
        const json::object& data = document->as_object();
        const auto type = textAt(data, "type");
        if (type == "message_start") {
            const json::object& message = *objectAt(data, "message");
            meaning.id = textAt(message, "id");
            meaning.model = textAt(message, "model");
            readUsage(*objectAt(message, "usage"), counts);
        } else if (type == "content_block_start") {
            const json::object& block = *objectAt(data, "content_block");
            name = textAt(block, "type") == "tool_use" ? std::string(textAt(block, "name")) : std::string();
            arguments.clear();
        } else if (type == "content_block_delta") {
            const json::object& delta = *objectAt(data, "delta");
            meaning.text += textAt(delta, "text");
            meaning.reasoning += textAt(delta, "thinking");
            arguments += textAt(delta, "partial_json");
        } else if (type == "content_block_stop" && !name.empty()) {
            const auto value = dialects::parseJson(arguments.empty() ? "{}" : arguments);
            meaning.calls += name + dialects::writeJson(*value) + ";";
            name.clear();
        } else if (type == "message_delta") {
            meaning.finish = finishWord(textAt(*objectAt(data, "delta"), "stop_reason"));
            readUsage(*objectAt(data, "usage"), counts);
        }
    }
    setUsage(meaning, counts);
    return meaning;
}

} // namespace

class TestAnthropicRecordings : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { m_recordings = recordings({"anthropic-messages"}); }

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
        const auto codec = dialects::newAnthropicProviderCodec();
        if (recording.status() != 200) {
            const Error error = codec->decodeError(recording.status(), body);
            const json::object document = dialects::parseJson(body)->as_object();
            const json::object& stated = *objectAt(document, "error");
            QCOMPARE(bytes(error.message), bytes(textAt(stated, "message")));
            QCOMPARE(bytes(error.upstreamCode), bytes(textAt(stated, "type")));
            QCOMPARE(error.upstreamStatus, recording.status());
            QVERIFY(error.kind ==
                    (recording.status() == 401 ? ErrorKind::UpstreamKeyRejected : ErrorKind::UpstreamRejected));
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
            QCOMPARE(meaningOf(*answer).inWords(), plainMessage(body).inWords());
        }
    }

  private:
    std::vector<Recording> m_recordings;
};

QTEST_GUILESS_MAIN(TestAnthropicRecordings)
#include "tst_anthropicrecordings.moc"
