// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/projects/section.h"

#include <QTimer>

#include <array>

class QCheckBox;
class QComboBox;
class QPushButton;
class QSlider;

namespace llmg::widgets {
class PlainTable;
class SegmentedControl;
} // namespace llmg::widgets

namespace llmg::projects {

class IntervalPlot;

/// Moves the project's traffic from one way to another, step by step, and shows how both do.
class RolloutSection : public Section {
    Q_OBJECT
  public:
    explicit RolloutSection(Presenter* presenter, QWidget* parent = nullptr);
    void render(const ViewState& state) override;

  private:
    struct ArmFields {
        QLineEdit *name = nullptr, *model = nullptr;
        widgets::TextLabel* modelWarning = nullptr;
        QComboBox *mode = nullptr, *provider = nullptr;
    };
    QWidget* newShare();
    QWidget* newFigures();
    QWidget* newArms();
    QWidget* newArm(const QString& title, ArmFields& fields, const QString& objectName);
    QWidget* newThresholds();
    QWidget* newLog();
    void changePercent(int percent);
    void apply();
    void showArm(ArmFields& fields, const domain::RolloutArm& arm);
    /// As it is typed; `before` is as it is stored.
    static domain::RolloutArm armOf(const ArmFields& fields, const domain::RolloutArm& before);
    void renderArms(const ViewState& state);
    [[nodiscard]] QString rolledBackWords(const ViewState& state) const;
    void renderShare(const ViewState& state);
    void renderFigures(const ViewState& state);
    void renderLog(const ViewState& state);

    QPushButton *m_toggle = nullptr, *m_rollBack = nullptr;
    QSlider* m_slider = nullptr;
    QTimer m_slid; ///< a share is settled when the slider rests
    widgets::SegmentedControl* m_steps = nullptr;
    widgets::TextLabel *m_notice = nullptr, *m_shareWords = nullptr, *m_since = nullptr, *m_sameWarning = nullptr;
    QWidget* m_armsHolder = nullptr;
    std::array<IntervalPlot*, 3> m_plots{};
    std::array<ArmFields, 2> m_arms;
    QCheckBox* m_automatic = nullptr;
    QComboBox* m_sticky = nullptr;
    widgets::NumberField *m_minRequests = nullptr, *m_errorRate = nullptr, *m_latency = nullptr;
    widgets::PlainTable* m_log = nullptr;
    widgets::TextLabel* m_noLog = nullptr;
    std::size_t m_shownProviders = 0;
    std::string m_shownProject;
};

} // namespace llmg::projects
