CREATE INDEX audit_log_by_subject ON audit_log (subject, position)
