//! The house of a whole session: a rehearsal's server with two outside witnesses, three venues, everybody who works there, and the people who come.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;
use web::testing::three_venues;

use crate::activity::Activity;
use crate::common::{Somebody, nominees, somebody};
use crate::support::http::{Answer, Visitor};
use crate::support::process::{run, sanmin};
use crate::support::witness::Witness;

const UNIT: &str = "市人民政府办公室";
const ORIGIN: &str = "city.example/2025/rehearsal";
pub const VENUES: [&str; 3] = ["main", "dongsheng", "kangbashi"];

/// Who works on the day, besides those who drew the representatives.
const MORE: [(&str, &str, &str, &str); 10] = [
    ("district3", "旗区人员丙", "康巴什区人民政府", "district:kangbashi"),
    ("district4", "旗区人员丁", "康巴什区人民政府", "district:kangbashi"),
    ("logistics1", "会务人员甲", UNIT, "logistics"),
    ("trustee1", "保管人1", UNIT, "trustee:1"),
    ("trustee2", "保管人2", UNIT, "trustee:2"),
    ("trustee3", "保管人3", UNIT, "trustee:3"),
    ("maker", "制卡人", UNIT, "card-maker"),
    ("supervisor1", "监督人员甲", UNIT, "supervision"),
    ("supervisor2", "监督人员乙", UNIT, "supervision"),
    ("drafting1", "文稿人员甲", UNIT, "drafting"),
];

/// Everything.
pub struct Hall {
    pub activity: Activity,
    /// The keys of the log and its witnesses, as a stranger has them.
    pub vkeys: PathBuf,
    /// Where the ballot host answers.
    pub ballots: String,
    desks: BTreeMap<String, Visitor>,
    _witnesses: [Witness; 2],
    _folder: TempDir,
}

impl Hall {
    /// Opens the house, draws the representatives and tells them.
    pub fn open() -> Self {
        let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
        let (mut witnesses, vkeys) = (Vec::new(), folder.path().join("vkeys"));
        let activity = Activity::of(&three_venues(), &MORE, |command, folders| {
            let mut key = sanmin(&["ledger", "key", "--rehearsal", "--ledger-origin", ORIGIN, "--plan"]);
            key.arg(&folders.plan).arg("--data").arg(&folders.data);
            let log = run(key).stdout.trim().to_owned();
            for name in ["notary.example", "press.example"] {
                let place = folder.path().join(name);
                std::fs::create_dir(&place).expect("made");
                witnesses.push(Witness::start(&place, name, &log));
            }
            let keys: String = witnesses.iter().map(|witness| format!("{}\n", witness.key())).collect();
            std::fs::write(&vkeys, format!("{log}\n{keys}")).expect("written");
            command.args(["--ledger-origin", ORIGIN]);
            command.args(witnesses.iter().flat_map(|witness| ["--witness", &witness.setting]));
        });
        let ballots = format!("http://localhost:{}", activity.server.ballots().port());
        let witnesses = witnesses.try_into().ok().expect("two witnesses");
        let mut hall = Hall { activity, vkeys, ballots, desks: BTreeMap::new(), _witnesses: witnesses, _folder: folder };
        hall.draw();
        hall
    }

    /// Somebody of the staff.
    pub fn staff(&mut self, login: &str) -> &mut Visitor {
        self.activity.staff(login)
    }

