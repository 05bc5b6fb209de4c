// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/undosteps.h"

#include <algorithm>

namespace llmg::widgets {

namespace {

constexpr std::size_t kMost = 50;

} // namespace

int UndoSteps::add(std::function<void()> undo) {
    m_steps.push_back({++m_number, std::move(undo)});
    if (m_steps.size() > kMost)
        m_steps.pop_front();
    return m_number;
}

bool UndoSteps::undo(int number) {
    const auto step =
        std::find_if(m_steps.begin(), m_steps.end(), [number](const Step& each) { return each.number == number; });
    if (step == m_steps.end())
        return false;
    // Taken out first: undoing may add a step, or undo another.
    const std::function<void()> undo = std::move(step->undo);
    m_steps.erase(step);
    undo();
    return true;
}

bool UndoSteps::undoLast() {
    return !m_steps.empty() && undo(m_steps.back().number);
}

void UndoSteps::drop(int number) {
    std::erase_if(m_steps, [number](const Step& each) { return each.number == number; });
}

} // namespace llmg::widgets
