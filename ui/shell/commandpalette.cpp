// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/commandpalette.h"

#include "ui/shell/fuzzy.h"
#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace llmg::shell {

using namespace Qt::StringLiterals;

namespace {

constexpr int indexRole = Qt::UserRole + 1;
constexpr int noteRole = Qt::UserRole + 2;
constexpr int atMost = 50;

class CommandDelegate final : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {theme::px(200), theme::px(34)};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const theme::Theme& colors = theme::Theme::of(option.widget);
        painter->save();
        if (option.state & QStyle::State_Selected)
            theme::drawRoundedBox(painter, QRectF(option.rect).adjusted(theme::px(4), 1, -theme::px(4), -1),
                                  theme::px(6), colors.accentSoft, {});
        const int side = theme::px(16);
        const QRect mark(option.rect.left() + theme::px(14), option.rect.center().y() - side / 2, side, side);
        index.data(Qt::DecorationRole).value<QIcon>().paint(painter, mark);
        const QRect text = option.rect.adjusted(theme::px(40), 0, -theme::px(16), 0);
        painter->setFont(theme::font(theme::TextStyle::Body));
        painter->setPen(colors.text);
        painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter, index.data(Qt::DisplayRole).toString());
        painter->setFont(theme::font(theme::TextStyle::Small));
        painter->setPen(colors.muted);
        painter->drawText(text, Qt::AlignRight | Qt::AlignVCenter, index.data(noteRole).toString());
        painter->restore();
    }
};

} // namespace

CommandPalette::CommandPalette(QWidget* window)
    : QFrame(window)
    , m_field(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_model(new QStandardItemModel(this)) {
    setObjectName(u"commandPalette"_s);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme::px(10), theme::px(10), theme::px(10), theme::px(8));
    column->setSpacing(theme::px(8));
    m_field->setObjectName(u"commandField"_s);
    m_field->setAccessibleName(tr("Go to anything"));
    m_field->setPlaceholderText(tr("Go to a page, a model, an action"));
    m_list->setObjectName(u"commandList"_s);
    m_list->setAccessibleName(tr("Matches"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new CommandDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(m_field);
    column->addWidget(m_list);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex& index) {
        m_list->setCurrentIndex(index);
        runCurrent();
    });
    m_field->installEventFilter(this);
    hide();
}

void CommandPalette::open(std::vector<Command> commands) {
    m_commands = std::move(commands);
    if (!isVisible())
        m_focusBefore = QApplication::focusWidget();
    const QWidget* window = parentWidget();
    resize(qMin(theme::px(560), window->width() - theme::px(40)),
           qMin(theme::px(420), window->height() - theme::px(120)));
    move((window->width() - width()) / 2, theme::px(72));
    m_field->clear();
    filter({});
    show();
    raise();
    m_field->setFocus();
}

void CommandPalette::filter(const QString& typed) {
    std::vector<std::pair<int, std::size_t>> found;
    for (std::size_t i = 0; i < m_commands.size(); ++i) {
        const int score = typed.isEmpty() ? 0 : fuzzyScore(typed, m_commands[i].title);
        if (score >= 0)
            found.emplace_back(score, i);
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    if (found.size() > atMost)
        found.resize(atMost);
    m_model->clear();
    for (const auto& [score, index] : found) {
        const Command& command = m_commands[index];
        auto* item = new QStandardItem(theme::tintedIcon(command.icon), command.title);
        item->setData(static_cast<qulonglong>(index), indexRole);
        item->setData(command.note, noteRole);
        m_model->appendRow(item);
    }
    m_list->setCurrentIndex(m_model->index(0, 0));
}

void CommandPalette::runCurrent() {
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid())
        return;
    const auto run = m_commands[index.data(indexRole).toULongLong()].run;
    hide();
    run();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_field)
        return QFrame::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut && isVisible()) {
        hide();
    } else if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const int row = m_list->currentIndex().row();
        switch (key->key()) {
        case Qt::Key_Escape:
            hide();
            if (m_focusBefore)
                m_focusBefore->setFocus();
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            runCurrent();
            return true;
        case Qt::Key_Down:
            m_list->setCurrentIndex(m_model->index(qMin(row + 1, m_model->rowCount() - 1), 0));
            return true;
        case Qt::Key_Up:
            m_list->setCurrentIndex(m_model->index(qMax(row - 1, 0), 0));
            return true;
        default:
            break;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void CommandPalette::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const theme::Theme& colors = theme::Theme::of(this);
    theme::drawRoundedBox(&painter, rect(), theme::px(10), colors.surface,
                          theme::blend(colors.line, colors.muted, 0.45));
}

} // namespace llmg::shell
