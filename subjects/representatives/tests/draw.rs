//! The ceremony as two officers hold it: announced, frozen, seeded, drawn, released, and replayed by anybody.

mod draw_support;

use draw_support::*;
use plan::Role;
use record::{Digest, OnFailure, Statement};
use representatives::draw::{Stage, drawn};
use sortition::files::{Published, replay};
use web::args;
use web::database::harness::each_engine;
use web::database::{DatabaseError, transaction};

#[tokio::test]
async fn a_draw_from_the_announcement_to_the_replay() {
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        fill(&app, VOLUNTEERS, NOMINEES).await;
        let mut officers = officers(&app).await;
        let mut citizen = app.visitor();
        citizen.get("/draw").await.expect(200).shows("尚未公告").shows("距封存名册还有");

        officers.announce().await;
        citizen.get("/draw").await.expect(200).shows(DICE).shows(LOTTERY).shows("以固定文字“未取得”计入种子");

        at(&app, FREEZE).await;
        officers.freeze().await;
        let page = citizen.get("/draw").await.expect(200).shows("5,300 人").shows("4,500 个").shows("承诺值").shows("口读");
        assert!(!page.body.contains("每人被抽中的机会"), "chances are told after the draw");

        officers.agree(1, "3 5 1 6 2").await;
        // The second types full-width digits: the same text.
        let path = "/office/draw/sources/2";
        officers.second.post(path, &[("text", " 03 09 + 07")]).await.expect(303);
        officers.first.post(path, &[("text", "０3 09 + 07")]).await.expect(303);
        citizen.get("/draw").await.expect(200).shows("3 5 1 6 2").shows("03 09 + 07").shows("种子已产生");

        officers.second.post("/office/draw/ranking", &[]).await.expect(303);
        citizen.get("/draw").await.expect(200).shows("推荐确定，未抽取").shows("±2.53").shows("这里不能这样用").shows("名单保密");

        officers.first.post("/office/draw/release", &[]).await.expect(422).shows("最后一场述职报告会当天结束以后（1月15日（周三）0:00）");
        at(&app, AFTER).await;
        let mut officers = draw_support::officers(&app).await;
        officers.both("/office/draw/release", &[]).await;
        citizen.get("/draw").await.expect(200).shows("在浏览器中复核").shows("sanmin draw verify").shows("hmac.digest");

        let mut files = std::collections::BTreeMap::new();
        for name in ["pool.csv", "quotas.csv", "draw.json", "ranking.csv", "replacements.csv", "terms.txt", "salts.csv"] {
            files.insert(name, citizen.get(&format!("/draw/{name}")).await.expect(200).bytes);
        }
        let bytes = |name: &str| Some(files[name].as_slice());
        let published = Published {
            pool: bytes("pool.csv"),
            quotas: bytes("quotas.csv"),
            draw: bytes("draw.json"),
            ranking: bytes("ranking.csv"),
            replacements: None,
        };
        let replayed = replay(published).unwrap_or_else(|faults| panic!("{faults}"));
        assert_eq!(replayed.draw.pool().entries().len(), PEOPLE);

        let statements = statements(&app).await;
        let kinds: Vec<_> = statements.iter().map(|(_, statement)| statement.kind()).collect();
        assert_eq!(kinds, ["draw.announced", "pool.frozen", "seed.source", "seed.source", "draw.made", "draw.released"]);
        let hash = |name: &str| Digest::of(&files[name]);
        let (Statement::PoolFrozen(frozen), Statement::DrawMade(made), Statement::DrawReleased(released)) =
            (&statements[1].1, &statements[4].1, &statements[5].1)
        else {
            panic!("{kinds:?}")
        };
        assert_eq!((frozen.pool, frozen.quotas, frozen.count), (hash("pool.csv"), hash("quotas.csv"), 5_300));
        assert_eq!((made.pool, made.quotas, made.ranking), (hash("pool.csv"), hash("quotas.csv"), hash("ranking.csv")));
        assert_eq!(made.seed.to_string(), replayed.terms.seeding.seed().to_string());
        assert_eq!(released.files.len(), files.len());
        for file in &released.files {
            assert_eq!(file.sha256, hash(file.name.as_str()), "{}", file.name);
        }
        // Each public step shows its place in the ledger.
        let page = citizen.get("/draw").await.expect(200);
        for (position, _) in &statements {
            assert!(page.body.contains(&format!("第 {position} 条")), "{position}");
        }
    })
    .await;
}

