// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/requests/requestspage.h"

#include "app/service/engine.h"
#include "app/service/lookups.h"
#include "app/storage/configurationstore.h"
#include "app/storage/ledgerreader.h"
#include "ui/pages/requests/detailpanel.h"
#include "ui/pages/requests/filterbar.h"
#include "ui/pages/requests/presenter.h"
#include "ui/pages/requests/rowdelegate.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/pageheader.h"
#include "ui/widgets/whenready.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedLayout>
#include <QTableView>

namespace llmg::requests {

using namespace Qt::StringLiterals;
using namespace widgets;
using items::RequestTableModel;

namespace {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

items::RequestWords wordsFor(service::Engine& engine) {
    items::RequestWords words;
    words.clock = [](UnixTime time) {
        // The day where it is not today: a bare time of yesterday reads as today's.
        const UnixTime now = SystemClock().now();
        return formatDateTime(time).left(10) == formatDateTime(now).left(10) ? formatClock(time)
                                                                             : formatWhen(time, now);
    };
    words.duration = [](std::int64_t microseconds) { return formatDuration(microseconds); };
    words.count = [](std::int64_t count) { return formatCount(count); };
    words.cost = [](const domain::CostBreakdown& cost) { return formatMoney(cost.total, cost.known, cost.estimated); };
    words.rate = [](std::int64_t tokens, std::int64_t microseconds) { return formatTokenRate(tokens, microseconds); };
    words.projectName = [&engine](const std::string& id) {
        return text(service::projectName(*engine.configuration().current(), id));
    };
    words.keyName = [&engine](const std::string& id) {
        const auto name = service::keyName(*engine.configuration().current(), id);
        return name == id ? QString() : text(name); // the window's own key has none
    };
    return words;
}

} // namespace

RequestsPage::RequestsPage(service::Engine& engine, QWidget* parent)
    : Page(parent)
    , m_engine(engine)
    , m_presenter(new Presenter(engine.ledger(), m_clock, wordsFor(engine), this))
    , m_filter(new FilterBar(this))
    , m_live(newButton(tr("Live"), theme::ButtonKind::Secondary, this))
    , m_columns(newButton(tr("Columns"), theme::ButtonKind::Secondary, this))
    , m_newRows(nullptr)
    , m_table(new QTableView(this))
    , m_stack(new QStackedLayout)
    , m_empty(new EmptyState({}, this))
    , m_problem(new TextLabel({}, theme::TextStyle::Small, theme::Role::Bad, this))
    , m_footer(new TextLabel({}, theme::TextStyle::Small, theme::Role::Secondary, this))
    , m_detail(new DetailPanel(this)) {
    auto* column = new QVBoxLayout(this);
    auto* header = new PageHeader(tr("Requests"), this);
    m_live->setObjectName(u"requestsLive"_s);
    m_live->setCheckable(true);
    m_live->setChecked(true);
    m_live->setIcon(theme::tintedIcon(u"activity"_s, theme::Role::Good));
    m_live->setToolTip(tr("New requests appear on top as they end"));
    m_columns->setObjectName(u"requestsColumns"_s);
    header->addAction(m_live);
    header->addAction(m_columns);
    m_problem->hide();
    column->addWidget(header);
    column->addWidget(m_filter);
    column->addWidget(m_problem);
    applyPageMargins(this);

    makeTable();
    makeColumnsMenu();
    auto* list = new Card(this);
    list->setFlush(true);
    auto* tableHolder = new QWidget(list);
    tableHolder->setLayout(m_stack);
    m_empty->setObjectName(u"requestsEmpty"_s);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    list->body()->addWidget(tableHolder, 1);
    auto* footer = new QWidget(list);
    auto* footerRow = new QHBoxLayout(footer);
    footerRow->setContentsMargins(theme::px(12), theme::px(7), theme::px(12), theme::px(8));
    footerRow->addWidget(m_footer, 1);
    m_footer->setObjectName(u"requestsFooter"_s);
    list->body()->addWidget(footer);

    m_newRows = newButton(tr("↑ new"), theme::ButtonKind::Primary, tableHolder);
    m_newRows->setObjectName(u"requestsNew"_s);
    m_newRows->hide();
    connect(m_newRows, &QPushButton::clicked, this, [this] { m_table->scrollToTop(); });

    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setObjectName(u"requestsSplitter"_s);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(list);
    splitter->addWidget(m_detail);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 0);
    m_detail->setMinimumWidth(theme::px(280));
    list->setMinimumWidth(theme::px(360));
    splitter->setSizes({theme::px(868), theme::px(318)});
    column->addWidget(splitter, 1);

