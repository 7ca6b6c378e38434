//! A small activity on a real server, played up to its draw over HTTP as people would: a rehearsal of the plan with fifteen seats.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use plan::PlanFiles;
use web::testing::small_plan;

use crate::common::{Somebody, nominees, somebody};
use crate::support::http::{Answer, Visitor};
use crate::support::people::{Administration, Person};
use crate::support::process::{Server, sanmin};

/// The joint office's and the districts' people come from here, who are tied to no department.
const UNIT: &str = "市人民政府办公室";

/// Everybody who works on the activity, by login name: name, unit, role.
const STAFF: [(&str, &str, &str, &str); 8] = [
    ("organiser1", "组织人员甲", UNIT, "organisation"),
    ("organiser2", "组织人员乙", UNIT, "organisation"),
    ("district1", "旗区人员甲", "东胜区人民政府", "district:dongsheng"),
    ("district2", "旗区人员乙", "东胜区人民政府", "district:dongsheng"),
    ("police1", "审查人员甲", "市公安局", "police"),
    ("police2", "审查人员乙", "市公安局", "police"),
    ("officer1", "工作人员甲", UNIT, "office"),
    ("officer2", "工作人员乙", UNIT, "office"),
];

/// Where a server finds its plan and keeps its data.
pub struct Folders {
    pub plan: PathBuf,
    pub data: PathBuf,
}

/// The activity.
pub struct Activity {
    pub server: Server,
    system: Visitor,
    staff: Vec<(String, Visitor)>,
    folder: tempfile::TempDir,
    read: Vec<PathBuf>,
}

/// What somebody was told by text message.
#[derive(Clone, Debug)]
pub struct Message {
    pub phone: String,
    pub text: String,
}

impl Activity {
    /// A rehearsal of the small plan on the first day of signing up, with everybody signed in.
    pub fn open() -> Self {
        Activity::of(&small_plan(), &[], |_, _| {})
    }

    /// The same of another plan, with more people and settings; these are told plan and data folder.
    pub fn of(files: &PlanFiles, more: &[(&str, &str, &str, &str)], settings: impl FnOnce(&mut Command, &Folders)) -> Self {
        let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
        let folders = Folders { plan: folder.path().join("plan"), data: folder.path().join("data") };
        std::fs::create_dir_all(&folders.plan).expect("a folder for the plan");
        for (name, bytes) in files.iter() {
            std::fs::write(folders.plan.join(name), bytes).expect("a file of the plan");
        }
        let mut command = sanmin(&["serve", "--rehearsal", "--listen", "127.0.0.1:0", "--ballot-listen", "127.0.0.1:0", "--plan"]);
        command.arg(&folders.plan).arg("--data").arg(&folders.data).arg("--outbox").arg(folder.path().join("messages"));
        settings(&mut command, &folders);
        let server = Server::start(command);
        let mut administration = Administration::begin(&server);
        let mut appointed = |(login, name, unit, role): &(&str, &str, &str, &str)| {
            let mut person: Person = administration.appoint(login, name, unit, &[role]);
            (login.to_string(), person.sign_in(&server))
        };
        let staff = STAFF.iter().chain(more).map(&mut appointed).collect();
        let Administration { system, .. } = administration;
        let mut activity = Activity { system, staff, folder, read: Vec::new(), server };
        activity.at("2025-01-02T12:30");
        activity
    }

    /// Moves the rehearsal's clock.
    pub fn at(&mut self, moment: &str) {
        self.system.get("/office/clock").expect(200);
        self.system.post("/office/clock", &[("to", moment)]).expect(303);
    }

    /// Somebody of the staff, signed in.
    pub fn staff(&mut self, login: &str) -> &mut Visitor {
        &mut self.staff.iter_mut().find(|(known, _)| known == login).unwrap_or_else(|| panic!("nobody called {login}")).1
    }

