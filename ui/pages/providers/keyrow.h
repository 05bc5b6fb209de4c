// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/providers/viewstate.h"

#include <QWidget>

class QPushButton;

namespace llmg::widgets {
class ElidedLabel;
class NumberField;
class StatusIcon;
class TextLabel;
} // namespace llmg::widgets

namespace llmg::providerspage {

class Presenter;

/// A key on its provider's card: how it stands, its share, Test, Remove. Never shows more of it than its ends.
class KeyRowView : public QWidget {
    Q_OBJECT
  public:
    KeyRowView(const KeyRow& key, Presenter* presenter, QWidget* parent = nullptr);
    void render(const KeyRow& key);
    [[nodiscard]] const std::string& id() const { return m_id; }

  private:
    void renderShare(const KeyRow& key);
    std::string m_id;
    Presenter* m_presenter;
    widgets::StatusIcon* m_icon;
    widgets::TextLabel *m_label, *m_masked, *m_place;
    widgets::ElidedLabel* m_said;
    widgets::TextLabel* m_weightName;
    widgets::NumberField* m_weight;
    widgets::TextLabel *m_share, *m_fault;
    QPushButton* m_test;
};

/// "434 ms, 67 models: gpt-4o, …": what came of a test, with the first of the models.
QString outcomeWords(const QString& outcome, const QStringList& models);

} // namespace llmg::providerspage
