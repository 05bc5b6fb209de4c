// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/base/secret.h"

#include <cstddef>

namespace llmg {

Secret::Secret(Secret&& other) noexcept
    : m_text(std::move(other.m_text)) {
    // A short string is copied by the move, so the source still holds it.
    other.wipe();
}

Secret& Secret::operator=(const Secret& other) {
    if (this != &other) {
        wipe();
        m_text = other.m_text;
    }
    return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this != &other) {
        wipe();
        m_text = std::move(other.m_text);
        other.wipe();
    }
    return *this;
}

Secret::~Secret() {
    wipe();
}

std::string Secret::masked() const {
    constexpr std::size_t kShortest = 16;
    constexpr std::size_t kLongestPrefix = 8;
    if (m_text.size() < kShortest)
        return "…";
    const auto end = m_text.find_last_of("-_", kLongestPrefix - 1);
    const std::string prefix = end == std::string::npos ? std::string{} : m_text.substr(0, end + 1);
    return prefix + "…" + m_text.substr(m_text.size() - 4);
}

bool operator==(const Secret& a, const Secret& b) noexcept {
    if (a.m_text.size() != b.m_text.size())
        return false;
    unsigned char difference = 0;
    for (std::size_t i = 0; i < a.m_text.size(); ++i)
        difference = static_cast<unsigned char>(difference | (a.m_text[i] ^ b.m_text[i]));
    return difference == 0;
}

void Secret::wipe() noexcept {
    // Through volatile, so that the compiler may not drop stores to memory that is about to be freed.
    volatile char* bytes = m_text.data();
    for (std::size_t i = 0; i < m_text.capacity(); ++i)
        bytes[i] = '\0';
    m_text.clear();
}

} // namespace llmg
