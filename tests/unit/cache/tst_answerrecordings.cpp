// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Recorded answers of providers: what is kept of a stream says what a plain reading of it says, and nothing is lost on
// the way from one form to the other.
#include "app/cache/answerrecorder.h"
#include "app/cache/replay.h"
#include "unit/dialects/translation.h"

using namespace llmg;
using namespace llmg::tests;

namespace {

/// All strings under the named keys, in order and joined: the text of a stream is that of its document.
void gather(const json::value& value, std::string_view key, std::string& text) {
    if (const json::array* list = value.if_array()) {
        for (const json::value& element : *list)
            gather(element, key, text);
    } else if (const json::object* object = value.if_object()) {
        for (const auto& [name, member] : *object) {
            if (name == key && member.is_string())
                text += dialects::textAt(*object, key);
            else
                gather(member, key, text);
        }
    }
}

std::string textOf(const json::value& document, std::string_view api) {
    std::string text;
    gather(document, api == "openai-chat" ? "content" : "text", text);
    return text;
}

std::string textOfStream(const std::string& body, std::string_view api) {
    if (body.starts_with('['))
        return textOf(*dialects::parseJson(body), api);
    std::string text;
    for (std::size_t at = 0; at < body.size();) {
        const std::size_t end = std::min(body.find('\n', at), body.size());
        const std::string_view line = std::string_view(body).substr(at, end - at);
        at = end + 1;
        auto data = line.starts_with("data:") ? dialects::parseJson(line.substr(5)) : std::nullopt;
        json::value* choices = data ? data->as_object().if_contains("choices") : nullptr;
        if (choices != nullptr && !choices->as_array().empty())
            choices->as_array().front().as_object().erase("message"); // Perplexity's: all that was said so far, again
        if (data)
            text += textOf(*data, api);
    }
    return text;
}

/// Without what says nothing, what only tells streams from documents, and a tool call's place, which is that in its
/// list.
json::value plainly(json::value value) {
    if (json::array* list = value.if_array()) {
        for (json::value& element : *list)
            element = plainly(std::move(element));
    } else if (const json::object* object = value.if_object()) {
        json::object kept;
        for (const auto& [name, member] : *object) {
            const bool isPlace = name == "index" && object->contains("function");
            if (!member.is_null() && !isPlace && name != "object" && name != "delta")
                kept[name] = plainly(member);
        }
        return kept;
    }
    return value;
}

std::optional<std::string> recorded(std::string_view dialect, const std::string& bytes) {
    cache::AnswerRecorder recorder(dialect);
    recorder.feed(bytes);
    return recorder.finish({});
}

} // namespace

class TestAnswerRecordings : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        m_recordings = recordings({"openai-chat", "anthropic-messages", "openai-responses", "google-generateContent",
                                   "google-streamGenerateContent"});
    }

    void nothingIsLost_data() {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < m_recordings.size(); ++i) {
            if (m_recordings[i].status() == 200)
                QTest::newRow(m_recordings[i].name.constData()) << static_cast<int>(i);
        }
    }

    void nothingIsLost() {
        QFETCH(int, index);
        const Recording& recording = m_recordings[static_cast<std::size_t>(index)];
        const std::string api = recording.text("api");
        const std::string dialect = api.starts_with("google") ? "gemini" : api;
        std::string body = recording.text("response_body");
        body.erase(0, body.find_first_not_of(" \n"));
        if (dialect == "openai-chat" && body.starts_with("data:") && body.find("[DONE]") == std::string::npos)
            body += "data: [DONE]\n\n"; // the relay ends every stream with it
        const auto kept = recorded(dialect, body);
        if (!kept) {
            ++m_notKept;
            return;
        }
        ++m_kept;
        const auto document = dialects::parseJson(*kept);
        QVERIFY(document.has_value());
        if (!body.starts_with("{") && dialect != "openai-responses")
            QCOMPARE(textOf(*document, api), textOfStream(body, api));

        cache::CachedAnswer answer;
        answer.dialect = dialect;
        answer.document = *kept;
        const auto plain = cache::replay(answer, {});
        const auto told = cache::replay(answer, {true, true, false, {}});
        QVERIFY(plain && told);
        const auto again = recorded(dialect, *told);
        QVERIFY2(again.has_value(), told->c_str());
        QVERIFY2(plainly(*dialects::parseJson(*again)) == plainly(*dialects::parseJson(*plain)), again->c_str());
    }

    void mostAreKept() { QVERIFY2(m_kept >= 10 * m_notKept, QByteArray::number(m_notKept).constData()); }

  private:
    std::vector<Recording> m_recordings;
    int m_kept = 0, m_notKept = 0;
};

QTEST_APPLESS_MAIN(TestAnswerRecordings)
#include "tst_answerrecordings.moc"
