// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QChartView>
#include <QColor>

#include <optional>
#include <vector>

class QValueAxis;

namespace llmg::charts {

struct Tick {
    double position = 0;
    QString label;
};
/// A vertical dotted line with words at its top.
struct Marker {
    double x = 0;
    QString label, note;
};
struct TooltipRow {
    QColor color;
    QString name, value;
};
struct Tooltip {
    QString title;
    std::vector<TooltipRow> rows;
};

/// What every chart shares: Qt Charts draws the series; grid, labels, crosshair and tool tip are drawn here, in the
/// theme's colours, with labels where they fit. The crosshair snaps to real samples and moves by mouse and by ← →.
class PlotView : public QChartView {
    Q_OBJECT
  public:
    explicit PlotView(QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  public Q_SLOTS:
    /// The crosshair of another chart of the page; -1: none.
    void setCrosshair(int sample);

  Q_SIGNALS:
    void crosshairMoved(int sample);

  protected:
    void setRanges(double xFrom, double xTo, double yFrom, double yTo);
    void setYTicks(std::vector<Tick> ticks);
    void setXTicks(std::vector<Tick> ticks);
    void setSamples(std::vector<double> positions); ///< ascending x of each sample
    void setMarker(std::optional<Marker> marker);
    void attach(QAbstractSeries* series); ///< adds it with the axes; the chart owns it
    void clearSeries();
    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] QPointF toScreen(double x, double y) const;
    [[nodiscard]] double toValueY(double screenY) const;
    [[nodiscard]] int crosshair() const { return m_crosshair; }
    /// X labels may depend on the width.
    virtual void layOutLabels() {}
    [[nodiscard]] virtual Tooltip tooltip(int sample) const = 0;
    virtual void chosen(int sample, std::optional<double> y) {
        Q_UNUSED(sample)
        Q_UNUSED(y)
    }
    virtual void recolor() {} ///< the theme changed

    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

  private:
    void layOut();
    void drawTooltip(QPainter* painter, double x) const;
    void move(int sample);
    QValueAxis* m_x;
    QValueAxis* m_y;
    std::vector<Tick> m_xTicks, m_yTicks;
    std::vector<double> m_samples;
    std::optional<Marker> m_marker;
    int m_crosshair = -1;
};

/// Squares with names, to stand in a card's header.
class Legend : public QWidget {
    Q_OBJECT
  public:
    explicit Legend(QWidget* parent = nullptr);
    struct Entry {
        QColor color;
        QString name;
        bool dotted = false;
    };
    void setEntries(std::vector<Entry> entries);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    std::vector<Entry> m_entries;
};

} // namespace llmg::charts
