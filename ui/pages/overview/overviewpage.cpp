// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/overview/overviewpage.h"

#include "app/policy/configuration.h"
#include "app/service/engine.h"
#include "app/storage/configurationstore.h"
#include "app/storage/ledgerreader.h"
#include "ui/charts/linechart.h"
#include "ui/charts/stackedbarchart.h"
#include "ui/charts/ticks.h"
#include "ui/pages/overview/presenter.h"
#include "ui/pages/overview/rows.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/card.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/pageheader.h"
#include "ui/widgets/segmentedcontrol.h"
#include "ui/widgets/stattile.h"
#include "ui/widgets/whenready.h"

#include <QComboBox>
#include <QDateTime>
#include <QEvent>
#include <QHBoxLayout>
#include <QLocale>
#include <QScrollArea>
#include <QStackedLayout>

#include <cmath>

namespace llmg::overview {

using namespace Qt::StringLiterals;
using namespace widgets;

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QDateTime local(UnixTime time) {
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count());
}

QString englishDate(const QDateTime& time, const QString& format) {
    return QLocale(QLocale::English, QLocale::UnitedStates).toString(time, format);
}

QString periodName(Range range) {
    switch (range) {
    case Range::Day:
        return OverviewPage::tr("24 h");
    case Range::Week:
        return OverviewPage::tr("7 d");
    case Range::Days30:
        return OverviewPage::tr("30 d");
    case Range::Month:
        return OverviewPage::tr("month");
    }
    return {};
}

double seconds(std::int64_t microseconds) {
    return microseconds < 0 ? nan : static_cast<double>(microseconds) / 1e6;
}

/// Two durations of which the first is told without its unit when both have the same: "1.12 / 4.8 s".
QString pairOfDurations(std::int64_t first, std::int64_t second) {
    const QString a = formatDuration(first), b = formatDuration(second);
    const QString unitA = a.section(u' ', 1), unitB = b.section(u' ', 1);
    return (unitA == unitB && !unitA.isEmpty() ? a.section(u' ', 0, 0) : a) + u" / "_s + b;
}

QString othersText(int count) {
    return count == 1 ? OverviewPage::tr("1 other") : OverviewPage::tr("%1 others").arg(count);
}

QString shareName(const Share& share, const QString& unknown) {
    if (share.others > 0)
        return othersText(share.others);
    return share.name.empty() ? unknown : text(share.name);
}

void clear(QLayout* layout) {
    while (QLayoutItem* item = layout->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
}

} // namespace

OverviewPage::OverviewPage(service::Engine& engine, QWidget* parent)
    : Page(parent)
    , m_engine(engine)
    , m_presenter(new Presenter(engine.ledger(), engine.catalog(), m_clock, this))
    , m_stack(new QStackedLayout)
    , m_empty(new EmptyState(
          tr("Nothing has passed through yet. Point any OpenAI client at this address, or send a first message here."),
          this))
    , m_project(new QComboBox(this))
    , m_range(new SegmentedControl(tr("Range"), {tr("24 h"), tr("7 d"), tr("30 d"), tr("Month")}, this))
    , m_error(new TextLabel({}, theme::TextStyle::Body, theme::Role::Bad, this)) {
    auto* column = new QVBoxLayout(this);
    auto* header = new PageHeader(tr("Overview"), this);
    m_project->setObjectName(u"overviewProject"_s);
    m_project->setAccessibleName(tr("Project"));
    m_project->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_range->setObjectName(u"overviewRange"_s);
    header->addAction(m_project);
    header->addAction(m_range);
    m_error->setWordWrap(true);
    m_error->hide();
    column->addWidget(header);
    column->addWidget(m_error);
    column->addLayout(m_stack, 1);
    applyPageMargins(this);

    auto* full = new QWidget(this);
    auto* fullColumn = new QVBoxLayout(full);
    fullColumn->setContentsMargins(0, 0, 0, 0);
    fullColumn->setSpacing(theme::px(14));
    fullColumn->addWidget(newTiles());
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::px(14));
    row->addWidget(newCharts(), 1);
    row->addWidget(newSide());
    fullColumn->addLayout(row, 1);
    m_empty->setObjectName(u"overviewEmpty"_s);
    m_empty->setIcon(u"mark"_s);
    m_empty->setAction(tr("Send a test message"));
    m_stack->addWidget(full);
    m_stack->addWidget(m_empty);

    connect(m_empty, &EmptyState::actionRequested, this, [this] { Q_EMIT pageRequested(u"playground"_s, {}); });
    connect(m_range, &SegmentedControl::activated, this,
            [this](int index) { m_presenter->setRange(static_cast<Range>(index)); });
    connect(m_project, &QComboBox::activated, this,
            [this](int index) { m_presenter->setProject(m_project->itemData(index).toString().toStdString()); });
    connect(m_presenter, &Presenter::stateChanged, this, [this] { render(m_presenter->state()); });
    connect(&engine, &service::Engine::requestsRecorded, m_presenter, &Presenter::noteNewRequests);

    const auto readProjects = [this] {
        std::vector<ProjectChoice> projects;
        if (const auto configuration = m_engine.configuration().current()) {
            for (const domain::Project& project : configuration->projects)
                projects.push_back({project.id, project.name});
        }
        m_presenter->setProjects(std::move(projects));
    };
    const auto readAddress = [this] { m_presenter->setBaseUrl(m_engine.state().baseUrl()); };
    connect(&engine.configuration(), &storage::ConfigurationStore::changed, this, readProjects);
    connect(&engine, &service::Engine::stateChanged, this, readAddress);
    readProjects();
    readAddress();
}

