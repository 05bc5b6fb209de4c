// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/service/engine.h"
#include "ui/pages/costs/costspage.h"
#include "ui/pages/costs/presenter.h"

namespace llmg::costs {

widgets::Page* createCostsPage(service::Engine& engine, QWidget* parent) {
    auto* presenter =
        new Presenter(engine.catalogPtr(), engine.ledger(), engine.settings(), std::make_shared<SystemClock>());
    QObject::connect(&engine, &service::Engine::requestsRecorded, presenter, &Presenter::refresh);
    return new CostsPage(presenter, parent);
}

} // namespace llmg::costs
