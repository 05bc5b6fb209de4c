// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/navigation.h"

#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QEvent>
#include <QKeySequence>
#include <QPainter>
#include <QStyleOption>
#include <QVBoxLayout>

namespace llmg::shell {

using namespace Qt::StringLiterals;

namespace {

/// An entry: picture, title, number. Chosen it stands on a surface of its own.
class Entry final : public QAbstractButton {
  public:
    Entry(const QString& title, const QString& icon, const QString& number, QWidget* parent)
        : QAbstractButton(parent)
        , m_icon(icon)
        , m_number(number) {
        setText(title);
        setAccessibleName(title);
        setCheckable(true);
        setFocusPolicy(Qt::StrongFocus);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    [[nodiscard]] QSize sizeHint() const override { return {theme::px(172), theme::px(33)}; }

  protected:
    void enterEvent(QEnterEvent* event) override {
        QAbstractButton::enterEvent(event);
        update();
    }
    void leaveEvent(QEvent* event) override {
        QAbstractButton::leaveEvent(event);
        update();
    }
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const theme::Theme& colors = theme::Theme::of(this);
        const QColor ink = isChecked() ? colors.text : colors.secondary;
        if (isChecked())
            theme::drawRoundedBox(&painter, rect(), theme::px(6), colors.surface, colors.line);
        else if (underMouse())
            theme::drawRoundedBox(&painter, rect(), theme::px(6), theme::blend(colors.navigation, colors.text, 0.05),
                                  {});
        const int side = theme::px(16);
        painter.drawPixmap(QPoint(theme::px(11), (height() - side) / 2),
                           theme::tintedPixmap(m_icon, ink, side, devicePixelRatioF()));
        painter.setFont(theme::font(isChecked() ? theme::TextStyle::Strong : theme::TextStyle::Body));
        painter.setPen(ink);
        painter.drawText(rect().adjusted(theme::px(36), 0, -theme::px(24), 0), Qt::AlignVCenter | Qt::AlignLeft,
                         text());
        painter.setFont(theme::font(theme::TextStyle::Small));
        painter.setPen(colors.secondary);
        painter.drawText(rect().adjusted(0, 0, -theme::px(10), 0), Qt::AlignVCenter | Qt::AlignRight, m_number);
        if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
            theme::drawRoundedBox(&painter, rect(), theme::px(6), {}, colors.accent, 2);
    }

  private:
    QString m_icon, m_number;
};

class Brand final : public QWidget {
  public:
    using QWidget::QWidget;
    [[nodiscard]] QSize sizeHint() const override { return {theme::px(172), theme::px(24)}; }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const theme::Theme& colors = theme::Theme::of(this);
        const int side = theme::px(19);
        painter.drawPixmap(QPoint(theme::px(9), (height() - side) / 2),
                           theme::tintedPixmap(u"mark"_s, colors.accent, side, devicePixelRatioF()));
        painter.setFont(theme::font(theme::TextStyle::Strong));
        painter.setPen(colors.text);
        painter.drawText(rect().adjusted(theme::px(36), 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, u"LLM Gateway"_s);
    }
};

class GoToAnything final : public QAbstractButton {
  public:
    explicit GoToAnything(QWidget* parent)
        : QAbstractButton(parent) {
        setText(QObject::tr("Go to anything"));
        setAccessibleName(text());
        setFocusPolicy(Qt::StrongFocus);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    [[nodiscard]] QSize sizeHint() const override { return {theme::px(172), theme::px(32)}; }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const theme::Theme& colors = theme::Theme::of(this);
        painter.setPen(underMouse() ? colors.text : colors.secondary);
        painter.setFont(theme::font(theme::TextStyle::Body));
        const QString keys = QKeySequence(Qt::CTRL | Qt::Key_K).toString(QKeySequence::NativeText).replace(u'+', u' ');
        painter.drawText(rect().adjusted(theme::px(9), 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                         QString(keys + u"  "_s + text()));
        if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
            theme::drawRoundedBox(&painter, rect(), theme::px(6), {}, colors.accent, 2);
    }
};

} // namespace

Navigation::Navigation(const std::vector<PageEntry>& pages, QWidget* parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this)) {
    setObjectName(u"navigation"_s);
    setFixedWidth(theme::px(196));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme::px(9), theme::px(15), theme::px(9), theme::px(12));
    column->setSpacing(theme::px(2));
    column->addWidget(new Brand(this));
    column->addSpacing(theme::px(12));
    for (std::size_t i = 0; i < pages.size(); ++i) {
        auto* entry = new Entry(pages[i].title, pages[i].icon, QString::number(i + 1), this);
        entry->setObjectName(u"nav_"_s + pages[i].id);
        entry->setToolTip(QKeySequence(u"Ctrl+%1"_s.arg(i + 1)).toString(QKeySequence::NativeText));
        m_group->addButton(entry, static_cast<int>(i));
        column->addWidget(entry);
    }
    column->addStretch(1);
    auto* anything = new GoToAnything(this);
    anything->setObjectName(u"goToAnything"_s);
    column->addWidget(anything);
    connect(m_group, &QButtonGroup::idClicked, this, &Navigation::pageChosen);
    connect(anything, &QAbstractButton::clicked, this, &Navigation::paletteRequested);
}

void Navigation::setCurrent(int index) {
    if (QAbstractButton* button = m_group->button(index))
        button->setChecked(true);
}

bool Navigation::event(QEvent* event) {
    if (event->type() == QEvent::ApplicationFontChange)
        setFixedWidth(theme::px(196));
    return QWidget::event(event);
}

void Navigation::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const theme::Theme& colors = theme::Theme::of(this);
    painter.fillRect(rect(), colors.navigation);
    painter.fillRect(width() - 1, 0, 1, height(), colors.line);
}

} // namespace llmg::shell
