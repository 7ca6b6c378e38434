//! Names from characters that are common in names.

use crate::chance::Chance;

const SURNAMES: [&str; 40] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗", "梁", "宋",
    "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕",
];
const GIVEN: [&str; 48] = [
    "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "霞", "平", "刚", "桂", "英",
    "华", "文", "玲", "建", "国", "玉", "红", "春", "梅", "兰", "志", "鹏", "斌", "辉", "萍", "燕", "浩", "宇", "欣", "雪", "晶", "凯",
    "帆", "琳", "慧", "峰",
];

/// A surname and one or two more characters.
pub(super) fn name(chance: &mut Chance) -> String {
    let mut name = chance.one(&SURNAMES).copied().unwrap_or_default().to_owned();
    let given = if chance.percent(20) { 1 } else { 2 };
    for _ in 0..given {
        name.push_str(chance.one(&GIVEN).copied().unwrap_or_default());
    }
    name
}
