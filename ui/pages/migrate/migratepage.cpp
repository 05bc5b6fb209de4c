// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/migrate/migratepage.h"

#include "app/service/engine.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/pageheader.h"

#include <QVBoxLayout>

namespace llmg::migrate {

using namespace Qt::StringLiterals;

widgets::Page* createMigratePage(service::Engine& engine, QWidget* parent) {
    auto* page = new widgets::Page(parent);
    auto* column = new QVBoxLayout(page);
    column->addWidget(new widgets::PageHeader(widgets::Page::tr("Migrate"), page));
    auto* empty = new widgets::EmptyState(
        widgets::Page::tr(
            "Here your code will be shown before and after, for every SDK, with checks and a rollout by percentage. "
            "Until then: set base_url to this address and use a key from Projects."),
        page);
    empty->setObjectName(u"migrateEmpty"_s);
    empty->setIcon(u"arrow-right"_s);
    empty->setAction(widgets::Page::tr("Open Projects"));
    column->addWidget(empty, 1);
    widgets::applyPageMargins(page);
    QObject::connect(empty, &widgets::EmptyState::actionRequested, page,
                     [page] { Q_EMIT page->pageRequested(u"projects"_s, {}); });
    const auto showAddress = [empty, &engine] {
        const QString address = engine.state().baseUrl();
        if (address.isEmpty())
            empty->hideCode();
        else
            empty->setCode(widgets::Page::tr("address"), address);
    };
    QObject::connect(&engine, &service::Engine::stateChanged, page, showAddress);
    showAddress();
    return page;
}

} // namespace llmg::migrate
