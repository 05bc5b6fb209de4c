// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/deferred.h"

#include <QTimer>

namespace llmg::widgets {

Deferred::Deferred(QObject* parent, std::chrono::milliseconds delay)
    : QObject(parent)
    , m_delay(delay) {
}

Deferred::~Deferred() {
    doAll();
}

void Deferred::schedule(const QString& name, std::function<void()> work) {
    cancel(name);
    auto* timer = new QTimer(this);
    timer->setSingleShot(true);
    connect(timer, &QTimer::timeout, this, [this, name] { finish(name); });
    timer->start(m_delay);
    m_items.emplace(name, Item{timer, std::move(work)});
}

bool Deferred::cancel(const QString& name) {
    const auto item = m_items.find(name);
    if (item == m_items.end())
        return false;
    item->second.timer->deleteLater();
    m_items.erase(item);
    return true;
}

bool Deferred::isWaiting(const QString& name) const {
    return m_items.contains(name);
}

void Deferred::doAll() {
    while (!m_items.empty())
        finish(QString(m_items.begin()->first));
}

void Deferred::finish(const QString& name) {
    const auto item = m_items.find(name);
    if (item == m_items.end())
        return;
    const std::function<void()> work = std::move(item->second.work);
    item->second.timer->deleteLater();
    m_items.erase(item);
    work();
}

} // namespace llmg::widgets
