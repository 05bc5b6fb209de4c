// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/costs/presenter.h"

#include "app/catalog/catalog.h"
#include "app/settings/settings.h"
#include "app/storage/ledgerreader.h"
#include "ui/pages/costs/formula.h"
#include "ui/widgets/format.h"
#include "ui/widgets/whenready.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <map>

namespace llmg::costs {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using widgets::formatCompact;

namespace {

constexpr auto kMonth = 30 * 24h;
constexpr int kCurvePoints = 81;
constexpr std::size_t kBarModels = 5;
/// A model that fewer offer is nobody's alternative.
constexpr std::size_t kFewestOffers = 3;

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

bool isCurrent(const domain::ModelOffer& offer) {
    return offer.status.empty() || offer.status == "beta";
}

bool isPriced(const domain::ModelOffer& offer) {
    return offer.prices.input && offer.prices.output &&
           (offer.prices.input->picoUsd > 0 || offer.prices.output->picoUsd > 0);
}

/// Where the model is at home: the catalog lists its maker first; one that has a price.
const domain::ModelOffer* homeOffer(const domain::LlmModel& model) {
    for (const bool onlyCurrent : {true, false}) {
        for (const domain::ModelOffer& offer : model.offers) {
            if (isPriced(offer) && (!onlyCurrent || isCurrent(offer)))
                return &offer;
        }
    }
    return nullptr;
}

int utcOffset(UnixTime now) {
    return QDateTime::fromMSecsSinceEpoch(now.time_since_epoch().count()).offsetFromUtc();
}

/// Local midnight 29 days ago, so that thirty whole days are shown with today.
UnixTime firstDay(UnixTime now, int offset) {
    constexpr std::int64_t kDay = 86'400'000;
    const std::int64_t local = now.time_since_epoch().count() + std::int64_t{offset} * 1000;
    return UnixTime{Milliseconds{(local / kDay - 29) * kDay - std::int64_t{offset} * 1000}};
}

QString dayName(UnixTime start, int offset) {
    const QDateTime time =
        QDateTime::fromMSecsSinceEpoch(start.time_since_epoch().count() + qint64(offset) * 1000, Qt::UTC);
    return QLocale(QLocale::English, QLocale::UnitedStates).toString(time, u"d MMM"_s);
}

} // namespace

Presenter::Presenter(std::shared_ptr<const catalog::Catalog> catalog, storage::LedgerReader& ledger,
                     settings::Settings& settings, std::shared_ptr<const Clock> clock, QObject* parent)
    : QObject(parent)
    , m_catalog(std::move(catalog))
    , m_ledger(ledger)
    , m_clock(std::move(clock)) {
    // The example of the migration guide, so that the page says something before anything is typed.
    m_state.use.inputTokens = 10'000'000;
    m_state.use.outputTokens = 1'000'000;
    m_state.use.markupBasisPoints = settings.value(settings::Key::MarkupBasisPoints).toInt();
    m_state.use.proFee = domain::Money::fromCents(settings.value(settings::Key::ProFeeCents).toLongLong());
    m_byHand = m_state.use;
    m_state.catalogNote =
        tr("Prices as of %1, from %2").arg(text(m_catalog->builtOn()), text(m_catalog->priceSource()));
    if (const domain::LlmModel* first = m_catalog->model("gpt-4o"); first && homeOffer(*first))
        setModel(u"gpt-4o"_s);
    else if (const QStringList ids = modelIds(); !ids.isEmpty())
        setModel(ids.first());
}

QStringList Presenter::modelIds() const {
    QStringList ids;
    for (const domain::LlmModel& model : m_catalog->models()) {
        if (model.kind == domain::ModelKind::Chat && homeOffer(model))
            ids << text(model.id);
    }
    return ids;
}

QString Presenter::providerName(const std::string& id) const {
    const domain::ProviderEntry* provider = m_catalog->provider(id);
    return text(provider ? provider->name : id);
}

const domain::ModelOffer* Presenter::chosenOffer() const {
    return m_catalog->offer(m_state.model.toStdString(), m_state.provider.toStdString());
}

void Presenter::setSegment(Segment segment) {
    m_state.segment = segment;
    if (segment == Segment::Prices && m_state.priceTotal == 0)
        fillPrices();
    if (segment == Segment::Breakdown && !m_state.breakdown.loaded)
        askBreakdown();
    Q_EMIT stateChanged();
}

void Presenter::setSource(Source source) {
    if (m_state.source == source)
        return;
    m_state.source = source;
    m_state.sourceNote.clear();
    if (source == Source::ByHand) {
        m_state.use.inputTokens = m_byHand.inputTokens;
        m_state.use.cachedInputTokens = m_byHand.cachedInputTokens;
        m_state.use.outputTokens = m_byHand.outputTokens;
        compute();
        return;
    }
    m_byHand = m_state.use;
    askLast30Days();
    Q_EMIT stateChanged();
}

void Presenter::setModel(const QString& id) {
    const QString wanted = id.trimmed();
    const domain::LlmModel* model = m_catalog->model(wanted.toStdString());
    if (!model)
        model = m_catalog->modelByAnyUpstreamId(wanted.toStdString());
    const domain::ModelOffer* home = model ? homeOffer(*model) : nullptr;
    if (!home) {
        QStringList near;
        for (const std::string& each : m_catalog->nearestModelIds(wanted.toStdString(), 3))
            near << text(each);
        m_state.modelHint = model ? tr("No price is known for %1.").arg(wanted)
                            : near.isEmpty()
                                ? tr("The catalog has no model %1.").arg(wanted)
                                : tr("The catalog has no model %1. Did you mean %2?").arg(wanted, near.join(u", "_s));
        Q_EMIT stateChanged();
        return;
    }
    m_state.modelHint.clear();
    m_state.model = text(model->id);
    m_state.provider = text(home->provider);
    m_state.providers.clear();
    for (const domain::ModelOffer& offer : model->offers) {
        if (isPriced(offer))
            m_state.providers.emplace_back(text(offer.provider), providerName(offer.provider));
    }
    compute();
}

void Presenter::setProvider(const QString& id) {
    if (!m_catalog->offer(m_state.model.toStdString(), id.toStdString()))
        return;
    m_state.provider = id;
    compute();
}

void Presenter::setUse(const catalog::MonthlyUse& use) {
    m_state.use = use;
    m_state.use.cachedInputTokens = std::min(use.cachedInputTokens, use.inputTokens);
    compute();
}

void Presenter::setPriceFilter(const QString& words) {
    m_state.priceFilter = words;
    fillPrices();
    Q_EMIT stateChanged();
}

void Presenter::refresh() {
    if (m_state.source == Source::Last30Days)
        askLast30Days();
    m_state.breakdown.loaded = false;
    if (m_state.segment == Segment::Breakdown)
        askBreakdown();
}

void Presenter::compute() {
    if (const domain::ModelOffer* offer = chosenOffer()) {
        m_state.costs = catalog::compareCosts(*offer, m_state.use);
        const std::int64_t now = m_state.use.inputTokens + m_state.use.outputTokens;
        // Far enough to see both today's volume and the break-even, with room behind it.
        const std::int64_t reach = std::max(now, m_state.costs.breakEvenTokens.value_or(0));
        m_state.curve = catalog::costCurve(*offer, m_state.use, reach / 10 * 22, kCurvePoints);
        m_state.formula = formula(*offer, m_state.use, m_state.costs);
    }
    describePrice();
    computeOthers();
    Q_EMIT stateChanged();
}

void Presenter::describePrice() {
    const domain::ModelOffer* offer = chosenOffer();
    if (!offer)
        return;
    QStringList sources;
    for (const std::string& source : offer->sources)
        sources << text(source);
    const QString confidence = offer->priceConfirmed ? tr("confirmed by two sources") : tr("from one source");
    m_state.priceNote =
        tr("Prices: %1, %2 (%3), catalog of %4.")
            .arg(providerName(offer->provider), confidence, sources.join(u", "_s), text(m_catalog->builtOn()));
    if (!isCurrent(*offer))
        m_state.priceNote += u' ' + tr("The model is %1 there.").arg(text(offer->status));
    if (!offer->tiers.empty())
        m_state.priceNote += u' ' + tr("Prompts over %1 tokens cost more; that is not counted here.")
                                        .arg(formatCompact(offer->tiers.front().abovePromptTokens));
}

void Presenter::computeOthers() {
    m_state.others.clear();
    const domain::ModelOffer* chosen = chosenOffer();
    if (!chosen || !m_state.costs.priceKnown || m_state.costs.direct.isZero())
        return;
    // Of each family the newest that several providers offer.
    std::map<std::string_view, const domain::LlmModel*> newest;
    for (const domain::LlmModel& model : m_catalog->models()) {
        if (model.kind != domain::ModelKind::Chat || model.deprecated || !model.aliasOf.empty() ||
            model.offers.size() < kFewestOffers || model.released.empty())
            continue;
        const domain::ModelOffer* home = homeOffer(model);
        if (!home || !isCurrent(*home) || !home->endpoint.empty())
            continue;
        const domain::LlmModel*& best = newest[model.family];
        if (!best || best->released < model.released)
            best = &model;
    }
    for (const auto& [family, model] : newest) {
        if (text(model->id) == m_state.model)
            continue;
        const domain::ModelOffer* home = homeOffer(*model);
        const catalog::CostComparison costs = catalog::compareCosts(*home, m_state.use);
        if (!costs.priceKnown)
            continue;
        QStringList lacks;
        if (chosen->can.vision && !home->can.vision)
            lacks << tr("no vision");
        if (chosen->can.tools && !home->can.tools)
            lacks << tr("no tools");
        m_state.others.push_back({text(model->id), providerName(home->provider), costs.direct,
                                  costs.direct.toDouble() / m_state.costs.direct.toDouble(), lacks.join(u", "_s)});
    }
    std::stable_sort(m_state.others.begin(), m_state.others.end(),
                     [](const OtherModel& a, const OtherModel& b) { return a.month < b.month; });
}

QString Presenter::asTable() const {
    using widgets::formatMoney;
    const catalog::CostComparison& costs = m_state.costs;
    QStringList lines;
    const auto line = [&lines](const QStringList& cells) { lines << cells.join(u'\t'); };
    line({tr("Model"), m_state.model, m_state.provider});
    line({tr("Input tokens a month"), QString::number(m_state.use.inputTokens)});
    line({tr("of which cached"), QString::number(m_state.use.cachedInputTokens)});
    line({tr("Output tokens a month"), QString::number(m_state.use.outputTokens)});
    line({tr("Direct to provider"), formatMoney(costs.direct, costs.priceKnown)});
    line({tr("Gateway credits"), formatMoney(costs.credits, costs.priceKnown)});
    line({tr("Own keys with Pro"), formatMoney(costs.ownKeys, costs.priceKnown)});
    line({tr("Hybrid"), formatMoney(costs.hybrid, costs.priceKnown)});
    if (costs.breakEvenSpend)
        line({tr("Break-even spend a month"), formatMoney(*costs.breakEvenSpend)});
    if (costs.breakEvenTokens)
        line({tr("Break-even tokens a month"), QString::number(*costs.breakEvenTokens)});
    for (const OtherModel& other : m_state.others)
        line(
            {other.model, other.provider, formatMoney(other.month), widgets::formatChange(1, other.ratio), other.note});
    return lines.join(u'\n');
}

void Presenter::fillPrices() {
    m_state.prices.clear();
    m_state.priceTotal = 0;
    const QStringList words = m_state.priceFilter.toLower().split(u' ', Qt::SkipEmptyParts);
    for (const domain::LlmModel& model : m_catalog->models()) {
        for (const domain::ModelOffer& offer : model.offers) {
            ++m_state.priceTotal;
            PriceRow row;
            row.model = text(model.id);
            row.provider = providerName(offer.provider);
            const QString hay = row.model + u' ' + row.provider.toLower() + u' ' + text(offer.provider) + u' ' +
                                text(offer.upstreamId).toLower();
            if (!std::all_of(words.begin(), words.end(), [&hay](const QString& word) { return hay.contains(word); }))
                continue;
            row.input = offer.prices.input;
            row.output = offer.prices.output;
            row.cached = offer.prices.cachedInput;
            row.cacheWrite = offer.prices.cacheWrite;
            row.context = offer.context;
            row.status = text(offer.status);
            row.confirmed = offer.priceConfirmed;
            QStringList sources, notes;
            for (const std::string& source : offer.sources)
                sources << text(source);
            row.sources = sources.join(u", "_s);
            if (!offer.pricing.empty())
                notes << text(offer.pricing);
            if (!offer.tiers.empty())
                notes << tr("dearer over %1").arg(formatCompact(offer.tiers.front().abovePromptTokens));
            if (offer.prices.perImageOutput)
                notes << tr("%1 an image")
                             .arg(widgets::formatMoney(
                                 domain::Money::fromNano(offer.prices.perImageOutput->picoUsd / 1000)));
            row.note = notes.join(u", "_s);
            m_state.prices.push_back(std::move(row));
        }
    }
}

void Presenter::askLast30Days() {
    const UnixTime now = m_clock->now();
    storage::UsageQuery query;
    query.range = {now - kMonth, now + 1h};
    query.period = storage::Period::All;
    query.group = storage::GroupBy::Model;
    query.utcOffsetSeconds = utcOffset(now);
    const std::uint64_t question = ++m_question;
    ++m_pending;
    widgets::whenReady(
        m_ledger.usage(query), this, [this, question](const Result<std::vector<storage::UsageBucket>>& answer) {
            --m_pending;
            if (question != m_question || m_state.source != Source::Last30Days)
                return;
            if (!answer) {
                m_state.sourceNote = tr("The ledger cannot be read: %1").arg(text(answer.error().message));
                Q_EMIT stateChanged();
                return;
            }
            takeLast30Days(*answer);
        });
}

void Presenter::takeLast30Days(const std::vector<storage::UsageBucket>& buckets) {
    std::int64_t input = 0, cached = 0, output = 0;
    int models = 0;
    domain::Money spent;
    for (const storage::UsageBucket& bucket : buckets) {
        if (bucket.promptTokens + bucket.completionTokens <= 0)
            continue;
        input += bucket.promptTokens;
        cached += bucket.cachedPromptTokens;
        output += bucket.completionTokens;
        spent += bucket.cost;
        ++models;
    }
    if (models == 0) {
        m_state.sourceNote =
            tr("No request of the last 30 days used tokens. Send some through the gateway, or type the numbers.");
        Q_EMIT stateChanged();
        return;
    }
    m_state.use.inputTokens = input;
    m_state.use.cachedInputTokens = std::min(cached, input);
    m_state.use.outputTokens = output;
    m_state.sourceNote =
        (models == 1 ? tr("%1 tokens on one model cost %2; here priced as the model above.")
                     : tr("%1 tokens on %3 models cost %2; here all of them priced as the model above."))
            .arg(formatCompact(input + output), widgets::formatMoney(spent));
    if (models > 1)
        m_state.sourceNote = m_state.sourceNote.arg(models);
    compute();
}

void Presenter::askBreakdown() {
    const UnixTime now = m_clock->now();
    storage::UsageQuery query;
    query.range = {firstDay(now, utcOffset(now)), now + 1h};
    query.period = storage::Period::Day;
    query.group = storage::GroupBy::Model;
    query.utcOffsetSeconds = utcOffset(now);
    ++m_pending;
    widgets::whenReady(m_ledger.usage(query), this, [this](const Result<std::vector<storage::UsageBucket>>& answer) {
        --m_pending;
        m_state.breakdown = {};
        m_state.breakdown.loaded = true;
        if (answer)
            takeBreakdown(*answer);
        else
            m_state.breakdown.error = tr("The ledger cannot be read: %1").arg(text(answer.error().message));
        Q_EMIT stateChanged();
    });
}

void Presenter::takeBreakdown(const std::vector<storage::UsageBucket>& buckets) {
    Breakdown& shown = m_state.breakdown;
    const UnixTime now = m_clock->now();
    const int offset = utcOffset(now);
    std::map<QString, domain::Money> byModel;
    for (const storage::UsageBucket& bucket : buckets) {
        const QString model = bucket.group.empty() ? tr("no model") : text(bucket.group);
        byModel[model] += bucket.cost;
        shown.total += bucket.cost;
        shown.rows.push_back({dayName(bucket.start, offset), model, bucket.requests, bucket.promptTokens,
                              bucket.completionTokens, bucket.cost});
    }
    shown.models = static_cast<int>(byModel.size());
    if (shown.rows.empty())
        return;
    // A day without any request is a true zero, so every day has its place.
    for (auto day = 29; day >= 0; --day)
        shown.days.push_back(dayName(now - day * 24h, offset));
    std::vector<std::pair<QString, domain::Money>> dearest(byModel.begin(), byModel.end());
    std::stable_sort(dearest.begin(), dearest.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    for (std::size_t i = 0; i < std::min(dearest.size(), kBarModels); ++i)
        shown.groups.push_back({dearest[i].first, std::vector<double>(shown.days.size()), false});
    if (dearest.size() > kBarModels)
        shown.groups.push_back(
            {dearest.size() - kBarModels == 1 ? tr("one other") : tr("%1 others").arg(dearest.size() - kBarModels),
             std::vector<double>(shown.days.size()), true});
    for (const DayRow& row : shown.rows) {
        const auto day = std::find(shown.days.begin(), shown.days.end(), row.day);
        if (day == shown.days.end())
            continue;
        auto group = std::find_if(shown.groups.begin(), shown.groups.end(),
                                  [&row](const Breakdown::Group& each) { return each.name == row.model; });
        if (group == shown.groups.end())
            group = std::prev(shown.groups.end());
        group->usd[static_cast<std::size_t>(day - shown.days.begin())] += row.cost.toDouble();
    }
    std::stable_sort(shown.rows.begin(), shown.rows.end(), [&shown](const DayRow& a, const DayRow& b) {
        const auto place = [&shown](const DayRow& row) {
            return std::find(shown.days.begin(), shown.days.end(), row.day) - shown.days.begin();
        };
        return place(a) != place(b) ? place(a) > place(b) : a.cost > b.cost;
    });
}

} // namespace llmg::costs
