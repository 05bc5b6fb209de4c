// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Ten thousand requests against scripted providers, in made-up time, through the code that the gateway runs. Prints
// what each preset costs and how long failures keep a client waiting; run it by itself to see the tables.
#include "app/routing/attemptplan.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <map>
#include <queue>
#include <random>

using namespace llmg;
using namespace llmg::routing;
using namespace std::chrono_literals;

namespace {

constexpr int kRequests = 10'000;
constexpr auto kApart = 100ms;
constexpr std::int64_t kPrompt = 1000, kOutput = 300;

/// How a provider behaves.
struct Script {
    double failing = 0; ///< share of attempts answered with 503
    double limited = 0; ///< share answered with 429 and Retry-After: 1
    std::chrono::milliseconds firstToken{};
    double tokensPerSecond = 0;
    std::chrono::minutes downFrom{0}, downTo{0};
};

/// Without failover: x-no-fallback. Without retries: the first attempt is the last.
enum class Persistence { Failover, NoFallback, OneAttempt };

struct Setting {
    domain::RoutingPreset preset = domain::RoutingPreset::Price;
    Persistence persistence = Persistence::Failover;
    std::map<std::string, Script, std::less<>> scripts;
    std::optional<std::chrono::minutes> clockStepsBackAfter; ///< by an hour
    bool conversations = false;
};

struct Outcome {
    int answered = 0;
    double costRatio = 0; ///< of what the cheapest provider would have cost for all that was answered
    std::chrono::milliseconds addedMedian{}, added95{}, firstTokenMedian{};
    /// By minute of the run and provider: attempts that were started.
    std::map<std::string, std::map<int, int>, std::less<>> attempts;
    [[nodiscard]] double share() const { return static_cast<double>(answered) / kRequests; }
    [[nodiscard]] int attemptsAt(std::string_view provider, int from, int to) const {
        int sum = 0;
        if (const auto found = attempts.find(provider); found != attempts.end()) {
            for (const auto& [minute, count] : found->second)
                sum += minute >= from && minute < to ? count : 0;
        }
        return sum;
    }
};

class Providers final : public Availability {
  public:
    bool isKnown(std::string_view) const override { return true; }
    bool canCall(std::string_view provider) const override { return !keys(provider).empty(); }
    int order(std::string_view) const override { return 0; }
    std::string displayName(std::string_view id) const override { return std::string(id); }
    std::string keyVariable(std::string_view) const override { return {}; }
    std::span<const KeyShare> keys(std::string_view provider) const override {
        const auto found = m_keys.find(provider);
        return found == m_keys.end() ? std::span<const KeyShare>{} : std::span<const KeyShare>(found->second);
    }

  private:
    std::map<std::string, std::vector<KeyShare>, std::less<>> m_keys{{"flaky", {{"flaky 1", 1}, {"flaky 2", 1}}},
                                                                     {"slow", {{"slow 1", 1}}},
                                                                     {"healthy", {{"healthy 1", 2}, {"healthy 2", 1}}},
                                                                     {"dear", {{"dear 1", 1}}}};
};

class Simulation {
  public:
    Simulation(const catalog::Catalog& catalog, Setting setting)
        : m_catalog(catalog)
        , m_setting(std::move(setting)) {
        m_project.id = "p";
        m_project.mode = domain::ProjectMode::ApiKeys;
        m_project.routing.preset = m_setting.preset;
        m_needs.streaming = true;
        m_needs.promptTokens = kPrompt;
        m_needs.maxOutputTokens = kOutput;
    }

    Outcome run() {
        m_requests.resize(kRequests);
        for (std::size_t i = 0; i < m_requests.size(); ++i)
            m_events.push({kApart * static_cast<int>(i), i});
        while (!m_events.empty()) {
            const auto [at, index] = m_events.top();
            m_events.pop();
            m_at = at;
            proceed(m_requests[index], index);
        }
        return summed();
    }

