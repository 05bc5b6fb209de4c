// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/routingsettings.h"

#include <algorithm>
#include <charconv>

namespace llmg::domain {
namespace {

Error invalid(std::string_view word, const std::string& what) {
    return fail(ErrorKind::InvalidParameters, "Routing: “" + std::string(word) + "” " + what, std::string(word));
}

std::optional<int> wholeNumber(std::string_view text, int most) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0 || value > most)
        return std::nullopt;
    return value;
}

/// The number that a word sets; nullptr when there is none of that name.
int* numberNamed(RoutingSettings& settings, std::string_view name) {
    if (name == "price")
        return &settings.custom.price;
    if (name == "uptime")
        return &settings.custom.uptime;
    if (name == "throughput")
        return &settings.custom.throughput;
    if (name == "latency")
        return &settings.custom.latency;
    if (name == "exploration")
        return &settings.explorationPerMille;
    return nullptr;
}

Result<> apply(RoutingSettings& settings, std::string_view word) {
    const auto equals = word.find('=');
    const auto name = word.substr(0, equals);
    if (equals == std::string_view::npos) {
        const auto preset = routingPresetFromString(word);
        if (!preset)
            return invalid(word, "is not a preset; there are price, balanced, speed and custom.");
        settings.preset = *preset;
        return {};
    }
    const auto value = word.substr(equals + 1);
    if (name == "sticky") {
        if (value != "on" && value != "off")
            return invalid(word, "must be on or off.");
        settings.sticky = value == "on";
        return {};
    }
    int* const number = numberNamed(settings, name);
    if (!number)
        return invalid(word, "is unknown; there are price, uptime, throughput, latency, exploration and sticky.");
    const int most = name == "exploration" ? kMostExplorationPerMille : kMostRoutingWeight;
    const auto parsed = wholeNumber(value, most);
    if (!parsed)
        return invalid(word, "must be a whole number of thousandths from 0 to " + std::to_string(most) + ".");
    *number = *parsed;
    return {};
}

} // namespace

const char* toString(RoutingPreset preset) noexcept {
    switch (preset) {
    case RoutingPreset::Price:
        return "price";
    case RoutingPreset::Balanced:
        return "balanced";
    case RoutingPreset::Speed:
        return "speed";
    case RoutingPreset::Custom:
        return "custom";
    }
    return "price";
}

std::optional<RoutingPreset> routingPresetFromString(std::string_view text) noexcept {
    for (const auto preset :
         {RoutingPreset::Price, RoutingPreset::Balanced, RoutingPreset::Speed, RoutingPreset::Custom}) {
        if (text == toString(preset))
            return preset;
    }
    return std::nullopt;
}

RoutingWeights weightsOf(const RoutingSettings& settings) noexcept {
    switch (settings.preset) {
    case RoutingPreset::Price:
        return {};
    case RoutingPreset::Balanced:
        return {300, 500, 200, 100};
    case RoutingPreset::Speed:
        return {50, 500, 400, 400};
    case RoutingPreset::Custom:
        return settings.custom;
    }
    return {};
}

std::string formatRoutingSettings(const RoutingSettings& settings) {
    std::string text = toString(settings.preset);
    const auto add = [&text](std::string_view name, const std::string& value) {
        text += ' ';
        text += name;
        text += '=' + value;
    };
    const RoutingSettings usual;
    if (settings.preset == RoutingPreset::Custom || settings.custom != usual.custom) {
        add("price", std::to_string(settings.custom.price));
        add("uptime", std::to_string(settings.custom.uptime));
        add("throughput", std::to_string(settings.custom.throughput));
        add("latency", std::to_string(settings.custom.latency));
    }
    if (settings.explorationPerMille != usual.explorationPerMille)
        add("exploration", std::to_string(settings.explorationPerMille));
    if (settings.sticky != usual.sticky)
        add("sticky", settings.sticky ? "on" : "off");
    return text;
}

Result<RoutingSettings> parseRoutingSettings(std::string_view text) {
    RoutingSettings settings;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0) {
            if (auto applied = apply(settings, text.substr(0, end)); !applied)
                return applied.error();
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return settings;
}

} // namespace llmg::domain
