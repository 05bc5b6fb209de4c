// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/projects/rolloutwords.h"

#include "models/domain/project.h"
#include "ui/pages/projects/words.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <array>
#include <optional>

namespace llmg::projects {

using namespace Qt::StringLiterals;
using domain::Rollout;
using domain::RolloutArm;
using domain::RolloutEvent;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(llmg::projects::RolloutSection)
};

QString stockName(const RolloutArm& arm) {
    const QString model = text(arm.model), provider = text(arm.provider);
    if (!model.isEmpty() && !provider.isEmpty())
        return Words::tr("%1 at %2").arg(model, provider);
    if (!model.isEmpty() || !provider.isEmpty())
        return model.isEmpty() ? provider : model;
    const auto mode = domain::projectModeFromString(arm.mode);
    if (!mode)
        return Words::tr("as the project says");
    switch (*mode) {
    case domain::ProjectMode::ApiKeys:
        return Words::tr("direct");
    case domain::ProjectMode::Credits:
        return Words::tr("gateway account");
    case domain::ProjectMode::Hybrid:
        return Words::tr("hybrid");
    }
    return {};
}

/// The share after an event that changed it; the details of the command line and of this page.
std::optional<int> shareAfter(const RolloutEvent& event) {
    if (event.kind == "rolled-back-automatically" || event.kind == "rolled-back")
        return 0;
    static const QRegularExpression share(u"(?:percent=|to |at |^)(\\d+)(?: %|$|,)"_s);
    const auto match = share.match(text(event.detail));
    return match.hasMatch() ? std::optional(match.captured(1).toInt()) : std::nullopt;
}

std::optional<int> shareBefore(const std::vector<RolloutEvent>& events, std::size_t index) {
    static const QRegularExpression from(u"from (\\d+) %"_s);
    if (const auto match = from.match(text(events[index].detail)); match.hasMatch())
        return match.captured(1).toInt();
    for (std::size_t i = index + 1; i < events.size(); ++i) {
        if (const auto share = shareAfter(events[i]))
            return share;
    }
    return std::nullopt;
}

QString shareWords(std::optional<int> before, int after) {
    return before && *before != after ? Words::tr("%1 % → %2 %").arg(*before).arg(after)
                                      : Words::tr("to %1 %").arg(after);
}

/// "candidate.model=gpt-4o" of the command line as "candidate model gpt-4o".
QString settingWords(const QString& setting) {
    const qsizetype equals = setting.indexOf(u'=');
    if (equals < 0)
        return setting;
    const QString name = setting.left(equals), value = setting.mid(equals + 1);
    if (name == u"percent")
        return u"%1 %"_s.arg(value);
    if (name == u"min-requests")
        return Words::tr("judged after %1 requests").arg(value);
    if (name.endsWith(u".mode")) {
        if (const auto mode = domain::projectModeFromString(value.toStdString()))
            return u"%1 %2"_s.arg(name.chopped(5), modeName(*mode).toLower());
    }
    if (name.endsWith(u".name"))
        return Words::tr("%1 called “%2”").arg(name.chopped(5), value);
    return u"%1 %2"_s.arg(QString(name).replace(u'.', u' ').replace(u'-', u' '), value);
}

} // namespace

bool isStockName(const RolloutArm& arm) {
    const RolloutArm control = Rollout{}.control, candidate = Rollout{}.candidate;
    return arm.name.empty() || arm.name == control.name || arm.name == candidate.name ||
           text(arm.name) == stockName(arm);
}

QString armName(const RolloutArm& arm) {
    return isStockName(arm) ? stockName(arm) : text(arm.name);
}

QString controlTitle(const Rollout& rollout) {
    return Words::tr("Control: %1").arg(armName(rollout.control));
}

QString candidateTitle(const Rollout& rollout) {
    return Words::tr("Candidate: %1").arg(armName(rollout.candidate));
}

bool areSame(const RolloutArm& a, const RolloutArm& b) {
    return a.mode == b.mode && a.provider == b.provider && a.model == b.model;
}

QString eventName(const RolloutEvent& event) {
    constexpr std::array<std::pair<std::string_view, const char*>, 6> kWords{
        {{"started", QT_TRANSLATE_NOOP("llmg::projects::RolloutSection", "Started")},
         {"percent", QT_TRANSLATE_NOOP("llmg::projects::RolloutSection", "Share changed")},
         {"rolled-back", QT_TRANSLATE_NOOP("llmg::projects::RolloutSection", "Rolled back")},
         {"rolled-back-automatically",
          QT_TRANSLATE_NOOP("llmg::projects::RolloutSection", "Rolled back automatically")},
         {"stopped", QT_TRANSLATE_NOOP("llmg::projects::RolloutSection", "Stopped")},
         {"arms", QT_TRANSLATE_NOOP("llmg::projects::RolloutSection", "Arms changed")}}};
    for (const auto& [kind, words] : kWords) {
        if (kind == event.kind)
            return Words::tr(words);
    }
    return text(event.kind);
}

QString eventDetail(const std::vector<RolloutEvent>& events, std::size_t index) {
    const RolloutEvent& event = events[index];
    const QString detail = text(event.detail);
    if (event.kind == "percent" || event.kind == "rolled-back") {
        if (const auto after = shareAfter(event))
            return shareWords(shareBefore(events, index), *after);
    }
    if (event.kind == "started") {
        if (const auto share = shareAfter(event))
            return Words::tr("at %1 %").arg(*share);
    }
    if (event.kind == "arms" && detail.contains(u'=')) {
        QStringList words;
        for (const QString& setting : detail.split(u", "_s))
            words.append(settingWords(setting));
        return words.join(u" · "_s);
    }
    return detail;
}

} // namespace llmg::projects