    connect(m_filter, &FilterBar::edited, this,
            [this] { m_presenter->setFilter(m_filter->text(), m_presenter->range()); });
    connect(m_filter, &FilterBar::fixedChipRemoved, this, [this] { m_presenter->setFilter(m_filter->text()); });
    connect(m_live, &QPushButton::toggled, m_presenter, &Presenter::setLive);
    connect(m_presenter, &Presenter::stateChanged, this, [this] { render(m_presenter->state()); });
    connect(m_presenter, &Presenter::detailChanged, this, &RequestsPage::renderDetail);
    connect(m_empty, &EmptyState::actionRequested, this, [this] {
        if (m_presenter->state().filtered) {
            m_filter->setFixedChip({});
            m_filter->setText({});
            m_presenter->setFilter({});
        } else {
            Q_EMIT pageRequested(u"playground"_s, {});
        }
    });
    connect(m_detail, &DetailPanel::playgroundRequested, this, [this](const QString& id) {
        Q_EMIT pageRequested(u"playground"_s, {{u"request"_s, id}});
    });
    connect(&engine, &service::Engine::requestsRecorded, m_presenter, &Presenter::noteNewRequests);
    const auto readConfiguration = [this] { m_presenter->setConfiguration(m_engine.configuration().current()); };
    connect(&engine.configuration(), &storage::ConfigurationStore::changed, this, readConfiguration);
    readConfiguration();
}

RequestsPage::~RequestsPage() = default;

bool RequestsPage::isBusy() const {
    return m_presenter->isBusy() || !m_presenter->state().loaded;
}

void RequestsPage::makeTable() {
    m_table->setObjectName(u"requestsTable"_s);
    m_table->setAccessibleName(tr("Requests, newest first"));
    m_table->setModel(m_presenter->model());
    m_table->setItemDelegate(new RowDelegate(m_table));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setMouseTracking(true);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    // Fixed row heights: a million rows are laid out without asking one of them.
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setMinimumSectionSize(theme::px(20));
    m_table->verticalHeader()->setDefaultSectionSize(theme::px(28));
    QHeaderView* header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setStretchLastSection(false);
    header->setMinimumSectionSize(theme::px(40));
    header->setFixedHeight(theme::px(30));
    for (const int hidden : {RequestTableModel::Project, RequestTableModel::Key, RequestTableModel::Rate})
        m_table->setColumnHidden(hidden, true);
    fitColumns();
    m_table->installEventFilter(this);
    m_table->viewport()->installEventFilter(this);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid())
                    m_presenter->select(current.data(RequestTableModel::IdRole).toString());
            });
    connect(m_presenter, &Presenter::rowsPrepended, this, [this](int count) {
        // Whoever reads further down keeps what they read in place.
        QScrollBar* bar = m_table->verticalScrollBar();
        if (bar->value() > 0) {
            bar->setValue(bar->value() + count);
            m_newRows->adjustSize();
            m_newRows->move((m_newRows->parentWidget()->width() - m_newRows->width()) / 2, theme::px(40));
            m_newRows->show();
            m_newRows->raise();
        }
    });
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (value == 0)
            m_newRows->hide();
    });
}

