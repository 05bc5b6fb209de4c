// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/requesttablemodel.h"

#include <algorithm>
#include <iterator>

namespace llmg::items {

using namespace Qt::StringLiterals;

namespace {

constexpr int pageSize = 200;

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

} // namespace

RequestTableModel::RequestTableModel(RequestWords words, QObject* parent)
    : QAbstractTableModel(parent)
    , m_words(std::move(words)) {
}

const domain::RequestRecord& RequestTableModel::at(int row) const {
    const auto index = static_cast<std::size_t>(row);
    return index < m_newer.size() ? m_newer[m_newer.size() - 1 - index] : m_older[index - m_newer.size()];
}

void RequestTableModel::reset(Fetch fetch) {
    beginResetModel();
    ++m_round;
    m_fetch = std::move(fetch);
    m_newer.clear();
    m_older.clear();
    m_more = false;
    m_loading = false;
    endResetModel();
    ask(true);
}

void RequestTableModel::ask(bool first) {
    if (!m_fetch || m_loading)
        return;
    m_loading = true;
    std::string before;
    if (!m_older.empty())
        before = m_older.back().id;
    else if (!m_newer.empty())
        before = m_newer.front().id;
    m_fetch(std::move(before), pageSize, [this, first, round = m_round](Result<RequestRows> answer) {
        if (round != m_round)
            return;
        m_loading = false;
        if (!answer) {
            m_more = false; // asked again only by a reset: a broken ledger is not asked at every scroll
            Q_EMIT failed(text(answer.error().message));
            return;
        }
        m_more = answer->more;
        if (!answer->rows.empty()) {
            const int begin = rowCount();
            beginInsertRows({}, begin, begin + static_cast<int>(answer->rows.size()) - 1);
            std::move(answer->rows.begin(), answer->rows.end(), std::back_inserter(m_older));
            endInsertRows();
        }
        if (first)
            Q_EMIT firstPageLoaded();
    });
}

void RequestTableModel::prepend(const std::vector<domain::RequestRecord>& oldestFirst) {
    const std::string newest = newestId();
    const auto begin = std::find_if(oldestFirst.begin(), oldestFirst.end(),
                                    [&](const domain::RequestRecord& record) { return record.id > newest; });
    const auto count = static_cast<int>(oldestFirst.end() - begin);
    if (count == 0)
        return;
    beginInsertRows({}, 0, count - 1);
    m_newer.insert(m_newer.end(), begin, oldestFirst.end());
    endInsertRows();
}

void RequestTableModel::trim(int keep) {
    const int count = rowCount();
    if (count <= keep || keep < 0)
        return;
    beginRemoveRows({}, keep, count - 1);
    const auto kept = static_cast<std::size_t>(keep);
    if (kept >= m_newer.size()) {
        m_older.resize(kept - m_newer.size());
    } else {
        m_older.clear();
        m_newer.erase(m_newer.begin(), m_newer.end() - static_cast<std::ptrdiff_t>(kept));
    }
    m_more = true;
    endRemoveRows();
}

const domain::RequestRecord* RequestTableModel::record(int row) const {
    return row >= 0 && row < rowCount() ? &at(row) : nullptr;
}

int RequestTableModel::rowOf(const std::string& id) const {
    // Ids are ULIDs and the rows are in their order.
    int low = 0, high = rowCount();
    while (low < high) {
        const int middle = low + (high - low) / 2;
        if (at(middle).id > id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < rowCount() && at(low).id == id ? low : -1;
}

std::string RequestTableModel::newestId() const {
    return rowCount() > 0 ? at(0).id : std::string();
}

int RequestTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_newer.size() + m_older.size());
}

int RequestTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

bool RequestTableModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && m_more && !m_loading;
}

void RequestTableModel::fetchMore(const QModelIndex& parent) {
    if (canFetchMore(parent))
        ask(false);
}

QString RequestTableModel::cellText(const domain::RequestRecord& r, int column) const {
    switch (static_cast<Column>(column)) {
    case Time:
        return m_words.clock(r.startedAt);
    case Status:
        return r.status > 0 ? QString::number(r.status) : u"–"_s;
    case Model:
        if (r.usedModel.empty() || r.usedModel == r.requestedModel)
            return text(r.requestedModel);
        // "openai/gpt-4o" asked and gpt-4o used is the same model said twice.
        if (r.requestedModel == r.usedProvider + "/" + r.usedModel)
            return text(r.usedModel);
        return text(r.requestedModel) + u" → "_s + text(r.usedModel);
    case Provider:
        return text(r.usedProvider);
    case Project:
        return m_words.projectName(r.projectId);
    case Key:
        return m_words.keyName(r.keyId);
    case Application:
        return text(r.application);
    case Flags: {
        QStringList flags;
        if (r.stream)
            flags.append(tr("stream"));
        if (r.cached)
            flags.append(tr("cached"));
        return flags.join(u" · "_s);
    }
    case TokensIn:
        return (r.usage.estimated ? u"≈ "_s : QString()) + m_words.count(r.usage.prompt);
    case TokensOut:
        return (r.usage.estimated ? u"≈ "_s : QString()) + m_words.count(r.usage.completion);
    case Cost:
        return m_words.cost(r.cost);
    case FirstToken:
        return m_words.duration(r.firstTokenUs);
    case Total:
        return m_words.duration(r.durationUs);
    case Rate:
        return m_words.rate(r.usage.completion,
                            r.firstTokenUs >= 0 && r.stream ? r.durationUs - r.firstTokenUs : r.durationUs);
    case ColumnCount:
        break;
    }
    return {};
}

QVariant RequestTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const domain::RequestRecord& r = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return cellText(r, index.column());
    case Qt::ToolTipRole:
        return index.column() == Status && !r.errorMessage.empty() ? QVariant(text(r.errorMessage)) : QVariant();
    case Qt::TextAlignmentRole: {
        const bool number = index.column() >= TokensIn;
        return QVariant::fromValue((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    case Qt::AccessibleTextRole:
        return QString(headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString() + u" "_s +
                       cellText(r, index.column()));
    case IdRole:
        return text(r.id);
    case StatusRole:
        return r.status;
    default:
        return {};
    }
}

QVariant RequestTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section >= TokensIn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Time:
        return tr("Time");
    case Status:
        return tr("Status");
    case Model:
        return role == Qt::ToolTipRole ? tr("Model asked for → model used") : tr("Model");
    case Provider:
        return tr("Provider");
    case Project:
        return tr("Project");
    case Key:
        return tr("Key");
    case Application:
        return tr("Application");
    case Flags:
        return role == Qt::ToolTipRole ? tr("Streamed, answered from the cache") : QString();
    case TokensIn:
        return role == Qt::ToolTipRole ? tr("Prompt tokens") : tr("In");
    case TokensOut:
        return role == Qt::ToolTipRole ? tr("Completion tokens") : tr("Out");
    case Cost:
        return tr("Cost");
    case FirstToken:
        return role == Qt::ToolTipRole ? tr("Time to first token") : tr("TTFT");
    case Total:
        return tr("Total");
    case Rate:
        return role == Qt::ToolTipRole ? tr("Completion tokens a second, after the first") : tr("Speed");
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace llmg::items
