CREATE TABLE card_uploads (
    uuid TEXT NOT NULL PRIMARY KEY REFERENCES elections (uuid),
    -- The exact text of public_credentials.json, and venues.json.
    credentials TEXT NOT NULL,
    venues TEXT NOT NULL,
    uploaded_by_name TEXT NOT NULL,
    uploaded_at BIGINT NOT NULL
)
