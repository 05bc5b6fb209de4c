// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/bedrockconverserequest.h"

#include <algorithm>
#include <array>

namespace llmg::dialects {
namespace {

using Formats = std::pair<std::string_view, std::string_view>; // MIME type → Bedrock's word

// API reference: ImageBlock, DocumentBlock, VideoBlock, AudioBlock, "format".
constexpr std::array kImages{Formats{"image/png", "png"}, Formats{"image/jpeg", "jpeg"}, Formats{"image/jpg", "jpeg"},
                             Formats{"image/gif", "gif"}, Formats{"image/webp", "webp"}};
constexpr std::array kDocuments{
    Formats{"application/pdf", "pdf"},
    Formats{"text/csv", "csv"},
    Formats{"application/msword", "doc"},
    Formats{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
    Formats{"application/vnd.ms-excel", "xls"},
    Formats{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
    Formats{"text/html", "html"},
    Formats{"text/markdown", "md"},
    Formats{"text/plain", "txt"},
    Formats{"application/json", "txt"},
};
constexpr std::array kVideos{Formats{"video/mp4", "mp4"},        Formats{"video/quicktime", "mov"},
                             Formats{"video/x-matroska", "mkv"}, Formats{"video/webm", "webm"},
                             Formats{"video/x-flv", "flv"},      Formats{"video/mpeg", "mpeg"},
                             Formats{"video/x-ms-wmv", "wmv"},   Formats{"video/3gpp", "three_gp"}};
constexpr std::array kAudios{Formats{"audio/mpeg", "mp3"},  Formats{"audio/mp3", "mp3"},   Formats{"audio/wav", "wav"},
                             Formats{"audio/x-wav", "wav"}, Formats{"audio/flac", "flac"}, Formats{"audio/ogg", "ogg"},
                             Formats{"audio/opus", "opus"}, Formats{"audio/aac", "aac"},   Formats{"audio/mp4", "m4a"},
                             Formats{"audio/x-m4a", "m4a"}, Formats{"audio/webm", "webm"}};

template <std::size_t N>
std::string_view formatOf(const std::array<Formats, N>& formats, std::string_view mimeType) {
    mimeType = mimeType.substr(0, mimeType.find(';'));
    for (const auto& [type, format] : formats) {
        if (type == mimeType)
            return format;
    }
    return {};
}

// The first bytes are believed before the label, which a model checks against them.
std::string_view imageFormat(const MediaPart& media) {
    const std::string_view data = media.data;
    if (data.starts_with("iVBORw0KGgo"))
        return "png";
    if (data.starts_with("/9j/"))
        return "jpeg";
    if (data.starts_with("R0lGOD"))
        return "gif";
    if (data.starts_with("UklGR"))
        return "webp";
    return formatOf(kImages, media.mimeType);
}

// By type; browsers and clients label many files as octets, so the name's ending decides then.
std::string_view documentFormat(const MediaPart& media) {
    if (media.data.starts_with("JVBERi0"))
        return "pdf";
    if (const std::string_view format = formatOf(kDocuments, media.mimeType); !format.empty())
        return format;
    const std::size_t dot = media.fileName.rfind('.');
    const std::string_view ending = dot == std::string::npos ? "" : std::string_view(media.fileName).substr(dot + 1);
    for (const auto& [type, format] : kDocuments) {
        if (format == ending)
            return format;
    }
    return media.mimeType.starts_with("text/") ? "txt" : std::string_view();
}

std::string_view formatOf(const MediaPart& media) {
    switch (media.kind) {
    case MediaKind::Image:
        return imageFormat(media);
    case MediaKind::Document:
        return documentFormat(media);
    case MediaKind::Video:
        return formatOf(kVideos, media.mimeType);
    case MediaKind::Audio:
        return formatOf(kAudios, media.mimeType);
    }
    return {};
}

std::string_view nameOf(MediaKind kind) {
    switch (kind) {
    case MediaKind::Image:
        return "image";
    case MediaKind::Document:
        return "document";
    case MediaKind::Video:
        return "video";
    case MediaKind::Audio:
        break;
    }
    return "audio";
}

Result<json::object> sourceOf(const MediaPart& media) {
    json::object source;
    if (!media.data.empty()) {
        source["bytes"] = media.data;
    } else if (media.url.starts_with("s3://")) {
        json::object location;
        location["uri"] = media.url;
        source["s3Location"] = std::move(location);
    } else if (!media.fileId.empty()) {
        return fail(ErrorKind::ModelNotSupported,
                    "Amazon Bedrock keeps no uploaded files. Send the file itself instead of its 'file_id'.",
                    "messages");
    } else {
        return fail(ErrorKind::InvalidParameters,
                    "Amazon Bedrock takes files as bytes or s3:// addresses, and this one came without.", "messages");
    }
    return source;
}

} // namespace

std::string BedrockDocumentNames::next(std::string_view fileName) {
    constexpr std::size_t kLongest = 190; // of 200, so that a number fits behind
    std::string name;
    // The ending is said by the format, and a dot may not stand in a name.
    for (const char c : fileName.substr(0, fileName.rfind('.'))) {
        const bool allowed = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
                             c == '(' || c == ')' || c == '[' || c == ']';
        if (allowed)
            name += c;
        else if (!name.empty() && name.back() != ' ') // no more than one blank in a row
            name += ' ';
    }
    name.resize(std::min(name.size(), kLongest));
    while (!name.empty() && name.back() == ' ')
        name.pop_back();
    if (name.empty())
        name = "document";
    std::string unique = name;
    for (int n = 2; std::find(m_given.begin(), m_given.end(), unique) != m_given.end(); ++n)
        unique = name + " (" + std::to_string(n) + ")";
    m_given.push_back(unique);
    return unique;
}

Result<json::object> encodeBedrockMedia(const MediaPart& media, const TargetModel& target,
                                        BedrockDocumentNames& names) {
    const std::string kind(nameOf(media.kind));
    if (media.kind == MediaKind::Image && !target.vision)
        return fail(ErrorKind::ModelNotSupported, "The model '" + target.upstreamId + "' reads no images.");
    const std::string_view format = formatOf(media);
    if (format.empty())
        return fail(ErrorKind::ModelNotSupported, "Amazon Bedrock reads no " + kind + " of type '" + media.mimeType +
                                                      "'. Convert the file, or choose another model.");
    auto source = sourceOf(media);
    if (!source)
        return source;
    json::object inner;
    inner["format"] = json::string_view(format.data(), format.size());
    if (media.kind == MediaKind::Document)
        inner["name"] = names.next(media.fileName);
    inner["source"] = std::move(*source);
    json::object block;
    block[kind] = std::move(inner);
    return block;
}

} // namespace llmg::dialects
