// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/projects/section.h"

class QButtonGroup;
class QCheckBox;
class QLineEdit;
class QPushButton;

namespace llmg::widgets {
class CodeLine;
}

namespace llmg::projects {

/// Name and address, who pays, what is kept, and the way out.
class GeneralSection : public Section {
    Q_OBJECT
  public:
    explicit GeneralSection(Presenter* presenter, QWidget* parent = nullptr);
    void render(const ViewState& state) override;

  private:
    QWidget* newAddress();
    QWidget* newRules();
    QWidget* newRemoval();
    void askRemoval(bool asks);

    QLineEdit* m_name = nullptr;
    widgets::CodeLine *m_address = nullptr, *m_keptKey = nullptr;
    QWidget* m_keptKeyColumn = nullptr;
    QButtonGroup* m_modes = nullptr;
    QCheckBox* m_bodies = nullptr;
    widgets::TextLabel* m_removeWords = nullptr;
    QLineEdit* m_removeName = nullptr;
    QPushButton *m_remove = nullptr, *m_keep = nullptr;
    std::string m_shownProject;
    bool m_asks = false;
};

} // namespace llmg::projects
