// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/http/publicaddress.h"

#include <algorithm>
#include <array>
#include <span>

namespace llmg::http {
namespace {

namespace ip = boost::asio::ip;

struct Net4 {
    std::uint32_t address;
    int bits;
};

// IANA IPv4 Special-Purpose Address Registry, and multicast.
constexpr std::array kSpecial4{
    Net4{0x00000000, 8},  // "this network"
    Net4{0x0a000000, 8},  // private
    Net4{0x64400000, 10}, // shared (carrier-grade NAT)
    Net4{0x7f000000, 8},  // loopback
    Net4{0xa9fe0000, 16}, // link-local, where clouds keep their metadata servers
    Net4{0xac100000, 12}, // private
    Net4{0xc0000000, 24}, // IETF protocol assignments
    Net4{0xc0000200, 24}, // documentation
    Net4{0xc0586300, 24}, // 6to4 relays, deprecated
    Net4{0xc0a80000, 16}, // private
    Net4{0xc6120000, 15}, // benchmarking
    Net4{0xc6336400, 24}, // documentation
    Net4{0xcb007100, 24}, // documentation
    Net4{0xe0000000, 4},  // multicast
    Net4{0xf0000000, 4},  // reserved, broadcast
};

bool isPublic4(std::uint32_t address) {
    return std::none_of(kSpecial4.begin(), kSpecial4.end(),
                        [address](const Net4& net) { return (address ^ net.address) >> (32 - net.bits) == 0; });
}

std::uint32_t word(std::span<const unsigned char> bytes) {
    return (std::uint32_t{bytes[0]} << 24) | (std::uint32_t{bytes[1]} << 16) | (std::uint32_t{bytes[2]} << 8) |
           std::uint32_t{bytes[3]};
}

bool isPublic6(const ip::address_v6::bytes_type& bytes) {
    const std::span all(bytes);
    const bool embeds4 = std::all_of(all.begin(), all.begin() + 10, [](unsigned char b) { return b == 0; }) &&
                         ((bytes[10] == 0xff && bytes[11] == 0xff) || (bytes[10] == 0 && bytes[11] == 0));
    if (embeds4) // ::ffff:a.b.c.d, and the deprecated ::a.b.c.d, which holds :: and ::1 too
        return isPublic4(word(all.subspan(12)));
    if (word(all) == 0x0064ff9b) // NAT64 (RFC 6052), and its local form 64:ff9b:1::/48
        return bytes[5] == 0 && isPublic4(word(all.subspan(12)));
    if (bytes[0] == 0x20 && bytes[1] == 0x02) // 6to4
        return isPublic4(word(all.subspan(2)));
    const bool isGlobalUnicast = (bytes[0] & 0xe0) == 0x20;                                 // 2000::/3
    const bool isProtocol = bytes[0] == 0x20 && bytes[1] == 0x01 && (bytes[2] & 0xfe) == 0; // 2001::/23
    const bool isDocumentation = word(all) == 0x20010db8 || (bytes[0] == 0x3f && bytes[1] == 0xff);
    return isGlobalUnicast && !isProtocol && !isDocumentation;
}

} // namespace

bool isPublicAddress(const ip::address& address) {
    return address.is_v4() ? isPublic4(address.to_v4().to_uint()) : isPublic6(address.to_v6().to_bytes());
}

} // namespace llmg::http
