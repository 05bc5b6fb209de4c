// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/integration/pairs/table.h"

#include <string_view>

namespace llmg::tests::pairs {

using namespace Qt::StringLiterals;

std::unique_ptr<Client> newClient(const char* name) {
    const std::string_view client = name;
    if (client == "anthropic-messages")
        return messagesClient();
    if (client == "openai-responses")
        return responsesClient();
    return client == "gemini" ? geminiClient() : chatClient();
}

std::unique_ptr<Provider> newProvider(const Column& column, const char* client) {
    const std::string_view id = column.id;
    if (id == "openai")
        return responsesProvider("/v1/responses");
    if (id == "anthropic")
        return messagesProvider();
    if (id == "google")
        return geminiProvider("/v1beta/models/", true);
    if (id == "google-vertex")
        return geminiProvider("/v1/projects/p/locations/l/publishers/google/models/", false);
    if (id == "aws-bedrock")
        return bedrockProvider();
    if (id == "cohere")
        return cohereProvider();
    if (id == "azure-openai")
        return std::string_view(client) == "openai-responses" ? responsesProvider("/openai/v1/responses")
                                                              : chatProvider("/openai/v1/chat/completions");
    return chatProvider("/v1/chat/completions");
}

QString lackOf(const char* client, const Column& column, Feature feature) {
    const std::string_view from = client, to = column.id;
    const bool google = to == "google" || to == "google-vertex";
    if (feature == Feature::ToolResults && from == "openai-chat")
        return u"Tool messages of OpenAI's chat hold text alone, so no image comes with a result."_s;
    if (feature == Feature::ToolResults && to == "cohere")
        return u"Cohere takes no images in tool results: a request with one is refused with 400."_s;
    if (feature == Feature::Reasoning && to == "azure-openai" && from != "openai-responses")
        return u"Azure's chat completions take the effort and count the reasoning, but show none of it."_s;
    if (feature == Feature::Reasoning && to == "openai" && (from == "openai-chat" || from == "anthropic-messages"))
        return u"OpenAI gives summaries of its reasoning to verified organisations alone, so one is asked for only "
               u"where "
               "the client does in so many words (chat's `reasoning` with `exclude` false)."_s;
    if (feature == Feature::Reasoning && google && from != "gemini")
        return u"Gemini takes its thoughts back as signatures only; their text is not sent again."_s;
    if (feature == Feature::Reasoning && to == "cohere")
        return u"Cohere signs no reasoning; its text alone is sent back."_s;
    if (feature == Feature::Usage && to == "cohere")
        return u"Cohere counts neither cache writes nor reasoning."_s;
    if (feature == Feature::Usage && to == "aws-bedrock")
        return from == "gemini" ? u"Converse does not count reasoning, and Gemini's counts know no cache writes."_s
                                : u"Converse does not count reasoning apart from the output."_s;
    if (feature == Feature::Usage && (google || from == "gemini"))
        return u"Gemini's counts know no cache writes."_s;
    return {};
}

namespace {

QString tableOf(const char* client, QStringList& notes) {
    QString text = u"\n### Clients of "_s + QString::fromLatin1(client) + u"\n\n|"_s;
    for (const Column& column : kColumns)
        text += u" | "_s + QString::fromLatin1(column.name);
    text += u" |\n|---|"_s + u"---|"_s.repeated(kColumns.size()) + u"\n"_s;
    for (const FeatureName& feature : kFeatures) {
        text += u"| "_s + QString::fromLatin1(feature.name) + u" |"_s;
        for (const Column& column : kColumns) {
            const QString lack = lackOf(client, column, feature.feature);
            if (!lack.isEmpty() && !notes.contains(lack))
                notes << lack;
            text += lack.isEmpty() ? u" ✓ |"_s
                                   : QString(u" ✓ <sup>"_s + QString::number(notes.indexOf(lack) + 1) + u"</sup> |"_s);
        }
        text += u"\n"_s;
    }
    return text;
}

} // namespace

QByteArray documentation() {
    QString text =
        u"# Dialects\n\n"
        "Any client to any provider. Each cell below is a test that sends a request of the client's dialect\n"
        "through a running gateway to a provider that speaks its own, and compares what was said on both\n"
        "sides (`tests/integration/tst_pairs.cpp`). This page is what `tst_pairs --table` prints; a test fails\n"
        "when it is not.\n\n"
        "| feature | what is compared |\n|---|---|\n"
        "| text, stream | instructions and question there, the answer and its end back |\n"
        "| tools, streamed tools | a function's schema there, two parallel calls back |\n"
        "| tool results | calls and results of the turn before: ids, values, and an image in a result |\n"
        "| image | its bytes |\n"
        "| reasoning | asked for; its text back, whole and streamed; and signatures, encrypted and redacted "
        "parts at the provider again with the next turn |\n"
        "| structured output | the schema |\n"
        "| errors | the provider's 400; its 429 with `Retry-After`; an error inside a stream that has begun |\n"
        "| usage and cost | prompt, cached, cache write, completion, reasoning; US dollars |\n\n"
        "Azure is called in Responses for clients of that dialect, else in chat completions.\n"_s;
    QStringList notes;
    for (const char* client : kClients)
        text += tableOf(client, notes);
    text += u"\n"_s;
    for (qsizetype i = 0; i < notes.size(); ++i)
        text += QString::number(i + 1) + u". "_s + notes[i] + u"\n"_s;
    return text.toUtf8();
}

} // namespace llmg::tests::pairs
