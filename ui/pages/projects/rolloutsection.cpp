// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/projects/rolloutsection.h"

#include "ui/pages/projects/intervalplot.h"
#include "ui/pages/projects/presenter.h"
#include "ui/pages/projects/rolloutwords.h"
#include "ui/pages/projects/words.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/numberfield.h"
#include "ui/widgets/plaintable.h"
#include "ui/widgets/segmentedcontrol.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSlider>

#include <algorithm>
#include <cmath>

namespace llmg::projects {

using namespace Qt::StringLiterals;
using namespace widgets;
using domain::Rollout;
using domain::RolloutArm;

namespace {

constexpr std::array kSteps{0, 1, 5, 10, 25, 50, 75, 100};
constexpr int kSlideRestMs = 400;

QString milliseconds(double ms) {
    return formatDuration(std::llround(ms * 1000));
}

QString dollars(double usd) {
    // A comparison needs three digits; the exact sums are on Costs.
    if (usd > 0 && usd < 0.01)
        return u"$%1"_s.arg(QString::number(usd, 'f', 2 - static_cast<int>(std::floor(std::log10(usd)))));
    return formatMoney(domain::Money{std::llround(usd * 1e9)});
}

template <class Say>
Interval intervalOf(const QString& name, bool known, double value, double low, double high, Say say) {
    Interval interval{name, known, value, low, high, {}};
    interval.words =
        known ? u"%1  (%2 – %3)"_s.arg(say(value), say(low), say(high)) : RolloutSection::tr("no requests yet");
    return interval;
}

} // namespace

RolloutSection::RolloutSection(Presenter* presenter, QWidget* parent)
    : Section(presenter, parent) {
    column()->addWidget(newShare());
    m_armsHolder = newArms();
    column()->addWidget(m_armsHolder);
    column()->addWidget(newFigures());
    column()->addWidget(newThresholds());
    column()->addWidget(newLog());
    column()->addStretch(1);
}

QWidget* RolloutSection::newShare() {
    auto* card = new Card(tr("Share of the traffic"), this);
    m_rollBack = newButton(tr("Roll back now"), theme::ButtonKind::Danger, card);
    m_rollBack->setObjectName(u"rolloutBack"_s);
    m_toggle = newButton(tr("Start rollout"), theme::ButtonKind::Primary, card);
    m_toggle->setObjectName(u"rolloutToggle"_s);
    card->addToHeader(m_rollBack);
    card->addToHeader(m_toggle);
    m_notice = new TextLabel({}, theme::TextStyle::Strong, theme::Role::Bad, card);
    m_notice->setObjectName(u"rolloutNotice"_s);
    m_notice->setWordWrap(true);
    card->body()->addWidget(m_notice);
    m_shareWords = new TextLabel({}, theme::TextStyle::Strong, theme::Role::Text, card);
    m_shareWords->setObjectName(u"rolloutWords"_s);
    m_shareWords->setWordWrap(true);
    card->body()->addWidget(m_shareWords);
    m_slider = new QSlider(Qt::Horizontal, card);
    m_slider->setObjectName(u"rolloutSlider"_s);
    m_slider->setAccessibleName(tr("Per cent of the traffic to the candidate"));
    m_slider->setRange(0, 100);
    m_slider->setPageStep(10);
    card->body()->addWidget(m_slider);
    QStringList steps;
    for (const int step : kSteps)
        steps.append(u"%1 %"_s.arg(step));
    m_steps = new SegmentedControl(tr("Steps"), steps, card);
    m_steps->setObjectName(u"rolloutSteps"_s);
    card->body()->addWidget(m_steps, 0, Qt::AlignLeft);
    card->body()->addWidget(newFault(Field::Rollout, card));
    m_slid.setSingleShot(true);
    m_slid.setInterval(kSlideRestMs);
    connect(&m_slid, &QTimer::timeout, this, [this] { changePercent(m_slider->value()); });
    connect(m_slider, &QSlider::valueChanged, this, [this](int percent) {
        m_shareWords->setText(tr("%1 % of the requests").arg(percent));
        m_shareWords->show();
        m_slid.start();
    });
    connect(m_steps, &SegmentedControl::activated, this,
            [this](int index) { changePercent(kSteps[static_cast<std::size_t>(index)]); });
    connect(m_rollBack, &QPushButton::clicked, m_presenter, &Presenter::rollBack);
    connect(m_toggle, &QPushButton::clicked, this, [this] {
        Rollout next = state().project.rollout;
        next.enabled = !next.enabled;
        m_presenter->setRollout(next);
    });
    return card;
}

QWidget* RolloutSection::newFigures() {
    auto* card = new Card(tr("How both do"), this);
    m_since = new TextLabel({}, theme::TextStyle::Small, theme::Role::Muted, card);
    m_since->setObjectName(u"rolloutSince"_s);
    card->addToHeader(m_since);
    const std::array titles{tr("Requests that failed"), tr("Median time to the whole answer"), tr("Cost of a request")};
    for (std::size_t i = 0; i < m_plots.size(); ++i) {
        m_plots[i] = new IntervalPlot(titles[i], card);
        m_plots[i]->setObjectName(u"rolloutPlot%1"_s.arg(i));
        card->body()->addWidget(m_plots[i]);
    }
    card->body()->addWidget(
        newHint(tr("The bar is the range in which the true value lies 95 times of 100. Bars that lie "
                   "apart are a difference; bars that overlap may be chance: wait for more "
                   "requests."),
                card));
    return card;
}

QWidget* RolloutSection::newArms() {
    auto* holder = new QWidget(this);
    auto* column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::px(8));
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::px(14));
    row->addWidget(newArm(tr("Control"), m_arms[0], u"rolloutFrom"_s), 1);
    row->addWidget(newArm(tr("Candidate"), m_arms[1], u"rolloutTo"_s), 1);
    column->addLayout(row);
    m_sameWarning = newWarning(holder);
    m_sameWarning->setObjectName(u"rolloutSame"_s);
    column->addWidget(m_sameWarning);
    return holder;
}

