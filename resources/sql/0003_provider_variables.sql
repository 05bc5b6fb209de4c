-- SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
-- SPDX-License-Identifier: GPL-3.0-or-later

-- What a provider's address needs beside the base URL: JSON, [["region","eu-central-1"]].
ALTER TABLE provider_settings ADD COLUMN variables TEXT NOT NULL DEFAULT '[]';