void RequestsPage::fitColumns() {
    const QFontMetrics body(m_table->font());
    const QFontMetrics mono(theme::font(theme::TextStyle::Mono));
    const int pad = theme::px(13);
    const auto set = [&](int column, const QString& widest, const QFontMetrics& metrics) {
        m_table->setColumnWidth(column, metrics.horizontalAdvance(widest) + pad);
    };
    set(RequestTableModel::Time, u"00:00:00.000"_s, mono);
    set(RequestTableModel::Status, u"Status"_s, body);
    set(RequestTableModel::Provider, u"google-ai-"_s, body);
    set(RequestTableModel::Project, u"default-proj"_s, body);
    set(RequestTableModel::Key, u"laptop-key"_s, body);
    set(RequestTableModel::Application, u"python3 in"_s, body);
    set(RequestTableModel::Flags, u"stream · cach"_s, body);
    set(RequestTableModel::TokensIn, u"000,000"_s, body);
    set(RequestTableModel::TokensOut, u"00,000"_s, body);
    set(RequestTableModel::Cost, u"$0.0000000"_s, body);
    set(RequestTableModel::FirstToken, u"000 ms"_s, body);
    set(RequestTableModel::Total, u"00.00 s"_s, body);
    set(RequestTableModel::Rate, u"0,000 tok/s"_s, body);
    fitModelColumn();
}

void RequestsPage::fitModelColumn() {
    int others = 0;
    for (int column = 0; column < RequestTableModel::ColumnCount; ++column) {
        if (column != RequestTableModel::Model && !m_table->isColumnHidden(column))
            others += m_table->columnWidth(column);
    }
    m_table->setColumnWidth(RequestTableModel::Model, qMax(theme::px(120), m_table->viewport()->width() - others));
}

void RequestsPage::makeColumnsMenu() {
    auto* menu = new QMenu(m_columns);
    for (int column = 0; column < RequestTableModel::ColumnCount; ++column) {
        QString name = m_presenter->model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        if (column == RequestTableModel::Flags)
            name = tr("Stream, cached");
        QAction* action = menu->addAction(name);
        action->setCheckable(true);
        action->setChecked(!m_table->isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool on) {
            m_table->setColumnHidden(column, !on);
            fitModelColumn();
        });
    }
    m_columns->setMenu(menu);
}

void RequestsPage::open(const QVariantMap& arguments) {
    if (arguments.contains(u"filter"_s) || arguments.contains(u"from"_s)) {
        const QString filter = arguments.value(u"filter"_s).toString();
        std::optional<storage::TimeRange> range;
        QString chip;
        if (arguments.contains(u"from"_s)) {
            range = storage::TimeRange{UnixTime{Milliseconds{arguments.value(u"from"_s).toLongLong()}},
                                       UnixTime{Milliseconds{arguments.value(u"to"_s).toLongLong()}}};
            const bool day = range->to - range->from >= std::chrono::hours(24);
            chip = day ? formatDay(range->from)
                       : formatDay(range->from) + u" "_s + formatClock(range->from).left(5) + u"–"_s +
                             formatClock(range->to).left(5);
        }
        m_filter->setText(filter);
        m_filter->setFixedChip(chip);
        m_presenter->setFilter(filter, range);
    }
    if (arguments.contains(u"request"_s))
        m_presenter->select(arguments.value(u"request"_s).toString());
}

void RequestsPage::focusSearch() {
    m_filter->focusField();
}

void RequestsPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    m_presenter->setShown(true);
}

void RequestsPage::hideEvent(QHideEvent* event) {
    Page::hideEvent(event);
    m_presenter->setShown(false);
}

void RequestsPage::selectRow(int row) {
    const QModelIndex index = m_presenter->model()->index(row, 0);
    if (index.isValid()) {
        m_table->setCurrentIndex(index);
        m_table->scrollTo(index);
    }
}

void RequestsPage::step(int by) {
    const int current = m_table->currentIndex().row();
    const int last = m_presenter->model()->rowCount() - 1;
    if (last >= 0)
        selectRow(qBound(0, current < 0 ? 0 : current + by, last));
}

