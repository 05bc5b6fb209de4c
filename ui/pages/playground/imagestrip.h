// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/playground/conversation.h"

#include <QWidget>

namespace llmg::playground {

class Thumbnails;

/// The pictures of a message, side by side, wrapping. Shows a frame with the name while one is not decoded.
class ImageStrip : public QWidget {
    Q_OBJECT
  public:
    explicit ImageStrip(Thumbnails& thumbnails, QWidget* parent = nullptr);
    void setImages(const std::vector<ImagePtr>& images);
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

  Q_SIGNALS:
    void heightChanged();

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    [[nodiscard]] std::vector<QRect> place(int width) const;
    Thumbnails& m_thumbnails;
    std::vector<ImagePtr> m_images;
};

} // namespace llmg::playground
