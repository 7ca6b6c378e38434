//! What the check finds in the shipped plan, and what settles it.

mod common;

use std::collections::BTreeSet;

use common::{edited, ordos, read, text, with};
use plan::{Finding, GuardedRight, Kind, Place, Plan, PlanFiles, ResolutionKind};

/// The plan without one of its resolutions.
fn without(id: &str) -> Plan {
    let files = ordos();
    let all = text(&files, "resolutions.toml");
    let kept: Vec<_> = all.split("[[resolution]]").filter(|part| !part.contains(&format!("id = \"{id}\""))).collect();
    assert!(kept.len() < all.split("[[resolution]]").count(), "no resolution {id}");
    read(&with(files, "resolutions.toml", kept.join("[[resolution]]")))
}

fn open(plan: &Plan) -> BTreeSet<String> {
    plan.check().open().map(|f| format!("{} {}", f.code, f.place)).collect()
}

fn one<'a>(findings: &'a [Finding], place: &str) -> &'a Finding {
    findings.iter().find(|f| f.place.to_string() == place).unwrap_or_else(|| panic!("nothing at {place}"))
}

#[test]
fn every_conflict_of_the_shipped_plan_is_resolved() {
    let report = read(&ordos()).check();
    assert_eq!(report.open().map(|f| f.message.en.clone()).collect::<Vec<_>>(), Vec::<String>::new());
    assert!(report.is_settled());
    assert!(report.conflicts().all(|f| !f.resolutions.is_empty() && !f.message.zh.is_empty() && !f.missions.is_empty()));
}

#[test]
fn these_are_its_conflicts() {
    let report = read(&ordos()).check();
    let plain: Vec<_> =
        report.conflicts().filter(|f| f.code != "guarded-right").map(|f| format!("{} {} {}", f.code, f.place, f.found)).collect();
    assert_eq!(
        plain,
        [
            "column-total quota-districts.csv#单场合计/东胜区 310",
            "announced-number activity.toml#announced.district_seats 1410",
            "announced-number activity.toml#announced.representatives 4530",
            "date-on-holiday activity.toml#node.handling.to 2025-01-31",
            "two-powers-by-document trust.toml#powers/supervision 核对身份、解释票数差异",
            "post-in-two-powers trust.toml#powers/organisation-3+supervision-5 市统计局副局长",
            "staff-in-two-powers trust.toml#powers/staff/statistics 市统计局",
            "texts-contradict statements.csv#ballot-count 第三方 / 市统计局",
            "texts-contradict statements.csv#ballot-form 扫描二维码 / 纸质表格",
        ]
    );
    let expected = |place: &str| one(&report.findings, place).expected.clone();
    assert_eq!(expected("quota-districts.csv#单场合计/东胜区"), "300");
    assert_eq!(expected("activity.toml#announced.district_seats"), "1400");
    assert_eq!(expected("activity.toml#announced.representatives"), "4500");
    assert_eq!(expected("activity.toml#node.handling.to"), "2025-01-27");
    let guarded: Vec<_> = report.conflicts().filter(|f| f.code == "guarded-right").collect();
    assert_eq!(guarded.len(), 40);
    let tied: BTreeSet<_> = guarded.iter().map(|f| f.found.as_str()).collect();
    assert_eq!(tied.len(), 7, "the seven evaluated departments that help to organise: {tied:?}");
    for right in GuardedRight::ALL {
        assert!(guarded.iter().any(|f| f.place.path.starts_with(right.word())), "{right:?}");
    }
}

#[test]
fn without_the_resolution_on_dongsheng_exactly_its_three_conflicts_are_open() {
    let expected = [
        "announced-number activity.toml#announced.district_seats",
        "announced-number activity.toml#announced.representatives",
        "column-total quota-districts.csv#单场合计/东胜区",
    ];
    assert_eq!(open(&without("dongsheng-associations")), expected.map(String::from).into());
}

