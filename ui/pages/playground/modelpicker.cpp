// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground/modelpicker.h"

#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QScreen>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace llmg::playground {

using namespace Qt::StringLiterals;

namespace {

class ChoiceDelegate : public QStyledItemDelegate {
  public:
    ChoiceDelegate(const ModelList* list, const QString& current, QObject* parent)
        : QStyledItemDelegate(parent)
        , m_list(list)
        , m_current(current) {}

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {theme::px(320), theme::px(44)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const auto& theme = theme::Theme::of(option.widget);
        const auto& choice = m_list->at(index.row());
        painter->save();
        if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver))
            theme::drawRoundedBox(painter, QRectF(option.rect).adjusted(4, 1, -4, -1), theme::px(5),
                                  option.state & QStyle::State_Selected ? theme.accentSoft : theme.sunken, QColor());
        const QRect row = option.rect.adjusted(theme::px(12), theme::px(4), -theme::px(12), -theme::px(4));
        const int half = row.height() / 2;
        const QRect upper(row.left(), row.top(), row.width(), half),
            lower(row.left(), row.top() + half, row.width(), half);
        int right = upper.right();
        const auto mark = [&](const QString& icon) {
            const int size = theme::px(13);
            right -= size;
            painter->drawPixmap(right, upper.center().y() - size / 2,
                                theme::tintedPixmap(icon, theme.muted, size, painter->device()->devicePixelRatioF()));
            right -= theme::px(6);
        };
        if (choice.id == m_current)
            mark(u"check"_s);
        if (choice.reasoning)
            mark(u"brain"_s);
        if (choice.vision)
            mark(u"eye"_s);
        painter->setPen(choice.usable ? theme.text : theme.secondary);
        painter->setFont(theme::font(choice.usable ? theme::TextStyle::Strong : theme::TextStyle::Body));
        painter->drawText(QRect(upper.left(), upper.top(), right - upper.left(), upper.height()),
                          Qt::AlignVCenter | Qt::AlignLeft,
                          painter->fontMetrics().elidedText(choice.id, Qt::ElideMiddle, right - upper.left()));
        painter->setFont(theme::font(theme::TextStyle::Small));
        painter->setPen(theme.muted);
        const QString tail = index.data(Qt::UserRole).toString();
        const int tailWidth = painter->fontMetrics().horizontalAdvance(tail);
        painter->drawText(lower, Qt::AlignVCenter | Qt::AlignRight, tail);
        const QString provider =
            choice.usable ? choice.provider : choice.provider + u" · "_s + ModelPicker::tr("no key yet");
        painter->drawText(
            lower, Qt::AlignVCenter | Qt::AlignLeft,
            painter->fontMetrics().elidedText(provider, Qt::ElideRight, lower.width() - tailWidth - theme::px(8)));
        painter->restore();
    }

  private:
    const ModelList* m_list;
    QString m_current;
};

} // namespace

void ModelList::setChoices(std::vector<ModelChoice> choices) {
    m_all = std::move(choices);
    setFilter({});
}

void ModelList::setFilter(const QString& text) {
    beginResetModel();
    m_shown.clear();
    const auto words = text.split(u' ', Qt::SkipEmptyParts);
    for (const auto& choice : m_all) {
        const QString all = choice.provider + u'/' + choice.id + (choice.vision ? u" vision"_s : QString()) +
                            (choice.reasoning ? u" reasoning"_s : QString());
        if (std::all_of(words.begin(), words.end(),
                        [&](const QString& word) { return all.contains(word, Qt::CaseInsensitive); }))
            m_shown.push_back(choice);
    }
    const QString typed = text.trimmed();
    const bool known =
        std::any_of(m_all.begin(), m_all.end(), [&](const ModelChoice& choice) { return choice.id == typed; });
    if (!typed.isEmpty() && !typed.contains(u' ') && !known && (m_shown.empty() || typed.contains(u'/'))) {
        ModelChoice free;
        free.id = typed;
        free.provider = tr("As typed, passed on as it is");
        free.usable = true;
        m_shown.push_back(free);
    }
    endResetModel();
}

