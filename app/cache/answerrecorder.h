// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cache/cachedanswer.h"
#include "app/dialects/sse.h"

#include <boost/json.hpp>

#include <memory>

namespace llmg::cache {

/// Larger answers are not kept, and recording them stops there.
inline constexpr std::size_t kLargestAnswer = std::size_t{16} << 20;

class Gatherer;
class AnswerForm;

/// Makes the document to be kept from the very bytes that went to the client: a document, an event stream or a JSON
/// array of chunks, whichever it is. Results do not depend on how the bytes are split.
class AnswerRecorder {
  public:
    /// As in Question. Of a dialect without a form nothing is kept.
    explicit AnswerRecorder(std::string_view dialect, std::size_t limit = kLargestAnswer);
    ~AnswerRecorder();
    void feed(std::string_view clientBytes);
    /// The answer is at its end, and the request went well. nullopt: it is not to be kept, because it holds an error,
    /// is cut (by its length, a filter, a pause), says nothing, is too large or is not understood.
    std::optional<std::string> finish(const domain::TokenUsage& usage);

  private:
    enum class Kind { Unknown, Document, Events, Array };
    void takeEvents(std::string_view bytes);
    void takeEvent(std::string_view data);
    void takeArray(std::string_view bytes);
    void giveUp();

    const AnswerForm* m_form;
    std::size_t m_left;
    Kind m_kind = Kind::Unknown;
    std::string m_document;
    dialects::SseParser m_events;
    std::unique_ptr<boost::json::stream_parser> m_array;
    std::unique_ptr<Gatherer> m_gatherer;
};

} // namespace llmg::cache