#[tokio::test]
async fn everybody_in_the_pool_gets_a_number_an_outcome_and_a_proof() {
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        fill(&app, VOLUNTEERS, NOMINEES).await;
        officers(&app).await.hold(&app).await;
        let mut tx = app.app.database().reader().await.unwrap();
        assert_eq!(drawn::stage(&mut tx).await.unwrap(), Stage::Drawn);
        let numbers: Vec<(i64, String)> = tx
            .all("SELECT p.number, a.reference FROM draw_pool p JOIN applications a ON a.id = p.application_id ORDER BY p.number", args![])
            .await
            .unwrap();
        assert!(numbers.iter().map(|(number, _)| *number).eq(1..=5_300), "numbers from 1 without gaps");
        let in_order = numbers.windows(2).filter(|pair| pair[0].1 < pair[1].1).count();
        assert!((2_000..3_300).contains(&in_order), "the order of numbers says nothing of who it is: {in_order}");

        let somebody = drawn::outcome(&mut tx, "SECRET-id-P000001").await.unwrap().expect("in the pool");
        assert!(somebody.rank >= 1 && somebody.session.is_none_or(|session| (1..=3).contains(&session)));
        assert_eq!(drawn::outcome(&mut tx, "nobody").await.unwrap(), None);
        let sessions: Vec<(i64, i64)> =
            tx.all("SELECT session, COUNT(*) FROM draw_ranks GROUP BY session ORDER BY session", args![]).await.unwrap();
        assert_eq!(sessions, [(0, 800), (1, 1_500), (2, 1_500), (3, 1_500)]);

        let Statement::PoolFrozen(frozen) = &statements(&app).await[1].1 else { panic!() };
        let root = ledger_root(frozen.root.as_bytes());
        for opening in drawn::openings(&mut tx, &[somebody.number, 1, 5_300]).await.unwrap() {
            opening.check(root).unwrap();
        }
    })
    .await;
}

fn ledger_root(bytes: &[u8; 32]) -> ledger::Hash {
    ledger::Hash::from_bytes(*bytes)
}

#[tokio::test]
async fn no_act_comes_before_its_turn_and_none_twice() {
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        fill(&app, VOLUNTEERS, NOMINEES).await;
        let mut officers = officers(&app).await;
        let acts = ["/office/draw/freeze", "/office/draw/sources/1", "/office/draw/ranking", "/office/draw/release"];
        let announce = announcement();
        let refused = async |officers: &mut Officers, but: &[&str]| {
            for path in acts.into_iter().filter(|path| !but.contains(path)) {
                officers.second.post(path, &[("text", "1")]).await.expect(422);
            }
        };
        refused(&mut officers, &[]).await;
        officers.announce().await;
        refused(&mut officers, &["/office/draw/freeze"]).await;
        at(&app, FREEZE).await;
        officers.freeze().await;
        officers.first.post("/office/draw/announcements", &announce).await.expect(422).shows("不能公告种子来源");
        refused(&mut officers, &["/office/draw/sources/1"]).await;
        officers.first.post("/office/draw/sources/2", &[("text", "1")]).await.expect(422).shows("现在等待的是第 1 个");
        officers.agree(1, "3").await;
        officers.first.post("/office/draw/sources/1", &[("text", "4")]).await.expect(422);
        officers.agree(2, "4").await;
        refused(&mut officers, &["/office/draw/ranking"]).await;
        officers.first.post("/office/draw/ranking", &[]).await.expect(303);
        officers.first.post("/office/draw/ranking", &[]).await.expect(422).shows("不能抽取");
        at(&app, AFTER).await;
        let mut officers = draw_support::officers(&app).await;
        refused(&mut officers, &["/office/draw/release"]).await;
        officers.both("/office/draw/release", &[]).await;
        refused(&mut officers, &[]).await;
        assert_eq!(statements(&app).await.len(), 6, "what was refused left nothing in the ledger");
    })
    .await;
}