OverviewPage::~OverviewPage() = default;

bool OverviewPage::isBusy() const {
    return m_presenter->isBusy() || !m_presenter->state().loaded;
}

void OverviewPage::open(const QVariantMap&) {
}

bool OverviewPage::event(QEvent* event) {
    if (event->type() == QEvent::ApplicationFontChange && m_side)
        m_side->setFixedWidth(theme::px(330));
    return Page::event(event);
}

void OverviewPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    m_presenter->setShown(true);
}

void OverviewPage::hideEvent(QHideEvent* event) {
    Page::hideEvent(event);
    m_presenter->setShown(false);
}

QWidget* OverviewPage::newTiles() {
    auto* tiles = new QWidget(this);
    auto* row = new QHBoxLayout(tiles);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::px(12));
    const auto add = [&](const QString& label, const QString& objectName, const QString& filter) {
        auto* tile = new StatTile(label, tiles);
        tile->setObjectName(objectName);
        connect(tile, &QAbstractButton::clicked, this, [this, filter] {
            Q_EMIT pageRequested(u"requests"_s, {{u"filter"_s, filter}});
        });
        row->addWidget(tile, 1);
        return tile;
    };
    m_cost = add(tr("Cost"), u"tileCost"_s, {});
    m_requests = add(tr("Requests"), u"tileRequests"_s, {});
    m_tokens = add(tr("Tokens in / out"), u"tileTokens"_s, {});
    m_errors = add(tr("Error rate"), u"tileErrors"_s, u"is:error"_s);
    m_latency = add(tr("Latency p50 / p95"), u"tileLatency"_s, {});
    m_saved = add(tr("Saved by cache"), u"tileSaved"_s, {});
    return tiles;
}

QWidget* OverviewPage::newCharts() {
    auto* charts = new QWidget(this);
    auto* column = new QVBoxLayout(charts);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::px(14));
    m_bars = new charts::StackedBarChart(tr("Cost by model"), charts);
    m_bars->setObjectName(u"costChart"_s);
    m_bars->setValueFormat([](double dollars) { return formatAxisMoney(dollars); },
                           [](double dollars) {
                               return formatMoney(
                                   domain::Money::fromNano(static_cast<std::int64_t>(std::llround(dollars * 1e9))));
                           });
    m_costCard = new Card(tr("Cost per day"), charts);
    m_costCard->addToHeader(m_bars->legend());
    m_bars->legend()->show();
    m_costCard->body()->addWidget(m_bars, 1);
    m_lines = new charts::LineChart(tr("Latency"), charts);
    m_lines->setObjectName(u"latencyChart"_s);
    m_lines->setYFormat([](double value) -> QString { return QString::number(value) + u" s"_s; },
                        [](double value) { return formatDuration(std::llround(value * 1e6)); });
    m_latencyCard = new Card(tr("Latency"), charts);
    m_latencyCard->setTitle(tr("Latency"), tr("whole answers, and their first token"));
    m_latencyCard->addToHeader(m_lines->legend());
    m_lines->legend()->show();
    m_latencyCard->body()->addWidget(m_lines, 1);
    column->addWidget(m_costCard, 1);
    column->addWidget(m_latencyCard, 1);
    // One crosshair for both: the same bucket in each.
    connect(m_bars, &charts::PlotView::crosshairMoved, m_lines, &charts::PlotView::setCrosshair);
    connect(m_lines, &charts::PlotView::crosshairMoved, m_bars, &charts::PlotView::setCrosshair);
    connect(m_bars, &charts::StackedBarChart::bucketChosen, this,
            [this](int bucket, const QString& model) { drillDown(m_presenter->state(), bucket, model); });
    connect(m_lines, &charts::LineChart::sampleChosen, this,
            [this](int bucket) { drillDown(m_presenter->state(), bucket, {}); });
    return charts;
}

