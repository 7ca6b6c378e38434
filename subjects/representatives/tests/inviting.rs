//! After the draw: everybody is told, the chosen answer, who cannot come makes room for the next reserve.

mod common;
mod draw_support;
mod invited_support;

use std::collections::HashSet;

use draw_support::statements;
use invited_support::*;
use record::{LeaveCause, Statement};
use sortition::commitment::Opening;
use sortition::files::{Published, replay};

#[tokio::test]
async fn everybody_of_the_pool_is_told_their_outcome_their_chance_and_a_proof() {
    drawn(async |activity| {
        let told = activity.notify().await;
        assert_eq!(told.len(), activity.pool.len());
        let pages: HashSet<&String> = told.iter().map(|it| &it.page).collect();
        assert_eq!(pages.len(), told.len(), "everybody has a link of their own");
        let chosen: Vec<&Told> = told.iter().filter(|it| it.is_chosen()).collect();
        assert_eq!(chosen.len(), 15);
        for it in &told {
            for secret in [&it.candidate.person.name, &it.candidate.person.identity] {
                assert!(!it.text.contains(secret.as_str()), "{}", it.text);
            }
        }

        // One who was chosen reads when and where, and what to bring.
        let one = chosen[0];
        assert!(one.text.contains("1月1") && one.text.contains("请勿转发"), "{}", one.text);
        let page =
            activity.open(&one.page).await.expect(200).shows("您是市民代表").shows("请答复是否参加").shows("本人身份证").shows("入场码");
        let page = page.shows("局长通道").shows("活动纪律").shows("/departments/");
        assert!(!page.body.contains(&one.candidate.person.name), "whoever finds the link learns no name");
        assert!(page.headers["cache-control"].to_str().unwrap().contains("no-store"));

        // One who was not reads the chance: a third of the nominees, a quarter of the volunteers.
        let other = told.iter().find(|it| !it.is_chosen() && it.candidate.class == "main-media").unwrap();
        assert!(other.text.contains("33.33%"), "{}", other.text);
        activity.open(&other.page).await.expect(200).shows("您这次没有被抽中").shows("33.33%：3 个席位，9 人");
        let other = told.iter().find(|it| !it.is_chosen() && it.candidate.class == "district-volunteers").unwrap();
        assert!(other.text.contains("25.00%"), "{}", other.text);

        // Each proof leads to the commitment that was published before the draw.
        let statements = statements(&activity.house.0).await;
        let root = statements.iter().find_map(|(_, it)| if let Statement::PoolFrozen(it) = it { Some(it.root) } else { None }).unwrap();
        for it in [chosen[0], other] {
            activity.open(&format!("{}/proof", it.page)).await.expect(200).shows(&root.to_string());
            let file = activity.open(&format!("{}/proof.json", it.page)).await.expect(200);
            let opening = Opening::from_json(&file.bytes).unwrap();
            opening.check(ledger::Hash::from_bytes(*root.as_bytes())).unwrap();
            assert_eq!(opening.entry.cell.to_string(), format!("{}/{}", it.candidate.venue, it.candidate.class));
        }

        // The page of everybody says that the draw led to notices, and no name.
        activity.open("/draw").await.expect(200).shows("到目前为止没有人离开");
        let mut organiser = activity.house.staff("组织人员乙", "organisation").await;
        organiser.post("/office/invitations/notices", &[]).await.expect(422).shows("不会再发第二次");
        assert!(activity.told().await.is_empty(), "and nobody is told twice");
    })
    .await;
}

