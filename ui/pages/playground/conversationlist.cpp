// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground/conversationlist.h"

#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/label.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace llmg::playground {

using namespace Qt::StringLiterals;

namespace {

enum Roles { IdRole = Qt::UserRole, DetailRole, CurrentRole };

class RowDelegate : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {theme::px(120), theme::px(49)};
    }
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const override {
        editor->setGeometry(option.rect.adjusted(theme::px(2), theme::px(4), -theme::px(2), -theme::px(4)));
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const auto& theme = theme::Theme::of(option.widget);
        painter->save();
        const bool current = index.data(CurrentRole).toBool();
        const QRectF box = QRectF(option.rect).adjusted(0, 0, -1, -1);
        const bool focused =
            (option.state & QStyle::State_Selected) && option.widget != nullptr && option.widget->hasFocus();
        if (current || (option.state & QStyle::State_MouseOver) || focused)
            theme::drawRoundedBox(painter, box, theme::px(5),
                                  current ? theme.accentSoft : theme::blend(theme.window, theme.text, 0.05),
                                  focused ? theme.accent : QColor());
        const QRect row = option.rect.adjusted(theme::px(10), theme::px(6), -theme::px(8), -theme::px(6));
        const int half = row.height() / 2;
        painter->setFont(theme::font(current ? theme::TextStyle::Strong : theme::TextStyle::Body));
        painter->setPen(theme.text);
        painter->drawText(QRect(row.left(), row.top(), row.width(), half), Qt::AlignVCenter | Qt::AlignLeft,
                          painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, row.width()));
        painter->setFont(theme::font(theme::TextStyle::Small));
        painter->setPen(current ? theme.secondary : theme.muted);
        painter->drawText(
            QRect(row.left(), row.top() + half, row.width(), half), Qt::AlignVCenter | Qt::AlignLeft,
            painter->fontMetrics().elidedText(index.data(DetailRole).toString(), Qt::ElideRight, row.width()));
        painter->restore();
    }
};

} // namespace

ConversationList::ConversationList(QWidget* parent)
    : QWidget(parent)
    , m_search(new QLineEdit(this))
    , m_list(new QListWidget(this))
    , m_note(new widgets::TextLabel({}, theme::TextStyle::Small, theme::Role::Muted, this)) {
    m_search->setObjectName(u"conversationSearch"_s);
    m_search->setAccessibleName(tr("Search conversations"));
    m_search->setPlaceholderText(tr("Search conversations"));
    m_search->setClearButtonEnabled(true);
    m_list->setObjectName(u"conversations"_s);
    m_list->setAccessibleName(tr("Conversations"));
    m_list->setItemDelegate(new RowDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->installEventFilter(this);
    m_note->setWordWrap(true);
    m_note->setContentsMargins(theme::px(10), theme::px(4), theme::px(4), 0);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::px(8));
    layout->addWidget(m_search);
    layout->addWidget(m_note);
    layout->addWidget(m_list, 1);
    connect(m_search, &QLineEdit::textEdited, this, &ConversationList::searchEdited);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        if (text.isEmpty())
            Q_EMIT searchEdited(text);
    });
    connect(m_list, &QListWidget::itemClicked, this,
            [this](const QListWidgetItem* item) { Q_EMIT openRequested(item->data(IdRole).toString()); });
    connect(m_list, &QListWidget::itemActivated, this,
            [this](const QListWidgetItem* item) { Q_EMIT openRequested(item->data(IdRole).toString()); });
    connect(m_list, &QListWidget::itemChanged, this, [this](const QListWidgetItem* item) {
        if (!m_rendering)
            Q_EMIT renameRequested(item->data(IdRole).toString(), item->text());
    });
    connect(m_list, &QWidget::customContextMenuRequested, this, [this](QPoint at) {
        auto* item = m_list->itemAt(at);
        if (item == nullptr)
            return;
        const QString id = item->data(IdRole).toString();
        QMenu menu(this);
        menu.addAction(tr("Rename"), this, [this, item] { m_list->editItem(item); });
        menu.addAction(tr("Delete"), this, [this, id] { Q_EMIT removeRequested(id); });
        menu.exec(m_list->viewport()->mapToGlobal(at));
    });
}

void ConversationList::focusSearch() {
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

bool ConversationList::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const auto* item = m_list->currentItem();
        if (item != nullptr && key->key() == Qt::Key_Delete) {
            Q_EMIT removeRequested(item->data(IdRole).toString());
            return true;
        }
        if (key->key() == Qt::Key_J || key->key() == Qt::Key_K) {
            const int row = m_list->currentRow() + (key->key() == Qt::Key_J ? 1 : -1);
            if (row >= 0 && row < m_list->count())
                m_list->setCurrentRow(row);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ConversationList::render(const ViewState& state) {
    const QString note = !state.listProblem.isEmpty()   ? state.listProblem
                         : !state.conversations.empty() ? QString()
                         : state.search.isEmpty()       ? tr("Conversations are kept here.")
                                                        : tr("None matches.");
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    if (state.conversations == m_rows)
        return;
    m_rendering = true;
    m_rows = state.conversations;
    while (m_list->count() > static_cast<int>(m_rows.size()))
        delete m_list->takeItem(m_list->count() - 1);
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        auto* item = m_list->item(static_cast<int>(i));
        if (item == nullptr) {
            item = new QListWidgetItem(m_list);
            item->setFlags(item->flags() | Qt::ItemIsEditable);
        }
        const auto& row = m_rows[i];
        item->setText(row.title);
        item->setToolTip(row.title);
        item->setData(IdRole, row.id);
        item->setData(DetailRole, row.running ? tr("answering…") : row.detail);
        item->setData(CurrentRole, row.current);
    }
    m_rendering = false;
}

} // namespace llmg::playground
