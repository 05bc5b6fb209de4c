// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground/imageloading.h"

#include "ui/widgets/format.h"
#include "ui/widgets/whenready.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QImageReader>
#include <QtConcurrentRun>

namespace llmg::playground {
namespace {

using namespace Qt::StringLiterals;

QString tr(const char* text) {
    return QCoreApplication::translate("ImageLoading", text);
}

/// By the bytes themselves: names lie.
QByteArray mimeTypeOf(const QByteArray& bytes) {
    if (bytes.startsWith("\x89PNG\r\n\x1a\n"))
        return "image/png";
    if (bytes.startsWith("\xFF\xD8\xFF"))
        return "image/jpeg";
    if (bytes.startsWith("GIF87a") || bytes.startsWith("GIF89a"))
        return "image/gif";
    if (bytes.size() > 16 && bytes.startsWith("RIFF") && bytes.mid(8, 4) == "WEBP")
        return "image/webp";
    return {};
}

int at(const QByteArray& bytes, qsizetype index) {
    return static_cast<unsigned char>(bytes[index]);
}

/// Width and height of a WebP from its header (RFC 9649), for systems whose Qt has no WebP plugin.
QSize webpSize(const QByteArray& bytes) {
    if (bytes.size() < 30)
        return {};
    const auto chunk = bytes.mid(12, 4);
    if (chunk == "VP8X")
        return {1 + (at(bytes, 24) | at(bytes, 25) << 8 | at(bytes, 26) << 16),
                1 + (at(bytes, 27) | at(bytes, 28) << 8 | at(bytes, 29) << 16)};
    if (chunk == "VP8 ")
        return {(at(bytes, 26) | at(bytes, 27) << 8) & 0x3FFF, (at(bytes, 28) | at(bytes, 29) << 8) & 0x3FFF};
    if (chunk == "VP8L") {
        const unsigned bits = static_cast<unsigned>(at(bytes, 21)) | static_cast<unsigned>(at(bytes, 22)) << 8 |
                              static_cast<unsigned>(at(bytes, 23)) << 16 | static_cast<unsigned>(at(bytes, 24)) << 24;
        return {static_cast<int>((bits & 0x3FFF) + 1), static_cast<int>(((bits >> 14) & 0x3FFF) + 1)};
    }
    return {};
}

QImage readScaled(const QByteArray& bytes, int side) {
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    reader.setAutoTransform(true);
    const auto size = reader.size();
    if (size.isValid() && (size.width() > side || size.height() > side))
        reader.setScaledSize(size.scaled(side, side, Qt::KeepAspectRatio));
    return reader.read();
}

} // namespace

LoadedImage loadImage(const QString& name, const QByteArray& bytes) {
    const auto type = mimeTypeOf(bytes);
    if (type.isEmpty())
        return {nullptr, tr("%1 is no PNG, JPEG, WebP or GIF picture.").arg(name)};
    if (bytes.size() > MaxImageBytes)
        return {nullptr, tr("%1 is too large: %2, at most %3. Scale it down first.")
                             .arg(name, widgets::formatBytes(bytes.size()), widgets::formatBytes(MaxImageBytes))};
    auto image = std::make_shared<Image>();
    image->name = name;
    image->mimeType = type;
    image->data = bytes;
    if (type == "image/webp" && !QImageReader::supportedImageFormats().contains("webp")) {
        const auto size = webpSize(bytes);
        if (size.isEmpty())
            return {nullptr, tr("%1 is damaged and cannot be read.").arg(name)};
        image->width = size.width();
        image->height = size.height();
        return {image, {}};
    }
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    const auto size = reader.size();
    // The whole is decoded once, small: a header alone would let a cut file through to the provider.
    if (readScaled(bytes, Thumbnails::Side).isNull() || size.isEmpty())
        return {nullptr, tr("%1 is damaged and cannot be read.").arg(name)};
    image->width = size.width();
    image->height = size.height();
    return {image, {}};
}

LoadedImage loadImageFile(const QString& path) {
    const QString name = QFileInfo(path).fileName();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {nullptr, tr("%1 cannot be opened: %2").arg(name, file.errorString())};
    if (file.size() > MaxImageBytes)
        return {nullptr, tr("%1 is too large: %2, at most %3. Scale it down first.")
                             .arg(name, widgets::formatBytes(file.size()), widgets::formatBytes(MaxImageBytes))};
    return loadImage(name, file.readAll());
}

LoadedImage encodeImage(const QString& name, const QImage& image) {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    if (image.isNull() || !image.save(&buffer, "PNG"))
        return {nullptr, tr("The pasted picture cannot be read.")};
    return loadImage(name, buffer.data());
}

QPixmap Thumbnails::of(const ImagePtr& image) {
    const auto found = m_entries.constFind(image.get());
    if (found != m_entries.constEnd())
        return found->pixmap;
    // The entry keeps the image alive, so that its address cannot come to mean another one.
    m_entries.insert(image.get(), {image, {}});
    widgets::whenReady(QtConcurrent::run([image] { return readScaled(image->data, Side); }), this,
                       [this, image](const QImage& small) {
                           if (small.isNull())
                               return;
                           m_entries[image.get()].pixmap = QPixmap::fromImage(small);
                           Q_EMIT ready();
                       });
    return {};
}

} // namespace llmg::playground
