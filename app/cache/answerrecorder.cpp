// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cache/answerrecorder.h"

#include "app/cache/answerform.h"

namespace llmg::cache {
namespace {

constexpr std::size_t kMostLevels = 200; // as dialects::parseJson

} // namespace

AnswerRecorder::AnswerRecorder(std::string_view dialect, std::size_t limit)
    : m_form(answerForm(dialect))
    , m_left(limit) {
}

AnswerRecorder::~AnswerRecorder() = default;

void AnswerRecorder::giveUp() {
    m_form = nullptr;
    m_gatherer.reset();
    m_array.reset();
    m_document = {};
}

void AnswerRecorder::feed(std::string_view clientBytes) {
    if (m_form == nullptr)
        return;
    if (m_kind == Kind::Unknown) {
        const std::size_t first = clientBytes.find_first_not_of(" \t\r\n");
        if (first == std::string_view::npos)
            return;
        clientBytes.remove_prefix(first);
        m_kind = clientBytes.front() == '{' ? Kind::Document : clientBytes.front() == '[' ? Kind::Array : Kind::Events;
        if (m_kind != Kind::Document)
            m_gatherer = m_form->newGatherer();
        if (m_kind != Kind::Document && !m_gatherer)
            return giveUp();
    }
    if (clientBytes.size() > m_left)
        return giveUp();
    m_left -= clientBytes.size();
    if (m_kind == Kind::Document)
        m_document += clientBytes;
    else if (m_kind == Kind::Array)
        takeArray(clientBytes);
    else
        takeEvents(clientBytes);
}

void AnswerRecorder::takeEvents(std::string_view bytes) {
    m_events.feed(bytes);
    while (m_form != nullptr) {
        const auto event = m_events.next();
        if (!event)
            break;
        takeEvent(event->data);
    }
    if (m_events.tooLarge())
        giveUp();
}

void AnswerRecorder::takeEvent(std::string_view data) {
    if (data.empty())
        return;
    if (data == "[DONE]")
        return m_gatherer->takeDone();
    auto parsed = dialects::parseJson(data);
    if (!parsed || !parsed->is_object())
        return giveUp();
    m_gatherer->take(std::move(parsed->get_object()));
}

void AnswerRecorder::takeArray(std::string_view bytes) {
    if (!m_array) {
        json::parse_options options;
        options.max_depth = kMostLevels;
        m_array = std::make_unique<json::stream_parser>(json::storage_ptr(), options);
    }
    json::error_code failed;
    m_array->write(bytes.data(), bytes.size(), failed);
    if (failed)
        giveUp();
}

std::optional<std::string> AnswerRecorder::finish(const domain::TokenUsage& usage) {
    if (m_array) {
        json::error_code failed;
        m_array->finish(failed);
        if (failed)
            return std::nullopt;
        json::value chunks = m_array->release();
        for (json::value& chunk : chunks.get_array()) {
            if (!chunk.is_object())
                return std::nullopt;
            m_gatherer->take(std::move(chunk.get_object()));
        }
    } else if (m_kind == Kind::Events && m_form != nullptr) {
        if (const auto event = m_events.finish())
            takeEvent(event->data);
    }
    if (m_form == nullptr || m_kind == Kind::Unknown)
        return std::nullopt;
    if (m_gatherer) {
        auto document = m_gatherer->document(usage);
        if (!document)
            return std::nullopt;
        m_document = dialects::writeJson(*document);
    }
    if (!m_form->isWhole(m_document))
        return std::nullopt;
    return std::move(m_document);
}

} // namespace llmg::cache
