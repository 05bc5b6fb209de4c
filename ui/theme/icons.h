// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QIcon>
#include <QPixmap>

namespace llmg::theme {

/// An icon of resources/icons by name ("copy"), drawn in the colour that `role` has at the time of painting, at the
/// device's pixel ratio. Disabled it is muted. An unknown name gives a null icon and a warning.
QIcon tintedIcon(const QString& name, Role role = Role::Secondary);
/// One picture of `size` device-independent pixels.
QPixmap tintedPixmap(const QString& name, const QColor& color, int size, qreal devicePixelRatio);
/// The application's own icon, for windows and the tray.
QIcon applicationIcon();

} // namespace llmg::theme