QWidget* OverviewPage::newSide() {
    auto* inner = new QWidget(this);
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::px(14));
    const auto add = [&](const QString& title, Card*& card, QVBoxLayout*& body) {
        card = new Card(title, inner);
        body = card->body();
        body->setSpacing(theme::px(7));
        column->addWidget(card);
    };
    add(tr("This month"), m_monthCard, m_monthBody);
    add(tr("Spent by"), m_sharesCard, m_sharesBody);
    m_shareBy = new SegmentedControl(tr("Spent by"), {tr("Application"), tr("Model")}, m_sharesCard);
    m_shareBy->setObjectName(u"overviewShareBy"_s);
    m_sharesCard->addToHeader(m_shareBy);
    connect(m_shareBy, &SegmentedControl::activated, this, [this] { renderSide(m_presenter->state()); });
    add(tr("Providers"), m_providersCard, m_providersBody);
    add(tr("Last errors"), m_errorsCard, m_errorsBody);
    column->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(u"overviewSide"_s);
    scroll->setAccessibleName(tr("Month, models, applications, providers, errors"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inner);
    scroll->viewport()->setAutoFillBackground(false);
    inner->setAutoFillBackground(false);
    scroll->setFixedWidth(theme::px(330));
    m_side = scroll;
    return scroll;
}

void OverviewPage::render(const ViewState& state) {
    m_range->setCurrentIndex(static_cast<int>(state.range));
    const QSignalBlocker quiet(m_project);
    m_project->clear();
    m_project->addItem(tr("All projects"), QString());
    for (const ProjectChoice& project : state.projects) {
        m_project->addItem(text(project.name), text(project.id));
        if (project.id == state.projectId)
            m_project->setCurrentIndex(m_project->count() - 1);
    }
    m_error->setText(state.error);
    m_error->setVisible(!state.error.isEmpty());
    if (!state.loaded)
        return;
    m_stack->setCurrentWidget(state.ledgerEmpty ? static_cast<QWidget*>(m_empty) : m_stack->widget(0));
    m_project->setVisible(!state.ledgerEmpty);
    m_range->setVisible(!state.ledgerEmpty);
    if (state.ledgerEmpty) {
        renderEmpty(state);
        return;
    }
    renderTiles(state);
    renderCharts(state);
    renderSide(state);
}

void OverviewPage::renderTiles(const ViewState& state) {
    const Sums& now = state.current;
    const Sums& before = state.previous;
    const bool compare = state.hasPrevious;
    const QString versus = tr(" vs prior %1").arg(periodName(state.range));
    const auto ratio = [](std::int64_t part, std::int64_t whole) {
        return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : nan;
    };
    std::vector<double> cost, requests, tokens, errors, latency, saved;
    for (const Bucket& bucket : state.buckets) {
        if (bucket.start > state.now)
            break;
        const Sums& s = bucket.sums;
        cost.push_back(s.cost.toDouble());
        requests.push_back(static_cast<double>(s.requests));
        tokens.push_back(static_cast<double>(s.promptTokens + s.completionTokens));
        errors.push_back(ratio(s.errors, s.requests));
        latency.push_back(seconds(s.p50Us));
        saved.push_back(s.savedByCache.toDouble());
    }
    m_cost->setFigure(formatMoney(now.cost));
    m_cost->setNote(compare ? formatChange(before.cost.toDouble(), now.cost.toDouble()) + versus
                            : tr("nothing before that"));
    m_cost->setValues(std::move(cost));
    m_requests->setFigure(formatCount(now.requests));
    m_requests->setNote(compare ? formatChange(static_cast<double>(before.requests), static_cast<double>(now.requests))
                                : tr("%1 failed").arg(formatCount(now.errors)));
    m_requests->setValues(std::move(requests));
    m_tokens->setFigure(formatCompact(now.promptTokens) + u" / "_s + formatCompact(now.completionTokens));
    m_tokens->setNote(now.promptTokens > 0
                          ? tr("%1 cached").arg(formatPercent(ratio(now.cachedPromptTokens, now.promptTokens)))
                          : tr("none yet"));
    m_tokens->setValues(std::move(tokens));
    m_errors->setFigure(formatPercent(ratio(now.errors, now.requests)));
    m_errors->setNote(compare && now.requests > 0
                          ? formatPoints(ratio(before.errors, before.requests), ratio(now.errors, now.requests))
                          : tr("%1 of %2").arg(formatCount(now.errors), formatCount(now.requests)));
    m_errors->setValues(std::move(errors));
    m_latency->setFigure(pairOfDurations(now.p50Us, now.p95Us));
    m_latency->setNote(now.firstTokenP50Us >= 0 ? tr("first token %1").arg(formatDuration(now.firstTokenP50Us))
                                                : tr("no first token measured"));
    m_latency->setValues(std::move(latency));
    m_saved->setFigure(formatMoney(now.savedByCache));
    m_saved->setNote(tr("hit rate %1").arg(formatPercent(ratio(now.cachedResponses, now.requests))));
    m_saved->setValues(std::move(saved));
}

