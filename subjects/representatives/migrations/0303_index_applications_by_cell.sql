CREATE INDEX applications_by_cell ON applications (venue, class, state)
