// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/catalog/catalog.h"
#include "app/providers/targetmodel.h"

#include <QTest>

using namespace llmg;
using namespace llmg::providers;

class TestTargetModel : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void whatTheCatalogKnowsReachesTheCodec_data() {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("provider");
        QTest::addColumn<QByteArray>("efforts");
        QTest::addColumn<qint64>("leastBudget");
        QTest::addColumn<qint64>("mostBudget");
        const auto row = [](const char* model, const char* provider, const char* efforts, qint64 least, qint64 most) {
            QTest::addRow("%s at %s", model, provider)
                << QByteArray(model) << QByteArray(provider) << QByteArray(efforts) << least << most;
        };
        row("gpt-5", "openai", "minimal low medium high", 0, 0);
        row("gpt-4o", "openai", "", 0, 0);
        row("gemini-2.5-pro", "google", "", 128, 32768);
        row("claude-sonnet-4-5", "anthropic", "", 1024, 0);
    }
    void whatTheCatalogKnowsReachesTheCodec() {
        QFETCH(QByteArray, model);
        QFETCH(QByteArray, provider);
        QFETCH(QByteArray, efforts);
        QFETCH(qint64, leastBudget);
        QFETCH(qint64, mostBudget);
        const auto catalog = catalog::Catalog::builtIn();
        const auto* offer = catalog->offer(model.toStdString(), provider.toStdString());
        QVERIFY(offer);
        const auto target = targetModel(provider.toStdString(), offer->upstreamId, offer);
        QByteArray words;
        for (const std::string& word : target.reasoningEfforts)
            words += (words.isEmpty() ? "" : " ") + QByteArray::fromStdString(word);
        QCOMPARE(words, efforts);
        QCOMPARE(target.minReasoningBudget, leastBudget);
        QCOMPARE(target.maxReasoningBudget, mostBudget);
        QCOMPARE(target.maxOutput, offer->maxOutput);
        QCOMPARE(target.acceptsTemperature, offer->acceptsTemperature);
        QVERIFY(target.can == offer->can);
    }

    void anUnknownModelIsHeldBackByNothing() {
        const auto target = targetModel("openai", "gpt-of-tomorrow", nullptr);
        QCOMPARE(target.upstreamId, std::string("gpt-of-tomorrow"));
        QVERIFY(!target.can);
        QVERIFY(target.acceptsTemperature && target.reasoningEfforts.empty() && target.maxOutput == 0);
    }
};

QTEST_APPLESS_MAIN(TestTargetModel)
#include "tst_targetmodel.moc"
