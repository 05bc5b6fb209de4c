// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/secrets/secretstore.h"

#include <QPromise>
#include <QStringList>

#include <qt6keychain/keychain.h>

#include <deque>
#include <utility>
#include <functional>

namespace llmg::secrets {
namespace {

const QString kService = QStringLiteral("llm-gateway");

QString keychainName() {
#if defined(Q_OS_MACOS)
    return QStringLiteral("macOS Keychain");
#elif defined(Q_OS_WIN)
    return QStringLiteral("Windows Credential Manager");
#else
    // QtKeychain asks KWallet in a KDE session and the Secret Service everywhere else.
    const QStringList desktops =
        qEnvironmentVariable("XDG_CURRENT_DESKTOP").split(QLatin1Char(':'), Qt::SkipEmptyParts);
    if (desktops.contains(QStringLiteral("KDE"), Qt::CaseInsensitive))
        return QStringLiteral("KWallet");
    for (const char* desktop : {"GNOME", "Unity", "Budgie", "X-Cinnamon", "MATE", "XFCE", "Pantheon"}) {
        if (desktops.contains(QLatin1String(desktop), Qt::CaseInsensitive))
            return QStringLiteral("GNOME Keyring");
    }
    return QStringLiteral("Secret Service");
#endif
}

Error errorOf(const QKeychain::Job& job) {
    const std::string words = job.errorString().isEmpty() ? std::string() : ": " + job.errorString().toStdString();
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return fail(ErrorKind::NotFound, "the keychain holds nothing under that name");
    case QKeychain::AccessDeniedByUser:
        return fail(ErrorKind::Keychain, "access to the keychain was refused; unlock it and try again");
    case QKeychain::AccessDenied:
        return fail(ErrorKind::Keychain, "the keychain refused access" + words);
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return fail(ErrorKind::Keychain, "no keychain is running in this session" + words);
    case QKeychain::NoError:
    case QKeychain::CouldNotDeleteEntry:
    case QKeychain::OtherError:
        break;
    }
    return fail(ErrorKind::Keychain, "the keychain failed" + words);
}

// One job at a time: the Secret Service of some desktops mixes up prompts of several.
class KeychainStore final : public SecretStore {
  public:
    using SecretStore::SecretStore;
    ~KeychainStore() override {
        // Those who are answered now may ask again; from here on they are refused.
        m_closing = true;
        for (auto& abandon : std::exchange(m_abandon, {}))
            abandon();
    }
    QString name() const override { return keychainName(); }
    bool isPersistent() const override { return true; }

    QFuture<Result<Secret>> read(const QString& name) override {
        auto* job = new QKeychain::ReadPasswordJob(kService);
        return enqueue<Secret>(job, name, [job]() -> Result<Secret> {
            QByteArray text = job->textData().toUtf8();
            if (text.isEmpty())
                return fail(ErrorKind::NotFound, "the keychain holds nothing under that name");
            Secret secret(text.toStdString());
            text.fill('\0');
            return secret;
        });
    }

    QFuture<Result<>> write(const QString& name, const Secret& secret) override {
        if (secret.isEmpty())
            return QtFuture::makeReadyFuture<Result<>>(
                fail(ErrorKind::InvalidParameters, "an empty secret cannot be kept"));
        auto* job = new QKeychain::WritePasswordJob(kService);
        const std::string_view text = secret.reveal();
        job->setTextData(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
        return enqueue<void>(job, name, [] { return Result<>(); });
    }

    QFuture<Result<>> remove(const QString& name) override {
        auto* job = new QKeychain::DeletePasswordJob(kService);
        return enqueue<void>(job, name, [] { return Result<>(); });
    }

  private:
    template <class T, class Take>
    QFuture<Result<T>> enqueue(QKeychain::Job* job, const QString& name, Take take) {
        if (m_closing) {
            delete job;
            return QtFuture::makeReadyFuture<Result<T>>(fail(ErrorKind::Keychain, "the keychain was closed"));
        }
        job->setAutoDelete(true);
        job->setInsecureFallback(false);
        job->setKey(name);
        auto promise = std::make_shared<QPromise<Result<T>>>();
        promise->start();
        // The job outlives this store when it must: its answer comes from the keychain's own callback, which holds it.
        QObject::connect(job, &QKeychain::Job::finished, this, [this, job, promise, take](QKeychain::Job*) {
            const bool isGone =
                std::is_void_v<T> && job->error() == QKeychain::EntryNotFound; // asked to remove what is not there
            Result<T> result = job->error() == QKeychain::NoError || isGone ? take() : Result<T>(errorOf(*job));
            m_abandon.pop_front();
            m_jobs.pop_front();
            startNext();
            // Last: what follows on the answer may be the end of this store.
            const auto answered = promise;
            answered->addResult(std::move(result));
            answered->finish();
        });
        m_abandon.push_back([promise] {
            promise->addResult(Result<T>(fail(ErrorKind::Keychain, "the keychain was closed before it answered")));
            promise->finish();
        });
        m_jobs.push_back(job);
        if (m_jobs.size() == 1)
            startNext();
        return promise->future();
    }

    void startNext() {
        if (!m_jobs.empty())
            m_jobs.front()->start();
    }

    std::deque<QKeychain::Job*> m_jobs; // the first is under way
    std::deque<std::function<void()>> m_abandon;
    bool m_closing = false;
};

} // namespace

std::unique_ptr<SecretStore> newKeychainStore(QObject* parent) {
    return std::make_unique<KeychainStore>(parent);
}

} // namespace llmg::secrets