QWidget* RolloutSection::newArm(const QString& title, ArmFields& fields, const QString& objectName) {
    auto* card = new Card(title, this);
    fields.name = new QLineEdit(card);
    fields.name->setObjectName(objectName + u"Name"_s);
    fields.name->setAccessibleName(tr("%1: name").arg(title));
    fields.name->setMaxLength(kLongestName);
    fields.mode = new QComboBox(card);
    fields.mode->setObjectName(objectName + u"Mode"_s);
    fields.mode->setAccessibleName(tr("%1: who pays").arg(title));
    fields.mode->addItem(tr("As the project says"), QString());
    for (const auto mode : {domain::ProjectMode::ApiKeys, domain::ProjectMode::Hybrid, domain::ProjectMode::Credits})
        fields.mode->addItem(modeName(mode), QString::fromLatin1(domain::toString(mode)));
    fields.provider = new QComboBox(card);
    fields.provider->setObjectName(objectName + u"Provider"_s);
    fields.provider->setAccessibleName(tr("%1: provider").arg(title));
    fields.model = new QLineEdit(card);
    fields.model->setObjectName(objectName + u"Model"_s);
    fields.model->setAccessibleName(tr("%1: model").arg(title));
    fields.model->setPlaceholderText(tr("As the request says"));
    auto* completer = new QCompleter(state().models, fields.model);
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    fields.model->setCompleter(completer);
    for (QComboBox* box : {fields.mode, fields.provider}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(10);
    }
    card->body()->addWidget(newColumn(tr("Name"), fields.name, card));
    card->body()->addWidget(newColumn(tr("Who pays"), fields.mode, card));
    card->body()->addWidget(newColumn(tr("Provider"), fields.provider, card));
    card->body()->addWidget(newColumn(tr("Model"), fields.model, card));
    fields.modelWarning = newWarning(card);
    fields.modelWarning->setObjectName(objectName + u"ModelWarning"_s);
    card->body()->addWidget(fields.modelWarning);
    connect(fields.name, &QLineEdit::editingFinished, this, &RolloutSection::apply);
    connect(fields.model, &QLineEdit::editingFinished, this, &RolloutSection::apply);
    connect(fields.mode, &QComboBox::activated, this, &RolloutSection::apply);
    connect(fields.provider, &QComboBox::activated, this, &RolloutSection::apply);
    return card;
}

