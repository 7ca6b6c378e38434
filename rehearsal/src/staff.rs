//! Everybody with an account: made by the administrators, set up by a link, signed in with a second factor.

use std::collections::BTreeMap;

use plan::{Plan, VenueKind};

use crate::Stumbled;
use crate::crowd;
use crate::second_factor::Device;
use crate::visitor::Visitor;

/// The password that everybody in a play chooses.
pub const PASSWORD: &str = "河边-Walks-9";

/// The joint office's own unit, which is tied to no department.
const UNIT: &str = "市人民政府办公室";
/// The unit of the trustees' third body and of the police.
const NOTARY: &str = "公证处";
const POLICE: &str = "市公安局";

/// People who set up their accounts at the same moment; passwords are costly to hash.
const AT_ONCE: usize = 4;

/// Somebody who is to get an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The name to sign in with.
    pub login: String,
    /// The name that pages show.
    pub name: String,
    /// Where they work.
    pub unit: String,
    /// The one role that they hold, as the plan writes it.
    pub role: String,
}

impl Wanted {
    /// Somebody with one role.
    pub fn new(login: &str, name: &str, unit: &str, role: &str) -> Self {
        Wanted { login: login.into(), name: name.into(), unit: unit.into(), role: role.into() }
    }
}

/// Everybody whom an activity of this plan needs, two wherever two must act.
pub fn wanted(plan: &Plan) -> Vec<Wanted> {
    let mut all = Vec::new();
    let mut two = |login: &str, name: &str, unit: &str, role: &str| {
        for (number, which) in [(1, "甲"), (2, "乙")] {
            all.push(Wanted::new(&format!("{login}{number}"), &format!("{name}{which}"), unit, role));
        }
    };
    two("officer", "工作人员", UNIT, "office");
    two("organiser", "组织人员", UNIT, "organisation");
    two("logistics", "会务人员", UNIT, "logistics");
    two("drafting", "文稿人员", UNIT, "drafting");
    two("technician", "技术人员", UNIT, "technical");
    two("supervisor", "监督人员", UNIT, "supervision");
    two("police", "审查人员", POLICE, "police");
    for venue in plan.venues.iter().filter(|venue| venue.kind == VenueKind::District && plan.seats_of(venue) > 0) {
        let government = format!("{}人民政府", venue.column);
        two(&format!("{}-", venue.id), &format!("{}人员", venue.column), &government, &format!("district:{}", venue.id));
    }
    all.push(Wanted::new("auditor", "审计管理员", UNIT, "audit-admin"));
    all.push(Wanted::new("card-maker", "制卡人", UNIT, "card-maker"));
    for number in 1..=plan.ballot.trustees.number {
        all.push(Wanted::new(&format!("trustee{number}"), &format!("保管人{number}"), NOTARY, &format!("trustee:{number}")));
    }
    all
}

/// The administrators, and everybody they have made, all signed in.
#[derive(Default)]
pub struct Staff {
    people: BTreeMap<String, Visitor>,
    devices: BTreeMap<String, Device>,
    /// The venues' desks, by the pass with which they came in.
    desks: BTreeMap<String, Visitor>,
}

impl Staff {
    /// The first administrator uses the link of the first start (its path) and appoints the security administrator; the two make everybody
    /// else.
    ///
    /// # Errors
    /// Where it does not go on.
    pub fn begin(origin: &str, set_up: &str, plan: &Plan) -> Result<Self, Stumbled> {
        let (mut people, mut devices) = (BTreeMap::new(), BTreeMap::new());
        let (mut system, device) = admit(origin, "admin", set_up)?;
        devices.insert("admin".to_owned(), device);
        let (id, link) = create(&mut system, &Wanted::new("security", "安全管理员甲", UNIT, "security-admin"))?;
        grant(&mut system, &id, "security-admin")?;
        let (security, device) = admit(origin, "security", &link)?;
        devices.insert("security".to_owned(), device);
        people.extend([("admin".to_owned(), system), ("security".to_owned(), security)]);
        let mut staff = Staff { people, devices, desks: BTreeMap::new() };
        staff.appoint(origin, &wanted(plan))?;
        Ok(staff)
    }

