// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/providers/viewstate.h"

class QWidget;

namespace llmg::providerspage {

class Presenter;

/// Parts of a provider's card. Each belongs to `parent` and tells the presenter what a person wishes.

/// Whether it can be called, and how the last hour went.
QWidget* newHealth(const ProviderCard& provider, QWidget* parent);
/// Of a server without a key: Test, and what came of it.
QWidget* newServerTest(const ProviderCard& provider, Presenter* presenter, QWidget* parent);
/// Earlier and later among the providers.
QWidget* newOrder(const ProviderCard& provider, Presenter* presenter, QWidget* parent);
/// The parts of its address that its user sets; nullptr where there are none.
QWidget* newVariables(const ProviderCard& provider, Presenter* presenter, QWidget* parent);
QWidget* newProxy(const ProviderCard& provider, Presenter* presenter, QWidget* parent);

} // namespace llmg::providerspage
