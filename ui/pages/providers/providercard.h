// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/providers/viewstate.h"
#include "ui/widgets/card.h"

#include <functional>

class QCheckBox;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace llmg::widgets {
class ElidedLabel;
class StatusIcon;
class TextLabel;
} // namespace llmg::widgets

namespace llmg::providerspage {

class DragHandle;
class KeyRowView;
class Presenter;

/// A provider: how it stands, its keys, where it is reached. Stays while its content changes, so that nothing is taken
/// from under a hand; what was typed and refused stays in its field.
class ProviderCardView : public widgets::Card {
    Q_OBJECT
  public:
    ProviderCardView(const ProviderCard& provider, Presenter* presenter, QWidget* parent = nullptr);
    void render(const ProviderCard& provider);
    [[nodiscard]] const std::string& id() const { return m_id; }
    [[nodiscard]] DragHandle* handle() const { return m_handle; }
    /// What the keyboard reaches in it, as it is read.
    [[nodiscard]] QList<QWidget*> focusOrder() const;

  private:
    struct Field {
        std::string name;
        QLineEdit* edit;
        widgets::TextLabel* fault;
    };
    void addHeader(const ProviderCard& provider);
    void addHealth();
    void addServerTest(const ProviderCard& provider);
    void addAddress(const ProviderCard& provider);
    void addVariables(const ProviderCard& provider);
    Field newField(const std::string& name, const QString& objectName, const QString& accessibleName,
                   std::function<void(const QString&)> commit);
    void renderHealth(const ProviderCard& provider);
    void renderKeys(const ProviderCard& provider);
    static void renderField(const Field& field, const QString& value, const ProviderCard& provider);

    std::string m_id;
    Presenter* m_presenter;
    DragHandle* m_handle = nullptr;
    QPushButton *m_up = nullptr, *m_down = nullptr, *m_remove = nullptr;
    QCheckBox* m_enabled = nullptr;
    QWidget* m_healthRow = nullptr;
    widgets::StatusIcon* m_healthIcon = nullptr;
    widgets::TextLabel* m_health = nullptr;
    QWidget* m_keysHolder = nullptr;
    QVBoxLayout* m_keyRows = nullptr;
    std::vector<KeyRowView*> m_keys;
    widgets::TextLabel* m_noKey = nullptr;
    QWidget* m_serverRow = nullptr;
    widgets::ElidedLabel* m_tested = nullptr;
    QPushButton *m_test = nullptr, *m_usualUrl = nullptr;
    Field m_url, m_proxy;
    std::vector<Field> m_variables;
    widgets::TextLabel* m_fault = nullptr; ///< of the card as a whole
};

} // namespace llmg::providerspage