    /// The two administrators make accounts; everybody sets up their own and signs in.
    ///
    /// # Errors
    /// Where it does not go on.
    pub fn appoint(&mut self, origin: &str, wanted: &[Wanted]) -> Result<(), Stumbled> {
        let (system, security) = self.two(["admin", "security"])?;
        let mut links = Vec::new();
        for person in wanted {
            let (id, link) = create(system, person)?;
            grant(security, &id, &person.role)?;
            links.push((person.login.clone(), link));
        }
        let admitted = crowd::each(&links, AT_ONCE, |_, (login, link)| Ok((login.clone(), admit(origin, login, link)?)))?;
        for (login, (visitor, device)) in admitted {
            self.people.insert(login.clone(), visitor);
            self.devices.insert(login, device);
        }
        Ok(())
    }

    /// Takes the devices that show codes, for whoever wants to sign in after the play.
    pub fn devices(&mut self) -> BTreeMap<String, Device> {
        std::mem::take(&mut self.devices)
    }

    /// How many accounts there are.
    pub fn count(&self) -> usize {
        self.people.len()
    }

    /// Somebody, by the name they sign in with.
    ///
    /// # Errors
    /// Nobody is called so.
    pub fn one(&mut self, login: &str) -> Result<&mut Visitor, Stumbled> {
        self.people.get_mut(login).ok_or_else(|| Stumbled::Plan(format!("nobody of the staff is called {login}")))
    }

    /// Two people at once, such as one who proposes and one who confirms.
    ///
    /// # Errors
    /// One of them is not there, or both are one.
    pub fn two(&mut self, [first, second]: [&str; 2]) -> Result<(&mut Visitor, &mut Visitor), Stumbled> {
        let (mut one, mut other) = (None, None);
        for (login, visitor) in &mut self.people {
            match login {
                login if login == first => one = Some(visitor),
                login if login == second => other = Some(visitor),
                _ => {}
            }
        }
        one.zip(other).ok_or_else(|| Stumbled::Plan(format!("{first} and {second} are not two of the staff")))
    }

    /// A desk comes in by the pass of its venue for this day.
    pub(crate) fn admit_desk(&mut self, name: String, visitor: Visitor) {
        self.desks.insert(name, visitor);
    }

    /// The two desks of a venue at once.
    ///
    /// # Errors
    /// They have not come in.
    pub(crate) fn desks_of(&self, venue: &str) -> Result<[Visitor; 2], Stumbled> {
        let desk = |number: u32| {
            let name = format!("{venue}-{number}");
            self.desks.get(&name).cloned().ok_or_else(|| Stumbled::Plan(format!("no desk has the pass {name}")))
        };
        Ok([desk(1)?, desk(2)?])
    }
}

/// Follows a set-up link, chooses the password, enrols a device, signs in.
fn admit(origin: &str, login: &str, link: &str) -> Result<(Visitor, Device), Stumbled> {
    let mut visitor = Visitor::new(origin);
    let page = visitor.get(link)?;
    let mut device = Device::enrol(&page.between("<p class=\"code\">", "</p>")?)?;
    let code = device.code();
    visitor.post(link, &[("password", PASSWORD), ("repeated", PASSWORD), ("code", &code)])?;
    visitor.get("/office/sign-in")?;
    let code = device.code();
    visitor.post("/office/sign-in", &[("account", login), ("password", PASSWORD), ("code", &code)])?;
    visitor.get("/office")?;
    Ok((visitor, device))
}

/// Makes an account; its id and the path of its set-up link.
fn create(system: &mut Visitor, person: &Wanted) -> Result<(String, String), Stumbled> {
    system.get("/office/accounts/new")?;
    let fields = [("login_name", &person.login[..]), ("display_name", &person.name), ("unit", &person.unit)];
    let page = system.send("/office/accounts/new", &fields)?.expect(200)?;
    let id = page.between("href=\"/office/accounts/", "\"")?;
    Ok((id, format!("/office/setup/{}", page.between("/office/setup/", "<")?)))
}

/// Gives a role, also where the conflict wall warns that it will be of no use.
fn grant(administrator: &mut Visitor, id: &str, role: &str) -> Result<(), Stumbled> {
    administrator.get(&format!("/office/accounts/{id}"))?;
    administrator.post(&format!("/office/accounts/{id}/roles"), &[("role", role), ("confirmed", "1")])?;
    Ok(())
}
