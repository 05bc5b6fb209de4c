-- SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
-- SPDX-License-Identifier: GPL-3.0-or-later

-- What deleted projects and their keys were called: the ledger has their ids for as long as it has their requests.
CREATE TABLE former_names (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL
);