int ModelList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant ModelList::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const auto& choice = at(index.row());
    if (role == Qt::DisplayRole)
        return choice.id;
    if (role == Qt::UserRole) {
        QStringList parts;
        if (!choice.price.isEmpty())
            parts << choice.price;
        if (const auto context = contextText(choice.context); !context.isEmpty())
            parts << context;
        return parts.join(u" · ");
    }
    if (role == Qt::AccessibleTextRole)
        return QStringList{choice.id, choice.provider, choice.price, choice.vision ? tr("sees pictures") : QString()}
            .join(u", ");
    return {};
}

ModelPicker::ModelPicker(std::vector<ModelChoice> choices, const QString& current, QWidget* parent)
    : QFrame(parent, Qt::Popup | Qt::FramelessWindowHint)
    , m_list(new ModelList(this))
    , m_search(new QLineEdit(this))
    , m_view(new QListView(this)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(u"modelPicker"_s);
    m_search->setObjectName(u"modelSearch"_s);
    m_search->setAccessibleName(tr("Search models"));
    m_search->setPlaceholderText(tr("Search, or type provider/model"));
    m_search->setClearButtonEnabled(true);
    m_view->setObjectName(u"modelChoices"_s);
    m_view->setAccessibleName(tr("Models"));
    m_view->setModel(m_list);
    m_view->setItemDelegate(new ChoiceDelegate(m_list, current, m_view));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setUniformItemSizes(true);
    m_view->setMouseTracking(true);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setFocusPolicy(Qt::NoFocus);
    m_list->setChoices(std::move(choices));
    auto* layout = new QVBoxLayout(this);
    const int pad = theme::px(8);
    layout->setContentsMargins(pad, pad, pad, pad);
    layout->setSpacing(pad);
    layout->addWidget(m_search);
    layout->addWidget(m_view, 1);
    m_search->installEventFilter(this);
    const auto selectFirst = [this] {
        if (m_list->rowCount() > 0)
            m_view->setCurrentIndex(m_list->index(0));
    };
    for (int row = 0; row < m_list->rowCount(); ++row)
        if (m_list->at(row).id == current)
            m_view->setCurrentIndex(m_list->index(row));
    if (!m_view->currentIndex().isValid())
        selectFirst();
    connect(m_search, &QLineEdit::textChanged, this, [this, selectFirst](const QString& text) {
        m_list->setFilter(text);
        selectFirst();
    });
    connect(m_search, &QLineEdit::returnPressed, this, [this] { choose(m_view->currentIndex()); });
    connect(m_view, &QListView::clicked, this, &ModelPicker::choose);
}

void ModelPicker::choose(const QModelIndex& index) {
    if (!index.isValid())
        return;
    const QString id = m_list->at(index.row()).id;
    close();
    Q_EMIT modelChosen(id);
}

void ModelPicker::popUp(QWidget* below) {
    resize(theme::px(360), theme::px(420));
    QPoint at = below->mapToGlobal(QPoint(-theme::px(8), below->height() + theme::px(4)));
    if (const auto* screen = below->screen()) {
        const auto room = screen->availableGeometry();
        at.setX(std::clamp(at.x(), room.left(), std::max(room.left(), room.right() - width())));
        at.setY(std::min(at.y(), std::max(room.top(), room.bottom() - height())));
    }
    move(at);
    show();
    m_search->setFocus(Qt::PopupFocusReason);
    m_view->scrollTo(m_view->currentIndex(), QAbstractItemView::PositionAtCenter);
}

bool ModelPicker::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Down || key->key() == Qt::Key_Up || key->key() == Qt::Key_PageDown ||
            key->key() == Qt::Key_PageUp) {
            QCoreApplication::sendEvent(m_view, event);
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void ModelPicker::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto& theme = theme::Theme::of(this);
    painter.fillRect(rect(), theme.surface);
    painter.setPen(theme.line);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace llmg::playground
