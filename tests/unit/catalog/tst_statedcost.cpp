// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Some providers state what a request cost. Our own arithmetic, from our own prices and their token counts, must say
// the same. Reads the usage by itself, so that an error of a dialect cannot hide one of the arithmetic.
#include "app/catalog/catalog.h"
#include "app/catalog/cost.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>

using namespace llmg;

namespace {

struct Recording {
    QString provider, model;
    QJsonObject usage;
};

QJsonObject usageOf(const QJsonObject& answer) {
    const QJsonObject usage = answer[QLatin1String("usage")].toObject();
    return usage.isEmpty() ? answer[QLatin1String("response")].toObject()[QLatin1String("usage")].toObject() : usage;
}

/// The last usage of the recorded answer, streamed or not.
Recording read(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QJsonObject recording = QJsonDocument::fromJson(file.readAll()).object();
    Recording read{recording[QLatin1String("provider")].toString(), recording[QLatin1String("model")].toString(), {}};
    const QByteArray body = recording[QLatin1String("response_body")].toString().toUtf8();
    const auto take = [&read](const QByteArray& json) {
        const QJsonObject answer = QJsonDocument::fromJson(json).object();
        if (const QJsonObject usage = usageOf(answer); !usage.isEmpty())
            read.usage = usage;
        if (read.model.isEmpty())
            read.model = answer[QLatin1String("model")].toString();
    };
    if (recording[QLatin1String("framing")].toString() == QLatin1String("sse")) {
        for (const QByteArray& line : body.split('\n')) {
            if (line.startsWith("data:"))
                take(line.mid(5).trimmed());
        }
    } else {
        take(body);
    }
    return read;
}

/// Stated tokens cost in USD, without fees for searches; negative when the answer states none.
double statedUsd(const QJsonObject& usage) {
    if (usage.contains(QLatin1String("cost_in_usd_ticks")))
        return usage[QLatin1String("cost_in_usd_ticks")].toDouble(-1) / 1e10;
    const QJsonValue cost = usage[QLatin1String("cost")];
    if (cost.isObject())
        return cost.toObject()[QLatin1String("total_cost")].toDouble(-1) -
               cost.toObject()[QLatin1String("request_cost")].toDouble();
    return cost.toDouble(-1);
}

domain::TokenUsage tokens(const QJsonObject& usage, const QString& provider) {
    const auto count = [&usage](const char* chat, const char* responses) {
        const QJsonValue value = usage[QLatin1String(chat)];
        return static_cast<std::int64_t>((value.isUndefined() ? usage[QLatin1String(responses)] : value).toDouble());
    };
    const auto detail = [&usage](const char* chat, const char* responses, const char* field) {
        QJsonObject details = usage[QLatin1String(chat)].toObject();
        if (details.isEmpty())
            details = usage[QLatin1String(responses)].toObject();
        return static_cast<std::int64_t>(details[QLatin1String(field)].toDouble());
    };
    domain::TokenUsage made;
    made.prompt = count("prompt_tokens", "input_tokens");
    made.completion = count("completion_tokens", "output_tokens");
    made.cachedPrompt = detail("prompt_tokens_details", "input_tokens_details", "cached_tokens");
    made.reasoning = detail("completion_tokens_details", "output_tokens_details", "reasoning_tokens");
    // xAI's chat answers count reasoning beside completion, its responses within.
    if (provider == QLatin1String("xai") && usage.contains(QLatin1String("completion_tokens")))
        made.completion += made.reasoning;
    return made;
}

} // namespace

class TestStatedCost : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void ourArithmeticAgreesWithTheProviders() {
        const QDir recordings(QStringLiteral(LLMG_RECORDINGS_DIR));
        if (!recordings.exists()) {
            qInfo("skipped: no recordings here");
            return;
        }
        const auto catalog = catalog::Catalog::builtIn();
        int checked = 0;
        const QStringList files = recordings.entryList(
            {QStringLiteral("openrouter-*"), QStringLiteral("perplexity-*"), QStringLiteral("xai-*")});
        for (const QString& file : files) {
            const Recording recording = read(recordings.filePath(file));
            const double stated = statedUsd(recording.usage);
            if (recording.usage.isEmpty() || stated < 0)
                continue;
            const std::string provider = recording.provider.toStdString();
            const auto* model = catalog->modelByUpstreamId(provider, recording.model.toStdString());
            if (!model) {
                qInfo().noquote() << "price not known:" << file << recording.model;
                continue;
            }
            const auto cost =
                catalog::costOf(*catalog->offer(model->id, provider), tokens(recording.usage, recording.provider));
            // Perplexity rounds each part to a hundred-thousandth of a dollar.
            const double tolerance = recording.provider == QLatin1String("perplexity") ? 1.01e-5 : 1e-9;
            const QString said =
                QStringLiteral("%1 (%2): %3 by us, %4 stated")
                    .arg(file, recording.model, QString::fromStdString(domain::toDecimalUsd(cost.total)))
                    .arg(stated, 0, 'g', 10);
            QVERIFY2(cost.known, qPrintable(said));
            QVERIFY2(std::abs(cost.total.toDouble() - stated) <= tolerance, qPrintable(said));
            ++checked;
        }
        qInfo("%d answers checked", checked);
        QVERIFY(checked >= 10);
    }
};

QTEST_APPLESS_MAIN(TestStatedCost)
#include "tst_statedcost.moc"