#[tokio::test]
async fn one_officer_alone_does_nothing() {
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        fill(&app, VOLUNTEERS, NOMINEES).await;
        let mut officers = officers(&app).await;
        officers.first.post("/office/draw/announcements", &announcement()).await.expect(303);
        let proposal = officers.proposal().await;
        for answer in ["confirm", "reject"] {
            officers
                .first
                .post(&format!("{proposal}/{answer}"), &[("reason", "不同意")])
                .await
                .expect(422)
                .shows("提出人不能自己确认或否决");
        }
        officers.second.post(&format!("{proposal}/withdraw"), &[]).await.expect(422).shows("只有提出人可以撤回");
        officers.second.post("/office/draw/announcements", &announcement()).await.expect(422).shows("正在等待第二人");
        officers.second.post(&format!("{proposal}/reject"), &[("reason", "期号写错了")]).await.expect(303);
        officers.second.post(&format!("{proposal}/confirm"), &[]).await.expect(422).shows("已否决");
        assert!(statements(&app).await.is_empty());

        officers.announce().await;
        at(&app, FREEZE).await;
        officers.freeze().await;
        officers.first.post("/office/draw/sources/1", &[("text", "3 5")]).await.expect(303);
        officers.first.post("/office/draw/sources/1", &[("text", "3 5")]).await.expect(422).shows("您已经录入");
        let page = officers.second.get("/office/draw").await.expect(200).shows("甲 已经录入");
        assert!(!page.body.contains("3 5"), "the second officer does not see what the first typed");
        officers.first.post("/office/draw/sources/1/failures", &[("reason", "骰子落地")]).await.expect(303);
        let proposal = officers.proposal().await;
        officers.first.post(&format!("{proposal}/confirm"), &[]).await.expect(422);
        assert_eq!(statements(&app).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn the_second_officer_sees_what_a_confirmation_does_and_says_why_not() {
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        fill(&app, VOLUNTEERS, NOMINEES).await;
        let mut officers = officers(&app).await;
        officers.first.post("/office/draw/announcements", &announcement()).await.expect(303);
        let proposal = officers.proposal().await;
        let page = officers.second.get("/office/draw").await.expect(200);
        assert!(page.body.contains(&format!("{proposal}/confirm\"")) && page.body.contains(&format!("{proposal}/reject\"")));
        assert!(!page.body.contains(&format!("action=\"{proposal}")), "nothing is decided from the overview alone");
        let summary = officers.second.get(&format!("{proposal}/confirm")).await.expect(200);
        summary.shows(DICE).shows(LOTTERY).shows("写入账本的公告删不掉").shows("“乙”将与“甲”一起记入审计日志");
        let own = officers.first.get(&format!("{proposal}/confirm")).await.expect(200).shows("须由另一名联席会议办公室人员确认");
        assert!(!own.body.contains("<form method=\"post\" action=\"/office/draw"));

        let reject = format!("{proposal}/reject");
        officers.second.get(&reject).await.expect(200).shows("原因");
        officers.second.post(&reject, &[("reason", " ")]).await.expect(422).shows("请写明原因");
        officers.second.get("/office/draw").await.expect(200).shows("等待第二人：公告种子来源");
        officers.second.post(&reject, &[("reason", "第二个来源的期号写错了")]).await.expect(303);
        officers.first.get("/office/draw").await.expect(200).shows("已否决").shows("第二个来源的期号写错了");
        for page in ["confirm", "reject"] {
            officers.second.get(&format!("{proposal}/{page}")).await.expect(404);
        }
        let mut supervisor = app.staff("监督人员", OFFICE, &[], &[Role::Supervision]).await;
        supervisor.get("/office/audit").await.expect(200).shows("抽取：否决或撤回").shows("第二个来源的期号写错了");

        officers.announce().await;
        officers.first.post("/office/draw/freeze", &[]).await.expect(303);
        let proposal = officers.proposal().await;
        let early = officers.second.get(&format!("{proposal}/confirm")).await.expect(200);
        early.shows("现在还不能封存").shows("才到封存时间");
        at(&app, FREEZE).await;
        let summary = officers.second.get(&format!("{proposal}/confirm")).await.expect(200);
        let summary = summary.shows("5,300 人：自愿报名 300 人，组织推荐 5,000 人").shows("4,500 个：171 个名额格，3 场");
        let rule = sortition::Digest::of(sortition::RULE.as_bytes()).to_string();
        assert!(!summary.body.contains("现在还不能封存"));
        summary.shows(&rule).shows("不能撤销，也没有第二次封存");
        officers.second.post(&format!("{proposal}/confirm"), &[]).await.expect(303);

        officers.first.post("/office/draw/sources/1/failures", &[("reason", "骰子滚落舞台")]).await.expect(303);
        let proposal = officers.proposal().await;
        let summary = officers.second.get(&format!("{proposal}/confirm")).await.expect(200);
        summary.shows(DICE).shows("骰子滚落舞台").shows("缺省：以固定文字“未取得”计入种子").shows("不能撤销");
        officers.second.post(&format!("{proposal}/confirm"), &[]).await.expect(303);
        officers.agree(2, "4").await;
        officers.first.post("/office/draw/ranking", &[]).await.expect(303);
        at(&app, AFTER).await;
        let mut officers = draw_support::officers(&app).await;
        officers.first.post("/office/draw/release", &[]).await.expect(303);
        let proposal = officers.proposal().await;
        let ranking: String = app
            .app
            .database()
            .reader()
            .await
            .unwrap()
            .one("SELECT sha256 FROM draw_files WHERE name = 'ranking.csv'", args![])
            .await
            .unwrap();
        officers.second.get(&format!("{proposal}/confirm")).await.expect(200).shows("ranking.csv").shows(&ranking).shows("不能收回");
    })
    .await;
}

