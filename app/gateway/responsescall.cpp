// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/responsescall.h"

#include "app/dialects/openairesponses.h"

namespace llmg::gateway {

ResponsesCall::ResponsesCall()
    : ChatCall(dialects::newResponsesIngressCodec(), {}) {
}

Result<std::string> ResponsesCall::withHistory(std::string_view body, const std::vector<std::string>& turns) {
    std::vector<dialects::StoredTurn> before;
    before.reserve(turns.size());
    for (const auto& document : turns) {
        auto turn = dialects::readTurn(document);
        if (!turn)
            return turn.error();
        before.push_back(std::move(*turn));
    }
    if (!before.empty())
        m_previousId = before.back().responseId;
    return dialects::withHistory(body, before);
}

void ResponsesCall::complete(dialects::ChatRequest& request) const {
    if (!m_previousId.empty())
        request.echo["previous_response_id"] = m_previousId;
}

std::optional<ModelCall::Turn> ResponsesCall::turn(std::string_view clientBody, std::string_view answer,
                                                   bool isStream) const {
    auto turn = isStream ? dialects::turnOfStream(clientBody, answer) : dialects::turnOf(clientBody, answer);
    if (!turn || turn->responseId.empty())
        return std::nullopt;
    return Turn{turn->responseId, turn->previousResponseId, dialects::writeTurn(*turn)};
}

} // namespace llmg::gateway
