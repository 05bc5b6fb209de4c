// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Started through tests/support/with-keyring.sh: with a real gnome-keyring, or (KEYRING=none) in a session without one.
#include "app/secrets/secretstore.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QPromise>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace llmg;

namespace {

constexpr const char* kCanary = "sk-canary-4f9b2c7d1e8a6350";

template <class T>
Result<T> wait(QFuture<Result<T>> future) {
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, 30'000))
        return fail(ErrorKind::Internal, "no answer");
    return future.result();
}

bool hasKeyring() {
    return qgetenv("KEYRING") != "none";
}

// A keychain that waits for its user, for ever.
class SilentStore final : public secrets::SecretStore {
  public:
    QString name() const override { return u"silent"_s; }
    bool isPersistent() const override { return true; }
    QFuture<Result<Secret>> read(const QString&) override { return m_read.future(); }
    QFuture<Result<>> write(const QString&, const Secret&) override { return m_write.future(); }
    QFuture<Result<>> remove(const QString&) override { return m_write.future(); }
    SilentStore() {
        m_read.start();
        m_write.start();
    }

  private:
    QPromise<Result<Secret>> m_read;
    QPromise<Result<>> m_write;
};

// One that takes everything and gives back something else.
class ForgetfulStore final : public secrets::SecretStore {
  public:
    QString name() const override { return u"forgetful"_s; }
    bool isPersistent() const override { return true; }
    QFuture<Result<Secret>> read(const QString&) override {
        return QtFuture::makeReadyFuture<Result<Secret>>(Secret("other"));
    }
    QFuture<Result<>> write(const QString&, const Secret&) override {
        return QtFuture::makeReadyFuture<Result<>>(Result<>());
    }
    QFuture<Result<>> remove(const QString&) override { return QtFuture::makeReadyFuture<Result<>>(Result<>()); }
};

} // namespace

class TestKeychain : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void keepsGivesBackAndForgets() {
        if (!hasKeyring())
            return;
        auto store = secrets::newKeychainStore();
        QVERIFY(store->isPersistent());
        QCOMPARE(wait(store->read(u"openai/work"_s)).error().kind, ErrorKind::NotFound);
        const auto written = wait(store->write(u"openai/work"_s, Secret(kCanary)));
        QVERIFY2(written, written ? "" : written.error().message.c_str());
        QCOMPARE(wait(store->read(u"openai/work"_s))->reveal(), std::string_view(kCanary));
        QVERIFY(wait(store->write(u"openai/work"_s, Secret("another"))));
        QFuture<Result<Secret>> unanswered;
        {
            auto brief = secrets::newKeychainStore();
            unanswered = brief->read(u"openai/work"_s);
        }
        const auto abandoned = wait(unanswered);
        QVERIFY(!abandoned && abandoned.error().kind == ErrorKind::Keychain); // closed before it answered
        // A store of its own, as after a restart.
        auto again = secrets::newKeychainStore();
        QCOMPARE(wait(again->read(u"openai/work"_s))->reveal(), std::string_view("another"));
        QVERIFY(wait(again->remove(u"openai/work"_s)));
        QCOMPARE(wait(again->read(u"openai/work"_s)).error().kind, ErrorKind::NotFound);
        QVERIFY(wait(again->remove(u"openai/work"_s))); // not there is as good as removed
    }

    void answersManyAtOnceInOrder() {
        if (!hasKeyring())
            return;
        auto store = secrets::newKeychainStore();
        QList<QFuture<Result<>>> writes;
        QList<QFuture<Result<Secret>>> reads;
        for (int i = 0; i < 8; ++i) {
            writes << store->write(u"many/%1"_s.arg(i), Secret("value " + std::to_string(i)));
            reads << store->read(u"many/%1"_s.arg(i));
        }
        for (int i = 0; i < 8; ++i) {
            QVERIFY(wait(writes[i]));
            QCOMPARE(wait(reads[i])->reveal(), std::string_view("value " + std::to_string(i)));
        }
    }

    void writesNoSecretIntoAFile() {
        if (!hasKeyring())
            return;
        auto store = secrets::newKeychainStore();
        QVERIFY(wait(store->write(u"canary"_s, Secret(kCanary))));
        int files = 0;
        QDirIterator it(QDir::homePath(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            if (!file.open(QIODevice::ReadOnly))
                continue;
            ++files;
            QVERIFY2(!file.readAll().contains(kCanary), qPrintable(file.fileName()));
        }
        QVERIFY(files > 0); // the keyring's own, encrypted
    }

    void refusesAnEmptySecret() {
        auto store = secrets::newKeychainStore();
        QCOMPARE(wait(store->write(u"x"_s, Secret())).error().kind, ErrorKind::InvalidParameters);
    }

    void theProbeTellsAKeychainFromNone() {
        auto store = secrets::newKeychainStore();
        const auto probed = wait(secrets::probeKeychain(*store));
        if (hasKeyring()) {
            QVERIFY2(probed, probed ? "" : probed.error().message.c_str());
        } else {
            QVERIFY(!probed);
            QCOMPARE(probed.error().kind, ErrorKind::Keychain);
        }
    }

    void aKeychainThatWaitsForItsUserIsNoSuccess() {
        SilentStore silent;
        const auto probed = wait(secrets::probeKeychain(silent, std::chrono::milliseconds{20}));
        QVERIFY(!probed);
        QCOMPARE(probed.error().kind, ErrorKind::Keychain);
        QVERIFY(probed.error().message.find("locked") != std::string::npos);
    }

    void aKeychainThatForgetsIsNoSuccess() {
        ForgetfulStore forgetful;
        QCOMPARE(wait(secrets::probeKeychain(forgetful)).error().kind, ErrorKind::Keychain);
    }

    void theNameFollowsTheDesktop_data() {
        QTest::addColumn<QByteArray>("desktop");
        QTest::addColumn<QString>("name");
        QTest::newRow("GNOME on Ubuntu") << QByteArray("ubuntu:GNOME") << u"GNOME Keyring"_s;
        QTest::newRow("Plasma") << QByteArray("KDE") << u"KWallet"_s;
        QTest::newRow("Xfce") << QByteArray("XFCE") << u"GNOME Keyring"_s;
        QTest::newRow("a tiling window manager") << QByteArray("sway") << u"Secret Service"_s;
        QTest::newRow("none") << QByteArray() << u"Secret Service"_s;
    }
    void theNameFollowsTheDesktop() {
        QFETCH(QByteArray, desktop);
        QFETCH(QString, name);
        qputenv("XDG_CURRENT_DESKTOP", desktop);
        QCOMPARE(secrets::newKeychainStore()->name(), name);
        qunsetenv("XDG_CURRENT_DESKTOP");
    }
};

QTEST_GUILESS_MAIN(TestKeychain)
#include "keychain.moc"