void OverviewPage::renderCharts(const ViewState& state) {
    charts::BarChartData bars;
    charts::LineChartData lines;
    charts::LineSeries p95{tr("p95"), 5, {}, false}, p50{tr("p50"), 0, {}, false},
        first{tr("first token"), 2, {}, false};
    for (std::size_t i = 0; i < state.buckets.size(); ++i) {
        const Bucket& bucket = state.buckets[i];
        const QDateTime start = local(bucket.start);
        const bool last = i + 1 == state.buckets.size();
        const QString label = state.hourly ? start.toString(u"HH:mm"_s) : formatDay(bucket.start);
        const QString title = englishDate(start, state.hourly ? u"ddd d MMM HH:mm"_s : u"ddd d MMM"_s);
        bars.buckets.push_back(label);
        bars.bucketTitles.push_back(last ? tr("%1, so far").arg(title) : title);
        lines.x.push_back(static_cast<double>(i));
        p95.values.push_back(seconds(bucket.sums.p95Us));
        p50.values.push_back(seconds(bucket.sums.p50Us));
        first.values.push_back(seconds(bucket.sums.firstTokenP50Us));
    }
    bars.lastUnfinished = true;
    int shown = 0;
    for (const ModelCosts& model : state.models) {
        charts::BarGroup group;
        group.isOther = model.others > 0;
        group.name = group.isOther ? othersText(model.others) : model.model.empty() ? tr("none") : text(model.model);
        shown += group.isOther ? 0 : 1;
        for (const domain::Money cost : model.costs)
            group.values.push_back(cost.toDouble());
        bars.groups.push_back(std::move(group));
    }
    lines.xLabels = bars.buckets;
    lines.xTitles = bars.bucketTitles;
    lines.series = {std::move(p95), std::move(p50), std::move(first)};
    m_costCard->setTitle(state.hourly ? tr("Cost per hour") : tr("Cost per day"),
                         shown < state.modelCount ? tr("by model, top %1 of %2").arg(shown).arg(state.modelCount)
                                                  : tr("by model"));
    m_bars->setData(std::move(bars));
    m_lines->setData(std::move(lines));
}

