// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/routing/attemptplan.h"

#include <QTest>

#include <map>

using namespace llmg;
using namespace llmg::routing;
using namespace std::chrono_literals;

namespace {

class Keys final : public Availability {
  public:
    std::map<std::string, std::vector<KeyShare>, std::less<>> shares;
    bool isKnown(std::string_view) const override { return true; }
    bool canCall(std::string_view) const override { return true; }
    int order(std::string_view) const override { return 0; }
    std::string displayName(std::string_view id) const override { return std::string(id); }
    std::string keyVariable(std::string_view) const override { return {}; }
    std::span<const KeyShare> keys(std::string_view provider) const override {
        const auto found = shares.find(provider);
        return found == shares.end() ? std::span<const KeyShare>{} : std::span<const KeyShare>(found->second);
    }
};

/// "a", "b2" (two keys), "c0" (called without a key), "H" (the hosted account).
void addCandidate(Route& route, Keys& keys, const QString& text) {
    const std::string name(1, text.at(0).toLatin1());
    const int count = text.size() > 1 ? text.mid(1).toInt() : 1;
    route.candidates.push_back({name, "m", "m", nullptr, name == "H"});
    for (int i = 0; i < count; ++i)
        keys.shares[name].push_back({name + std::to_string(i), 1});
}

/// "ok", "503", "429", "429/2" (Retry-After 2 s), "drop" (connection), "slow" (timeout), "gone" (client), "cut" (after
/// a byte went out), "model" (404 about the model).
AttemptOutcome outcomeOf(const QString& text) {
    AttemptOutcome outcome;
    if (text == u"ok")
        return outcome;
    const auto parts = text.split(u'/');
    const int status = parts.front().toInt();
    auto error = fail(ErrorKind::Upstream, text.toStdString());
    error.upstreamStatus = status;
    if (status == 401 || status == 402 || status == 403)
        error.kind = ErrorKind::UpstreamKeyRejected;
    else if (status == 429)
        error.kind = ErrorKind::RateLimited;
    else if (status == 404 || (status >= 410 && status < 500) || status == 400)
        error.kind = ErrorKind::UpstreamRejected;
    if (text == u"slow")
        error.kind = ErrorKind::UpstreamTimeout;
    if (text == u"gone")
        error.kind = ErrorKind::Canceled;
    if (text == u"model") {
        error.kind = ErrorKind::ModelNotFound;
        error.upstreamStatus = 404;
    }
    outcome.bytesSent = text == u"cut";
    if (parts.size() == 2)
        error.retryAfter = std::chrono::seconds(parts.back().toInt());
    outcome.status = status;
    outcome.failure = error;
    return outcome;
}

Error errorOf(int status) {
    auto error = fail(ErrorKind::Upstream, "x");
    error.upstreamStatus = status;
    return error;
}

} // namespace

class AttemptPlanTest : public QObject {
    Q_OBJECT

  private:
    /// What is done for one request: "a0 +375 a0 b0 = ok": attempts with their keys, waits in milliseconds, the end.
    QString played(const Route& route, PlanOptions options, const QStringList& outcomes) {
        options.requestedModel = "m";
        AttemptPlan plan(route, m_keys, m_live, options, [] { return 0.5; });
        QStringList trace;
        qsizetype used = 0;
        for (int steps = 0; steps < 50; ++steps) {
            const auto step = plan.next(m_now);
            if (const auto* wait = std::get_if<AttemptPlan::Wait>(&step)) {
                trace << u'+' + QString::number(wait->duration.count());
                m_now += wait->duration;
            } else if (const auto* given = std::get_if<AttemptPlan::GiveUp>(&step)) {
                m_error = given->error;
                trace << QStringLiteral("= ") + QString::fromLatin1(toString(given->error.kind));
                return trace.join(u' ');
            } else {
                const auto& attempt = std::get<AttemptPlan::Try>(step);
                auto name = QString::fromStdString(route.candidates[attempt.candidate].provider);
                trace << (attempt.key ? name + QString::number(*attempt.key) : name);
                const auto outcome = outcomeOf(outcomes.value(used, QStringLiteral("missing")));
                ++used;
                m_now += m_attemptTakes;
                plan.report(outcome, m_now);
                if (!outcome.failure)
                    return (trace << QStringLiteral("= ok")).join(u' ');
            }
        }
        return QStringLiteral("endless");
    }

    void make(const QString& candidates) {
        m_live.emplace();
        m_keys.shares.clear();
        m_route = {};
        for (const auto& text : candidates.split(u' '))
            addCandidate(m_route, m_keys, text);
        m_now = Time{1h};
    }

