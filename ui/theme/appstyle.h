// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QProxyStyle>

class QAbstractButton;

namespace llmg::theme {

/// How much a button asks for attention. One Primary a page.
enum class ButtonKind { Secondary, Primary, Flat, Danger };
void setButtonKind(QAbstractButton* button, ButtonKind kind);
ButtonKind buttonKind(const QWidget* widget);

/// A thin proxy over Fusion: rounded fields and buttons with a one-pixel line, slim scroll bars, focus rings for the
/// keyboard, quiet tables. Draws from the Theme it holds and from nothing else; no style sheets.
class AppStyle : public QProxyStyle {
    Q_OBJECT
  public:
    explicit AppStyle(const Theme& theme);
    /// The application's style when it is ours, else nullptr.
    static AppStyle* instance();

    [[nodiscard]] const Theme& theme() const { return m_theme; }
    void setTheme(const Theme& theme) { m_theme = theme; }

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* data) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                           const QWidget* widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl subControl,
                         const QWidget* widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const override;
    void polish(QWidget* widget) override;
    using QProxyStyle::polish;

  private:
    void drawButton(const QStyleOption* option, QPainter* painter, const QWidget* widget) const;
    void drawButtonLabel(const QStyleOption* option, QPainter* painter, const QWidget* widget) const;
    void drawField(const QStyleOption* option, QPainter* painter) const;
    void drawComboBox(const QStyleOptionComplex* option, QPainter* painter) const;
    void drawScrollBar(const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const;
    void drawSlider(const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const;
    void drawMenuItem(const QStyleOption* option, QPainter* painter, const QWidget* widget) const;
    void drawHeaderSection(const QStyleOption* option, QPainter* painter) const;
    void drawIndicator(const QStyleOption* option, QPainter* painter, bool round) const;

    Theme m_theme;
};

/// A box with rounded corners and a hairline: what cards, fields and buttons are made of. A null colour is left out.
void drawRoundedBox(QPainter* painter, const QRectF& rect, qreal radius, const QColor& fill, const QColor& line,
                    qreal lineWidth = 1);

} // namespace llmg::theme
