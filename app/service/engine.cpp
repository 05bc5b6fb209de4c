// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/service/engine.h"

#include "app/gateway/gateway.h"
#include "app/policy/gatewaykeys.h"
#include "app/secrets/environmentkeys.h"
#include "app/secrets/secretstore.h"
#include "app/service/controlserver.h"
#include "app/service/clocksteps.h"
#include "app/service/commands.h"
#include "app/service/directorylock.h"
#include "app/service/ledgerseed.h"
#include "app/service/lookups.h"
#include "app/service/providerkeyring.h"
#include "app/service/ratemeter.h"
#include "app/service/servermodels.h"
#include "app/service/systemcertificates.h"
#include "app/settings/settings.h"
#include "app/storage/answerstore.h"
#include "app/storage/configurationstore.h"
#include "app/storage/conversationstore.h"
#include "app/storage/ledgerreader.h"
#include "app/storage/storagethread.h"
#include "app/storage/turnstore.h"

#include <QCoreApplication>
#include <QDir>
#include <QPromise>
#include <QStandardPaths>
#include <QTimer>

#include <boost/asio/ssl/context.hpp>

#include <algorithm>
#include <utility>

namespace llmg::service {
namespace {

using settings::Key;
const QString kDefaultKeySecret = QStringLiteral("gateway-key/default");
constexpr const char* kDefaultProject = "default";

QStringList trimmed(QStringList list) {
    for (auto& text : list)
        text = text.trimmed();
    list.removeAll(QString());
    return list;
}

/// Whether requests go another way to a provider than before.
bool hasOtherAddress(const gateway::ProviderRuntime& before, const gateway::ProviderRuntime& now) {
    return before.endpoint.baseUrl != now.endpoint.baseUrl || before.endpoint.proxyUrl != now.endpoint.proxyUrl ||
           before.endpoint.variables != now.endpoint.variables;
}

bool hasOtherKeys(const gateway::ProviderRuntime& before, const gateway::ProviderRuntime& now) {
    return !std::is_permutation(before.shares.begin(), before.shares.end(), now.shares.begin(), now.shares.end(),
                                [](const auto& a, const auto& b) { return a.id == b.id; });
}

std::vector<std::string> toVector(const QStringList& list) {
    std::vector<std::string> texts;
    for (const auto& text : list)
        texts.push_back(text.toStdString());
    return texts;
}

} // namespace

QString GatewayState::baseUrl() const {
    if (phase != Phase::Running)
        return {};
    const bool v6 = host.contains(u':');
    return QStringLiteral("http://") + (v6 ? u'[' + host + u']' : host) + u':' + QString::number(port) +
           QStringLiteral("/v1");
}

struct Engine::Impl {
    explicit Impl(Engine& owner)
        : engine(owner)
        , tls(boost::asio::ssl::context::tls_client) {}

    void readLedger();
    void followClock();
    void tellOfBudgets();
    void tellTrouble(const std::string& text);
    void hearGatewayThreads();
    void rollBack(const std::string& projectId, const std::string& reason);
    void createDefaultKey();
    void rebuild();
    void forgetChanged(const gateway::Snapshot& before);
    void listen();
    void openControl();
    [[nodiscard]] gateway::SnapshotPtr makeSnapshot() const;
    [[nodiscard]] gateway::GatewayLimits limits() const;
    void setState(GatewayState next);

