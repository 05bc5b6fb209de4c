// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/projects/words.h"

#include <QCoreApplication>

namespace llmg::projects {

using domain::ProjectMode;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(projects)
};

} // namespace

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QString secretText(const Secret& secret) {
    const std::string_view whole = secret.reveal();
    return QString::fromUtf8(whole.data(), static_cast<qsizetype>(whole.size()));
}

QStringList list(const std::vector<std::string>& values) {
    QStringList all;
    for (const std::string& value : values)
        all.append(text(value));
    return all;
}

QString sentence(const std::string& message) {
    QString words = text(message);
    if (words.isEmpty())
        return words;
    words[0] = words[0].toUpper();
    if (!words.endsWith(u'.'))
        words += u'.';
    return words;
}

QString modeName(ProjectMode mode) {
    switch (mode) {
    case ProjectMode::ApiKeys:
        return Words::tr("Own keys");
    case ProjectMode::Credits:
        return Words::tr("Credits");
    case ProjectMode::Hybrid:
        return Words::tr("Hybrid");
    }
    return {};
}

QString modeWords(ProjectMode mode) {
    switch (mode) {
    case ProjectMode::ApiKeys:
        return Words::tr(
            "You pay each provider. Requests go only where you entered a key; without one they are refused.");
    case ProjectMode::Credits:
        return Words::tr(
            "The hosted gateway account pays and adds its markup. Everything goes there; your own keys are not used.");
    case ProjectMode::Hybrid:
        return Words::tr(
            "Your own keys first. The hosted account pays where you have no key, or where your keys fail.");
    }
    return {};
}

QString lifetime(std::int64_t seconds) {
    const auto say = [](const char* one, const char* many, std::int64_t count) {
        return count == 1 ? Words::tr(one) : Words::tr(many).arg(count);
    };
    if (seconds % 86'400 == 0)
        return say(QT_TRANSLATE_NOOP("projects", "1 day"), QT_TRANSLATE_NOOP("projects", "%1 days"), seconds / 86'400);
    if (seconds % 3600 == 0)
        return say(QT_TRANSLATE_NOOP("projects", "1 hour"), QT_TRANSLATE_NOOP("projects", "%1 hours"), seconds / 3600);
    if (seconds % 60 == 0)
        return say(QT_TRANSLATE_NOOP("projects", "1 minute"), QT_TRANSLATE_NOOP("projects", "%1 minutes"),
                   seconds / 60);
    return Words::tr("%1 seconds").arg(seconds);
}

QString perPeriod(domain::Period period) {
    switch (period) {
    case domain::Period::Hour:
        return Words::tr("an hour");
    case domain::Period::Day:
        return Words::tr("a day");
    case domain::Period::Week:
        return Words::tr("a week");
    case domain::Period::Month:
        return Words::tr("a month");
    case domain::Period::Lifetime:
        return Words::tr("in its life");
    }
    return {};
}

} // namespace llmg::projects
