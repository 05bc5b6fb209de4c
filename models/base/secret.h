// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace llmg {

/// A key or password. Wipes its memory when it goes, prints as ***, compares in constant time, and has no
/// conversion: `reveal()` is the only way out, so that a search for it lists every place a secret can leave through.
class Secret {
  public:
    Secret() = default;
    explicit Secret(std::string text)
        : m_text(std::move(text)) {}
    Secret(const Secret&) = default;
    Secret(Secret&& other) noexcept;
    Secret& operator=(const Secret& other);
    Secret& operator=(Secret&& other) noexcept;
    ~Secret();

    [[nodiscard]] std::string_view reveal() const noexcept { return m_text; }
    [[nodiscard]] bool isEmpty() const noexcept { return m_text.empty(); }
    /// What may be shown: the first characters up to the last dash within eight, an ellipsis, the last four
    /// ("sk-…9f3a"); nothing but the ellipsis for a text shorter than sixteen.
    [[nodiscard]] std::string masked() const;

    friend bool operator==(const Secret& a, const Secret& b) noexcept;

  private:
    void wipe() noexcept;
    std::string m_text;
};

} // namespace llmg
