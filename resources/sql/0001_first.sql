-- Times are milliseconds since the Unix epoch (UTC) unless a name says otherwise, durations microseconds,
-- money nano-dollars. Request ids are the 16 bytes of a ULID: they sort by time.

-- Every text that repeats is kept once.
CREATE TABLE strings (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
);

-- What charts break down by. Columns refer to strings.
CREATE TABLE groups (
    id INTEGER PRIMARY KEY,
    project INTEGER NOT NULL REFERENCES strings (id),
    gateway_key INTEGER NOT NULL REFERENCES strings (id),
    application INTEGER NOT NULL REFERENCES strings (id),
    provider INTEGER NOT NULL REFERENCES strings (id),
    model INTEGER NOT NULL REFERENCES strings (id),
    outcome INTEGER NOT NULL REFERENCES strings (id),
    UNIQUE (project, gateway_key, application, provider, model, outcome)
);

-- All that many requests have in common; a filter on any of it is answered through requests_by_shape.
CREATE TABLE shapes (
    id INTEGER PRIMARY KEY,
    group_id INTEGER NOT NULL REFERENCES groups (id),
    application_path INTEGER NOT NULL REFERENCES strings (id),
    endpoint INTEGER NOT NULL REFERENCES strings (id),
    dialect INTEGER NOT NULL REFERENCES strings (id),
    requested_model INTEGER NOT NULL REFERENCES strings (id),
    used_mode INTEGER NOT NULL REFERENCES strings (id),
    finish_reason INTEGER NOT NULL REFERENCES strings (id),
    error_code INTEGER NOT NULL REFERENCES strings (id),
    dropped_params INTEGER NOT NULL REFERENCES strings (id),
    status INTEGER NOT NULL,
    flags INTEGER NOT NULL,
    UNIQUE (group_id, application_path, endpoint, dialect, requested_model, used_mode, finish_reason, error_code,
            dropped_params, status, flags)
);

CREATE TABLE requests (
    id BLOB PRIMARY KEY NOT NULL,
    shape INTEGER NOT NULL,
    started_skew INTEGER NOT NULL,      -- started at, less the time in the id
    duration INTEGER NOT NULL,
    first_token INTEGER,                -- NULL: none came
    request_bytes INTEGER NOT NULL,
    response_bytes INTEGER NOT NULL,
    prompt INTEGER NOT NULL,
    cached_prompt INTEGER NOT NULL,
    completion INTEGER NOT NULL,
    reasoning INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    cost_input INTEGER NOT NULL,
    cost_output INTEGER NOT NULL,
    client_request_id TEXT,
    error_message,                      -- a number: strings.id; a text: itself
    routing,                            -- as error_message
    rare BLOB                           -- the counts and amounts that most requests do not have
) WITHOUT ROWID;
CREATE INDEX requests_by_shape ON requests (shape, id);

CREATE TABLE attempt_shapes (
    id INTEGER PRIMARY KEY,
    provider INTEGER NOT NULL REFERENCES strings (id),
    upstream_model INTEGER NOT NULL REFERENCES strings (id),
    key_label INTEGER NOT NULL REFERENCES strings (id),
    error_code INTEGER NOT NULL REFERENCES strings (id),
    status INTEGER NOT NULL,
    UNIQUE (provider, upstream_model, key_label, error_code, status)
);

CREATE TABLE attempts (
    request_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    shape INTEGER NOT NULL,
    started_after INTEGER NOT NULL,
    duration INTEGER NOT NULL,
    first_byte INTEGER,
    error_message,
    upstream_request_id TEXT,
    PRIMARY KEY (request_id, number)
) WITHOUT ROWID;

CREATE TABLE request_tags (
    request_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    name,                               -- a number: strings.id; a text: itself
    value,
    PRIMARY KEY (request_id, number)
) WITHOUT ROWID;

