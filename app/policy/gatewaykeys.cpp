// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/policy/gatewaykeys.h"

#include "app/policy/ulid.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <mutex>

namespace llmg::policy {
namespace {

constexpr std::string_view kBase62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kPrefix = "llmg_";
constexpr std::size_t kKeyCharacters = 40;
constexpr std::size_t kReadablePrefix = 9;

// Without a random source there is no key that may be handed out, and nothing sensible to go on with.
void fillRandom(unsigned char* bytes, std::size_t count) {
    if (RAND_bytes(bytes, static_cast<int>(count)) != 1) {
        std::fputs("the system's random source failed\n", stderr);
        std::abort();
    }
}

// Random bits for the ULIDs of one thread: one call of the generator per many identifiers.
class RandomPool {
  public:
    void take(std::uint8_t* out, std::size_t count) {
        if (m_used + count > m_bytes.size()) {
            fillRandom(m_bytes.data(), m_bytes.size());
            m_used = 0;
        }
        std::copy_n(m_bytes.data() + m_used, count, out);
        m_used += count;
    }

  private:
    std::array<unsigned char, 1000> m_bytes{};
    std::size_t m_used = m_bytes.size();
};

// The last identifier given, shared by all threads of the process so that order holds across them. It is not state that
// anyone could want a second one of, hence function-local.
struct UlidSource {
    std::mutex mutex;
    RandomPool random;
    UlidBytes last{};

    UlidBytes next(UnixTime now) {
        UlidBytes bytes = firstUlidAt(now);
        const std::lock_guard lock(mutex);
        if (std::equal(bytes.begin(), bytes.begin() + 6, last.begin()) && increment()) {
            return last;
        }
        random.take(bytes.data() + 6, 10);
        bytes[6] &= 0x7F; // room to count up within the millisecond
        last = bytes;
        return bytes;
    }

  private:
    bool increment() {
        for (std::size_t i = 16; i-- > 6;) {
            if (++last[i] != 0)
                return true;
        }
        return false;
    }
};

} // namespace

Secret generateGatewayKey() {
    std::string text(kPrefix);
    text.reserve(kPrefix.size() + kKeyCharacters);
    std::array<unsigned char, 64> random{};
    while (text.size() < kPrefix.size() + kKeyCharacters) {
        fillRandom(random.data(), random.size());
        for (const unsigned char byte : random) {
            // 248 is the largest multiple of 62 in a byte; what is above would favour the first characters.
            if (byte < 248 && text.size() < kPrefix.size() + kKeyCharacters)
                text.push_back(kBase62[byte % 62]);
        }
    }
    random.fill(0);
    return Secret(std::move(text));
}

std::string sha256(std::string_view text) {
    std::string digest(32, '\0');
    unsigned int length = 0;
    if (EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()), &length, EVP_sha256(),
                   nullptr) != 1 ||
        length != 32) {
        std::fputs("OpenSSL has no SHA-256\n", stderr);
        std::abort();
    }
    return digest;
}

std::string newUlid(UnixTime now) {
    static UlidSource source;
    return ulidToText(source.next(now));
}

NewGatewayKey makeGatewayKey(std::string projectId, std::string name, UnixTime now) {
    NewGatewayKey made;
    made.secret = generateGatewayKey();
    made.key.id = newUlid(now);
    made.key.projectId = std::move(projectId);
    made.key.name = std::move(name);
    made.key.prefix = std::string(made.secret.reveal().substr(0, kReadablePrefix));
    made.key.sha256 = sha256(made.secret.reveal());
    made.key.createdAt = now;
    return made;
}

} // namespace llmg::policy
