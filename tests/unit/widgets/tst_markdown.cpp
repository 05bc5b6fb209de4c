// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/codehighlighter.h"
#include "ui/widgets/markdownstream.h"

#include <QTest>

#include <random>

using namespace llmg::widgets;
using namespace Qt::StringLiterals;

namespace {

/// Blocks written so that a table row can say what it expects.
QString describe(const std::vector<MarkdownSpan>& spans) {
    QString text;
    for (const auto& span : spans) {
        QString marks;
        if (span.style & BoldSpan)
            marks += u'b';
        if (span.style & ItalicSpan)
            marks += u'i';
        if (span.style & CodeSpan)
            marks += u'c';
        if (span.style & StruckSpan)
            marks += u's';
        if (span.style & LinkSpan)
            marks += u'l';
        QString shown = span.text;
        shown.replace(u'\n', u'/');
        text += marks.isEmpty()
                    ? shown
                    : u'{' + marks + u':' + shown + (span.href.isEmpty() ? QString() : u'@' + span.href) + u'}';
    }
    return text;
}

QString describe(const std::vector<MarkdownBlock>& blocks);

QString describe(const MarkdownBlock& block) {
    switch (block.kind) {
    case BlockKind::Paragraph:
        return u"p(" + describe(block.spans) + u')';
    case BlockKind::Heading:
        return u'h' + QString::number(block.level) + u'(' + describe(block.spans) + u')';
    case BlockKind::Code:
        return u"code[" + block.language + u"](" + QString(block.code).replace(u'\n', u'/') + u')';
    case BlockKind::Quote:
        return u"quote(" + describe(block.children) + u')';
    case BlockKind::BulletList:
        return (block.tight ? u"ul("_s : u"loose-ul("_s) + describe(block.children) + u')';
    case BlockKind::OrderedList:
        return (block.tight ? u"ol"_s : u"loose-ol"_s) + QString::number(block.start) + u'(' +
               describe(block.children) + u')';
    case BlockKind::ListItem:
        return (block.task == MarkdownBlock::Task::Done   ? u"done("_s
                : block.task == MarkdownBlock::Task::Open ? u"open("_s
                                                          : u"li("_s) +
               describe(block.children) + u')';
    case BlockKind::Rule:
        return u"hr"_s;
    case BlockKind::Table: {
        QStringList rows;
        for (const auto& row : block.rows) {
            QStringList cells;
            for (const auto& cell : row)
                cells << describe(cell.spans);
            rows << cells.join(u'|');
        }
        QString align;
        for (const auto side : block.align)
            align += side == CellAlign::Right ? u'r' : side == CellAlign::Center ? u'c' : u'l';
        return u"table[" + align + u"](" + rows.join(u';') + u')';
    }
    }
    return {};
}

QString describe(const std::vector<MarkdownBlock>& blocks) {
    QStringList all;
    for (const auto& block : blocks)
        all << describe(block);
    return all.join(u' ');
}

const char* const longAnswer =
    "# A title\n\nFirst *paragraph* with `code`,\nover two lines.\n\n"
    "- one\n- two\n  - nested\n\n    still nested\n\n- three after a blank\n\nNot a list any more.\n"
    "1. first\n2. second\n   ```python\n   def f():\n\n       return 1\n   ```\n3. third\n\n"
    "```cpp\nint main() {\n\n    return 0; // - not a list\n}\n```\n\n"
    "> a quote\nlazily continued\n\n> another\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\nafter\n===\n\n"
    "    indented code\n\n    more of it\n\n~~~\n```\n\ninner\n~~~\n\n***\nend \xF0\x9F\x98\x80 "
    "\xE4\xB8\xAD\xE6\x96\x87\n";

} // namespace

