// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/appstyle.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>
#include <QSlider>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTextEdit>

namespace llmg::theme {

using namespace Qt::StringLiterals;

namespace {

constexpr const char* kindProperty = "llmgButtonKind";

/// Rings are for the keyboard: a click does not need to be told what it clicked.
bool showsRing(const QStyleOption* option) {
    return (option->state & QStyle::State_HasFocus) && (option->state & QStyle::State_KeyboardFocusChange);
}

bool isTextView(const QWidget* widget) {
    return widget && (widget->inherits("QTextEdit") || widget->inherits("QPlainTextEdit"));
}

} // namespace

void setButtonKind(QAbstractButton* button, ButtonKind kind) {
    button->setProperty(kindProperty, static_cast<int>(kind));
    button->updateGeometry();
    button->update();
}

ButtonKind buttonKind(const QWidget* widget) {
    const QVariant kind = widget ? widget->property(kindProperty) : QVariant();
    return kind.isValid() ? static_cast<ButtonKind>(kind.toInt()) : ButtonKind::Secondary;
}

void drawRoundedBox(QPainter* painter, const QRectF& rect, qreal radius, const QColor& fill, const QColor& line,
                    qreal lineWidth) {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(line.isValid() ? QPen(line, lineWidth) : QPen(Qt::NoPen));
    painter->setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    const qreal inset = line.isValid() ? lineWidth / 2 : 0;
    painter->drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset);
    painter->restore();
}

AppStyle::AppStyle(const Theme& theme)
    : QProxyStyle(QStyleFactory::create(u"Fusion"_s))
    , m_theme(theme) {
}

AppStyle* AppStyle::instance() {
    return qApp ? qobject_cast<AppStyle*>(QApplication::style()) : nullptr;
}

void AppStyle::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton*>(widget) || qobject_cast<QComboBox*>(widget) || qobject_cast<QSlider*>(widget) ||
        widget->inherits("QScrollBar"))
        widget->setAttribute(Qt::WA_Hover);
    if (widget->inherits("QComboBoxPrivateContainer") || qobject_cast<QMenu*>(widget))
        widget->setAttribute(Qt::WA_TranslucentBackground, false);
}

void AppStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                             const QWidget* widget) const {
    switch (element) {
    case PE_PanelButtonCommand:
    case PE_PanelButtonTool:
        drawButton(option, painter, widget);
        return;
    case PE_FrameDefaultButton:
        return;
    case PE_PanelLineEdit:
        // Inside a combo or spin box the frame is drawn by the whole control.
        if (const auto* panel = qstyleoption_cast<const QStyleOptionFrame*>(option); panel && panel->lineWidth > 0)
            drawField(option, painter);
        return;
    case PE_FrameLineEdit:
        return;
    case PE_Frame:
        if (isTextView(widget)) {
            drawField(option, painter);
            return;
        }
        if (qobject_cast<const QAbstractScrollArea*>(widget) ||
            (widget && widget->inherits("QComboBoxPrivateContainer"))) {
            drawRoundedBox(painter, option->rect, px(4), QColor(), m_theme.line);
            return;
        }
        break;
    case PE_FrameFocusRect:
        if (qobject_cast<const QAbstractItemView*>(widget))
            return; // the current row shows itself
        if (option->state & State_KeyboardFocusChange)
            drawRoundedBox(painter, option->rect, px(6), QColor(), m_theme.accent, 2);
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        drawIndicator(option, painter, false);
        return;
    case PE_IndicatorRadioButton:
        drawIndicator(option, painter, true);
        return;
    case PE_PanelTipLabel:
    case PE_FrameMenu:
    case PE_PanelMenu:
        drawRoundedBox(painter, option->rect, 0, m_theme.surface, m_theme.line);
        return;
    case PE_IndicatorArrowDown:
    case PE_IndicatorArrowUp: {
        const int side = qMin(px(14), qMin(option->rect.width(), option->rect.height()));
        QRect box(0, 0, side, side);
        box.moveCenter(option->rect.center());
        const QString name = element == PE_IndicatorArrowDown ? u"chevron-down"_s : u"chevron-up"_s;
        painter->drawPixmap(box, tintedPixmap(name, m_theme.muted, side, painter->device()->devicePixelRatioF()));
        return;
    }
    case PE_PanelScrollAreaCorner:
        return;
    case PE_PanelItemViewRow:
        return;
    case PE_PanelItemViewItem: {
        const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(option);
        if (!item)
            break;
        if (item->backgroundBrush.style() != Qt::NoBrush)
            painter->fillRect(item->rect, item->backgroundBrush);
        if (item->state & State_Selected)
            painter->fillRect(item->rect, m_theme.accentSoft);
        else if ((item->state & State_MouseOver) && (item->state & State_Enabled))
            painter->fillRect(item->rect, m_theme.sunken);
        return;
    }
    default:
        break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void AppStyle::drawButton(const QStyleOption* option, QPainter* painter, const QWidget* widget) const {
    const bool enabled = option->state & State_Enabled;
    const bool hovered = enabled && (option->state & State_MouseOver);
    const bool down = option->state & State_Sunken;
    const bool checked = option->state & State_On;
    const ButtonKind kind = buttonKind(widget);
    QColor fill = m_theme.surface, line = m_theme.line;
    if (!enabled) {
        fill = kind == ButtonKind::Flat ? QColor() : m_theme.sunken;
        line = kind == ButtonKind::Flat ? QColor() : m_theme.line;
    } else if (kind == ButtonKind::Primary) {
        fill = line = blend(m_theme.accent, m_theme.dark ? Qt::white : Qt::black, down ? 0.16 : hovered ? 0.08 : 0.0);
    } else if (checked) {
        fill = m_theme.accentSoft;
        line = kind == ButtonKind::Flat ? QColor() : blend(m_theme.line, m_theme.accent, 0.35);
    } else if (kind == ButtonKind::Flat) {
        line = QColor();
        fill = down || hovered ? blend(m_theme.sunken, m_theme.text, down ? 0.08 : 0.04) : QColor();
    } else if (down || hovered) {
        fill = blend(m_theme.surface, m_theme.text, down ? 0.07 : 0.035);
    }
    drawRoundedBox(painter, option->rect, px(6), fill, line);
    if (showsRing(option))
        drawRoundedBox(painter, option->rect, px(6), QColor(), m_theme.accent, 2);
}

void AppStyle::drawButtonLabel(const QStyleOption* option, QPainter* painter, const QWidget* widget) const {
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
    if (!button)
        return;
    const bool enabled = option->state & State_Enabled;
    const ButtonKind kind = buttonKind(widget);
    const qreal ratio = painter->device()->devicePixelRatioF();
    QRect room = button->rect.adjusted(px(8), 0, -px(8), 0);
    if (button->features & QStyleOptionButton::HasMenu) {
        const int side = px(14);
        const QRect arrow(room.right() - side, room.center().y() - side / 2 + 1, side, side);
        painter->drawPixmap(arrow, tintedPixmap(u"chevron-down"_s, m_theme.muted, side, ratio));
        room.setRight(arrow.left() - px(2));
    }
    painter->setFont(kind == ButtonKind::Primary ? font(TextStyle::Strong) : painter->font());
    const QFontMetrics metrics(painter->font());
    const int iconSide = button->icon.isNull() ? 0 : button->iconSize.width();
    const int gap = iconSide && !button->text.isEmpty() ? px(7) : 0;
    const int textWidth = button->text.isEmpty() ? 0 : metrics.size(Qt::TextShowMnemonic, button->text).width();
    int x = room.left() + qMax(0, (room.width() - iconSide - gap - textWidth) / 2);
    if (button->text.isEmpty())
        x = button->rect.left() + (button->rect.width() - iconSide) / 2;
    if (iconSide) {
        const QRect box(x, room.center().y() - iconSide / 2 + 1, iconSide, iconSide);
        if (kind == ButtonKind::Primary && enabled) {
            // On the accent an icon takes the text's colour, whatever role it was made with.
            QPixmap picture = button->icon.pixmap(QSize(iconSide, iconSide), ratio);
            QPainter tint(&picture);
            tint.setCompositionMode(QPainter::CompositionMode_SourceIn);
            tint.fillRect(QRect(0, 0, iconSide, iconSide), m_theme.onAccent);
            tint.end();
            painter->drawPixmap(box, picture);
        } else {
            button->icon.paint(painter, box, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
        }
        x += iconSide + gap;
    }
    painter->setPen(!enabled                      ? button->palette.color(QPalette::Disabled, QPalette::ButtonText)
                    : kind == ButtonKind::Primary ? m_theme.onAccent
                    : kind == ButtonKind::Danger  ? m_theme.bad
                                                  : m_theme.text);
    const bool showMnemonic = proxy()->styleHint(SH_UnderlineShortcut, button, widget, nullptr);
    painter->drawText(QRect(x, room.top(), qMax(0, room.right() - x + px(4)), room.height()),
                      Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine |
                          (showMnemonic ? Qt::TextShowMnemonic : Qt::TextHideMnemonic),
                      button->text);
}

void AppStyle::drawField(const QStyleOption* option, QPainter* painter) const {
    const bool enabled = option->state & State_Enabled;
    const bool focused = enabled && (option->state & State_HasFocus);
    const bool readOnly = option->state & State_ReadOnly;
    drawRoundedBox(painter, option->rect, px(6), enabled && !readOnly ? m_theme.surface : m_theme.sunken,
                   focused ? m_theme.accent : m_theme.line, focused ? 1.5 : 1);
}

void AppStyle::drawIndicator(const QStyleOption* option, QPainter* painter, bool round) const {
    const bool on = option->state & State_On;
    const bool enabled = option->state & State_Enabled;
    const QRect box = option->rect;
    const qreal radius = round ? box.width() / 2.0 : px(4);
    const QColor fill = !enabled ? m_theme.sunken : on ? m_theme.accent : m_theme.surface;
    drawRoundedBox(painter, box, radius, fill,
                   on && enabled ? m_theme.accent : blend(m_theme.line, m_theme.muted, 0.5));
    if (on && round) {
        drawRoundedBox(
            painter, QRectF(box).adjusted(box.width() * 0.3, box.width() * 0.3, -box.width() * 0.3, -box.width() * 0.3),
            box.width(), m_theme.onAccent, QColor());
    } else if (on) {
        const QRect inner = box.adjusted(2, 2, -2, -2);
        painter->drawPixmap(inner, tintedPixmap(u"check"_s, enabled ? m_theme.onAccent : m_theme.muted, inner.width(),
                                                painter->device()->devicePixelRatioF()));
    } else if (option->state & State_NoChange) {
        painter->fillRect(QRectF(box).adjusted(3, box.height() / 2.0 - 1, -3, -(box.height() / 2.0 - 1)),
                          m_theme.muted);
    }
    if (showsRing(option))
        drawRoundedBox(painter, QRectF(box).adjusted(-2, -2, 2, 2), radius + 2, QColor(), m_theme.accent, 2);
}

void AppStyle::drawHeaderSection(const QStyleOption* option, QPainter* painter) const {
    painter->fillRect(option->rect, m_theme.surface);
    painter->setPen(m_theme.line);
    painter->drawLine(option->rect.bottomLeft(), option->rect.bottomRight());
}

void AppStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                           const QWidget* widget) const {
    switch (element) {
    case CE_PushButtonBevel:
        drawButton(option, painter, widget);
        return;
    case CE_PushButtonLabel:
        drawButtonLabel(option, painter, widget);
        return;
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
        drawHeaderSection(option, painter);
        return;
    case CE_HeaderLabel: {
        const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option);
        if (!header)
            break;
        painter->setFont(font(TextStyle::Small));
        painter->setPen(m_theme.secondary);
        const QRect text = header->rect;
        painter->drawText(text, static_cast<int>(header->textAlignment) | Qt::AlignVCenter | Qt::TextSingleLine,
                          header->text);
        return;
    }
    case CE_Splitter:
        return; // space between cards; the cursor says the rest
    case CE_MenuItem:
        drawMenuItem(option, painter, widget);
        return;
    case CE_MenuEmptyArea:
        painter->fillRect(option->rect, m_theme.surface);
        return;
    case CE_ShapedFrame:
        if (isTextView(widget)) {
            drawField(option, painter);
            return;
        }
        break;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void AppStyle::drawMenuItem(const QStyleOption* option, QPainter* painter, const QWidget* widget) const {
    const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
    if (!item)
        return;
    if (item->menuItemType == QStyleOptionMenuItem::Separator) {
        painter->fillRect(item->rect, m_theme.surface);
        painter->fillRect(item->rect.left() + px(8), item->rect.center().y(), item->rect.width() - px(16), 1,
                          m_theme.line);
        return;
    }
    painter->fillRect(item->rect, m_theme.surface);
    const bool enabled = item->state & State_Enabled;
    if (enabled && (item->state & State_Selected))
        drawRoundedBox(painter, QRectF(item->rect).adjusted(px(4), 1, -px(4), -1), px(5), m_theme.accentSoft, QColor());
    const qreal ratio = painter->device()->devicePixelRatioF();
    const int side = px(16);
    QRect mark(item->rect.left() + px(10), item->rect.center().y() - side / 2, side, side);
    if (item->checkType != QStyleOptionMenuItem::NotCheckable && item->checked)
        painter->drawPixmap(mark, tintedPixmap(u"check"_s, m_theme.accent, side, ratio));
    else if (!item->icon.isNull())
        item->icon.paint(painter, mark, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    const QStringList parts = item->text.split(u'\t');
    painter->setFont(item->font);
    const QRect text = item->rect.adjusted(px(34), 0, -px(14), 0);
    painter->setPen(enabled ? m_theme.text : m_theme.muted);
    painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextShowMnemonic | Qt::TextSingleLine,
                      parts.first());
    if (parts.size() > 1) {
        painter->setPen(m_theme.muted);
        painter->drawText(text, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, parts.at(1));
    }
    if (item->menuItemType == QStyleOptionMenuItem::SubMenu)
        painter->drawPixmap(QRect(item->rect.right() - px(20), mark.top() + px(1), px(14), px(14)),
                            tintedPixmap(u"chevron-right"_s, m_theme.muted, px(14), ratio));
    Q_UNUSED(widget)
}

void AppStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                                  const QWidget* widget) const {
    switch (control) {
    case CC_ComboBox:
        drawComboBox(option, painter);
        return;
    case CC_ScrollBar:
        drawScrollBar(option, painter, widget);
        return;
    case CC_Slider:
        drawSlider(option, painter, widget);
        return;
    default:
        break;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

void AppStyle::drawComboBox(const QStyleOptionComplex* option, QPainter* painter) const {
    const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option);
    if (!combo)
        return;
    const bool enabled = option->state & State_Enabled;
    const bool hovered = enabled && (option->state & State_MouseOver);
    const bool ring = (option->state & State_HasFocus) && enabled && (combo->editable || showsRing(option));
    QColor fill = enabled ? m_theme.surface : m_theme.sunken;
    if (hovered && !combo->editable)
        fill = blend(fill, m_theme.text, 0.035);
    drawRoundedBox(painter, option->rect, px(6), fill, ring ? m_theme.accent : m_theme.line, ring ? 1.5 : 1);
    const int side = px(14);
    const QRect arrow(option->rect.right() - side - px(8), option->rect.center().y() - side / 2, side, side);
    painter->drawPixmap(arrow,
                        tintedPixmap(u"chevron-down"_s, m_theme.muted, side, painter->device()->devicePixelRatioF()));
}

void AppStyle::drawScrollBar(const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const {
    const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (!bar || bar->minimum == bar->maximum)
        return;
    QRectF handle = proxy()->subControlRect(CC_ScrollBar, bar, SC_ScrollBarSlider, widget);
    const bool vertical = bar->orientation == Qt::Vertical;
    const bool active = (bar->state & State_MouseOver) || (bar->activeSubControls & SC_ScrollBarSlider);
    const qreal inset = active ? px(2) : px(3);
    handle = vertical ? handle.adjusted(inset, 2, -inset, -2) : handle.adjusted(2, inset, -2, -inset);
    drawRoundedBox(painter, handle, qMin(handle.width(), handle.height()) / 2,
                   blend(m_theme.surface, m_theme.muted, active ? 0.7 : 0.4), QColor());
}

void AppStyle::drawSlider(const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const {
    const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (!slider)
        return;
    const QRectF handle = proxy()->subControlRect(CC_Slider, slider, SC_SliderHandle, widget);
    const bool vertical = slider->orientation == Qt::Vertical;
    const qreal thickness = px(4);
    QRectF track = option->rect;
    track = vertical ? QRectF(track.center().x() - thickness / 2, track.top(), thickness, track.height())
                     : QRectF(track.left(), track.center().y() - thickness / 2, track.width(), thickness);
    const bool enabled = option->state & State_Enabled;
    drawRoundedBox(painter, track, thickness / 2, blend(m_theme.sunken, m_theme.text, 0.08), QColor());
    QRectF filled = track;
    if (vertical)
        filled.setTop(handle.center().y());
    else if (slider->direction == Qt::RightToLeft)
        filled.setLeft(handle.center().x());
    else
        filled.setRight(handle.center().x());
    const QColor ink = enabled ? m_theme.accent : m_theme.muted;
    drawRoundedBox(painter, filled, thickness / 2, ink, QColor());
    const qreal side = px(14);
    const QRectF knob(handle.center().x() - side / 2, handle.center().y() - side / 2, side, side);
    drawRoundedBox(painter, knob, side / 2, m_theme.surface, ink, 2);
    if (showsRing(option))
        drawRoundedBox(painter, knob.adjusted(-3, -3, 3, 3), side, QColor(), m_theme.accent, 1.5);
}

int AppStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
    case PM_ScrollBarExtent:
        return px(10);
    case PM_ScrollBarSliderMin:
        return px(28);
    case PM_DefaultFrameWidth:
        return qobject_cast<const QLineEdit*>(widget) || isTextView(widget) ? px(4) : 1;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return px(16);
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return px(8);
    case PM_SplitterWidth:
        return px(14);
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    case PM_ButtonIconSize:
    case PM_SmallIconSize:
    case PM_ToolBarIconSize:
    case PM_ListViewIconSize:
        return px(16);
    case PM_MenuPanelWidth:
        return 1;
    case PM_MenuVMargin:
        return px(4);
    case PM_SliderThickness:
    case PM_SliderControlThickness:
    case PM_SliderLength:
        return px(16);
    case PM_FocusFrameHMargin:
        return px(6);
    case PM_HeaderMargin:
        return px(6);
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return px(8);
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int AppStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                        QStyleHintReturn* data) const {
    switch (hint) {
    case SH_ScrollBar_Transient:
    case SH_EtchDisabledText:
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_UnderlineShortcut:
    case SH_ItemView_PaintAlternatingRowColorsForEmptyArea:
        return 0;
    case SH_ComboBox_Popup:
        return 0;
    case SH_Menu_MouseTracking:
    case SH_ItemView_ShowDecorationSelected:
    case SH_ScrollBar_LeftClickAbsolutePosition:
        return 1;
    case SH_ToolTip_WakeUpDelay:
        return 500;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QSize AppStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                                 const QWidget* widget) const {
    const int height = px(32);
    switch (type) {
    case CT_PushButton: {
        const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
        const bool onlyIcon = button && button->text.isEmpty();
        int width = onlyIcon ? height : size.width() + px(24);
        if (button && (button->features & QStyleOptionButton::HasMenu))
            width += px(10);
        if (buttonKind(widget) == ButtonKind::Primary && button)
            width += button->fontMetrics.averageCharWidth();
        return {width, qMax(height, size.height() + px(8))};
    }
    case CT_ToolButton:
        return {qMax(px(28), size.width() + px(8)), qMax(px(28), size.height() + px(6))};
    case CT_ComboBox:
        return {size.width() + px(12 + 14 + 12), qMax(height, size.height() + px(8))};
    case CT_LineEdit:
        return {size.width() + px(8), qMax(height, size.height() + px(4))};
    case CT_MenuItem: {
        const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
        if (item && item->menuItemType == QStyleOptionMenuItem::Separator)
            return {px(20), px(9)};
        // Text and shortcut are measured apart by the menu; room for mark, gap and margins is ours.
        return {size.width() + px(34 + 14) + (item && item->text.contains(u'\t') ? px(24) : 0), px(30)};
    }
    case CT_HeaderSection: {
        QSize base = QProxyStyle::sizeFromContents(type, option, size, widget);
        base.setHeight(px(30));
        return base;
    }
    default:
        return QProxyStyle::sizeFromContents(type, option, size, widget);
    }
}

QRect AppStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl subControl,
                               const QWidget* widget) const {
    if (control == CC_ScrollBar) {
        const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
        if (bar) {
            // No arrow buttons: the groove is the whole bar.
            const bool vertical = bar->orientation == Qt::Vertical;
            const int length = vertical ? bar->rect.height() : bar->rect.width();
            const int range = bar->maximum - bar->minimum;
            int handle = length;
            if (range > 0) {
                handle = static_cast<int>(qint64(bar->pageStep) * length / (qint64(range) + bar->pageStep));
                handle = qBound(qMin(px(28), length), handle, length);
            }
            const int start = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, length - handle,
                                                      bar->upsideDown);
            const auto along = [&](int from, int size) {
                return vertical ? QRect(bar->rect.x(), bar->rect.y() + from, bar->rect.width(), size)
                                : QRect(bar->rect.x() + from, bar->rect.y(), size, bar->rect.height());
            };
            switch (subControl) {
            case SC_ScrollBarSubLine:
            case SC_ScrollBarAddLine:
                return {};
            case SC_ScrollBarGroove:
                return bar->rect;
            case SC_ScrollBarSlider:
                return along(start, handle);
            case SC_ScrollBarSubPage:
                return along(0, start);
            case SC_ScrollBarAddPage:
                return along(start + handle, length - start - handle);
            default:
                break;
            }
        }
    }
    if (control == CC_ComboBox) {
        const QRect rect = option->rect;
        if (subControl == SC_ComboBoxEditField)
            return rect.adjusted(px(10), 1, -px(8 + 14 + 4), -1);
        if (subControl == SC_ComboBoxArrow)
            return {rect.right() - px(30), rect.top(), px(30), rect.height()};
    }
    return QProxyStyle::subControlRect(control, option, subControl, widget);
}

QRect AppStyle::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const {
    if (element == SE_LineEditContents)
        return option->rect.adjusted(px(8), 1, -px(8), -1);
    return QProxyStyle::subElementRect(element, option, widget);
}

} // namespace llmg::theme
