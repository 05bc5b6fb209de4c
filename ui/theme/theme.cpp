// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include "ui/theme/appstyle.h"

#include <QApplication>
#include <QWidget>

#include <algorithm>
#include <cmath>

namespace llmg::theme {

namespace {

QColor hex(QRgb rgb) {
    return QColor::fromRgb(rgb);
}

} // namespace

Theme Theme::light() {
    Theme t;
    t.window = hex(0xF5F6F8);
    t.navigation = hex(0xECEEF1);
    t.surface = hex(0xFFFFFF);
    t.sunken = hex(0xF0F2F5);
    t.line = hex(0xDDE1E6);
    t.grid = hex(0xE8EBEF);
    t.text = hex(0x1A1F24);
    t.secondary = hex(0x4F5965);
    t.muted = hex(0x68727D);
    t.accent = hex(0x0B6E8A);
    t.accentSoft = hex(0xE1F0F4);
    t.onAccent = hex(0xFFFFFF);
    t.good = hex(0x1F7A4D);
    t.warning = hex(0x9A6200);
    t.bad = hex(0xB42318);
    t.series = {hex(0x0072B2), hex(0xE08E00), hex(0x009E73), hex(0xB65F93), hex(0x56B4E9), hex(0xD55E00)};
    t.other = hex(0x9AA3AD);
    return t;
}

Theme Theme::darkTheme() {
    Theme t;
    t.dark = true;
    t.window = hex(0x15181B);
    t.navigation = hex(0x101214);
    t.surface = hex(0x1C2024);
    t.sunken = hex(0x16191C);
    t.line = hex(0x2C3238);
    t.grid = hex(0x262B30);
    t.text = hex(0xE5E9ED);
    t.secondary = hex(0xA9B3BD);
    t.muted = hex(0x8A949E);
    t.accent = hex(0x4FB8D3);
    t.accentSoft = hex(0x17323A);
    t.onAccent = hex(0x0B1A1F);
    t.good = hex(0x55C28B);
    t.warning = hex(0xE0A63A);
    t.bad = hex(0xF2786B);
    t.series = {hex(0x4A9FDB), hex(0xF0B040), hex(0x35C79B), hex(0xD88BB9), hex(0x8CCBF2), hex(0xF08A4B)};
    t.other = hex(0x7C8690);
    return t;
}

Theme Theme::highContrastLight() {
    Theme t = light();
    t.window = t.navigation = t.surface = t.sunken = hex(0xFFFFFF);
    t.line = t.text = hex(0x000000);
    t.grid = hex(0x8A8A8A);
    t.secondary = t.muted = hex(0x2B2B2B);
    t.accent = hex(0x00485C);
    t.accentSoft = hex(0xCFE8EF);
    t.good = hex(0x0F5132);
    t.warning = hex(0x6B4300);
    t.bad = hex(0x8B0F07);
    return t;
}

Theme Theme::highContrastDark() {
    Theme t = darkTheme();
    t.window = t.navigation = t.surface = t.sunken = hex(0x000000);
    t.line = t.text = hex(0xFFFFFF);
    t.grid = hex(0x7A7A7A);
    t.secondary = t.muted = hex(0xDADADA);
    t.accent = hex(0x7FDDF5);
    t.accentSoft = hex(0x0D3D4B);
    t.onAccent = hex(0x000000);
    t.good = hex(0x7FE8B2);
    t.warning = hex(0xFFD27A);
    t.bad = hex(0xFFA79D);
    return t;
}

const Theme& Theme::of(const QWidget* widget) {
    if (const AppStyle* style = AppStyle::instance())
        return style->theme();
    static const Theme lightOne = light();
    static const Theme darkOne = darkTheme();
    const QPalette palette = widget ? widget->palette() : QApplication::palette();
    return palette.color(QPalette::Window).lightness() < 128 ? darkOne : lightOne;
}

QColor Theme::color(Role role) const {
    switch (role) {
    case Role::Window:
        return window;
    case Role::Navigation:
        return navigation;
    case Role::Surface:
        return surface;
    case Role::Sunken:
        return sunken;
    case Role::Line:
        return line;
    case Role::Grid:
        return grid;
    case Role::Text:
        return text;
    case Role::Secondary:
        return secondary;
    case Role::Muted:
        return muted;
    case Role::Accent:
        return accent;
    case Role::AccentSoft:
        return accentSoft;
    case Role::OnAccent:
        return onAccent;
    case Role::Good:
        return good;
    case Role::Warning:
        return warning;
    case Role::Bad:
        return bad;
    }
    return text;
}

QPalette Theme::palette() const {
    QPalette p;
    p.setColor(QPalette::Window, window);
    p.setColor(QPalette::WindowText, text);
    p.setColor(QPalette::Base, surface);
    p.setColor(QPalette::AlternateBase, sunken);
    p.setColor(QPalette::Text, text);
    p.setColor(QPalette::Button, surface);
    p.setColor(QPalette::ButtonText, text);
    p.setColor(QPalette::BrightText, bad);
    p.setColor(QPalette::PlaceholderText, muted);
    p.setColor(QPalette::ToolTipBase, surface);
    p.setColor(QPalette::ToolTipText, text);
    p.setColor(QPalette::Link, accent);
    p.setColor(QPalette::LinkVisited, accent);
    // One soft accent for selected rows, selected text and menus: the text on it keeps its own colour.
    p.setColor(QPalette::Highlight, accentSoft);
    p.setColor(QPalette::HighlightedText, text);
    p.setColor(QPalette::Light, surface);
    p.setColor(QPalette::Midlight, grid);
    p.setColor(QPalette::Mid, line);
    p.setColor(QPalette::Dark, line);
    p.setColor(QPalette::Shadow, line);
#if QT_VERSION >= QT_VERSION_CHECK(6, 6, 0)
    p.setColor(QPalette::Accent, accent);
#endif
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        p.setColor(QPalette::Disabled, role, blend(window, muted, 0.7));
    p.setColor(QPalette::Disabled, QPalette::Base, sunken);
    p.setColor(QPalette::Disabled, QPalette::Button, sunken);
    return p;
}

QColor blend(const QColor& under, const QColor& over, qreal amount) {
    const auto mix = [amount](int a, int b) { return std::clamp(qRound(a + (b - a) * amount), 0, 255); };
    return QColor(mix(under.red(), over.red()), mix(under.green(), over.green()), mix(under.blue(), over.blue()));
}

qreal contrast(const QColor& a, const QColor& b) {
    const auto luminance = [](const QColor& c) {
        const auto linear = [](qreal v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
        return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
    };
    const qreal first = luminance(a), second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

} // namespace llmg::theme