void OverviewPage::renderSide(const ViewState& state) {
    clear(m_monthBody);
    m_monthCard->setTitle(englishDate(local(state.month.start), u"MMMM"_s),
                          tr("%1 of %2 days").arg(state.month.day).arg(state.month.days));
    m_monthBody->addWidget(newFigureRow(formatMoney(state.month.spent), tr("spent so far")));
    m_monthBody->addWidget(newHint(state.month.projected
                                       ? tr("On course for ≈ %1").arg(formatMoney(*state.month.projected))
                                       : tr("A projection follows after the first day")));

    const auto shares = [this](QVBoxLayout* body, const std::vector<Share>& rows, const QString& unknown,
                               const QString& field) {
        clear(body);
        domain::Money most;
        for (const Share& share : rows)
            most = std::max(most, share.cost);
        for (const Share& share : rows) {
            const double part = most.nanoUsd > 0 ? share.cost.toDouble() / most.toDouble() : 0;
            auto* row = new ShareRow(shareName(share, unknown), part, formatMoney(share.cost), share.others > 0);
            if (share.others == 0 && !share.name.empty()) {
                const QString name = text(share.name);
                const QString filter = field + (name.contains(u' ') ? u'"' + name + u'"' : name);
                connect(row, &QAbstractButton::clicked, this, [this, filter] {
                    Q_EMIT pageRequested(u"requests"_s, {{u"filter"_s, filter}});
                });
            } else {
                row->setEnabled(false);
            }
            body->addWidget(row);
        }
        if (rows.empty())
            body->addWidget(newHint(tr("Nothing in this range")));
    };
    if (m_shareBy->currentIndex() == 1)
        shares(m_sharesBody, state.topModels, tr("no model"), u"model:"_s);
    else
        shares(m_sharesBody, state.applications, tr("unknown"), u"app:"_s);

    clear(m_providersBody);
    for (const ProviderHealth& provider : state.providers) {
        const double good = provider.requests > 0
                                ? 1.0 - static_cast<double>(provider.errors) / static_cast<double>(provider.requests)
                                : nan;
        const theme::Role role = good >= 0.99   ? theme::Role::Good
                                 : good >= 0.95 ? theme::Role::Warning
                                                : theme::Role::Bad;
        const QString meaning = good >= 0.99   ? tr("well")
                                : good >= 0.95 ? tr("more than one in a hundred failed")
                                               : tr("more than one in twenty failed");
        QString figures = formatPercent(good);
        if (provider.firstTokenP50Us >= 0)
            figures += u" · "_s + formatDuration(provider.firstTokenP50Us);
        m_providersBody->addWidget(newHealthRow(role, meaning, text(provider.name), figures));
    }
    if (state.providers.empty())
        m_providersBody->addWidget(newHint(tr("None was called in this range")));

    clear(m_errorsBody);
    for (const LastError& error : state.lastErrors) {
        auto* row = new ErrorRow(error.status, text(error.model.empty() ? error.errorCode : error.model),
                                 formatWhen(error.at, state.now) + u" · "_s +
                                     text(error.message.empty() ? error.errorCode : error.message));
        const QString id = text(error.id);
        connect(row, &QAbstractButton::clicked, this, [this, id] {
            Q_EMIT pageRequested(u"requests"_s, {{u"request"_s, id}});
        });
        m_errorsBody->addWidget(row);
    }
    if (state.lastErrors.empty())
        m_errorsBody->addWidget(newHint(tr("None in this range")));
}

void OverviewPage::renderEmpty(const ViewState& state) {
    if (!m_keyAsked)
        askKey();
    const QString address = state.baseUrl.isEmpty() ? u"http://127.0.0.1:4001/v1"_s : state.baseUrl;
    const auto line = [address](const QString& key) -> QString {
        return u"curl %1/chat/completions \\\n  -H \"Authorization: Bearer %2\" \\\n  -H \"Content-Type: "
               u"application/json\" \\\n"
               "  -d '{\"model\":\"sandbox/echo\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}'"_s.arg(
                   address, key);
    };
    const bool known = !m_key.isEmpty();
    m_empty->setCode(
        tr("command"), line(known ? text(m_key.masked()) : u"$LLM_GATEWAY_KEY"_s), [this, line, known]() -> QString {
            return line(known ? QString::fromUtf8(m_key.reveal().data(), static_cast<qsizetype>(m_key.reveal().size()))
                              : u"$LLM_GATEWAY_KEY"_s);
        });
}

void OverviewPage::askKey() {
    m_keyAsked = true;
    widgets::whenReady(m_engine.defaultGatewayKey(), this, [this](const Result<Secret>& key) {
        if (!key)
            return; // no keychain kept it: the line names a variable instead
        m_key = *key;
        if (m_presenter->state().ledgerEmpty)
            renderEmpty(m_presenter->state());
    });
}

void OverviewPage::drillDown(const ViewState& state, int bucket, const QString& model) {
    const auto index = static_cast<std::size_t>(bucket);
    if (index >= state.buckets.size())
        return;
    const UnixTime from = state.buckets[index].start;
    const UnixTime to = index + 1 < state.buckets.size() ? state.buckets[index + 1].start : state.to;
    Q_EMIT pageRequested(u"requests"_s, {{u"filter"_s, model.isEmpty() ? QString() : u"model:"_s + model},
                                         {u"from"_s, qlonglong(from.time_since_epoch().count())},
                                         {u"to"_s, qlonglong(to.time_since_epoch().count())}});
}

Page* createOverviewPage(service::Engine& engine, QWidget* parent) {
    return new OverviewPage(engine, parent);
}

} // namespace llmg::overview
