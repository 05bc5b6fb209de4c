// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/errormapping.h"

#include <QTest>

using namespace llmg;
using namespace llmg::gateway;

class ErrorMappingTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void followsTheContract_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("upstreamStatus");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        const auto row = [](const char* name, ErrorKind kind, int upstream, int status, const char* code) {
            QTest::newRow(name) << static_cast<int>(kind) << upstream << status << QString::fromLatin1(code);
        };
        row("body is no JSON", ErrorKind::InvalidJson, 0, 400, "invalid_json");
        row("bad parameters", ErrorKind::InvalidParameters, 0, 400, "invalid_parameters");
        row("nobody has the model", ErrorKind::ModelNotFound, 0, 400, "model_not_found");
        row("that provider has not the model", ErrorKind::ModelNotFound, 404, 404, "model_not_found");
        row("model lacks something", ErrorKind::ModelNotSupported, 0, 400, "model_not_supported");
        row("no provider key", ErrorKind::NoProviderKey, 0, 400, "no_provider_key");
        row("client's key", ErrorKind::InvalidApiKey, 0, 401, "invalid_api_key");
        row("no credits", ErrorKind::InsufficientCredits, 402, 402, "insufficient_credits");
        row("host", ErrorKind::HostNotAllowed, 0, 403, "host_not_allowed");
        row("origin", ErrorKind::OriginNotAllowed, 0, 403, "origin_not_allowed");
        row("model not allowed", ErrorKind::ModelNotAllowed, 0, 403, "model_not_allowed");
        row("no such path", ErrorKind::NotFound, 0, 404, "not_found");
        row("method", ErrorKind::MethodNotAllowed, 0, 405, "method_not_allowed");
        row("slow client", ErrorKind::RequestTimeout, 0, 408, "timeout");
        row("too large", ErrorKind::RequestTooLarge, 0, 413, "request_too_large");
        row("media type", ErrorKind::UnsupportedMediaType, 0, 415, "unsupported_media_type");
        row("limited", ErrorKind::RateLimited, 429, 429, "rate_limit_exceeded");
        row("client gone", ErrorKind::Canceled, 0, 499, "canceled");
        row("our fault", ErrorKind::Internal, 0, 500, "gateway_error");
        row("disk full", ErrorKind::Storage, 0, 500, "gateway_error");
        row("provider broke", ErrorKind::Upstream, 503, 502, "upstream_error");
        row("our key refused is not the client's 401", ErrorKind::UpstreamKeyRejected, 401, 502, "upstream_error");
        row("provider's 422 keeps its status", ErrorKind::UpstreamRejected, 422, 422, "upstream_error");
        row("provider's 404 may be another's 200", ErrorKind::UpstreamRejected, 404, 404, "upstream_error");
        row("all failed", ErrorKind::AllProvidersFailed, 0, 502, "all_providers_failed");
        row("slow provider", ErrorKind::UpstreamTimeout, 0, 504, "timeout");
        row("overloaded", ErrorKind::Overloaded, 0, 529, "overloaded");
    }

    void followsTheContract() {
        QFETCH(int, kind);
        QFETCH(int, upstreamStatus);
        QFETCH(int, status);
        QFETCH(QString, code);
        Error error;
        error.kind = static_cast<ErrorKind>(kind);
        error.upstreamStatus = upstreamStatus;
        const auto http = toHttp(error);
        QCOMPARE(http.status, status);
        QCOMPARE(QString::fromStdString(std::string(http.code)), code);
    }

    void keepsTheProvidersOwnCode() {
        Error error;
        error.kind = ErrorKind::UpstreamRejected;
        error.upstreamStatus = 400;
        error.upstreamCode = "context_length_exceeded";
        QCOMPARE(toHttp(error).code, std::string_view("context_length_exceeded"));
    }
};

QTEST_GUILESS_MAIN(ErrorMappingTest)
#include "tst_errormapping.moc"
