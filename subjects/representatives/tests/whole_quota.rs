//! The largest district nominates all that it may: one file, one signature, one list, one result.

mod common;

use common::{nominate, somebody, story};
use representatives::candidates::{State, applications_in};
use representatives::cell;

#[tokio::test]
async fn a_district_s_whole_quota_goes_from_the_file_into_the_pool() {
    story(async |house| {
        let plan = house.app().plan();
        let venue = plan.plan.venue_by("dongsheng").unwrap();
        let (mut file, mut count) = (String::from("类别,姓名,身份证号,手机号,本人同意,推荐单位\n"), 0);
        for cell in cell::cells_of(&plan.plan, venue).into_iter().filter(|cell| !cell.is_for_volunteers()) {
            for _ in 0..cell.seats_in_all() * plan.plan.ballot.list.nominees_per_seat_max {
                count += 1;
                let one = somebody(count);
                file.push_str(&format!("{},{},{},{},是,某社区\n", cell.class.name, one.name, one.identity, one.phone));
            }
        }
        assert_eq!(count, 2_565);
        let mut first = house.staff("推荐甲", "district:dongsheng").await;
        let batch = nominate(&mut first, "dongsheng", &file).await;
        let mut second = house.staff("联署乙", "district:dongsheng").await;
        second.get(&batch).await.expect(200);
        second.post(&format!("{batch}/sign"), &[]).await.expect(303);

        let mut organiser = house.staff("组织甲", "organisation").await;
        organiser.get("/office/vetting/duplicates").await.expect(200);
        let list = organiser.post("/office/vetting/list.csv", &[]).await.expect(200);
        let results: String = list
            .body
            .lines()
            .skip(2)
            .filter(|line| line.ends_with(",,"))
            .map(|line| format!("{}通过,\n", line.strip_suffix(",").unwrap()))
            .collect();
        let results = format!("核对编号,姓名,身份证号,结果,理由\n{results}");
        let mut police = house.staff("审查甲", "police").await;
        let uploaded = police.upload("/office/vetting/results", &[], "结果.csv", results.as_bytes()).await.expect(303);
        let report = uploaded.location().split('?').next().unwrap().to_string();
        let mut other = house.staff("审查乙", "police").await;
        other.get(&report).await.expect(200);
        other.post(&format!("{report}/confirm"), &[]).await.expect(303);
        let pool = applications_in(&mut house.app().database().reader().await.unwrap(), State::Passed).await.unwrap();
        assert_eq!(pool.len(), 2_565);
    })
    .await;
}
