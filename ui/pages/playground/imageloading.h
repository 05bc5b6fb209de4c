// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/playground/conversation.h"

#include <QHash>
#include <QImage>
#include <QObject>
#include <QPixmap>

namespace llmg::playground {

/// A picture ready to send, or why not.
struct LoadedImage {
    ImagePtr image;
    QString problem;
};

constexpr std::int64_t MaxImageBytes = 20'000'000; ///< one picture; the gateway's own body limit is above it

/// Checks type (PNG, JPEG, WebP, GIF), size, and that it decodes. Takes its time: not for the GUI thread.
LoadedImage loadImage(const QString& name, const QByteArray& bytes);
LoadedImage loadImageFile(const QString& path);
/// A picture from the clipboard, which has no file: sent as PNG.
LoadedImage encodeImage(const QString& name, const QImage& image);

/// Small pictures of images, decoded in the background. A null pixmap means not yet, or that this system cannot show
/// it.
class Thumbnails : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;
    static constexpr int Side = 240; ///< device pixels of the longer side
    QPixmap of(const ImagePtr& image);
  Q_SIGNALS:
    void ready();

  private:
    struct Entry {
        ImagePtr image;
        QPixmap pixmap;
    };
    QHash<const Image*, Entry> m_entries;
};

} // namespace llmg::playground