class TestMarkdown : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void parsesBlocks_data() {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QString>("expected");
        QTest::newRow("nothing") << QByteArray() << QString();
        QTest::newRow("a paragraph") << QByteArray("Hello *there* **you**") << u"p(Hello {i:there} {b:you})"_s;
        QTest::newRow("bold italic") << QByteArray("***x***") << u"p({bi:x})"_s;
        QTest::newRow("code in bold") << QByteArray("**a `b`**") << u"p({b:a }{bc:b})"_s;
        QTest::newRow("struck through") << QByteArray("~~no~~ yes") << u"p({s:no} yes)"_s;
        QTest::newRow("a link") << QByteArray("[a](https://e.org \"t\")") << u"p({l:a@https://e.org})"_s;
        QTest::newRow("a bare link") << QByteArray("see https://e.org/x.")
                                     << u"p(see {l:https://e.org/x@https://e.org/x}.)"_s;
        QTest::newRow("an image is only a link")
            << QByteArray("![cat](https://e.org/c.png)") << u"p({l:cat@https://e.org/c.png})"_s;
        QTest::newRow("an image without text")
            << QByteArray("![](https://e.org/c.png)") << u"p({l:image@https://e.org/c.png})"_s;
        QTest::newRow("HTML stays text") << QByteArray("<b>x</b> <script>alert(1)</script>")
                                         << u"p(<b>x</b> <script>alert(1)</script>)"_s;
        QTest::newRow("an HTML block stays text") << QByteArray("<div>\nx\n</div>") << u"p(<div>/x/</div>)"_s;
        QTest::newRow("entities") << QByteArray("a &amp; b &#65; &#x1F600; &unknown;")
                                  << u"p(a & b A \U0001F600 &unknown;)"_s;
        QTest::newRow("an impossible entity") << QByteArray("&#xD800;") << u"p(\uFFFD)"_s;
        QTest::newRow("line breaks") << QByteArray("a\nb  \nc") << u"p(a/b/c)"_s;
        QTest::newRow("headings") << QByteArray("# a\n### b `c`\nd\n---") << u"h1(a) h3(b {c:c}) h2(d)"_s;
        QTest::newRow("a fence with language") << QByteArray("```js\nlet a;\n\nb\n```") << u"code[js](let a;//b)"_s;
        QTest::newRow("an unclosed fence") << QByteArray("```\na\nb") << u"code[](a/b)"_s;
        QTest::newRow("an empty fence") << QByteArray("```py") << u"code[py]()"_s;
        QTest::newRow("lists") << QByteArray("- a\n- b\n  1. c\n  2. d")
                               << u"ul(li(p(a)) li(p(b) ol1(li(p(c)) li(p(d)))))"_s;
        QTest::newRow("a list from seven") << QByteArray("7. a\n8. b") << u"ol7(li(p(a)) li(p(b)))"_s;
        QTest::newRow("a loose list") << QByteArray("- a\n\n- b") << u"loose-ul(li(p(a)) li(p(b)))"_s;
        QTest::newRow("tasks") << QByteArray("- [ ] a\n- [x] b") << u"ul(open(p(a)) done(p(b)))"_s;
        QTest::newRow("a quote") << QByteArray("> a\n> - b") << u"quote(p(a) ul(li(p(b))))"_s;
        QTest::newRow("a table") << QByteArray("|a|b|c|\n|:--|:-:|--:|\n|1|**2**|`3`|")
                                 << u"table[lcr](a|b|c;1|{b:2}|{c:3})"_s;
        QTest::newRow("a rule") << QByteArray("a\n\n---\n\nb") << u"p(a) hr p(b)"_s;
        QTest::newRow("a reference") << QByteArray("[a]\n\n[a]: https://e.org") << u"p({l:a@https://e.org})"_s;
        QTest::newRow("a null character") << QByteArray("a\0b", 3) << u"p(a\uFFFDb)"_s;
        QTest::newRow("broken UTF-8") << QByteArray("a\xFF z") << u"p(a\uFFFD z)"_s;
    }
    void parsesBlocks() {
        QFETCH(QByteArray, source);
        QFETCH(QString, expected);
        QCOMPARE(describe(parseMarkdown(source)), expected);
    }

    void survivesDeepNesting() {
        const auto blocks = parseMarkdown(QByteArray(QByteArray(5000, '>') + " x"));
        QCOMPARE(blocks.size(), std::size_t{1});
    }

    void everyPrefixEqualsTheWhole_data() {
        QTest::addColumn<QByteArray>("source");
        QTest::newRow("a long answer") << QByteArray(longAnswer);
        QTest::newRow("with CRLF") << QByteArray(longAnswer).replace("\n", "\r\n");
        QTest::newRow("a definition at the end") << QByteArray("see [x]\n\nmore\n\n- a\n\n[x]: https://e.org\n\nend");
        QTest::newRow("almost a heading") << QByteArray("para\n#\nb\n\npara\n#not\n\nx");
        QTest::newRow("two lists of other marks") << QByteArray("- a\n\n* b\n\n+ c\n\n1) d\n\n2. e\n");
        QTest::newRow("text before a list") << QByteArray("text:\n- a\n\n- b\n\ntext\n\n- c\n");
        QTest::newRow("a fence after its marker") << QByteArray("- ```\n  a\n\n  b\n  ```\n\nx\n\n```\ny\n\nz\n```\n");
        QTest::newRow("a fence cut by the end of its item")
            << QByteArray("- a\n  ```\n  b\n\nc\n\n```\nd\n\ne\n```\n\nf\n");
        QTest::newRow("a fence that does not belong to the item") << QByteArray("1. a\n  ```\nx\n\ny\n  ```\n\nz\n\nw");
        QTest::newRow("a quote with a fence") << QByteArray("> ```\n> a\n\nb\n\n```\nc\n\nd\n```\n");
    }
    void everyPrefixEqualsTheWhole() {
        QFETCH(QByteArray, source);
        MarkdownStream stream;
        for (qsizetype i = 0; i < source.size(); ++i) {
            const auto before = stream.blocks();
            const auto changed = stream.append(QByteArrayView(source).sliced(i, 1));
            const auto whole = parseMarkdown(source.left(i + 1));
            QVERIFY2(stream.blocks() == whole, qPrintable(u"after %1 bytes: %2 instead of %3"_s.arg(i + 1).arg(
                                                   describe(stream.blocks()), describe(whole))));
            QVERIFY(changed <= whole.size());
            for (std::size_t block = 0; block < changed; ++block)
                QVERIFY(before[block] == whole[block]);
        }
    }

    /// Lines put together at random find what no one thinks of; the seed is fixed, so a failure stays one.
    void randomTextStreamsLikeTheWhole() {
        static const char* const lines[] = {
            "",          "",       "",        "text",        "# h",       "- a",   "  - b",
            "* c",       "1. d",   "10. e",   "   indented", "    code",  "```",   "```py",
            "  ```",     "   ```", "    ```", "~~~",         "> q",       "> ```", "| a | b |",
            "|---|---|", "---",    "===",     "  text",      "-",         "- ```", "1. ```",
            "+   wide",  "\ttab",  "text  ",  "2) x",        "``` x ` y", "****",  "-     five",
            "> - a",     "`",      "[x]",     "     - deep"};
        std::mt19937 random(20261122);
        for (int round = 0; round < 4000; ++round) {
            QByteArray source;
            MarkdownStream stream;
            const auto count = 3 + random() % 14;
            for (unsigned i = 0; i < count; ++i) {
                QByteArray line = lines[random() % std::size(lines)];
                line += '\n';
                source += line;
                stream.append(line);
                const auto whole = parseMarkdown(source);
                QVERIFY2(stream.blocks() == whole,
                         qPrintable(u"%1\n%2\ninstead of\n%3"_s.arg(QString::fromUtf8(source),
                                                                    describe(stream.blocks()), describe(whole))));
            }
        }
    }

    void highlights_data() {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("expected");
        QTest::newRow("C++") << u"cpp"_s << u"#include <x>\nint a = 0x1F; // n\n/* b\nc */ return \"s\\\"t\";"_s
                             << u"k:#include|t:int n:0x1F c:// n|c:/* b|c:c */ k:return s:\"s\\\"t\""_s;
        QTest::newRow("Python") << u"py"_s << u"@a.b\ndef f(x):\n  '''doc\n  end''' # c\n  return None"_s
                                << u"k:@a.b|k:def f:f|s:'''doc|s:  end''' c:# c|k:return t:None"_s;
        QTest::newRow("TypeScript") << u"ts"_s << u"const a: string = `x\n${b}`; // c"_s
                                    << u"k:const t:string s:`x|s:${b}` c:// c"_s;
        QTest::newRow("JSON") << u"json"_s << u"{\"a\": 1.5e-3, \"b\": [true, \"x\"]}"_s
                              << u"f:\"a\" n:1.5e-3 f:\"b\" t:true s:\"x\""_s;
        QTest::newRow("shell") << u"bash"_s << u"echo \"$A\" $B ${C} # no\na#b 'x'"_s
                               << u"t:echo s:\"$A\" f:$B f:${C} c:# no|s:'x'"_s;
        QTest::newRow("SQL") << u"SQL"_s << u"Select COUNT(*) from t where a = 'it''s' -- c"_s
                             << u"k:Select t:COUNT k:from k:where s:'it' s:'s' c:-- c"_s;
        QTest::newRow("HTML") << u"html"_s << u"<!-- a\nb --><p class=\"x\">if < 3</p>"_s
                              << u"c:<!-- a|c:b --> k:<p f:class s:\"x\" k:> k:</p k:>"_s;
        QTest::newRow("an unclosed string ends with its line") << u"js"_s << u"'abc\nlet"_s << u"s:'abc|k:let"_s;
        QTest::newRow("a backslash at the end") << u"c"_s << u"\"a\\"_s << u"s:\"a\\"_s;
    }
    void highlights() {
        QFETCH(QString, language);
        QFETCH(QString, code);
        QFETCH(QString, expected);
        const auto* rules = codeLanguage(language);
        QVERIFY(rules != nullptr);
        QStringList lines;
        CodeState state = 0;
        for (const auto& line : code.split(u'\n')) {
            QStringList runs;
            for (const auto& run : highlightLine(*rules, line, state))
                runs << QChar(u"?ktsncf"[static_cast<int>(run.token)]) + u':' + line.mid(run.start, run.length);
            lines << runs.join(u' ');
        }
        QCOMPARE(lines.join(u'|'), expected);
    }

    void wordListsAreSorted() {
        for (const auto* name :
             {"cpp", "java", "go", "rust", "python", "js", "json", "yaml", "sh", "sql", "html", "css"}) {
            const auto* rules = codeLanguage(QString::fromLatin1(name));
            QVERIFY2(rules != nullptr, name);
            QVERIFY2(std::is_sorted(rules->keywords.begin(), rules->keywords.end()), name);
            QVERIFY2(std::is_sorted(rules->types.begin(), rules->types.end()), name);
        }
        QVERIFY(codeLanguage(u"brainfuck") == nullptr);
    }
};

QTEST_GUILESS_MAIN(TestMarkdown)
#include "tst_markdown.moc"
