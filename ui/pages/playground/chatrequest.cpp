// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground/chatrequest.h"

#include "ui/widgets/format.h"

#include <boost/json.hpp>

#include <algorithm>
#include <cmath>

namespace llmg::playground {
namespace {

using namespace Qt::StringLiterals;
namespace json = boost::json;

std::string text(const QString& string) {
    return string.toStdString();
}

std::optional<double> decimal(const QString& typed) {
    bool ok = false;
    const double value = QString(typed).replace(u',', u'.').trimmed().toDouble(&ok);
    return ok && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<std::int64_t> whole(const QString& typed) {
    bool ok = false;
    const auto value = typed.trimmed().toLongLong(&ok);
    return ok ? std::optional<std::int64_t>(value) : std::nullopt;
}

json::array stopSequences(const QString& typed) {
    json::array all;
    const auto parts = typed.split(u',', Qt::SkipEmptyParts);
    for (const auto& part : parts) {
        QString sequence = part.trimmed();
        sequence.replace(u"\\n"_s, u"\n"_s).replace(u"\\t"_s, u"\t"_s);
        if (!sequence.isEmpty())
            all.emplace_back(text(sequence));
    }
    return all;
}

json::value userContent(const QString& prompt, const std::vector<ImagePtr>& images, bool shorten) {
    if (images.empty())
        return json::value(text(prompt));
    json::array parts;
    for (const auto& image : images) {
        std::string url = "data:" + image->mimeType.toStdString() + ";base64,";
        if (shorten)
            url += image->data.left(9).toBase64().toStdString() + "… (" +
                   text(widgets::formatBytes(image->data.size())) + ")";
        else
            url += image->data.toBase64().toStdString();
        parts.push_back(json::object{{"type", "image_url"}, {"image_url", json::object{{"url", std::move(url)}}}});
    }
    if (!prompt.isEmpty())
        parts.push_back(json::object{{"type", "text"}, {"text", text(prompt)}});
    return parts;
}

json::object buildRequest(const Conversation& conversation, const RequestOptions& options) {
    json::array messages;
    if (!conversation.system.trimmed().isEmpty())
        messages.push_back(json::object{{"role", "system"}, {"content", text(conversation.system)}});
    for (std::size_t i = 0; i < conversation.turns.size(); ++i) {
        const auto& turn = *conversation.turns[i];
        messages.push_back(
            json::object{{"role", "user"}, {"content", userContent(turn.prompt, turn.images, options.shortenImages)}});
        // The last turn is the question that is being asked; its answer, if any, is what is being made again.
        if (i + 1 == conversation.turns.size() || options.column >= turn.answers.size())
            continue;
        const auto& answer = turn.answers[options.column];
        if (!answer.text.isEmpty())
            messages.push_back(json::object{{"role", "assistant"}, {"content", answer.text.toStdString()}});
    }
    json::object body{{"model", text(conversation.models[options.column])}, {"messages", std::move(messages)}};
    const auto& parameters = conversation.parameters;
    const auto problems = parameterProblems(parameters);
    const auto usable = [&](const QString& typed, const char* name) {
        return !typed.trimmed().isEmpty() && !problems.contains(QLatin1StringView(name));
    };
    if (usable(parameters.temperature, "temperature"))
        body["temperature"] = *decimal(parameters.temperature);
    if (usable(parameters.maxTokens, "max_tokens"))
        body["max_tokens"] = *whole(parameters.maxTokens);
    if (usable(parameters.topP, "top_p"))
        body["top_p"] = *decimal(parameters.topP);
    if (usable(parameters.reasoning, "reasoning_effort"))
        body["reasoning_effort"] = text(parameters.reasoning);
    if (usable(parameters.seed, "seed"))
        body["seed"] = *whole(parameters.seed);
    if (auto stop = stopSequences(parameters.stop); !stop.empty() && usable(parameters.stop, "stop"))
        body["stop"] = std::move(stop);
    if (options.stream) {
        body["stream"] = true;
        body["stream_options"] = json::object{{"include_usage", true}};
    }
    return body;
}

struct Words {
    const char *yes, *no, *null;
};

/// Boost.JSON writes numbers in its own shortest form ("2E-1"); people write 0.2.
std::string scalar(const json::value& value, const Words& words) {
    if (value.is_bool())
        return value.get_bool() ? words.yes : words.no;
    if (value.is_null())
        return words.null;
    if (value.is_double())
        return QString::number(value.get_double(), 'g', 12).toStdString();
    return json::serialize(value);
}

void print(const json::value& value, std::string& out, int depth, const Words& words) {
    const std::string inner(static_cast<std::size_t>(depth + 1) * 2, ' '),
        outer(static_cast<std::size_t>(depth) * 2, ' ');
    if (const auto* object = value.if_object(); object != nullptr && !object->empty()) {
        out += "{\n";
        std::size_t left = object->size();
        for (const auto& [key, member] : *object) {
            out += inner + json::serialize(json::string(key)) + ": ";
            print(member, out, depth + 1, words);
            out += --left > 0 ? ",\n" : "\n";
        }
        out += outer + "}";
    } else if (const auto* array = value.if_array(); array != nullptr && !array->empty()) {
        out += "[\n";
        std::size_t left = array->size();
        for (const auto& member : *array) {
            out += inner;
            print(member, out, depth + 1, words);
            out += --left > 0 ? ",\n" : "\n";
        }
        out += outer + "]";
    } else {
        out += scalar(value, words);
    }
}

constexpr Words jsonWords{"true", "false", "null"};
constexpr Words pythonWords{"True", "False", "None"};

} // namespace

QMap<QString, QString> parameterProblems(const Parameters& parameters) {
    QMap<QString, QString> problems;
    const auto check = [&](const QString& typed, const char* name, bool good, const QString& wish) {
        if (!typed.trimmed().isEmpty() && !good)
            problems[QString::fromLatin1(name)] = wish;
    };
    const auto temperature = decimal(parameters.temperature);
    check(parameters.temperature, "temperature", temperature && *temperature >= 0 && *temperature <= 2,
          u"a number from 0 to 2"_s);
    const auto topP = decimal(parameters.topP);
    check(parameters.topP, "top_p", topP && *topP >= 0 && *topP <= 1, u"a number from 0 to 1"_s);
    check(parameters.maxTokens, "max_tokens", whole(parameters.maxTokens).value_or(0) > 0, u"a whole number above 0"_s);
    check(parameters.seed, "seed", whole(parameters.seed).has_value(), u"a whole number"_s);
    check(parameters.stop, "stop", stopSequences(parameters.stop).size() <= 4, u"at most four sequences"_s);
    return problems;
}

QByteArray requestBody(const Conversation& conversation, const RequestOptions& options) {
    const auto body = buildRequest(conversation, options);
    if (!options.pretty)
        return QByteArray::fromStdString(json::serialize(body));
    std::string out;
    print(body, out, 0, jsonWords);
    return QByteArray::fromStdString(out);
}

RequestSize requestSize(const Conversation& conversation, std::size_t column) {
    RequestSize size;
    const auto add = [&](const QString& prompt, const std::vector<ImagePtr>& images) {
        size.textBytes += prompt.toUtf8().size();
        for (const auto& image : images)
            size.imageTokens += estimateImageTokens(image->width, image->height);
    };
    size.textBytes += conversation.system.toUtf8().size();
    for (const auto& turn : conversation.turns) {
        add(turn->prompt, turn->images);
        if (column < turn->answers.size())
            size.textBytes += turn->answers[column].text.size();
    }
    add(conversation.draft.text, conversation.draft.images);
    return size;
}

std::int64_t estimateImageTokens(int width, int height) {
    if (width <= 0 || height <= 0)
        return 0;
    double w = width, h = height;
    if (const double longest = std::max(w, h); longest > 2048) {
        w *= 2048 / longest;
        h *= 2048 / longest;
    }
    if (const double shortest = std::min(w, h); shortest > 768) {
        w *= 768 / shortest;
        h *= 768 / shortest;
    }
    return 85 + 170 * static_cast<std::int64_t>(std::ceil(w / 512) * std::ceil(h / 512));
}

QString exportCode(const Conversation& conversation, std::size_t column, CodeLanguage language, const QString& baseUrl,
                   const QString& key, bool shortenImages) {
    const auto body = buildRequest(conversation, {column, false, shortenImages, true});
    std::string out;
    switch (language) {
    case CodeLanguage::Curl: {
        print(body, out, 0, jsonWords);
        QString data = QString::fromStdString(out);
        data.replace(u'\'', u"'\\''"_s);
        return u"curl "_s + baseUrl + u"/chat/completions \\\n  -H 'Authorization: Bearer "_s + key +
               u"' \\\n  -H 'Content-Type: application/json' \\\n  -d '"_s + data + u"'\n"_s;
    }
    case CodeLanguage::Python: {
        std::string arguments;
        for (const auto& [name, value] : body) {
            arguments += "    " + std::string(name) + "=";
            // The argument's own depth: its lines stand under the call.
            std::string printed;
            print(value, printed, 2, pythonWords);
            arguments += printed + ",\n";
        }
        return u"from openai import OpenAI\n\nclient = OpenAI(\n    base_url=\""_s + baseUrl +
               u"\",\n    api_key=\""_s + key + u"\",\n)\n\nresponse = client.chat.completions.create(\n"_s +
               QString::fromStdString(arguments) + u")\nprint(response.choices[0].message.content)\n"_s;
    }
    case CodeLanguage::JavaScript:
        print(body, out, 0, jsonWords);
        return u"import OpenAI from \"openai\";\n\nconst client = new OpenAI({\n  baseURL: \""_s + baseUrl +
               u"\",\n  apiKey: \""_s + key + u"\",\n});\n\nconst response = await client.chat.completions.create("_s +
               QString::fromStdString(out) + u");\nconsole.log(response.choices[0].message.content);\n"_s;
    }
    return {};
}

} // namespace llmg::playground
