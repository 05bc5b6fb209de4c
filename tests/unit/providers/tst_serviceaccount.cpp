// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The signed statement is checked by OpenSSL against the public key of a pair that is made here.
#include "app/providers/serviceaccount.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace llmg;
using namespace llmg::providers;
using namespace std::chrono_literals;

namespace {

QByteArray decoded(const QByteArray& part) {
    return QByteArray::fromBase64(part, QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

} // namespace

class TestServiceAccount : public QObject {
    Q_OBJECT

  private:
    std::shared_ptr<EVP_PKEY> m_pair;
    QString m_pem;

    [[nodiscard]] QJsonObject account() const {
        return {{QStringLiteral("type"), QStringLiteral("service_account")},
                {QStringLiteral("project_id"), QStringLiteral("my-project")},
                {QStringLiteral("private_key_id"), QStringLiteral("key-1")},
                {QStringLiteral("private_key"), m_pem},
                {QStringLiteral("client_email"), QStringLiteral("gw@my-project.iam.gserviceaccount.com")},
                {QStringLiteral("token_uri"), QStringLiteral("https://oauth2.googleapis.com/token")}};
    }
    static Secret secret(const QJsonObject& document) { return Secret(QJsonDocument(document).toJson().toStdString()); }

  private Q_SLOTS:
    void initTestCase() {
        m_pair.reset(EVP_RSA_gen(2048), EVP_PKEY_free);
        BIO* bio = BIO_new(BIO_s_mem());
        QCOMPARE(PEM_write_bio_PrivateKey(bio, m_pair.get(), nullptr, nullptr, 0, nullptr, nullptr), 1);
        char* text = nullptr;
        const long length = BIO_get_mem_data(bio, &text);
        m_pem = QString::fromLatin1(text, static_cast<qsizetype>(length));
        BIO_free(bio);
    }

    void signsAStatementForAnHour() {
        const auto credentials = readGoogleCredentials(secret(account()));
        QVERIFY2(credentials, credentials ? "" : credentials.error().message.c_str());
        QCOMPARE(QByteArray::fromStdString(credentials->projectId), QByteArray("my-project"));
        const auto wire = googleTokenRequest(*credentials, UnixTime{1'800'000'000s});
        QVERIFY(wire);
        QCOMPARE(QByteArray::fromStdString(wire->url), QByteArray("https://oauth2.googleapis.com/token"));
        const QByteArray body = QByteArray::fromStdString(wire->body);
        const QByteArray head("grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=");
        QVERIFY2(body.startsWith(head), body.constData());
        const auto parts = body.mid(head.size()).split('.');
        QCOMPARE(parts.size(), 3);
        QCOMPARE(QJsonDocument::fromJson(decoded(parts[0])).object(),
                 (QJsonObject{{QStringLiteral("alg"), QStringLiteral("RS256")},
                              {QStringLiteral("typ"), QStringLiteral("JWT")},
                              {QStringLiteral("kid"), QStringLiteral("key-1")}}));
        QCOMPARE(
            QJsonDocument::fromJson(decoded(parts[1])).object(),
            (QJsonObject{{QStringLiteral("iss"), QStringLiteral("gw@my-project.iam.gserviceaccount.com")},
                         {QStringLiteral("scope"), QStringLiteral("https://www.googleapis.com/auth/cloud-platform")},
                         {QStringLiteral("aud"), QStringLiteral("https://oauth2.googleapis.com/token")},
                         {QStringLiteral("iat"), 1'800'000'000},
                         {QStringLiteral("exp"), 1'800'003'600}}));
        const QByteArray text = parts[0] + '.' + parts[1];
        const QByteArray signature = decoded(parts[2]);
        const std::shared_ptr<EVP_MD_CTX> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
        QCOMPARE(EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, m_pair.get()), 1);
        QCOMPARE(EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.constData()),
                                  static_cast<std::size_t>(signature.size()),
                                  reinterpret_cast<const unsigned char*>(text.constData()),
                                  static_cast<std::size_t>(text.size())),
                 1);
    }

    void refusesFilesAndNamesTheMember_data() {
        QTest::addColumn<QString>("member");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("said");
        const auto row = [](const char* name, const char* member, const char* value, const char* said) {
            QTest::newRow(name) << QString::fromLatin1(member) << QString::fromLatin1(value)
                                << QString::fromLatin1(said);
        };
        row("no e-mail address", "client_email", "", "client_email");
        row("no private key", "private_key", "", "private_key");
        row("no token address", "token_uri", "", "token_uri");
        row("another type", "type", "external_account", "type");
        row("a stranger's server", "token_uri", "https://evil.example/token", "token_uri");
        row("a name that ends like Google's", "token_uri", "https://notgoogleapis.com/token", "token_uri");
        row("Google's name before another", "token_uri", "https://oauth2.googleapis.com.evil.example/", "token_uri");
        row("user information", "token_uri", "https://oauth2.googleapis.com@evil.example/", "token_uri");
        row("not encrypted", "token_uri", "http://oauth2.googleapis.com/token", "token_uri");
        row("another port", "token_uri", "https://oauth2.googleapis.com:8443/token", "token_uri");
    }
    void refusesFilesAndNamesTheMember() {
        QFETCH(QString, member);
        QFETCH(QString, value);
        QFETCH(QString, said);
        auto document = account();
        document[member] = value;
        const auto credentials = readGoogleCredentials(secret(document));
        QVERIFY(!credentials);
        const QString message = QString::fromStdString(credentials.error().message);
        QVERIFY2(message.contains(said), qPrintable(message));
        QVERIFY(!message.contains(QStringLiteral("PRIVATE KEY")) && !message.contains(QStringLiteral("evil")));
        const auto adapter = adapterFor("vertex", "google-vertex");
        QVERIFY(!adapter->checkKey(secret(document)));
    }

    void keysThatCannotSignAreTheProvidersFault() {
        auto document = account();
        document[QStringLiteral("private_key")] =
            QStringLiteral("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        const auto credentials = readGoogleCredentials(secret(document));
        QVERIFY(credentials);
        const auto wire = googleTokenRequest(*credentials, {});
        QVERIFY(!wire);
        QVERIFY(wire.error().kind == ErrorKind::UpstreamKeyRejected);
    }

    void aFileIsAKeyOfVertex() {
        const auto adapter = adapterFor("vertex", "google-vertex");
        const Secret key = secret(account());
        QVERIFY(adapter->checkKey(key));
        QCOMPARE(adapter->addressOf(key).variables, (Variables{{"project", "my-project"}}));
        QCOMPARE(QByteArray::fromStdString(adapter->shownKey(key)),
                 QByteArray("gw@my-project.iam.gserviceaccount.com"));
        QVERIFY(!adapter->checkKey(Secret("a key\nof two lines")));
    }

    void readsTokens_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("whole") << 200 << QByteArray("{\"access_token\":\"ya29.t\",\"expires_in\":3599}")
                               << QByteArray("ya29.t 3599");
        QTest::newRow("no end said") << 200 << QByteArray("{\"access_token\":\"t\"}") << QByteArray("t 3600");
        QTest::newRow("an end in the past")
            << 200 << QByteArray("{\"access_token\":\"t\",\"expires_in\":-5}") << QByteArray("t 0");
        QTest::newRow("refused") << 400 << QByteArray("{\"error\":\"invalid_grant\",\"error_description\":\"Bad.\"}")
                                 << QByteArray("upstream_key_rejected");
        QTest::newRow("not there") << 503 << QByteArray("busy") << QByteArray("upstream_error");
        QTest::newRow("too many") << 429 << QByteArray() << QByteArray("rate_limit_exceeded");
        QTest::newRow("garbage") << 200 << QByteArray("<html>") << QByteArray("upstream_error");
        QTest::newRow("a token that breaks out of its header")
            << 200 << QByteArray("{\"access_token\":\"t\\r\\nx: y\"}") << QByteArray("upstream_error");
    }
    void readsTokens() {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, said);
        const UnixTime now{1'800'000'000s};
        const auto token = decodeGoogleToken(status, body.toStdString(), now);
        if (!token) {
            QCOMPARE(QByteArray(toString(token.error().kind)), said);
            return;
        }
        const auto left = std::chrono::duration_cast<std::chrono::seconds>(token->expiresAt - now).count();
        QCOMPARE(QByteArray(QByteArray::fromStdString(std::string(token->token.reveal())) + ' ' +
                            QByteArray::number(static_cast<qlonglong>(left))),
                 said);
    }
};

QTEST_APPLESS_MAIN(TestServiceAccount)
#include "tst_serviceaccount.moc"
