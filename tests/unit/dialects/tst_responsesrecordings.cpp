// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Every recorded Responses exchange: as a provider's answer, and as a client's request.
#include "responsesrecordings.h"

using namespace llmg;
using namespace llmg::dialects;
using namespace llmg::tests;

class TestResponsesRecordings : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void answersMeanWhatTheySay_data();
    void answersMeanWhatTheySay();
    void errorsKeepTheProvidersWords_data();
    void errorsKeepTheProvidersWords();
};

namespace {

void rows(bool wantErrors) {
    QTest::addColumn<Recording>("recording");
    bool any = false;
    for (const Recording& recording : recordings({"openai-responses"})) {
        if ((recording.status() != 200) != wantErrors)
            continue;
        any = true;
        QTest::newRow(recording.name.constData()) << recording;
    }
    if (!any)
        QTest::newRow("no recordings here") << Recording{};
}

bool isStream(const Recording& recording) {
    return recording.text("framing") == "sse";
}

std::unique_ptr<ProviderCodec> codecOf(const Recording& recording) {
    return newResponsesProviderCodec(responsesQuirks(recording.text("provider")));
}

} // namespace

Q_DECLARE_METATYPE(llmg::tests::Recording)

void TestResponsesRecordings::answersMeanWhatTheySay_data() {
    rows(false);
}

void TestResponsesRecordings::answersMeanWhatTheySay() {
    QFETCH(Recording, recording);
    if (recording.name.isEmpty())
        return;
    const std::string body = recording.text("response_body");
    const auto codec = codecOf(recording);
    ChatAnswer answer;
    if (isStream(recording)) {
        const auto run = [&](const Pieces& pieces) { return inWords(decodeStream(*codec, pieces)); };
        const auto difference = splitDifference(body, run, 300);
        QVERIFY2(!difference, difference.value_or(QByteArray()).constData());
        std::optional<Error> error;
        answer = collect(decodeStream(*codec, Pieces(body, {})), &error);
        QVERIFY2(!error, error ? error->message.c_str() : "");
    } else {
        auto decoded = codec->decodeAnswer(body);
        QVERIFY2(decoded, decoded ? "" : decoded.error().message.c_str());
        answer = *decoded;
    }
    const Meaning plain = plainMeaning(finalResponse(body, isStream(recording)));
    QCOMPARE(meaningOf(answer).inWords(), plain.inWords());
}

void TestResponsesRecordings::errorsKeepTheProvidersWords_data() {
    rows(true);
}

void TestResponsesRecordings::errorsKeepTheProvidersWords() {
    QFETCH(Recording, recording);
    if (recording.name.isEmpty())
        return;
    const std::string body = recording.text("response_body");
    const Error error = codecOf(recording)->decodeError(recording.status(), body);
    const json::object document = parseJson(body)->as_object();
    const json::object* inner = objectAt(document, "error");
    QCOMPARE(bytes(error.message), bytes(inner != nullptr ? textAt(*inner, "message") : textAt(document, "error")));
    QCOMPARE(error.upstreamStatus, recording.status());
    QVERIFY(error.kind == (recording.status() == 401                 ? ErrorKind::UpstreamKeyRejected
                           : error.upstreamCode == "model_not_found" ? ErrorKind::ModelNotFound
                                                                     : ErrorKind::UpstreamRejected));
}

QTEST_APPLESS_MAIN(TestResponsesRecordings)
#include "tst_responsesrecordings.moc"
