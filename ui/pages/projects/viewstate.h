// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/secret.h"
#include "models/domain/project.h"

#include <QString>

#include <vector>

namespace llmg::projects {

struct ProjectItem {
    std::string id;
    QString name;
    domain::ProjectMode mode = domain::ProjectMode::Hybrid;
    int activeKeys = 0;
    friend bool operator==(const ProjectItem&, const ProjectItem&) = default;
};

/// A key that was just made; its text is shown until it is put away and is nowhere else.
struct FreshKey {
    QString name;
    Secret secret;
    friend bool operator==(const FreshKey&, const FreshKey&) = default;
};

struct ViewState {
    std::vector<ProjectItem> projects;    ///< in order of creation
    domain::Project project;              ///< the selected one; empty id: none
    std::vector<domain::GatewayKey> keys; ///< of it, newest first, revoked ones last
    std::vector<std::string> leaving;     ///< ids of keys whose revocation can still be undone
    std::optional<FreshKey> fresh;
    Secret kept;     ///< an active key of this project whose text the keychain has; empty: none
    QString baseUrl; ///< "" while the gateway does not run
    QString error;   ///< of the last wish
    bool busy = false;
};

} // namespace llmg::projects
