// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/providers/importpanel.h"

#include "ui/pages/providers/presenter.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"

#include <QCheckBox>
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
    m_rows->setSpacing(theme::px(6));
    body()->addLayout(m_rows);
    body()->addWidget(m_note);
    connect(m_import, &QPushButton::clicked, m_presenter, &Presenter::importFound);
    connect(m_cancel, &QPushButton::clicked, m_presenter, &Presenter::dismissFound);
}

void ImportPanel::render(const ViewState& state) {
    setVisible(!state.foundIn.isEmpty());
    setTitle(tr("Keys found"), state.found.empty() ? QString() : state.foundIn);
    m_note->setText(state.found.empty()
                        ? state.foundIn
                        : tr("The file itself stays as it is. Imported keys are kept in %1.").arg(state.place));
    m_import->setVisible(!state.found.empty());
    const auto chosen =
        std::count_if(state.found.begin(), state.found.end(), [](const auto& each) { return each.chosen; });
    m_import->setText(chosen == 1 ? tr("Import 1 key") : tr("Import %1 keys").arg(chosen));
    m_import->setEnabled(chosen > 0);
    if (m_shown == state.found)
        return;
    // A box that was just clicked must not be taken away under the mouse.
    const bool sameKeys = std::equal(
        m_shown.begin(), m_shown.end(), state.found.begin(), state.found.end(),
        [](const FoundKey& a, const FoundKey& b) { return a.variable == b.variable && a.masked == b.masked; });
    m_shown = state.found;
    if (sameKeys)
        return;
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->setParent(nullptr);
            widget->deleteLater();
        }
        delete item;
    }
    for (std::size_t i = 0; i < state.found.size(); ++i) {
        const FoundKey& key = state.found[i];
        QString words = u"%1 · %2 · %3"_s.arg(key.name, key.variable, key.masked);
        if (key.kept)
            words += u" · "_s + tr("already here");
        auto* box = new QCheckBox(words, this);
        box->setObjectName(u"importKey%1"_s.arg(i));
        box->setChecked(key.chosen);
        connect(box, &QCheckBox::clicked, this, [this, i](bool on) { m_presenter->chooseFound(i, on); });
        m_rows->addWidget(box);
    }
}

} // namespace llmg::providerspage
