// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/projects/section.h"

class QCheckBox;
class QComboBox;
class QPushButton;

namespace llmg::widgets {
class KeyValueList;
}

namespace llmg::projects {

/// Answers to questions that were asked before: whether, how long, and what it has brought.
class CacheSection : public Section {
    Q_OBJECT
  public:
    explicit CacheSection(Presenter* presenter, QWidget* parent = nullptr);
    void render(const ViewState& state) override;

  private:
    QWidget* newUse();
    void applyLifetime();
    void ask(bool asks);
    [[nodiscard]] std::int64_t seconds() const;
    QCheckBox* m_enabled;
    widgets::NumberField* m_lifetime;
    QComboBox* m_unit;
    widgets::KeyValueList* m_use = nullptr;
    widgets::TextLabel* m_askWords = nullptr;
    QPushButton *m_clear = nullptr, *m_keep = nullptr;
    bool m_asks = false;
    std::string m_shownProject;
};

} // namespace llmg::projects