#[tokio::test]
async fn whoever_declines_makes_room_for_the_next_reserve_of_the_same_cell() {
    drawn(async |activity| {
        let told = activity.notify().await;
        let one = told.iter().find(|it| it.is_chosen() && it.candidate.class == "district-residents").unwrap();
        let mut citizen = activity.house.citizen();
        citizen.get(&one.page).await.expect(200);
        citizen.post(&format!("{}/confirm", one.page), &[]).await.expect(303);
        citizen.get(&one.page).await.expect(200).shows("您已答复：参加");

        // Declining asks who it is: whoever only has the link cannot.
        let decline = format!("{}/decline", one.page);
        citizen.get(&decline).await.expect(200).shows("提交以后不能改回来");
        let wrong = if one.digits() == "0000" { "1111" } else { "0000" };
        citizen.post(&decline, &[("digits", wrong)]).await.expect(422).shows("与本人身份证号不符，还可以再试 4 次");
        citizen.post(&decline, &[("digits", "12")]).await.expect(422).shows("最后四位");
        citizen.post(&decline, &[("digits", &one.digits())]).await.expect(303);
        citizen.get(&one.page).await.expect(200).shows("已记下：您不参加");
        citizen.post(&decline, &[("digits", &one.digits())]).await.expect(404);
        citizen.post(&format!("{}/confirm", one.page), &[]).await.expect(404);

        // The reserve with the lowest rank of the cell is told, and has the seat.
        let moved = activity.told().await;
        assert_eq!(moved.len(), 1, "{moved:?}");
        let moved = &moved[0];
        assert!(moved.text.contains("轮到您递补"), "{}", moved.text);
        assert_eq!((&moved.candidate.venue, &moved.candidate.class), (&one.candidate.venue, &one.candidate.class));
        citizen.get(&moved.page).await.expect(200).shows("您是市民代表");
        let replaced = activity.replaced().await;
        assert_eq!(replaced.len(), 1);
        assert_eq!((replaced[0].cause, replaced[0].rank), (LeaveCause::Declined, 7), "six seats of the cell were drawn");
        citizen.get("/draw").await.expect(200).shows("有 1 人次离开，候补递补 1 人次，候补用尽而空缺 0 席");
    })
    .await;
}

#[tokio::test]
async fn reserves_who_do_not_want_to_move_up_are_passed_by_name_of_their_number_and_an_empty_cell_stays_vacant() {
    drawn(async |activity| {
        let told = activity.notify().await;
        let of_class = |class: &'static str, chosen: bool| {
            told.iter().filter(move |it| it.candidate.class == class && it.is_chosen() == chosen).cloned().collect::<Vec<Told>>()
        };
        // All six reserves of the media step back; one comes back.
        let mut citizen = activity.house.citizen();
        let reserves = of_class("main-media", false);
        assert_eq!(reserves.len(), 6);
        for it in &reserves {
            let path = format!("{}/availability", it.page);
            citizen.get(&path).await.expect(200).shows("退出候补");
            citizen.post(&path, &[("digits", &it.digits())]).await.expect(303);
        }
        let back = &reserves[3];
        citizen.get(&format!("{}/availability", back.page)).await.expect(200).shows("愿意递补");
        citizen.post(&format!("{}/availability", back.page), &[("digits", &back.digits())]).await.expect(303);

        let seated = of_class("main-media", true);
        citizen.post(&format!("{}/decline", seated[0].page), &[("digits", &seated[0].digits())]).await.expect(303);
        let moved = activity.told().await;
        assert_eq!(moved.iter().map(|it| &it.page).collect::<Vec<_>>(), [&back.page], "only who wants to is told");
        let chain = activity.replaced().await;
        assert!(chain.windows(2).all(|pair| pair[1].left == pair[0].joined && pair[1].rank == pair[0].rank + 1));

        // Another leaves, everybody after the one who came back is passed, and the seat stays empty.
        citizen.post(&format!("{}/decline", seated[1].page), &[("digits", &seated[1].digits())]).await.expect(303);
        assert!(activity.told().await.is_empty());
        assert_eq!(activity.replaced().await.len(), 6, "the ledger names every reserve of the cell");
        citizen.get("/draw").await.expect(200).shows("候补用尽而空缺 1 席");
        let mut organiser = activity.house.staff("组织人员", "organisation").await;
        organiser.get("/office/invitations?show=missing").await.expect(200).shows("空缺 1 席，候补用尽");
        citizen.get(&reserves[0].page).await.expect(200).shows("您不再是这次的市民代表");
    })
    .await;
}

