CREATE INDEX applications_by_time ON applications (created_at, id)
