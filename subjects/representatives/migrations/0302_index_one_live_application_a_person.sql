CREATE UNIQUE INDEX applications_one_a_person ON applications (identity_hash) WHERE state <> 'withdrawn'
