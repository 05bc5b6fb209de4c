// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/bodyeditor.h"

#include <algorithm>

namespace llmg::dialects {

void BodyEditor::replaceValue(const JsonMember& member, std::string text) {
    m_splices.push_back({member.valueBegin, member.valueEnd, std::move(text)});
}

void BodyEditor::rename(const JsonMember& member, const std::string& key) {
    // From the key's quote to the value: the colon and blanks between are ours to write.
    m_splices.push_back({member.begin, member.valueBegin, "\"" + key + "\":"});
}

std::size_t BodyEditor::lastKept() const {
    for (std::size_t i = m_members.size(); i > 0; --i) {
        if (!std::binary_search(m_removed.begin(), m_removed.end(), i - 1))
            return i - 1;
    }
    return m_members.size();
}

// A removed member goes with the comma after it; the last one that stays must not keep its own.
void BodyEditor::spliceRemovals(std::size_t last) {
    const bool none = last == m_members.size();
    for (const std::size_t i : m_removed) {
        if (!none && i < last)
            m_splices.push_back({m_members[i].begin, m_members[i + 1].begin, {}});
    }
    if (none && !m_members.empty())
        m_splices.push_back({m_members.front().begin, m_members.back().valueEnd, {}});
    else if (!none && last + 1 < m_members.size())
        m_splices.push_back({m_members[last].valueEnd, m_members.back().valueEnd, {}});
}

std::string BodyEditor::apply() {
    std::sort(m_removed.begin(), m_removed.end());
    m_removed.erase(std::unique(m_removed.begin(), m_removed.end()), m_removed.end());
    const std::size_t last = lastKept();
    spliceRemovals(last);
    std::string added;
    for (const std::string& member : m_added)
        added.append(last != m_members.size() || !added.empty() ? "," : "").append(member);
    if (!added.empty()) {
        // An object without members: just behind its brace.
        const std::size_t at = m_members.empty() ? m_body.find('{') + 1 : m_members.back().valueEnd;
        m_splices.push_back({at, at, std::move(added)});
    }
    return spliced(m_body, std::move(m_splices));
}

} // namespace llmg::dialects
