// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

#include <array>

class QWidget;

namespace llmg::theme {

/// What a colour is for. Code names a role, never a colour, so that light, dark and high contrast follow.
enum class Role {
    Window,
    Navigation,
    Surface,
    Sunken,
    Line,
    Grid,
    Text,
    Secondary,
    Muted,
    Accent,
    AccentSoft,
    OnAccent,
    Good,
    Warning,
    Bad,
};

/// The colours of one look. A value; `AppStyle` holds the one in force.
struct Theme {
    QColor window, navigation, surface, sunken, line, grid;
    QColor text, secondary, muted;
    QColor accent, accentSoft, onAccent;
    QColor good, warning, bad;
    std::array<QColor, 6> series; ///< safe for colour-blind readers, in the order of use
    QColor other;                 ///< "4 others" of a chart
    bool dark = false;

    static Theme light();
    static Theme darkTheme();
    static Theme highContrastLight();
    static Theme highContrastDark();
    /// The theme in force for a widget: that of the application's AppStyle, else light or dark by palette lightness.
    static const Theme& of(const QWidget* widget = nullptr);

    [[nodiscard]] QColor color(Role role) const;
    [[nodiscard]] QPalette palette() const;
    friend bool operator==(const Theme&, const Theme&) = default;
};

/// `amount` 0 … 1 of `over` laid on `under`; for pale bars and hover, where an alpha channel would show what is
/// beneath.
QColor blend(const QColor& under, const QColor& over, qreal amount);
/// Contrast of WCAG 2.1, 1 … 21.
qreal contrast(const QColor& a, const QColor& b);

} // namespace llmg::theme