QWidget* RolloutSection::newThresholds() {
    auto* card = new Card(tr("Safety"), this);
    m_sticky = new QComboBox(card);
    m_sticky->setObjectName(u"rolloutSticky"_s);
    m_sticky->addItem(tr("each conversation"), static_cast<int>(domain::RolloutSticky::Conversation));
    m_sticky->addItem(tr("each gateway key"), static_cast<int>(domain::RolloutSticky::Key));
    card->body()->addWidget(newFormRow(tr("The same arm for all requests of"), m_sticky, card));
    m_automatic = new QCheckBox(tr("Roll back automatically when the candidate is worse"), card);
    m_automatic->setObjectName(u"rolloutAutomatic"_s);
    card->body()->addWidget(m_automatic);
    m_minRequests = newCountField(tr("Judged after this many requests"), card);
    m_minRequests->setObjectName(u"rolloutMinRequests"_s);
    m_minRequests->setRange(1, 1'000'000);
    m_errorRate = newCountField(tr("More errors than the control, in percentage points"), card);
    m_errorRate->setObjectName(u"rolloutErrorRate"_s);
    m_errorRate->setDecimals(1);
    m_errorRate->setRange(0, 1000);
    m_errorRate->setSuffix(u" pt"_s);
    m_latency = newCountField(tr("Median time, in per cent of the control's; zero is not judged"), card);
    m_latency->setObjectName(u"rolloutLatency"_s);
    m_latency->setRange(0, 10'000);
    m_latency->setSuffix(u" %"_s);
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::px(12));
    row->addWidget(newColumn(tr("After requests of the candidate"), m_minRequests, card), 1);
    row->addWidget(newColumn(tr("Errors above the control's"), m_errorRate, card), 1);
    row->addWidget(newColumn(tr("Median time, of the control's"), m_latency, card), 1);
    card->body()->addLayout(row);
    for (NumberField* field : {m_minRequests, m_errorRate, m_latency})
        connect(field, &QLineEdit::editingFinished, this, &RolloutSection::apply);
    connect(m_automatic, &QCheckBox::clicked, this, &RolloutSection::apply);
    connect(m_sticky, &QComboBox::activated, this, &RolloutSection::apply);
    return card;
}

QWidget* RolloutSection::newLog() {
    auto* card = new Card(tr("What was done"), this);
    m_log = new PlainTable(tr("What was done"), card);
    m_log->setObjectName(u"rolloutLog"_s);
    m_log->setColumns({{tr("When")}, {tr("What")}, {tr("Detail"), false, true}});
    m_log->setSortable(false);
    m_log->setFitsRows(8);
    m_noLog = newHint(tr("Nothing yet."), card);
    card->body()->addWidget(m_log);
    card->body()->addWidget(m_noLog);
    return card;
}

void RolloutSection::changePercent(int percent) {
    m_slid.stop();
    Rollout next = state().project.rollout;
    next.percent = percent;
    m_presenter->setRollout(next);
}

RolloutArm RolloutSection::armOf(const ArmFields& fields, const RolloutArm& before) {
    RolloutArm arm{fields.name->text().trimmed().toStdString(), fields.mode->currentData().toString().toStdString(),
                   fields.provider->currentData().toString().toStdString(),
                   fields.model->text().trimmed().toStdString()};
    // A name that nobody gave follows what the arm is.
    const bool named = text(arm.name) != armName(before);
    if (!named && !isStockName(before))
        return arm;
    if (!named || arm.name.empty()) {
        arm.name.clear();
        arm.name = armName(arm).toStdString();
    }
    return arm;
}

void RolloutSection::apply() {
    const Rollout& now = state().project.rollout;
    Rollout next = now;
    next.control = armOf(m_arms[0], now.control);
    next.candidate = armOf(m_arms[1], now.candidate);
    // An arm that was only looked at keeps the name that it is stored with.
    if (areSame(next.control, now.control) && text(next.control.name) == armName(now.control))
        next.control.name = now.control.name;
    if (areSame(next.candidate, now.candidate) && text(next.candidate.name) == armName(now.candidate))
        next.candidate.name = now.candidate.name;
    next.sticky = static_cast<domain::RolloutSticky>(m_sticky->currentData().toInt());
    next.automatic = m_automatic->isChecked();
    const auto take = [](const NumberField* field, int& place) {
        if (field->isAcceptable())
            place = static_cast<int>(field->value());
    };
    take(m_minRequests, next.minRequests);
    take(m_errorRate, next.maxErrorRatePerMille);
    take(m_latency, next.maxLatencyPercent);
    m_presenter->setRollout(next);
}

