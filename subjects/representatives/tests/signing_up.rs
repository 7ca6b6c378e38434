//! Citizens sign up on the phone, and what they are told when they cannot.

mod common;

use common::{Somebody, born, fill_in, look_up, person_form, reference, sign_up, somebody, story};
use jiff::SignedDuration;
use web::testing::Client;

#[tokio::test]
async fn a_citizen_signs_up_looks_it_up_and_withdraws() {
    story(async |house| {
        let person = somebody(1);
        let mut phone = house.citizen();
        phone.get("/signup").await.expect(200).shows("开始报名").shows("1月6日（周一）18:00").shows("年满 18 周岁");
        phone.get("/signup/eligibility").await.expect(200).shows("市能源局").shows("东胜区");
        let onward = phone.post("/signup/eligibility", &[("district", "dongsheng"), ("staff", "no"), ("venue", "main")]).await.expect(303);
        assert_eq!(onward.location(), "/signup/person?district=dongsheng&venue=main");
        phone.get(onward.location()).await.expect(200).shows("市主会场");
        fill_in(&mut phone, &person, "dongsheng", "main").await.expect(303);
        phone.get("/signup/confirm").await.expect(303); // Not before the code.
        phone.get("/signup/code").await.expect(200).shows("139****0001");
        phone.post("/signup/code", &[("code", "abc")]).await.expect(422).shows("6 位数字");
        let code = house.code(&person.phone).await;
        let spaced = format!("{} {}", &code[..3], &code[3..]);
        phone.post("/signup/code", &[("code", &spaced)]).await.expect(303);
        phone.get("/signup/confirm").await.expect(200).shows(&person.identity).shows(&person.name).shows("某街 1 号");
        phone.post("/signup/confirm", &[]).await.expect(422).shows("须同意");
        phone.post("/signup/confirm", &[("consent", "1")]).await.expect(303);
        let page = phone.get("/signup/received").await.expect(200).shows("报名已收到");
        let told = house.messages().await;
        assert!(told.iter().any(|(to, text)| *to == person.phone && text.contains(&reference(&page))), "{told:?}");
        phone.post("/signup/confirm", &[("consent", "1")]).await.expect(303); // Sent twice, kept once.

        let mut later = house.citizen();
        let page = look_up(&house, &mut later, &reference(&page), &person.phone).await.shows("核对中").shows("自愿报名市民代表");
        assert!(!page.body.contains(&person.identity) && !page.body.contains(&person.name));
        later.post("/signup/status/withdraw", &[]).await.expect(422).shows("我要撤回");
        later.post("/signup/status/withdraw", &[("sure", "1")]).await.expect(303);
        later.get("/signup/status/show").await.expect(200).shows("已撤回");
        house.wait(SignedDuration::from_secs(61));
        sign_up(&house, &person, "dongsheng", "dongsheng").await; // And may come again.

        assert_eq!(house.audit_kinds().await[1..], ["representative.signed-up", "representative.withdrawn", "representative.signed-up"]);
        let log = house.audit_text().await;
        assert!([&person.name, &person.identity, &person.phone].iter().all(|secret| !log.contains(secret.as_str())));
    })
    .await;
}

/// The address of a page and the fields of its form.
type Form = (&'static str, Vec<(&'static str, String)>);

