-- Limits, rollout and whatever else a project or key is judged by, as one JSON object: read whole, never searched.
ALTER TABLE projects ADD COLUMN policy TEXT NOT NULL DEFAULT '{}';
ALTER TABLE gateway_keys ADD COLUMN policy TEXT NOT NULL DEFAULT '{}';

-- A key's share of its provider's requests.
ALTER TABLE provider_keys ADD COLUMN weight INTEGER NOT NULL DEFAULT 1;

CREATE TABLE budgets (
    id TEXT PRIMARY KEY NOT NULL,
    scope INTEGER NOT NULL,
    subject TEXT NOT NULL,
    period INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    blocks INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (scope, subject, period)
);

-- What a rollout was changed to, when.
CREATE TABLE rollout_events (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    project_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX rollout_events_by_project ON rollout_events (project_id, id);

-- Turns of the Responses API, which a later request names as previous_response_id.
CREATE TABLE response_turns (
    id TEXT PRIMARY KEY NOT NULL,
    previous_id TEXT NOT NULL,          -- '': it is the first
    project_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    document BLOB NOT NULL              -- zstd frame
);
CREATE INDEX response_turns_by_time ON response_turns (created_at);

-- The response cache.
CREATE TABLE cached_answers (
    digest BLOB PRIMARY KEY NOT NULL,   -- SHA-256 of project and request
    project_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    bytes INTEGER NOT NULL,             -- length(document)
    document BLOB NOT NULL              -- zstd frame
);
CREATE INDEX cached_answers_by_project ON cached_answers (project_id);
CREATE INDEX cached_answers_by_use ON cached_answers (used_at);
CREATE INDEX cached_answers_by_expiry ON cached_answers (expires_at);
