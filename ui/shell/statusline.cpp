// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/statusline.h"

#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/statusdot.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>

namespace llmg::shell {

using namespace Qt::StringLiterals;
using theme::Role;
using theme::TextStyle;
using widgets::TextLabel;

namespace {

class AddressButton final : public QAbstractButton {
  public:
    explicit AddressButton(QWidget* parent)
        : QAbstractButton(parent) {
        setFocusPolicy(Qt::StrongFocus);
        setCursor(Qt::PointingHandCursor);
    }
    [[nodiscard]] QSize sizeHint() const override {
        const QFontMetrics metrics(theme::font(TextStyle::Mono));
        return {metrics.horizontalAdvance(text()) + theme::px(6), metrics.height() + theme::px(4)};
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const theme::Theme& colors = theme::Theme::of(this);
        painter.setFont(theme::font(TextStyle::Mono));
        painter.setPen(underMouse() ? colors.accent : colors.text);
        painter.drawText(rect(), Qt::AlignCenter, text());
        if (hasFocus())
            theme::drawRoundedBox(&painter, rect(), theme::px(4), {}, colors.accent, 1.5);
    }
    void enterEvent(QEnterEvent*) override { update(); }
    void leaveEvent(QEvent*) override { update(); }
};

} // namespace

StatusLine::StatusLine(QWidget* parent)
    : QWidget(parent)
    , m_dot(new widgets::StatusDot(this))
    , m_address(new AddressButton(this))
    , m_rate(new TextLabel({}, TextStyle::Small, Role::Secondary, this))
    , m_flight(new TextLabel({}, TextStyle::Small, Role::Secondary, this))
    , m_todayWord(new TextLabel(tr("Today"), TextStyle::Small, Role::Secondary, this))
    , m_today(new TextLabel({}, TextStyle::SmallStrong, Role::Text, this))
    , m_keys(new TextLabel({}, TextStyle::Small, Role::Secondary, this)) {
    setObjectName(u"statusLine"_s);
    m_address->setObjectName(u"statusAddress"_s);
    m_today->setObjectName(u"statusToday"_s);
    setFixedHeight(theme::px(28));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(theme::px(14), 1, theme::px(14), 0);
    row->setSpacing(theme::px(6));
    row->addWidget(m_dot);
    row->addWidget(m_address);
    for (TextLabel* label : {m_rate, m_flight}) {
        row->addSpacing(theme::px(14));
        row->addWidget(label);
    }
    row->addSpacing(theme::px(14));
    row->addWidget(m_todayWord);
    row->addWidget(m_today);
    row->addStretch(1);
    row->addWidget(m_keys);
    connect(m_address, &QAbstractButton::clicked, this, [this] {
        if (m_baseUrl.isEmpty())
            return;
        QGuiApplication::clipboard()->setText(m_baseUrl);
        Q_EMIT addressCopied(m_baseUrl);
    });
}

void StatusLine::render(const StatusState& state) {
    using Phase = service::GatewayState::Phase;
    const auto& gateway = state.gateway;
    const bool running = gateway.phase == Phase::Running;
    m_baseUrl = gateway.baseUrl();
    QString words;
    switch (gateway.phase) {
    case Phase::Running:
        // The picture without the scheme: what matters is host, port and /v1; the copy is whole.
        words = QString(m_baseUrl).remove(u"http://"_s);
        m_dot->setState(state.trouble.isEmpty() ? Role::Good : Role::Warning, tr("Running"));
        break;
    case Phase::Starting:
        words = tr("starting…");
        m_dot->setState(Role::Warning, words);
        break;
    case Phase::Stopped:
        words = tr("stopped");
        m_dot->setState(Role::Muted, words);
        break;
    case Phase::Failed:
        words = tr("not running");
        m_dot->setState(Role::Bad, gateway.error);
        break;
    }
    m_address->setText(words);
    m_address->setAccessibleName(running ? tr("Copy address %1").arg(m_baseUrl) : words);
    m_address->setToolTip(running ? tr("Copy %1").arg(m_baseUrl) : gateway.error);
    m_address->setEnabled(running);
    m_address->updateGeometry();
    m_rate->setText(tr("%1 requests/min").arg(widgets::formatCount(qRound64(state.load.requestsPerMinute))));
    m_flight->setText(tr("%1 in flight").arg(state.load.inFlight));
    m_today->setText(state.today ? widgets::formatMoney(*state.today) : widgets::unknownText());
    m_keys->setText(state.keysPersistent ? tr("Keys in %1").arg(state.keysPlace)
                                         : tr("Keys kept for %1").arg(state.keysPlace));
    m_keys->setRole(state.keysPersistent ? Role::Secondary : Role::Warning);
}

bool StatusLine::event(QEvent* event) {
    if (event->type() == QEvent::ApplicationFontChange)
        setFixedHeight(theme::px(28));
    return QWidget::event(event);
}

void StatusLine::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const theme::Theme& colors = theme::Theme::of(this);
    painter.fillRect(rect(), colors.navigation);
    painter.fillRect(0, 0, width(), 1, colors.line);
}

} // namespace llmg::shell