#[tokio::test]
async fn people_who_look_alike_and_whom_nobody_judged_keep_the_pool_from_being_frozen() {
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        fill(&app, VOLUNTEERS, NOMINEES).await;
        let mut officers = officers(&app).await;
        officers.announce().await;
        at(&app, FREEZE).await;
        officers.first.post("/office/draw/freeze", &[]).await.expect(303);
        let proposal = officers.proposal().await;
        let page = officers.second.get("/office/draw").await.expect(200);
        assert!(!page.body.contains("疑似同一人"), "nobody looks like anybody yet");

        // One with the telephone of somebody in the pool, one with a telephone and nearly the name of another.
        let [mut relative, mut twin] =
            ["relative", "twin"].map(|mark| row(mark, "volunteer", "dongsheng", "district-volunteers", "passed"));
        let [first, second] = ["P000001", "P000002"].map(|mark| row(mark, "volunteer", "", "", "passed").person);
        relative.person.phone = first.phone;
        twin.person.phone = second.phone;
        twin.person.name = second.name.replacen('S', "Z", 1);
        insert(&app, &[relative, twin]).await;
        let told = "有 2 对人选疑似同一人，尚未判断，请组织保障组在“重复核对”中逐对判断";
        officers.second.get("/office/draw").await.expect(200).shows(told);
        officers.second.get(&format!("{proposal}/confirm")).await.expect(200).shows(told);
        officers.second.post(&format!("{proposal}/confirm"), &[]).await.expect(422).shows(told);
        assert_eq!(rows(&app, "SELECT COUNT(*) FROM draw_pool").await, 0);

        let mut organiser = app.staff("丙", OFFICE, &[], &[Role::Organisation]).await;
        organiser.get("/office/vetting/duplicates").await.expect(200).shows("姓名相近，手机号相同").shows("手机号相同，姓名不同");
        let judge = async |organiser: &mut web::testing::Client, first: &str, second: &str, same: &str| {
            let fields = [("first", first), ("second", second), ("same", same), ("reason", "已电话核实")];
            organiser.post("/office/vetting/likenesses", &fields).await.expect(303);
        };
        judge(&mut organiser, "SECRET-id-P000001", "SECRET-id-relative", "different").await;
        officers.second.get("/office/draw").await.expect(200).shows("有 1 对人选疑似同一人");
        // Both have passed: even so, one of them can still be taken out.
        judge(&mut organiser, "SECRET-id-P000002", "SECRET-id-twin", "same").await;
        // That is only proposed: the pair keeps the pool open until another organiser agrees.
        officers.second.post(&format!("{proposal}/confirm"), &[]).await.expect(422).shows("有 1 对人选疑似同一人");
        let mut another = app.staff("丁", OFFICE, &[], &[Role::Organisation]).await;
        let page = another.get("/office/vetting/duplicates").await.expect(200);
        let judgement = page.body.split_once("/office/vetting/proposals/").unwrap().1.split_once('/').unwrap().0.to_string();
        another.post(&format!("/office/vetting/proposals/{judgement}/confirm"), &[]).await.expect(303);
        officers.second.post(&format!("{proposal}/confirm"), &[]).await.expect(303);
        assert_eq!(rows(&app, "SELECT COUNT(*) FROM draw_pool").await, 5_301, "the relative, and one of the other two");
    })
    .await;
}

