//! `/promises`: what is promised about the appraisal, what is not, and why.

use maud::html;
use plan::Plan;
use web::page::notice::notice;
use web::page::tag::Tone;
use web::page::{Look, Page, Public, Section, public};

use crate::today;
use crate::words;

/// What is promised and what is not.
pub fn promises(look: &Look, plan: &Plan) -> Page {
    let trustees = &plan.ballot.trustees;
    let window = &plan.ballot.window;
    let body = html! {
        h1 { "承诺与限度" }
        p.lead { "评议的可信，不靠说得多好，靠每个人都能核对。这里写明设计上做到什么，也写明做不到什么。" }
        h2 { "承诺" }
        ul.spaced {
            li { strong { "投票不记名。" } "代表到场时核对身份，然后从箱中任取一个密封信封。没有任何机器知道谁拿了哪张票。保存的票上没有时间、会场、设备和姓名。" }
            li {
                strong { "公布之前，任何服务器上都没有结果。" }
                "票在手机上加密后才发出。打开合计的钥匙分给 " (trustees.number) " 方保管，至少 " (trustees.threshold) " 方到场才能打开，而且只打开合计，不打开单张票。"
                "公布之前如果由保管人离线算出合计、供领导预览，这次预览必须记入公开日志。"
                @if let Some(node) = today::node(plan, "release") { "开票和公布的时间：" (words::span(node)) "。" (words::provisional(node.ours)) }
            }
            li { strong { "自己的票可以查。" } "每张票有一个查询号。提交之后，可以查到自己的票已经计入；查询号说明不了怎样评的，所以给人看也不泄密。" }
            li { strong { "计票可以重算。" } "全部加密的票、证明和合计都会公布。任何人用公开的程序，可以核对每一步，不必相信我们。" }
            li { strong { "改动会被发现。" } "重要的记录写入一份只能增加的公开日志，由两个外部见证人随时签名。事后删改，任何留有旧签名的人都能发现。" " " a href="/verify" { "怎样核对" } }
            li { strong { "人太少不开票。" } "到场不足 " (window.min_present) " 人的场次不开启评议，以免从合计推出个人的评价。" (words::provisional(true)) }
            li { strong { "有利益关系的人不经手。" } "被评议部门的人不能接触名单、票和计票，由系统强制执行。例外须有公开的决定，每次使用都向监督检查组显示。" }
        }
        h2 { "不承诺" }
        ul.spaced {
            li {
                strong { "不承诺永远保密。" }
                "加密依靠今天的数学。将来如果有了足够强大的计算机，今天公布的加密票有可能被解开。那时能看到的是一张张不记名的票，仍然不知道是谁投的。"
            }
            li {
                strong { "不承诺无法向别人证明自己怎样评。" }
                "代表如果自愿在填写时录下自己的手机屏幕，或者让人在旁边看着，别人就能知道他怎样评。会场秩序可以减少这种情况，系统不能消除。"
            }
            li {
                strong { "不承诺各方互相独立。" }
                "制票、核对身份、保管钥匙、计票、监督由不同的机构承担，但这些机构由同一个领导体系任命。分工能防止个别人作弊，不能代替外部的监督。"
                "所以要有外部的见证人，也要让任何人都能核对。"
            }
            li {
                strong { "不承诺收票的先后完全看不出。" }
                "收票期间，运行服务器的人有可能从磁盘上看出票到达的先后，但看不到内容，也不知道是谁投的。收票结束后，次序即被打乱。"
            }
            li { strong { "不承诺系统不会停。" } "运行服务器的人不能看票、改票而不被发现，但可以使服务中断。中断时怎样补救，由联席会议办公室公布。" }
        }
        (notice(Tone::Neutral, "这些承诺怎样落实", html! {
            p { "评议的各项功能随活动进程开放，还没有开放的，这里写的是设计。各个角色由谁担任，见"
                a href="/organisation#trust" { "谁能做什么，谁不能做什么" } "。" }
        }))
        (words::provisional_note())
    };
    let description = "评议怎样保密，怎样核对，有哪些限度";
    public(look, Public { title: "承诺与限度", description, section: Section::Promises }, body)
}