void RolloutSection::showArm(ArmFields& fields, const RolloutArm& arm) {
    showText(fields.name, armName(arm));
    showText(fields.model, text(arm.model));
    fields.mode->setCurrentIndex(std::max(0, fields.mode->findData(text(arm.mode))));
    int provider = fields.provider->findData(text(arm.provider));
    if (provider < 0) { // one's own server, which is not in the catalog
        fields.provider->addItem(text(arm.provider), text(arm.provider));
        provider = fields.provider->count() - 1;
    }
    fields.provider->setCurrentIndex(provider);
}

void RolloutSection::renderShare(const ViewState& state) {
    const Rollout& rollout = state.project.rollout;
    if (!m_slider->isSliderDown() && !m_slid.isActive()) {
        const QSignalBlocker quiet(m_slider);
        m_slider->setValue(rollout.percent);
    }
    const auto step = std::find(kSteps.begin(), kSteps.end(), rollout.percent);
    m_steps->setCurrentIndex(step == kSteps.end() ? -1 : static_cast<int>(step - kSteps.begin()));
    const bool back = rollout.enabled && state.rollout.rolledBack;
    m_rollBack->setVisible(rollout.enabled);
    m_rollBack->setEnabled(rollout.enabled && rollout.percent > 0 && !back);
    m_toggle->setText(rollout.enabled ? tr("Stop rollout") : tr("Start rollout"));
    // At 0 % there is nothing to begin with: the share comes first.
    theme::setButtonKind(m_toggle, rollout.enabled || rollout.percent == 0 ? theme::ButtonKind::Secondary
                                                                           : theme::ButtonKind::Primary);
    const QString notice = rolledBackWords(state);
    m_notice->setText(notice);
    m_notice->setVisible(!notice.isEmpty());
    const QString to = armName(rollout.candidate), from = armName(rollout.control);
    m_shareWords->setVisible(notice.isEmpty() || m_slid.isActive());
    if (rollout.enabled)
        m_shareWords->setText(tr("%1 % of the requests go to the candidate, %2; the rest to the control, %3.")
                                  .arg(back ? 0 : rollout.percent)
                                  .arg(to, from));
    else if (rollout.percent == 0)
        m_shareWords->setText(
            tr("Not running. Choose what share of the requests is to go to the candidate, %1; then start.").arg(to));
    else
        m_shareWords->setText(
            tr("Not running. Started, %1 % of the requests would go to the candidate, %2; the rest to the control, %3.")
                .arg(rollout.percent)
                .arg(to, from));
    m_shareWords->setStyle(rollout.enabled ? theme::TextStyle::Strong : theme::TextStyle::Body);
    m_shareWords->setRole(rollout.enabled ? theme::Role::Text : theme::Role::Secondary);
}

QString RolloutSection::rolledBackWords(const ViewState& state) const {
    const Rollout& rollout = state.project.rollout;
    if (!rollout.enabled)
        return {};
    const QString instead =
        tr("All requests go to the control, %1. Change the share to try again.").arg(armName(rollout.control));
    if (!state.events.empty() && state.events.front().kind == "rolled-back-automatically") {
        const domain::RolloutEvent& event = state.events.front();
        return tr("Rolled back automatically at %1: %2 %3")
            .arg(formatWhen(event.at, m_presenter->now()), sentence(event.detail), instead);
    }
    return state.rollout.rolledBack ? tr("Rolled back automatically. %1").arg(instead) : QString();
}

