// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/overview/presenter.h"

#include "app/catalog/catalog.h"
#include "app/storage/ledgerreader.h"
#include "ui/widgets/whenready.h"

#include <QDate>
#include <QDateTime>

#include <algorithm>
#include <map>

namespace llmg::overview {

using namespace std::chrono_literals;
using storage::GroupBy;
using storage::Period;
using storage::UsageBucket;

namespace {

constexpr std::size_t barModels = 4;
constexpr std::size_t listRows = 4;

UnixTime floorTo(UnixTime time, std::chrono::seconds step, int offsetSeconds) {
    const auto offset = std::chrono::seconds(offsetSeconds);
    const auto shifted = time.time_since_epoch() + offset;
    auto whole = shifted / step;
    if (shifted < whole * step)
        --whole;
    return UnixTime{std::chrono::duration_cast<Milliseconds>(whole * step - offset)};
}

QDate localDate(UnixTime time, int offsetSeconds) {
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count() + qint64(offsetSeconds) * 1000, Qt::UTC)
        .date();
}

UnixTime startOfDate(const QDate& date, int offsetSeconds) {
    return UnixTime{
        Milliseconds{QDateTime(date, QTime(0, 0), Qt::UTC).toMSecsSinceEpoch() - qint64(offsetSeconds) * 1000}};
}

Sums sumsOf(const UsageBucket& bucket) {
    Sums sums;
    sums.requests = bucket.requests;
    sums.errors = bucket.errors;
    sums.cachedResponses = bucket.cachedResponses;
    sums.promptTokens = bucket.promptTokens;
    sums.cachedPromptTokens = bucket.cachedPromptTokens;
    sums.completionTokens = bucket.completionTokens;
    sums.cost = bucket.cost;
    sums.savedByCache = bucket.savedByCache;
    sums.p50Us = bucket.p50Us;
    sums.p95Us = bucket.p95Us;
    sums.firstTokenP50Us = bucket.firstTokenP50Us;
    return sums;
}

} // namespace

Span spanOf(Range range, UnixTime now, int utcOffsetSeconds) {
    Span span;
    const UnixTime today = floorTo(now, 24h, utcOffsetSeconds);
    switch (range) {
    case Range::Day: {
        const UnixTime hour = floorTo(now, 1h, utcOffsetSeconds);
        span.range = {hour - 23h, hour + 1h};
        span.period = Period::Hour;
        break;
    }
    case Range::Week:
        span.range = {today - 6 * 24h, today + 24h};
        break;
    case Range::Days30:
        span.range = {today - 29 * 24h, today + 24h};
        break;
    case Range::Month: {
        const QDate date = localDate(now, utcOffsetSeconds);
        span.range = {startOfDate(QDate(date.year(), date.month(), 1), utcOffsetSeconds), today + 24h};
        break;
    }
    }
    // As much of the time before as has gone of this one, in whole hours, so that a morning is not compared with a day.
    const auto gone = floorTo(now, 1h, utcOffsetSeconds) + 1h - span.range.from;
    UnixTime before = span.range.from - (span.range.to - span.range.from);
    if (range == Range::Month) {
        const QDate date = localDate(span.range.from, utcOffsetSeconds).addMonths(-1);
        before = startOfDate(date, utcOffsetSeconds);
    }
    span.previous = {before, std::min(before + gone, span.range.from)};
    return span;
}

std::optional<domain::Money> projectMonth(domain::Money spent, UnixTime monthStart, UnixTime monthEnd, UnixTime now) {
    const auto gone = now - monthStart;
    if (gone < 24h || monthEnd <= monthStart)
        return std::nullopt;
    const double share = static_cast<double>(gone.count()) / static_cast<double>((monthEnd - monthStart).count());
    return domain::Money::fromNano(static_cast<std::int64_t>(static_cast<double>(spent.nanoUsd) / share));
}

std::vector<Share> topShares(const std::vector<UsageBucket>& groups, std::size_t keep) {
    std::vector<Share> all;
    for (const UsageBucket& group : groups)
        all.push_back({group.group, 0, group.cost, group.requests});
    std::stable_sort(all.begin(), all.end(), [](const Share& a, const Share& b) {
        return a.cost != b.cost ? a.cost > b.cost : a.requests > b.requests;
    });
    // One left over is shown by its own name: "1 other" says less in the same room.
    if (all.size() <= keep + 1)
        return all;
    Share rest;
    for (std::size_t i = keep; i < all.size(); ++i) {
        ++rest.others;
        rest.cost += all[i].cost;
        rest.requests += all[i].requests;
    }
    all.resize(keep);
    all.push_back(rest);
    return all;
}

