// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QLoggingCategory>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace llmg::theme {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(logIcons, "llmg.ui.icons")

/// Tints at each painting, so that switching light and dark needs nobody to set icons again.
class TintedEngine final : public QIconEngine {
  public:
    TintedEngine(QString name, Role role)
        : m_name(std::move(name))
        , m_role(role) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const qreal ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
        painter->drawPixmap(rect, render(rect.size(), mode, ratio));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override { return render(size, mode, 1.0); }
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal scale) override {
        // Qt hands over the size in device pixels here, and sets the ratio on what comes back itself.
        QPixmap pixmap = render(size / scale, mode, scale);
        return pixmap;
    }
    [[nodiscard]] QIconEngine* clone() const override { return new TintedEngine(m_name, m_role); }
    [[nodiscard]] QString key() const override { return u"llmg-tinted"_s; }

  private:
    [[nodiscard]] QPixmap render(const QSize& size, QIcon::Mode mode, qreal ratio) const {
        const Theme& theme = Theme::of();
        const QColor color = mode == QIcon::Disabled ? blend(theme.window, theme.muted, 0.6) : theme.color(m_role);
        return tintedPixmap(m_name, color, qMin(size.width(), size.height()), ratio);
    }

    QString m_name;
    Role m_role;
};

} // namespace

QIcon tintedIcon(const QString& name, Role role) {
    if (!QFile::exists(u":/icons/"_s + name + u".svg"_s)) {
        qCWarning(logIcons) << "no icon named" << name;
        return {};
    }
    return QIcon(new TintedEngine(name, role));
}

QPixmap tintedPixmap(const QString& name, const QColor& color, int size, qreal devicePixelRatio) {
    const QString key = u"llmg-icon/%1/%2/%3/%4"_s.arg(name, color.name()).arg(size).arg(devicePixelRatio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QFile file(u":/icons/"_s + name + u".svg"_s);
    if (size <= 0 || !file.open(QIODevice::ReadOnly))
        return {};
    QSvgRenderer renderer(file.readAll().replace("currentColor", color.name().toLatin1()));
    pixmap = QPixmap(QSize(size, size) * devicePixelRatio);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter, QRectF(0, 0, size, size));
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

QIcon applicationIcon() {
    return QIcon(u":/icons/llm-gateway.svg"_s);
}

} // namespace llmg::theme