#[tokio::test]
async fn two_officers_free_a_seat_after_logged_calls_and_not_before() {
    drawn(async |activity| {
        let told = activity.notify().await;
        let mut chosen = told.iter().filter(|it| it.is_chosen() && it.candidate.venue == "dongsheng");
        let (one, other) = (chosen.next().unwrap(), chosen.next().unwrap());
        let (person, other_person) =
            (format!("/office/invitations/people/{}", one.candidate.id), format!("/office/invitations/people/{}", other.candidate.id));
        let mut first = activity.house.staff("旗区甲", "district:dongsheng").await;
        let mut stranger = activity.house.staff("旁人", "district:uxin").await;
        stranger.get(&person).await.expect(404);
        let page = first.get(&person).await.expect(200).shows("未答复").shows("还没有联系过");
        assert!(!page.body.contains(&one.candidate.person.name) && !page.body.contains(&one.candidate.person.phone), "masked");

        first.get(&format!("{person}/release")).await.expect(200).shows("还没有电话联系的记录");
        first.post(&format!("{person}/release"), &[("reason", "联系不上")]).await.expect(422).shows("还没有电话联系的记录");
        for hours in [0, 1, 2] {
            activity.house.wait(jiff::SignedDuration::from_mins(61 * i64::from(hours > 0)));
            first = activity.house.staff("旗区甲", "district:dongsheng").await;
            first.get(&person).await.expect(200);
            for called in [&person, &other_person] {
                first.post(&format!("{called}/calls"), &[("outcome", "no-answer"), ("note", "中午打的")]).await.expect(303);
            }
            if hours < 2 {
                first.post(&format!("{person}/release"), &[("reason", "联系不上")]).await.expect(422).shows("至少 3 次");
            }
        }
        first.post(&format!("{person}/calls"), &[("outcome", "")]).await.expect(422).shows("请选择联系结果");
        first.post(&format!("{person}/release"), &[("reason", "")]).await.expect(422).shows("请写明原因");
        let by_account = activity.replaced().await.len();
        first.post(&format!("{person}/release"), &[("reason", "三次都没有联系上")]).await.expect(303);
        first.post(&format!("{person}/release/confirm"), &[]).await.expect(422).shows("提出人不能自己确认");
        let mut second = activity.house.staff("旗区乙", "district:dongsheng").await;
        second.get(&person).await.expect(200).shows("三次都没有联系上").shows("等待第二人");
        assert_eq!(activity.replaced().await.len(), by_account, "nothing happened yet");
        second.post(&format!("{person}/release/confirm"), &[]).await.expect(303);
        second.get(&person).await.expect(200).shows("联系后腾出").shows("腾出席位");
        let replaced = activity.replaced().await;
        assert_eq!(replaced.last().unwrap().cause, LeaveCause::Released);
        assert_eq!(activity.told().await.len(), 1);
        activity.open(&one.page).await.expect(200).shows("席位已经由他人递补");

        // Whoever declines after all leaves nothing to be confirmed.
        first.post(&format!("{other_person}/release"), &[("reason", "三次都没有联系上")]).await.expect(303);
        second.get(&other_person).await.expect(200).shows("等待第二人");
        let mut citizen = activity.house.citizen();
        citizen.post(&format!("{}/decline", other.page), &[("digits", &other.digits())]).await.expect(303);
        let page = second.get(&other_person).await.expect(200);
        assert!(!page.body.contains("等待第二人"), "{}", page.body);
        second.post(&format!("{other_person}/release/confirm"), &[]).await.expect(422).shows("没有等待确认的提议");
    })
    .await;
}

