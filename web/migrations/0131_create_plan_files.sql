CREATE TABLE plan_files (
    version BIGINT NOT NULL REFERENCES plan_versions (version),
    name TEXT NOT NULL,
    content_hex TEXT NOT NULL,
    PRIMARY KEY (version, name)
)
