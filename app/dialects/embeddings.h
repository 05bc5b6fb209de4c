// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Embeddings at dialects other than OpenAI's: what their codecs share, and their makers. Internal to this folder.
#include "app/dialects/endpointcodec.h"
#include "app/dialects/jsonranges.h"

namespace llmg::dialects {

const EndpointCodec& geminiEmbeddings();
const EndpointCodec& cohereEmbeddings();
const EndpointCodec& bedrockEmbeddings();

/// The texts of `input`. Token ids are refused: they mean nothing to another tokenizer. So are pictures.
Result<std::vector<std::string_view>> embeddingTexts(const EndpointRequest& request);
/// Names of the body's fields that are none of `known`.
std::vector<std::string> fieldsBeside(const EndpointRequest& request, std::initializer_list<std::string_view> known);

/// What the vectors are for, by Cohere's and by Google's word; clients may say either.
struct EmbeddingTask {
    std::string_view cohere, google;
};
/// From `input_type` or `task_type`; empty words: not said. Another word is an error that names the field.
Result<EmbeddingTask> embeddingTask(const EndpointRequest& request);

/// Where things are in an answer, by name; npos: not there. `at` is where an object begins.
std::size_t memberAt(std::string_view text, std::size_t at, std::string_view key);
/// A small part of an answer, parsed; empty where it is no object.
json::object objectAtPlace(std::string_view text, std::size_t at);

/// Vectors in the provider's text → OpenAI's list. Numbers are copied as they stand, or packed where base64 is wanted.
class EmbeddingsWriter {
  public:
    EmbeddingsWriter(const EndpointRequest& request, std::size_t answerBytes);
    /// `vector` begins with its bracket. False: it is no list of numbers.
    bool add(std::string_view vector);
    /// Every vector of the list that begins at `at`.
    bool addAll(std::string_view text, std::size_t at);
    /// Fails with Upstream if not every input has its vector.
    Result<EndpointAnswer> finish(std::optional<domain::TokenUsage> usage);

  private:
    bool addNumbers(std::string_view vector);
    bool addPacked(std::string_view vector);

    const EndpointRequest& m_request;
    std::string m_out;
    std::string m_packed; ///< bytes of the vector being written
    std::int64_t m_count = 0;
};

} // namespace llmg::dialects