#[tokio::test]
async fn after_the_plan_s_hour_nobody_moves_up_and_absent_is_absent() {
    drawn(async |activity| {
        let told = activity.notify().await;
        // The first session is on 13 January: until 18:00 of the 12th.
        let (mut first, mut third) = (None, None);
        for it in told.iter().filter(|it| it.is_chosen()) {
            let session = if it.text.contains("第一组") { &mut first } else { &mut third };
            session.get_or_insert(it);
        }
        let (first, later) = (first.unwrap(), third.unwrap());
        activity.wait_until("2025-01-12T17:59:59+08:00");
        activity.open(&format!("{}/decline", first.page)).await.expect(200).shows("提交以后不能改回来");
        activity.wait_until("2025-01-12T18:00:00+08:00");
        activity.open(&format!("{}/decline", first.page)).await.expect(200).shows("现在不能再换人");
        let mut citizen = activity.house.citizen();
        let digits = first.digits();
        citizen.post(&format!("{}/decline", first.page), &[("digits", &digits)]).await.expect(422).shows("按缺席统计");
        // Coming is always possible.
        citizen.post(&format!("{}/confirm", first.page), &[]).await.expect(303);
        assert!(activity.replaced().await.is_empty());
        if later.text.contains("第三组") {
            citizen.post(&format!("{}/decline", later.page), &[("digits", &later.digits())]).await.expect(303);
            assert_eq!(activity.replaced().await.len(), 1);
        }
    })
    .await;
}

#[tokio::test]
async fn a_forged_an_old_and_a_locked_link_are_told_apart_from_nobody_s() {
    drawn(async |activity| {
        let told = activity.notify().await;
        let one = told.iter().find(|it| it.is_chosen() && it.candidate.venue == "main").unwrap();
        let mut citizen = activity.house.citizen();
        for forged in ["/me/AAAAAAAAAAAAAAAAAAAAAA", "/me/x", "/me/%E4%BB%A3%E8%A1%A8", &format!("{}A", one.page)] {
            citizen.get(forged).await.expect(410).shows("链接已失效");
        }
        // Somebody who got the link forwarded guesses; then even the right digits are refused.
        let wrong = if one.digits() == "0000" { "1111" } else { "0000" };
        for _ in 0..5 {
            citizen.post(&format!("{}/decline", one.page), &[("digits", wrong)]).await.expect(422);
        }
        citizen.post(&format!("{}/decline", one.page), &[("digits", &one.digits())]).await.expect(422).shows("已经锁定");
        let mut organiser = activity.house.staff("组织人员", "organisation").await;
        let person = format!("/office/invitations/people/{}", one.candidate.id);
        organiser.get(&format!("{person}/link")).await.expect(200).shows("原来的链接马上失效");
        organiser.post(&format!("{person}/link"), &[("reason", "链接被转发")]).await.expect(303);
        let fresh = activity.told().await.remove(0);
        assert_ne!(fresh.page, one.page);
        citizen.get(&one.page).await.expect(410).shows("链接已失效");
        citizen.get(&fresh.page).await.expect(200).shows("您是市民代表");
        citizen.post(&format!("{}/decline", fresh.page), &[("digits", &one.digits())]).await.expect(303);
    })
    .await;
}

