// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/settings/settings.h"

#include <QFile>
#include <QSettings>
#include <QStringList>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace llmg::settings {
namespace {

constexpr int kHourMs = 3'600'000;

} // namespace

std::span<const Definition> definitions() {
    static const std::array table{
        Definition{Key::GatewayHost, "gateway/host", u"127.0.0.1"_s, {}, {}},
        Definition{Key::GatewayPort, "gateway/port", 4001, 1, 65535},
        Definition{Key::GatewayThreads, "gateway/threads", 1, 1, 64},
        Definition{Key::AllowedHosts, "gateway/allowedHosts", QStringList(), {}, {}},
        Definition{Key::AllowedOrigins, "gateway/allowedOrigins", QStringList(), {}, {}},
        Definition{Key::MaxBodyMiB, "gateway/maxBodyMiB", 50, 1, 1024},
        Definition{Key::ConnectTimeoutMs, "network/connectTimeoutMs", 10'000, 100, kHourMs},
        Definition{Key::FirstTokenTimeoutMs, "network/firstTokenTimeoutMs", 600'000, 1000, 24 * kHourMs},
        Definition{Key::SilenceTimeoutMs, "network/silenceTimeoutMs", 300'000, 1000, 24 * kHourMs},
        Definition{Key::RequestTimeoutMs, "network/requestTimeoutMs", 1'500'000, 1000, 24 * kHourMs},
        Definition{Key::BodyRetentionDays, "data/bodyRetentionDays", 30, 0, 3650},
        Definition{Key::BodyLimitKiB, "data/bodyLimitKiB", 512, 0, 65'536},
        Definition{Key::MarkupBasisPoints, "costs/markupBasisPoints", 1000, 0, 10'000},
        Definition{Key::ProFeeCents, "costs/proFeeCents", 2900, 0, 10'000'000},
        Definition{Key::Theme, "appearance/theme", u"system"_s, {}, {}},
        Definition{Key::ZoomPercent, "appearance/zoomPercent", 100, 80, 200},
        Definition{Key::LastPage, "window/lastPage", u"overview"_s, {}, {}},
        Definition{Key::WindowGeometry, "window/geometry", QByteArray(), {}, {}},
        Definition{Key::PlaygroundModels, "playground/models", QStringList(), {}, {}},
        Definition{Key::PlaygroundDraft, "playground/draft", QString(), {}, {}},
        Definition{Key::FirstRunDone, "general/firstRunDone", false, {}, {}},
    };
    return table;
}

namespace {

const Definition& definitionOf(Key key) {
    const auto table = definitions();
    const auto it = std::find_if(table.begin(), table.end(), [key](const Definition& d) { return d.key == key; });
    Q_ASSERT_X(it != table.end(), "settings", "every key has a line in the table");
    return *it;
}

// What a hand-edited file holds is text: it counts when it is wholly of the setting's type and within its range.
bool isAcceptable(const Definition& definition, const QVariant& value, QVariant& typed) {
    const QMetaType type = definition.fallback.metaType();
    typed = value;
    if (type.id() == QMetaType::QStringList && value.typeId() == QMetaType::QString)
        typed = QStringList{value.toString()}; // how an ini file writes a list of one
    else if (type.id() == QMetaType::Bool && value.typeId() == QMetaType::QString) {
        const QString text = value.toString();
        if (text != u"true"_s && text != u"false"_s)
            return false;
        typed = text == u"true"_s;
    } else if (!typed.convert(type)) {
        return false;
    }
    if (type.id() == QMetaType::Int && definition.minimum.isValid()) {
        const int number = typed.toInt();
        return number >= definition.minimum.toInt() && number <= definition.maximum.toInt();
    }
    if (definition.key == Key::Theme) {
        const QString theme = typed.toString();
        return theme == u"system"_s || theme == u"light"_s || theme == u"dark"_s;
    }
    return definition.key != Key::GatewayHost || !typed.toString().trimmed().isEmpty();
}

std::string rangeText(const Definition& definition) {
    if (definition.key == Key::Theme)
        return "must be system, light or dark";
    if (!definition.minimum.isValid())
        return definition.key == Key::GatewayHost ? "must not be empty" : "is not of the right kind";
    return "must be between " + std::to_string(definition.minimum.toInt()) + " and " +
           std::to_string(definition.maximum.toInt());
}

} // namespace

struct Settings::Impl {
    explicit Impl(const QString& path)
        : file(path, QSettings::IniFormat) {
        file.setAtomicSyncRequired(true);
    }
    QSettings file; // writes a new file and renames it, under a lock file
};

Settings::Settings(const QString& filePath, QObject* parent)
    : QObject(parent)
    , m_impl(std::make_unique<Impl>(filePath)) {
}
Settings::~Settings() = default;

QVariant Settings::value(Key key) const {
    const Definition& definition = definitionOf(key);
    const QVariant stored = m_impl->file.value(QLatin1StringView(definition.name));
    QVariant typed;
    if (!stored.isValid() || !isAcceptable(definition, stored, typed))
        return definition.fallback;
    return typed;
}

Result<> Settings::set(Key key, const QVariant& value) {
    const Definition& definition = definitionOf(key);
    QVariant typed;
    if (!isAcceptable(definition, value, typed))
        return fail(ErrorKind::InvalidParameters, std::string(definition.name) + " " + rangeText(definition),
                    definition.name);
    const QLatin1StringView name(definition.name);
    if (typed == this->value(key) && m_impl->file.contains(name) == (typed != definition.fallback))
        return {};
    if (typed == definition.fallback)
        m_impl->file.remove(name);
    else
        m_impl->file.setValue(name, typed);
    m_impl->file.sync();
    if (m_impl->file.status() != QSettings::NoError)
        return fail(ErrorKind::Storage, "could not write the settings to " + m_impl->file.fileName().toStdString() +
                                            "; check that the disk is not full and that you may write there");
    Q_EMIT changed(key);
    return {};
}

} // namespace llmg::settings
