// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

namespace llmg::tests {

/// A certificate authority made for one test, and the server certificates that it signs. Nothing of it is kept.
class TestAuthority {
  public:
    struct Certificate {
        std::string pem;
        std::string keyPem;
    };
    enum class Validity { Now, Expired };

    TestAuthority();
    [[nodiscard]] const std::string& pem() const { return m_pem; }
    /// For a DNS name or an IP address, as subjectAltName.
    [[nodiscard]] Certificate issue(const std::string& host, Validity validity = Validity::Now) const;

  private:
    std::shared_ptr<void> m_key;
    std::shared_ptr<void> m_certificate;
    std::string m_pem;
};

} // namespace llmg::tests