#[test]
fn every_resolution_is_needed() {
    let plan = read(&ordos());
    for resolution in &plan.resolutions {
        let opened = open(&without(resolution.id.as_str()));
        assert!(!opened.is_empty(), "{} settles nothing", resolution.id);
        if resolution.kind != ResolutionKind::Amend {
            let places: BTreeSet<_> = opened.iter().filter_map(|line| line.split_once(' ')).map(|(_, place)| place.to_owned()).collect();
            assert_eq!(places, resolution.places.iter().cloned().collect(), "{}", resolution.id);
        }
    }
}

#[test]
fn what_the_document_leaves_open_is_listed_as_ours_with_a_reason() {
    let plan = read(&ordos());
    let report = plan.check();
    let assumed: BTreeSet<_> = report.of(Kind::Assumption).map(|f| f.place.to_string()).collect();
    let rules = [
        "window.minutes",
        "window.grace_seconds",
        "window.min_present",
        "window.officers_to_act",
        "window.officers_named",
        "window.paper_after_minutes",
    ];
    let more = ["cards.spare_percent", "trustees.number", "trustees.threshold", "list.visible_hours_before", "list.reserves_until"];
    let last = ["list.nominees_per_seat_min", "list.nominees_per_seat_max", "list.age_min", "grade.unknown.name"];
    for key in rules.iter().chain(&more).chain(&last) {
        assert!(assumed.contains(&format!("ballot.toml#{key}")), "{key}");
    }
    for grade in plan.ballot.grades.iter().filter(|g| g.points.is_some()) {
        assert!(assumed.contains(&format!("ballot.toml#grade.{}.points", grade.id)), "{}", grade.id);
    }
    for session in 1..=3 {
        assert!(assumed.contains(&format!("activity.toml#session.{session}.start")));
    }
    assert!(assumed.contains("activity.toml#announced.representatives"), "4,500 different people");
    for resolution in plan.resolutions.iter().filter(|r| r.ours) {
        assert!(assumed.contains(&format!("resolutions.toml#{}", resolution.id)));
    }
    let window = one(&report.findings, "ballot.toml#window.minutes");
    assert_eq!((window.found.as_str(), window.message.en.contains("20")), ("20", true));
}

#[test]
fn notes_tell_what_is_good_to_know() {
    let report = read(&ordos()).check();
    let notes: Vec<_> = report.of(Kind::Note).map(|f| (f.code, f.found.as_str())).collect();
    let expected = [
        ("volunteer-seats", "66"),
        ("evaluated-departments-organise", "7"),
        ("working-days-to-first-session", "7"),
        ("sections-of-one-unit", "市人民政府办公室"),
    ];
    assert_eq!(notes, expected);
}

#[test]
fn a_resolution_that_does_not_fit_is_a_conflict_itself() {
    let amend = "[[resolution]]\nid = \"x\"\nkind = \"amend\"\ndecided_by = \"z\"\ndecided_on = \"2025-01-02\"\nwhy = \"w\"\n";
    let add = |more: &str| {
        let files = ordos();
        let all = text(&files, "resolutions.toml");
        read(&with(files, "resolutions.toml", format!("{all}\n{amend}{more}")))
    };
    let cases = [
        ("places = [\"quota-districts.csv#党代表/东胜区\"]\nold = \"21\"\nnew = \"20\"", "resolution-old-differs resolutions.toml#x"),
        ("places = [\"quota-districts.csv#党代表/西胜区\"]\nold = \"20\"\nnew = \"20\"", "resolution-not-possible resolutions.toml#x"),
        ("places = [\"quota-districts.csv#党代表/东胜区\"]\nold = \"20\"\nnew = \"many\"", "resolution-not-possible resolutions.toml#x"),
        ("places = [\"nonsense\"]\nold = \"\"\nnew = \"1\"", "resolution-not-possible resolutions.toml#x"),
        (
            "places = [\"activity.toml#node.release.to\"]\nold = \"2025-01-15 18:00\"\nnew = \"2025-01-16\"",
            "resolution-dangling resolutions.toml#x",
        ),
        (
            "places = [\"trust.toml#list/statistics\"]\nold = \"市统计局\"\nnew = \"n\"",
            "place-resolved-twice resolutions.toml#trust.toml#list/statistics",
        ),
        ("places = []\nold = \"\"\nnew = \"n\"", "resolution-dangling resolutions.toml#x"),
        ("places = [\"activity.toml#node.release.to\"]\nold = \"a\"\nnew = \" \"", "resolution-incomplete resolutions.toml#x/new"),
    ];
    for (more, expected) in cases {
        let found = open(&add(more));
        assert!(found.contains(expected), "{more}\n{found:#?}");
    }
}