#[tokio::test]
async fn texts_that_differ_are_told_to_both_and_typed_again_and_the_audit_log_keeps_them() {
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        fill(&app, VOLUNTEERS, NOMINEES).await;
        let mut officers = officers(&app).await;
        officers.announce().await;
        at(&app, FREEZE).await;
        officers.freeze().await;
        officers.first.post("/office/draw/sources/1", &[("text", "3 5 1 6 2")]).await.expect(303);
        let answer = officers.second.post("/office/draw/sources/1", &[("text", "3 5 1 6 3")]).await.expect(303);
        officers.second.get(answer.location()).await.expect(200).shows("两次录入不一致");
        officers.first.get("/office/draw").await.expect(200).shows("上一次两人录入不一致").shows("甲和乙录入的内容不同");
        assert_eq!(statements(&app).await.len(), 2, "neither text is published");

        officers.agree(1, "3 5 1 6 2").await;
        let statements = statements(&app).await;
        assert!(matches!(&statements[2].1, Statement::SeedSource(source) if source.place == 1 && source.text.as_str() == "3 5 1 6 2"));
        let mut supervisor = app.staff("监督人员", OFFICE, &[], &[Role::Supervision]).await;
        supervisor
            .get("/office/audit")
            .await
            .expect(200)
            .shows("种子来源两次录入不一致")
            .shows("第一人录入：3 5 1 6 2；第二人录入：3 5 1 6 3");
        for bad in ["", " ", "3|5", "3\u{200b}5"] {
            let shown = if bad.trim().is_empty() { "没有填写" } else { "不允许的字符" };
            // The form's own reading takes away what is at the ends.
            officers.first.post("/office/draw/sources/2", &[("text", bad)]).await.expect(if bad == "3|5" { 303 } else { 422 });
            if bad != "3|5" {
                officers.second.post("/office/draw/sources/2", &[("text", bad)]).await.expect(422).shows(shown);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_source_that_fails_follows_the_rule_that_was_announced() {
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        fill(&app, VOLUNTEERS, NOMINEES).await;
        let mut officers = officers(&app).await;
        officers.announce().await;
        at(&app, FREEZE).await;
        officers.freeze().await;
        // The first one counts with the fixed text; what one officer typed of it is forgotten.
        officers.first.post("/office/draw/sources/1", &[("text", "3 5")]).await.expect(303);
        officers.first.post("/office/draw/sources/1/failures", &[("reason", "x")]).await.expect(422).shows("请写明原因");
        officers.both("/office/draw/sources/1/failures", &[("reason", "骰子滚落舞台，公证员认定无效")]).await;
        // The last one is awaited on its next occasion.
        officers.first.post("/office/draw/sources/2", &[("text", "01 02")]).await.expect(303);
        officers.both("/office/draw/sources/2/failures", &[("reason", "当期停止开奖")]).await;
        officers.first.get("/office/draw").await.expect(200).shows("录入第 2 个来源");
        officers.agree(2, "第2025004期 01 02").await;
        officers.second.post("/office/draw/ranking", &[]).await.expect(303);

        let statements = statements(&app).await;
        let kinds: Vec<_> = statements.iter().map(|(_, statement)| statement.kind()).collect();
        let expected =
            ["draw.announced", "pool.frozen", "seed.failed", "seed.source", "seed.failed", "seed.source", "draw.made"];
        assert_eq!(kinds, expected);
        assert!(matches!(&statements[2].1, Statement::SeedFailed(it) if it.on_failure == OnFailure::Constant && it.place == 1));
        assert!(matches!(&statements[3].1, Statement::SeedSource(it) if it.text.as_str() == "未取得"));
        assert!(matches!(&statements[4].1, Statement::SeedFailed(it) if it.on_failure == OnFailure::Next && it.reason.as_str() == "当期停止开奖"));
        app.visitor().get("/draw").await.expect(200).shows("当期停止开奖").shows("未取得").shows("第2025004期 01 02");
    })
    .await;
}

#[tokio::test]
async fn an_announcement_names_each_source_once_and_awaits_the_last_one() {
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        let mut officers = officers(&app).await;
        let path = "/office/draw/announcements";
        let with = |changes: &[(&'static str, &'static str)]| -> Vec<(&'static str, &'static str)> {
            let changed = |name: &str| changes.iter().find(|(other, _)| *other == name).map(|(_, value)| *value);
            announcement().into_iter().map(|(name, value)| (name, changed(name).unwrap_or(value))).collect()
        };
        for (changes, shown) in [
            (&[("rule2", "constant")][..], "最后一个来源失效时只能顺延"),
            (&[("name2", " 现场掷骰 ")], "第 2 个来源：与前面的来源重名"),
            (&[("name1", "骰|子")], "第 1 个来源：含有不允许的字符"),
            (&[("occasion2", "")], "第 2 个来源：请写明时间、地点和见证人"),
            (&[("rule1", "skip")], "第 1 个来源：请选择失效时怎么办"),
            (&[("name1", ""), ("occasion1", ""), ("name2", ""), ("occasion2", "")], "请至少写一个种子来源"),
        ] {
            officers.first.post(path, &with(changes)).await.expect(422).shows(shown);
        }
        officers.first.get("/office/draw").await.expect(200).shows("填写种子来源");
        officers.announce().await;
        // Before the freeze the sources may still be named anew, which is public too.
        officers.both(path, &with(&[("name1", "公证员摇号")])).await;
        app.visitor().get("/draw").await.expect(200).shows("公证员摇号");
        assert_eq!(statements(&app).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_pool_that_is_not_ready_is_refused_with_everything_that_is_missing_and_nothing_is_left_of_the_try() {
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        fill(&app, VOLUNTEERS, NOMINEES).await;
        let mut officers = officers(&app).await;
        officers.announce().await;
        // Proposed while all is well and the time has not come.
        officers.first.post("/office/draw/freeze", &[]).await.expect(303);
        let proposal = officers.proposal().await;
        officers.second.post(&format!("{proposal}/confirm"), &[]).await.expect(422).shows("1月7日（周二）10:00才到封存时间");
        at(&app, FREEZE).await;

        transaction!(app.app.database(), |tx| -> Result<(), DatabaseError> {
            let sql = "UPDATE applications SET state = 'withdrawn' WHERE venue = 'main' AND class = 'main-media'";
            tx.execute(sql, args![]).await?;
            let sql = "UPDATE applications SET state = 'failure-appealed' WHERE id = 'SECRET-id-P000001'";
            tx.execute(sql, args![]).await.map(drop)
        })
        .unwrap();
        insert(
            &app,
            &[
                row("late", "volunteer", "dongsheng", "district-volunteers", "checked"),
                row("new", "volunteer", "dongsheng", "district-volunteers", "submitted"),
                row("lost", "recommendation", "main", "district-residents", "passed"),
            ],
        )
        .await;
        let all = [
            "市主会场“媒体代表”只有 0 人，各场席位合计 9 个，还差 9 人",
            "有 1 人还是“待核对”",
            "有 1 人还是“待资格审查”",
            "有 1 人还是“申诉中（审查未通过）”",
            "市主会场“社区或村居民代表”没有名额，却有 1 人审查通过",
        ];
        let page = officers.second.post(&format!("{proposal}/confirm"), &[]).await.expect(422);
        let listed = officers.first.get("/office/draw").await.expect(200);
        for words in all {
            assert!(page.body.contains(words) && listed.body.contains(words), "{words}");
        }
        let mut left = 0;
        for sql in ["SELECT COUNT(*) FROM draw_pool", "SELECT COUNT(*) FROM draw_cells", "SELECT COUNT(*) FROM draw_files"] {
            left += rows(&app, sql).await;
        }
        assert_eq!(left, 0);
        assert_eq!(statements(&app).await.len(), 1, "only the announcement");
        let page = officers.second.get("/office/draw").await.expect(200).shows("等待第二人：封存名册");
        assert_eq!(open_proposal(&page), proposal, "the proposal still awaits its second officer");
    })
    .await;
}

#[tokio::test]
async fn nobody_changes_the_plan_once_the_pool_is_frozen_by_it() {
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        fill(&app, VOLUNTEERS, NOMINEES).await;
        let mut officers = officers(&app).await;
        let quota = app.app.plan().files.get("quota-main.csv").unwrap().to_vec();
        let changed = [quota.as_slice(), b"\n"].concat();
        let change = async |officers: &mut Officers| {
            let path = "/office/plan/changes";
            officers.first.upload(path, &[("reason", "改名额")], "quota-main.csv", &changed).await.expect(303).location().to_string()
        };
        let proposed = change(&mut officers).await;
        officers.announce().await;
        at(&app, FREEZE).await;
        officers.freeze().await;
        officers.second.post(&format!("{proposed}/adopt"), &[]).await.expect(409).shows("名册已经封存，方案不能再改");
        assert_eq!(app.app.plan().version, 1);
    })
    .await;
}

