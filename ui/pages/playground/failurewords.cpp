// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground/failurewords.h"

#include <QCoreApplication>

namespace llmg::playground {
namespace {

using namespace Qt::StringLiterals;

QString tr(const char* text) {
    return QCoreApplication::translate("FailureWords", text);
}

QString adviceFor(int status, const QString& code, const QString& retryAfter) {
    if (code == u"no_provider_key")
        return tr("Add a key for this provider on the Providers page, or choose a sandbox model.");
    if (code == u"model_not_found" || code == u"model_not_supported" || code == u"model_not_allowed")
        return tr("Choose another model in the column's header, or type provider/model.");
    if (code == u"insufficient_credits" || status == 402)
        return tr("Raise the budget, or top up the account that is charged.");
    switch (status) {
    case 400:
    case 422:
        return tr("Check the parameters on the right; clear what this model does not know.");
    case 401:
        return tr("Restart the gateway; the playground's key is made anew at each start.");
    case 403:
        return tr("Check what this project and its key may use on the Projects page.");
    case 404:
        return tr("Check the model's name and the provider's address.");
    case 408:
    case 504:
        return tr("Try again, ask for less at once, or choose a faster model.");
    case 413:
        return tr("Attach smaller images, or raise the body limit in the settings.");
    case 429:
        return retryAfter.isEmpty() ? tr("Wait a moment and run again, or add another key for this provider.")
                                    : tr("Run again in %1 s, or add another key for this provider.").arg(retryAfter);
    case 502:
    case 503:
    case 529:
        return tr("The provider has trouble. Try again in a moment, or choose another model.");
    default:
        return status >= 500 ? tr("Try again; if it stays, look at the request's detail.") : QString();
    }
}

} // namespace

FailureWords wordsFor(const Failure& failure) {
    FailureWords words;
    words.cause = failure.message;
    switch (failure.where) {
    case Failure::Where::Connection:
        words.what = tr("The gateway cannot be reached");
        words.advice = tr("Look at the status bar: if the gateway is stopped, start it again, then run once more.");
        return words;
    case Failure::Where::Cut:
        words.what = tr("The answer was cut off");
        words.cause = tr("The connection ended before the answer did.");
        words.advice = tr("What came is kept. Regenerate to ask again.");
        return words;
    case Failure::Where::Garbage:
        words.what = tr("The answer cannot be read");
        words.cause = tr("What came is no event stream of a chat completion.");
        words.advice = tr("The body below shows what was received. Try again, or choose another model.");
        return words;
    case Failure::Where::Http:
    case Failure::Where::Stream:
        break;
    }
    const bool inStream = failure.where == Failure::Where::Stream;
    words.what = inStream ? tr("The provider failed during the answer") : QString::number(failure.status);
    if (!failure.code.isEmpty())
        words.what += (inStream ? u" · "_s : u" "_s) + failure.code;
    if (words.cause.isEmpty())
        words.cause = tr("No reason was given.");
    words.advice = adviceFor(failure.status, failure.code, failure.retryAfter);
    if (words.advice.isEmpty() && inStream)
        words.advice = tr("What came is kept. Regenerate to ask again.");
    return words;
}

} // namespace llmg::playground
