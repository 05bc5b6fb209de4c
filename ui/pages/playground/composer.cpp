// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground/composer.h"

#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/widgets/button.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/whenready.h"

#include <QAbstractTextDocumentLayout>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>
#include <QtConcurrentRun>

#include <algorithm>

namespace llmg::playground {

using namespace Qt::StringLiterals;

namespace {

QStringList localFiles(const QMimeData* mime) {
    QStringList files;
    const auto urls = mime->urls();
    for (const auto& url : urls)
        if (url.isLocalFile())
            files << url.toLocalFile();
    return files;
}

constexpr int MinLines = 2, MaxLines = 8;

} // namespace

class AttachmentChip : public QAbstractButton {
  public:
    AttachmentChip(const ImagePtr& image, Thumbnails& thumbnails, QWidget* parent)
        : QAbstractButton(parent)
        , m_image(image)
        , m_thumbnails(thumbnails) {
        setText(image->name + u" · ≈ "_s + widgets::formatCount(estimateImageTokens(image->width, image->height)) +
                Composer::tr(" tokens"));
        const QString type = QString::fromLatin1(image->mimeType).section(u'/', 1).toUpper();
        setToolTip(image->name + u"\n"_s + QString::number(image->width) + u" × "_s + QString::number(image->height) +
                   u" · "_s + type + u" · "_s + widgets::formatBytes(image->data.size()) + u"\n"_s +
                   Composer::tr("Click removes it"));
        setAccessibleName(Composer::tr("Remove %1").arg(image->name));
        setObjectName(u"attachment"_s);
        setCursor(Qt::PointingHandCursor);
        setFocusPolicy(Qt::StrongFocus);
        connect(&thumbnails, &Thumbnails::ready, this, qOverload<>(&QWidget::update));
    }
    QSize sizeHint() const override {
        const QFontMetrics metrics(theme::font(theme::TextStyle::Small));
        return {std::min(metrics.horizontalAdvance(text()), theme::px(240)) + theme::px(70), theme::px(30)};
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
        const auto& theme = theme::Theme::of(this);
        theme::drawRoundedBox(&painter, rect(), theme::px(6), theme.accentSoft, hasFocus() ? theme.accent : QColor());
        const QRect thumb(theme::px(4), theme::px(4), theme::px(30), height() - theme::px(8));
        const auto pixmap = m_thumbnails.of(m_image);
        if (pixmap.isNull()) {
            const int size = theme::px(14);
            painter.drawPixmap(thumb.center().x() - size / 2, thumb.center().y() - size / 2,
                               theme::tintedPixmap(u"image"_s, theme.secondary, size, devicePixelRatioF()));
        } else {
            const auto part = QSizeF(thumb.size()).scaled(pixmap.size(), Qt::KeepAspectRatio);
            QRectF source(QPointF(), part);
            source.moveCenter(QRectF(pixmap.rect()).center());
            painter.drawPixmap(thumb, pixmap, source.toRect());
        }
        painter.setFont(theme::font(theme::TextStyle::Small));
        painter.setPen(theme.text);
        const QRect room = rect().adjusted(theme::px(40), 0, -theme::px(24), 0);
        painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(text(), Qt::ElideMiddle, room.width()));
        const int size = theme::px(12);
        painter.drawPixmap(
            width() - size - theme::px(8), (height() - size) / 2,
            theme::tintedPixmap(u"x"_s, underMouse() ? theme.text : theme.secondary, size, devicePixelRatioF()));
    }
    void enterEvent(QEnterEvent*) override { update(); }
    void leaveEvent(QEvent*) override { update(); }
    void keyPressEvent(QKeyEvent* event) override {
        if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace)
            click();
        else
            QAbstractButton::keyPressEvent(event);
    }

  private:
    ImagePtr m_image;
    Thumbnails& m_thumbnails;
};

ComposerEdit::ComposerEdit(QWidget* parent)
    : QPlainTextEdit(parent) {
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    viewport()->setAutoFillBackground(false);
    document()->setDocumentMargin(theme::px(2));
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
            &ComposerEdit::fitHeight);
    fitHeight();
}

void ComposerEdit::fitHeight() {
    const int line = fontMetrics().lineSpacing();
    // QPlainTextEdit measures its document in lines.
    const int lines = std::clamp(static_cast<int>(document()->size().height()), MinLines, MaxLines);
    const int height = lines * line + theme::px(6);
    setVerticalScrollBarPolicy(document()->size().height() > MaxLines ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    if (height != this->height())
        setFixedHeight(height);
}

void ComposerEdit::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    fitHeight();
}

