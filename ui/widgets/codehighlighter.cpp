// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/codehighlighter.h"

#include <algorithm>

namespace llmg::widgets {
namespace {

constexpr CodeState InComment = 1;
constexpr CodeState InTag = 2;
constexpr CodeState FirstString = 3;

QStringView view(std::u16string_view text) {
    return QStringView(text.data(), static_cast<qsizetype>(text.size()));
}

bool isWordStart(QChar c) {
    return c.isLetter() || c == u'_';
}

bool isWord(QChar c) {
    return c.isLetterOrNumber() || c == u'_';
}

bool contains(std::span<const std::u16string_view> sorted, QStringView word) {
    const std::u16string_view key(word.utf16(), static_cast<std::size_t>(word.size()));
    return std::binary_search(sorted.begin(), sorted.end(), key);
}

class LineReader {
  public:
    LineReader(const CodeLanguage& language, QStringView line, CodeState& state)
        : m_language(language)
        , m_line(line)
        , m_state(state) {}

    std::vector<CodeRun> read() {
        if (m_state == InComment)
            readComment();
        else if (m_state >= FirstString)
            readString(m_state - FirstString);
        while (m_at < m_line.size())
            m_language.markup ? readMarkup() : readToken();
        return std::move(m_runs);
    }

  private:
    void add(qsizetype start, CodeToken token) {
        if (m_at > start)
            m_runs.push_back({start, m_at - start, token});
    }
    bool startsWith(std::u16string_view text) const { return !text.empty() && m_line.mid(m_at).startsWith(view(text)); }

    void readComment() {
        const auto start = m_at;
        const auto end = m_line.indexOf(view(m_language.blockEnd), m_at);
        m_at = end < 0 ? m_line.size() : end + static_cast<qsizetype>(m_language.blockEnd.size());
        m_state = end < 0 ? InComment : 0;
        add(start, CodeToken::Comment);
    }

    void readString(int rule, qsizetype opened = 0) {
        const auto& string = m_language.strings[static_cast<std::size_t>(rule)];
        const auto start = m_at;
        m_at += opened;
        m_state = string.multiLine ? FirstString + rule : 0;
        while (m_at < m_line.size()) {
            if (string.escapes && m_line[m_at] == u'\\') {
                m_at = std::min(m_at + 2, m_line.size());
            } else if (startsWith(string.end)) {
                m_at += static_cast<qsizetype>(string.end.size());
                m_state = 0;
                break;
            } else {
                ++m_at;
            }
        }
        const bool key = m_language.keysBeforeColon && m_state == 0 && m_line.mid(m_at).trimmed().startsWith(u':');
        add(start, key ? CodeToken::Name : CodeToken::Text);
    }

    bool readCommentStart() {
        for (const auto& comment : m_language.lineComments) {
            // In a shell, # inside a word is no comment.
            if (startsWith(comment) && (comment != u"#" || m_at == 0 || m_line[m_at - 1].isSpace())) {
                const auto start = m_at;
                m_at = m_line.size();
                add(start, CodeToken::Comment);
                return true;
            }
        }
        if (startsWith(m_language.blockBegin)) {
            const auto start = m_at;
            m_at += static_cast<qsizetype>(m_language.blockBegin.size());
            readComment();
            m_runs.back().length += m_runs.back().start - start;
            m_runs.back().start = start;
            return true;
        }
        return false;
    }

    bool readStringStart() {
        for (std::size_t i = 0; i < m_language.strings.size(); ++i) {
            if (startsWith(m_language.strings[i].begin)) {
                readString(static_cast<int>(i), static_cast<qsizetype>(m_language.strings[i].begin.size()));
                return true;
            }
        }
        return false;
    }

    void readNumber() {
        const auto start = m_at;
        while (m_at < m_line.size() && (isWord(m_line[m_at]) || m_line[m_at] == u'.' ||
                                        ((m_line[m_at] == u'-' || m_line[m_at] == u'+') &&
                                         (m_line[m_at - 1] == u'e' || m_line[m_at - 1] == u'E'))))
            ++m_at;
        add(start, CodeToken::Number);
    }

