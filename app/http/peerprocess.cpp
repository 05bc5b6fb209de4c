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
#include <unordered_map>
#include <unordered_set>
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

/// Where in the answer the owner of a socket belongs.
using WantedEnds = std::unordered_map<std::string, std::size_t>;      ///< "client server", as in the table
using WantedSockets = std::unordered_map<std::uint64_t, std::size_t>; ///< inode

/// Moves the wanted rows (local end the client's, remote end ours) to the sockets that they name.
void findRows(const char* table, WantedEnds& ends, WantedSockets& sockets, std::unordered_set<unsigned>& users) {
    if (ends.empty())
        return;
    std::ifstream file(table);
    std::string line;
    std::getline(file, line); // headings
    while (!ends.empty() && std::getline(file, line)) {
        std::array<char, 48> local{};
        std::array<char, 48> remote{};
        unsigned user = 0;
        unsigned long long inode = 0;
        if (std::sscanf(line.c_str(), " %*[0-9]: %47s %47s %*s %*s %*s %*s %u %*u %llu", local.data(), remote.data(),
                        &user, &inode) != 4)
            continue;
        const auto found = inode == 0 ? ends.end() : ends.find(std::string(local.data()) + ' ' + remote.data());
        if (found == ends.end())
            continue;
        sockets.emplace(inode, found->second);
        users.insert(user);
        ends.erase(found);
    }
}

std::string linkTarget(const std::string& path) {
    std::array<char, PATH_MAX> text;
    const ssize_t size = readlink(path.c_str(), text.data(), text.size());
    return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : std::string();
}

using Directory = std::unique_ptr<DIR, int (*)(DIR*)>;

/// Places in the answer of the wanted sockets that the process holds; they are no longer wanted then.
std::vector<std::size_t> takeHeld(const std::string& process, WantedSockets& sockets) {
    constexpr std::string_view kSocket = "socket:[";
    std::vector<std::size_t> held;
    const std::string folder = process + "/fd";
    const Directory files(opendir(folder.c_str()), &closedir);
    while (const dirent* entry = files && !sockets.empty() ? readdir(files.get()) : nullptr) {
        const std::string target = entry->d_name[0] == '.' ? std::string() : linkTarget(folder + "/" + entry->d_name);
        std::uint64_t inode = 0;
        if (!target.starts_with(kSocket) ||
            std::from_chars(target.data() + kSocket.size(), target.data() + target.size(), inode).ec != std::errc())
            continue;
        if (const auto found = sockets.find(inode); found != sockets.end()) {
            held.push_back(found->second);
            sockets.erase(found);
        }
    }
    return held;
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

std::vector<std::optional<PeerProcess>> findPeerProcesses(const std::vector<PeerConnection>& connections) {
    std::vector<std::optional<PeerProcess>> answer(connections.size());
    WantedEnds v4, v6;
    for (std::size_t i = 0; i < connections.size(); ++i) {
        const auto& [peerAddress, peerPort, localAddress, localPort] = connections[i];
        // A client on this machine may also reach us over one of its own outside addresses; then both ends are the
        // same.
        if (!isLoopback(peerAddress) && peerAddress != localAddress)
            continue;
        const auto ends = [&](bool wide) {
            return procAddress(peerAddress, peerPort, wide) + ' ' + procAddress(localAddress, localPort, wide);
        };
        if (peerAddress.find(':') == std::string::npos)
            v4.emplace(ends(false), i);
        else
            v6.emplace(ends(true), i);
    }
    WantedSockets sockets;
    std::unordered_set<unsigned> users;
    findRows("/proc/net/tcp", v4, sockets, users);
    for (const auto& [text, i] : v4) {
        const auto& connection = connections[i];
        v6.emplace(procAddress(connection.peerAddress, connection.peerPort, true) + ' ' +
                       procAddress(connection.localAddress, connection.localPort, true),
                   i);
    }
    findRows("/proc/net/tcp6", v6, sockets, users);

    const Directory processes(sockets.empty() ? nullptr : opendir("/proc"), &closedir);
    while (const dirent* entry = processes && !sockets.empty() ? readdir(processes.get()) : nullptr) {
        const std::string_view name = entry->d_name;
        std::int64_t pid = 0;
        const auto parsed = std::from_chars(name.data(), name.data() + name.size(), pid);
        if (parsed.ec != std::errc() || parsed.ptr != name.data() + name.size())
            continue;
        const std::string process = "/proc/" + std::string(name);
        // Other users' descriptors cannot be read: skip them by owner, which costs one call instead of a listing.
        struct stat status {};
        if (stat(process.c_str(), &status) != 0 || (!users.contains(status.st_uid) && geteuid() != 0))
            continue;
        const auto held = takeHeld(process, sockets);
        if (held.empty())
            continue;
        const auto found = describe(pid, process);
        for (const auto i : held)
            answer[i] = found;
    }
    return answer;
}

} // namespace llmg::http

#else

namespace llmg::http {

std::vector<std::optional<PeerProcess>> findPeerProcesses(const std::vector<PeerConnection>& connections) {
    return std::vector<std::optional<PeerProcess>>(connections.size());
}

} // namespace llmg::http

#endif

namespace llmg::http {

std::optional<PeerProcess> findPeerProcess(const std::string& peerAddress, std::uint16_t peerPort,
                                           const std::string& localAddress, std::uint16_t localPort) {
    return findPeerProcesses({{peerAddress, peerPort, localAddress, localPort}}).front();
}

} // namespace llmg::http