    struct Live {
        std::unique_ptr<LiveState> state = std::make_unique<LiveState>();
        void emplace() { state = std::make_unique<LiveState>(); }
        operator LiveState&() { return *state; }
        LiveState* operator->() { return state.get(); }
    };
    Live m_live;
    Keys m_keys;
    Route m_route;
    Time m_now;
    Error m_error;
    std::chrono::milliseconds m_attemptTakes{0};

  private Q_SLOTS:
    void init() { m_attemptTakes = 0ms; }

    void followsTheRules_data() {
        QTest::addColumn<QString>("candidates");
        QTest::addColumn<QString>("flags");
        QTest::addColumn<QString>("outcomes");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* candidates, const char* flags, const char* outcomes,
                            const char* expected) {
            QTest::newRow(name) << QString::fromLatin1(candidates) << QString::fromLatin1(flags)
                                << QString::fromLatin1(outcomes) << QString::fromLatin1(expected);
        };
        row("an answer ends it", "a b", "", "ok", "a0 = ok");
        row("a server without a key", "a0 b", "", "ok", "a = ok");
        row("503: the next provider at once", "a b", "", "503 ok", "a0 b0 = ok");
        row("503: another key would not help", "a2 b", "", "503 ok", "a0 b0 = ok");
        row("no connection", "a b", "", "drop ok", "a0 b0 = ok");
        row("a timeout before the first byte", "a b", "", "slow ok", "a0 b0 = ok");
        row("408", "a b", "", "408 ok", "a0 b0 = ok");
        row("409", "a b", "", "409 ok", "a0 b0 = ok");
        row("401: the next key", "a2 b", "", "401 ok", "a0 a1 = ok");
        row("402: the next key", "a2 b", "", "402 ok", "a0 a1 = ok");
        row("403: the next key", "a2 b", "", "403 ok", "a0 a1 = ok");
        row("429: the next key", "a2 b", "", "429 ok", "a0 a1 = ok");
        row("401 of all keys: the next provider", "a2 b", "", "401 401 ok", "a0 a1 b0 = ok");
        row("401 of one key while the other rests: waits for it", "a2", "", "429/3 401 ok", "a0 a1 +3125 a0 = ok");
        row("401 of the last key", "a2", "", "503 401 401", "a0 +375 a1 +625 a0 = upstream_key_rejected");
        row("429 of all keys: the next provider at once", "a2 b", "", "429/1 429/1 ok", "a0 a1 b0 = ok");
        row("404 about the model: the next provider", "a2 b", "", "model ok", "a0 b0 = ok");
        row("404 of the path: the next provider", "a b", "", "404 ok", "a0 b0 = ok");
        row("a redirect: the next provider", "a b", "", "302 ok", "a0 b0 = ok");
        row("400 is the client's", "a b", "", "400 ok", "a0 = upstream_rejected");
        row("422 is the client's", "a b", "", "422 ok", "a0 = upstream_rejected");
        row("a client that went away", "a b", "", "gone ok", "a0 = canceled");
        row("a byte went out: nothing is tried again", "a b", "", "cut ok", "a0 = upstream_error");
        row("a later client error is told as it is", "a b", "", "503 400", "a0 b0 = upstream_rejected");
        row("alone: again after a backoff that grows", "a", "", "503 503 ok", "a0 +375 a0 +625 a0 = ok");
        row("at most two retries at one provider", "a", "", "503 503 503 ok", "a0 +375 a0 +625 a0 = upstream_error");
        row("at most four attempts", "a b", "", "503 503 503 503 ok", "a0 b0 +375 a0 b0 = all_providers_failed");
        row("never more than four providers", "a b c d e", "", "503 503 503 503 ok",
            "a0 b0 c0 d0 = all_providers_failed");
        row("pinned stays", "a b", "pinned", "503 ok", "a0 +375 a0 = ok");
        row("pinned: keys still rotate", "a2 b", "pinned", "401 ok", "a0 a1 = ok");
        row("pinned: a retry takes the next key", "a2 b", "pinned", "503 ok", "a0 +375 a1 = ok");
        row("x-no-fallback stays", "a b", "no-fallback", "503 ok", "a0 +375 a0 = ok");
        row("x-no-fallback: keys still rotate", "a2 b", "no-fallback", "429 ok", "a0 a1 = ok");
        row("a refused key is not tried again", "a", "", "401 ok", "a0 = upstream_key_rejected");
        row("a missing model is not asked for again", "a", "", "model ok", "a0 = model_not_found");
        row("Retry-After is honoured", "a", "", "429/2 ok", "a0 +2000 a0 = ok");
        row("Retry-After of a 503, too", "a", "", "503/3 ok", "a0 +3000 a0 = ok");
        row("Retry-After beyond the deadline", "a", "deadline=10", "429/20 ok", "a0 = rate_limit_exceeded");
        row("Retry-After beyond what a client waits", "a", "", "429/90 ok", "a0 = rate_limit_exceeded");
        row("the sooner of two limited", "a b", "", "429/9 429/2 ok", "a0 b0 +2000 b0 = ok");
        row("all limited", "a b", "deadline=5", "429/9 429/7", "a0 b0 = rate_limit_exceeded");
        row("hybrid: the hosted account last", "a b H", "", "503 503 ok", "a0 b0 H0 = ok");
        row("hybrid: the last attempt is the hosted account's", "a b c d H", "", "503 503 503 ok", "a0 b0 c0 H0 = ok");
        row("hybrid: keys leave it one attempt", "a3 b H", "", "401 401 401 ok", "a0 a1 a2 H0 = ok");
        row("hosted out of credits", "H", "", "402", "H0 = upstream_key_rejected");
        row("the deadline of all attempts", "a", "deadline=0", "ok", "= upstream_timeout");
    }

    void followsTheRules() {
        QFETCH(QString, candidates);
        QFETCH(QString, flags);
        QFETCH(QString, outcomes);
        QFETCH(QString, expected);
        make(candidates);
        PlanOptions options;
        m_route.pinned = flags == u"pinned";
        options.noFallback = flags == u"no-fallback";
        if (flags.startsWith(u"deadline="))
            options.deadline = m_now + std::chrono::seconds(flags.mid(9).toInt());
        QCOMPARE(played(m_route, options, outcomes.split(u' ')), expected);
    }

    void stopsAtTheDeadlineOfAllAttempts_data() {
        QTest::addColumn<QString>("candidates");
        QTest::addColumn<QString>("outcomes");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* candidates, const char* outcomes, const char* expected) {
            QTest::newRow(name) << QString::fromLatin1(candidates) << QString::fromLatin1(outcomes)
                                << QString::fromLatin1(expected);
        };
        row("among providers", "a b", "503 503 ok", "a0 b0 = upstream_timeout");
        row("one provider", "a", "503 503", "a0 +375 a0 = upstream_timeout");
        row("the last attempt took too long", "a", "503 slow", "a0 +375 a0 = upstream_timeout");
        row("the last attempt of all", "a b c d", "401 401 401 slow", "a0 b0 c0 d0 = upstream_timeout");
        row("nobody was left anyway", "a b", "401 401", "a0 b0 = all_providers_failed");
        row("the model is nowhere", "a b", "model model", "a0 b0 = all_providers_failed");
        row("the client's own mistake", "a b", "503 400", "a0 b0 = upstream_rejected");
    }
    void stopsAtTheDeadlineOfAllAttempts() {
        QFETCH(QString, candidates);
        QFETCH(QString, outcomes);
        QFETCH(QString, expected);
        make(candidates);
        m_attemptTakes = candidates == u"a b c d" ? 3s : 6s;
        PlanOptions options;
        options.deadline = m_now + 10s;
        QCOMPARE(played(m_route, options, outcomes.split(u' ')), expected);
    }

    void tellsAllLimitedWithTheShortestWait() {
        make(QStringLiteral("a b"));
        PlanOptions options;
        options.deadline = m_now + 1s;
        played(m_route, options, {QStringLiteral("429/9"), QStringLiteral("429/7")});
        QCOMPARE(m_error.retryAfter, std::optional<std::chrono::milliseconds>(7s));
        // The next request finds all keys at rest, and says so without a call.
        QCOMPARE(played(m_route, options, {}), QStringLiteral("= rate_limit_exceeded"));
        QCOMPARE(m_error.retryAfter, std::optional<std::chrono::milliseconds>(7s));
    }

    void listsEveryAttempt_data() {
        QTest::addColumn<QString>("candidates");
        QTest::addColumn<QString>("outcomes");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const char* candidates, const char* outcomes, const char* message) {
            QTest::newRow(name) << QString::fromLatin1(candidates) << QString::fromLatin1(outcomes)
                                << QString::fromLatin1(message);
        };
        row("of several", "a b", "503 drop 401 500",
            "No provider answered. a (503): 503 b: drop a (401): 401 b (500): 500");
        row("of one", "a", "503 drop 500", "All 3 attempts failed. a (503): 503 a: drop a (500): 500");
        row("of two refused keys", "a2", "401 403", "All 2 attempts failed. a (401): 401 a (403): 403");
        row("errors inside a 200", "a", "200 503 200",
            "All 3 attempts failed. a (error in a 200 answer): 200 a (503): 503 a (error in a 200 answer): 200");
        row("one alone is told as it is", "a", "401", "401");
        row("the client's own mistake is told as it is", "a", "503 400", "400");
        row("a missing model is told as it is", "a", "503 model", "model");
    }
    void listsEveryAttempt() {
        QFETCH(QString, candidates);
        QFETCH(QString, outcomes);
        QFETCH(QString, message);
        make(candidates);
        played(m_route, {}, outcomes.split(u' '));
        QCOMPARE(QString::fromStdString(m_error.message), message);
    }

    void waitsForAKeyThatRests() {
        make(QStringLiteral("a"));
        m_live->keys.reportLimited("a0", m_now + 4s, "slow down");
        QCOMPARE(played(m_route, {}, {QStringLiteral("ok")}), QStringLiteral("+4125 a0 = ok"));
    }

    void passesOverAProviderWhoseKeysRest() {
        make(QStringLiteral("a b"));
        m_live->keys.reportLimited("a0", m_now + 4s, "slow down");
        QCOMPARE(played(m_route, {}, {QStringLiteral("ok")}), QStringLiteral("b0 = ok"));
    }

    void leavesAKeyAloneThatAnnouncedItsEnd() {
        make(QStringLiteral("a2"));
        AttemptPlan plan(m_route, m_keys, m_live, {}, [] { return 0.5; });
        QVERIFY(std::holds_alternative<AttemptPlan::Try>(plan.next(m_now)));
        AttemptOutcome outcome;
        outcome.limits.limits = {{"requests", 0, 20s}};
        plan.report(outcome, m_now);
        QVERIFY(!m_live->keys.isUsable("a0", "m", m_now + 19s));
        QVERIFY(m_live->keys.isUsable("a0", "m", m_now + 20s));
        QVERIFY(m_live->keys.isUsable("a1", "m", m_now));
        QVERIFY(m_live->keys.isUsable("a0", "another model", m_now));
    }

    void aDaysLimitOfOneModelDoesNotRestTheOthersForLong() {
        make(QStringLiteral("a"));
        AttemptPlan plan(m_route, m_keys, m_live, {}, [] { return 0.5; });
        QVERIFY(std::holds_alternative<AttemptPlan::Try>(plan.next(m_now)));
        plan.report(outcomeOf(QStringLiteral("429/36000")), m_now);
        QVERIFY(!m_live->keys.isUsable("a0", "another model", m_now + 59s));
        QVERIFY(m_live->keys.isUsable("a0", "another model", m_now + 60s));
        QVERIFY(!m_live->keys.isUsable("a0", "m", m_now + 9h));
        QVERIFY(m_live->keys.isUsable("a0", "m", m_now + 10h));
    }

    void triesARefusedKeyWhenThereIsNoOther() {
        make(QStringLiteral("a"));
        m_live->keys.reportRejected("a0", "no credit");
        QCOMPARE(played(m_route, {}, {QStringLiteral("ok")}), QStringLiteral("a0 = ok"));
        QVERIFY(m_live->keys.isUsable("a0", "m", m_now));
    }

    void anOldStreamThatEndsWellDoesNotBringARefusedKeyBack() {
        make(QStringLiteral("a"));
        AttemptPlan plan(m_route, m_keys, m_live, {}, [] { return 0.5; });
        QVERIFY(std::holds_alternative<AttemptPlan::Try>(plan.next(m_now)));
        m_live->keys.reportRejected("a0", "revoked");
        plan.report({}, m_now + 1s);
        QVERIFY(!m_live->keys.isUsable("a0", "m", m_now + 1s));
    }

    void passesOverAnOpenBreakerButNotAsTheLast() {
        make(QStringLiteral("a b"));
        for (int i = 0; i < 5; ++i)
            m_live->breakers.report("a", {}, ProviderSign::Failing, m_now);
        QCOMPARE(played(m_route, {}, {QStringLiteral("ok")}), QStringLiteral("b0 = ok"));
        m_route.pinned = true;
        QCOMPARE(played(m_route, {}, {QStringLiteral("ok")}), QStringLiteral("a0 = ok"));
    }

    void givesTheProbeBackWhenItIsDropped() {
        make(QStringLiteral("a b"));
        for (int i = 0; i < 5; ++i)
            m_live->breakers.report("a", {}, ProviderSign::Failing, m_now);
        m_now += 15s;
        {
            AttemptPlan plan(m_route, m_keys, m_live, {}, [] { return 0.5; });
            QVERIFY(std::holds_alternative<AttemptPlan::Try>(plan.next(m_now)));
            QVERIFY(!m_live->breakers.wouldAdmit("a", m_now));
        }
        QVERIFY(m_live->breakers.wouldAdmit("a", m_now));
    }

    void anErrorAskedOfTheSandboxIsTheAnswer() {
        make(QStringLiteral("a"));
        m_route.candidates.front().provider = "sandbox";
        QCOMPARE(played(m_route, {}, {QStringLiteral("503"), QStringLiteral("ok")}),
                 QStringLiteral("sandbox = upstream_error"));
        QVERIFY(!m_live->metrics.reading("sandbox", "m", m_now));
    }

    void drawsBackoffsWithinTheirBounds() {
        for (const double random : {0.0, 0.999999}) {
            make(QStringLiteral("a0"));
            AttemptPlan plan(m_route, m_keys, m_live, {}, [random] { return random; });
            std::vector<std::chrono::milliseconds> waits;
            for (int i = 0; i < 2; ++i) {
                QVERIFY(std::holds_alternative<AttemptPlan::Try>(plan.next(m_now)));
                plan.report({errorOf(500), false, 500, {}, {}}, m_now);
                const auto step = plan.next(m_now);
                const auto* wait = std::get_if<AttemptPlan::Wait>(&step);
                QVERIFY(wait);
                waits.push_back(wait->duration);
                m_now += wait->duration;
            }
            QVERIFY(waits[0] >= 250ms && waits[0] <= 500ms);
            QVERIFY(waits[1] >= 250ms && waits[1] <= 1000ms);
        }
    }

    void goesOnWhenTheClockStepsBack() {
        make(QStringLiteral("a"));
        PlanOptions options;
        options.deadline = m_now + 60s;
        AttemptPlan plan(m_route, m_keys, m_live, options, [] { return 0.5; });
        QVERIFY(std::holds_alternative<AttemptPlan::Try>(plan.next(m_now)));
        plan.report({errorOf(500), false, 500, {}, {}}, m_now);
        m_now -= 1h;
        const auto step = plan.next(m_now);
        QVERIFY(std::holds_alternative<AttemptPlan::Wait>(step));
        QVERIFY(std::get<AttemptPlan::Wait>(step).duration <= 500ms);
        const auto end = plan.next(m_now + 61s);
        QVERIFY(std::holds_alternative<AttemptPlan::GiveUp>(end));
    }

    void remembersWhoAnsweredAConversation() {
        make(QStringLiteral("a b"));
        PlanOptions options;
        options.project = "p";
        options.conversation = "c";
        played(m_route, options, {QStringLiteral("503"), QStringLiteral("ok")});
        QCOMPARE(m_live->sticky.provider({"p", "c", "m"}, m_now), std::string("b"));
    }

    void learnsWhatSaysSomethingOfTheProviderOnly_data() {
        QTest::addColumn<QString>("outcome");
        QTest::addColumn<int>("attempts");
        QTest::addColumn<int>("failures");
        QTest::newRow("an answer") << QStringLiteral("ok") << 1 << 0;
        QTest::newRow("503") << QStringLiteral("503") << 1 << 1;
        QTest::newRow("no connection") << QStringLiteral("drop") << 1 << 1;
        QTest::newRow("no such model") << QStringLiteral("model") << 1 << 1;
        QTest::newRow("the client's mistake") << QStringLiteral("400") << 0 << 0;
        QTest::newRow("the client went away") << QStringLiteral("gone") << 0 << 0;
        QTest::newRow("a limited key") << QStringLiteral("429") << 0 << 0;
        QTest::newRow("a refused key") << QStringLiteral("401") << 0 << 0;
    }

    void learnsWhatSaysSomethingOfTheProviderOnly() {
        QFETCH(QString, outcome);
        QFETCH(int, attempts);
        QFETCH(int, failures);
        make(QStringLiteral("a"));
        AttemptPlan plan(m_route, m_keys, m_live, {}, [] { return 0.5; });
        QVERIFY(std::holds_alternative<AttemptPlan::Try>(plan.next(m_now)));
        plan.report(outcomeOf(outcome), m_now);
        const auto reading = m_live->metrics.reading("a", "m", m_now).value_or(LiveMetrics::Reading{});
        QCOMPARE(reading.attempts, attempts);
        QCOMPARE(reading.failures, failures);
    }
};

QTEST_GUILESS_MAIN(AttemptPlanTest)
#include "tst_attemptplan.moc"
