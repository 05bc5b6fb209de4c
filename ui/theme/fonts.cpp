// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/fonts.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>

namespace llmg::theme {

using namespace Qt::StringLiterals;

namespace {

constexpr qreal bodyPixels = 13;

bool isInstalled(const QString& family) {
    return QFontDatabase::hasFamily(family);
}

void useTabularDigits([[maybe_unused]] QFont& font) {
#if QT_VERSION >= QT_VERSION_CHECK(6, 7, 0)
    font.setFeature("tnum", 1);
#endif
}

QString monospaceFamily() {
    for (const QString& family : {u"JetBrains Mono"_s, u"Cascadia Mono"_s, u"SF Mono"_s}) {
        if (isInstalled(family))
            return family;
    }
    return QFontDatabase::systemFont(QFontDatabase::FixedFont).family();
}

QFont scaled(const QFont& base, qreal designPixels, int weight) {
    QFont font = base;
    font.setPointSizeF(base.pointSizeF() * designPixels / bodyPixels);
    font.setWeight(static_cast<QFont::Weight>(weight));
    return font;
}

} // namespace

QFont interfaceFont(int zoomPercent) {
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    if (isInstalled(u"Inter"_s))
        font.setFamilies({u"Inter"_s, font.family()});
    // Points, so that a desktop's own text scaling (its logical dpi) is kept: 9.75 pt are 13 px at 96 dpi.
    font.setPointSizeF(bodyPixels * 72 / 96 * zoomPercent / 100);
    font.setWeight(QFont::Normal);
    font.setHintingPreference(QFont::PreferVerticalHinting);
    useTabularDigits(font);
    return font;
}

QFont font(TextStyle style) {
    const QFont base = QApplication::font();
    switch (style) {
    case TextStyle::Body:
        return base;
    case TextStyle::Strong:
        return scaled(base, 13, QFont::DemiBold);
    case TextStyle::Small:
        return scaled(base, 12, QFont::Normal);
    case TextStyle::SmallStrong:
        return scaled(base, 12, QFont::DemiBold);
    case TextStyle::Title:
        return scaled(base, 18, QFont::DemiBold);
    case TextStyle::Figure:
        return scaled(base, 21, QFont::DemiBold);
    case TextStyle::Mono:
    case TextStyle::MonoSmall: {
        // Monospaced faces look larger than the text beside them at the same size.
        QFont mono = scaled(base, style == TextStyle::Mono ? 12 : 11.5, QFont::Normal);
        mono.setFamilies({monospaceFamily()});
        mono.setFixedPitch(true);
        return mono;
    }
    }
    return base;
}

int px(qreal designPixels) {
    // Pixel size through QFontInfo, which knows the logical dpi; the resolved size, not the one asked for.
    return qRound(designPixels * QFontInfo(QApplication::font()).pixelSize() / bodyPixels);
}

} // namespace llmg::theme
