// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/localcommands.h"
#include "app/secrets/secretstore.h"
#include "app/service/systemcertificates.h"
#include "app/settings/settings.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>
#include <QStorageInfo>
#include <QTcpServer>

#include <boost/asio/ssl/context.hpp>
#include <openssl/x509.h>

namespace llmg::daemon {
namespace {

namespace json = boost::json;

enum class Verdict { Ok, Warning, Problem };

json::object finding(const char* check, Verdict verdict, QString detail, QString advice = {}) {
    json::object object;
    object["check"] = check;
    object["state"] = verdict == Verdict::Ok ? "ok" : verdict == Verdict::Warning ? "warning" : "problem";
    object["detail"] = detail.toStdString();
    object["advice"] = advice.toStdString();
    return object;
}

json::object checkDataDirectory(const QString& directory) {
    if (!QDir().mkpath(directory))
        return finding("data directory", Verdict::Problem, directory + QStringLiteral(" cannot be made"),
                       QStringLiteral("choose another with --data"));
    QSaveFile probe(directory + QStringLiteral("/.doctor"));
    if (!probe.open(QIODevice::WriteOnly))
        return finding("data directory", Verdict::Problem, directory + QStringLiteral(" cannot be written to"),
                       QStringLiteral("check its owner and permissions"));
    probe.cancelWriting();
    const qint64 free = QStorageInfo(directory).bytesAvailable();
    constexpr qint64 kLittle = 512LL * 1024 * 1024;
    const auto detail = directory + QStringLiteral(", %1 MB free").arg(free / (1024 * 1024));
    if (free < kLittle)
        return finding("data directory", Verdict::Warning, detail,
                       QStringLiteral("the ledger stops the gateway when the disk is full; make room"));
    return finding("data directory", Verdict::Ok, detail);
}

json::object checkPort(const QString& directory) {
    const settings::Settings settings(directory + QStringLiteral("/settings.ini"));
    const auto port = static_cast<quint16>(settings.value(settings::Key::GatewayPort).toUInt());
    QTcpServer probe;
    if (probe.listen(QHostAddress::LocalHost, port))
        return finding("port", Verdict::Ok, QStringLiteral("127.0.0.1:%1 is free").arg(port));
    json::object ping;
    ping["command"] = "key list";
    if (service::sendCommand(directory, ping, std::chrono::milliseconds{2000}))
        return finding("port", Verdict::Ok, QStringLiteral("127.0.0.1:%1 is held by this gateway").arg(port));
    return finding("port", Verdict::Problem, QStringLiteral("127.0.0.1:%1 is taken by another program").arg(port),
                   QStringLiteral("stop it, or serve with --port N"));
}

json::object judgeKeychain(const QString& name, const Result<>& probe) {
    if (probe)
        return finding("keychain", Verdict::Ok, name);
    return finding("keychain", Verdict::Warning, QString::fromStdString(probe.error().message),
                   QStringLiteral("unlock it, or give provider keys in the environment, such as OPENAI_API_KEY"));
}

/// The probe has a time limit of its own.
QFuture<json::object> checkKeychain(bool use) {
    if (!use) {
        return QtFuture::makeReadyFuture(
            finding("keychain", Verdict::Warning, QStringLiteral("not used, as asked"),
                    QStringLiteral("give provider keys in the environment, such as OPENAI_API_KEY")));
    }
    std::shared_ptr<secrets::SecretStore> keychain = secrets::newKeychainStore();
    return secrets::probeKeychain(*keychain).then(
        qApp, [keychain](Result<> probe) { return judgeKeychain(keychain->name(), probe); });
}

json::object checkCertificates() {
    boost::asio::ssl::context context(boost::asio::ssl::context::tls_client);
    if (auto trusted = service::trustSystemCertificates(context); !trusted)
        return finding("certificates", Verdict::Problem, QString::fromStdString(trusted.error().message));
    const auto file = qEnvironmentVariable("SSL_CERT_FILE", QString::fromLatin1(X509_get_default_cert_file()));
    const auto directory = qEnvironmentVariable("SSL_CERT_DIR", QString::fromLatin1(X509_get_default_cert_dir()));
    const bool any = QFileInfo::exists(file) || !QDir(directory).isEmpty();
    if (!any)
        return finding("certificates", Verdict::Problem, QStringLiteral("none in %1 or %2").arg(file, directory),
                       QStringLiteral("install ca-certificates; no provider can be verified without"));
    return finding("certificates", Verdict::Ok, QFileInfo::exists(file) ? file : directory);
}

json::object checkProxy() {
    for (const char* name : {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "http_proxy", "HTTP_PROXY"}) {
        const auto value = qEnvironmentVariable(name);
        if (!value.isEmpty())
            return finding(
                "proxy", Verdict::Warning, QStringLiteral("%1 is set").arg(QString::fromLatin1(name)),
                QStringLiteral("the gateway uses a proxy only where one is set: provider set ID --proxy URL"));
    }
    return finding("proxy", Verdict::Ok, QStringLiteral("none"));
}

} // namespace

QFuture<service::CommandResult> doctor(const QString& dataDirectory, bool useKeychain) {
    return checkKeychain(useKeychain).then(qApp, [dataDirectory](json::object keychain) -> service::CommandResult {
        json::array findings;
        findings.push_back(checkDataDirectory(dataDirectory));
        findings.push_back(checkPort(dataDirectory));
        findings.push_back(std::move(keychain));
        findings.push_back(checkCertificates());
        findings.push_back(checkProxy());
        return json::value(std::move(findings));
    });
}

} // namespace llmg::daemon
