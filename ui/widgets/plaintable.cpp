// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/plaintable.h"

#include "ui/theme/fonts.h"

#include <QAbstractTableModel>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>
#include <numeric>
#include <utility>

namespace llmg::widgets {

namespace {

constexpr int kBeneathRole = Qt::UserRole + 1;

} // namespace

class PlainTable::Rows : public QAbstractTableModel {
  public:
    explicit Rows(PlainTable* table)
        : QAbstractTableModel(table)
        , m_table(table) {}

    void setColumns(std::vector<Column> columns) {
        beginResetModel();
        m_columns = std::move(columns);
        endResetModel();
    }
    void setRows(std::vector<std::vector<Cell>> rows) {
        beginResetModel();
        m_rows = std::move(rows);
        order();
        endResetModel();
    }
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_order.size());
    }
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
    }
    [[nodiscard]] const std::vector<Column>& columns() const { return m_columns; }
    [[nodiscard]] int given(int shown) const {
        return shown < 0 || shown >= rowCount() ? -1 : m_order[static_cast<std::size_t>(shown)];
    }
    [[nodiscard]] int shown(int given) const {
        const auto at = std::find(m_order.begin(), m_order.end(), given);
        return at == m_order.end() ? -1 : static_cast<int>(at - m_order.begin());
    }
    [[nodiscard]] const Cell* cell(int shownRow, int column) const {
        const int row = given(shownRow);
        if (row < 0 || column < 0)
            return nullptr;
        const auto& cells = m_rows[static_cast<std::size_t>(row)];
        return static_cast<std::size_t>(column) < cells.size() ? &cells[static_cast<std::size_t>(column)] : nullptr;
    }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override {
        const Cell* cell = this->cell(index.row(), index.column());
        if (!cell)
            return {};
        switch (role) {
        case Qt::DisplayRole:
            return cell->text;
        case Qt::ToolTipRole:
            if (!cell->toolTip.isEmpty())
                return cell->toolTip;
            return m_columns[static_cast<std::size_t>(index.column())].most > 0 ? QVariant(cell->text) : QVariant();
        case kBeneathRole:
            return cell->beneath;
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(
                Qt::AlignVCenter |
                (m_columns[static_cast<std::size_t>(index.column())].right ? Qt::AlignRight : Qt::AlignLeft));
        case Qt::ForegroundRole:
            return theme::Theme::of(m_table).color(cell->role);
        case Qt::FontRole:
            if (cell->mono)
                return theme::font(theme::TextStyle::MonoSmall);
            return cell->strong ? QVariant(theme::font(theme::TextStyle::Strong)) : QVariant();
        default:
            return {};
        }
    }
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override {
        if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
            return {};
        const Column& column = m_columns[static_cast<std::size_t>(section)];
        if (role == Qt::DisplayRole)
            return column.title;
        if (role == Qt::ToolTipRole && !column.toolTip.isEmpty())
            return column.toolTip;
        if (role == Qt::TextAlignmentRole)
            return QVariant::fromValue(Qt::AlignVCenter | (column.right ? Qt::AlignRight : Qt::AlignLeft));
        return {};
    }
    void sort(int column, Qt::SortOrder direction) override {
        m_sortColumn = column;
        m_direction = direction;
        Q_EMIT layoutAboutToBeChanged();
        const QModelIndexList before = persistentIndexList();
        std::vector<int> rows;
        for (const QModelIndex& index : before)
            rows.push_back(given(index.row()));
        order();
        QModelIndexList after;
        for (qsizetype i = 0; i < before.size(); ++i)
            after << index(shown(rows[static_cast<std::size_t>(i)]), before[i].column());
        changePersistentIndexList(before, after);
        Q_EMIT layoutChanged();
    }

  private:
    void order() {
        m_order.resize(m_rows.size());
        std::iota(m_order.begin(), m_order.end(), 0);
        if (m_sortColumn < 0 || m_sortColumn >= columnCount())
            return;
        const auto key = [this](int row) {
            const Cell& cell = m_rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(m_sortColumn)];
            return cell.sort.isNull() ? QVariant(cell.text) : cell.sort;
        };
        const auto less = [&key](int a, int b) {
            const QVariant left = key(a), right = key(b);
            if (left.typeId() == QMetaType::QString && right.typeId() == QMetaType::QString)
                return left.toString().localeAwareCompare(right.toString()) < 0;
            return QVariant::compare(left, right) == QPartialOrdering::Less;
        };
        std::stable_sort(m_order.begin(), m_order.end(),
                         [&](int a, int b) { return m_direction == Qt::AscendingOrder ? less(a, b) : less(b, a); });
    }

    PlainTable* m_table;
    std::vector<Column> m_columns;
    std::vector<std::vector<Cell>> m_rows;
    std::vector<int> m_order;
    int m_sortColumn = -1;
    Qt::SortOrder m_direction = Qt::AscendingOrder;
};

