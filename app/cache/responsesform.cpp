// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Typed events of the Responses API and the response that they make:
// platform.openai.com/docs/api-reference/responses-streaming.
#include "app/cache/answerform.h"

#include <algorithm>
#include <map>

namespace llmg::cache {
namespace {

using dialects::arrayAt;
using dialects::integerAt;
using dialects::objectAt;
using dialects::textAt;

constexpr std::size_t kMostItems = 4096;

/// The last event repeats the response whole. A few providers leave its items out there; those came one by one before.
class ResponsesGatherer final : public Gatherer {
  public:
    void take(json::object data) override {
        const std::string type(textAt(data, "type"));
        if (type == "response.output_item.done") {
            const auto index = integerAt(data, "output_index").value_or(-1);
            if (index >= 0 && m_items.size() < kMostItems)
                m_items[index] = std::move(data["item"]);
        } else if (type == "response.completed") {
            if (json::value* response = data.if_contains("response"); response != nullptr && response->is_object())
                m_response = std::move(response->get_object());
        } else if (type == "error" || type == "response.failed" || type == "response.incomplete") {
            m_failed = true;
        }
    }

    std::optional<json::object> document(const domain::TokenUsage&) override {
        if (m_failed || m_response.empty())
            return std::nullopt;
        json::value& output = m_response["output"];
        if (!output.is_array() || output.get_array().empty()) {
            json::array& items = output.emplace_array();
            for (auto& [index, item] : m_items)
                items.push_back(std::move(item));
        }
        return std::move(m_response);
    }

  private:
    json::object m_response;
    std::map<std::int64_t, json::value> m_items;
    bool m_failed = false;
};

/// Tells a response item by item, each part in one delta.
class Teller {
  public:
    explicit Teller(std::string& out)
        : m_out(out) {}

    void tell(const json::object& response) {
        json::object begun = response;
        begun["status"] = "in_progress";
        begun["output"] = json::array();
        begun["usage"] = nullptr;
        begun.erase("gateway");
        write("response.created", {{"response", begun}});
        write("response.in_progress", {{"response", begun}});
        if (const json::array* output = arrayAt(response, "output")) {
            for (const json::value& item : *output) {
                if (item.is_object())
                    tellItem(item.get_object());
                ++m_output;
            }
        }
        write("response.completed", {{"response", response}});
    }

  private:
    void write(std::string_view type, json::object data) {
        json::object event{{"type", type}, {"sequence_number", m_sequence++}};
        overlay(event, std::move(data));
        writeEvent(type, event, m_out);
    }

    /// An event's data with its place: the item, and in it the part that `index` names.
    json::object placed(json::object data, const char* index = nullptr, std::int64_t number = 0) const {
        data["item_id"] = m_id;
        data["output_index"] = m_output;
        if (index != nullptr)
            data[index] = number;
        return data;
    }

    void tellItem(const json::object& item) {
        m_id = textAt(item, "id");
        const std::string_view type = textAt(item, "type");
        json::object begun = item;
        if (begun.contains("status"))
            begun["status"] = "in_progress";
        const auto add = [&](const char* key, json::value empty) {
            if (begun.contains(key))
                begun[key] = std::move(empty);
            write("response.output_item.added", {{"output_index", m_output}, {"item", std::move(begun)}});
        };
        if (type == "message") {
            add("content", json::array());
            tellContent(item);
        } else if (type == "reasoning") {
            if (begun.contains("content"))
                begun["content"] = json::array();
            add("summary", json::array());
            tellSummary(item);
            tellContent(item);
        } else if (type == "function_call") {
            add("arguments", "");
            tellInput(item, "arguments", "response.function_call_arguments");
        } else if (type == "custom_tool_call") {
            add("input", "");
            tellInput(item, "input", "response.custom_tool_call_input");
        } else {
            add("result", nullptr); // of a tool that the provider ran; its own progress is not repeated
        }
        write("response.output_item.done", {{"output_index", m_output}, {"item", item}});
    }

