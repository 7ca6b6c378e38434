use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use axum::routing::get;
use jiff::Timestamp;
use maud::{Render, html};
use tower::ServiceExt;

use super::form::{Choice, Errors, Field, Form, error_summary};
use super::link::Link;
use super::problem;
use super::table::{Column, Row, Table, number, thousands, words};
use super::*;
use crate::failure::Failure;

const HOSTILE: &str = "<script>alert('x')</script>\" onload=\"x";

fn plain(look: &Look) -> Page {
    public(look, Public { title: HOSTILE, description: HOSTILE, section: Section::Home }, html! { h1 { (HOSTILE) } })
}

async fn get_page(path: &str, cookie: &str) -> String {
    let app = Router::new().fallback(|look: Look| async move { plain(&look) });
    let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
    let body = app.oneshot(request).await.unwrap().into_body();
    String::from_utf8(to_bytes(body, 1 << 20).await.unwrap().to_vec()).unwrap()
}

#[tokio::test]
async fn elder_mode_is_read_from_its_cookie_and_the_switch_comes_back_to_the_page() {
    let normal = get_page("/sessions/1?a=b&c=%E4%B8%9C", "").await;
    assert!(!normal.contains("class=\"elder\""));
    assert!(normal.contains("/elder?on=1&amp;back=%2Fsessions%2F1%3Fa%3Db%26c%3D%25E4%25B8%259C"), "{normal}");
    for cookie in ["elder=1", "a=b; elder=1", "elder=1;x=y"] {
        assert!(get_page("/", cookie).await.contains("<html lang=\"zh-CN\" class=\"elder\">"), "{cookie}");
    }
    for cookie in ["elder=0", "notelder=1", "elder=11"] {
        assert!(!get_page("/", cookie).await.contains("class=\"elder\""), "{cookie}");
    }
}

#[tokio::test]
async fn the_elder_switch_sets_its_cookie_and_never_leads_away() {
    let app = || Router::new().route(elder::ROUTE, get(elder::switch));
    let ask = async |query: &str| {
        let request = Request::get(format!("/elder{query}")).body(Body::empty()).unwrap();
        let answer = app().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        let text = |name| answer.headers()[name].to_str().unwrap().to_owned();
        (text(header::LOCATION), text(header::SET_COOKIE))
    };
    let (back, cookie) = ask("?on=1&back=%2Fsessions%2F1%3Fa%3D%25E4").await;
    assert_eq!(back, "/sessions/1?a=%E4");
    assert!(cookie.starts_with("elder=1; Path=/; Max-Age=31536000; SameSite=Lax"));
    assert!(ask("?on=0&back=/").await.1.contains("Max-Age=0"));
    for away in ["//evil.example", "/%5Cevil.example", "https://evil.example", "%2F%2Fevil.example", "/%09/evil.example", "", "%ff"] {
        assert_eq!(ask(&format!("?on=1&back={away}")).await.0, "/", "{away}");
    }
    assert_eq!(ask("").await.0, "/");
}

