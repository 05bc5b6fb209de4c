// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/moderations.h"

#include "app/dialects/jsonaccess.h"
#include "app/dialects/jsonranges.h"

#include <algorithm>

namespace llmg::dialects {
namespace {

bool anyHolds(std::string_view categories) {
    const auto value = parseJson(categories);
    const json::object* object = value ? value->if_object() : nullptr;
    return object != nullptr && std::any_of(object->begin(), object->end(), [](const auto& category) {
               return category.value().is_bool() && category.value().get_bool();
           });
}

} // namespace

void addModerationFlags(EndpointAnswer& answer, std::size_t results) {
    const JsonRanges ranges(answer.document);
    std::vector<JsonRanges::Range> list;
    std::vector<JsonMember> members;
    std::vector<Splice> splices;
    if (!ranges.elements(results, list))
        return;
    for (const auto& result : list) {
        if (!ranges.members(result.begin, members))
            continue;
        const auto named = [&](std::string_view key) {
            return std::find_if(members.begin(), members.end(),
                                [key](const auto& member) { return member.key == key; });
        };
        const auto categories = named("categories");
        if (named("flagged") != members.end() || categories == members.end())
            continue;
        const bool flagged =
            anyHolds(std::string_view(answer.document)
                         .substr(categories->valueBegin, categories->valueEnd - categories->valueBegin));
        splices.push_back({categories->begin, categories->begin, flagged ? "\"flagged\":true," : "\"flagged\":false,"});
    }
    if (splices.empty())
        return;
    for (EndpointAnswer::Place* place : {&answer.usagePlace, &answer.metadataPlace}) {
        std::size_t shift = 0;
        for (const Splice& splice : splices)
            shift += splice.begin < place->begin ? splice.text.size() : 0;
        place->begin += shift;
        place->end += place->end == 0 ? 0 : shift;
    }
    answer.document = spliced(answer.document, std::move(splices));
}

} // namespace llmg::dialects
