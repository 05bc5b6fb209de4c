// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/project.h"

#include <initializer_list>

namespace llmg::domain {
namespace {

// The names are what is written to databases and files; toString below is their only list.
template <class Enum>
std::optional<Enum> fromString(std::initializer_list<Enum> values, std::string_view text) noexcept {
    for (const Enum value : values) {
        if (text == toString(value))
            return value;
    }
    return std::nullopt;
}

} // namespace

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
    return fromString({ProjectMode::ApiKeys, ProjectMode::Credits, ProjectMode::Hybrid}, text);
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
    return fromString({KeyState::Active, KeyState::Disabled, KeyState::Revoked}, text);
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
    return fromString({RolloutSticky::Conversation, RolloutSticky::Key}, text);
}

} // namespace llmg::domain
