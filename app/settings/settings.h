// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QFuture>
#include <QObject>
#include <QVariant>

#include <memory>
#include <span>

namespace llmg::settings {

/// Every setting, one line each in settings.cpp: key, type by its default, range, what it is for.
/// Defaults are never written; a value that equals its default is removed.
enum class Key {
    GatewayHost,         ///< "127.0.0.1"
    GatewayPort,         ///< 4001
    GatewayThreads,      ///< 1
    AllowedHosts,        ///< extra Host names, string list
    AllowedOrigins,      ///< string list, default none
    MaxBodyMiB,          ///< 50
    ConnectTimeoutMs,    ///< 10 000
    FirstTokenTimeoutMs, ///< 600 000
    SilenceTimeoutMs,    ///< 300 000
    RequestTimeoutMs,    ///< 1 500 000
    BodyRetentionDays,   ///< 30
    BodyLimitKiB,        ///< 512
    MarkupBasisPoints,   ///< 1000
    ProFeeCents,         ///< 2900
    Theme,               ///< "system", "light", "dark"
    ZoomPercent,         ///< 100
    LastPage,            ///< "overview"
    WindowGeometry,      ///< QByteArray
    PlaygroundModels,    ///< string list, the columns
    PlaygroundDraft,     ///< string
    FirstRunDone,        ///< false
};

struct Definition {
    Key key;
    const char* name; ///< "gateway/port"
    QVariant fallback;
    QVariant minimum, maximum; ///< null: none
};
std::span<const Definition> definitions();

/// Typed access to settings in `<data directory>/settings.ini`. GUI (or main) thread. Out-of-range values read as the
/// default.
class Settings : public QObject {
    Q_OBJECT
  public:
    explicit Settings(const QString& filePath, QObject* parent = nullptr);
    ~Settings() override;
    [[nodiscard]] QVariant value(Key key) const;
    Result<> set(Key key, const QVariant& value); ///< InvalidParameters names the range
  Q_SIGNALS:
    void changed(llmg::settings::Key key);

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace llmg::settings