bool RequestsPage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_table->viewport() && event->type() == QEvent::Resize)
        fitModelColumn();
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_J:
            step(1);
            return true;
        case Qt::Key_K:
            if (static_cast<QKeyEvent*>(event)->modifiers() == Qt::NoModifier) {
                step(-1);
                return true;
            }
            break;
        case Qt::Key_Escape:
            m_table->clearSelection();
            m_table->setCurrentIndex({});
            m_presenter->select({});
            return true;
        default:
            break;
        }
    }
    return Page::eventFilter(watched, event);
}

void RequestsPage::render(const ViewState& state) {
    QStringList problems = state.problems;
    if (!state.error.isEmpty())
        problems.prepend(state.error);
    m_problem->setText(problems.join(u"\n"_s));
    m_problem->setVisible(!problems.isEmpty());
    const bool empty = state.loaded && m_presenter->model()->rowCount() == 0 && state.error.isEmpty();
    if (empty)
        renderEmpty(state);
    m_stack->setCurrentWidget(empty ? static_cast<QWidget*>(m_empty) : m_table);
    m_live->setChecked(state.live);
    m_live->setIcon(theme::tintedIcon(u"activity"_s, state.live ? theme::Role::Good : theme::Role::Muted));
    if (!state.totals) {
        m_footer->setText(state.loaded ? tr("Adding up…") : tr("Reading the ledger…"));
    } else {
        const storage::RequestTotals& t = *state.totals;
        const double errors = t.requests > 0 ? static_cast<double>(t.errors) / static_cast<double>(t.requests) : 0;
        m_footer->setText(tr("%1: %2 · %3 · p50 %4 · p95 %5 · %6 errors")
                              .arg(state.filtered ? tr("Filter") : tr("All"),
                                   t.requests == 1 ? tr("1 request") : tr("%1 requests").arg(formatCount(t.requests)),
                                   formatMoney(t.cost), formatDuration(t.p50Us), formatDuration(t.p95Us),
                                   formatPercent(errors)));
    }
}

void RequestsPage::renderEmpty(const ViewState& state) {
    if (state.filtered) {
        m_empty->setSentence(tr("No request fits this filter."));
        m_empty->setAction(tr("Clear the filter"));
        m_empty->hideCode();
        return;
    }
    if (!m_keyAsked) {
        m_keyAsked = true;
        widgets::whenReady(m_engine.defaultGatewayKey(), this, [this](const Result<Secret>& key) {
            if (!key)
                return; // no keychain kept it: the line names a variable instead
            m_key = *key;
            render(m_presenter->state());
        });
    }
    m_empty->setSentence(tr("No request yet. Send one from the Playground, or from a shell:"));
    m_empty->setAction(tr("Send a test message"));
    const QString address =
        m_engine.state().baseUrl().isEmpty() ? u"http://127.0.0.1:4001/v1"_s : m_engine.state().baseUrl();
    const auto line = [address](const QString& key) -> QString {
        return u"curl %1/chat/completions \\\n  -H \"Authorization: Bearer %2\" \\\n  -H \"Content-Type: "
               u"application/json\" \\\n"
               "  -d '{\"model\":\"sandbox/echo\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}'"_s.arg(
                   address, key);
    };
    const QString variable = u"$LLM_GATEWAY_KEY"_s;
    m_empty->setCode(
        tr("command"), line(m_key.isEmpty() ? variable : text(m_key.masked())), [this, line, variable]() -> QString {
            const std::string_view key = m_key.reveal();
            return line(key.empty() ? variable : QString::fromUtf8(key.data(), static_cast<qsizetype>(key.size())));
        });
}

void RequestsPage::renderDetail() {
    const ViewState& state = m_presenter->state();
    m_detail->setBaseUrl(m_engine.state().baseUrl());
    if (state.selectedId.isEmpty())
        m_detail->showNothing();
    else if (state.detailLoading)
        m_detail->showLoading();
    else if (!state.detailError.isEmpty())
        m_detail->showError(state.detailError);
    else if (m_presenter->detail())
        m_detail->showRequest(*m_presenter->detail());
}

Page* createRequestsPage(service::Engine& engine, QWidget* parent) {
    return new RequestsPage(engine, parent);
}

} // namespace llmg::requests
