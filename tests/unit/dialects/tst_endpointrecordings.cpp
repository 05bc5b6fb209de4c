// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Recorded embeddings and images of every provider: what we make of them against a plain reading of the JSON.
#include "app/dialects/base64.h"
#include "endpoints.h"

#include <cmath>
#include <cstring>

using namespace llmg;
using namespace llmg::dialects;
using namespace llmg::tests;

namespace {

std::string_view dialectOf(std::string_view api) {
    if (api.starts_with("google-") || api.starts_with("vertex-"))
        return "gemini";
    return api.starts_with("cohere-") ? "cohere" : "openai-chat";
}

/// The vectors of an answer in whichever form a provider has them, one after the other.
std::vector<json::array> plainVectors(const json::object& answer) {
    std::vector<json::array> vectors;
    for (const char* list : {"embeddings", "predictions"}) {
        const json::array* entries = arrayAt(answer, list);
        for (std::size_t i = 0; entries != nullptr && i < entries->size(); ++i) {
            const json::object& entry = (*entries)[i].as_object();
            const json::object* inner = objectAt(entry, "embeddings");
            vectors.push_back(*arrayAt(inner != nullptr ? *inner : entry, "values"));
        }
    }
    if (const json::object* byType = objectAt(answer, "embeddings")) {
        for (const json::value& vector : *arrayAt(*byType, "float"))
            vectors.push_back(vector.as_array());
    }
    return vectors;
}

std::int64_t plainPrompt(const json::object& answer) {
    std::int64_t tokens = 0;
    if (const json::object* usage = objectAt(answer, "usage"))
        tokens = integerAt(*usage, "prompt_tokens").value_or(integerAt(*usage, "total_tokens").value_or(0));
    if (const json::object* usage = objectAt(answer, "usageMetadata"))
        tokens = *integerAt(*usage, "promptTokenCount");
    if (const json::object* meta = objectAt(answer, "meta"))
        tokens = *integerAt(*objectAt(*meta, "billed_units"), "input_tokens");
    if (const json::array* predictions = arrayAt(answer, "predictions"))
        tokens = answer.at("predictions").at(0).at("embeddings").at("statistics").at("token_count").as_int64() *
                 static_cast<std::int64_t>(predictions->size());
    return tokens;
}

/// A client's request that has as many inputs as the recorded one.
std::string clientRequest(const json::object& recorded, bool packed) {
    if (recorded.contains("input") || recorded.contains("prompt")) {
        json::object request = recorded;
        request["model"] = "m"; // one was recorded without, when there was only one
        return writeJson(request);
    }
    std::size_t inputs = 0;
    for (const char* list : {"requests", "instances", "texts"}) {
        if (const json::array* entries = arrayAt(recorded, list))
            inputs = entries->size();
    }
    json::array input;
    for (std::size_t i = 0; i < inputs; ++i)
        input.emplace_back("text");
    json::object request{{"model", "m"}, {"input", std::move(input)}};
    if (packed)
        request["encoding_format"] = "base64";
    return writeJson(request);
}

json::object parsed(const std::string& text) {
    auto value = parseJson(text);
    return value && value->is_object() ? value->get_object() : json::object{{"not JSON", text}};
}

} // namespace

class TestEndpointRecordings : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        m_recordings =
            recordings({"openai-embeddings", "openai-images", "google-embedContent", "vertex-predict", "cohere-embed"});
    }

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
        const std::string api = recording.text("api");
        const auto kind = api == "openai-images" ? EndpointKind::Images : EndpointKind::Embeddings;
        const EndpointCodec* codec = endpointCodecFor(dialectOf(api), kind);
        QVERIFY(codec != nullptr);
        const std::string body = recording.text("response_body");
        const json::object plain = parsed(body);
        if (recording.status() != 200) {
            const Error error = codec->decodeError(recording.status(), body);
            const json::object* stated = objectAt(plain, "error");
            QCOMPARE(bytes(error.message), bytes(textAt(stated != nullptr ? *stated : plain, "message")));
            QCOMPARE(error.upstreamStatus, recording.status());
            return;
        }
        for (const bool packed : {false, true}) {
            const auto request =
                readEndpointRequest(kind, clientRequest(*objectAt(recording.document, "request_body"), packed));
            QVERIFY2(request.has_value(), request ? "" : request.error().message.c_str());
            auto answer = codec->decode(body, *request);
            QVERIFY2(answer.has_value(), answer ? "" : answer.error().message.c_str());
            QVERIFY(answer->usage.has_value());
            const auto usage = *answer->usage;
            const json::object ours = parsed(finishEndpointAnswer(*answer, someAdditions()));
            QCOMPARE(bytes(writeJson(ours.at("metadata"))), QByteArray(R"({"request_id":"r1"})"));
            QVERIFY(ours.at("usage").as_object().contains("cost"));
            if (kind == EndpointKind::Images) {
                QCOMPARE(usage.imagesOut, static_cast<std::int64_t>(ours.at("data").as_array().size()));
                QVERIFY(ours.contains("created"));
                QVERIFY(ours.at("data") == plain.at("data"));
            } else {
                QCOMPARE(usage.prompt, plainPrompt(plain));
                compareVectors(ours, plain, packed);
            }
        }
    }

  private:
    static void compareVectors(const json::object& ours, const json::object& plain, bool packed) {
        if (plain.contains("data")) { // passed through
            QVERIFY(ours.at("data") == plain.at("data"));
            return;
        }
        const auto vectors = plainVectors(plain);
        const json::array& data = ours.at("data").as_array();
        QCOMPARE(data.size(), vectors.size());
        for (std::size_t i = 0; i < data.size(); ++i) {
            const json::value& embedding = data[i].at("embedding");
            if (!packed) {
                QVERIFY(embedding.as_array() == vectors[i]);
                continue;
            }
            const auto raw = decodeBase64(embedding.as_string());
            QVERIFY(raw.has_value());
            QCOMPARE(raw->size(), vectors[i].size() * sizeof(float));
            for (std::size_t k = 0; k < vectors[i].size(); ++k) {
                float number = 0;
                std::memcpy(&number, raw->data() + k * sizeof(float), sizeof(float));
                QVERIFY(std::abs(number - vectors[i][k].to_number<float>()) < 1e-6F);
            }
        }
    }

    std::vector<Recording> m_recordings;
};

QTEST_GUILESS_MAIN(TestEndpointRecordings)
#include "tst_endpointrecordings.moc"
