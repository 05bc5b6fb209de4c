// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/playground/viewstate.h"

#include <QFrame>

#include <functional>

class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QStackedWidget;

namespace llmg::widgets {
class CopyButton;
class MarkdownView;
class SegmentedControl;
class TextLabel;
} // namespace llmg::widgets

namespace llmg::playground {

/// Parameters, system prompt, code, raw exchange. Blank parameters are the provider's own defaults.
class Drawer : public QFrame {
    Q_OBJECT
  public:
    Drawer(std::function<QString()> codeToCopy, std::function<QString()> requestToCopy, QWidget* parent = nullptr);
    void render(const ViewState& state);

  Q_SIGNALS:
    void tabChosen(llmg::playground::DrawerTab tab);
    void parametersEdited(const llmg::playground::Parameters& parameters);
    void systemEdited(const QString& system);
    void columnChosen(std::size_t column);
    void languageChosen(llmg::playground::CodeLanguage language);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    struct Field {
        QLineEdit* edit;
        QString Parameters::*member;
        QString name;
    };
    QWidget* newParametersPane();
    QWidget* newSystemPane();
    QWidget* newCodePane();
    QWidget* newRawPane();
    void fillColumns(QComboBox* box, const ViewState& state);
    void emitParameters();

    std::function<QString()> m_codeToCopy, m_requestToCopy;
    widgets::SegmentedControl* m_tabs;
    QStackedWidget* m_panes;
    std::vector<Field> m_fields;
    QComboBox* m_reasoning = nullptr;
    widgets::TextLabel* m_problem = nullptr;
    QPlainTextEdit *m_system = nullptr, *m_rawRequest = nullptr, *m_rawResponse = nullptr;
    QComboBox *m_codeColumn = nullptr, *m_rawColumn = nullptr;
    widgets::SegmentedControl* m_language = nullptr;
    widgets::MarkdownView* m_code = nullptr;
    widgets::TextLabel* m_rawEmpty = nullptr;
    QWidget* m_rawContent = nullptr;
    int m_settingsRevision = -1;
};

} // namespace llmg::playground