struct Presenter::Answers {
    int offset = 0;
    UnixTime now{};
    Span span;
    UnixTime monthStart{}, monthEnd{};
    std::vector<UsageBucket> total, previous, series, byModel, byModelSeries, byApplication, byProvider, month;
    std::vector<LastError> errors;
    bool any = false;
    QString error;
};

Presenter::Presenter(storage::LedgerReader& ledger, const catalog::Catalog& catalog, const Clock& clock,
                     QObject* parent)
    : QObject(parent)
    , m_ledger(ledger)
    , m_catalog(catalog)
    , m_clock(clock) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(2s);
    connect(&m_soon, &QTimer::timeout, this, &Presenter::refresh);
}

void Presenter::setRange(Range range) {
    m_state.range = range;
    Q_EMIT stateChanged();
    refresh();
}

void Presenter::setProject(const std::string& projectId) {
    m_state.projectId = projectId;
    refresh();
}

void Presenter::setProjects(std::vector<ProjectChoice> projects) {
    m_state.projects = std::move(projects);
    Q_EMIT stateChanged();
}

void Presenter::setBaseUrl(const QString& baseUrl) {
    m_state.baseUrl = baseUrl;
    Q_EMIT stateChanged();
}

void Presenter::setShown(bool shown) {
    m_shown = shown;
    if (shown && m_stale)
        refresh();
    else if (!shown)
        m_soon.stop();
}

void Presenter::noteNewRequests() {
    m_stale = true;
    if (m_shown && !m_soon.isActive())
        m_soon.start();
}

void Presenter::ask(storage::UsageQuery query, std::vector<UsageBucket> Answers::*place) {
    ++m_pending;
    widgets::whenReady(m_ledger.usage(std::move(query)), this,
                       [this, place, answers = m_answers](const Result<std::vector<UsageBucket>>& result) {
                           if (answers != m_answers)
                               return; // of an earlier round
                           if (result)
                               answers.get()->*place = *result;
                           else
                               answers->error = QString::fromStdString(result.error().message);
                           settle();
                       });
}

void Presenter::refresh() {
    m_soon.stop();
    m_stale = false;
    m_answers = std::make_shared<Answers>();
    m_pending = 0;
    const UnixTime now = m_clock.now();
    const int offset = QDateTime::fromMSecsSinceEpoch(now.time_since_epoch().count()).offsetFromUtc();
    m_answers->now = now;
    m_answers->offset = offset;
    m_answers->span = spanOf(m_state.range, now, offset);
    const QDate date = localDate(now, offset);
    const QDate first(date.year(), date.month(), 1);
    m_answers->monthStart = startOfDate(first, offset);
    m_answers->monthEnd = startOfDate(first.addMonths(1), offset);

    storage::UsageQuery query;
    query.projectId = m_state.projectId;
    query.utcOffsetSeconds = offset;
    const auto with = [&query](storage::TimeRange range, Period period, GroupBy group) {
        storage::UsageQuery one = query;
        one.range = range;
        one.period = period;
        one.group = group;
        return one;
    };
    const Span& span = m_answers->span;
    ask(with(span.range, Period::All, GroupBy::None), &Answers::total);
    ask(with(span.previous, Period::All, GroupBy::None), &Answers::previous);
    ask(with(span.range, span.period, GroupBy::None), &Answers::series);
    ask(with(span.range, Period::All, GroupBy::Model), &Answers::byModel);
    ask(with(span.range, span.period, GroupBy::Model), &Answers::byModelSeries);
    ask(with(span.range, Period::All, GroupBy::Application), &Answers::byApplication);
    ask(with(span.range, Period::All, GroupBy::Provider), &Answers::byProvider);
    ask(with({m_answers->monthStart, m_answers->monthEnd}, Period::All, GroupBy::None), &Answers::month);

    storage::RequestFilter failed;
    failed.onlyErrors = true;
    failed.projectId = m_state.projectId;
    failed.range = span.range;
    m_pending += 2;
    const auto answers = m_answers;
    widgets::whenReady(
        m_ledger.requests(failed, {}, 5), this, [this, answers](const Result<storage::RequestPage>& page) {
            if (answers != m_answers)
                return;
            if (page) {
                for (const domain::RequestRecord& row : page->rows)
                    answers->errors.push_back({row.id, row.usedModel.empty() ? row.requestedModel : row.usedModel,
                                               row.errorCode, row.errorMessage, row.status, row.startedAt});
            } else {
                answers->error = QString::fromStdString(page.error().message);
            }
            settle();
        });
    widgets::whenReady(m_ledger.requests({}, {}, 1), this, [this, answers](const Result<storage::RequestPage>& page) {
        if (answers != m_answers)
            return;
        answers->any = !page || !page->rows.empty();
        settle();
    });
}

