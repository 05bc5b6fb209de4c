// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/markdownblocks.h"

#include <md4c.h>

#include <array>
#include <string_view>

namespace llmg::widgets {
namespace {

using namespace Qt::StringLiterals;

constexpr int MaxDepth = 32;

QString decodeEntity(std::string_view entity) {
    static constexpr std::array<std::pair<std::string_view, char32_t>, 16> named{{
        {"&amp;", U'&'},
        {"&lt;", U'<'},
        {"&gt;", U'>'},
        {"&quot;", U'"'},
        {"&apos;", U'\''},
        {"&nbsp;", 0xA0},
        {"&copy;", 0xA9},
        {"&reg;", 0xAE},
        {"&hellip;", 0x2026},
        {"&mdash;", 0x2014},
        {"&ndash;", 0x2013},
        {"&times;", 0xD7},
        {"&rarr;", 0x2192},
        {"&larr;", 0x2190},
        {"&deg;", 0xB0},
        {"&euro;", 0x20AC},
    }};
    const auto text = QString::fromUtf8(entity.data(), static_cast<qsizetype>(entity.size()));
    if (entity.size() > 3 && entity[1] == '#') {
        const bool hex = entity[2] == 'x' || entity[2] == 'X';
        bool ok = false;
        const auto digits = QStringView(text).mid(hex ? 3 : 2).chopped(1);
        const uint code = digits.toUInt(&ok, hex ? 16 : 10);
        if (ok && code > 0 && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF))
            return QString::fromUcs4(reinterpret_cast<const char32_t*>(&code), 1);
        return QString(QChar::ReplacementCharacter);
    }
    for (const auto& [name, code] : named)
        if (name == entity)
            return QString::fromUcs4(&code, 1);
    return text;
}

QString toText(const MD_ATTRIBUTE& attribute) {
    QString text;
    for (unsigned i = 0; attribute.text != nullptr && attribute.substr_offsets[i] < attribute.size; ++i) {
        const auto from = attribute.substr_offsets[i];
        const std::string_view piece(attribute.text + from, attribute.substr_offsets[i + 1] - from);
        if (attribute.substr_types[i] == MD_TEXT_ENTITY)
            text += decodeEntity(piece);
        else
            text += QString::fromUtf8(piece.data(), static_cast<qsizetype>(piece.size()));
    }
    return text;
}

/// md4c calls back in document order; the stack holds the blocks that are open.
class Builder {
  public:
    std::vector<MarkdownBlock> take() { return std::move(m_root.children); }

    void enterBlock(MD_BLOCKTYPE type, void* detail) {
        switch (type) {
        case MD_BLOCK_DOC:
            m_open.push_back(&m_root);
            return;
        case MD_BLOCK_QUOTE:
            open(BlockKind::Quote);
            return;
        case MD_BLOCK_UL:
            open(BlockKind::BulletList).tight = static_cast<MD_BLOCK_UL_DETAIL*>(detail)->is_tight != 0;
            return;
        case MD_BLOCK_OL: {
            const auto* list = static_cast<MD_BLOCK_OL_DETAIL*>(detail);
            auto& block = open(BlockKind::OrderedList);
            block.tight = list->is_tight != 0;
            block.start = static_cast<int>(list->start);
            return;
        }
        case MD_BLOCK_LI: {
            const auto* item = static_cast<MD_BLOCK_LI_DETAIL*>(detail);
            auto& block = open(BlockKind::ListItem);
            if (item->is_task != 0)
                block.task = item->task_mark == ' ' ? MarkdownBlock::Task::Open : MarkdownBlock::Task::Done;
            return;
        }
        case MD_BLOCK_HR:
            open(BlockKind::Rule);
            return;
        case MD_BLOCK_H:
            open(BlockKind::Heading).level = static_cast<int>(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level);
            return;
        case MD_BLOCK_CODE:
            open(BlockKind::Code).language = toText(static_cast<MD_BLOCK_CODE_DETAIL*>(detail)->lang);
            return;
        case MD_BLOCK_HTML:
        case MD_BLOCK_P:
            open(BlockKind::Paragraph);
            return;
        case MD_BLOCK_TABLE:
            open(BlockKind::Table);
            return;
        case MD_BLOCK_THEAD:
        case MD_BLOCK_TBODY:
            return;
        case MD_BLOCK_TR:
            current().rows.emplace_back();
            return;
        case MD_BLOCK_TH:
        case MD_BLOCK_TD: {
            auto& table = current();
            const auto align = static_cast<MD_BLOCK_TD_DETAIL*>(detail)->align;
            if (type == MD_BLOCK_TH)
                table.align.push_back(align == MD_ALIGN_RIGHT    ? CellAlign::Right
                                      : align == MD_ALIGN_CENTER ? CellAlign::Center
                                                                 : CellAlign::Left);
            table.rows.back().emplace_back();
            m_cell = true;
            return;
        }
        }
    }

    void leaveBlock(MD_BLOCKTYPE type) {
        switch (type) {
        case MD_BLOCK_THEAD:
        case MD_BLOCK_TBODY:
        case MD_BLOCK_TR:
            return;
        case MD_BLOCK_TH:
        case MD_BLOCK_TD:
            m_cell = false;
            return;
        case MD_BLOCK_CODE:
            if (current().code.endsWith(u'\n'))
                current().code.chop(1);
            break;
        default:
            break;
        }
        if (m_skipped > 0)
            --m_skipped;
        else
            m_open.pop_back();
    }

