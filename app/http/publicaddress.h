// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/asio/ip/address.hpp>

namespace llmg::http {

/// Whether an address is on the public internet: neither this machine, nor the local network, nor reserved for another
/// purpose (RFC 6890 and the IANA special-purpose registries). An IPv4 address inside an IPv6 one (mapped, NAT64, 6to4)
/// is judged by itself.
bool isPublicAddress(const boost::asio::ip::address& address);

} // namespace llmg::http