/// All press at the same moment; everybody must be led on.
async fn at_once(phones: Vec<Client>, forms: Vec<Form>) -> Vec<Client> {
    let pressing = phones.into_iter().zip(forms).map(|(mut phone, (path, fields))| {
        tokio::spawn(async move {
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            phone.post(path, &fields).await.expect(303);
            phone
        })
    });
    let mut done = Vec::new();
    for pressed in pressing.collect::<Vec<_>>() {
        done.push(pressed.await.unwrap());
    }
    done
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_that_presses_at_the_same_moment_is_all_received() {
    story(async |house| {
        let people: Vec<_> = (0..200).map(somebody).collect();
        let typed = people.iter().map(|person| ("/signup/person", person_form(person, "dongsheng", "main"))).collect();
        let phones = at_once(people.iter().map(|_| house.citizen()).collect(), typed).await;
        let told = house.messages().await;
        let code = |person: &Somebody| {
            let (_, text) = told.iter().find(|(to, _)| *to == person.phone).unwrap();
            text.chars().filter(char::is_ascii_digit).take(6).collect::<String>()
        };
        let codes = people.iter().map(|person| ("/signup/code", vec![("code", code(person))])).collect();
        let phones = at_once(phones, codes).await;
        let consents = people.iter().map(|_| ("/signup/confirm", vec![("consent", "1".to_string())])).collect();
        for mut phone in at_once(phones, consents).await {
            phone.get("/signup/received").await.expect(200).shows("报名已收到");
        }
        assert_eq!(house.audit_kinds().await[1..], ["representative.signed-up"; 200]);
    })
    .await;
}

#[tokio::test]
async fn who_may_not_is_told_exactly_why_and_what_was_typed_stays() {
    story(async |house| {
        let mut phone = house.citizen();
        let staff = [("district", "dongsheng"), ("staff", "yes"), ("venue", "own")];
        phone.post("/signup/eligibility", &staff).await.expect(422).shows("被评议部门的工作人员不能担任市民代表");
        let elsewhere = [("district", "elsewhere"), ("staff", "no"), ("venue", "own")];
        phone.post("/signup/eligibility", &elsewhere).await.expect(422).shows("住在本市各旗区");
        phone.post("/signup/eligibility", &[("district", "nowhere")]).await.expect(422).shows("请选择您居住的旗区").shows("请选择会场");
        phone.post("/signup/person", &[("district", "dongsheng"), ("venue", "otog")]).await.expect(303); // Another district's venue.

        // Eighteen on the day of the first session, 13 January, and one day too young.
        let mut young = born(0, 2007);
        for (body, status) in [("99010120070113001", 303), ("99010120070114001", 422)] {
            young.identity = common::with_check(body);
            let answer = fill_in(&mut phone, &young, "dongsheng", "dongsheng").await.expect(status);
            house.wait(SignedDuration::from_secs(61));
            if status == 422 {
                answer.shows("未满 18 周岁").shows("1月13日").shows(&young.name).shows(&young.identity);
            }
        }
        let mut wrong = somebody(2);
        wrong.phone = "0477-1234567".into();
        wrong.identity = "123".into();
        wrong.name = String::new();
        let page = fill_in(&mut phone, &wrong, "dongsheng", "dongsheng").await.expect(422);
        page.shows("没有填写姓名").shows("18 位，现有 3 位").shows("手机号须为 11 位").shows("0477-1234567");
        let tied = somebody(3);
        let fields = [
            ("district", "dongsheng"),
            ("venue", "dongsheng"),
            ("name", tied.name.as_str()),
            ("identity", tied.identity.as_str()),
            ("phone", tied.phone.as_str()),
            ("unit", "鄂尔多斯市统计局普查中心"),
        ];
        phone.post("/signup/person", &fields).await.expect(422).shows("属于被评议部门“市统计局”");
    })
    .await;
}

#[tokio::test]
async fn outside_the_term_nobody_signs_up() {
    story(async |house| {
        let person = somebody(4);
        let mut phone = house.citizen();
        fill_in(&mut phone, &person, "dongsheng", "dongsheng").await.expect(303);
        let code = house.code(&person.phone).await;
        phone.post("/signup/code", &[("code", &code)]).await.expect(303);
        house.wait_until("2025-01-06T18:00:01+08:00");
        phone.post("/signup/confirm", &[("consent", "1")]).await.expect(422).shows("报名已于 1月6日（周一）18:00 截止");
        phone.get("/signup/eligibility").await.expect(422).shows("截止");
        phone.get("/signup").await.expect(200).shows("截止");
    })
    .await;
}

#[tokio::test]
async fn codes_are_few_short_lived_and_wrong_ones_end() {
    story(async |house| {
        let person = somebody(5);
        let mut phone = house.citizen();
        fill_in(&mut phone, &person, "dongsheng", "dongsheng").await.expect(303);
        phone.post("/signup/code/again", &[]).await.expect(422).shows("秒后再试");
        house.citizen().get("/signup/code").await.expect(410).shows("过期"); // Another browser knows nothing.

        let code = house.code(&person.phone).await;
        let wrong = if code == "000000" { "000001" } else { "000000" };
        for left in ["还可以再试 4 次", "3 次", "2 次", "1 次", "请重新获取"] {
            phone.post("/signup/code", &[("code", wrong)]).await.expect(422).shows(left);
        }
        phone.post("/signup/code", &[("code", &code)]).await.expect(422).shows("次数太多");
        house.wait(SignedDuration::from_secs(61));
        phone.post("/signup/code/again", &[]).await.expect(303);
        let code = house.code(&person.phone).await;
        house.wait(SignedDuration::from_mins(10));
        phone.post("/signup/code", &[("code", &code)]).await.expect(422).shows("过期");

        for _ in 0..3 {
            phone.post("/signup/code/again", &[]).await.expect(303);
            house.wait(SignedDuration::from_secs(61));
        }
        phone.post("/signup/code/again", &[]).await.expect(422).shows("一小时内要的验证码太多");
        let mut neighbour = house.citizen();
        fill_in(&mut neighbour, &somebody(6), "dongsheng", "dongsheng").await.expect(303); // Same address, other telephone.
        house.wait(SignedDuration::from_hours(3));
        phone.get("/signup/code").await.expect(410);
    })
    .await;
}

#[tokio::test]
async fn only_the_same_telephone_learns_that_somebody_is_there_already() {
    story(async |house| {
        let person = somebody(7);
        let received = sign_up(&house, &person, "dongsheng", "dongsheng").await;
        house.wait(SignedDuration::from_secs(61));

        let mut again = house.citizen();
        fill_in(&mut again, &person, "kangbashi", "main").await.expect(303);
        let page = again.get("/signup/code").await.expect(200);
        assert!(!page.body.contains("已经"), "nothing is told before the code");
        let code = house.code(&person.phone).await;
        again.post("/signup/code", &[("code", &code)]).await.expect(303);
        again.get("/signup/confirm").await.expect(409).shows("您已经在人选之中").shows(&reference(&received));
        again.post("/signup/confirm", &[("consent", "1")]).await.expect(409);

        let mut other = person.clone();
        other.phone = "13700000009".into();
        let mut stranger = house.citizen();
        fill_in(&mut stranger, &other, "dongsheng", "dongsheng").await.expect(303);
        let code = house.code(&other.phone).await;
        stranger.post("/signup/code", &[("code", &code)]).await.expect(303);
        stranger.get("/signup/confirm").await.expect(200);
        stranger.post("/signup/confirm", &[("consent", "1")]).await.expect(303);
        let told = stranger.get("/signup/received").await.expect(200).shows("先由工作人员核对");
        assert!(!told.body.contains(&reference(&received)) && !told.body.contains("已经在"));

        // A person looks at it.
        let mut organiser = house.staff("组织甲", "organisation").await;
        let page = organiser.get("/office/vetting/duplicates").await.expect(200).shows("139****0007").shows("137****0009");
        let action = common::between(&page, "action=\"/office/vetting/clashes/", "\"");
        let decide = format!("/office/vetting/clashes/{action}");
        organiser.post(&decide, &[("decision", "kept-first")]).await.expect(422).shows("请写明原因");
        organiser.post(&decide, &[("decision", "kept-first"), ("reason", "已与本人电话核实")]).await.expect(303);
        organiser.get("/office/vetting/duplicates").await.expect(200).shows("没有等待处理的");
    })
    .await;
}

#[tokio::test]
async fn a_look_up_tells_nobody_which_references_exist() {
    story(async |house| {
        let mut client = house.citizen();
        client.post("/signup/status", &[("reference", "x"), ("phone", "1")]).await.expect(422).shows("12 位").shows("11 位");
        let fields = [("reference", "7K3Q-9F2M-XW4T"), ("phone", "13900000099")];
        assert_eq!(client.post("/signup/status", &fields).await.expect(303).location(), "/signup/status/code");
        client.get("/signup/status/code").await.expect(200).shows("如果编号和手机号相符");
        assert!(house.messages().await.is_empty(), "no message to a telephone that asked for nothing");
        client.post("/signup/status/code", &[("code", "123456")]).await.expect(422);
        client.get("/signup/status/show").await.expect(410);
    })
    .await;
}
