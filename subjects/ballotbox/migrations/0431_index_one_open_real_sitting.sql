CREATE UNIQUE INDEX ceremony_sittings_one_open ON ceremony_sittings (dry_run) WHERE NOT dry_run AND state = 'open'