/// Keeps a cell's colour where its row is chosen: a state does not turn grey because it is looked at.
class PlainTable::Painter : public QStyledItemDelegate {
  public:
    explicit Painter(PlainTable* table)
        : QStyledItemDelegate(table)
        , m_table(table) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const QString beneath = index.data(kBeneathRole).toString();
        if (beneath.isEmpty())
            return QStyledItemDelegate::paint(painter, option, index);
        QStyleOptionViewItem whole = option;
        initStyleOption(&whole, index);
        const QString text = std::exchange(whole.text, {});
        QStyle* style = m_table->style();
        style->drawControl(QStyle::CE_ItemViewItem, &whole, painter, m_table);
        const int margin = style->pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, m_table) + 1;
        const QRect room = option.rect.adjusted(margin, theme::px(5), -margin, -theme::px(5));
        const QFontMetrics upper(whole.font);
        painter->save();
        painter->setFont(whole.font);
        painter->setPen(whole.palette.color(QPalette::Text));
        painter->drawText(room, Qt::AlignLeft | Qt::AlignTop, upper.elidedText(text, Qt::ElideRight, room.width()));
        painter->setFont(theme::font(theme::TextStyle::Small));
        painter->setPen(theme::Theme::of(m_table).secondary);
        painter->drawText(room, Qt::AlignLeft | Qt::AlignBottom,
                          painter->fontMetrics().elidedText(beneath, Qt::ElideRight, room.width()));
        painter->restore();
    }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QSize size = QStyledItemDelegate::sizeHint(option, index);
        if (const int most = m_table->m_rows->columns()[static_cast<std::size_t>(index.column())].most; most > 0)
            size.setWidth(std::min(size.width(), theme::px(most)));
        return size;
    }

  protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        option->palette.setColor(QPalette::HighlightedText, option->palette.color(QPalette::Text));
    }

  private:
    PlainTable* m_table;
};

PlainTable::PlainTable(const QString& name, QWidget* parent)
    : QTableView(parent)
    , m_rows(new Rows(this)) {
    setAccessibleName(name);
    setModel(m_rows);
    setItemDelegate(new Painter(this));
    setFrameShape(QFrame::NoFrame);
    viewport()->setAutoFillBackground(false); // the card beneath has rounded corners
    setShowGrid(false);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setWordWrap(false);
    verticalHeader()->hide();
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsMovable(false);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        if (!m_quiet && current.isValid())
            Q_EMIT rowSelected(m_rows->given(current.row()));
    });
    connect(this, &QAbstractItemView::activated, this,
            [this](const QModelIndex& index) { Q_EMIT rowActivated(m_rows->given(index.row())); });
    layOut();
}

void PlainTable::setColumns(std::vector<Column> columns) {
    m_rows->setColumns(std::move(columns));
    layOut();
}

