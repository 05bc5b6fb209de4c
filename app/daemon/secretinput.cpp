// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/secretinput.h"

#include <boost/json.hpp>

namespace llmg::daemon {
namespace {

constexpr std::size_t kLongest = 64 * 1024;

/// Without its end, and without blanks around it. False: the input has ended.
bool readLine(std::istream& input, std::string& line) {
    line.clear();
    char c = 0;
    while (line.size() <= kLongest && input.get(c) && c != '\n')
        line.push_back(c);
    const bool isThere = !line.empty() || input.good();
    constexpr const char* kBlanks = " \t\r\n";
    line.erase(line.find_last_not_of(kBlanks) + 1);
    line.erase(0, line.find_first_not_of(kBlanks));
    return isThere;
}

} // namespace

Result<std::string> readSecret(std::istream& input) {
    std::string text;
    while (text.empty() && readLine(input, text)) {
        // Blank lines before it are of the pasting.
    }
    if (text.empty())
        return fail(ErrorKind::InvalidParameters,
                    "Give the key on standard input, or name its variable with --from-env.");
    if (text.size() > kLongest)
        return fail(ErrorKind::InvalidParameters, "The key is longer than any provider's.");
    if (text.front() != '{')
        return text;
    boost::json::stream_parser parser;
    boost::system::error_code error;
    std::string line = text;
    for (;;) {
        parser.write(line + "\n", error);
        // What is no JSON is refused later, by those who know what it should be.
        if (error || parser.done())
            return text;
        if (!readLine(input, line) || text.size() + line.size() > kLongest)
            return fail(ErrorKind::InvalidParameters,
                        "The key begins as a JSON document that does not end. Give the whole file.");
        text += '\n' + line;
    }
}

} // namespace llmg::daemon
