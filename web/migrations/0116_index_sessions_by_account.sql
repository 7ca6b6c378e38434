CREATE INDEX sessions_by_account ON sessions (account_id)
