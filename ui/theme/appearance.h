// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QDBusVariant>
#include <QObject>

namespace llmg::theme {

enum class Choice { System, Light, Dark };
/// "system", "light", "dark" as kept in the settings; anything else is System.
Choice choiceFromString(const QString& text);

/// Chooses and applies the look of the whole application: the user's choice, else what the desktop asks for
/// (org.freedesktop.appearance of the settings portal, asked without waiting), else the palette it started with.
/// Changes are live. GUI thread; one per application, made before the first widget.
class Appearance : public QObject {
    Q_OBJECT
  public:
    explicit Appearance(Choice choice, int zoomPercent, QObject* parent = nullptr);

    [[nodiscard]] Choice choice() const { return m_choice; }
    [[nodiscard]] int zoomPercent() const { return m_zoomPercent; }
    void setChoice(Choice choice);
    void setZoomPercent(int percent); ///< clamped to 80 … 200

  Q_SIGNALS:
    void changed();

  private Q_SLOTS:
    void onPortalSettingChanged(const QString& group, const QString& key, const QDBusVariant& value);

  private:
    void askPortal();
    void take(const QString& key, const QVariant& value);
    void apply();

    Choice m_choice;
    int m_zoomPercent;
    bool m_desktopDark;
    bool m_desktopHighContrast = false;
};

} // namespace llmg::theme
