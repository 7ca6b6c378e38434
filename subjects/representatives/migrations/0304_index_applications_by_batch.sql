CREATE INDEX applications_by_batch ON applications (batch_id, id)
