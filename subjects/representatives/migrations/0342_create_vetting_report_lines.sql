CREATE TABLE vetting_report_lines (
    report_id TEXT NOT NULL REFERENCES vetting_reports (id),
    vetting_number TEXT NOT NULL,
    passed BOOLEAN NOT NULL,
    -- Sealed.
    reason TEXT NOT NULL,
    PRIMARY KEY (report_id, vetting_number)
)
