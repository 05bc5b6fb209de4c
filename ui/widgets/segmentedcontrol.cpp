// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/segmentedcontrol.h"

#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPainter>
#include <QPainterPath>
#include <QRadioButton>
#include <QStyleOptionButton>

namespace llmg::widgets {

namespace {

/// A radio button by behaviour and to a screen reader, drawn as its part of the frame.
class Segment final : public QRadioButton {
  public:
    using QRadioButton::QRadioButton;

    [[nodiscard]] QSize sizeHint() const override {
        // Measured bold, so that choosing does not move the neighbours.
        const QFontMetrics metrics(theme::font(theme::TextStyle::Strong));
        return {metrics.horizontalAdvance(text()) + theme::px(22), theme::px(32)};
    }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    [[nodiscard]] bool hitButton(const QPoint& position) const override { return rect().contains(position); }
    void enterEvent(QEnterEvent* event) override {
        QRadioButton::enterEvent(event);
        update();
    }
    void leaveEvent(QEvent* event) override {
        QRadioButton::leaveEvent(event);
        update();
    }
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const theme::Theme& colors = theme::Theme::of(this);
        const auto siblings = group()->buttons();
        const bool first = siblings.first() == this, last = siblings.last() == this;
        const qreal radius = theme::px(6);
        // Drawn as a slice of the whole frame, so that only the ends are round.
        QRectF frame(rect());
        frame.adjust(first ? 0.5 : -radius * 2, 0.5, last ? -0.5 : radius * 2, -0.5);
        const QColor idle =
            underMouse() && isEnabled() ? theme::blend(colors.surface, colors.text, 0.035) : colors.surface;
        painter.setClipRect(rect());
        painter.setPen(colors.line);
        painter.setBrush(isChecked() ? colors.accentSoft : idle);
        painter.drawRoundedRect(frame, radius, radius);
        if (!first)
            painter.drawLine(QPointF(0.5, 1), QPointF(0.5, height() - 1));
        painter.setFont(theme::font(isChecked() ? theme::TextStyle::Strong : theme::TextStyle::Body));
        painter.setPen(!isEnabled() ? colors.muted : isChecked() ? colors.text : colors.secondary);
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextSingleLine, text());
        QStyleOptionButton option;
        initStyleOption(&option);
        if (hasFocus() && (option.state & QStyle::State_KeyboardFocusChange))
            theme::drawRoundedBox(&painter, QRectF(rect()).adjusted(2, 2, -2, -2), radius - 2, {}, colors.accent, 2);
    }
};

} // namespace

SegmentedControl::SegmentedControl(const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this)) {
    setAccessibleName(name);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(m_group, &QButtonGroup::idClicked, this, &SegmentedControl::activated);
}

SegmentedControl::SegmentedControl(const QString& name, const QStringList& segments, QWidget* parent)
    : SegmentedControl(name, parent) {
    for (const QString& segment : segments)
        addSegment(segment);
}

int SegmentedControl::addSegment(const QString& text, const QString& toolTip) {
    const int index = count();
    auto* segment = new Segment(text, this);
    segment->setToolTip(toolTip);
    segment->setChecked(index == 0);
    m_group->addButton(segment, index);
    layout()->addWidget(segment);
    return index;
}

int SegmentedControl::currentIndex() const {
    return m_group->checkedId();
}

void SegmentedControl::setCurrentIndex(int index) {
    if (QAbstractButton* segment = m_group->button(index)) {
        segment->setChecked(true);
    } else if (QAbstractButton* chosen = m_group->checkedButton()) {
        m_group->setExclusive(false);
        chosen->setChecked(false);
        m_group->setExclusive(true);
    }
}

int SegmentedControl::count() const {
    return static_cast<int>(m_group->buttons().size());
}

} // namespace llmg::widgets
