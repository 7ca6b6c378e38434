CREATE TABLE ceremony_sittings (
    id TEXT NOT NULL PRIMARY KEY,
    -- With throw-away keys, to try everything out.
    dry_run BOOLEAN NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'made', 'given-up')),
    -- As the plan had them when the sitting began.
    trustees BIGINT NOT NULL,
    threshold BIGINT NOT NULL,
    -- The sessions that keys are made for, in order, with spaces between.
    sessions TEXT NOT NULL,
    started_by_name TEXT NOT NULL,
    started_at BIGINT NOT NULL
)
