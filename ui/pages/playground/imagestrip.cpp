// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground/imagestrip.h"

#include "ui/pages/playground/imageloading.h"
#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace llmg::playground {

using namespace Qt::StringLiterals;

ImageStrip::ImageStrip(Thumbnails& thumbnails, QWidget* parent)
    : QWidget(parent)
    , m_thumbnails(thumbnails) {
    connect(&thumbnails, &Thumbnails::ready, this, qOverload<>(&QWidget::update));
}

void ImageStrip::setImages(const std::vector<ImagePtr>& images) {
    if (images == m_images)
        return;
    m_images = images;
    QStringList names;
    for (const auto& image : images)
        names << image->name;
    setAccessibleName(tr("Pictures: %1").arg(names.join(u", ")));
    setToolTip(names.join(u'\n'));
    update();
    Q_EMIT heightChanged();
}

std::vector<QRect> ImageStrip::place(int width) const {
    const int height = theme::px(64), gap = theme::px(6);
    std::vector<QRect> rects;
    int x = 0, y = 0;
    for (const auto& image : m_images) {
        const double ratio = image->height > 0 ? static_cast<double>(image->width) / image->height : 1.5;
        const int w = std::clamp(static_cast<int>(height * ratio), theme::px(28),
                                 std::min(theme::px(150), std::max(width, theme::px(28))));
        if (x > 0 && x + w > width) {
            x = 0;
            y += height + gap;
        }
        rects.emplace_back(x, y, w, height);
        x += w + gap;
    }
    return rects;
}

int ImageStrip::heightForWidth(int width) const {
    const auto rects = place(width);
    return rects.empty() ? 0 : rects.back().bottom() + 1;
}

void ImageStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const auto& theme = theme::Theme::of(this);
    const auto rects = place(width());
    for (std::size_t i = 0; i < rects.size(); ++i) {
        const auto pixmap = m_thumbnails.of(m_images[i]);
        QPainterPath clip;
        clip.addRoundedRect(rects[i], theme::px(4), theme::px(4));
        if (pixmap.isNull()) {
            theme::drawRoundedBox(&painter, rects[i], theme::px(4), theme.surface, theme.line);
            painter.setPen(theme.muted);
            painter.setFont(theme::font(theme::TextStyle::Small));
            painter.drawText(rects[i].adjusted(4, 2, -4, -2), static_cast<int>(Qt::AlignCenter) | Qt::TextWrapAnywhere,
                             m_images[i]->name);
            continue;
        }
        painter.save();
        painter.setClipPath(clip);
        // Fills its place; what does not fit is cut evenly.
        const auto size = QSizeF(pixmap.size()).scaled(rects[i].size(), Qt::KeepAspectRatioByExpanding);
        QRectF target(QPointF(), size);
        target.moveCenter(QRectF(rects[i]).center());
        painter.drawPixmap(target, pixmap, pixmap.rect());
        painter.restore();
    }
}

} // namespace llmg::playground
