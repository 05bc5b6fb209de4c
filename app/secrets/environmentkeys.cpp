// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/secrets/environmentkeys.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cstdlib>
#include <unordered_map>

namespace llmg::secrets {
namespace {

constexpr std::size_t kLongestText = std::size_t{1} << 20;
constexpr std::size_t kMostEntries = 10'000;

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n\v\f";
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

// A key goes into a header: visible ASCII only (RFC 9110, 5.5, without the blanks that separate words).
bool isUsable(std::string_view key) {
    return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < '\x7F'; });
}

bool isNameStart(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}
bool isNamePart(char c) {
    return isNameStart(c) || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

constexpr std::string_view kAwsId = "AWS_ACCESS_KEY_ID", kAwsSecret = "AWS_SECRET_ACCESS_KEY",
                           kAwsToken = "AWS_SESSION_TOKEN", kAwsRegion = "AWS_REGION";

std::string valueOf(const EnvironmentLookup& lookup, std::string_view variable) {
    const std::optional<std::string> value = lookup(std::string(variable));
    return value ? std::string(trimmed(*value)) : std::string{};
}

EnvironmentKey newKey(const EnvironmentNames& provider, const std::string& variable, int position) {
    return {"env:" + variable + ":" + std::to_string(position), provider.provider, variable, position, {}};
}

// AWS spreads one key over several variables; together they are the key "ID:SECRET[:SESSION_TOKEN]", and none of them
// is one alone (AWS SDKs and Tools Reference Guide, "Environment variables list").
std::optional<EnvironmentKey> awsKey(const EnvironmentNames& provider, const EnvironmentLookup& lookup) {
    const std::string id = valueOf(lookup, kAwsId);
    const std::string secret = valueOf(lookup, kAwsSecret);
    const std::string token = valueOf(lookup, kAwsToken);
    if (id.empty() && secret.empty())
        return std::nullopt;
    EnvironmentKey key = newKey(provider, std::string(id.empty() ? kAwsSecret : kAwsId), 0);
    if (id.empty() || secret.empty()) {
        key.trouble = std::string(id.empty() ? kAwsId : kAwsSecret) + " is not set; the two make one key together.";
        return key;
    }
    key.beside = kAwsSecret;
    if (!token.empty())
        key.beside.append(", ").append(kAwsToken);
    std::string whole = id + ':' + secret + (token.empty() ? "" : ':' + token);
    if (isUsable(whole))
        key.secret = Secret(std::move(whole));
    else
        key.trouble = "It holds a blank or a character that no key has.";
    return key;
}

/// The keys of one variable, separated by commas.
void addKeysOf(const std::string& variable, const EnvironmentNames& provider, const EnvironmentLookup& lookup,
               std::vector<EnvironmentKey>& keys) {
    std::optional<std::string> value = lookup(variable);
    if (!value)
        return;
    int position = 0;
    for (std::string_view rest = *value;; ++position) {
        const std::size_t comma = rest.find(',');
        const std::string_view text = trimmed(rest.substr(0, comma));
        const bool isKnown = std::any_of(keys.begin(), keys.end(),
                                         [text](const EnvironmentKey& known) { return known.secret.reveal() == text; });
        if (!text.empty() && !isKnown) {
            EnvironmentKey key = newKey(provider, variable, position);
            if (isUsable(text))
                key.secret = Secret(std::string(text));
            else
                key.trouble = "It holds a blank or a character that no key has.";
            keys.push_back(std::move(key));
        }
        if (comma == std::string_view::npos)
            break;
        rest.remove_prefix(comma + 1);
    }
    std::fill(value->begin(), value->end(), '\0');
}

/// The key in the file that the first set one of these variables names.
std::optional<EnvironmentKey> keyOfFile(const EnvironmentNames& provider, const EnvironmentLookup& lookup,
                                        const FileLookup& file) {
    for (const std::string& variable : provider.fileVariables) {
        const std::string path = valueOf(lookup, variable);
        if (path.empty())
            continue;
        EnvironmentKey key = newKey(provider, variable, 0);
        auto secret = file(path);
        if (secret)
            key.secret = std::move(*secret);
        else
            key.trouble = variable + ": " + secret.error().message;
        return key;
    }
    return std::nullopt;
}

class DotEnvParser {
  public:
    explicit DotEnvParser(std::string_view text)
        : m_rest(text) {}

    Result<std::vector<std::pair<std::string, Secret>>> parse() {
        if (m_rest.size() > kLongestText)
            return fail(ErrorKind::InvalidParameters,
                        "the file is larger than 1 MiB; it does not look like a .env file");
        if (m_rest.starts_with("\xEF\xBB\xBF"))
            m_rest.remove_prefix(3);
        while (skipToEntry()) {
            if (auto done = entry(); !done)
                return done.error();
        }
        return std::move(m_entries);
    }

  private:
    [[nodiscard]] char peek() const { return m_rest.empty() ? '\0' : m_rest.front(); }
    [[nodiscard]] bool atLineEnd() const { return m_rest.empty() || peek() == '\n' || peek() == '\r'; }
    char take() {
        const char c = m_rest.front();
        m_rest.remove_prefix(1);
        // CRLF, LF and a lone CR each end one line.
        if (c == '\n' || (c == '\r' && peek() != '\n'))
            ++m_line;
        return c;
    }
    void skipBlanks() {
        while (peek() == ' ' || peek() == '\t')
            take();
    }
    void skipLine() {
        while (!atLineEnd())
            take();
    }
    [[nodiscard]] Error wrong(const char* what, int line) const {
        return fail(ErrorKind::InvalidParameters, "line " + std::to_string(line) + ": " + what);
    }

    bool skipToEntry() {
        while (!m_rest.empty()) {
            skipBlanks();
            if (peek() == '#')
                skipLine();
            else if (!atLineEnd())
                return true;
            if (!m_rest.empty())
                take();
        }
        return false;
    }

    std::string_view takeName() {
        const std::string_view from = m_rest;
        if (!isNameStart(peek()))
            return {};
        while (!m_rest.empty() && isNamePart(peek()))
            take();
        return from.substr(0, from.size() - m_rest.size());
    }

    Result<> entry() {
        const int line = m_line;
        std::string_view name = takeName();
        skipBlanks();
        if (name == "export" && isNameStart(peek())) {
            name = takeName();
            skipBlanks();
        }
        if (name.empty())
            return wrong("a name was expected (letters, digits, underscore, not beginning with a digit)", line);
        if (peek() != '=')
            return wrong("an equals sign was expected after the name", line);
        take();
        skipBlanks();
        std::string value;
        const char quote = peek();
        if (quote == '"' || quote == '\'' || quote == '`') {
            if (auto done = quoted(value); !done)
                return done;
        } else {
            unquoted(value);
        }
        if (value.find('\0') != std::string::npos)
            return wrong("the value holds a zero byte", line);
        return keep(std::string(name), std::move(value), line);
    }

    Result<> quoted(std::string& value) {
        const int line = m_line;
        const char quote = take();
        while (!m_rest.empty() && peek() != quote) {
            char c = take();
            if (c == '\r' && peek() == '\n')
                continue;
            if (quote == '"' && c == '\\' && !m_rest.empty()) {
                c = take();
                switch (c) {
                case 'n':
                    c = '\n';
                    break;
                case 'r':
                    c = '\r';
                    break;
                case 't':
                    c = '\t';
                    break;
                case '"':
                case '\\':
                case '$':
                    break;
                default:
                    value.push_back('\\');
                }
            }
            value.push_back(c);
        }
        if (m_rest.empty())
            return wrong("a quote is opened and never closed", line);
        take();
        skipBlanks();
        if (peek() == '#')
            skipLine();
        if (!atLineEnd())
            return wrong("there is more after the closing quote", m_line);
        return {};
    }

    // Up to a comment, which begins with a number sign after a blank.
    void unquoted(std::string& value) {
        const std::string_view from = m_rest;
        while (!atLineEnd() && !(peek() == '#' && (m_rest.data() == from.data() || m_rest.data()[-1] == ' ' ||
                                                   m_rest.data()[-1] == '\t')))
            take();
        value = trimmed(from.substr(0, from.size() - m_rest.size()));
        skipLine();
    }

    Result<> keep(std::string name, std::string value, int line) {
        if (const auto it = m_places.find(name); it != m_places.end()) {
            m_entries[it->second].second = Secret(std::move(value));
            return {};
        }
        if (m_entries.size() >= kMostEntries)
            return wrong("there are more than 10,000 entries; it does not look like a .env file", line);
        m_places.emplace(name, m_entries.size());
        m_entries.emplace_back(std::move(name), Secret(std::move(value)));
        return {};
    }

    std::string_view m_rest;
    int m_line = 1;
    std::vector<std::pair<std::string, Secret>> m_entries;
    std::unordered_map<std::string, std::size_t> m_places;
};

} // namespace

