// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/catalog/nearest.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

namespace llmg::catalog {
namespace {

// Ids are short; a longer text is no mistyped id, and the distance is quadratic.
constexpr std::size_t kLongestId = 96;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool isLetter(char c) {
    return c >= 'a' && c <= 'z';
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

} // namespace

std::string bareId(std::string_view id) {
    if (const auto slash = id.find_last_of('/'); slash != std::string_view::npos && slash + 1 < id.size())
        id.remove_prefix(slash + 1);
    std::string bare;
    for (const char raw : id.substr(0, kLongestId)) {
        const char c = lower(raw);
        if (isLetter(c) || isDigit(c))
            bare.push_back(c);
    }
    return bare;
}

int editDistance(std::string_view a, std::string_view b, int limit) {
    const auto lengthA = static_cast<int>(a.size());
    const auto lengthB = static_cast<int>(b.size());
    if (std::abs(lengthA - lengthB) > limit)
        return limit + 1;
    const auto width = b.size() + 1;
    std::vector<int> twoBack(width), previous(width), current(width);
    for (std::size_t j = 0; j < width; ++j)
        previous[j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        current[0] = static_cast<int>(i);
        int best = current[0];
        for (std::size_t j = 1; j < width; ++j) {
            const int substituted = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            current[j] = std::min({substituted, previous[j] + 1, current[j - 1] + 1});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                current[j] = std::min(current[j], twoBack[j - 2] + 1);
            best = std::min(best, current[j]);
        }
        if (best > limit)
            return limit + 1;
        std::swap(twoBack, previous);
        std::swap(previous, current);
    }
    return previous.back();
}

std::optional<int> distanceOfIds(std::string_view wrongBare, std::string_view knownBare) {
    if (wrongBare.empty() || knownBare.empty())
        return std::nullopt;
    constexpr int kPerEdit = 10;
    // An id typed without its date, or with a date that we do not know, is near; one not typed to its end nearly so.
    constexpr int kUnfinished = 5;
    constexpr std::size_t kShortestPrefix = 3;
    const auto shorter = std::min(wrongBare.size(), knownBare.size());
    if (shorter >= kShortestPrefix && wrongBare.substr(0, shorter) == knownBare.substr(0, shorter)) {
        const std::string_view rest = (wrongBare.size() > shorter ? wrongBare : knownBare).substr(shorter);
        if (rest.empty())
            return 0;
        if (std::all_of(rest.begin(), rest.end(), isDigit))
            return kUnfinished + (rest.size() >= 4 ? 1 : 2);
        if (wrongBare.size() == shorter)
            return kUnfinished + static_cast<int>(rest.size());
    }
    // A third of the letters may be wrong, at most four: beyond that the ids have nothing to do with each other.
    const int limit = std::min(4, static_cast<int>(wrongBare.size()) / 3 + 1);
    const int distance = editDistance(wrongBare, knownBare, limit);
    if (distance > limit)
        return std::nullopt;
    return distance * kPerEdit;
}

std::set<std::string> wordsOfId(std::string_view id) {
    constexpr std::array kStages{std::string_view("exp"),     std::string_view("experimental"),
                                 std::string_view("preview"), std::string_view("latest"),
                                 std::string_view("beta"),    std::string_view("v"),
                                 std::string_view("b")};
    std::set<std::string> words;
    std::string word;
    const auto finish = [&] {
        if (!word.empty() && std::find(kStages.begin(), kStages.end(), word) == kStages.end())
            words.insert(word);
        word.clear();
    };
    for (const char raw : id) {
        const char c = lower(raw);
        if (isLetter(c))
            word.push_back(c);
        else
            finish();
    }
    finish();
    return words;
}

} // namespace llmg::catalog
