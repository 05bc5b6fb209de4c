// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/pages.h"

#include "ui/pages/costs/costspage.h"
#include "ui/pages/migrate/migratepage.h"
#include "ui/pages/overview/overviewpage.h"
#include "ui/pages/playground/createpage.h"
#include "ui/pages/projects/projectspage.h"
#include "ui/pages/providers/providerspage.h"
#include "ui/pages/requests/requestspage.h"
#include "ui/pages/settings/settingspage.h"

#include <QCoreApplication>

namespace llmg::shell {

using namespace Qt::StringLiterals;

std::vector<PageEntry> pageEntries(service::Engine& engine, theme::Appearance& appearance) {
    const auto tr = [](const char* text) { return QCoreApplication::translate("pages", text); };
    return {
        {u"overview"_s, tr("Overview"), u"chart-column"_s,
         [&engine](QWidget* p) { return overview::createOverviewPage(engine, p); }},
        {u"playground"_s, tr("Playground"), u"message-square"_s,
         [&engine](QWidget* p) { return playground::createPlaygroundPage(engine, p); }},
        {u"requests"_s, tr("Requests"), u"text-align-start"_s,
         [&engine](QWidget* p) { return requests::createRequestsPage(engine, p); }},
        {u"costs"_s, tr("Costs"), u"circle-dollar-sign"_s,
         [&engine](QWidget* p) { return costs::createCostsPage(engine, p); }},
        {u"projects"_s, tr("Projects"), u"folder"_s,
         [&engine](QWidget* p) { return projects::createProjectsPage(engine, p); }},
        {u"providers"_s, tr("Providers"), u"key-round"_s,
         [&engine](QWidget* p) { return providerspage::createProvidersPage(engine, p); }},
        {u"migrate"_s, tr("Migrate"), u"arrow-right"_s,
         [&engine](QWidget* p) { return migrate::createMigratePage(engine, p); }},
        {u"settings"_s, tr("Settings"), u"settings"_s,
         [&engine, &appearance](QWidget* p) -> widgets::Page* {
             return new settingspage::SettingsPage(engine, appearance, p);
         }},
    };
}

} // namespace llmg::shell