void PlainTable::setRows(std::vector<std::vector<Cell>> rows) {
    const Cell* selected = m_rows->cell(currentIndex().row(), 0);
    const QString before = selected ? selected->text : QString();
    m_quiet = true;
    m_rows->setRows(std::move(rows));
    if (!before.isEmpty()) {
        for (int i = 0; i < m_rows->rowCount(); ++i) {
            if (const Cell* cell = m_rows->cell(i, 0); cell && cell->text == before) {
                QTableView::selectRow(i);
                break;
            }
        }
    }
    m_quiet = false;
    layOut();
}

int PlainTable::rowCount() const {
    return m_rows->rowCount();
}

int PlainTable::currentRow() const {
    return m_rows->given(currentIndex().row());
}

void PlainTable::selectRow(int row) {
    m_quiet = true;
    const int shown = m_rows->shown(row);
    if (shown >= 0)
        QTableView::selectRow(shown);
    else
        clearSelection();
    m_quiet = false;
}

void PlainTable::setSortable(bool sortable) {
    horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    setSortingEnabled(sortable);
    horizontalHeader()->setSectionsClickable(sortable);
}

void PlainTable::setFitsRows(int most) {
    m_fitsMost = most;
    setVerticalScrollBarPolicy(most > 0 ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    setSizePolicy(QSizePolicy::Expanding, most > 0 ? QSizePolicy::Fixed : QSizePolicy::Expanding);
    updateGeometry();
}

void PlainTable::setTwoLines(bool two) {
    m_twoLines = two;
    layOut();
}

QString PlainTable::asText() const {
    QStringList lines, titles;
    for (const Column& column : m_rows->columns())
        titles << column.title;
    lines << titles.join(u'\t');
    for (int row = 0; row < m_rows->rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < m_rows->columnCount(); ++column) {
            const Cell* cell = m_rows->cell(row, column);
            cells << (cell ? cell->text : QString());
        }
        lines << cells.join(u'\t');
    }
    return lines.join(u'\n');
}

QSize PlainTable::sizeHint() const {
    if (m_fitsMost <= 0)
        return QTableView::sizeHint();
    const int rows = std::min(m_rows->rowCount(), m_fitsMost);
    return {QTableView::sizeHint().width(),
            horizontalHeader()->sizeHint().height() + rows * verticalHeader()->defaultSectionSize() + 2};
}

QSize PlainTable::minimumSizeHint() const {
    return m_fitsMost > 0 ? QSize(QTableView::minimumSizeHint().width(), sizeHint().height())
                          : QTableView::minimumSizeHint();
}

bool PlainTable::event(QEvent* event) {
    if (event->type() == QEvent::ApplicationFontChange)
        layOut();
    return QTableView::event(event);
}

void PlainTable::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy) && currentRow() >= 0) {
        QStringList cells;
        for (int column = 0; column < m_rows->columnCount(); ++column)
            cells << m_rows->cell(currentIndex().row(), column)->text;
        QGuiApplication::clipboard()->setText(cells.join(u'\t'));
        return;
    }
    // j and k as in every list of the program.
    if (event->modifiers() == Qt::NoModifier && (event->key() == Qt::Key_J || event->key() == Qt::Key_K)) {
        QKeyEvent arrow(QEvent::KeyPress, event->key() == Qt::Key_J ? Qt::Key_Down : Qt::Key_Up, Qt::NoModifier);
        QTableView::keyPressEvent(&arrow);
        return;
    }
    QTableView::keyPressEvent(event);
}

void PlainTable::layOut() {
    verticalHeader()->setDefaultSectionSize(theme::px(m_twoLines ? 44 : 28));
    const auto& columns = m_rows->columns();
    for (int i = 0; i < static_cast<int>(columns.size()); ++i)
        horizontalHeader()->setSectionResizeMode(
            i, columns[static_cast<std::size_t>(i)].stretches ? QHeaderView::Stretch : QHeaderView::ResizeToContents);
    horizontalHeader()->setResizeContentsPrecision(100);
    horizontalHeader()->setMinimumSectionSize(theme::px(72));
    updateGeometry();
}

} // namespace llmg::widgets