EnvironmentLookup processEnvironment() {
    return [](const std::string& name) -> std::optional<std::string> {
        const char* value = std::getenv(name.c_str());
        return value != nullptr ? std::optional<std::string>(value) : std::nullopt;
    };
}

Result<Secret> readKeyFile(const std::string& path) {
    constexpr qint64 kLongestFile = 64 * 1024;
    const QString name = QString::fromStdString(path);
    const QFileInfo info(name);
    // Not a pipe or a device: reading one could wait for ever.
    if (!info.isFile())
        return fail(ErrorKind::Configuration, "there is no file " + path + ".");
    QFile opened(name);
    if (!opened.open(QIODevice::ReadOnly))
        return fail(ErrorKind::Configuration,
                    "the file " + path + " cannot be read: " + opened.errorString().toStdString() + ".");
    QByteArray bytes = opened.read(kLongestFile + 1);
    const std::string_view text = trimmed({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    Result<Secret> secret = Secret(std::string(text));
    if (bytes.size() > kLongestFile)
        secret = fail(ErrorKind::Configuration, "the file " + path + " is larger than any key.");
    else if (text.empty())
        secret = fail(ErrorKind::Configuration, "the file " + path + " is empty.");
    bytes.fill('\0');
    return secret;
}

std::vector<EnvironmentKey> everyEnvironmentKey(const EnvironmentNames& provider, const EnvironmentLookup& lookup,
                                                const FileLookup& file) {
    std::vector<EnvironmentKey> keys;
    for (const std::string& variable : provider.variables) {
        if (variable == kAwsId) {
            if (auto key = awsKey(provider, lookup))
                keys.push_back(std::move(*key));
        } else if (variable != kAwsSecret && variable != kAwsToken && variable != kAwsRegion) {
            addKeysOf(variable, provider, lookup, keys);
        }
    }
    if (auto key = keyOfFile(provider, lookup, file))
        keys.push_back(std::move(*key));
    return keys;
}

std::vector<EnvironmentKey> environmentKeys(const std::vector<EnvironmentNames>& names, const EnvironmentLookup& lookup,
                                            const FileLookup& file) {
    std::vector<EnvironmentKey> keys;
    for (const EnvironmentNames& provider : names) {
        std::string first; // the first variable that gives a key is the one that counts
        for (auto& key : everyEnvironmentKey(provider, lookup, file)) {
            const bool ofFile = std::find(provider.fileVariables.begin(), provider.fileVariables.end(), key.variable) !=
                                provider.fileVariables.end();
            if ((!key.trouble.empty() && !ofFile) || (!first.empty() && first != key.variable))
                continue;
            first = key.variable;
            keys.push_back(std::move(key));
        }
    }
    return keys;
}

Result<std::vector<std::pair<std::string, Secret>>> parseDotEnv(std::string_view text) {
    return DotEnvParser(text).parse();
}

} // namespace llmg::secrets
