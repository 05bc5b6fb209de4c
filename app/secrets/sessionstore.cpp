// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/secrets/secretstore.h"

#include <QHash>

namespace llmg::secrets {
namespace {

class SessionStore final : public SecretStore {
  public:
    using SecretStore::SecretStore;
    QString name() const override { return QStringLiteral("this session only"); }
    bool isPersistent() const override { return false; }

    QFuture<Result<Secret>> read(const QString& name) override {
        const auto it = m_secrets.constFind(name);
        return QtFuture::makeReadyFuture<Result<Secret>>(
            it != m_secrets.constEnd()
                ? Result<Secret>(*it)
                : Result<Secret>(fail(ErrorKind::NotFound, "no secret is kept under that name")));
    }
    QFuture<Result<>> write(const QString& name, const Secret& secret) override {
        m_secrets.insert(name, secret);
        return QtFuture::makeReadyFuture<Result<>>(Result<>());
    }
    QFuture<Result<>> remove(const QString& name) override {
        m_secrets.remove(name);
        return QtFuture::makeReadyFuture<Result<>>(Result<>());
    }

  private:
    QHash<QString, Secret> m_secrets;
};

} // namespace

std::unique_ptr<SecretStore> newSessionStore(QObject* parent) {
    return std::make_unique<SessionStore>(parent);
}

} // namespace llmg::secrets
