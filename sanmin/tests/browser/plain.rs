//! Pages without script, and elder mode from page to page.

use crate::chromium::{Driver, Kind};
use crate::support::process::Server;

#[tokio::test]
async fn without_script_the_site_says_the_same() {
    let Some(mut driver) = Driver::start() else { return };
    let server = Server::new();
    let (plain, usual) = (driver.browser(Kind::DesktopWithoutScript, &server).await, driver.browser(Kind::Desktop, &server).await);
    assert!(!plain.runs_scripts().await && usual.runs_scripts().await);
    plain.open("/").await;
    usual.open("/").await;
    let (said, usually_said) = (plain.text().await, usual.text().await);
    for line in usually_said.lines().filter(|line| !line.contains('秒')) {
        assert!(said.contains(line), "“{line}” is missing without script");
    }
    plain.follow("述职安排").await;
    plain.sees("第一组").await;
    plain.follow("长辈版").await;
    plain.sees("标准版").await;
}

#[tokio::test]
async fn elder_mode_stays_until_it_is_left() {
    let Some(mut driver) = Driver::start() else { return };
    let server = Server::new();
    let phone = driver.browser(Kind::Phone, &server).await;
    let size = async || phone.run("return parseFloat(getComputedStyle(document.body).fontSize)", vec![]).await.as_f64();
    phone.open("/sessions").await;
    let usual = size().await;
    phone.follow("长辈版").await;
    phone.sees("标准版").await;
    assert_eq!(phone.path().await, "/sessions", "the switch leads back");
    assert!(size().await > usual, "elder mode has larger type");
    for path in ["/", "/privacy", "/office/sign-in"] {
        phone.open(path).await;
        assert!(size().await > usual, "{path}");
    }
    phone.follow("标准版").await;
    phone.sees("长辈版").await;
    assert_eq!(phone.path().await, "/office/sign-in");
    assert_eq!(size().await, usual);
}
