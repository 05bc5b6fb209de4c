// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/domain/money.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace llmg::playground {

/// A picture as it is sent. Checked before: it decodes, and its type is one that providers take.
struct Image {
    QString name;
    QByteArray mimeType; ///< image/png, image/jpeg, image/webp, image/gif
    QByteArray data;
    int width = 0, height = 0;
};
using ImagePtr = std::shared_ptr<const Image>;

struct ToolCall {
    QByteArray id, name, arguments;
    friend bool operator==(const ToolCall&, const ToolCall&) = default;
};

/// What the gateway counted; the client counts nothing itself.
struct Usage {
    std::int64_t prompt = 0, completion = 0, cached = 0, reasoning = 0;
    friend bool operator==(const Usage&, const Usage&) = default;
};

struct Failure {
    enum class Where { Connection, Http, Stream, Cut, Garbage };
    Where where = Where::Connection;
    int status = 0;        ///< HTTP status, 0: none came
    QString code, message; ///< of the error object, in the gateway's words
    QString requestId;
    QString retryAfter;
    QByteArray body; ///< as received, at most 64 KiB
    friend bool operator==(const Failure&, const Failure&) = default;
};

/// Durations in microseconds, measured by this client; nullopt: not known.
struct Timing {
    std::optional<std::int64_t> firstToken, reasoning, generation, total;
    friend bool operator==(const Timing&, const Timing&) = default;
};

enum class AnswerState { None, Waiting, Streaming, Done, Stopped, Failed };

struct Answer {
    AnswerState state = AnswerState::None;
    QString model; ///< as asked for
    QByteArray text, reasoning;
    std::vector<ToolCall> tools{};
    std::optional<Usage> usage{};
    std::optional<domain::Money> cost{};
    Timing timing{};
    QString finish{}, requestId{}, usedModel{}, usedProvider{};
    bool cached = false;
    std::optional<Failure> failure{};
    friend bool operator==(const Answer&, const Answer&) = default;

    [[nodiscard]] bool isRunning() const { return state == AnswerState::Waiting || state == AnswerState::Streaming; }
};

/// What was asked, and the answer of each column.
struct Turn {
    QString prompt;
    std::vector<ImagePtr> images;
    std::vector<Answer> answers;
};
using TurnPtr = std::shared_ptr<const Turn>;

/// As typed; blank is the provider's own default and is not sent.
struct Parameters {
    QString temperature{}, maxTokens{}, topP{}, reasoning{}, seed{}, stop{};
    friend bool operator==(const Parameters&, const Parameters&) = default;
};

struct Draft {
    QString text{};
    std::vector<ImagePtr> images{};
    friend bool operator==(const Draft&, const Draft&) = default;
};

/// One conversation: what the store keeps as a document.
struct Conversation {
    QString id{};
    QString title{};
    bool titled = false;           ///< by the person; else the title follows the first message
    std::vector<QString> models{}; ///< one per column
    Parameters parameters{};
    QString system{};
    std::vector<TurnPtr> turns{};
    Draft draft{};

    [[nodiscard]] domain::Money cost() const;
    [[nodiscard]] QString shownTitle() const;
    [[nodiscard]] QString shownModels() const;
};

QByteArray toJson(const Conversation& conversation);
/// InvalidJson or InvalidParameters for what is no conversation of ours. An answer that was running is Stopped.
Result<Conversation> conversationFromJson(const QByteArray& document);

} // namespace llmg::playground
