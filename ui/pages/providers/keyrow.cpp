// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/providers/keyrow.h"

#include "ui/pages/providers/presenter.h"
#include "ui/pages/providers/words.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/numberfield.h"
#include "ui/widgets/statusicon.h"

#include <QDateTime>
#include <QHBoxLayout>

namespace llmg::providerspage {

using namespace Qt::StringLiterals;
using namespace widgets;
using domain::ProviderKeyState;
using domain::SecretPlace;

namespace {

constexpr int kMostModelsNamed = 12;

struct Standing {
    const char* icon;
    theme::Role role;
    QString words;
};

QString moment(UnixTime time) {
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count());
    return at.toString(at.date() == QDate::currentDate() ? u"HH:mm:ss"_s : u"yyyy-MM-dd HH:mm"_s);
}

Standing standingOf(const KeyRow& key) {
    const auto& entry = key.entry;
    const QString until = entry.restsUntil ? moment(*entry.restsUntil) : QString();
    if (key.testing)
        return {"refresh-cw", theme::Role::Muted, KeyRowView::tr("being tested")};
    switch (entry.state) {
    case ProviderKeyState::Rejected:
        return {"circle-alert", theme::Role::Bad, KeyRowView::tr("taken out, because it was refused")};
    case ProviderKeyState::Unreadable:
        return {"circle-alert", theme::Role::Bad, KeyRowView::tr("cannot be read")};
    case ProviderKeyState::Resting:
        return {"clock", theme::Role::Warning,
                until.isEmpty() ? KeyRowView::tr("resting") : KeyRowView::tr("resting until %1").arg(until)};
    case ProviderKeyState::Good:
    case ProviderKeyState::Untested:
        break;
    }
    if (!until.isEmpty())
        return {"clock", theme::Role::Warning, KeyRowView::tr("its limit is used up, again at %1").arg(until)};
    if (entry.state == ProviderKeyState::Good)
        return {"circle-check", theme::Role::Good, KeyRowView::tr("works")};
    if (key.failed)
        return {"triangle-alert", theme::Role::Warning, KeyRowView::tr("the test failed")};
    return {"minus", theme::Role::Muted, KeyRowView::tr("not tested")};
}

QString placeWord(SecretPlace place) {
    switch (place) {
    case SecretPlace::Keychain:
        return KeyRowView::tr("keychain");
    case SecretPlace::Environment:
        return KeyRowView::tr("environment");
    case SecretPlace::Session:
        return KeyRowView::tr("this session");
    }
    return {};
}

QString saidOf(const KeyRow& key, const QString& standing) {
    if (key.testing)
        return standing;
    QString detail = outcomeWords(key.outcome, key.models);
    if (detail.isEmpty() || (!key.entry.stateReason.empty() && !key.failed))
        detail = text(key.entry.stateReason);
    return detail.isEmpty() ? standing : standing + u" · "_s + detail;
}

} // namespace

QString outcomeWords(const QString& outcome, const QStringList& models) {
    if (models.isEmpty())
        return outcome;
    const QString names = models.mid(0, kMostModelsNamed).join(u", "_s);
    return outcome + u": "_s + (models.size() > kMostModelsNamed ? names + u", …"_s : names);
}

