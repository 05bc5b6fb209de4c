// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/playground/modelchoices.h"

#include <QAbstractListModel>
#include <QFrame>

class QLineEdit;
class QListView;

namespace llmg::playground {

/// The models that fit what is typed; a name with a slash that none has is offered as it is.
class ModelList : public QAbstractListModel {
    Q_OBJECT
  public:
    using QAbstractListModel::QAbstractListModel;
    void setChoices(std::vector<ModelChoice> choices);
    void setFilter(const QString& text);
    [[nodiscard]] const ModelChoice& at(int row) const { return m_shown[static_cast<std::size_t>(row)]; }
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

  private:
    std::vector<ModelChoice> m_all, m_shown;
};

/// A popup under a column's header: search, the list, free text. Closes itself.
class ModelPicker : public QFrame {
    Q_OBJECT
  public:
    explicit ModelPicker(std::vector<ModelChoice> choices, const QString& current, QWidget* parent = nullptr);
    void popUp(QWidget* below);

  Q_SIGNALS:
    void modelChosen(const QString& id);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    void choose(const QModelIndex& index);
    ModelList* m_list;
    QLineEdit* m_search;
    QListView* m_view;
};

} // namespace llmg::playground
