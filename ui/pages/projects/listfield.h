// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QStringList>

class QCompleter;
class QStringListModel;

namespace llmg::projects {

/// Names with commas between them; each is completed from those that are known while it is typed.
class ListField : public QLineEdit {
    Q_OBJECT
  public:
    explicit ListField(const QString& name, QWidget* parent = nullptr); ///< accessible name
    void setChoices(const QStringList& choices);
    [[nodiscard]] QStringList values() const;
    void setValues(const QStringList& values); ///< not while a person types
    static QStringList parse(const QString& text);

  Q_SIGNALS:
    void valuesEdited(const QStringList& values); ///< with Enter, or when the field is left

  protected:
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void complete();
    void take(const QString& choice);
    [[nodiscard]] int beginOfWord() const;
    QStringListModel* m_choices;
    QCompleter* m_completer;
    QStringList m_shown;
};

} // namespace llmg::projects