KeyRowView::KeyRowView(const KeyRow& key, Presenter* presenter, QWidget* parent)
    : QWidget(parent)
    , m_id(key.entry.id)
    , m_presenter(presenter)
    , m_icon(new StatusIcon(this))
    , m_label(new TextLabel({}, theme::TextStyle::Body, theme::Role::Text, this))
    , m_masked(newMonoLabel({}, this))
    , m_place(new TextLabel({}, theme::TextStyle::Small, theme::Role::Muted, this))
    , m_said(new ElidedLabel({}, theme::TextStyle::Small, theme::Role::Secondary, this))
    , m_weightName(new TextLabel(tr("Weight"), theme::TextStyle::Small, theme::Role::Muted, this))
    , m_weight(new NumberField({}, this))
    , m_share(new TextLabel({}, theme::TextStyle::SmallStrong, theme::Role::Text, this))
    , m_fault(new TextLabel({}, theme::TextStyle::Small, theme::Role::Bad, this))
    , m_test(newButton(tr("Test"), theme::ButtonKind::Flat, this)) {
    const QString id = text(m_id);
    const QString label = text(key.entry.label);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::px(2));
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::px(10));
    column->addLayout(row);
    column->addWidget(m_fault);
    m_label->setMinimumWidth(theme::px(110));
    m_masked->setMinimumWidth(theme::px(110));
    m_place->setMinimumWidth(theme::px(76));
    m_said->setObjectName(u"keySaid-"_s + id);
    m_weight->setObjectName(u"keyWeight-"_s + id);
    m_weight->setAccessibleName(tr("Weight of key %1").arg(label));
    m_weight->setAccessibleDescription(tr("Keys of a provider share its requests by their weights."));
    m_weight->setRange(1, 100);
    m_weight->setFixedWidth(theme::px(52));
    m_share->setObjectName(u"keyShare-"_s + id);
    m_share->setMinimumWidth(theme::px(38));
    m_share->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_fault->setObjectName(u"keyFault-"_s + id);
    m_fault->setWordWrap(true);
    m_test->setObjectName(u"keyTest-"_s + id);
    m_test->setAccessibleName(tr("Test key %1").arg(label));
    connect(m_test, &QPushButton::clicked, this, [this] { m_presenter->testKey(m_id); });
    connect(m_weight, &NumberField::editingFinished, this,
            [this] { m_presenter->setWeight(m_id, static_cast<int>(m_weight->value())); });
    row->addWidget(m_icon, 0, Qt::AlignVCenter);
    row->addWidget(m_label);
    row->addWidget(m_masked);
    row->addWidget(m_place);
    row->addWidget(m_said, 1);
    row->addWidget(m_weightName);
    row->addWidget(m_weight);
    row->addWidget(m_share);
    row->addWidget(m_test);
    if (key.entry.place != SecretPlace::Environment) {
        auto* remove = newButton(tr("Remove"), theme::ButtonKind::Flat, this);
        remove->setObjectName(u"keyRemove-"_s + id);
        remove->setAccessibleName(tr("Remove key %1").arg(label));
        connect(remove, &QPushButton::clicked, this, [this] { m_presenter->removeKey(m_id); });
        row->addWidget(remove);
    }
    render(key);
}

void KeyRowView::render(const KeyRow& key) {
    const Standing standing = standingOf(key);
    m_icon->setState(QString::fromLatin1(standing.icon), standing.role, standing.words);
    m_label->setText(text(key.entry.label));
    if (const QString masked = text(key.entry.masked); m_masked->text() != masked) {
        m_masked->setText(masked);
        m_masked->setAccessibleName(masked);
    }
    m_place->setText(placeWord(key.entry.place));
    m_said->setText(saidOf(key, standing.words));
    m_said->setRole(standing.role == theme::Role::Bad ? theme::Role::Bad : theme::Role::Secondary);
    m_test->setEnabled(!key.testing);
    m_fault->setText(key.fault);
    m_fault->setVisible(!key.fault.isEmpty());
    renderShare(key);
}

void KeyRowView::renderShare(const KeyRow& key) {
    const bool shared = key.sharePercent.has_value();
    m_weightName->setVisible(shared && key.weighable);
    m_weight->setVisible(shared && key.weighable);
    m_share->setVisible(shared);
    if (!shared)
        return;
    if (!m_weight->hasFocus() || !m_weight->isModified())
        m_weight->setValue(key.entry.weight);
    m_share->setText(u"%1 %"_s.arg(*key.sharePercent));
    m_share->setAccessibleName(tr("Share of key %1: %2 %").arg(text(key.entry.label)).arg(*key.sharePercent));
    m_share->setToolTip(key.weighable ? tr("Of the requests to this provider")
                                      : tr("Of the requests to this provider. A key of the environment weighs 1; keep "
                                           "it in the keychain to give it another weight."));
}

} // namespace llmg::providerspage