    void enterSpan(MD_SPANTYPE type, void* detail) {
        m_styles.push_back(style());
        unsigned added = PlainSpan;
        switch (type) {
        case MD_SPAN_EM:
            added = ItalicSpan;
            break;
        case MD_SPAN_STRONG:
            added = BoldSpan;
            break;
        case MD_SPAN_CODE:
            added = CodeSpan;
            break;
        case MD_SPAN_DEL:
            added = StruckSpan;
            break;
        case MD_SPAN_A:
            added = LinkSpan;
            m_hrefs.push_back(toText(static_cast<MD_SPAN_A_DETAIL*>(detail)->href));
            break;
        case MD_SPAN_IMG:
            // Loading it would tell the image's server who reads this and when; the reader may follow it instead.
            added = LinkSpan;
            m_hrefs.push_back(toText(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src));
            m_imageTexts.push_back(textLength());
            break;
        default:
            break;
        }
        m_styles.back() |= added;
    }

    void leaveSpan(MD_SPANTYPE type) {
        if (type == MD_SPAN_IMG) {
            if (textLength() == m_imageTexts.back())
                addText(u"image"_s);
            m_imageTexts.pop_back();
        }
        if ((type == MD_SPAN_A || type == MD_SPAN_IMG) && !m_hrefs.empty())
            m_hrefs.pop_back();
        m_styles.pop_back();
    }

    void text(MD_TEXTTYPE type, std::string_view bytes) {
        switch (type) {
        case MD_TEXT_NULLCHAR:
            addText(QString(QChar::ReplacementCharacter));
            return;
        case MD_TEXT_BR:
            addText(u"\n"_s);
            return;
        // Models write line by line and mean it; every chat shows their line breaks.
        case MD_TEXT_SOFTBR:
            addText(u"\n"_s);
            return;
        case MD_TEXT_ENTITY:
            addText(decodeEntity(bytes));
            return;
        default:
            addText(QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size())));
            return;
        }
    }

  private:
    MarkdownBlock& current() { return *m_open.back(); }
    unsigned style() const { return m_styles.empty() ? unsigned{PlainSpan} : m_styles.back(); }

    MarkdownBlock& open(BlockKind kind) {
        if (m_open.size() > MaxDepth) {
            ++m_skipped;
            return current();
        }
        auto& siblings = current().children;
        siblings.emplace_back();
        siblings.back().kind = kind;
        m_open.push_back(&siblings.back());
        return siblings.back();
    }

    std::vector<MarkdownSpan>& spans() {
        auto& block = current();
        if (m_cell && !block.rows.empty() && !block.rows.back().empty())
            return block.rows.back().back().spans;
        // The text of a tight list item comes without a paragraph around it.
        if (block.kind == BlockKind::ListItem || block.kind == BlockKind::Quote) {
            if (block.children.empty() || block.children.back().kind != BlockKind::Paragraph)
                block.children.emplace_back();
            return block.children.back().spans;
        }
        return block.spans;
    }

    qsizetype textLength() {
        qsizetype length = 0;
        for (const auto& span : spans())
            length += span.text.size();
        return length;
    }

    void addText(const QString& piece) {
        if (current().kind == BlockKind::Code) {
            current().code += piece;
            return;
        }
        auto& all = spans();
        const QString href = m_hrefs.empty() ? QString() : m_hrefs.back();
        if (!all.empty() && all.back().style == style() && all.back().href == href)
            all.back().text += piece;
        else
            all.push_back({piece, style(), href});
    }

    MarkdownBlock m_root;
    std::vector<MarkdownBlock*> m_open;
    std::vector<unsigned> m_styles;
    std::vector<QString> m_hrefs;
    std::vector<qsizetype> m_imageTexts;
    int m_skipped = 0;
    bool m_cell = false;
};

} // namespace

std::vector<MarkdownBlock> parseMarkdown(QByteArrayView utf8) {
    MD_PARSER parser{};
    parser.flags = MD_DIALECT_GITHUB | MD_FLAG_NOHTML;
    parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
        static_cast<Builder*>(self)->enterBlock(type, detail);
        return 0;
    };
    parser.leave_block = [](MD_BLOCKTYPE type, void*, void* self) {
        static_cast<Builder*>(self)->leaveBlock(type);
        return 0;
    };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* self) {
        static_cast<Builder*>(self)->enterSpan(type, detail);
        return 0;
    };
    parser.leave_span = [](MD_SPANTYPE type, void*, void* self) {
        static_cast<Builder*>(self)->leaveSpan(type);
        return 0;
    };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* self) {
        static_cast<Builder*>(self)->text(type, std::string_view(text, size));
        return 0;
    };
    Builder builder;
    if (md_parse(utf8.data(), static_cast<MD_SIZE>(utf8.size()), &parser, &builder) != 0) {
        // Only memory can run out in there: show the text as it is rather than nothing.
        MarkdownBlock plain;
        plain.spans.push_back({QString::fromUtf8(utf8)});
        return {plain};
    }
    return builder.take();
}

} // namespace llmg::widgets
