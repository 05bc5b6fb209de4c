// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// CPU time of showing a 32 KB answer that comes at 150 tokens a second, painted thirty times a second at the end of a
// scroll area, as the playground does. Process CPU time, not wall time: nothing waits here. Checks what is shown at the
// end.
#include "ui/theme/appearance.h"
#include "ui/widgets/markdownview.h"

#include <QApplication>
#include <QScrollArea>
#include <QScrollBar>

#include <cstdio>
#include <ctime>

namespace {

double cpuSeconds() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

QByteArray mixedAnswer() {
    QByteArray text;
    for (int i = 0; text.size() < 32 * 1024; ++i) {
        text += "## Part " + QByteArray::number(i) +
                "\n\nSome **prose** that explains `things` at length, with a [link](https://example.org) in it and "
                "enough words to wrap over lines.\n\n"
                "- one point\n- another point with *stress*\n  - and one below it\n\n"
                "```cpp\nint main(int argc, char** argv) {\n    // a comment\n    return argc > 1 ? 0 : 1;\n}\n```\n\n"
                "| a | b |\n|---|---|\n| 1 | two words |\n\n";
    }
    return text.left(32 * 1024);
}

QByteArray oneCodeBlock() {
    QByteArray text = "```python\n";
    for (int i = 0; text.size() < 32 * 1024; ++i)
        text += "def function_" + QByteArray::number(i) + "(value):\n    return value * " + QByteArray::number(i) +
                "  # explains\n\n";
    return text.left(32 * 1024);
}

bool measure(const char* name, const QByteArray& answer) {
    constexpr qsizetype bytesPerToken = 4, tokensPerSecond = 150, paintsPerSecond = 30;
    constexpr qsizetype step = bytesPerToken * tokensPerSecond / paintsPerSecond;
    QScrollArea area;
    area.setWidgetResizable(true);
    auto* view = new llmg::widgets::MarkdownView;
    area.setWidget(view);
    area.resize(560, 600);
    area.show();
    QApplication::processEvents();
    const double before = cpuSeconds();
    for (qsizetype shown = 0; shown < answer.size();) {
        shown = std::min(shown + step, answer.size());
        view->setMarkdown(answer.left(shown), shown < answer.size());
        QApplication::processEvents();
        area.verticalScrollBar()->setValue(area.verticalScrollBar()->maximum());
        QApplication::processEvents();
    }
    const double used = cpuSeconds() - before;
    const double seconds = static_cast<double>(answer.size()) / static_cast<double>(bytesPerToken * tokensPerSecond);
    std::printf("%-16s %6.2f s CPU over %.0f s of stream: %.1f %% of a core\n", name, used, seconds,
                100 * used / seconds);
    return view->markdown() == answer && !view->plainText().isEmpty();
}

} // namespace

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    llmg::theme::Appearance appearance(llmg::theme::Choice::Light, 100);
    bool right = measure("mixed answer", mixedAnswer());
    right = measure("one code block", oneCodeBlock()) && right;
    if (!right)
        std::fprintf(stderr, "what was shown is not what was sent\n");
    return right ? 0 : 1;
}
