// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

#include <vector>

namespace llmg::projects {

/// An estimate with the interval in which the true value lies 95 times of 100.
struct Interval {
    QString name;
    bool known = false;
    double value = 0, low = 0, high = 0;
    QString words; ///< "1.2 % (0.4 – 3.1 %)"
    friend bool operator==(const Interval&, const Interval&) = default;
};

/// Two or more intervals on one scale that begins at zero: a dot with its reach, name at the left, words at the right.
class IntervalPlot : public QWidget {
    Q_OBJECT
  public:
    explicit IntervalPlot(const QString& title, QWidget* parent = nullptr);
    void setIntervals(std::vector<Interval> intervals);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override; ///< has room for the words, which are never cut
    [[nodiscard]] int wordsWidth() const;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    [[nodiscard]] double end() const;
    [[nodiscard]] int namesWidth() const;
    [[nodiscard]] int widest(QString Interval::*text) const;
    QString m_title;
    std::vector<Interval> m_intervals;
};

} // namespace llmg::projects