#[tokio::test]
async fn one_link_that_is_asked_for_without_end_is_held_back_and_others_are_not() {
    drawn(async |activity| {
        let told = activity.notify().await;
        let (one, other) = (&told[0], &told[1]);
        let mut citizen = activity.house.citizen();
        let number: i64 = {
            let mut tx = activity.house.app().database().reader().await.unwrap();
            tx.one("SELECT number FROM draw_pool WHERE application_id = $1", web::args![one.candidate.id.to_string()]).await.unwrap()
        };
        let limits = activity.house.app().limits();
        // What is allowed comes back with time, so that it is used up right before each try.
        let mut statuses = Vec::new();
        for _ in 0..20 {
            while limits.check(&format!("me|{number}")).is_ok() {}
            statuses.push(citizen.get(&one.page).await.status);
        }
        assert!(statuses.contains(&http::StatusCode::TOO_MANY_REQUESTS), "{statuses:?}");
        citizen.get(&other.page).await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn questions_reach_the_director_s_channel_without_a_trace_of_who_asked() {
    drawn(async |activity| {
        let told = activity.notify().await;
        let one = told.iter().find(|it| it.is_chosen()).unwrap();
        let mut citizen = activity.house.citizen();
        let path = format!("{}/question", one.page);
        let page = citizen.get(&path).await.expect(200);
        let department = page
            .body
            .split("<option value=\"")
            .filter_map(|rest| rest.split('"').next())
            .find(|id| !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
            .unwrap()
            .to_string();
        citizen.post(&path, &[("department", "nobody"), ("words", "什么时候修路？")]).await.expect(422).shows("本场述职的部门");
        citizen.post(&path, &[("department", &department), ("words", "？")]).await.expect(422).shows("请写下问题");
        for _ in 0..3 {
            citizen.post(&path, &[("department", &department), ("words", "小区门前的路什么时候修？")]).await.expect(303);
        }
        citizen.post(&path, &[("department", &department), ("words", "第四个问题是什么？")]).await.expect(422).shows("每人最多 3 个问题");
        let rows: Vec<(String, String)> = {
            let mut tx = activity.house.app().database().reader().await.unwrap();
            tx.all("SELECT department, words FROM representative_questions ORDER BY id", web::args![]).await.unwrap()
        };
        assert_eq!(rows.len(), 3);
        // Show control is given words and random ids, of one session and department.
        let app = activity.house.app();
        app.ask_questions_by(representatives::invitation::Questions);
        let mut found = Vec::new();
        for session in 1..=3 {
            found.extend(app.questions(session, &department).await.unwrap());
            assert!(app.questions(session, "nobody").await.unwrap().is_empty());
        }
        assert_eq!(found.len(), 3);
        assert!(
            found.iter().all(|question| question.words == "小区门前的路什么时候修？") && found.is_sorted_by_key(|question| &question.id)
        );
        assert!(!activity.house.audit_text().await.contains("小区门前"), "the audit log says nothing of it");
    })
    .await;
}

#[tokio::test]
async fn staff_remind_arrange_and_print_only_for_their_own_venue_and_from_the_plan_s_hour_on() {
    drawn(async |activity| {
        let told = activity.notify().await;
        let mut district = activity.house.staff("旗区甲", "district:dongsheng").await;
        let mut other = activity.house.staff("旁人", "district:uxin").await;
        let arrangements = "/office/invitations/arrangements/dongsheng/1";
        let fields =
            [("place", "文化中心二层"), ("arrival", "8:00 开门"), ("training", "1月12日 15:00 同一地点"), ("contact", "0477-0000000")];
        district.get(arrangements).await.expect(200);
        district.post(arrangements, &fields).await.expect(303);
        other.get("/office/invitations/arrangements").await.expect(200);
        other.post(arrangements, &fields).await.expect(404);
        district.post(&format!("{arrangements}/messages"), &[]).await.expect(303);
        let messages = activity.told().await;
        assert_eq!(messages.len(), 3, "three seats of the venue in the session");
        for it in &messages {
            activity.open(&it.page).await.expect(200).shows("文化中心二层").shows("8:00 开门").shows("1月12日 15:00");
        }

        let remind = [("venue", "dongsheng"), ("session", "1")];
        district.post("/office/invitations/reminders", &remind).await.expect(422).shows("12 小时内刚通知过");
        activity.wait_until("2025-01-08T12:00:00+08:00");
        let mut district = activity.house.staff("旗区甲", "district:dongsheng").await;
        let answered = messages[0].clone();
        activity.house.citizen().post(&format!("{}/confirm", answered.page), &[]).await.expect(303);
        district.post("/office/invitations/reminders", &[("venue", "main"), ("session", "1")]).await.expect(422).shows("请选择会场");
        district.post("/office/invitations/reminders", &remind).await.expect(303);
        let reminded = activity.told().await;
        assert_eq!(reminded.len(), 2, "who has answered is left alone");
        district.post("/office/invitations/reminders", &remind).await.expect(422);

        // Lists are masked; paper has names, from 24 hours before the session.
        let list = district.get("/office/invitations/list").await.expect(200).shows("共 9");
        assert!(told.iter().all(|it| !list.body.contains(&it.candidate.person.identity)));
        let file = district.get("/office/invitations/export.csv?session=1").await.expect(200);
        assert_eq!(file.body.matches("东胜区分会场").count(), 3, "{}", file.body);
        let door = "/venue/door-list/dongsheng/1";
        district.get(door).await.expect(409).shows("1月12日（周日）9:00 起可以看");
        activity.wait_until("2025-01-12T09:00:00+08:00");
        let mut district = activity.house.staff("旗区甲", "district:dongsheng").await;
        let mut hall = activity.house.staff("会务", "logistics").await;
        let mut venue = activity.house.0.venue_staff("dongsheng").await;
        for client in [&mut district, &mut hall, &mut venue] {
            let page = client.get(door).await.expect(200).shows("共 3 人");
            assert_eq!(messages.iter().filter(|it| page.body.contains(&it.candidate.person.name)).count(), 3);
        }
        hall.get("/office/papers/dongsheng/1/badges").await.expect(200).shows("市民代表证").shows("共 3 张");
        hall.get("/office/papers/staff-badges?venue=dongsheng&count=9").await.expect(200).shows("共 9 张");
        hall.get("/office/papers/staff-badges?venue=dongsheng&count=0").await.expect(409).shows("1 到 200");
        venue.get("/venue/door-list/main/1").await.expect(404);
        venue.get("/office/papers/dongsheng/1/badges").await.expect(403);
        activity.house.staff("旁人", "district:uxin").await.get(door).await.expect(404);
        assert!(activity.house.audit_kinds().await.iter().filter(|kind| *kind == "invitations.list-taken").count() >= 5);
    })
    .await;
}

#[tokio::test]
async fn what_was_replaced_is_released_with_the_draw_and_replays() {
    drawn(async |activity| {
        let told = activity.notify().await;
        let mut citizen = activity.house.citizen();
        for it in told.iter().filter(|it| it.is_chosen()).take(4) {
            citizen.post(&format!("{}/decline", it.page), &[("digits", &it.digits())]).await.expect(303);
        }
        activity.wait_until(draw_support::AFTER);
        let mut officers = draw_support::officers(&activity.house.0).await;
        officers.both("/office/draw/release", &[]).await;
        let mut files = std::collections::BTreeMap::new();
        for name in ["pool.csv", "quotas.csv", "draw.json", "ranking.csv", "replacements.csv"] {
            files.insert(name, citizen.get(&format!("/draw/{name}")).await.expect(200).bytes);
        }
        let bytes = |name: &str| Some(files[name].as_slice());
        let published = |replacements| Published {
            pool: bytes("pool.csv"),
            quotas: bytes("quotas.csv"),
            draw: bytes("draw.json"),
            ranking: bytes("ranking.csv"),
            replacements,
        };
        let replayed = replay(published(bytes("replacements.csv"))).unwrap_or_else(|faults| panic!("{faults}"));
        assert_eq!(replayed.replacements.len(), 4);
        let stated = activity.replaced().await;
        for (made, stated) in replayed.replacements.iter().zip(&stated) {
            assert_eq!((made.left.as_str(), made.joined.as_str()), (stated.left.as_str(), stated.joined.as_str()));
        }
        // Somebody slipped in is found.
        let text = String::from_utf8(files["replacements.csv"].clone()).unwrap();
        let joined = stated[0].joined.as_str();
        let other = if joined == "1" { "2" } else { "1" };
        let forged = text.replacen(&format!(",{joined},"), &format!(",{other},"), 1);
        assert_ne!(forged, text);
        assert!(replay(published(Some(forged.as_bytes()))).is_err());
    })
    .await;
}
