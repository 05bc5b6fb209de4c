// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QSignalSpy>
#include <QTest>

#include "ui/widgets/plaintable.h"

#include <QClipboard>
#include <QGuiApplication>

using namespace llmg::widgets;
using llmg::theme::Role;
using namespace Qt::StringLiterals;

class TestPlainTable : public QObject {
    Q_OBJECT

    static std::vector<std::vector<Cell>> rows() {
        return {{{u"pear"_s}, {u"9"_s, Role::Text, QVariant(9)}},
                {{u"apple"_s}, {u"10"_s, Role::Text, QVariant(10)}},
                {{u"fig"_s}, {u"–"_s, Role::Muted, QVariant(-1)}}};
    }
    static QString firstColumn(const PlainTable& table) {
        QStringList names;
        for (int row = 0; row < table.rowCount(); ++row)
            names << table.model()->index(row, 0).data().toString();
        return names.join(u' ');
    }

  private Q_SLOTS:
    void sortsNumbersAsNumbers() {
        PlainTable table(u"Fruit"_s);
        table.setColumns({{u"Name"_s, false, true}, {u"Count"_s, true}});
        table.setSortable(true);
        table.setRows(rows());
        QCOMPARE(firstColumn(table), u"pear apple fig"_s);
        table.sortByColumn(1, Qt::AscendingOrder);
        QCOMPARE(firstColumn(table), u"fig pear apple"_s);
        table.sortByColumn(0, Qt::DescendingOrder);
        QCOMPARE(firstColumn(table), u"pear fig apple"_s);
    }

    void tellsTheRowAsItWasGiven() {
        PlainTable table(u"Fruit"_s);
        table.setColumns({{u"Name"_s}, {u"Count"_s, true}});
        table.setSortable(true);
        table.setRows(rows());
        table.sortByColumn(1, Qt::AscendingOrder);
        QSignalSpy selected(&table, &PlainTable::rowSelected);
        table.setCurrentIndex(table.model()->index(2, 0));
        QCOMPARE(selected.count(), 1);
        QCOMPARE(selected[0][0].toInt(), 1);
        QCOMPARE(table.currentRow(), 1);
        QTest::keyClick(&table, Qt::Key_K);
        QCOMPARE(table.currentRow(), 0);
        QTest::keyClick(&table, Qt::Key_J);
        QCOMPARE(table.currentRow(), 1);
    }

    void keepsSortingAndSelectionWithNewRows() {
        PlainTable table(u"Fruit"_s);
        table.setColumns({{u"Name"_s}, {u"Count"_s, true}});
        table.setSortable(true);
        table.setRows(rows());
        table.sortByColumn(1, Qt::DescendingOrder);
        table.selectRow(0);
        QSignalSpy selected(&table, &PlainTable::rowSelected);
        auto more = rows();
        more.insert(more.begin(), {{u"kiwi"_s}, {u"12"_s, Role::Text, QVariant(12)}});
        table.setRows(more);
        QCOMPARE(firstColumn(table), u"kiwi apple pear fig"_s);
        QCOMPARE(table.currentRow(), 1);
        QCOMPARE(selected.count(), 0);
        table.setRows({});
        QCOMPARE(table.currentRow(), -1);
    }

    void copiesAsTabSeparatedText() {
        PlainTable table(u"Fruit"_s);
        table.setColumns({{u"Name"_s}, {u"Count"_s, true}});
        table.setRows(rows());
        QCOMPARE(table.asText(), u"Name\tCount\npear\t9\napple\t10\nfig\t–"_s);
        table.selectRow(1);
        QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"apple\t10"_s);
    }

    void growsWithItsRows() {
        PlainTable table(u"Fruit"_s);
        table.setColumns({{u"Name"_s}});
        table.setFitsRows(2);
        const int empty = table.sizeHint().height();
        table.setRows({{{u"a"_s}}, {{u"b"_s}}, {{u"c"_s}}});
        const int two = table.sizeHint().height();
        QVERIFY(two > empty);
        table.setRows({{{u"a"_s}}, {{u"b"_s}}});
        QCOMPARE(table.sizeHint().height(), two);
    }
};

QTEST_MAIN(TestPlainTable)
#include "tst_plaintable.moc"
