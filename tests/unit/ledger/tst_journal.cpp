// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/ledger/journal.h"
#include "app/ledger/journalscan.h"
#include "app/ledger/recordcodec.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace llmg;
using ledger::Journal;

namespace {

std::string entryOf(std::string_view payload) {
    std::string entry(ledger::kEntryHead, '\0');
    entry += payload;
    return entry;
}

std::unique_ptr<Journal> openJournal(const QString& directory, std::uint64_t segmentBytes = 1 << 20) {
    auto opened = Journal::open({directory.toStdString(), segmentBytes, 0});
    if (!opened)
        qFatal("%s", opened.error().message.c_str());
    return std::move(*opened);
}

std::vector<std::string> readAll(Journal& journal) {
    std::vector<std::string> payloads;
    Journal::Position at;
    for (;;) {
        const auto next = journal.read(at, [&](std::string_view payload, Journal::Position) {
            payloads.emplace_back(payload);
            return true;
        });
        if (!next)
            qFatal("%s", next.error().message.c_str());
        if (*next == at || *next == journal.end())
            return payloads;
        at = *next;
    }
}

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void writeFile(const QString& path, const QByteArray& content) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(content), qint64{content.size()});
}

domain::RequestRecord recordOf(int n) {
    domain::RequestRecord r;
    r.id = "01ARZ3NDEKTSV4RRFFQ69G5FA" + std::to_string(n % 10);
    r.startedAt = UnixTime{Milliseconds{1'790'000'000'000 + n}};
    r.requestedModel = std::string(static_cast<std::size_t>(n * 3), 'm');
    r.status = 200;
    r.usage.prompt = n;
    r.cost.total = domain::Money{-n};
    r.durationUs = 1LL << (n % 60);
    r.tags = {{"a", "b"}, {"a", ""}};
    r.droppedParams = {"seed"};
    r.attempts = {{"p", "m", "k", 500, "e", "msg", 1, 2, -1, "u"}, {}};
    return r;
}

} // namespace