#[test]
fn a_named_resolution_must_know_what_it_settles() {
    let change = |from: &str, to: &str| open(&read(&edited(ordos(), "resolutions.toml", from, to)));
    let found = change("old = \"第三方 / 市统计局\"", "old = \"第三方\"");
    assert!(found.contains("resolution-old-differs resolutions.toml#third-party-counts/statements.csv#ballot-count"), "{found:#?}");
    assert!(found.contains("texts-contradict statements.csv#ballot-count"));
    let found = change("\"statements.csv#ballot-count\"", "\"statements.csv#ballot-colour\"");
    assert!(found.contains("resolution-dangling resolutions.toml#third-party-counts/statements.csv#ballot-colour"), "{found:#?}");
    let found = change("kind = \"exception\"", "kind = \"interpret\"");
    assert!(found.contains("resolution-kind resolutions.toml#statistics-selects/trust.toml#list/statistics"), "{found:#?}");
    assert!(found.contains("guarded-right trust.toml#list/statistics"));
}

#[test]
fn an_amendment_that_makes_things_worse_opens_what_it_breaks() {
    let plan = read(&edited(ordos(), "resolutions.toml", "new = \"20\"", "new = \"25\""));
    let found = open(&plan);
    assert!(found.contains("column-total quota-districts.csv#单场合计/东胜区"), "{found:#?}");
    let report = plan.check();
    let column = one(&report.findings, "quota-districts.csv#单场合计/东胜区");
    assert_eq!((column.found.as_str(), column.expected.as_str()), ("305", "300"), "the numbers after the amendment");
}