void RolloutSection::renderFigures(const ViewState& state) {
    const Rollout& rollout = state.project.rollout;
    const QString names[] = {controlTitle(rollout), candidateTitle(rollout)};
    const policy::ArmFigures* arms[] = {&state.rollout.control, &state.rollout.candidate};
    std::vector<Interval> errors, medians, costs;
    for (std::size_t i = 0; i < 2; ++i) {
        const policy::ArmFigures& arm = *arms[i];
        const QString name = tr("%1 · %2 requests").arg(names[i], formatCompact(arm.requests));
        errors.push_back(
            intervalOf(name, arm.requests > 0, arm.errorRate, arm.errorRateLow, arm.errorRateHigh, formatPercent));
        medians.push_back(
            intervalOf(name, arm.requests > arm.errors, arm.medianMs, arm.medianLowMs, arm.medianHighMs, milliseconds));
        costs.push_back(intervalOf(name, arm.requests > 0, arm.meanCostUsd, std::max(0.0, arm.meanCostLowUsd),
                                   arm.meanCostHighUsd, dollars));
    }
    m_plots[0]->setIntervals(std::move(errors));
    m_plots[1]->setIntervals(std::move(medians));
    m_plots[2]->setIntervals(std::move(costs));
    m_since->setText(rollout.enabled && rollout.since != UnixTime{}
                         ? tr("since %1").arg(formatWhen(rollout.since, m_presenter->now()))
                         : QString());
}

void RolloutSection::renderLog(const ViewState& state) {
    std::vector<std::vector<Cell>> rows;
    for (std::size_t i = 0; i < state.events.size(); ++i) {
        const domain::RolloutEvent& event = state.events[i];
        const bool bad = event.kind == "rolled-back-automatically";
        const QString detail = eventDetail(state.events, i);
        rows.push_back(
            {{formatWhen(event.at, m_presenter->now()), theme::Role::Secondary, {}, formatDateTime(event.at)},
             {eventName(event), bad ? theme::Role::Bad : theme::Role::Text},
             {detail, theme::Role::Secondary, {}, detail}});
    }
    m_log->setVisible(!rows.empty());
    m_noLog->setVisible(rows.empty());
    m_log->setRows(std::move(rows));
}

void RolloutSection::renderArms(const ViewState& state) {
    const Rollout& rollout = state.project.rollout;
    for (ArmFields& arm : m_arms)
        showWarning(arm.modelWarning, m_presenter->unknownModels({arm.model->text()}));
    showWarning(m_sameWarning, areSame(rollout.control, rollout.candidate)
                                   ? tr("Control and candidate are the same: change who pays, the provider or the "
                                        "model of one of them.")
                                   : QString());
    // What is compared is set first; once it runs, how it does is what one comes to see.
    const bool before = !rollout.enabled && state.rollout.control.requests + state.rollout.candidate.requests == 0;
    const int place = before ? 1 : 2;
    if (column()->indexOf(m_armsHolder) != place) {
        column()->removeWidget(m_armsHolder);
        column()->insertWidget(place, m_armsHolder);
    }
}

void RolloutSection::render(const ViewState& state) {
    const Rollout& rollout = state.project.rollout;
    if (m_shownProviders != state.providers.size() + 1) {
        m_shownProviders = state.providers.size() + 1;
        for (ArmFields& arm : m_arms) {
            arm.provider->clear();
            arm.provider->addItem(tr("As routing chooses"), QString());
            for (const auto& [id, name] : state.providers)
                arm.provider->addItem(name, text(id));
        }
    }
    if (m_shownProject != state.project.id) {
        for (NumberField* field : {m_minRequests, m_errorRate, m_latency})
            field->reset();
    }
    m_shownProject = state.project.id;
    showArm(m_arms[0], rollout.control);
    showArm(m_arms[1], rollout.candidate);
    m_sticky->setCurrentIndex(m_sticky->findData(static_cast<int>(rollout.sticky)));
    m_automatic->setChecked(rollout.automatic);
    showValue(m_minRequests, rollout.minRequests);
    showValue(m_errorRate, rollout.maxErrorRatePerMille);
    showValue(m_latency, rollout.maxLatencyPercent);
    for (NumberField* field : {m_minRequests, m_errorRate, m_latency})
        field->setEnabled(rollout.automatic);
    renderArms(state);
    renderShare(state);
    renderFigures(state);
    renderLog(state);
    renderFaults(state);
}

} // namespace llmg::projects
