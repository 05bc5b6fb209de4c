// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What ModelRun has to do with the response cache: an answer that was given before, and keeping one for the next time.
#include "app/cache/replay.h"
#include "app/cache/requestdigest.h"
#include "app/gateway/answered.h"
#include "app/gateway/modelrun.h"

#include <algorithm>

namespace llmg::gateway {
namespace {

std::chrono::seconds ttlOf(const domain::Project& project) {
    return std::chrono::seconds{project.cacheTtlSeconds};
}

} // namespace

http::Task<bool> ModelRun::answerFromCache() {
    auto* cache = m_environment.shared.cache;
    const auto& headers = m_exchange.head().headers;
    const bool isSandbox = m_route.candidates.front().provider == routing::kSandboxProvider;
    if (!cache || !m_project->cacheEnabled || isSandbox || !m_call->isCacheable() || headers.has("x-no-cache"))
        co_return false;
    const std::string& body = m_continued.empty() ? m_body : m_continued;
    m_digest =
        cache::requestDigest({m_project->id, m_call->dialect(), m_scan.model, body, {headers.get("anthropic-beta")}});
    if (!m_digest)
        co_return false;
    auto hit = cache->find(*m_digest, m_project->id, ttlOf(*m_project));
    if (!hit) {
        auto start = [&](std::function<void(cache::AnswerPtr)> done) {
            cache->ask(*m_digest, m_project->id, ttlOf(*m_project), std::move(done));
        };
        hit = co_await answered<cache::AnswerPtr>(std::move(start), m_exchange.executor());
    }
    // Only what this request could still be answered with: modes, keys, aliases and allow-lists differ and change.
    const bool mayBe =
        hit && std::any_of(m_route.candidates.begin(), m_route.candidates.end(), [&](const routing::Candidate& each) {
            return each.provider == hit->usedProvider && each.model == hit->usedModel &&
                   hit->usedMode == usedModeOf(each);
        });
    if (!mayBe || m_exchange.clientGone())
        co_return false;

    m_record.cached = true;
    m_record.usage = hit->usage;
    m_record.finishReason = hit->finishReason;
    m_record.usedModel = hit->usedModel;
    m_record.usedProvider = hit->usedProvider;
    m_record.usedMode = hit->usedMode;
    m_record.cost = {};
    m_record.cost.known = true;
    m_record.savedByCache = hit->cost;
    auto bytes = cache::replay(*hit, {m_scan.stream, m_scan.includeUsage, m_scan.arrayStream, additions().metadata});
    if (!bytes) {
        m_record.cached = false; // damaged: a provider is asked
        m_record.savedByCache = {};
        co_return false;
    }
    m_record.firstTokenUs = elapsedUs();
    capture(*bytes);
    keepTurn(*bytes, m_scan.stream);
    co_await sendWhole(std::move(*bytes));
    co_return true;
}

cache::CachedAnswer ModelRun::cachedAnswer() const {
    cache::CachedAnswer answer;
    answer.dialect = m_call->dialect();
    answer.usage = m_record.usage;
    answer.cost = m_record.cost.total;
    answer.finishReason = m_record.finishReason;
    answer.usedModel = m_record.usedModel;
    answer.usedProvider = m_record.usedProvider;
    answer.usedMode = m_record.usedMode;
    return answer;
}

void ModelRun::keepAnswer(cache::CachedAnswer answer) {
    if (!m_digest || !m_recorder)
        return;
    auto document = m_recorder->finish(answer.usage);
    if (!document)
        return;
    answer.document = std::move(*document);
    m_environment.shared.cache->put(*m_digest, m_project->id, ttlOf(*m_project), std::move(answer));
}

} // namespace llmg::gateway
