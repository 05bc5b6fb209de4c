// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QTableView>
#include <QVariant>

#include <vector>

namespace llmg::widgets {

struct Cell {
    QString text;
    theme::Role role = theme::Role::Text;
    QVariant sort{}; ///< what the column is sorted by; the text when null
    QString toolTip{};
    bool mono = false;
    bool strong = false;
    QString beneath{}; ///< a second, smaller line; the table has room for it after setTwoLines()
};

struct Column {
    QString title;
    bool right = false; ///< numbers
    bool stretches = false;
    QString toolTip{};
    int most = 0; ///< of its width; 0: as wide as its widest cell. What is cut has its whole text as tool tip
};

/// A quiet table of a few thousand rows of words and numbers: hairlines between rows, sorted by a click on the header,
/// copied as tab-separated text. For a million rows use a model of its own.
class PlainTable : public QTableView {
    Q_OBJECT
  public:
    explicit PlainTable(const QString& name, QWidget* parent = nullptr); ///< accessible name
    void setColumns(std::vector<Column> columns);
    /// Keeps sorting, and the selected row where it is still there by its first cell.
    void setRows(std::vector<std::vector<Cell>> rows);
    [[nodiscard]] int rowCount() const;
    /// Index into the rows as given; -1: none.
    [[nodiscard]] int currentRow() const;
    void selectRow(int row);
    void setSortable(bool sortable);
    /// As high as its rows, up to `most` of them; the page scrolls, not the table.
    void setFitsRows(int most);
    /// Rows are two lines high.
    void setTwoLines(bool two);
    [[nodiscard]] QString asText() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  Q_SIGNALS:
    void rowSelected(int row);  ///< by mouse or keys; index into the rows as given
    void rowActivated(int row); ///< double click or Enter

  protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    class Rows;
    class Painter;
    void layOut();
    Rows* m_rows;
    int m_fitsMost = 0;
    bool m_twoLines = false;
    bool m_quiet = false;
};

} // namespace llmg::widgets