    Engine& engine;
    Options options;
    SystemClock clock;
    ClockSteps clockSteps{clock};
    QString dataDirectory;
    std::unique_ptr<QLockFile> lock;
    std::shared_ptr<const catalog::Catalog> catalog;
    std::unique_ptr<settings::Settings> settings;
    // In the order in which they are needed; taken down in reverse.
    std::unique_ptr<storage::StorageThread> storage;
    std::unique_ptr<storage::ConfigurationStore> configuration;
    std::unique_ptr<storage::LedgerReader> reader;
    std::unique_ptr<storage::ConversationStore> conversations;
    std::unique_ptr<cache::TurnStore> turns;
    std::unique_ptr<cache::AnswerStore> answers;
    std::unique_ptr<cache::ResponseCache> cache;
    std::unique_ptr<secrets::SecretStore> keychain;
    std::unique_ptr<secrets::SecretStore> session;
    boost::asio::ssl::context tls;
    std::unique_ptr<gateway::SharedState> shared;
    std::unique_ptr<gateway::Prober> prober;
    std::unique_ptr<ProviderKeyRing> ring;
    std::unique_ptr<ServerModels> servers; ///< none in an engine that does not serve
    gateway::SnapshotPtr snapshot;
    std::unique_ptr<gateway::Gateway> gateway;
    std::unique_ptr<ControlServer> control;
    policy::NewGatewayKey playground;
    GatewayState state;
    RateMeter rate;
    QFuture<void> ledgerRead = QtFuture::makeReadyFuture();
    QFuture<void> keysRead;
    QFuture<void> defaultKeyKept = QtFuture::makeReadyFuture();
};

Engine::Engine(QObject* parent)
    : QObject(parent)
    , m_impl(std::make_unique<Impl>(*this)) {
}

Engine::~Engine() {
    stop(std::chrono::milliseconds{0});
}

Result<> Engine::start(const Options& options) {
    auto& impl = *m_impl;
    impl.options = options;
    impl.dataDirectory =
        options.dataDirectory.isEmpty() ? defaultDataDirectory() : QDir(options.dataDirectory).absolutePath();
    if (!QDir().mkpath(impl.dataDirectory))
        return fail(ErrorKind::Storage, "The data directory " + impl.dataDirectory.toStdString() +
                                            " cannot be made. Choose another with --data.");
    QFile::setPermissions(impl.dataDirectory, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);

    auto lock = lockDirectory(impl.dataDirectory);
    if (!lock)
        return lock.error();
    impl.lock = std::move(*lock);

    impl.catalog = catalog::Catalog::builtIn();
    impl.settings = std::make_unique<settings::Settings>(impl.dataDirectory + QStringLiteral("/settings.ini"));
    storage::StorageThread::Options storageOptions;
    storageOptions.dataDirectory = impl.dataDirectory;
    storageOptions.bodyLimitBytes = impl.settings->value(Key::BodyLimitKiB).toLongLong() * 1024;
    storageOptions.bodyRetentionDays = impl.settings->value(Key::BodyRetentionDays).toInt();
    auto opened = storage::StorageThread::open(storageOptions);
    if (!opened) {
        impl.lock.reset();
        return opened.error();
    }
    impl.storage = std::move(*opened);
    impl.configuration = std::make_unique<storage::ConfigurationStore>(*impl.storage);
    impl.reader = std::make_unique<storage::LedgerReader>(impl.storage->databasePath());
    impl.conversations = std::make_unique<storage::ConversationStore>(*impl.storage);
    connect(impl.storage.get(), &storage::StorageThread::committed, this, [this](int count) {
        m_impl->rate.add(count);
        m_impl->followClock();
        Q_EMIT requestsRecorded(count);
        Q_EMIT loadChanged();
    });
    connect(impl.storage.get(), &storage::StorageThread::troubleChanged, this, &Engine::troubleChanged);

    if (auto trusted = trustSystemCertificates(impl.tls); !trusted)
        return trusted.error();
    impl.shared = std::make_unique<gateway::SharedState>(impl.storage->sink(), impl.clock);
    impl.turns = storage::newTurnStore(*impl.storage);
    impl.shared->turns = impl.turns.get();
    impl.answers = storage::newAnswerStore(*impl.storage);
    impl.cache = std::make_unique<cache::ResponseCache>(impl.clock, *impl.answers, cache::ResponseCache::Limits{});
    impl.shared->cache = impl.cache.get();
    impl.shared->drainStores = [&storage = *impl.storage] {
        storage.run([](QSqlDatabase&) { return Result<>{}; }).waitForFinished();
    };
    impl.readLedger();
    impl.hearGatewayThreads();
    impl.prober = std::make_unique<gateway::Prober>(impl.tls);
    impl.session = secrets::newSessionStore();
    if (options.useKeychain)
        impl.keychain = secrets::newKeychainStore();
    impl.playground = policy::makeGatewayKey(kDefaultProject, "Playground", impl.clock.now());
    impl.playground.key.id = "playground";

    ProviderKeyRing::Collaborators with{impl.catalog, *impl.configuration,    impl.keychain.get(), *impl.session,
                                        *impl.prober, impl.shared->keyHealth, impl.clock,          {}};
    with.runtimeOf = [this](const std::string& provider) {
        // A change that was just saved may not have been announced yet; a test must not go to the old address.
        if (&m_impl->snapshot->configuration() != m_impl->configuration->current().get())
            m_impl->rebuild();
        const auto* runtime = m_impl->snapshot->provider(provider);
        if (runtime)
            return *runtime;
        gateway::ProviderRuntime missing;
        missing.endpoint.name = provider;
        missing.trouble = "it is disabled or unknown";
        return missing;
    };
    impl.ring = std::make_unique<ProviderKeyRing>(std::move(with));
    impl.shared->keyHealth.onChange([ring = impl.ring.get()](const std::string& keyId) {
        QMetaObject::invokeMethod(
            ring, [ring, keyId] { ring->noteHealth(keyId); }, Qt::QueuedConnection);
    });
    if (options.serve) {
        impl.servers = std::make_unique<ServerModels>(*impl.prober);
        connect(impl.servers.get(), &ServerModels::changed, this, [this] {
            m_impl->rebuild();
            Q_EMIT modelsChanged();
        });
    }
    impl.rebuild();
    connect(impl.configuration.get(), &storage::ConfigurationStore::changed, this, [this] { m_impl->rebuild(); });
    connect(impl.ring.get(), &ProviderKeys::changed, this, [this] { m_impl->rebuild(); });
    connect(impl.settings.get(), &settings::Settings::changed, this, [this] { m_impl->rebuild(); });

    if (options.serve)
        impl.openControl();
    impl.keysRead = impl.ring->load().then(this, [this] { return m_impl->ledgerRead; }).unwrap();
    if (!options.serve)
        return {};
    impl.state.phase = GatewayState::Phase::Starting;
    // A keychain may wait for its user; the gateway does not wait for long, and takes the keys over when they come.
    impl.keysRead = impl.keysRead.then(this, [this] {
        m_impl->createDefaultKey();
        m_impl->listen();
    });
    constexpr std::chrono::milliseconds kKeychainPatience{2'500};
    QTimer::singleShot(kKeychainPatience, this,
                       [this] { m_impl->ledgerRead.then(this, [this] { m_impl->listen(); }); });
    return {};
}

QString Engine::defaultDataDirectory() {
    const auto fromEnvironment = qEnvironmentVariable("LLM_GATEWAY_DATA");
    if (!fromEnvironment.isEmpty())
        return QDir(fromEnvironment).absolutePath();
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/llm-gateway");
}

// Before the first request, so that none is let through that a limit forbids. Bound to no thread's events: an engine
// may stop meanwhile.
void Engine::Impl::readLedger() {
    const auto now = clock.now();
    const auto settle = [this, now](const Result<>& seeded) {
        if (!seeded)
            tellTrouble("What was spent before could not be read, so that limits and budgets count from now on: " +
                        seeded.error().message);
        shared->budgets.settle(configuration->current()->budgets, shared->spend, now);
    };
    // What the journal still held goes into the ledger first.
    const auto seed = [this, now](const Result<>&) { return seedSpend(*reader, shared->spend, now); };
    const auto seedRoutes = [this, now, steadyNow = clock.steadyNow()] {
        return seedMetrics(*reader, catalog, shared->live.metrics, now, steadyNow);
    };
    const auto warn = [](const Result<>& seeded) {
        if (!seeded)
            qWarning("how requests went before is not known: %s", seeded.error().message.c_str());
    };
    shared->rollouts.follow(configuration->current()->projects);
    const auto seedArms = [this] {
        return seedRollouts(*reader, configuration->current()->projects, shared->rollouts);
    };
    ledgerRead = storage->flush().then(seed).unwrap().then(settle).then(seedRoutes).unwrap().then(warn);
    ledgerRead = ledgerRead.then(seedArms).unwrap().then(warn);
}

void Engine::Impl::tellTrouble(const std::string& text) {
    qWarning("%s", text.c_str());
    const auto tell = [this, text = QString::fromStdString(text)] { Q_EMIT engine.troubleChanged(text); };
    QMetaObject::invokeMethod(&engine, tell, Qt::QueuedConnection);
}

// What was spent in the periods that the clock was set to may be known to the ledger only.
void Engine::Impl::followClock() {
    if (!ledgerRead.isFinished() || !clockSteps.happened())
        return;
    ledgerRead = seedSpend(*reader, shared->spend, clock.now()).then([](const Result<>& seeded) {
        if (!seeded)
            qWarning("what was spent before is not known: %s", seeded.error().message.c_str());
    });
}

// A budget that is set below what is spent may block, and then no request comes far enough to say so.
void Engine::Impl::tellOfBudgets() {
    if (!ledgerRead.isFinished() || !shared->onBudgetAlert)
        return;
    for (const auto& alert : shared->budgets.check(configuration->current()->budgets, shared->spend, clock.now()))
        shared->onBudgetAlert(alert);
}

void Engine::Impl::hearGatewayThreads() {
    shared->onBudgetAlert = [this](const policy::BudgetAlert& alert) {
        const auto text = budgetNotice(alert, *configuration->current());
        qInfo("%s", text.c_str());
        const auto tell = [this, text = QString::fromStdString(text), percent = alert.percent] {
            Q_EMIT engine.budgetAlert(text, percent);
        };
        QMetaObject::invokeMethod(&engine, tell, Qt::QueuedConnection);
    };
    shared->onRollback = [this](const std::string& projectId, const std::string& reason) {
        QMetaObject::invokeMethod(
            &engine, [this, projectId, reason] { rollBack(projectId, reason); }, Qt::QueuedConnection);
    };
}

void Engine::Impl::rollBack(const std::string& projectId, const std::string& reason) {
    if (!configuration)
        return;
    const auto project = findProject(*configuration->current(), projectId);
    // What was judged may have been changed since; then it is judged anew.
    if (!project || !project->rollout.enabled || project->rollout.percent == 0 ||
        !shared->rollouts.isRolledBack(*project))
        return;
    qWarning("the rollout of “%s” goes back to 0 %%: %s", project->name.c_str(), reason.c_str());
    auto next = project->rollout;
    next.percent = 0;
    configuration->changeRollout(projectId, project->rollout, next, "rolled-back-automatically", reason)
        .then([](const Result<>& changed) {
            if (!changed)
                qWarning("the rollout stays as it is: %s", changed.error().message.c_str());
        });
}

void Engine::Impl::createDefaultKey() {
    if (state.phase == GatewayState::Phase::Stopped || !configuration->current()->gatewayKeys.empty())
        return;
    const auto keep = [this](Result<policy::NewGatewayKey> made) {
        if (!made)
            return QtFuture::makeReadyFuture(Result<>(made.error()));
        // Shown only when it is also accepted.
        return engine.applied()
            .then(&engine, [this, secret = made->secret] { return ring->store().write(kDefaultKeySecret, secret); })
            .unwrap();
    };
    defaultKeyKept = configuration->createGatewayKey(kDefaultProject, "Default")
                         .then(&engine, keep)
                         .unwrap()
                         .then(&engine, [](Result<> kept) {
                             if (!kept)
                                 qWarning("the default gateway key is not kept: %s", kept.error().message.c_str());
                         });
}

gateway::GatewayLimits Engine::Impl::limits() const {
    gateway::GatewayLimits limits;
    const auto ms = [this](Key key) { return std::chrono::milliseconds(settings->value(key).toLongLong()); };
    limits.deadlines.connect = ms(Key::ConnectTimeoutMs);
    limits.deadlines.firstByte = ms(Key::FirstTokenTimeoutMs);
    limits.deadlines.silence = ms(Key::SilenceTimeoutMs);
    limits.deadlines.total = ms(Key::RequestTimeoutMs);
    limits.allowedHosts = toVector(trimmed(settings->value(Key::AllowedHosts).toStringList()));
    limits.allowedOrigins = toVector(trimmed(settings->value(Key::AllowedOrigins).toStringList()));
    limits.bodyCaptureBytes = static_cast<std::size_t>(settings->value(Key::BodyLimitKiB).toLongLong()) * 1024;
    limits.markupBasisPoints = settings->value(Key::MarkupBasisPoints).toInt();
    return limits;
}

gateway::SnapshotPtr Engine::Impl::makeSnapshot() const {
    gateway::Snapshot::Source source;
    source.catalog = catalog;
    source.configuration = configuration->current();
    source.providerKeys = ring->usableKeys();
    source.ownKeys = {playground.key};
    source.limits = limits();
    if (servers)
        source.servers = servers->lists();
    source.environment = secrets::processEnvironment();
    return std::make_shared<gateway::Snapshot>(std::move(source));
}

void Engine::Impl::rebuild() {
    for (const auto& key : configuration->current()->gatewayKeys)
        shared->spend.seed(domain::BudgetScope::Key, key.id, domain::Period::Lifetime, key.spent, clock.now());
    const auto before = std::exchange(snapshot, makeSnapshot());
    if (before)
        forgetChanged(*before);
    if (gateway)
        gateway->apply(snapshot);
    if (servers)
        servers->follow(*snapshot);
    tellOfBudgets();
}

// A provider that was repaired is tried at once: what was learnt of its old address or keys says nothing of the new.
void Engine::Impl::forgetChanged(const gateway::Snapshot& before) {
    const auto compare = [&](const std::string& id) {
        const auto* was = before.provider(id);
        const auto* is = snapshot->provider(id);
        if (!is)
            return;
        const bool moved = was && hasOtherAddress(*was, *is);
        if (!was || moved || hasOtherKeys(*was, *is))
            shared->live.breakers.forget(id);
        if (moved) {
            for (const auto& key : is->shares)
                shared->keyHealth.forget(key.id);
        }
    };
    for (const auto& entry : catalog->providers())
        compare(entry.id);
    for (const auto& provider : snapshot->configuration().providers) {
        if (provider.custom)
            compare(provider.id);
    }
}

void Engine::Impl::setState(GatewayState next) {
    state = std::move(next);
    Q_EMIT engine.stateChanged();
}

void Engine::Impl::listen() {
    if (state.phase != GatewayState::Phase::Starting)
        return;
    gateway::Gateway::Options wanted;
    wanted.host = (options.host.isEmpty() ? settings->value(Key::GatewayHost).toString() : options.host).toStdString();
    wanted.port =
        static_cast<std::uint16_t>(options.port >= 0 ? options.port : settings->value(Key::GatewayPort).toInt());
    wanted.threads = options.threads > 0 ? options.threads : settings->value(Key::GatewayThreads).toInt();
    wanted.server.maxBodyBytes =
        static_cast<std::uint64_t>(settings->value(Key::MaxBodyMiB).toLongLong()) * 1024 * 1024;
    GatewayState next;
    next.host = QString::fromStdString(wanted.host);
    next.port = wanted.port;
    auto started = std::make_unique<gateway::Gateway>(*shared, tls);
    auto port = started->start(wanted, snapshot);
    if (port) {
        gateway = std::move(started);
        next.phase = GatewayState::Phase::Running;
        next.port = *port;
    } else {
        next.phase = GatewayState::Phase::Failed;
        next.error = QString::fromStdString(port.error().message);
    }
    setState(std::move(next));
}

// Only where a gateway runs: an engine that is there for one command ends with it, and with whatever else it was asked.
void Engine::Impl::openControl() {
    control = std::make_unique<ControlServer>(
        dataDirectory, [this](const boost::json::object& request) { return execute(engine, request); });
    if (auto listening = control->listen(); !listening)
        qWarning("the command line cannot reach this gateway: %s", listening.error().message.c_str());
}

void Engine::restartGateway(int port) {
    if (!m_impl->storage)
        return;
    if (m_impl->gateway)
        m_impl->gateway->stop(std::chrono::milliseconds{2'000});
    m_impl->gateway.reset();
    m_impl->options.port = port;
    m_impl->state.phase = GatewayState::Phase::Starting;
    m_impl->listen();
}

QFuture<void> Engine::ready() const {
    return m_impl->keysRead;
}

QFuture<void> Engine::applied() {
    auto& impl = *m_impl;
    impl.rebuild();
    if (!impl.gateway)
        return QtFuture::makeReadyFuture();
    auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    impl.gateway->apply(impl.snapshot, [promise] { promise->finish(); });
    return promise->future();
}

QFuture<Result<>> Engine::flush() {
    return m_impl->storage->flush();
}

void Engine::stop(std::chrono::milliseconds patience) {
    auto& impl = *m_impl;
    if (!impl.storage)
        return;
    impl.state.phase = GatewayState::Phase::Stopped; // keys that arrive from now on start nothing
    if (impl.control)
        impl.control->close();
    if (impl.gateway)
        impl.gateway->stop(patience); // stop accepting → drain or cancel → join
    impl.gateway.reset();
    impl.shared->keyHealth.onChange({});
    // Changes under way end with an event for us; taken now, it finds everything still standing. (An event that dies
    // with its receiver cancels a chain of futures, and a canceled link whose context is gone asserts in Qt 6.4.)
    impl.ledgerRead.waitForFinished();
    impl.storage->run([](QSqlDatabase&) { return Result<>{}; }).waitForFinished();
    QCoreApplication::sendPostedEvents(this, QEvent::MetaCall);
    QCoreApplication::sendPostedEvents(impl.ring.get(), QEvent::MetaCall);
    if (impl.control)
        QCoreApplication::sendPostedEvents(impl.control.get(), QEvent::MetaCall); // whose commands are answered so
    impl.control.reset();
    // What waits for a store or a probe is answered when that goes, and is answered to the ring: so they go first.
    impl.keychain.reset();
    impl.session.reset();
    impl.prober.reset();
    impl.servers.reset();
    impl.ring.reset();
    impl.reader.reset();
    impl.conversations.reset();
    impl.configuration.reset();
    impl.shared.reset();
    impl.cache.reset(); // tells the store what is still to tell
    impl.storage->flush().waitForFinished();
    impl.answers.reset();
    impl.turns.reset();
    impl.storage.reset(); // flushes the ledger, closes the database, joins
    impl.snapshot.reset();
    impl.lock.reset();
    impl.setState({});
}

GatewayState Engine::state() const {
    return m_impl->state;
}

GatewayLoad Engine::load() const {
    GatewayLoad load;
    if (m_impl->shared)
        load.inFlight = static_cast<int>(m_impl->shared->counters.inFlight.load(std::memory_order_relaxed));
    load.requestsPerMinute = m_impl->rate.perMinute();
    return load;
}

QString Engine::dataDirectory() const {
    return m_impl->dataDirectory;
}

QString Engine::notice() const {
    return m_impl->storage ? m_impl->storage->openNotice() : QString();
}

const catalog::Catalog& Engine::catalog() const {
    return *m_impl->catalog;
}

std::shared_ptr<const catalog::Catalog> Engine::catalogPtr() const {
    return m_impl->catalog;
}

settings::Settings& Engine::settings() {
    return *m_impl->settings;
}

storage::LedgerReader& Engine::ledger() {
    return *m_impl->reader;
}

storage::ConfigurationStore& Engine::configuration() {
    return *m_impl->configuration;
}

storage::ConversationStore& Engine::conversations() {
    return *m_impl->conversations;
}

ProviderKeys& Engine::providerKeys() {
    return *m_impl->ring;
}

cache::ResponseCache& Engine::cache() {
    return *m_impl->cache;
}

QFuture<Result<>> Engine::clearCache(const std::string& projectId) {
    auto promise = std::make_shared<QPromise<Result<>>>();
    promise->start();
    m_impl->cache->clear(projectId, [promise](Result<> cleared) {
        promise->addResult(std::move(cleared));
        promise->finish();
    });
    return promise->future();
}

std::shared_ptr<const gateway::Snapshot> Engine::snapshot() const {
    return m_impl->snapshot;
}

const policy::SpendBook& Engine::spend() const {
    return m_impl->shared->spend;
}

routing::Breakers::Reading Engine::breaker(const std::string& provider) const {
    return m_impl->shared->live.breakers.reading(provider, m_impl->clock.steadyNow());
}

std::optional<policy::RolloutFigures> Engine::rolloutFigures(const std::string& projectId) const {
    if (!m_impl->gateway)
        return std::nullopt;
    const auto project = findProject(*m_impl->configuration->current(), projectId);
    return project ? std::optional(m_impl->shared->rollouts.figures(*project)) : std::nullopt;
}

QFuture<Result<Secret>> Engine::defaultGatewayKey() {
    // At first start it is on its way.
    return m_impl->keysRead.then(this, [this] { return m_impl->defaultKeyKept; })
        .unwrap()
        .then(this, [this] { return m_impl->ring->store().read(kDefaultKeySecret); })
        .unwrap();
}

Secret Engine::playgroundKey() const {
    return m_impl->playground.secret;
}

} // namespace llmg::service
