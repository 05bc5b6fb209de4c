// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <functional>

namespace llmg::widgets {

/// What a page can take back: each change by the Undo of its toast, the last one by Ctrl+Z; each once. Keeps the last
/// fifty.
class UndoSteps {
  public:
    /// A number to name it by.
    int add(std::function<void()> undo);
    /// False when it was undone or dropped before.
    bool undo(int number);
    /// The last one; false when there is none.
    bool undoLast();
    /// It has become final.
    void drop(int number);

  private:
    struct Step {
        int number = 0;
        std::function<void()> undo;
    };
    std::deque<Step> m_steps;
    int m_number = 0;
};

} // namespace llmg::widgets
