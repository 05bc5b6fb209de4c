// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/projects/section.h"

#include <array>

class QCheckBox;

namespace llmg::widgets {
class SegmentedControl;
}

namespace llmg::projects {

class ListField;

/// How a request finds its provider: what counts, what is allowed, which names stand for others.
class RoutingSection : public Section {
    Q_OBJECT
  public:
    explicit RoutingSection(Presenter* presenter, QWidget* parent = nullptr);
    void render(const ViewState& state) override;

  private:
    QWidget* newPreset();
    QWidget* newAllowed();
    QWidget* newAliases();
    void applyWeights();
    void addAliasRow(const QString& asked, const QString& used);
    void applyAliases();

    widgets::SegmentedControl* m_preset = nullptr;
    widgets::TextLabel* m_presetWords = nullptr;
    widgets::TextLabel* m_modelsWarning = nullptr;
    std::array<widgets::NumberField*, 4> m_weights{}; ///< price, uptime, throughput, latency
    widgets::NumberField* m_exploration = nullptr;
    QCheckBox* m_sticky = nullptr;
    ListField *m_models = nullptr, *m_providers = nullptr;
    QVBoxLayout* m_aliasRows = nullptr;
    std::vector<std::pair<QLineEdit*, QLineEdit*>> m_aliasFields;
    std::vector<std::pair<std::string, std::string>> m_shownAliases;
    std::string m_shownProject;
};

} // namespace llmg::projects
