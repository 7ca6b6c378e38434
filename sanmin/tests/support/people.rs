//! People with accounts, made the way an administrator makes them, over HTTP.

/// The phone of a person, which shows the codes.
pub use rehearsal::second_factor::Device as Phone;
/// The password that everybody chooses.
pub use rehearsal::staff::PASSWORD;

use super::http::{Answer, Visitor};
use super::process::Server;

/// A person with an account.
pub struct Person {
    pub login: String,
    pub phone: Phone,
}

impl Person {
    /// Follows a set-up link: chooses the password and enrols the phone.
    pub fn set_up(server: &Server, login: &str, path: &str) -> Self {
        let mut visitor = Visitor::new(server.address);
        let page = visitor.get(path).expect(200);
        let mut phone = Phone::enrol(page.between("<p class=\"code\">", "</p>")).expect("a secret");
        let code = phone.code();
        let fields = [("password", PASSWORD), ("repeated", PASSWORD), ("code", code.as_str())];
        visitor.post(path, &fields).expect(303);
        Person { login: login.into(), phone }
    }

    /// Signs in.
    pub fn sign_in(&mut self, server: &Server) -> Visitor {
        let mut visitor = Visitor::new(server.address);
        visitor.get("/office/sign-in").expect(200);
        let code = self.phone.code();
        visitor.post("/office/sign-in", &[("account", &self.login), ("password", PASSWORD), ("code", &code)]).expect(303);
        visitor.get("/office").expect(200);
        visitor
    }
}

/// The administrators of a new server, who make the other accounts.
pub struct Administration<'a> {
    server: &'a Server,
    /// The system administrator, signed in.
    pub system: Visitor,
    /// The security administrator, signed in.
    pub security: Visitor,
}

impl<'a> Administration<'a> {
    /// The first administrator uses the link of the first start and appoints a security administrator.
    pub fn begin(server: &'a Server) -> Self {
        let mut first = Person::set_up(server, "admin", &server.set_up_path());
        let mut system = first.sign_in(server);
        let (id, path) = create(&mut system, "security", "安全管理员甲", "市人民政府办公室");
        grant(&mut system, &id, "security-admin");
        let security = Person::set_up(server, "security", &path).sign_in(server);
        Administration { server, system, security }
    }

    /// Somebody with an account who has not used the set-up link yet; the link's path.
    pub fn invite(&mut self, login: &str, name: &str) -> String {
        create(&mut self.system, login, name, "").1
    }

    /// Somebody with an account, a unit and roles, who has set it up and has not signed in.
    pub fn appoint(&mut self, login: &str, name: &str, unit: &str, roles: &[&str]) -> Person {
        let (id, path) = create(&mut self.system, login, name, unit);
        for role in roles {
            grant(&mut self.security, &id, role);
        }
        Person::set_up(self.server, login, &path)
    }
}

/// Makes an account; its id and the path of its set-up link.
fn create(system: &mut Visitor, login: &str, name: &str, unit: &str) -> (String, String) {
    system.get("/office/accounts/new").expect(200);
    let page = system.post("/office/accounts/new", &[("login_name", login), ("display_name", name), ("unit", unit)]).expect(200);
    let id = page.between("href=\"/office/accounts/", "\"").to_string();
    (id, format!("/office/setup/{}", page.between("/office/setup/", "<")))
}

/// Gives a role, also where the conflict wall warns that it will be of no use.
fn grant(administrator: &mut Visitor, id: &str, role: &str) {
    administrator.get(&format!("/office/accounts/{id}")).expect(200);
    let granted: Answer = administrator.post(&format!("/office/accounts/{id}/roles"), &[("role", role), ("confirmed", "1")]);
    assert!(granted.expect(303).header("location").ends_with("?done=granted"));
}
