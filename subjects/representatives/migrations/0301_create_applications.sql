CREATE TABLE applications (
    id TEXT NOT NULL PRIMARY KEY,
    -- What the person is told: random, and not the id.
    reference TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL CHECK (channel IN ('volunteer', 'recommendation')),
    venue TEXT NOT NULL,
    class TEXT NOT NULL,
    -- Where the person lives, or whose nomination it is; empty for those nominated to the main hall.
    district TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('submitted', 'reviewed', 'checked', 'passed', 'refused', 'failed', 'refusal-appealed', 'failure-appealed', 'rejected', 'withdrawn')),
    -- Name, identity number, telephone, address, unit, sealed with the server's key.
    person TEXT NOT NULL,
    identity_hash TEXT NOT NULL,
    phone_hash TEXT NOT NULL,
    name_hash TEXT NOT NULL,
    household_hash TEXT NOT NULL,
    sex TEXT NOT NULL CHECK (sex IN ('male', 'female')),
    birth_year BIGINT NOT NULL,
    batch_id TEXT,
    recommended_by TEXT NOT NULL,
    -- The two members of staff who looked at it; a nomination's first is who nominated.
    first_by TEXT,
    second_by TEXT,
    -- The number under which the police know the person.
    vetting_number TEXT UNIQUE,
    -- Why it was refused or failed, sealed.
    reason TEXT,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
)
