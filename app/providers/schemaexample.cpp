// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/providers/schemaexample.h"

#include "app/providers/utf8.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

namespace llmg::providers {
namespace {

namespace json = boost::json;

constexpr int kDeepest = 16;
constexpr int kDeepestOptional = 4;
constexpr int kMostValues = 2000;
constexpr std::int64_t kLongestText = 2000;
constexpr std::int64_t kLongestList = 50;
constexpr std::size_t kUsualText = 60;

const json::value* find(const json::object& object, std::string_view field) {
    return object.if_contains(field);
}

const json::object* objectAt(const json::object& object, std::string_view field) {
    const json::value* value = find(object, field);
    return value ? value->if_object() : nullptr;
}

const json::array* arrayAt(const json::object& object, std::string_view field) {
    const json::value* value = find(object, field);
    return value ? value->if_array() : nullptr;
}

std::optional<double> numberAt(const json::object& object, std::string_view field) {
    const json::value* value = find(object, field);
    if (!value || !value->is_number())
        return std::nullopt;
    const double number = value->to_number<double>();
    return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::optional<std::int64_t> lengthAt(const json::object& object, std::string_view field) {
    const auto number = numberAt(object, field);
    if (!number || *number < 0)
        return std::nullopt;
    return static_cast<std::int64_t>(std::min(*number, 1e9));
}

std::string textOfFormat(std::string_view format) {
    constexpr std::array kExamples{
        std::pair{std::string_view("date-time"), std::string_view("2026-01-01T00:00:00Z")},
        std::pair{std::string_view("date"), std::string_view("2026-01-01")},
        std::pair{std::string_view("time"), std::string_view("12:00:00Z")},
        std::pair{std::string_view("duration"), std::string_view("P1D")},
        std::pair{std::string_view("email"), std::string_view("someone@example.com")},
        std::pair{std::string_view("hostname"), std::string_view("example.com")},
        std::pair{std::string_view("ipv4"), std::string_view("192.0.2.1")},
        std::pair{std::string_view("ipv6"), std::string_view("2001:db8::1")},
        std::pair{std::string_view("uri"), std::string_view("https://example.com/")},
        std::pair{std::string_view("uuid"), std::string_view("00000000-0000-4000-8000-000000000000")},
    };
    for (const auto& [name, example] : kExamples) {
        if (name == format)
            return std::string(example);
    }
    return {};
}

class Example {
  public:
    Example(const json::value& root, OptionalProperties optional, std::string_view text)
        : m_root(root)
        , m_optional(optional)
        , m_text(text) {}

    json::value of(const json::value& schema, int depth) {
        if (depth > kDeepest || ++m_values > kMostValues)
            return nullptr;
        const json::object* fields = schema.if_object();
        if (!fields)
            return json::object(); // true, or nonsense: anything fits
        if (const json::value* fixed = find(*fields, "const"))
            return *fixed;
        if (const json::array* choices = arrayAt(*fields, "enum"); choices && !choices->empty())
            return choices->front();
        if (const json::value* usual = find(*fields, "default"); usual && !usual->is_null())
            return *usual;
        if (const json::value* reference = find(*fields, "$ref"))
            return referenced(*reference, depth);
        for (const std::string_view choice : {"anyOf", "oneOf"}) {
            if (const json::array* options = arrayAt(*fields, choice); options && !options->empty())
                return of(options->front(), depth + 1);
        }
        if (const json::array* parts = arrayAt(*fields, "allOf"); parts && !parts->empty())
            return allOf(*fields, *parts, depth);
        return ofType(typeOf(*fields), *fields, depth);
    }

  private:
    static std::string_view typeOf(const json::object& fields) {
        const json::value* type = find(fields, "type");
        if (type && type->is_string())
            return type->get_string();
        if (type && type->is_array()) {
            for (const json::value& each : type->get_array()) {
                if (each.is_string() && each.get_string() != "null")
                    return each.get_string();
            }
            return "null";
        }
        if (find(fields, "properties") || find(fields, "required"))
            return "object";
        if (find(fields, "items") || find(fields, "prefixItems"))
            return "array";
        return "string";
    }

    json::value ofType(std::string_view type, const json::object& fields, int depth) {
        if (type == "object")
            return objectOf(fields, depth);
        if (type == "array")
            return arrayOf(fields, depth);
        if (type == "integer" || type == "number")
            return numberOf(fields, type == "integer");
        if (type == "boolean")
            return true;
        if (type == "null")
            return nullptr;
        return json::value(textOf(fields));
    }

    json::value objectOf(const json::object& fields, int depth) {
        json::object made;
        const json::object* properties = objectAt(fields, "properties");
        const json::array* required = arrayAt(fields, "required");
        const auto isRequired = [required](std::string_view name) {
            return required && std::any_of(required->begin(), required->end(), [name](const json::value& each) {
                       return each.is_string() && each.get_string() == name;
                   });
        };
        if (properties) {
            const bool withOptional = m_optional == OptionalProperties::Include && depth < kDeepestOptional;
            for (const auto& property : *properties) {
                if (withOptional || isRequired(property.key()))
                    made[property.key()] = of(property.value(), depth + 1);
            }
        }
        if (required) {
            // Required, but described nowhere: any value will do.
            for (const json::value& name : *required) {
                if (name.is_string() && !made.contains(name.get_string()) && ++m_values <= kMostValues)
                    made[name.get_string()] = json::value(textOf({}));
            }
        }
        return made;
    }

    json::value arrayOf(const json::object& fields, int depth) {
        json::array made;
        if (const json::array* prefix = arrayAt(fields, "prefixItems")) {
            for (const json::value& item : *prefix) {
                if (static_cast<std::int64_t>(made.size()) >= kLongestList)
                    break;
                made.push_back(of(item, depth + 1));
            }
        }
        const std::int64_t least = lengthAt(fields, "minItems").value_or(1);
        const std::int64_t most = std::min(lengthAt(fields, "maxItems").value_or(kLongestList), kLongestList);
        const json::value* items = find(fields, "items");
        const json::value anything = json::object{{"type", "string"}};
        while (static_cast<std::int64_t>(made.size()) < std::min(least, most))
            made.push_back(of(items ? *items : anything, depth + 1));
        return made;
    }

    static json::value numberOf(const json::object& fields, bool whole) {
        double number = 1;
        const double step = numberAt(fields, "multipleOf").value_or(0);
        const auto atLeast = [&](std::optional<double> bound, bool open) {
            if (bound && (number < *bound || (open && number == *bound)))
                number = open ? *bound + (whole || step > 0 ? 1 : 0.5) : *bound;
        };
        const auto atMost = [&](std::optional<double> bound, bool open) {
            if (bound && (number > *bound || (open && number == *bound)))
                number = open ? *bound - (whole || step > 0 ? 1 : 0.5) : *bound;
        };
        atLeast(numberAt(fields, "minimum"), false);
        atLeast(numberAt(fields, "exclusiveMinimum"), true);
        const double least = number;
        atMost(numberAt(fields, "maximum"), false);
        atMost(numberAt(fields, "exclusiveMaximum"), true);
        const bool pushedDown = number < least;
        if (step > 0)
            number = (pushedDown ? std::floor(number / step) : std::ceil(number / step)) * step;
        if (!whole)
            return number;
        number = std::clamp(pushedDown ? std::floor(number) : std::ceil(number), -9e15, 9e15);
        return static_cast<std::int64_t>(number);
    }

    std::string textOf(const json::object& fields) const {
        if (const json::value* format = find(fields, "format"); format && format->is_string()) {
            if (std::string example = textOfFormat(format->get_string()); !example.empty())
                return example;
        }
        std::string made(cutUtf8(m_text, kUsualText));
        if (made.empty())
            made = "text";
        const std::int64_t least = std::min(lengthAt(fields, "minLength").value_or(0), kLongestText);
        if (countUtf8(made) < least)
            made.append(static_cast<std::size_t>(least - countUtf8(made)), '.');
        // maxLength counts characters; so many bytes hold at most so many of them.
        if (const auto most = lengthAt(fields, "maxLength"); most && countUtf8(made) > *most)
            made = std::string(cutUtf8(made, static_cast<std::size_t>(*most)));
        return made;
    }

    json::value allOf(const json::object& fields, const json::array& parts, int depth) {
        json::value first = of(parts.front(), depth + 1);
        if (!first.is_object())
            return first;
        json::object made = std::move(first.get_object());
        for (std::size_t i = 1; i < parts.size(); ++i) {
            json::value part = of(parts[i], depth + 1);
            if (part.is_object()) {
                for (const auto& property : part.get_object())
                    made[property.key()] = property.value();
            }
        }
        const json::value own = objectOf(fields, depth + 1);
        for (const auto& property : own.get_object())
            made[property.key()] = property.value();
        return made;
    }

    json::value referenced(const json::value& reference, int depth) {
        if (!reference.is_string() || !reference.get_string().starts_with("#"))
            return nullptr; // nothing is fetched
        boost::system::error_code error;
        const json::value* target = m_root.find_pointer(std::string_view(reference.get_string()).substr(1), error);
        return target ? of(*target, depth + 1) : json::value(nullptr);
    }

    const json::value& m_root;
    OptionalProperties m_optional;
    std::string_view m_text;
    int m_values = 0;
};

} // namespace

json::value exampleFor(const json::value& schema, OptionalProperties optional, std::string_view text) {
    return Example(schema, optional, text).of(schema, 0);
}

} // namespace llmg::providers