    /// From the nominations to the notices.
    fn draw(&mut self) {
        self.activity.gather();
        let more: Vec<Somebody> = (51..=65).map(somebody).collect();
        self.activity.nominate(["district3", "district4"], "kangbashi", &nominees("社区或村居民代表", &more));
        let results = self.activity.vetting_results();
        let police = self.staff("police1");
        police.get("/office/vetting/results").expect(200);
        let report = page_of(&police.upload("/office/vetting/results", &[], "结果.csv", results.as_bytes()).expect(303));
        let second = self.staff("police2");
        second.get(&report).expect(200);
        second.post(&format!("{report}/confirm"), &[]).expect(303);

        self.activity.at("2025-01-07T09:50");
        let sources = [("1", "现场掷骰", "3 5 1 6 2", "constant"), ("2", "福彩双色球", "03 09 14 21 28 33 + 07", "next")];
        let fields: Vec<(String, String)> = sources
            .iter()
            .flat_map(|(place, name, _, rule)| {
                [("name", *name), ("occasion", "1月7日，公证员在场"), ("rule", *rule)]
                    .map(|(field, value)| (format!("{field}{place}"), value.into()))
            })
            .collect();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        const PROPOSALS: &str = "/office/draw/proposals/";
        self.both("/office/draw", "/office/draw/announcements", &fields, PROPOSALS);
        self.activity.at("2025-01-07T10:00");
        self.both("/office/draw", "/office/draw/freeze", &[], PROPOSALS);
        for (place, _, text, _) in sources {
            for officer in ["officer1", "officer2"] {
                self.staff(officer).get("/office/draw").expect(200);
                self.staff(officer).post(&format!("/office/draw/sources/{place}"), &[("text", text)]).expect(303);
            }
        }
        self.staff("officer1").post("/office/draw/ranking", &[]).expect(303);
        self.staff("organiser1").get("/office/invitations").expect(200);
        self.staff("organiser1").post("/office/invitations/notices", &[]).expect(303);
        self.activity.notices(52);
    }

    /// One officer proposes something on a page, the other confirms it.
    pub fn both(&mut self, page: &str, act: &str, fields: &[(&str, &str)], proposals: &str) {
        let first = self.staff("officer1");
        first.get(page).expect(200);
        first.post(act, fields).expect(303);
        self.confirm(page, proposals);
    }

    /// The other officer confirms what is open on a page.
    pub fn confirm(&mut self, page: &str, proposals: &str) {
        let second = self.staff("officer2");
        let id = second.get(page).expect(200).between(&format!("\"{proposals}"), "/").to_owned();
        second.get(&format!("{proposals}{id}/confirm")).expect(200);
        second.post(&format!("{proposals}{id}/confirm"), &[]).expect(303);
    }

    /// Two desks of every venue come in with their passes for this day.
    pub fn desks_come_in(&mut self, day: &str) {
        for venue in VENUES {
            for number in [1, 2] {
                let label = format!("签到台{number}");
                let maker = self.activity.staff("logistics1");
                maker.get("/office/venue-passes").expect(200);
                let slip =
                    maker.post("/office/venue-passes", &[("venue", venue), ("label", &label), ("day", day), ("other_day", "")]).expect(200);
                let link = slip.between("<p class=\"slip-link\">", "<").rsplit('/').next().unwrap_or_default().to_owned();
                let pin = slip.between("<p class=\"pin\">", "<").to_owned();
                let mut desk = Visitor::new(self.activity.server.address);
                desk.get(&format!("/venue/enter/{link}")).expect(200);
                desk.post(&format!("/venue/enter/{link}"), &[("pin", &pin)]).expect(303);
                self.desks.insert(format!("{venue}-{number}"), desk);
            }
        }
    }

    /// A desk, such as `main-1`.
    pub fn desk(&mut self, name: &str) -> &mut Visitor {
        self.desks.get_mut(name).unwrap_or_else(|| panic!("no desk {name}"))
    }

    /// Everybody who has a seat at a venue comes in by the first desk; how many.
    pub fn everybody_comes(&mut self, venue: &str) -> usize {
        let desk = self.desk(&format!("{venue}-1"));
        desk.get("/venue/checkin").expect(200);
        let list: Value = serde_json::from_str(&desk.get("/venue/checkin/list.json").expect(200).body).expect("JSON");
        let people = list["people"].as_array().expect("people");
        for person in people {
            let path = format!("/venue/checkin/{}", person["entry"].as_str().expect("an entry number"));
            let card = desk.get(&path).expect(200);
            let event = card.between("name=\"event\" value=\"", "\"").to_owned();
            desk.post(&path, &[("event", &event)]).expect(303);
        }
        people.len()
    }
}

/// Where an answer leads.
pub fn page_of(answer: &Answer) -> String {
    answer.header("location").split('?').next().unwrap_or_default().to_owned()
}