  private:
    using Elapsed = std::chrono::milliseconds;
    struct Event {
        Elapsed at;
        std::size_t request;
        bool operator<(const Event& other) const { return at > other.at; } // the queue gives the largest first
    };
    struct Request {
        Elapsed began{};
        Elapsed attemptBegan{};
        Route route;
        std::unique_ptr<AttemptPlan> plan;
        std::optional<AttemptOutcome> coming;
        std::string provider;
    };

    /// The machine's clock, as the gateway would read it.
    Time now() const {
        const bool stepped = m_setting.clockStepsBackAfter && m_at >= *m_setting.clockStepsBackAfter;
        return Time{1000h} + m_at - (stepped ? 1h : 0h);
    }
    double random() { return std::uniform_real_distribution<double>(0, 1)(m_random); }

    void begin(Request& request, std::size_t index) {
        const auto conversation = m_setting.conversations ? std::to_string(index % 50) : std::string{};
        auto found =
            route("m", m_project, {}, m_needs, m_catalog, m_providers, {&m_live, now(), random(), conversation, {}});
        QVERIFY(found);
        request.began = m_at;
        request.route = std::move(*found);
        PlanOptions options;
        options.deadline = now() + 60s;
        options.noFallback = m_setting.persistence == Persistence::NoFallback;
        options.requestedModel = "m";
        options.project = m_project.id;
        options.conversation = conversation;
        request.plan = std::make_unique<AttemptPlan>(request.route, m_providers, m_live, std::move(options),
                                                     [this] { return random(); });
    }

    void proceed(Request& request, std::size_t index) {
        if (!request.plan)
            begin(request, index);
        if (request.coming) {
            const auto outcome = std::move(*request.coming);
            request.coming.reset();
            request.plan->report(outcome, now());
            if (!outcome.failure)
                return answered(request, outcome);
            if (m_setting.persistence == Persistence::OneAttempt)
                return request.plan.reset();
        }
        const auto step = request.plan->next(now());
        if (const auto* wait = std::get_if<AttemptPlan::Wait>(&step)) {
            m_events.push({m_at + wait->duration, index});
        } else if (const auto* attempt = std::get_if<AttemptPlan::Try>(&step)) {
            request.provider = request.route.candidates[attempt->candidate].provider;
            request.attemptBegan = m_at;
            ++m_outcome.attempts[request.provider][static_cast<int>(m_at / 1min)];
            request.coming = played(m_setting.scripts.at(request.provider));
            m_events.push({m_at + std::chrono::ceil<Elapsed>(request.coming->sample.duration), index});
        } else {
            request.plan.reset();
        }
    }

    AttemptOutcome played(const Script& script) {
        AttemptOutcome outcome;
        const bool down = m_at >= script.downFrom && m_at < script.downTo;
        const double draw = random();
        if (down || draw < script.failing + script.limited) {
            const bool failing = down || draw < script.failing;
            outcome.failure = fail(failing ? ErrorKind::Upstream : ErrorKind::RateLimited, "no");
            outcome.status = outcome.failure->upstreamStatus = failing ? 503 : 429;
            if (!failing)
                outcome.limits.retryAfter = 1s;
            outcome.sample.duration = 80ms;
            return outcome;
        }
        const auto spread = 0.7 + 0.6 * random();
        const auto first = script.firstToken * spread;
        outcome.sample.firstToken = std::chrono::duration_cast<std::chrono::microseconds>(first);
        outcome.sample.outputTokens = kOutput;
        outcome.sample.duration =
            *outcome.sample.firstToken + std::chrono::microseconds(static_cast<std::int64_t>(
                                             1e6 * double(kOutput) / (script.tokensPerSecond * spread)));
        return outcome;
    }

    void answered(Request& request, const AttemptOutcome& outcome) {
        ++m_outcome.answered;
        const auto added = request.attemptBegan - request.began;
        m_added.push_back(added);
        m_firstTokens.push_back(added + std::chrono::duration_cast<Elapsed>(*outcome.sample.firstToken));
        m_cost += price(request.provider);
        request.plan.reset();
    }

