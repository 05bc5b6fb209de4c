// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/providers/viewstate.h"
#include "ui/widgets/card.h"

class QGridLayout;
class QPushButton;

namespace llmg::widgets {
class TextLabel;
}

namespace llmg::providerspage {

class Presenter;

/// Keys that were found in the environment or a `.env` file, masked, to choose from; and what was passed over, with the
/// reason.
class ImportPanel : public widgets::Card {
    Q_OBJECT
  public:
    explicit ImportPanel(Presenter* presenter, QWidget* parent = nullptr);
    void render(const ViewState& state);

  private:
    void renderRows();
    void addRow(QGridLayout* grid, std::size_t index);
    Presenter* m_presenter;
    widgets::TextLabel* m_note;
    QVBoxLayout* m_rows;
    QWidget* m_table = nullptr;
    QPushButton *m_import, *m_cancel;
    std::vector<FoundKey> m_shown;
};

} // namespace llmg::providerspage
