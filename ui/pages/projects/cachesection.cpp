// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/projects/cachesection.h"

#include "ui/pages/projects/presenter.h"
#include "ui/pages/projects/words.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/format.h"
#include "ui/widgets/keyvaluelist.h"
#include "ui/widgets/label.h"
#include "ui/widgets/numberfield.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>

#include <limits>

namespace llmg::projects {

using namespace Qt::StringLiterals;
using namespace widgets;

namespace {

constexpr std::int64_t kUnits[] = {1, 60, 3600, 86'400};

constexpr std::int64_t kLongestSeconds = 31'536'000; ///< in whatever unit; the store knows the true bound

/// The largest unit that leaves no rest.
int unitOf(std::int64_t seconds) {
    int unit = 3;
    while (unit > 0 && seconds % kUnits[unit] != 0)
        --unit;
    return unit;
}

} // namespace

CacheSection::CacheSection(Presenter* presenter, QWidget* parent)
    : Section(presenter, parent) {
    auto* card = new Card(tr("Response cache"), this);
    m_enabled = new QCheckBox(tr("Answer the same question from memory"), card);
    m_enabled->setObjectName(u"cacheEnabled"_s);
    card->body()->addWidget(m_enabled);
    card->body()->addWidget(
        newHint(tr("Two requests are the same when model, messages, tools and parameters are. A kept "
                   "answer costs nothing, comes at once, and is streamed where a stream was asked "
                   "for. It stays on this machine."),
                card));
    auto* lifetime = new QWidget(card);
    auto* row = new QHBoxLayout(lifetime);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::px(8));
    m_lifetime = newCountField(tr("How long an answer is kept"), lifetime);
    m_lifetime->setObjectName(u"cacheLifetime"_s);
    m_lifetime->setRange(1, kLongestSeconds);
    m_unit = new QComboBox(lifetime);
    m_unit->setObjectName(u"cacheUnit"_s);
    m_unit->setAccessibleName(tr("Unit of time"));
    m_unit->addItems({tr("seconds"), tr("minutes"), tr("hours"), tr("days")});
    row->addWidget(m_lifetime, 1);
    row->addWidget(m_unit, 1);
    lifetime->setAccessibleName(tr("Lifetime of an answer"));
    card->body()->addWidget(newFormRow(tr("An answer is kept for"), lifetime, card));
    card->body()->addWidget(newNumberFault(m_lifetime, card));
    card->body()->addWidget(newFault(Field::Cache, card));
    column()->addWidget(card);

    column()->addWidget(newUse());
    column()->addStretch(1);

    connect(m_enabled, &QCheckBox::clicked, this, [this](bool on) { m_presenter->setCacheEnabled(on); });
    connect(m_lifetime, &QLineEdit::editingFinished, this, &CacheSection::applyLifetime);
    connect(m_unit, &QComboBox::activated, this, &CacheSection::applyLifetime);
}

QWidget* CacheSection::newUse() {
    auto* use = new Card(tr("What it holds and brings"), this);
    m_keep = newButton(tr("Keep them"), theme::ButtonKind::Secondary, use);
    m_keep->setObjectName(u"cacheKeep"_s);
    m_clear = newButton(tr("Clear cache"), theme::ButtonKind::Secondary, use);
    m_clear->setObjectName(u"cacheClear"_s);
    use->addToHeader(m_keep);
    use->addToHeader(m_clear);
    m_askWords = new TextLabel({}, theme::TextStyle::Body, theme::Role::Bad, use);
    m_askWords->setObjectName(u"cacheAsk"_s);
    m_askWords->setWordWrap(true);
    use->body()->addWidget(m_askWords);
    m_use = new KeyValueList(use);
    use->body()->addWidget(m_use);
    // Cleared answers do not come back, so it is asked, by the project's name.
    connect(m_clear, &QPushButton::clicked, this, [this] {
        if (m_asks)
            m_presenter->clearCache();
        ask(!m_asks);
    });
    connect(m_keep, &QPushButton::clicked, this, [this] { ask(false); });
    ask(false);
    return use;
}

void CacheSection::ask(bool asks) {
    m_asks = asks;
    const QString name = text(state().project.name);
    const auto& amount = state().cacheAmount;
    m_askWords->setText(amount ? tr("Forget the %1 kept answers of “%2”? They cannot be brought back; the next "
                                    "requests are answered and paid for anew.")
                                     .arg(formatCount(amount->entries), name)
                               : tr("Forget the kept answers of “%1”? They cannot be brought back; the next requests "
                                    "are answered and paid for anew.")
                                     .arg(name));
    m_askWords->setVisible(asks);
    m_keep->setVisible(asks);
    m_clear->setText(asks ? tr("Forget them") : tr("Clear cache"));
    theme::setButtonKind(m_clear, asks ? theme::ButtonKind::Danger : theme::ButtonKind::Secondary);
}

std::int64_t CacheSection::seconds() const {
    return m_lifetime->value() * kUnits[m_unit->currentIndex()];
}

void CacheSection::applyLifetime() {
    if (m_lifetime->isAcceptable())
        m_presenter->setCacheTtl(seconds());
}

void CacheSection::render(const ViewState& state) {
    m_enabled->setChecked(state.project.cacheEnabled);
    const std::int64_t kept = state.project.cacheTtlSeconds;
    const bool another = m_shownProject != state.project.id;
    if (another) {
        m_lifetime->reset();
        ask(false);
    }
    // "60 seconds" stays as it was said, and a time that was refused beside the reason, until another project is shown.
    const bool refused = !state.fault(Field::Cache).isEmpty();
    if (another || (kept != seconds() && !refused && !m_lifetime->hasFocus())) {
        m_unit->setCurrentIndex(unitOf(kept));
        m_lifetime->setValue(kept / kUnits[unitOf(kept)]);
    }
    m_shownProject = state.project.id;
    m_use->clear();
    const CacheUse& use = state.cache;
    const double rate = use.requests > 0 ? static_cast<double>(use.hits) / static_cast<double>(use.requests)
                                         : std::numeric_limits<double>::quiet_NaN();
    if (state.canClearCache) {
        const auto& amount = state.cacheAmount;
        m_use->addAmount(tr("Kept answers"), amount ? formatCount(amount->entries) : unknownText());
        m_use->addAmount(tr("Size on disk"), amount ? formatBytes(amount->bytes) : unknownText());
    }
    m_use->addAmount(tr("Requests this month"), state.spentKnown ? formatCount(use.requests) : unknownText());
    m_use->addAmount(tr("Answered from the cache this month"),
                     state.spentKnown ? formatCount(use.hits) : unknownText());
    m_use->addAmount(tr("Hit rate"), formatPercent(rate));
    m_use->addAmount(tr("Saved this month"), state.spentKnown ? formatMoney(use.saved) : unknownText(), true);
    m_clear->setVisible(state.canClearCache);
    renderFaults(state);
}

} // namespace llmg::projects