#[tokio::test]
async fn a_freeze_that_breaks_off_in_the_middle_leaves_nothing() {
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        fill(&app, VOLUNTEERS, NOMINEES).await;
        let mut officers = officers(&app).await;
        officers.announce().await;
        at(&app, FREEZE).await;
        officers.first.post("/office/draw/freeze", &[]).await.expect(303);
        let proposal = officers.proposal().await;
        // The last rows of the freeze cannot be written, after all people have got their numbers.
        transaction!(app.app.database(), |tx| -> Result<(), DatabaseError> {
            let sql = "INSERT INTO draw_files (name, sha256, content) VALUES ('terms.txt', '', '')";
            tx.execute(sql, args![]).await.map(drop)
        })
        .unwrap();
        officers.second.post(&format!("{proposal}/confirm"), &[]).await.expect(500);
        assert_eq!(rows(&app, "SELECT COUNT(*) FROM draw_pool").await, 0);
        assert_eq!(rows(&app, "SELECT COUNT(*) FROM draw_files").await, 1);
        assert_eq!(rows(&app, "SELECT people FROM draw_state").await, 0);
        assert_eq!(statements(&app).await.len(), 1);
        transaction!(app.app.database(), |tx| -> Result<(), DatabaseError> {
            tx.execute("DELETE FROM draw_files", args![]).await.map(drop)
        })
        .unwrap();
        officers.second.post(&format!("{proposal}/confirm"), &[]).await.expect(303);
        assert_eq!(rows(&app, "SELECT COUNT(*) FROM draw_pool").await, 5_300);
    })
    .await;
}

