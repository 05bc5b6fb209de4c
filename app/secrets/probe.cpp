// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/secrets/secretstore.h"

#include <QPromise>
#include <QTimer>
#include <QUuid>

namespace llmg::secrets {
namespace {

// Write, read back, remove; the first of an answer or the end of patience decides.
struct Probe : std::enable_shared_from_this<Probe> {
    SecretStore& store;
    QString name = QStringLiteral("probe-") + QUuid::createUuid().toString(QUuid::Id128);
    Secret value{QUuid::createUuid().toString(QUuid::Id128).toStdString()};
    QPromise<Result<>> promise;
    bool decided = false;

    explicit Probe(SecretStore& s)
        : store(s) {
        promise.start();
    }

    void decide(Result<> outcome) {
        if (decided)
            return;
        decided = true;
        promise.addResult(std::move(outcome));
        promise.finish();
    }

    void write() {
        store.write(name, value).then(&store, [self = shared_from_this()](const Result<>& written) {
            if (!written)
                self->decide(written);
            else
                self->read();
        });
    }

    void read() {
        store.read(name).then(&store, [self = shared_from_this()](const Result<Secret>& got) {
            const bool same = got && *got == self->value;
            self->remove(
                !got   ? Result<>(got.error())
                : same ? Result<>()
                       : Result<>(fail(ErrorKind::Keychain, "the keychain does not give back what was put into it")));
        });
    }

    void remove(Result<> outcome) {
        store.remove(name).then(&store, [self = shared_from_this(), outcome](const Result<>& removed) {
            self->decide(outcome ? removed : outcome);
        });
    }
};

} // namespace

QFuture<Result<>> probeKeychain(SecretStore& store, std::chrono::milliseconds patience) {
    auto probe = std::make_shared<Probe>(store);
    QFuture<Result<>> future = probe->promise.future();
    QTimer::singleShot(patience, &store, [probe] {
        probe->decide(fail(ErrorKind::Keychain,
                           "the keychain does not answer; it may be locked and waiting for you to unlock it"));
    });
    probe->write();
    return future;
}

} // namespace llmg::secrets