bool ComposerEdit::event(QEvent* event) {
    // The box around it shows the focus; a frame of its own would be one too many. (The text is the viewport's to
    // paint.)
    return event->type() == QEvent::Paint || QPlainTextEdit::event(event);
}

void ComposerEdit::keyPressEvent(QKeyEvent* event) {
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && (event->modifiers() & Qt::ControlModifier))
        Q_EMIT runRequested();
    else if (event->key() == Qt::Key_Escape)
        Q_EMIT escapePressed();
    else
        QPlainTextEdit::keyPressEvent(event);
}

bool ComposerEdit::canInsertFromMimeData(const QMimeData* source) const {
    return source->hasImage() || !localFiles(source).isEmpty() || QPlainTextEdit::canInsertFromMimeData(source);
}

void ComposerEdit::insertFromMimeData(const QMimeData* source) {
    // Text first: spreadsheets offer their cells as text and as a picture of them.
    if (const auto files = localFiles(source); !files.isEmpty())
        Q_EMIT filesPasted(files);
    else if (source->hasImage() && !source->hasText())
        Q_EMIT imagePasted(qvariant_cast<QImage>(source->imageData()));
    else
        QPlainTextEdit::insertFromMimeData(source);
}

Composer::Composer(Thumbnails& thumbnails, QWidget* parent)
    : QFrame(parent)
    , m_thumbnails(thumbnails)
    , m_edit(new ComposerEdit(this))
    , m_editing(new QWidget(this))
    , m_attachments(new QWidget(this))
    , m_attachmentsLayout(new QHBoxLayout(m_attachments))
    , m_problem(new widgets::TextLabel({}, theme::TextStyle::Small, theme::Role::Bad, this))
    , m_estimate(new widgets::ElidedLabel({}, theme::TextStyle::Small, theme::Role::Muted, this))
    , m_attach(widgets::newButton(tr("Attach"), theme::ButtonKind::Secondary, this))
    , m_stop(widgets::newButton(tr("Stop  Esc"), theme::ButtonKind::Secondary, this))
    , m_run(widgets::newButton(tr("Run  Ctrl ↵"), theme::ButtonKind::Primary, this)) {
    setAcceptDrops(true);
    m_edit->setAcceptDrops(false); // the whole box takes them
    m_edit->setObjectName(u"composer"_s);
    m_edit->setAccessibleName(tr("Message"));
    m_edit->setPlaceholderText(tr("Write a message, paste or drop images…"));
    m_attach->setObjectName(u"attach"_s);
    m_stop->setObjectName(u"stop"_s);
    m_run->setObjectName(u"run"_s);
    m_stop->setAccessibleName(tr("Stop"));
    m_run->setAccessibleName(tr("Run"));
    m_problem->setObjectName(u"composerProblem"_s);
    m_problem->setWordWrap(true);
    m_estimate->setObjectName(u"estimate"_s);
    m_estimate->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_estimate->setToolTip(tr("Estimated: four bytes of text a token, pictures by OpenAI's tiles, input only."));
    m_attachmentsLayout->setContentsMargins(0, 0, 0, 0);
    m_attachmentsLayout->setSpacing(theme::px(6));
    auto* editingRow = new QHBoxLayout(m_editing);
    editingRow->setContentsMargins(0, 0, 0, 0);
    editingRow->addWidget(new widgets::TextLabel(tr("Editing the last message: its answers are replaced."),
                                                 theme::TextStyle::Small, theme::Role::Warning, m_editing));
    auto* cancel = new widgets::LinkButton(tr("Cancel"), m_editing);
    cancel->setObjectName(u"cancelEdit"_s);
    editingRow->addWidget(cancel);
    editingRow->addStretch(1);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(theme::px(8));
    buttons->addWidget(m_attach);
    buttons->addWidget(m_estimate, 1);
    buttons->addWidget(m_stop);
    buttons->addWidget(m_run);
    auto* layout = new QVBoxLayout(this);
    const int pad = theme::px(12);
    layout->setContentsMargins(pad, pad, pad, theme::px(10));
    layout->setSpacing(theme::px(8));
    layout->addWidget(m_editing);
    layout->addWidget(m_edit);
    layout->addWidget(m_attachments);
    layout->addWidget(m_problem);
    layout->addLayout(buttons);

    connect(m_edit, &QPlainTextEdit::textChanged, this, [this] { Q_EMIT textEdited(m_edit->toPlainText()); });
    connect(m_edit, &ComposerEdit::runRequested, this, &Composer::runRequested);
    connect(m_edit, &ComposerEdit::escapePressed, this, [this] {
        if (m_running)
            Q_EMIT stopRequested();
        else if (m_isEditing)
            Q_EMIT editCancelRequested();
    });
    connect(m_edit, &ComposerEdit::filesPasted, this, &Composer::loadFiles);
    connect(m_edit, &ComposerEdit::imagePasted, this, [this](const QImage& image) {
        widgets::whenReady(QtConcurrent::run([image] { return encodeImage(tr("pasted.png"), image); }), this,
                           [this](const LoadedImage& loaded) { take(loaded); });
    });
    connect(m_attach, &QPushButton::clicked, this, &Composer::attachFiles);
    connect(m_run, &QPushButton::clicked, this, &Composer::runRequested);
    connect(m_stop, &QPushButton::clicked, this, &Composer::stopRequested);
    connect(cancel, &QAbstractButton::clicked, this, &Composer::editCancelRequested);
}

