//! A rehearsal as an operator runs it: never mistaken for the real activity, its clock advanced by the form alone.

use crate::support::http::get;
use crate::support::people::{Administration, Person};
use crate::support::process::{Server, run, sanmin, serve};

const BANNER: &str = "演练环境";
const CLOCK: &str = "/office/clock";

fn rehearse(data: &std::path::Path) -> std::process::Command {
    let mut command = serve(data);
    command.arg("--rehearsal");
    command
}

#[test]
fn the_clock_moves_by_the_form_alone_and_goes_on_where_it_stood_after_a_restart() {
    let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
    let mut server = Server::start(rehearse(folder.path()));
    let link = server.set_up_path();
    let told = server.line();
    assert!(told.contains("REHEARSAL") && told.contains("2024-12-29T09:00:00+08:00") && told.contains(CLOCK), "{told}");
    get(server.address, "/").expect(200).shows(BANNER);
    assert!(get(server.address, "/ledger/vkeys").expect(200).body.contains("/ordos-2024/rehearsal+"), "the ledger's own form");

    // Telephones show real time, which is not the rehearsal's: the codes of setting up and signing in are right all the same.
    let mut admin = Person::set_up(&server, "admin", &link);
    let mut system = admin.sign_in(&server);
    system.get(CLOCK).expect(200).shows(BANNER).shows("2024年12月29日（周日）9:00");
    let moved = system.post(CLOCK, &[("to", "2025-01-03T08:00")]).expect(303);
    system.get(moved.header("location")).expect(200).shows("2025年1月3日 08:00:00");
    system.post(CLOCK, &[("to", "2025-01-03T07:59")]).expect(422).shows("时钟只能向前");
    get(server.address, "/signup").expect(200).shows("报名截止");
    server.terminate();
    assert_eq!(server.ended(), Some(0));

    run(serve(folder.path())).fails_with(&["was created for a rehearsal", "start it with --rehearsal"]);
    let mut recover = sanmin(&["recover", "admin", "--data"]);
    recover.arg(folder.path());
    run(recover).fails_with(&["was created for a rehearsal"]);
    std::fs::write(folder.path().join("sanmin.toml"), "rehearsal = true\n").expect("written");
    let server = Server::start(serve(folder.path()));
    assert!(server.line().contains("2025-01-03T08:00:00+08:00"));
    let mut system = admin.sign_in(&server);
    system.get(CLOCK).expect(200).shows("2025年1月3日（周五）8:00");
}

#[test]
fn a_real_server_has_no_such_route_and_is_never_made_a_rehearsal() {
    let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
    let mut server = Server::start(serve(folder.path()));
    assert!(!get(server.address, "/").expect(200).body.contains(BANNER));
    get(server.address, CLOCK).expect(404);
    let mut administration = Administration::begin(&server);
    let home = administration.system.get("/office").expect(200);
    assert!(!home.body.contains(CLOCK) && !home.body.contains(BANNER));
    administration.system.get(CLOCK).expect(404);
    administration.system.get("/office").expect(200);
    administration.system.post(CLOCK, &[("to", "2052-01-13T09:00")]).expect(404);
    server.terminate();
    assert_eq!(server.ended(), Some(0));
    run(rehearse(folder.path())).fails_with(&["holds a real activity", "start it without --rehearsal"]);
    let server = Server::start(serve(folder.path()));
    assert!(!get(server.address, "/").expect(200).body.contains(BANNER));
}
