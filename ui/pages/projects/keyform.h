// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/projects/section.h"

#include <array>
#include <functional>

class QLineEdit;
class QPushButton;

namespace llmg::widgets {
class TextLabel;
}

namespace llmg::projects {

class ListField;

/// A key's name, expiry, limits and allow-lists: filled in for a new key, or of one that is there, where every change
/// is made at once.
class KeyForm : public Section {
    Q_OBJECT
  public:
    explicit KeyForm(Presenter* presenter, QWidget* parent = nullptr);
    /// "": a new key.
    void edit(const std::string& keyId);
    [[nodiscard]] const std::string& keyId() const { return m_keyId; }
    void render(const ViewState& state) override;

  Q_SIGNALS:
    void closed();

  private:
    QWidget* newLimits();
    void fill(const domain::GatewayKey& key);
    /// What was typed into `field` goes to the key that is edited, and nothing else of it does.
    void applyWith(QLineEdit* field, std::function<void(domain::GatewayKey&)> edit);
    void create();
    void readInto(domain::GatewayKey& key) const;
    void warn();
    [[nodiscard]] bool isAcceptable() const;
    [[nodiscard]] const domain::GatewayKey* key() const;

    std::string m_keyId;
    widgets::Card* m_card;
    QLineEdit *m_name, *m_expiry;
    std::array<widgets::NumberField*, 5> m_limits{}; ///< by domain::Period
    widgets::NumberField *m_requests, *m_tokens;
    ListField *m_models, *m_providers;
    widgets::TextLabel* m_modelsWarning;
    QPushButton *m_create, *m_close;
};

} // namespace llmg::projects