    double price(std::string_view provider) const {
        const auto& prices = m_catalog.offer("m", provider)->prices;
        return static_cast<double>(prices.input->picoUsd * kPrompt + prices.output->picoUsd * kOutput);
    }

    static Elapsed at(std::vector<Elapsed>& values, double share) {
        if (values.empty())
            return {};
        std::sort(values.begin(), values.end());
        return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
    }

    Outcome summed() {
        m_outcome.costRatio = m_cost / (price("flaky") * std::max(1, m_outcome.answered));
        m_outcome.addedMedian = at(m_added, 0.5);
        m_outcome.added95 = at(m_added, 0.95);
        m_outcome.firstTokenMedian = at(m_firstTokens, 0.5);
        return std::move(m_outcome);
    }

    const catalog::Catalog& m_catalog;
    Setting m_setting;
    domain::Project m_project;
    RequestNeeds m_needs;
    Providers m_providers;
    LiveState m_live;
    std::mt19937 m_random{42};
    std::priority_queue<Event> m_events;
    std::vector<Request> m_requests;
    Elapsed m_at{};
    Outcome m_outcome;
    std::vector<Elapsed> m_added, m_firstTokens;
    double m_cost = 0;
};

std::map<std::string, Script, std::less<>> usualScripts() {
    return {{"flaky", {0.30, 0, 500ms, 90, {}, {}}},
            {"slow", {0.005, 0, 3000ms, 20, {}, {}}},
            {"healthy", {0.01, 0.01, 600ms, 80, {}, {}}},
            {"dear", {0.001, 0, 200ms, 200, {}, {}}}};
}

std::string contents(const char* name) {
    QFile file(QStringLiteral(LLMG_TEST_DATA_DIR "/routing/") + QString::fromLatin1(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string{};
}

const char* nameOf(Persistence persistence) {
    switch (persistence) {
    case Persistence::Failover:
        return "failover";
    case Persistence::NoFallback:
        return "no fallback";
    case Persistence::OneAttempt:
        return "one attempt";
    }
    return "";
}

void print(const char* name, Persistence persistence, const Outcome& outcome) {
    std::printf("%-10s %-12s answered %7.3f %%  cost %5.3f  added p50 %5lld ms  p95 %5lld ms  first token %5lld ms\n",
                name, nameOf(persistence), outcome.share() * 100, outcome.costRatio,
                static_cast<long long>(outcome.addedMedian.count()), static_cast<long long>(outcome.added95.count()),
                static_cast<long long>(outcome.firstTokenMedian.count()));
}

} // namespace

class RoutingSimulationTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        auto parsed =
            catalog::Catalog::parse(contents("simulation_providers.json"), contents("simulation_models.json"));
        QVERIFY2(parsed, parsed ? "" : parsed.error().message.c_str());
        m_catalog = *parsed;
    }

    void answersNearlyAllWithFailover_data() {
        QTest::addColumn<int>("preset");
        QTest::addColumn<double>("mostCost"); ///< times the cheapest possible
        QTest::newRow("price") << int(domain::RoutingPreset::Price) << 1.3;
        QTest::newRow("balanced") << int(domain::RoutingPreset::Balanced) << 2.6;
        QTest::newRow("speed") << int(domain::RoutingPreset::Speed) << 2.6;
    }

