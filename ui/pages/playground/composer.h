// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/playground/imageloading.h"
#include "ui/pages/playground/viewstate.h"

#include <QFrame>
#include <QPlainTextEdit>

class QHBoxLayout;
class QMimeData;
class QPushButton;

namespace llmg::widgets {
class TextLabel;
class ElidedLabel;
} // namespace llmg::widgets

namespace llmg::playground {

/// The text field: grows from two to eight lines, hands pictures over instead of pasting them.
class ComposerEdit : public QPlainTextEdit {
    Q_OBJECT
  public:
    explicit ComposerEdit(QWidget* parent = nullptr);
    void fitHeight();

  Q_SIGNALS:
    void runRequested();
    void escapePressed();
    void filesPasted(const QStringList& paths);
    void imagePasted(const QImage& image);

  protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool canInsertFromMimeData(const QMimeData* source) const override;
    void insertFromMimeData(const QMimeData* source) override;
    void resizeEvent(QResizeEvent* event) override;
};

/// One picture of the draft: small picture, name, size, tokens, remove.
class AttachmentChip;

/// What is asked of all columns at once.
class Composer : public QFrame {
    Q_OBJECT
  public:
    explicit Composer(Thumbnails& thumbnails, QWidget* parent = nullptr);
    void render(const ViewState& state);
    void focusText();

  Q_SIGNALS:
    void textEdited(const QString& text);
    void imageLoaded(const ImagePtr& image);
    void imageProblem(const QString& problem);
    void imageRemoveRequested(std::size_t index);
    void runRequested();
    void stopRequested();
    void editCancelRequested();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    void attachFiles();
    void loadFiles(const QStringList& paths);
    void take(const LoadedImage& loaded);

    Thumbnails& m_thumbnails;
    ComposerEdit* m_edit;
    QWidget* m_editing;
    QWidget* m_attachments;
    QHBoxLayout* m_attachmentsLayout;
    widgets::TextLabel* m_problem;
    widgets::ElidedLabel* m_estimate;
    QPushButton *m_attach, *m_stop, *m_run;
    std::vector<ImagePtr> m_images;
    int m_draftRevision = -1;
    bool m_running = false, m_isEditing = false;
};

} // namespace llmg::playground
