// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/project.h"

#include "models/domain/enumnames.h"

namespace llmg::domain {

std::string Project::aliased(std::string_view model) const {
    for (const auto& [from, to] : aliases) {
        if (from == model)
            return to;
    }
    return std::string(model);
}

const char* toString(ProjectMode mode) noexcept {
    switch (mode) {
    case ProjectMode::ApiKeys:
        return "api-keys";
    case ProjectMode::Credits:
        return "credits";
    case ProjectMode::Hybrid:
        return "hybrid";
    }
    return "hybrid";
}

std::optional<ProjectMode> projectModeFromString(std::string_view text) noexcept {
    return enumFromName({ProjectMode::ApiKeys, ProjectMode::Credits, ProjectMode::Hybrid}, text);
}

const char* toString(KeyState state) noexcept {
    switch (state) {
    case KeyState::Active:
        return "active";
    case KeyState::Disabled:
        return "disabled";
    case KeyState::Revoked:
        return "revoked";
    }
    return "revoked";
}

std::optional<KeyState> keyStateFromString(std::string_view text) noexcept {
    return enumFromName({KeyState::Active, KeyState::Disabled, KeyState::Revoked}, text);
}

const char* toString(RolloutSticky sticky) noexcept {
    switch (sticky) {
    case RolloutSticky::Conversation:
        return "conversation";
    case RolloutSticky::Key:
        return "key";
    }
    return "conversation";
}

std::optional<RolloutSticky> rolloutStickyFromString(std::string_view text) noexcept {
    return enumFromName({RolloutSticky::Conversation, RolloutSticky::Key}, text);
}

} // namespace llmg::domain
