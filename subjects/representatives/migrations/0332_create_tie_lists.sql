CREATE TABLE tie_lists (
    id TEXT NOT NULL PRIMARY KEY,
    -- Whose staff it lists, a department's id.
    department TEXT NOT NULL,
    people BIGINT NOT NULL,
    file_name TEXT NOT NULL,
    -- SHA-256 of the file, so that the department can say whether it is the one that it delivered.
    fingerprint TEXT NOT NULL,
    uploaded_by TEXT NOT NULL,
    uploaded_by_name TEXT NOT NULL,
    uploaded_at BIGINT NOT NULL,
    -- When a newer list took its place.
    replaced_at BIGINT
)
