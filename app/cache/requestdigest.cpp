// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cache/requestdigest.h"

#include <boost/json/basic_parser_impl.hpp>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <memory>

namespace llmg::cache {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxDepth = 64;
/// Strings up to here stand in the canonical form themselves, longer ones as their hash.
constexpr std::size_t kShortString = 64;
constexpr double kExactIntegers = 9007199254740992.0; // 2^53

/// What does not shape an answer, by dialect; top level only. Whether an answer comes as a stream never does: either
/// form serves the other.
struct Unshaping {
    std::string_view dialect;
    std::string_view field;
};
constexpr std::array kUnshaping{
    // platform.openai.com/docs/api-reference/chat/create. Who asks (user, safety_identifier), what OpenAI keeps and
    // labels for its dashboard (store, metadata), and where its prompt cache looks.
    Unshaping{"openai-chat", "stream"},
    Unshaping{"openai-chat", "stream_options"},
    Unshaping{"openai-chat", "user"},
    Unshaping{"openai-chat", "safety_identifier"},
    Unshaping{"openai-chat", "metadata"},
    Unshaping{"openai-chat", "store"},
    Unshaping{"openai-chat", "prompt_cache_key"},
    Unshaping{"openai-chat", "prompt_cache_retention"},
    // platform.openai.com/docs/api-reference/responses/create. A response repeats user, metadata, store and the like,
    // so these do shape it.
    Unshaping{"openai-responses", "stream"},
    Unshaping{"openai-responses", "stream_options"},
    // docs.anthropic.com/en/api/messages: metadata holds user_id alone, which serves abuse detection.
    Unshaping{"anthropic-messages", "stream"},
    Unshaping{"anthropic-messages", "metadata"},
    // platform.openai.com/docs/api-reference/embeddings/create and /images/create. Gemini's body has nothing like it.
    Unshaping{"openai-embeddings", "user"},
    Unshaping{"openai-images", "user"},
};

bool shapes(std::string_view dialect, std::string_view field) {
    return std::none_of(kUnshaping.begin(), kUnshaping.end(),
                        [&](const Unshaping& other) { return other.dialect == dialect && other.field == field; });
}

class Sha256 {
  public:
    Sha256()
        : m_context(EVP_MD_CTX_new()) {
        restart();
    }
    void restart() { m_good = m_context && EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr) == 1; }
    void add(std::string_view bytes) {
        m_good = m_good && EVP_DigestUpdate(m_context.get(), bytes.data(), bytes.size()) == 1;
    }
    /// With its length before it, so that neighbours cannot trade bytes.
    void addField(std::string_view bytes) {
        add(std::to_string(bytes.size()) + ':');
        add(bytes);
    }
    /// 32 bytes; "" when OpenSSL failed.
    std::string take() {
        std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
        unsigned int length = 0;
        m_good = m_good && EVP_DigestFinal_ex(m_context.get(), bytes.data(), &length) == 1;
        return m_good ? std::string(bytes.begin(), bytes.begin() + length) : std::string();
    }

  private:
    struct Free {
        void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> m_context;
    bool m_good = false;
};

/// Writes the canonical form from the body's tokens. An object's members are put in order when it closes; what stands
/// there is short, because long strings are hashes.
class Canonical {
  public:
    static constexpr std::size_t max_object_size = std::size_t(-1);
    static constexpr std::size_t max_array_size = std::size_t(-1);
    static constexpr std::size_t max_key_size = std::size_t(-1);
    static constexpr std::size_t max_string_size = std::size_t(-1);

    explicit Canonical(std::string_view dialect)
        : m_dialect(dialect) {}
    [[nodiscard]] const std::string& text() const { return m_text; }

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }

    bool on_object_begin(json::error_code&) {
        m_text += '{';
        m_objects.push_back({});
        return true;
    }
    bool on_object_end(std::size_t, json::error_code&) {
        closeMember();
        sortMembers(m_objects.back());
        m_objects.pop_back();
        m_text += '}';
        return true;
    }
    bool on_array_begin(json::error_code& error) {
        if (m_objects.empty())
            return refuse(error);
        m_text += '[';
        return true;
    }
    bool on_array_end(std::size_t, json::error_code&) {
        m_text += ']';
        return true;
    }

    bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
        m_key += std::string_view(part.data(), part.size());
        return true;
    }
    bool on_key(json::string_view part, std::size_t, json::error_code&) {
        m_key += std::string_view(part.data(), part.size());
        closeMember();
        m_objects.back().members.push_back({std::move(m_key), m_text.size(), m_text.size()});
        m_key.clear();
        return true;
    }

    bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
        addToString({part.data(), part.size()});
        return true;
    }
    bool on_string(json::string_view part, std::size_t, json::error_code&) {
        addToString({part.data(), part.size()});
        if (m_long)
            m_text.append("#").append(m_hash.take());
        else
            m_text.append("s").append(std::to_string(m_string.size())).append(":").append(m_string);
        m_string.clear();
        m_long = false;
        return true;
    }

    bool on_number_part(json::string_view, json::error_code&) { return true; }
    bool on_int64(std::int64_t number, json::string_view, json::error_code&) {
        addNumber(number);
        return true;
    }
    bool on_uint64(std::uint64_t number, json::string_view, json::error_code&) {
        addNumber(number);
        return true;
    }
    bool on_double(double number, json::string_view, json::error_code& error) {
        if (!(std::abs(number) < kExactIntegers))
            return refuse(error);
        if (number == std::trunc(number))
            addNumber(static_cast<std::int64_t>(number));
        else
            addNumber(number);
        return true;
    }
    bool on_bool(bool value, json::error_code&) {
        m_text += value ? 't' : 'f';
        return true;
    }
    bool on_null(json::error_code&) {
        m_text += 'z';
        return true;
    }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }

  private:
    struct Member {
        std::string key;
        std::size_t begin = 0, end = 0; ///< of its value in m_text
    };
    struct Object {
        std::vector<Member> members;
    };

    static bool refuse(json::error_code& error) {
        error = json::error::syntax; // any code: it only stops the parser
        return false;
    }

    template <class Number>
    void addNumber(Number number) {
        std::array<char, 32> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
        m_text += 'n';
        m_text.append(digits.data(), end);
        m_text += ',';
    }

    void addToString(std::string_view part) {
        if (!m_long && m_string.size() + part.size() <= kShortString) {
            m_string += part;
            return;
        }
        if (!m_long) {
            m_long = true;
            m_hash.restart();
            m_hash.add(m_string);
        }
        m_hash.add(part);
    }

    void closeMember() {
        if (!m_objects.back().members.empty())
            m_objects.back().members.back().end = m_text.size();
    }

    // Keys that come twice keep their order: which of them counts is the reader's choice.
    void sortMembers(Object& object) {
        auto& members = object.members;
        if (members.empty())
            return;
        const std::size_t begin = members.front().begin;
        if (m_objects.size() == 1)
            std::erase_if(members, [this](const Member& member) { return !shapes(m_dialect, member.key); });
        std::stable_sort(members.begin(), members.end(),
                         [](const Member& a, const Member& b) { return a.key < b.key; });
        std::string sorted;
        sorted.reserve(m_text.size() - begin);
        for (const Member& member : members) {
            sorted.append(std::to_string(member.key.size())).append(":").append(member.key);
            sorted.append(m_text, member.begin, member.end - member.begin);
        }
        m_text.replace(begin, std::string::npos, sorted);
    }

    std::string_view m_dialect;
    std::string m_text;
    std::vector<Object> m_objects;
    std::string m_key, m_string;
    bool m_long = false; ///< the string that is being read goes into m_hash
    Sha256 m_hash;
};

} // namespace

std::optional<std::string> requestDigest(const Question& question) {
    json::parse_options options;
    options.max_depth = kMaxDepth;
    json::basic_parser<Canonical> parser(options, question.dialect);
    json::error_code failed;
    const std::size_t used = parser.write_some(false, question.body.data(), question.body.size(), failed);
    if (failed || question.body.find_first_not_of(" \t\r\n", used) != std::string_view::npos)
        return std::nullopt;
    const std::string& canonical = parser.handler().text();
    if (!canonical.starts_with('{'))
        return std::nullopt;
    Sha256 hash;
    for (const std::string_view field : {question.projectId, question.dialect, question.model})
        hash.addField(field);
    for (const std::string_view field : question.more)
        hash.addField(field);
    hash.addField(canonical);
    auto digest = hash.take();
    if (digest.empty())
        return std::nullopt;
    return digest;
}

} // namespace llmg::cache
