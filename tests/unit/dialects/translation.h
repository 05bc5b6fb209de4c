// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the tests of the translating dialects share: events in words, streams through every split, recorded exchanges.
#include "app/dialects/codec.h"
#include "app/dialects/jsonaccess.h"
#include "support/everysplit.h"

#include <QDir>
#include <QTest>

#include <fstream>
#include <iterator>

namespace llmg::tests {

namespace json = boost::json;

inline QByteArray bytes(std::string_view text) {
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

inline QByteArray inWords(const domain::TokenUsage& u) {
    QByteArray out = "prompt " + QByteArray::number(static_cast<qlonglong>(u.prompt));
    const auto add = [&](const char* name, std::int64_t count) {
        if (count != 0)
            out += QByteArray(" ") + name + ' ' + QByteArray::number(static_cast<qlonglong>(count));
    };
    add("cached", u.cachedPrompt);
    add("written", u.cacheWrite);
    add("written1h", u.cacheWrite1h);
    add("promptImage", u.promptImage);
    add("promptAudio", u.promptAudio);
    out += " completion " + QByteArray::number(static_cast<qlonglong>(u.completion));
    add("reasoning", u.reasoning);
    add("completionImage", u.completionImage);
    add("completionAudio", u.completionAudio);
    add("images", u.imagesOut);
    add("searches", u.webSearches);
    return out;
}

inline QByteArray inWords(const Error& error) {
    return QByteArray("error ") + toString(error.kind) + ' ' + QByteArray::number(error.upstreamStatus) + ' ' +
           bytes(error.upstreamCode) + ": " + bytes(error.message);
}

/// One line per event, "text Hello"; `choice` is said only when it is not the first.
inline QByteArray inWords(const dialects::Event& event) {
    using namespace dialects;
    struct Say {
        static QByteArray at(int choice) {
            return choice == 0 ? QByteArray() : "[" + QByteArray::number(choice) + "] ";
        }
        QByteArray operator()(const AnswerStart& e) const { return "start " + bytes(e.id) + ' ' + bytes(e.model); }
        QByteArray operator()(const TextDelta& e) const { return at(e.choice) + "text " + bytes(e.text); }
        QByteArray operator()(const RefusalDelta& e) const { return at(e.choice) + "refusal " + bytes(e.text); }
        QByteArray operator()(const ReasoningDelta& e) const { return at(e.choice) + "reasoning " + bytes(e.text); }
        QByteArray operator()(const ReasoningDetail& e) const {
            return at(e.choice) + "detail " + bytes(e.part.format) + " signature=" + bytes(e.part.signature) +
                   " redacted=" + bytes(e.part.redacted) + bytes(e.part.text);
        }
        QByteArray operator()(const ToolCallStart& e) const {
            return at(e.choice) + "call " + QByteArray::number(e.index) + ' ' + bytes(e.id) + ' ' + bytes(e.name) +
                   (e.signature.empty() ? QByteArray() : " signature=" + bytes(e.signature));
        }
        QByteArray operator()(const ToolCallDelta& e) const {
            return at(e.choice) + "arguments " + QByteArray::number(e.index) + ' ' + bytes(e.arguments);
        }
        QByteArray operator()(const MediaOutput& e) const {
            return at(e.choice) + "media " + bytes(e.media.mimeType) + ' ' + bytes(e.media.data) + bytes(e.media.url);
        }
        QByteArray operator()(const AnnotationAdded& e) const {
            const json::object& place = e.annotation.at("url_citation").as_object();
            return at(e.choice) + "citation " + bytes(writeJson(place));
        }
        QByteArray operator()(const LogprobsDelta& e) const {
            return at(e.choice) + "logprobs " + bytes(writeJson(e.logprobs));
        }
        QByteArray operator()(const UsageReport& e) const {
            return "usage " + inWords(e.usage) +
                   (e.statedCost ? " cost " + QByteArray::number(static_cast<qlonglong>(e.statedCost->nanoUsd))
                                 : QByteArray());
        }
        QByteArray operator()(const Finish& e) const {
            return at(e.choice) + "finish " + toString(e.reason) + " (" + bytes(e.native) + ')';
        }
        QByteArray operator()(const AnswerError& e) const { return inWords(e.error); }
        QByteArray operator()(const AnswerEnd&) const { return "end"; }
    };
    return std::visit(Say{}, event);
}

inline std::vector<dialects::Event> decodeStream(const dialects::ProviderCodec& codec, const Pieces& pieces) {
    std::vector<dialects::Event> events;
    const auto decoder = codec.newStreamDecoder();
    pieces.each([&](std::string_view piece) { decoder->feed(piece, events); });
    decoder->finish(events);
    return events;
}

inline QByteArrayList inWords(const std::vector<dialects::Event>& events) {
    QByteArrayList lines;
    for (const auto& event : events)
        lines.append(inWords(event));
    return lines;
}

/// The events of a stream, in words; fails the test if any split gives others.
inline QByteArrayList decodeAtEverySplit(const dialects::ProviderCodec& codec, std::string_view stream,
                                         std::size_t maxCuts = 3000) {
    const auto run = [&](const Pieces& pieces) { return inWords(decodeStream(codec, pieces)); };
    if (const auto difference = splitDifference(stream, run, maxCuts))
        return {"results differ: " + *difference};
    return run(Pieces(stream, {}));
}

inline dialects::ChatAnswer collect(const std::vector<dialects::Event>& events, std::optional<Error>* error = nullptr) {
    dialects::AnswerCollector collector;
    for (const auto& event : events)
        collector.add(event);
    if (error != nullptr)
        *error = collector.error();
    return collector.take();
}

struct Recording {
    QByteArray name;
    json::object document;
    [[nodiscard]] std::string text(const char* key) const { return std::string(dialects::textAt(document, key)); }
    [[nodiscard]] int status() const { return static_cast<int>(dialects::integerAt(document, "status").value_or(0)); }
};

/// The recorded exchanges of the named APIs; none, and a word about it, where the folder is absent.
inline std::vector<Recording> recordings(std::initializer_list<std::string_view> apis) {
    std::vector<Recording> found;
    const QDir folder(QStringLiteral(LLMG_RECORDINGS_DIR));
    if (!folder.exists()) {
        qInfo("skipped: no recordings in %s", LLMG_RECORDINGS_DIR);
        return found;
    }
    for (const QString& file : folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        std::ifstream stream(folder.filePath(file).toStdString(), std::ios::binary);
        const std::string content((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
        auto document = dialects::parseJson(content);
        if (!document || !document->is_object())
            continue;
        const auto api = dialects::textAt(document->get_object(), "api");
        if (std::find(apis.begin(), apis.end(), api) != apis.end())
            found.push_back({file.toUtf8(), std::move(document->get_object())});
    }
    return found;
}

/// What a test reads out of a recording by simple means, and out of our answer; compared as a whole.
struct Meaning {
    std::string text, reasoning, calls, finish, model, id;
    std::int64_t prompt = 0, completion = 0, cached = 0;
    friend bool operator==(const Meaning&, const Meaning&) = default;
    [[nodiscard]] QByteArray inWords() const {
        return bytes(id + " " + model + " | " + text + " | " + reasoning + " | " + calls + " | " + finish + " | ") +
               QByteArray::number(static_cast<qlonglong>(prompt)) + ' ' +
               QByteArray::number(static_cast<qlonglong>(completion)) + ' ' +
               QByteArray::number(static_cast<qlonglong>(cached));
    }
};

inline Meaning meaningOf(const dialects::ChatAnswer& answer) {
    using namespace dialects;
    Meaning meaning;
    meaning.id = answer.id;
    meaning.model = answer.model;
    if (answer.usage) {
        meaning.prompt = answer.usage->prompt;
        meaning.completion = answer.usage->completion;
        meaning.cached = answer.usage->cachedPrompt;
    }
    if (answer.choices.empty())
        return meaning;
    meaning.finish = toString(answer.choices.front().finish);
    for (const Part& part : answer.choices.front().message.parts) {
        if (const auto* text = std::get_if<TextPart>(&part.value))
            meaning.text += text->text;
        else if (const auto* reasoning = std::get_if<ReasoningPart>(&part.value))
            meaning.reasoning += reasoning->text;
        else if (const auto* call = std::get_if<ToolCallPart>(&part.value)) {
            const auto arguments = parseJson(call->arguments);
            meaning.calls += call->name + (arguments ? writeJson(*arguments) : "INVALID " + call->arguments) + ";";
        }
    }
    return meaning;
}

} // namespace llmg::tests
