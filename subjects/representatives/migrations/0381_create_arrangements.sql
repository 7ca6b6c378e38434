CREATE TABLE arrangements (
    venue TEXT NOT NULL,
    session BIGINT NOT NULL,
    -- Where the venue is, to the door.
    place TEXT NOT NULL,
    -- When the doors open, how one gets there.
    arrival TEXT NOT NULL,
    -- When and where people are trained (M48).
    training TEXT NOT NULL,
    -- Whom one may call.
    contact TEXT NOT NULL,
    changed_by_name TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (venue, session)
)
