// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/projects/section.h"

class QPushButton;

namespace llmg::widgets {
class CodeLine;
class PlainTable;
class SegmentedControl;
} // namespace llmg::widgets

namespace llmg::projects {

class KeyForm;

/// The project's keys: what each may do and has spent; a new one is shown once.
class KeysSection : public Section {
    Q_OBJECT
  public:
    explicit KeysSection(Presenter* presenter, QWidget* parent = nullptr);
    void render(const ViewState& state) override;

  private:
    QWidget* newFresh();
    QWidget* newTable();
    void renderTable(const ViewState& state);
    void renderActions();
    void renderFresh(const ViewState& state);
    void openForm(const std::string& keyId);
    [[nodiscard]] const domain::GatewayKey* chosen() const;
    [[nodiscard]] bool isLeaving(const std::string& id) const;

    widgets::Card *m_card = nullptr, *m_fresh = nullptr;
    widgets::PlainTable* m_keys = nullptr;
    widgets::TextLabel *m_none = nullptr, *m_chosenWords = nullptr;
    QPushButton *m_new = nullptr, *m_edit = nullptr, *m_disable = nullptr, *m_revoke = nullptr;
    widgets::CodeLine *m_freshKey = nullptr, *m_snippet = nullptr;
    widgets::SegmentedControl* m_language = nullptr;
    KeyForm* m_form = nullptr;
    std::string m_shownProject;
    bool m_hadFresh = false;
};

} // namespace llmg::projects
