// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/providers/viewstate.h"
#include "ui/widgets/card.h"

class QPushButton;

namespace llmg::widgets {
class TextLabel;
}

namespace llmg::providerspage {

class Presenter;

/// Keys that were found in a `.env` file, masked, to choose from.
class ImportPanel : public widgets::Card {
    Q_OBJECT
  public:
    explicit ImportPanel(Presenter* presenter, QWidget* parent = nullptr);
    void render(const ViewState& state);

  private:
    Presenter* m_presenter;
    widgets::TextLabel* m_note;
    QVBoxLayout* m_rows;
    QPushButton *m_import, *m_cancel;
    std::vector<FoundKey> m_shown;
};

} // namespace llmg::providerspage