    void answersNearlyAllWithFailover() {
        QFETCH(int, preset);
        QFETCH(double, mostCost);
        Outcome outcomes[3];
        for (const auto persistence : {Persistence::Failover, Persistence::NoFallback, Persistence::OneAttempt}) {
            Setting setting;
            setting.preset = static_cast<domain::RoutingPreset>(preset);
            setting.persistence = persistence;
            setting.scripts = usualScripts();
            auto& outcome = outcomes[static_cast<int>(persistence)];
            outcome = Simulation(*m_catalog, setting).run();
            print(QTest::currentDataTag(), persistence, outcome);
        }
        QVERIFY(outcomes[0].share() >= 0.999);
        QVERIFY(outcomes[2].share() < outcomes[0].share());
        QVERIFY(outcomes[0].costRatio <= mostCost);
        QVERIFY(outcomes[0].addedMedian == 0ms);
        m_firstToken[preset] = outcomes[0].firstTokenMedian;
    }

    void speedIsFasterThanPrice() {
        QVERIFY(m_firstToken[int(domain::RoutingPreset::Speed)] < m_firstToken[int(domain::RoutingPreset::Price)]);
    }

    void leavesAProviderThatIsDownAndComesBack_data() {
        QTest::addColumn<bool>("clockStepsBack");
        QTest::addColumn<bool>("conversations");
        QTest::newRow("outage") << false << false;
        QTest::newRow("outage, in conversations") << false << true;
        QTest::newRow("outage, while the clock steps back an hour") << true << false;
    }

    void leavesAProviderThatIsDownAndComesBack() {
        QFETCH(bool, clockStepsBack);
        QFETCH(bool, conversations);
        Setting setting;
        setting.conversations = conversations;
        setting.scripts = usualScripts();
        setting.scripts["flaky"].failing = 0.9;
        setting.scripts["slow"].failing = 0.9;
        auto& healthy = setting.scripts["healthy"];
        healthy.downFrom = 4min;
        healthy.downTo = 14min;
        if (clockStepsBack)
            setting.clockStepsBackAfter = 6min;
        const auto outcome = Simulation(*m_catalog, setting).run();
        print(clockStepsBack ? "step back" : "outage", Persistence::Failover, outcome);
        std::printf("           of \"healthy\" by minute:");
        for (int minute = 0; minute < 17; ++minute)
            std::printf(" %d", outcome.attemptsAt("healthy", minute, minute + 1));
        std::printf("\n");
        QVERIFY(outcome.share() >= 0.999);
        QVERIFY(outcome.attemptsAt("healthy", 1, 4) > 3 * 600 / 2);
        // One probe in 15 s while it is down, and no more.
        QVERIFY(outcome.attemptsAt("healthy", 5, 14) <= 9 * 4 + 9);
        QVERIFY(outcome.attemptsAt("healthy", 5, 14) >= 9);
        QVERIFY(outcome.attemptsAt("healthy", 15, 17) > 600 / 2);
    }

    /// Not a test of time: printed, so that who changes it sees what a request pays.
    void printsWhatARouteCosts() {
        LiveState live;
        const Providers providers;
        const Time now{1000h};
        for (const char* provider : {"flaky", "slow", "healthy", "dear"})
            live.metrics.record(provider, "m", {false, 200ms, 100, 1s}, now);
        constexpr int kTimes = 20'000;
        QElapsedTimer timer;
        timer.start();
        double sum = 0;
        for (int i = 0; i < kTimes; ++i)
            sum += live.metrics.reading("healthy", "m", now)->uptime;
        const auto reading = timer.nsecsElapsed() / kTimes;
        timer.restart();
        const domain::Project project;
        for (int i = 0; i < kTimes; ++i)
            sum += static_cast<double>(
                route("m", project, {}, {}, *m_catalog, providers, {&live, now, 1, {}, {}})->candidates.size());
        std::printf("a reading %lld ns, a route over four providers %lld ns\n", static_cast<long long>(reading),
                    static_cast<long long>(timer.nsecsElapsed() / kTimes));
        QVERIFY(sum > 0);
    }

  private:
    std::shared_ptr<const catalog::Catalog> m_catalog;
    std::map<int, std::chrono::milliseconds> m_firstToken;
};

QTEST_GUILESS_MAIN(RoutingSimulationTest)
#include "tst_routingsimulation.moc"