    void tellInput(const json::object& item, const char* key, const std::string& event) {
        const json::value* input = item.if_contains(key);
        const json::value text = input != nullptr ? *input : json::value("");
        write(event + ".delta", placed({{"delta", text}}));
        json::object whole{{key, text}};
        if (const json::value* name = item.if_contains("name"))
            whole["name"] = *name;
        write(event + ".done", placed(std::move(whole)));
    }

    void tellContent(const json::object& item) {
        const json::array* content = arrayAt(item, "content");
        for (std::size_t i = 0; content != nullptr && i < content->size(); ++i) {
            if ((*content)[i].is_object())
                tellPart((*content)[i].get_object(), static_cast<std::int64_t>(i));
        }
    }

    void tellPart(const json::object& part, std::int64_t at) {
        const bool refuses = textAt(part, "type") == "refusal";
        const bool thinks = textAt(part, "type") == "reasoning_text";
        const char* key = refuses ? "refusal" : "text";
        json::object begun = part;
        begun[key] = "";
        for (const char* list : {"annotations", "logprobs"}) {
            if (begun.contains(list))
                begun[list] = json::array();
        }
        const auto here = [&](json::object data) { return placed(std::move(data), "content_index", at); };
        const std::string event = refuses  ? "response.refusal"
                                  : thinks ? "response.reasoning_text"
                                           : "response.output_text";
        write("response.content_part.added", here({{"part", std::move(begun)}}));
        json::object delta{{"delta", part.contains(key) ? part.at(key) : json::value("")}};
        json::object whole{{key, delta["delta"]}};
        if (const json::array* logprobs = arrayAt(part, "logprobs")) {
            delta["logprobs"] = *logprobs;
            whole["logprobs"] = *logprobs;
        }
        write(event + ".delta", here(std::move(delta)));
        const json::array* annotations = arrayAt(part, "annotations");
        for (std::size_t i = 0; annotations != nullptr && i < annotations->size(); ++i)
            write(event + ".annotation.added", here({{"annotation_index", i}, {"annotation", (*annotations)[i]}}));
        write(event + ".done", here(std::move(whole)));
        write("response.content_part.done", here({{"part", part}}));
    }

    void tellSummary(const json::object& item) {
        const json::array* summary = arrayAt(item, "summary");
        for (std::size_t i = 0; summary != nullptr && i < summary->size(); ++i) {
            const json::value& part = (*summary)[i];
            if (!part.is_object())
                continue;
            const auto here = [&](json::object data) {
                return placed(std::move(data), "summary_index", static_cast<std::int64_t>(i));
            };
            const std::string text(textAt(part.get_object(), "text"));
            write("response.reasoning_summary_part.added", here({{"part", {{"type", "summary_text"}, {"text", ""}}}}));
            write("response.reasoning_summary_text.delta", here({{"delta", text}}));
            write("response.reasoning_summary_text.done", here({{"text", text}}));
            write("response.reasoning_summary_part.done", here({{"part", part}}));
        }
    }

    std::string& m_out;
    std::string m_id;
    std::int64_t m_output = 0, m_sequence = 0;
};

class ResponsesForm final : public AnswerForm {
  public:
    [[nodiscard]] bool isWhole(std::string_view text) const override {
        const auto parsed = dialects::parseJson(text);
        const json::object* document = parsed ? parsed->if_object() : nullptr;
        const json::array* output = document != nullptr ? arrayAt(*document, "output") : nullptr;
        return output != nullptr && textAt(*document, "status") == "completed" &&
               std::any_of(output->begin(), output->end(), [](const json::value& item) {
                   return item.is_object() && textAt(item.get_object(), "type") != "reasoning";
               });
    }

    [[nodiscard]] std::unique_ptr<Gatherer> newGatherer() const override {
        return std::make_unique<ResponsesGatherer>();
    }

    void writeStream(const json::object& document, StreamShape, std::string& out) const override {
        Teller(out).tell(document);
    }

    /// `metadata` is the client's own there.
    [[nodiscard]] std::string_view metadataKey() const override { return "gateway"; }
};

} // namespace

const AnswerForm& responsesForm() {
    static const ResponsesForm form;
    return form;
}

} // namespace llmg::cache
