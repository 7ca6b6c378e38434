-- Of appeals too: the columns proposed_* of that table are older and no longer written.
CREATE TABLE vetting_proposals (
    id TEXT NOT NULL PRIMARY KEY,
    matter TEXT NOT NULL CHECK (matter IN ('appeal', 'clash', 'likeness', 'tie')),
    -- Whose application the decision changes.
    application_id TEXT NOT NULL REFERENCES applications (id),
    -- The clash, the other application of a pair, or the list; empty for an appeal.
    other TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('uphold', 'dismiss', 'refuse-first', 'same-person', 'refuse', 'keep')),
    -- Sealed.
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'confirmed', 'rejected', 'withdrawn')),
    proposed_by TEXT NOT NULL,
    proposed_by_name TEXT NOT NULL,
    proposed_at BIGINT NOT NULL,
    decided_by TEXT,
    decided_by_name TEXT,
    decided_at BIGINT
)
