// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/projects/cachesection.h"

#include "ui/pages/projects/presenter.h"
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
    m_unit = new QComboBox(lifetime);
    m_unit->setObjectName(u"cacheUnit"_s);
    m_unit->setAccessibleName(tr("Unit of time"));
    m_unit->addItems({tr("seconds"), tr("minutes"), tr("hours"), tr("days")});
    row->addWidget(m_lifetime, 1);
    row->addWidget(m_unit, 1);
    lifetime->setAccessibleName(tr("Lifetime of an answer"));
    card->body()->addWidget(newFormRow(tr("An answer is kept for"), lifetime, card));
    card->body()->addWidget(newFault(Field::Cache, card));
    column()->addWidget(card);

    auto* use = new Card(tr("This month"), this);
    m_clear = newButton(tr("Clear cache"), theme::ButtonKind::Secondary, use);
    m_clear->setObjectName(u"cacheClear"_s);
    use->addToHeader(m_clear);
    m_use = new KeyValueList(use);
    use->body()->addWidget(m_use);
    column()->addWidget(use);
    column()->addStretch(1);

    connect(m_enabled, &QCheckBox::clicked, this, [this](bool on) { m_presenter->setCacheEnabled(on); });
    connect(m_lifetime, &QLineEdit::editingFinished, this, &CacheSection::applyLifetime);
    connect(m_unit, &QComboBox::activated, this, &CacheSection::applyLifetime);
    connect(m_clear, &QPushButton::clicked, m_presenter, &Presenter::clearCache);
}

void CacheSection::applyLifetime() {
    m_presenter->setCacheTtl(m_lifetime->value() * kUnits[m_unit->currentIndex()]);
}

void CacheSection::render(const ViewState& state) {
    m_enabled->setChecked(state.project.cacheEnabled);
    const std::int64_t seconds = state.project.cacheTtlSeconds;
    // "60 seconds" stays as it was said until another project is shown.
    if (m_shownProject != state.project.id || seconds != m_lifetime->value() * kUnits[m_unit->currentIndex()]) {
        if (!m_lifetime->hasFocus()) {
            m_unit->setCurrentIndex(unitOf(seconds));
            m_lifetime->setValue(seconds / kUnits[unitOf(seconds)]);
        }
    }
    m_shownProject = state.project.id;
    m_use->clear();
    const CacheUse& use = state.cache;
    const double rate = use.requests > 0 ? static_cast<double>(use.hits) / static_cast<double>(use.requests)
                                         : std::numeric_limits<double>::quiet_NaN();
    m_use->addAmount(tr("Requests"), state.spentKnown ? formatCount(use.requests) : unknownText());
    m_use->addAmount(tr("Answered from the cache"), state.spentKnown ? formatCount(use.hits) : unknownText());
    m_use->addAmount(tr("Hit rate"), formatPercent(rate));
    m_use->addAmount(tr("Saved"), state.spentKnown ? formatMoney(use.saved) : unknownText(), true);
    m_clear->setVisible(state.canClearCache);
    renderFaults(state);
}

} // namespace llmg::projects
