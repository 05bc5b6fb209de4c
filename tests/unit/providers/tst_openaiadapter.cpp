// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which of OpenAI's two dialects a call is made in.
#include "app/providers/provideradapter.h"

#include <QTest>

using namespace llmg;

class TestOpenAiAdapter : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void choosesTheDialect_data();
    void choosesTheDialect();
};

void TestOpenAiAdapter::choosesTheDialect_data() {
    QTest::addColumn<QByteArray>("provider");
    QTest::addColumn<QByteArray>("endpoint");
    QTest::addColumn<QByteArray>("client");
    QTest::addColumn<QByteArray>("dialect");
    const auto row = [](const char* name, const char* provider, const char* endpoint, const char* client,
                        const char* dialect) {
        QTest::newRow(name) << QByteArray(provider) << QByteArray(endpoint) << QByteArray(client)
                            << QByteArray(dialect);
    };
    row("chat by default", "openai", "", "openai-chat", "openai-chat");
    row("the model has nothing else", "openai", "responses", "openai-chat", "openai-responses");
    row("the client's own", "openai", "", "openai-responses", "openai-responses");
    row("the client's own, at xAI", "xai", "", "openai-responses", "openai-responses");
    row("a provider that is not known to have it", "mistral", "", "openai-responses", "openai-chat");
    row("another client's", "openai", "", "anthropic-messages", "openai-chat");
}

void TestOpenAiAdapter::choosesTheDialect() {
    QFETCH(QByteArray, provider);
    QFETCH(QByteArray, endpoint);
    QFETCH(QByteArray, client);
    QFETCH(QByteArray, dialect);
    const auto adapter = providers::adapterFor("openai", provider.toStdString());
    dialects::TargetModel target;
    target.endpoint = endpoint.toStdString();
    QCOMPARE(QByteArray::fromStdString(std::string(adapter->codecFor(target, client.toStdString()).dialect())),
             dialect);
}

QTEST_APPLESS_MAIN(TestOpenAiAdapter)
#include "tst_openaiadapter.moc"