#[tokio::test]
async fn pages_forbid_inline_code_and_carry_none() {
    let response = plain(&Look::at("/")).into_response();
    assert_eq!(response.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
    let page = plain(&Look::at("/"));
    assert!(!page.html().contains("<script>") && !page.html().contains(" style=") && !page.html().contains("\" onload"));
    assert!(page.html().contains("&lt;script&gt;"));
}

#[test]
fn a_form_with_errors_lists_them_links_them_and_keeps_what_was_typed() {
    let mut errors = Errors::none();
    errors.add("name", "请填写姓名");
    errors.add_general("第二位负责人还没有确认");
    let choices = [Choice::new("a", "甲"), Choice::new("b", "乙")];
    let fields = html! {
        (error_summary(&errors))
        (Field::text("name", "姓名").value("\"><b>").hint("与证件一致").errors(&errors).autocomplete("name"))
        (Field::password("password", "密码").value("secret"))
        (Field::select("unit", "单位", &choices).value("b"))
        (Field::checks("role", "角色", &choices).value("a").value("b"))
        (Field::area("why", "理由", 4).value("</textarea><script>").optional())
    };
    let text = Form::post("/office/accounts", "token").submit("新建账户").around(fields).into_string();
    assert!(text.contains("<a href=\"#f-name\">请填写姓名</a>"));
    assert!(text.contains("aria-describedby=\"f-name-hint f-name-error\" aria-invalid=\"true\" required"));
    assert!(text.contains("value=\"&quot;&gt;&lt;b&gt;\""));
    assert!(!text.contains("secret"), "a password must not be shown again");
    assert!(text.contains("<option value=\"b\" selected>"));
    assert_eq!(text.matches(" checked").count(), 2);
    assert!(!text.contains("<script>") && text.contains("（选填）"));
    assert!(text.contains("<input type=\"hidden\" name=\"csrf\" value=\"token\">"));
}

#[test]
fn every_label_belongs_to_a_control() {
    let fields = [Field::text("a", "甲"), Field::date("b", "乙"), Field::file("c", "丙", ".csv"), Field::area("d", "丁", 3)];
    for (field, name) in fields.iter().zip(["a", "b", "c", "d"]) {
        let text = field.render().into_string();
        assert!(text.contains(&format!("<label for=\"f-{name}\">")) && text.contains(&format!("id=\"f-{name}\"")), "{text}");
    }
}

#[test]
fn a_table_sorts_by_links_that_keep_the_filter_and_start_from_the_first_page() {
    let link = Link::new("/office/accounts?q=东&sort=name&after=xyz");
    let table = Table::new("账户", [Column::text("姓名").sortable("name"), Column::number("席位").sortable("seats")])
        .sorted_by(link)
        .row(Row::new([words("甲"), number(1400)]));
    let text = table.render().into_string();
    assert!(text.contains("aria-sort=\"ascending\"><a href=\"/office/accounts?q=%E4%B8%9C&amp;sort=-name\">"), "{text}");
    assert!(text.contains("href=\"/office/accounts?q=%E4%B8%9C&amp;sort=seats\""));
    assert!(text.contains("data-label=\"席位\"><div>1,400</div></td>"));
}

#[test]
fn numbers_have_separators() {
    let cases = [(0, "0"), (999, "999"), (1_000, "1,000"), (4_500_000, "4,500,000"), (-1_410, "−1,410")];
    for (value, text) in cases {
        assert_eq!(thousands(value), text);
    }
}

#[test]
fn a_countdown_says_the_time_left_and_then_that_it_came() {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let target = at("2025-01-13T09:00:00+08:00");
    let before = countdown::countdown(at("2025-01-10T05:00:00+08:00"), target, "述职报告会开始", "已经开始").into_string();
    assert!(before.contains("距述职报告会开始还有 ") && before.contains(">3 天 4 小时<"), "{before}");
    assert!(countdown::countdown(target, target, "述职报告会开始", "已经开始").into_string().contains(">已经开始<"));
}

#[tokio::test]
async fn failures_speak_to_people_and_to_programs() {
    let every = [Failure::BadRequest("表单缺少“姓名”".into()), Failure::Forbidden, Failure::NotFound, Failure::TooMany(60)];
    for failure in every {
        let page = problem::page(&Look::at("/office/x"), &failure);
        assert_eq!(page.status(), failure.status());
        assert!(page.html().contains(failure.title()) && page.html().contains(&failure.advice()), "{failure}");
        assert!(page.html().contains("回到工作台"));
        let look = Look { json: true, ..Look::at("/api/v1/x?y=z") };
        let answer = problem::respond(&look, &failure);
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "application/problem+json");
        let body = to_bytes(answer.into_body(), 1 << 16).await.unwrap();
        let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(body["status"], failure.status().as_u16());
        assert_eq!(body["type"], format!("urn:sanmin:problem:{}", failure.word()));
        assert_eq!(body["instance"], "/api/v1/x");
    }
}

#[test]
fn a_rehearsal_says_so_on_every_kind_of_page() {
    let mut look = Look::at("/office");
    look.site = std::sync::Arc::new(Site { rehearsal: true, ..Site::default() });
    let menu = [NavItem { href: "/office", name: "首页" }];
    let desk = Office { title: "首页", person: "某人", unit: "", items: &menu, csrf: "t", sign_out: "/sign-out", above: None };
    let every = [
        plain(&look),
        office(&look, desk, html! {}),
        sheet(&look, Sheet { title: "登录", place: "" }, html! {}),
        print(&look, "表", "/", html! {}),
    ];
    for page in every {
        assert!(page.html().contains("演练环境"));
    }
}
