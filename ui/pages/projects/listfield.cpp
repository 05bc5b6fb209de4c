// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/projects/listfield.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QStringListModel>

namespace llmg::projects {

using namespace Qt::StringLiterals;

ListField::ListField(const QString& name, QWidget* parent)
    : QLineEdit(parent)
    , m_choices(new QStringListModel(this))
    , m_completer(new QCompleter(m_choices, this)) {
    setAccessibleName(name);
    m_completer->setWidget(this);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setFilterMode(Qt::MatchContains);
    m_completer->setMaxVisibleItems(8);
    connect(this, &QLineEdit::textEdited, this, &ListField::complete);
    connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this, &ListField::take);
    connect(this, &QLineEdit::editingFinished, this, [this] {
        const QStringList now = values();
        if (now == m_shown)
            return;
        m_shown = now;
        Q_EMIT valuesEdited(now);
    });
}

void ListField::setChoices(const QStringList& choices) {
    if (m_choices->stringList() != choices)
        m_choices->setStringList(choices);
}

QStringList ListField::parse(const QString& text) {
    QStringList all;
    for (const QString& part : text.split(u',', Qt::SkipEmptyParts)) {
        if (const QString name = part.trimmed(); !name.isEmpty() && !all.contains(name))
            all.append(name);
    }
    return all;
}

QStringList ListField::values() const {
    return parse(text());
}

void ListField::setValues(const QStringList& values) {
    if (hasFocus() || (values == m_shown && values == this->values()))
        return;
    m_shown = values;
    setText(values.join(u", "_s));
    setCursorPosition(0);
}

int ListField::beginOfWord() const {
    int begin = static_cast<int>(text().left(cursorPosition()).lastIndexOf(u',')) + 1;
    while (begin < cursorPosition() && text().at(begin).isSpace())
        ++begin;
    return begin;
}

void ListField::complete() {
    const int begin = beginOfWord();
    const QString word = text().mid(begin, cursorPosition() - begin);
    if (word.isEmpty()) {
        m_completer->popup()->hide();
        return;
    }
    m_completer->setCompletionPrefix(word);
    m_completer->complete();
}

void ListField::take(const QString& choice) {
    const int begin = beginOfWord();
    QString whole = text();
    whole.replace(begin, cursorPosition() - begin, choice);
    setText(whole);
    setCursorPosition(begin + static_cast<int>(choice.size()));
}

void ListField::keyPressEvent(QKeyEvent* event) {
    // Enter takes the completion that is shown, and only the next one ends the editing.
    if (m_completer->popup()->isVisible() && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        event->ignore();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace llmg::projects