    /// The messages that came since the last look; waits until there are so many.
    pub fn messages(&mut self, least: usize) -> Vec<Message> {
        let until = Instant::now() + Duration::from_secs(60);
        let mut messages = Vec::new();
        loop {
            let files = std::fs::read_dir(self.folder.path().join("messages")).into_iter().flatten().filter_map(Result::ok);
            for path in files.map(|file| file.path()).filter(|path| path.extension().is_some_and(|end| end == "json")) {
                if self.read.contains(&path) {
                    continue;
                }
                let Ok(text) = std::fs::read_to_string(&path) else { continue };
                let Ok(message) = serde_json::from_str::<serde_json::Value>(&text) else { continue };
                let told = |field: &str| message[field].as_str().unwrap_or_default().to_string();
                messages.push(Message { phone: told("recipient"), text: told("body") });
                self.read.push(path);
            }
            if messages.len() >= least {
                return messages;
            }
            assert!(Instant::now() < until, "only {} of {least} messages came", messages.len());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The next messages that carry a link to somebody's own page, so many.
    pub fn notices(&mut self, count: usize) -> Vec<Message> {
        let mut notices = Vec::new();
        while notices.len() < count {
            notices.extend(self.messages(1).into_iter().filter(|it| it.text.contains("/me/")));
        }
        assert_eq!(notices.len(), count);
        notices
    }

    /// Nominees and volunteers for every cell, looked at by two and waiting for the police: 27 nominees and ten volunteers.
    pub fn gather(&mut self) -> Vec<Somebody> {
        let media: Vec<Somebody> = (1..=9).map(somebody).collect();
        let residents: Vec<Somebody> = (11..=28).map(somebody).collect();
        self.nominate(["organiser1", "organiser2"], "main", &nominees("媒体代表", &media));
        self.nominate(["district1", "district2"], "dongsheng", &nominees("社区或村居民代表", &residents));
        let volunteers: Vec<Somebody> = (31..=40).map(somebody).collect();
        for (at, person) in volunteers.iter().enumerate() {
            self.sign_up(person, if at % 2 == 0 { "main" } else { "dongsheng" });
        }
        self.look_at(["organiser1", "organiser2"], "main");
        self.look_at(["district1", "district2"], "dongsheng");
        [media, residents, volunteers].concat()
    }

    /// One hands in a file, the other signs.
    pub fn nominate(&mut self, [first, second]: [&str; 2], venue: &str, file: &str) {
        let client = self.staff(first);
        client.get("/office/nominations").expect(200);
        let page = client.upload("/office/nominations", &[("venue", venue)], "推荐.csv", file.as_bytes()).expect(200);
        let (lines, count) = (hidden(&page, "lines"), hidden(&page, "count"));
        let fields = [("venue", venue), ("lines", &lines), ("name", "推荐.csv"), ("count", &count)];
        let done = client.post("/office/nominations/accept", &fields).expect(303);
        let batch = done.header("location").split('?').next().unwrap_or_default().to_string();
        let client = self.staff(second);
        client.get(&batch).expect(200);
        client.post(&format!("{batch}/sign"), &[]).expect(303);
    }

    fn sign_up(&mut self, person: &Somebody, venue: &str) {
        let mut citizen = Visitor::new(self.server.address);
        let fields = [
            ("district", "dongsheng"),
            ("venue", venue),
            ("name", &person.name),
            ("identity", &person.identity),
            ("phone", &person.phone),
            ("address", ""),
            ("unit", ""),
        ];
        citizen.post("/signup/person", &fields).expect(303);
        let code = loop {
            let told = self.messages(1);
            if let Some(it) = told.iter().find(|it| it.phone == person.phone && it.text.contains("验证码")) {
                break it.text.chars().filter(char::is_ascii_digit).take(6).collect::<String>();
            }
        };
        citizen.post("/signup/code", &[("code", &code)]).expect(303);
        citizen.get("/signup/confirm").expect(200);
        citizen.post("/signup/confirm", &[("consent", "1")]).expect(303);
    }

    /// Two find the volunteers of a venue in order.
    fn look_at(&mut self, [first, second]: [&str; 2], venue: &str) {
        for (login, act) in [(first, ""), (second, "/confirm")] {
            let client = self.staff(login);
            let page = client.get(&format!("/office/candidates/review?venue={venue}")).expect(200);
            let ids: Vec<String> =
                page.body.split("name=\"ids\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_string).collect();
            let mut fields = vec![("venue", venue)];
            fields.extend(ids.iter().map(|id| ("ids", id.as_str())));
            client.post(&format!("/office/candidates/review{act}"), &fields).expect(303);
        }
    }

    /// The list that the police got, as they give it back: everybody passed.
    pub fn vetting_results(&mut self) -> String {
        let organiser = self.staff("organiser1");
        organiser.get("/office/vetting/list").expect(200);
        let list = organiser.post("/office/vetting/list.csv", &[]).expect(200);
        let numbers = list.body.lines().skip(2).filter(|line| line.starts_with(|c: char| c.is_ascii_digit()));
        let passed = numbers.map(|line| format!("{},通过,\n", line.split(',').next().unwrap_or_default()));
        std::iter::once("核对编号,结果,理由\n".to_string()).chain(passed).collect()
    }

    /// A file of this content, for a browser to upload; its path.
    pub fn file(&self, name: &str, content: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).expect("written");
        path.display().to_string()
    }
}

/// The hidden field of a form, as a browser would send it back.
fn hidden(page: &Answer, name: &str) -> String {
    let text = page.between(&format!("name=\"{name}\" value=\""), "\"");
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
