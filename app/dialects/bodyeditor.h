// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialects/jsonranges.h"

namespace llmg::dialects {

/// Collects changes to one object's text, so that everything else stays byte for byte. `text` and `members` must
/// outlive it; members lie where JsonRanges::members found them in `text`.
class BodyEditor {
  public:
    BodyEditor(std::string_view text, const std::vector<JsonMember>& members)
        : m_body(text)
        , m_members(members) {}

    void replaceValue(const JsonMember& member, std::string text);
    void rename(const JsonMember& member, const std::string& key);
    void remove(std::size_t index) { m_removed.push_back(index); }
    /// `"key":value`, put behind the last member.
    void add(std::string member) { m_added.push_back(std::move(member)); }
    /// A change inside a value, anywhere in the text; no other change may overlap it.
    void splice(Splice change) { m_splices.push_back(std::move(change)); }
    std::string apply();

  private:
    void spliceRemovals(std::size_t lastKept);
    [[nodiscard]] std::size_t lastKept() const; ///< m_members.size(): none stays

    std::string_view m_body;
    const std::vector<JsonMember>& m_members;
    std::vector<Splice> m_splices;
    std::vector<std::size_t> m_removed;
    std::vector<std::string> m_added;
};

} // namespace llmg::dialects
