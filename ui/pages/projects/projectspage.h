// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/projects/viewstate.h"
#include "ui/widgets/page.h"

#include <vector>

class QLineEdit;
class QPushButton;
class QScrollArea;
class QStackedWidget;

namespace llmg::service {
class Engine;
}
namespace llmg::widgets {
class PlainTable;
class SegmentedControl;
class TextLabel;
} // namespace llmg::widgets

namespace llmg::projects {

class Presenter;
class Section;

/// Projects at the left; of the chosen one a section at a time.
class ProjectsPage : public widgets::Page {
    Q_OBJECT
  public:
    /// Takes the presenter over.
    explicit ProjectsPage(Presenter* presenter, QWidget* parent = nullptr);
    ~ProjectsPage() override; ///< what is being typed counts as finished
    /// "project": its id; "section": general, keys, routing, cache, limits or rollout.
    void open(const QVariantMap& arguments) override;
    void focusSearch() override;
    void render(const ViewState& state);

  protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    QWidget* newHeader(QWidget* parent);
    QWidget* newList(QWidget* parent);
    QWidget* newDetail(QWidget* parent);
    static QScrollArea* newScroll(const QString& name, QWidget* parent);
    void addSection(const QString& id, const QString& title, Section* section);
    void showSection(int index);

    Presenter* m_presenter;
    widgets::PlainTable* m_list = nullptr;
    QLineEdit* m_newName = nullptr;
    QPushButton* m_newProject = nullptr;
    widgets::TextLabel *m_newFault = nullptr, *m_error = nullptr;
    QWidget* m_detail = nullptr;
    widgets::SegmentedControl* m_tabs = nullptr;
    QStackedWidget* m_stack = nullptr;
    struct Tab {
        QString id;
        Section* section;
    };
    std::vector<Tab> m_sections;
    std::string m_shownProject;
};

/// For the shell's table of pages.
widgets::Page* createProjectsPage(service::Engine& engine, QWidget* parent);

} // namespace llmg::projects