void Presenter::settle() {
    if (--m_pending > 0)
        return;
    compose(*m_answers);
    Q_EMIT stateChanged();
}

void Presenter::compose(const Answers& answers) {
    ViewState& s = m_state;
    s.loaded = true;
    s.ledgerEmpty = !answers.any;
    s.error = answers.error;
    s.from = answers.span.range.from;
    s.to = answers.span.range.to;
    s.now = answers.now;
    s.hourly = answers.span.period == Period::Hour;
    s.current = answers.total.empty() ? Sums{} : sumsOf(answers.total.front());
    s.previous = answers.previous.empty() ? Sums{} : sumsOf(answers.previous.front());
    s.hasPrevious = s.previous.requests > 0;

    // Every bucket of the range up to now: what the ledger has nothing for is a true zero for sums, unknown for times.
    s.buckets.clear();
    const std::chrono::milliseconds step = s.hourly ? std::chrono::milliseconds(1h) : std::chrono::milliseconds(24h);
    for (UnixTime at = s.from; at < s.to; at += step) {
        Bucket bucket;
        bucket.start = at;
        s.buckets.push_back(bucket);
    }
    const auto indexOf = [&](UnixTime start) -> std::size_t {
        const auto index = (start - s.from) / step;
        return index < 0 ? s.buckets.size() : static_cast<std::size_t>(index);
    };
    for (const UsageBucket& bucket : answers.series) {
        const std::size_t index = indexOf(bucket.start);
        if (index < s.buckets.size())
            s.buckets[index].sums = sumsOf(bucket);
    }

    const std::vector<Share> shares = topShares(answers.byModel, barModels);
    s.modelCount = static_cast<int>(answers.byModel.size());
    s.models.clear();
    std::map<std::string, std::size_t, std::less<>> rowOf;
    std::size_t othersRow = shares.size();
    for (const Share& share : shares) {
        if (share.others > 0)
            othersRow = s.models.size();
        else
            rowOf[share.name] = s.models.size();
        s.models.push_back({share.name, share.others, std::vector<domain::Money>(s.buckets.size())});
    }
    for (const UsageBucket& bucket : answers.byModelSeries) {
        const std::size_t index = indexOf(bucket.start);
        const auto found = rowOf.find(bucket.group);
        const std::size_t row = found != rowOf.end() ? found->second : othersRow;
        if (index < s.buckets.size() && row < s.models.size())
            s.models[row].costs[index] += bucket.cost;
    }
    s.topModels = topShares(answers.byModel, listRows);
    s.applications = topShares(answers.byApplication, listRows);

    s.providers.clear();
    for (const UsageBucket& bucket : answers.byProvider) {
        if (bucket.group.empty())
            continue; // nothing was called
        const domain::ProviderEntry* entry = m_catalog.provider(bucket.group);
        s.providers.push_back(
            {bucket.group, entry ? entry->name : bucket.group, bucket.requests, bucket.errors, bucket.firstTokenP50Us});
    }
    std::stable_sort(s.providers.begin(), s.providers.end(),
                     [](const ProviderHealth& a, const ProviderHealth& b) { return a.requests > b.requests; });
    if (s.providers.size() > listRows + 1)
        s.providers.resize(listRows + 1);

    s.month.start = answers.monthStart;
    s.month.day = localDate(answers.now, answers.offset).day();
    s.month.days = localDate(answers.monthStart, answers.offset).daysInMonth();
    s.month.spent = answers.month.empty() ? domain::Money{} : answers.month.front().cost;
    s.month.projected = projectMonth(s.month.spent, answers.monthStart, answers.monthEnd, answers.now);
    s.lastErrors = answers.errors;
}

} // namespace llmg::overview
