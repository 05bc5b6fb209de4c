// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/service/engine.h"
#include "ui/pages/providers/presenter.h"
#include "ui/pages/providers/providerspage.h"

namespace llmg::providerspage {

widgets::Page* createProvidersPage(service::Engine& engine, QWidget* parent) {
    return new ProvidersPage(new Presenter(engine.catalogPtr(), engine.providerKeys(), engine.configuration()), parent);
}

} // namespace llmg::providerspage
