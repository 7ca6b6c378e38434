CREATE TABLE account_posts (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    post TEXT NOT NULL,
    PRIMARY KEY (account_id, post)
)
