// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/providers/viewstate.h"
#include "ui/widgets/page.h"

class QComboBox;
class QLineEdit;
class QPushButton;

namespace llmg::service {
class Engine;
}
namespace llmg::widgets {
class Card;
class EmptyState;
class PageHeader;
class StatusDot;
class TextLabel;
} // namespace llmg::widgets

namespace llmg::providerspage {

class CardList;
class ImportPanel;
class Presenter;

/// Where requests may go: enter a key, test it, see how each provider stands.
class ProvidersPage : public widgets::Page {
    Q_OBJECT
  public:
    /// Takes the presenter over.
    explicit ProvidersPage(Presenter* presenter, QWidget* parent = nullptr);
    ~ProvidersPage() override; ///< what is being typed counts as finished
    void open(const QVariantMap& arguments) override;
    void focusSearch() override;
    void render(const ViewState& state);

  protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    void addImport(widgets::PageHeader* header);
    QWidget* newBanner();
    QWidget* newEntry();
    QWidget* newServer();
    QWidget* newOrderRow();
    void renderEntry(const ViewState& state);
    void chooseFile();
    void chooseDotEnv();
    void clearForms();

    Presenter* m_presenter;
    widgets::StatusDot* m_placeDot = nullptr;
    widgets::TextLabel *m_place = nullptr, *m_error = nullptr;
    QLineEdit *m_key = nullptr, *m_label = nullptr;
    QComboBox* m_provider = nullptr;
    widgets::TextLabel* m_hint = nullptr;
    QPushButton *m_test = nullptr, *m_add = nullptr;
    QLineEdit *m_serverName = nullptr, *m_serverUrl = nullptr;
    ImportPanel* m_import = nullptr;
    widgets::TextLabel *m_serverHint = nullptr, *m_serverFault = nullptr;
    QWidget* m_orderRow = nullptr;
    widgets::TextLabel* m_order = nullptr;
    QPushButton* m_forgetOrder = nullptr;
    CardList* m_cards = nullptr;
    widgets::EmptyState* m_empty = nullptr;
    std::vector<std::pair<std::string, QString>> m_shownChoices;
};

/// For the shell's table of pages.
widgets::Page* createProvidersPage(service::Engine& engine, QWidget* parent);

} // namespace llmg::providerspage
