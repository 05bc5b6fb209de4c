// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/settings/settings.h"
#include "ui/widgets/page.h"

namespace llmg::service {
class Engine;
}
namespace llmg::theme {
class Appearance;
}
namespace llmg::widgets {
class NumberField;
class SegmentedControl;
class TextLabel;
} // namespace llmg::widgets

class QPushButton;

namespace llmg::settingspage {

/// What can be set so far: look, port, and where the data lies. Changes apply at once.
class SettingsPage : public widgets::Page {
    Q_OBJECT
  public:
    SettingsPage(service::Engine& engine, theme::Appearance& appearance, QWidget* parent = nullptr);

  private:
    QWidget* newAppearanceCard();
    QWidget* newGatewayCard();
    QWidget* newDataCard();
    void applyPort();
    void renderState();
    void keep(settings::Key key, const QVariant& value);

    service::Engine& m_engine;
    theme::Appearance& m_appearance;
    widgets::SegmentedControl* m_theme;
    widgets::NumberField *m_zoom, *m_port;
    QPushButton* m_applyPort;
    widgets::TextLabel* m_portState;
};

} // namespace llmg::settingspage
