// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/http/peerprocess.h"

#ifdef __linux__

#include <arpa/inet.h>
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits.h>
#include <memory>
#include <string_view>
#include <vector>

namespace llmg::http {
namespace {

/// An address and port in the spelling of /proc/net/tcp (proc_pid_net(5)): each 32-bit word of the address as the CPU
/// reads it, in hexadecimal.
std::string procAddress(const std::string& address, std::uint16_t port, bool v6) {
    std::array<std::uint32_t, 4> words{};
    std::size_t count = 1;
    if (v6) {
        count = 4;
        in6_addr parsed{};
        const bool isV4 = address.find(':') == std::string::npos;
        // A client on a dual-stack socket talks IPv4 from a mapped address.
        if (inet_pton(AF_INET6, (isV4 ? "::ffff:" + address : address).c_str(), &parsed) != 1)
            return {};
        std::memcpy(words.data(), &parsed, sizeof parsed);
    } else if (inet_pton(AF_INET, address.c_str(), words.data()) != 1) {
        return {};
    }
    std::string text;
    std::array<char, 16> part{};
    for (std::size_t i = 0; i < count; ++i) {
        std::snprintf(part.data(), part.size(), "%08X", words[i]);
        text += part.data();
    }
    std::snprintf(part.data(), part.size(), ":%04X", static_cast<unsigned>(port));
    return text + part.data();
}

struct SocketRow {
    std::uint64_t inode = 0;
    unsigned user = 0;
};

/// The row whose local end is the client's and whose remote end is ours.
std::optional<SocketRow> findRow(const char* table, const std::string& client, const std::string& server) {
    if (client.empty() || server.empty())
        return std::nullopt;
    std::ifstream file(table);
    std::string line;
    std::getline(file, line); // headings
    while (std::getline(file, line)) {
        std::array<char, 48> local{};
        std::array<char, 48> remote{};
        unsigned user = 0;
        unsigned long long inode = 0;
        if (std::sscanf(line.c_str(), " %*[0-9]: %47s %47s %*s %*s %*s %*s %u %*u %llu", local.data(), remote.data(), &user, &inode) != 4)
            continue;
        if (client == local.data() && server == remote.data() && inode != 0)
            return SocketRow{inode, user};
    }
    return std::nullopt;
}

std::string linkTarget(const std::string& path) {
    std::array<char, PATH_MAX> text;
    const ssize_t size = readlink(path.c_str(), text.data(), text.size());
    return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : std::string();
}

using Directory = std::unique_ptr<DIR, int (*)(DIR*)>;

bool holdsSocket(const std::string& process, const std::string& socket) {
    const std::string folder = process + "/fd";
    const Directory files(opendir(folder.c_str()), &closedir);
    while (const dirent* entry = files ? readdir(files.get()) : nullptr) {
        if (entry->d_name[0] != '.' && linkTarget(folder + "/" + entry->d_name) == socket)
            return true;
    }
    return false;
}

std::string_view fileName(std::string_view path) {
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::vector<std::string> commandLine(const std::string& process) {
    std::ifstream file(process + "/cmdline");
    std::vector<std::string> arguments;
    for (std::string argument; std::getline(file, argument, '\0');)
        arguments.push_back(argument);
    return arguments;
}

/// "python3.11" is python, "ruby3" is ruby; a name like "pythonista" is neither.
bool isNamed(std::string_view program, std::string_view interpreter) {
    return program.substr(0, interpreter.size()) == interpreter &&
           program.find_first_not_of("0123456789.-", interpreter.size()) == std::string_view::npos;
}

struct Interpreter {
    const char* name;
    const char* withValue; ///< options that take the next argument, separated by spaces
    const char* commands;  ///< words between interpreter and script ("deno run app.ts")
    const char* jar;       ///< option whose value is the program itself, or ""
};

constexpr std::array kInterpreters{
    Interpreter{"python", "-W -X --check-hash-based-pycs", "", "-m"},
    Interpreter{"pypy", "-W -X", "", "-m"},
    Interpreter{"node", "-r --require --import --loader --experimental-loader -C --conditions --env-file", "", ""},
    Interpreter{"nodejs", "-r --require --import --loader -C --conditions", "", ""},
    Interpreter{"deno", "-c --config --import-map -L --log-level", "run serve", ""},
    Interpreter{"bun", "-r --preload -c --config", "run x", ""},
    Interpreter{"ruby", "-I -r -C -E", "", ""},
    Interpreter{"perl", "-I", "", ""},
    Interpreter{"php", "-d -c", "", "-f"},
    Interpreter{"java", "-cp -classpath --class-path -p --module-path --add-modules --add-opens", "", "-jar"},
    Interpreter{"bash", "-o -O --rcfile --init-file", "", ""},
    Interpreter{"sh", "-o", "", ""},
    Interpreter{"dash", "-o", "", ""},
    Interpreter{"zsh", "-o", "", ""},
};

bool isWordOf(std::string_view words, std::string_view word) {
    for (std::size_t begin = 0; begin < words.size();) {
        const auto end = std::min(words.find(' ', begin), words.size());
        if (words.substr(begin, end - begin) == word)
            return true;
        begin = end + 1;
    }
    return false;
}

/// The script that an interpreter runs; empty for an inline program ("python -c …") or a prompt.
std::string scriptOf(const std::vector<std::string>& arguments, const Interpreter& interpreter) {
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        const std::string& argument = arguments[i];
        if (*interpreter.jar && argument == interpreter.jar)
            return i + 1 < arguments.size() ? arguments[i + 1] : std::string();
        if (argument == "-c" || argument == "-e" || argument == "--eval" || argument == "-p" || argument == "-")
            return {};
        if (isWordOf(interpreter.withValue, argument)) {
            ++i;
            continue;
        }
        if (argument.empty() || argument.front() == '-' || isWordOf(interpreter.commands, argument))
            continue;
        return argument;
    }
    return {};
}

PeerProcess describe(std::int64_t pid, const std::string& process) {
    PeerProcess found;
    found.pid = pid;
    found.path = linkTarget(process + "/exe");
    constexpr std::string_view kDeleted = " (deleted)";
    if (found.path.ends_with(kDeleted)) // replaced by an upgrade while it runs
        found.path.resize(found.path.size() - kDeleted.size());
    const std::vector<std::string> arguments = commandLine(process);
    if (found.path.empty() && !arguments.empty())
        found.path = arguments.front();
    found.name = fileName(found.path);
    for (const Interpreter& interpreter : kInterpreters) {
        if (!isNamed(found.name, interpreter.name))
            continue;
        std::string script = scriptOf(arguments, interpreter);
        if (script.empty())
            break;
        if (script.front() != '/' && script.find('/') != std::string::npos) {
            const std::string folder = linkTarget(process + "/cwd");
            if (!folder.empty())
                script = folder + "/" + script;
        }
        found.name = fileName(script);
        found.path = std::move(script);
        break;
    }
    return found;
}

bool isLoopback(const std::string& address) {
    return address.starts_with("127.") || address == "::1" || address.starts_with("::ffff:127.");
}

} // namespace

std::optional<PeerProcess> findPeerProcess(const std::string& peerAddress, std::uint16_t peerPort,
                                           const std::string& localAddress, std::uint16_t localPort) {
    // A client on this machine may also reach us over one of its own outside addresses; then both ends are the same.
    if (!isLoopback(peerAddress) && peerAddress != localAddress)
        return std::nullopt;
    std::optional<SocketRow> row;
    if (peerAddress.find(':') == std::string::npos)
        row = findRow("/proc/net/tcp", procAddress(peerAddress, peerPort, false), procAddress(localAddress, localPort, false));
    if (!row)
        row = findRow("/proc/net/tcp6", procAddress(peerAddress, peerPort, true), procAddress(localAddress, localPort, true));
    if (!row)
        return std::nullopt;
    const std::string socket = "socket:[" + std::to_string(row->inode) + "]";
    const Directory processes(opendir("/proc"), &closedir);
    while (const dirent* entry = processes ? readdir(processes.get()) : nullptr) {
        const std::string_view name = entry->d_name;
        std::int64_t pid = 0;
        const auto parsed = std::from_chars(name.data(), name.data() + name.size(), pid);
        if (parsed.ec != std::errc() || parsed.ptr != name.data() + name.size())
            continue;
        const std::string process = "/proc/" + std::string(name);
        // Other users' descriptors cannot be read: skip them by owner, which costs one call instead of a listing.
        struct stat status {};
        if (stat(process.c_str(), &status) != 0 || (status.st_uid != row->user && geteuid() != 0))
            continue;
        if (holdsSocket(process, socket))
            return describe(pid, process);
    }
    return std::nullopt;
}

} // namespace llmg::http

#else

namespace llmg::http {

std::optional<PeerProcess> findPeerProcess(const std::string&, std::uint16_t, const std::string&, std::uint16_t) {
    return std::nullopt;
}

} // namespace llmg::http

#endif
