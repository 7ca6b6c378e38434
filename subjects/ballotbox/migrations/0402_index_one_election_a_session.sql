CREATE UNIQUE INDEX elections_one_a_session ON elections (session) WHERE state <> 'void' AND NOT dry_run