void Composer::focusText() {
    m_edit->setFocus(Qt::OtherFocusReason);
}

void Composer::attachFiles() {
    loadFiles(
        QFileDialog::getOpenFileNames(this, tr("Attach images"), {}, tr("Images (*.png *.jpg *.jpeg *.webp *.gif)")));
}

void Composer::loadFiles(const QStringList& paths) {
    for (const auto& path : paths)
        widgets::whenReady(QtConcurrent::run([path] { return loadImageFile(path); }), this,
                           [this](const LoadedImage& loaded) { take(loaded); });
}

void Composer::take(const LoadedImage& loaded) {
    if (loaded.image)
        Q_EMIT imageLoaded(loaded.image);
    else
        Q_EMIT imageProblem(loaded.problem);
}

void Composer::render(const ViewState& state) {
    if (state.draftRevision != m_draftRevision) {
        m_draftRevision = state.draftRevision;
        if (m_edit->toPlainText() != state.draft.text) {
            const QSignalBlocker silent(m_edit);
            m_edit->setPlainText(state.draft.text);
            m_edit->moveCursor(QTextCursor::End);
            m_edit->fitHeight();
        }
    }
    if (state.draft.images != m_images) {
        m_images = state.draft.images;
        while (auto* item = m_attachmentsLayout->takeAt(0)) {
            if (item->widget() != nullptr)
                item->widget()->deleteLater();
            delete item;
        }
        for (std::size_t i = 0; i < m_images.size(); ++i) {
            auto* chip = new AttachmentChip(m_images[i], m_thumbnails, m_attachments);
            connect(
                chip, &QAbstractButton::clicked, this, [this, i] { Q_EMIT imageRemoveRequested(i); },
                Qt::QueuedConnection);
            m_attachmentsLayout->addWidget(chip);
        }
        m_attachmentsLayout->addStretch(1);
    }
    m_attachments->setVisible(!m_images.empty());
    m_isEditing = state.editing;
    m_editing->setVisible(state.editing);
    const QString problem = !state.draftProblem.isEmpty() ? state.draftProblem : state.cannotRun;
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_estimate->setText(state.estimate);
    m_running = state.running;
    m_stop->setVisible(state.running);
    m_run->setEnabled(state.canRun);
    m_run->setToolTip(state.cannotRun);
}

void Composer::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto& theme = theme::Theme::of(this);
    theme::drawRoundedBox(&painter, rect(), theme::px(8), theme.surface,
                          m_edit->hasFocus() ? theme::blend(theme.line, theme.accent, 0.6) : theme.line);
}

void Composer::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasImage() || !localFiles(event->mimeData()).isEmpty() || event->mimeData()->hasText())
        event->acceptProposedAction();
}

void Composer::dropEvent(QDropEvent* event) {
    const auto* mime = event->mimeData();
    if (const auto files = localFiles(mime); !files.isEmpty()) {
        loadFiles(files);
    } else if (mime->hasImage()) {
        const auto image = qvariant_cast<QImage>(mime->imageData());
        widgets::whenReady(QtConcurrent::run([image] { return encodeImage(tr("dropped.png"), image); }), this,
                           [this](const LoadedImage& loaded) { take(loaded); });
    } else if (mime->hasText()) {
        m_edit->insertPlainText(mime->text());
    }
    event->acceptProposedAction();
}

} // namespace llmg::playground