class TestJournal : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void codecGivesBackWhatItTook() {
        for (int n = 0; n < 60; ++n) {
            const domain::RequestRecord record = recordOf(n);
            const domain::RequestBodies bodies{record.id, std::string(static_cast<std::size_t>(n), '\xFF'),
                                               n % 2 ? "" : "x", n % 3 == 0};
            std::string bytes;
            ledger::encode(record, bodies, bytes);
            const auto decoded = ledger::decode(bytes);
            QVERIFY(decoded);
            QVERIFY(decoded->record == record);
            QCOMPARE(decoded->bodies.request, bodies.request);
            QCOMPARE(decoded->bodies.response, bodies.response);
            QCOMPARE(decoded->bodies.truncated, bodies.truncated && !bodies.isEmpty());
        }
    }

    void codecSkipsWhatANewerVersionAdded() {
        const domain::RequestRecord record = recordOf(3);
        std::string bytes;
        ledger::encode(record, {record.id, "ask", "answer", true}, bytes);
        // The record's section is the first: five more bytes at its end, and a section nobody knows after the last.
        std::uint32_t length = 0;
        std::memcpy(&length, bytes.data() + 1, 4);
        bytes.insert(5 + length, "12345");
        length += 5;
        std::memcpy(bytes.data() + 1, &length, 4);
        bytes.append("\x03\0\0\0new", 7);
        const auto decoded = ledger::decode(bytes);
        QVERIFY(decoded);
        QVERIFY(decoded->record == record);
        QCOMPARE(decoded->bodies.response, std::string("answer"));
    }

    void codecRefusesEveryCutAndSurvivesEveryFlip() {
        std::string bytes;
        ledger::encode(recordOf(5), {"", "ask", "answer", false}, bytes);
        for (std::size_t cut = 0; cut < bytes.size(); ++cut)
            QVERIFY(!ledger::decode(std::string_view(bytes).substr(0, cut)));
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            for (const int bit : {0, 3, 7}) {
                std::string flipped = bytes;
                flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
                (void)ledger::decode(flipped); // any outcome but a crash; sanitizers watch
            }
        }
    }

    void wholeEntriesComeBackFromEveryCut() {
        QTemporaryDir made;
        std::vector<std::string> payloads;
        std::vector<std::uint64_t> ends;
        {
            auto journal = openJournal(made.filePath(u"j"_s));
            for (int i = 0; i < 12; ++i) {
                payloads.push_back(std::string(static_cast<std::size_t>(i * 7), static_cast<char>('a' + i)));
                std::string entry = entryOf(payloads.back());
                ends.push_back(journal->append(entry)->offset);
            }
        }
        const QByteArray whole = contentOf(made.filePath(u"j/000001.log"_s));
        QCOMPARE(static_cast<std::uint64_t>(whole.size()), ends.back());
        for (qsizetype cut = 0; cut <= whole.size(); ++cut) {
            QTemporaryDir directory;
            QDir(directory.path()).mkdir(u"j"_s);
            writeFile(directory.filePath(u"j/000001.log"_s), whole.first(cut));
            auto journal = openJournal(directory.filePath(u"j"_s));
            const auto expected = static_cast<std::size_t>(std::count_if(
                ends.begin(), ends.end(), [cut](std::uint64_t end) { return end <= static_cast<std::uint64_t>(cut); }));
            const auto read = readAll(*journal);
            QVERIFY(read == std::vector<std::string>(payloads.begin(),
                                                     payloads.begin() + static_cast<std::ptrdiff_t>(expected)));
            const std::uint64_t lastGood =
                expected == 0 ? std::min<std::uint64_t>(8, static_cast<std::uint64_t>(cut)) : ends[expected - 1];
            const bool hasRest = static_cast<std::uint64_t>(cut) > lastGood;
            QCOMPARE(!journal->notice().empty(), hasRest);
            const QStringList aside = QDir(directory.filePath(u"j"_s)).entryList({u"*.damaged-*"_s}, QDir::Files);
            QCOMPARE(aside.size(), hasRest ? 1 : 0);
            if (hasRest)
                QCOMPARE(contentOf(directory.filePath(u"j/"_s + aside.front())),
                         whole.mid(static_cast<qsizetype>(lastGood), cut - static_cast<qsizetype>(lastGood)));
            // A new segment follows, whatever the old one's end is like.
            std::string entry = entryOf("later");
            QCOMPARE(journal->append(entry)->segment, 2U);
            QCOMPARE(readAll(*journal).back(), std::string("later"));
        }
    }

    void aDamagedByteCostsOnlyItsEntry() {
        QTemporaryDir made;
        std::vector<std::string> payloads;
        std::vector<std::uint64_t> ends;
        {
            auto journal = openJournal(made.filePath(u"j"_s));
            for (int i = 0; i < 6; ++i) {
                payloads.push_back("payload number " + std::to_string(i));
                std::string entry = entryOf(payloads.back());
                ends.push_back(journal->append(entry)->offset);
            }
        }
        const QByteArray whole = contentOf(made.filePath(u"j/000001.log"_s));
        for (qsizetype at = 0; at < whole.size(); ++at) {
            QTemporaryDir directory;
            QDir(directory.path()).mkdir(u"j"_s);
            QByteArray damaged = whole;
            damaged[at] = static_cast<char>(damaged[at] ^ 0x41);
            writeFile(directory.filePath(u"j/000001.log"_s), damaged);
            auto journal = openJournal(directory.filePath(u"j"_s));
            std::vector<std::string> expected = payloads;
            if (at >= 8) {
                const auto hit =
                    std::upper_bound(ends.begin(), ends.end(), static_cast<std::uint64_t>(at)) - ends.begin();
                expected.erase(expected.begin() + hit);
            }
            QVERIFY2(readAll(*journal) == expected, qPrintable(u"byte %1"_s.arg(at)));
            QVERIFY(!journal->notice().empty());
        }
    }

    void aForeignFileIsNoJournal() {
        QTemporaryDir directory;
        QDir(directory.path()).mkdir(u"j"_s);
        writeFile(directory.filePath(u"j/000007.log"_s), QByteArray(100'000, '\x1E'));
        writeFile(directory.filePath(u"j/notes.txt"_s), "mine");
        auto journal = openJournal(directory.filePath(u"j"_s));
        QVERIFY(readAll(*journal).empty());
        QCOMPARE(contentOf(directory.filePath(u"j/notes.txt"_s)), QByteArray("mine"));
        std::string entry = entryOf("x");
        QCOMPARE(journal->append(entry)->segment, 8U);
    }

    void readsEntriesLargerThanItsChunk() {
        QTemporaryDir directory;
        auto journal = openJournal(directory.filePath(u"j"_s), 1 << 20);
        std::string small = entryOf("small");
        std::string large = entryOf(std::string(9'000'000, 'L'));
        QVERIFY(journal->append(small));
        QVERIFY(journal->append(large));
        std::string other = entryOf("after");
        QVERIFY(journal->append(other));
        const auto read = readAll(*journal);
        QCOMPARE(read.size(), std::size_t{3});
        QCOMPARE(read[1].size(), std::size_t{9'000'000});
        QCOMPARE(read[2], std::string("after"));
        QVERIFY(journal->notice().empty());
    }

    void rotatesAndDiscardsWhatIsDone() {
        QTemporaryDir directory;
        auto journal = openJournal(directory.filePath(u"j"_s), 1000);
        std::vector<Journal::Position> ends;
        for (int i = 0; i < 50; ++i) {
            std::string entry = entryOf(std::string(100, 'x'));
            ends.push_back(*journal->append(entry));
        }
        const auto files = [&] { return QDir(directory.filePath(u"j"_s)).entryList({u"*.log"_s}, QDir::Files).size(); };
        QCOMPARE(files(), static_cast<qsizetype>(ends.back().segment));
        QVERIFY(ends.back().segment > 5);
        QCOMPARE(readAll(*journal).size(), std::size_t{50});
        journal->discardBefore(ends[25]);
        QCOMPARE(files(), static_cast<qsizetype>(ends.back().segment - ends[25].segment + 1));
        QVERIFY(journal->backlogBytes(ends[25]) > 0);
        journal->discardBefore(ends.back());
        QCOMPARE(files(), 0);
        QCOMPARE(journal->backlogBytes(ends.back()), 0U);
        std::string entry = entryOf("again");
        QVERIFY(journal->append(entry));
        QCOMPARE(readAll(*journal), std::vector<std::string>{"again"});
    }

    void oneOwnerAtATime() {
        QTemporaryDir directory;
        auto journal = openJournal(directory.filePath(u"j"_s));
        const auto second = Journal::open({directory.filePath(u"j"_s).toStdString(), 1 << 20, 0});
        QVERIFY(!second);
        QCOMPARE(second.error().kind, ErrorKind::Storage);
        QVERIFY(second.error().message.find("another gateway") != std::string::npos);
        journal.reset();
        QVERIFY(Journal::open({directory.filePath(u"j"_s).toStdString(), 1 << 20, 0}));
    }

    void aFullDiskTakesNothingHalf() {
        QTemporaryDir directory;
        auto journal = openJournal(directory.filePath(u"j"_s));
        std::string entry = entryOf(std::string(1000, 'a'));
        const Journal::Position before = *journal->append(entry);
        QVERIFY(journal->ready());

        // A limit on file sizes stands for the full disk: a write is cut short, the next one fails.
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit old{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &old), 0);
        rlimit tight = old;
        tight.rlim_cur = before.offset + 500;
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &tight), 0);
        std::string refused = entryOf(std::string(1000, 'b'));
        const auto outcome = journal->append(refused);
        const auto ready = journal->ready();
        const auto size = QFile(directory.filePath(u"j/000001.log"_s)).size();
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &old), 0);

        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, ErrorKind::Storage);
        QVERIFY(!ready);
        QCOMPARE(static_cast<std::uint64_t>(size), before.offset);
        QVERIFY(journal->end() == before);
        QTRY_VERIFY(journal->ready()); // checked again only now and then
        std::string later = entryOf("later");
        QVERIFY(journal->append(later));
        QCOMPARE(readAll(*journal).size(), std::size_t{2});
        QVERIFY(journal->notice().empty());
    }

    void aNearlyFullDiskStopsAdmissionButTakesWhatIsUnderWay() {
        QTemporaryDir directory;
        auto journal = *Journal::open({directory.filePath(u"j"_s).toStdString(), 1 << 20, ~std::uint64_t{0} / 2});
        QVERIFY(journal->ready());
        std::string entry = entryOf("x");
        QVERIFY(journal->append(entry));
        QVERIFY(!journal->ready());
        std::string another = entryOf("y");
        QVERIFY(journal->append(another));
    }
};

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