#[tokio::test]
async fn a_frozen_pool_that_was_changed_behind_the_program_is_not_drawn_from() {
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        fill(&app, VOLUNTEERS, NOMINEES).await;
        let mut officers = officers(&app).await;
        officers.announce().await;
        at(&app, FREEZE).await;
        officers.freeze().await;
        officers.agree(1, "3").await;
        officers.agree(2, "4").await;
        // One salt: the files are whole, but the commitment is another.
        transaction!(app.app.database(), |tx| -> Result<(), DatabaseError> {
            let sql = "UPDATE draw_pool SET salt = (SELECT salt FROM draw_pool WHERE number = 2) WHERE number = 1";
            tx.execute(sql, args![]).await.map(drop)
        })
        .unwrap();
        officers.first.post("/office/draw/ranking", &[]).await.expect(422).shows("与公布的指纹不一致").shows("立即报告监督检查组");
        assert_eq!(rows(&app, "SELECT COUNT(*) FROM draw_ranks").await, 0);
    })
    .await;
}

/// Everybody looks everywhere, before the release: no mark of a person, no line of a file.
#[tokio::test]
async fn before_the_release_no_page_shows_a_name_a_number_or_a_file_to_anybody() {
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        fill(&app, VOLUNTEERS, NOMINEES).await;
        officers(&app).await.hold(&app).await;
        let mut tx = app.app.database().reader().await.unwrap();
        let files: Vec<String> = tx.all("SELECT content FROM draw_files ORDER BY name", args![]).await.unwrap();
        let salts: Vec<String> = tx.all("SELECT salt FROM draw_pool ORDER BY number", args![]).await.unwrap();
        drop(tx);
        let mut watched: Vec<&str> = files.iter().flat_map(|file| file.lines()).filter(|line| line.len() > 12).collect();
        watched.extend(salts.iter().map(String::as_str));
        assert!(watched.len() > 3 * PEOPLE - 100);

        let mut clients = vec![app.visitor()];
        for role in [Role::Office, Role::Supervision, Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin, Role::Statistics] {
            clients.push(app.staff("某人", OFFICE, &[], &[role]).await);
        }
        for client in &mut clients {
            for name in ["pool.csv", "quotas.csv", "draw.json", "ranking.csv", "replacements.csv", "terms.txt", "salts.csv"] {
                client.get(&format!("/draw/{name}")).await.expect(404);
            }
            for path in ["/draw", "/screen/draw", "/api/v1/draw", "/office/draw", "/office/audit", "/office"] {
                let body = client.get(path).await.body;
                assert!(!body.contains("SECRET"), "{path}");
                let shown = watched.iter().find(|line| body.contains(**line));
                assert_eq!(shown, None, "{path}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn the_data_for_programs_and_the_screen_of_the_hall_tell_each_step() {
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        fill(&app, VOLUNTEERS, NOMINEES).await;
        let mut officers = officers(&app).await;
        let mut citizen = app.visitor();
        let stage = async |citizen: &mut web::testing::Client| -> serde_json::Value {
            serde_json::from_slice(&citizen.get("/api/v1/draw").await.expect(200).bytes).unwrap()
        };
        assert_eq!(stage(&mut citizen).await["stage"], "planned");
        officers.announce().await;
        citizen.get("/screen/draw").await.expect(200).shows("等待封存名册").shows(LOTTERY);
        at(&app, FREEZE).await;
        officers.freeze().await;
        let frozen = stage(&mut citizen).await;
        assert_eq!((&frozen["stage"], &frozen["people"], &frozen["seed"]), (&"frozen".into(), &5_300.into(), &serde_json::Value::Null));
        let words = frozen["commitment_words"].as_str().unwrap().to_owned();
        citizen.get("/screen/draw").await.expect(200).shows(&format!("等待：{DICE}")).shows(&words);
        officers.agree(1, "3 5").await;
        officers.agree(2, "01 02").await;
        let seeded = stage(&mut citizen).await;
        assert!(seeded["changes"].as_i64() > frozen["changes"].as_i64());
        assert_eq!(seeded["sources"][1]["text"], "01 02");
        assert_eq!(seeded["sha256"]["ranking.csv"], serde_json::Value::Null);
        officers.first.post("/office/draw/ranking", &[]).await.expect(303);
        let drawn = stage(&mut citizen).await;
        assert!(drawn["sha256"]["ranking.csv"].is_string());
        assert_eq!(drawn["sha256"]["salts.csv"], serde_json::Value::Null);
        citizen.get("/screen/draw").await.expect(200).shows("已抽取 4,500 个席位").shows("名单保密");
    })
    .await;
}
