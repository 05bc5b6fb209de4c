// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/projects/viewstate.h"
#include "ui/widgets/page.h"

class QButtonGroup;
class QCheckBox;
class QLineEdit;
class QPushButton;
class QScrollArea;

namespace llmg::service {
class Engine;
}
namespace llmg::widgets {
class Card;
class CodeLine;
class NumberField;
class PlainTable;
class SegmentedControl;
class TextLabel;
} // namespace llmg::widgets

namespace llmg::projects {

class Presenter;

/// Projects at the left; of the chosen one the address, the mode, what is kept, and its keys.
class ProjectsPage : public widgets::Page {
    Q_OBJECT
  public:
    /// Takes the presenter over.
    explicit ProjectsPage(Presenter* presenter, QWidget* parent = nullptr);
    void open(const QVariantMap& arguments) override;
    void focusSearch() override;
    void render(const ViewState& state);

  private:
    QWidget* newList();
    QWidget* newDetail();
    QWidget* newAddress();
    QWidget* newRules();
    QWidget* newKeys();
    void renderKeys(const ViewState& state);
    void renderFresh(const ViewState& state);
    void renderActions();
    void createKey();
    [[nodiscard]] const domain::GatewayKey* chosenKey() const;

    Presenter* m_presenter;
    widgets::PlainTable* m_list = nullptr;
    QLineEdit* m_newName = nullptr;
    QPushButton* m_newProject = nullptr;
    widgets::TextLabel* m_error = nullptr;
    QLineEdit* m_name = nullptr;
    widgets::CodeLine* m_address = nullptr;
    widgets::TextLabel* m_addressHint = nullptr;
    widgets::CodeLine* m_keptKey = nullptr;
    QButtonGroup* m_modes = nullptr;
    QCheckBox* m_bodies = nullptr;
    widgets::Card* m_keysCard = nullptr;
    widgets::PlainTable* m_keys = nullptr;
    widgets::TextLabel* m_noKeys = nullptr;
    QPushButton *m_disable = nullptr, *m_revoke = nullptr;
    QLineEdit* m_keyName = nullptr;
    widgets::NumberField* m_keyLimit = nullptr;
    QPushButton* m_createKey = nullptr;
    widgets::Card* m_fresh = nullptr;
    widgets::CodeLine *m_freshKey = nullptr, *m_snippet = nullptr;
    widgets::SegmentedControl* m_language = nullptr;
    QScrollArea* m_scroll = nullptr;
};

/// For the shell's table of pages.
widgets::Page* createProjectsPage(service::Engine& engine, QWidget* parent);

} // namespace llmg::projects
