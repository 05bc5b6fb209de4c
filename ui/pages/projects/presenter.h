// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QObject>

#include "models/base/result.h"
#include "ui/pages/projects/viewstate.h"

#include <functional>
#include <optional>

namespace llmg::storage {
class ConfigurationStore;
}
namespace llmg::widgets {
class Deferred;
}

namespace llmg::projects {

/// Projects and their gateway keys. Every change goes to the configuration store and comes back as its `changed`;
/// nothing is shown that is not stored. GUI thread; never waits.
class Presenter : public QObject {
    Q_OBJECT
  public:
    explicit Presenter(storage::ConfigurationStore& configuration, QObject* parent = nullptr);
    ~Presenter() override;

    [[nodiscard]] const ViewState& state() const { return m_state; }
    void setBaseUrl(const QString& baseUrl);
    /// The key that was made at first start, when a keychain kept its text: shown where it belongs, for Copy.
    void setKeptKey(const Secret& key);
    void select(const std::string& projectId);
    void createProject(const QString& name);
    void rename(const QString& name);
    void setMode(domain::ProjectMode mode);
    void setStoreBodies(bool store);
    void createKey(const QString& name, std::optional<domain::Money> limit);
    void dismissFreshKey();
    void disableKey(const std::string& id);
    void enableKey(const std::string& id);
    /// The key stops working at once and is revoked for good when Undo is no longer offered.
    void revokeKey(const std::string& id);
    /// Ready-made code with the address and a key (the fresh one, else a placeholder). 0: Python, 1: JavaScript, 2:
    /// cURL.
    [[nodiscard]] static QString snippet(int language, const QString& baseUrl, const QString& key);

  Q_SIGNALS:
    void stateChanged();
    void undoable(const QString& text, const std::function<void()>& undo);

  private:
    void read();
    void save(domain::Project project);
    void setKeyState(const std::string& id, domain::KeyState state);
    void settle(QFuture<Result<>> future);
    [[nodiscard]] QString keyName(const std::string& id) const;

    storage::ConfigurationStore& m_configuration;
    widgets::Deferred* m_deferred;
    ViewState m_state;
    Secret m_kept;
    int m_pending = 0;
};

} // namespace llmg::projects