    void readWord() {
        const auto start = m_at;
        while (m_at < m_line.size() && isWord(m_line[m_at]))
            ++m_at;
        const auto word = m_line.mid(start, m_at - start);
        const QString folded = m_language.ignoreCase ? word.toString().toLower() : QString();
        const QStringView key = m_language.ignoreCase ? QStringView(folded) : word;
        if (contains(m_language.keywords, key))
            add(start, CodeToken::Keyword);
        else if (contains(m_language.types, key))
            add(start, CodeToken::Type);
        else if (m_at < m_line.size() && m_line[m_at] == u'(')
            add(start, CodeToken::Name);
        else if (m_language.keysBeforeColon && m_line.mid(m_at).startsWith(u':') &&
                 m_line.left(start).trimmed().isEmpty())
            add(start, CodeToken::Name);
    }

    void readToken() {
        const QChar c = m_line[m_at];
        if (c.isSpace()) {
            ++m_at;
            return;
        }
        const bool lineStart = m_line.left(m_at).trimmed().isEmpty();
        if (m_language.directives && lineStart && (c == u'#' || c == u'@')) {
            const bool comment = std::any_of(m_language.lineComments.begin(), m_language.lineComments.end(),
                                             [&](auto text) { return startsWith(text); });
            if (!comment) {
                const auto start = m_at++;
                while (m_at < m_line.size() && (isWord(m_line[m_at]) || m_line[m_at] == u'.'))
                    ++m_at;
                add(start, CodeToken::Keyword);
                return;
            }
        }
        if (readCommentStart() || readStringStart())
            return;
        if (m_language.variables && c == u'$') {
            const auto start = m_at++;
            const bool braced = m_at < m_line.size() && m_line[m_at] == u'{';
            while (m_at < m_line.size() && (braced ? m_line[m_at] != u'}' : isWord(m_line[m_at])))
                ++m_at;
            if (braced && m_at < m_line.size())
                ++m_at;
            add(start, CodeToken::Name);
        } else if (c.isDigit()) {
            readNumber();
        } else if (isWordStart(c)) {
            readWord();
        } else {
            ++m_at;
        }
    }

    void readMarkup() {
        if (m_state != InTag) {
            if (readCommentStart())
                return;
            if (m_line[m_at] != u'<') {
                ++m_at;
                return;
            }
            const auto start = m_at++;
            while (m_at < m_line.size() && (isWord(m_line[m_at]) || QStringView(u"/!?:-").contains(m_line[m_at])))
                ++m_at;
            if (m_at - start == 1)
                return; // a lone "<" in the text
            add(start, CodeToken::Keyword);
            m_state = InTag;
            return;
        }
        const QChar c = m_line[m_at];
        if (c == u'>' || m_line.mid(m_at).startsWith(u"/>")) {
            const auto start = m_at;
            m_at += c == u'>' ? 1 : 2;
            add(start, CodeToken::Keyword);
            m_state = 0;
        } else if (c == u'"' || c == u'\'') {
            const auto start = m_at++;
            const auto end = m_line.indexOf(c, m_at);
            m_at = end < 0 ? m_line.size() : end + 1;
            add(start, CodeToken::Text);
        } else if (isWordStart(c)) {
            const auto start = m_at;
            while (m_at < m_line.size() && (isWord(m_line[m_at]) || m_line[m_at] == u'-' || m_line[m_at] == u':'))
                ++m_at;
            add(start, CodeToken::Name);
        } else {
            ++m_at;
        }
    }

    const CodeLanguage& m_language;
    QStringView m_line;
    CodeState& m_state;
    qsizetype m_at = 0;
    std::vector<CodeRun> m_runs;
};

} // namespace

std::vector<CodeRun> highlightLine(const CodeLanguage& language, QStringView line, CodeState& state) {
    // A minified line of many kilobytes would cost more than its colours are worth.
    if (line.size() > 4000)
        return {};
    return LineReader(language, line, state).read();
}

} // namespace llmg::widgets
