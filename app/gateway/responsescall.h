// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gateway/chatcall.h"

namespace llmg::gateway {

/// A request of the Responses API. What the others have not: it may continue a response that was kept here, and its own
/// is kept. Providers are sent the whole conversation and keep nothing, so that every turn may go to another one.
class ResponsesCall final : public ChatCall {
  public:
    ResponsesCall();

    Result<std::string> withHistory(std::string_view body, const std::vector<std::string>& turns) override;
    [[nodiscard]] std::optional<Turn> turn(std::string_view clientBody, std::string_view answer,
                                           bool isStream) const override;

  protected:
    void complete(dialects::ChatRequest& request) const override;

  private:
    std::string m_previousId;
};

} // namespace llmg::gateway
