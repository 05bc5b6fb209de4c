// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/providers/importpanel.h"

#include "ui/pages/providers/presenter.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/statusicon.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace llmg::providerspage {

using namespace Qt::StringLiterals;
using namespace widgets;

ImportPanel::ImportPanel(Presenter* presenter, QWidget* parent)
    : Card(tr("Keys found"), parent)
    , m_presenter(presenter)
    , m_note(newHint({}, this))
    , m_rows(new QVBoxLayout)
    , m_import(newButton(tr("Import"), theme::ButtonKind::Primary, this))
    , m_cancel(newButton(tr("Close"), theme::ButtonKind::Secondary, this)) {
    setHighlighted(true);
    m_import->setObjectName(u"importKeys"_s);
    m_cancel->setObjectName(u"importCancel"_s);
    addToHeader(m_cancel);
    addToHeader(m_import);
    m_note->setObjectName(u"importNote"_s);
    body()->addLayout(m_rows);
    body()->addWidget(m_note);
    connect(m_import, &QPushButton::clicked, m_presenter, &Presenter::importFound);
    connect(m_cancel, &QPushButton::clicked, m_presenter, &Presenter::dismissFound);
}

void ImportPanel::render(const ViewState& state) {
    setVisible(!state.foundIn.isEmpty());
    setTitle(tr("Keys found"), state.foundIn);
    const bool any = !state.found.empty();
    m_note->setText(any ? tr("What is imported is kept in %1; nothing changes where it was found.").arg(state.place)
                        : state.foundFault);
    m_note->setRole(any ? theme::Role::Secondary : theme::Role::Text);
    const auto chosen = std::count_if(state.found.begin(), state.found.end(),
                                      [](const auto& each) { return each.chosen && each.canBeChosen(); });
    m_import->setVisible(any);
    m_import->setText(chosen == 1 ? tr("Import 1 key") : tr("Import %1 keys").arg(chosen));
    m_import->setEnabled(chosen > 0 && !state.importing);
    m_cancel->setEnabled(!state.importing);
    if (m_shown == state.found)
        return;
    // A box that was just clicked must not be taken away under the mouse.
    const bool sameRows = std::equal(m_shown.begin(), m_shown.end(), state.found.begin(), state.found.end(),
                                     [](const FoundKey& a, const FoundKey& b) {
                                         return a.variable == b.variable && a.masked == b.masked &&
                                                a.standing == b.standing && a.words == b.words;
                                     });
    m_shown = state.found;
    if (!sameRows)
        renderRows();
}

void ImportPanel::renderRows() {
    delete m_table;
    m_table = new QWidget(this);
    m_rows->addWidget(m_table);
    auto* grid = new QGridLayout(m_table);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(theme::px(14));
    grid->setVerticalSpacing(theme::px(6));
    grid->setColumnStretch(4, 1);
    for (std::size_t i = 0; i < m_shown.size(); ++i)
        addRow(grid, i);
}

void ImportPanel::addRow(QGridLayout* grid, std::size_t index) {
    const FoundKey& key = m_shown[index];
    const int row = static_cast<int>(index);
    const bool open = key.canBeChosen();
    const auto label = [&](const QString& words, theme::TextStyle style, theme::Role role, int column) {
        auto* made = new TextLabel(words, style, open ? role : theme::Role::Muted, m_table);
        grid->addWidget(made, row, column, Qt::AlignTop);
        return made;
    };
    if (open) {
        auto* box = new QCheckBox(m_table);
        box->setObjectName(u"importKey%1"_s.arg(index));
        box->setAccessibleName(tr("Import %1 of %2").arg(key.variable, key.name));
        box->setAccessibleDescription(key.masked + u", "_s + key.words);
        box->setChecked(key.chosen);
        connect(box, &QCheckBox::clicked, this, [this, index](bool on) { m_presenter->chooseFound(index, on); });
        grid->addWidget(box, row, 0, Qt::AlignTop);
    } else {
        const bool kept = key.standing == FoundKey::Standing::Kept;
        auto* icon = new StatusIcon(m_table);
        icon->setState(kept ? u"circle-check"_s : u"triangle-alert"_s, kept ? theme::Role::Good : theme::Role::Warning,
                       key.words);
        grid->addWidget(icon, row, 0, Qt::AlignTop);
    }
    label(key.name.isEmpty() ? tr("unknown") : key.name, theme::TextStyle::Body, theme::Role::Text, 1);
    auto* variable = label(key.variable, theme::TextStyle::MonoSmall, theme::Role::Secondary, 2);
    variable->setWordWrap(key.variable.contains(u' '));
    variable->setMinimumWidth(theme::px(210));
    label(key.masked, theme::TextStyle::MonoSmall, theme::Role::Secondary, 3);
    auto* words = label(key.words, theme::TextStyle::Small, theme::Role::Secondary, 4);
    words->setRole(theme::Role::Secondary);
    words->setObjectName(u"importWords%1"_s.arg(index));
    words->setWordWrap(true);
}

} // namespace llmg::providerspage