/// Each change to the shipped plan and the conflict that it must open.
const CHANGES: [(&str, &str, &str, &str); 36] = [
    ("departments.csv", "1,2,science-technology", "1,2,statistics", "department-twice departments.csv#statistics"),
    ("departments.csv", "市能源局,", "市统计局,", "department-twice departments.csv#市统计局"),
    ("departments.csv", "1,10,energy", "1,12,energy", "department-order departments.csv#energy/order"),
    ("departments.csv", "1,10,energy", "9,10,energy", "department-without-session departments.csv#energy/session"),
    ("departments.csv", "1,10,energy", "2,11,energy", "announced-number departments.csv#session/1"),
    ("activity.toml", "departments = 30", "departments = 31", "announced-number activity.toml#announced.departments"),
    ("activity.toml", "sessions = 3\n", "sessions = 4\n", "announced-number activity.toml#announced.sessions"),
    ("activity.toml", "venues = 10", "venues = 9", "announced-number activity.toml#announced.venues"),
    ("activity.toml", "number = 3", "number = 4", "session-number activity.toml#session.4"),
    ("activity.toml", "start = \"2025-01-13 14:30\"", "start = \"2025-01-13 11:00\"", "sessions-overlap activity.toml#session.2.start"),
    ("activity.toml", "start = \"2025-01-13 14:30\"", "start = \"2025-01-13\"", "session-without-time activity.toml#session.2.start"),
    (
        "activity.toml",
        "start = \"2025-01-14 09:00\"",
        "start = \"2025-02-14 09:00\"",
        "session-outside-period activity.toml#session.3.start",
    ),
    (
        "activity.toml",
        "start = \"2025-01-14 09:00\"",
        "start = \"2025-01-15 09:00\"",
        "sessions-outside-node activity.toml#node.sessions.to",
    ),
    ("activity.toml", "start = \"2025-01-14 09:00\"", "start = \"2025-01-28 09:00\"", "date-on-holiday activity.toml#session.3.start"),
    (
        "activity.toml",
        "interview_heads = 3",
        "interview_heads = 3\nwindow_minutes = 0",
        "session-without-window activity.toml#session.1.window_minutes",
    ),
    ("activity.toml", "interview_heads = 3", "interview_heads = 4", "interview-heads activity.toml#limits.interview_heads_max"),
    (
        "activity.toml",
        "to = \"2025-01-10 18:00\"",
        "to = \"2025-01-13 18:00\"",
        "reports-after-session activity.toml#node.written-reports.to",
    ),
    ("activity.toml", "to = \"2025-01-10 18:00\"", "to = \"2025-01-06 09:00\"", "dates-out-of-order activity.toml#node.written-reports.to"),
    ("activity.toml", "from = \"2025-01-07 10:00\"", "from = \"2025-01-08 10:00\"", "dates-out-of-order activity.toml#node.draw.from"),
    ("activity.toml", "to = \"2025-01-31\"\nwhat", "to = \"2025-02-17\"\nwhat", "node-outside-period activity.toml#node.handling.to"),
    (
        "activity.toml",
        "responsible = \"drafting\"",
        "responsible = \"writers\"",
        "unknown-reference activity.toml#node.written-reports.responsible",
    ),
    ("ballot.toml", "name = \"比较满意\"", "name = \"满意\"", "grade-twice ballot.toml#grade.满意"),
    ("ballot.toml", "points = 85", "points = 100", "grade-order ballot.toml#grade.fairly-satisfied.points"),
    ("ballot.toml", "threshold = 2", "threshold = 1", "ballot-rule ballot.toml#trustees.threshold"),
    ("ballot.toml", "threshold = 2", "threshold = 4", "ballot-rule ballot.toml#trustees.number"),
    ("ballot.toml", "officers_to_act = 2", "officers_to_act = 1", "ballot-rule ballot.toml#window.officers_to_act"),
    ("ballot.toml", "number = 3", "number = 4", "trustees-named ballot.toml#trustees.number"),
    ("classes.csv", "main-media,main,媒体代表", "main-media,main,记者代表", "class-unlisted quota-main.csv#媒体代表"),
    ("classes.csv", "main-media,main,媒体代表", "main-media,main,记者代表", "class-without-row classes.csv#main-media"),
    ("venues.csv", "东胜区,", "西胜区,", "column-without-venue quota-districts.csv#东胜区"),
    ("venues.csv", "东胜区,", "西胜区,", "venue-without-column venues.csv#dongsheng"),
    ("units.csv", "市委组织部,,", "市委组织部,health,", "guarded-right trust.toml#tally/organisation-department"),
    ("units.csv", "statistics,市统计局,statistics", "statistics,市统计局,", "tie-not-marked units.csv#statistics/department"),
    ("trust.toml", "role = \"trustee:2\"", "role = \"trustees\"", "unknown-role trust.toml#trust/trustees"),
    ("trust.toml", "held_by = [\"supervision\"]", "held_by = [\"supervision\", \"notary\"]", "two-powers trust.toml#powers/notary"),
    (
        "trust.toml",
        "\"opinions\", \"supervision\"]",
        "\"opinions\", \"department:health\"]",
        "guarded-right trust.toml#complainant/department:health",
    ),
];

#[test]
fn each_thing_that_can_be_wrong_is_found_at_its_place() {
    for (file, from, to, expected) in CHANGES {
        let found = open(&read(&edited(ordos(), file, from, to)));
        assert!(found.contains(expected), "{file}: {from} → {to}\n{found:#?}");
    }
}

#[test]
fn a_value_at_a_place_is_what_stands_there() {
    let plan = read(&ordos());
    let value = |text: &str| plan.value_at(&Place::parse(text).expect("a place"));
    assert_eq!(value("quota-districts.csv#行业协会、商会代表/东胜区"), Some("30".into()));
    assert_eq!(value("activity.toml#node.handling.to"), Some("2025-01-31".into()));
    for nothing in ["activity.toml#node", "activity.toml#node.x.to", "quota-main.csv#x", "x.toml#y", "ballot.toml#window.minutes.x"] {
        assert_eq!(value(nothing), None, "{nothing}");
    }
}

#[test]
fn an_empty_set_of_files_is_sixteen_missing_files() {
    let errors = Plan::read(&PlanFiles::new()).expect_err("nothing there");
    assert_eq!(errors.iter().map(|e| e.file.as_str()).collect::<Vec<_>>(), plan::FILES);
}
