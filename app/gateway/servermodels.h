// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/providers/listedmodel.h"
#include "models/domain/llmmodel.h"

#include <string>
#include <string_view>
#include <vector>

namespace llmg::gateway {

/// What a local or own server said that it has, when it was last there.
struct ServerList {
    std::string provider;
    bool answers = false; ///< it was there when it was last asked
    std::vector<providers::ListedModel> models;

    friend bool operator==(const ServerList&, const ServerList&) = default;
};

/// The models of all such servers, under the ids by which clients ask for them.
class ServerModelIndex {
  public:
    /// `isFree`: it runs on this machine, so that a request costs nothing; else its prices are unknown.
    void add(const ServerList& list, bool isFree);
    /// After the last add(), before the first question.
    void sort();

    [[nodiscard]] const std::vector<domain::LlmModel>& models() const { return m_models; } ///< sorted by id
    [[nodiscard]] bool answers(std::string_view provider) const;
    /// By the server's spelling; Ollama's ":latest" may be left out, as with Ollama itself.
    [[nodiscard]] const domain::LlmModel* find(std::string_view provider, std::string_view name) const;
    /// The model of that name if one server has it, or only one of those that are there.
    [[nodiscard]] const domain::LlmModel* onlyOne(std::string_view name) const;

  private:
    std::vector<domain::LlmModel> m_models;
    std::vector<std::string> m_answering;
};

} // namespace llmg::gateway