-- One zstd frame: the request's bytes, then the response's.
CREATE TABLE request_bodies (
    request_id BLOB PRIMARY KEY NOT NULL,
    request_bytes INTEGER NOT NULL,
    response_bytes INTEGER NOT NULL,
    truncated INTEGER NOT NULL,
    data BLOB NOT NULL
);
-- Sum of length(data) over request_bodies, kept by the same transactions.
CREATE TABLE body_total (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    bytes INTEGER NOT NULL
);
INSERT INTO body_total VALUES (1, 0);

-- Sums per hour (hours since the Unix epoch) and group, written with the requests they count.
CREATE TABLE rollups (
    hour INTEGER NOT NULL,
    group_id INTEGER NOT NULL REFERENCES groups (id),
    requests INTEGER NOT NULL,
    cached_responses INTEGER NOT NULL,
    streams INTEGER NOT NULL,
    prompt INTEGER NOT NULL,
    cached_prompt INTEGER NOT NULL,
    completion INTEGER NOT NULL,
    reasoning INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    saved_by_cache INTEGER NOT NULL,
    cost_max INTEGER NOT NULL,
    duration_max INTEGER NOT NULL,
    first_token_max INTEGER NOT NULL,
    durations BLOB NOT NULL,            -- histogram
    first_tokens BLOB NOT NULL,         -- histogram
    PRIMARY KEY (hour, group_id)
) WITHOUT ROWID;

-- The same sums by one dimension at a time, for charts: few rows where rollups has one for each combination.
-- kind: 0 project alone, 1 key, 2 application, 3 provider, 4 model, 5 outcome.
CREATE TABLE rollup_margins (
    kind INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    project INTEGER NOT NULL REFERENCES strings (id),
    value INTEGER NOT NULL REFERENCES strings (id),
    requests INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    cached_responses INTEGER NOT NULL,
    streams INTEGER NOT NULL,
    prompt INTEGER NOT NULL,
    cached_prompt INTEGER NOT NULL,
    completion INTEGER NOT NULL,
    reasoning INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    saved_by_cache INTEGER NOT NULL,
    durations BLOB NOT NULL,
    first_tokens BLOB NOT NULL,
    PRIMARY KEY (kind, hour, project, value)
) WITHOUT ROWID;

CREATE TABLE projects (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL COLLATE NOCASE UNIQUE,
    mode INTEGER NOT NULL,
    store_bodies INTEGER NOT NULL,
    cache_enabled INTEGER NOT NULL,
    cache_ttl_seconds INTEGER NOT NULL,
    allowed_models TEXT NOT NULL,       -- JSON array
    aliases TEXT NOT NULL,              -- JSON array of pairs
    routing_preset TEXT NOT NULL,
    created_at INTEGER NOT NULL
);

CREATE TABLE gateway_keys (
    id TEXT PRIMARY KEY NOT NULL,
    project_id TEXT NOT NULL REFERENCES projects (id),
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    sha256 BLOB NOT NULL UNIQUE,
    state INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    last_used_at INTEGER,
    spend_limit INTEGER,
    spent INTEGER NOT NULL DEFAULT 0,
    allowed_models TEXT NOT NULL        -- JSON array
);

CREATE TABLE provider_settings (
    id TEXT PRIMARY KEY NOT NULL,
    custom INTEGER NOT NULL,
    enabled INTEGER NOT NULL,
    base_url TEXT NOT NULL,
    proxy_url TEXT NOT NULL,
    position INTEGER NOT NULL
);

-- What may be shown of a provider key. The key itself is in the keychain.
CREATE TABLE provider_keys (
    id TEXT PRIMARY KEY NOT NULL,
    provider TEXT NOT NULL,
    label TEXT NOT NULL,
    masked TEXT NOT NULL,
    place INTEGER NOT NULL,
    state INTEGER NOT NULL,
    state_reason TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    UNIQUE (provider, label)
);

CREATE TABLE conversations (
    id TEXT PRIMARY KEY NOT NULL,
    title TEXT NOT NULL,
    models TEXT NOT NULL,
    cost INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    pinned INTEGER NOT NULL,
    document BLOB NOT NULL              -- zstd frame
);
CREATE INDEX conversations_by_time ON conversations (pinned DESC, updated_at DESC);
