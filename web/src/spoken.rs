//! Fingerprints in words, to be read aloud and compared by ear: each byte is one of 256 everyday words of two characters.

const WORDS: &str = "\
老虎 狮子 大象 猴子 白兔 松鼠 熊猫 骆驼 黄牛 山羊 骏马 毛驴 小猫 黑狗 狐狸 野狼 \
刺猬 乌龟 青蛙 金鱼 鲤鱼 鲸鱼 海豚 螃蟹 龙虾 蝴蝶 蜜蜂 蚂蚁 蜻蜓 蟋蟀 公鸡 鸭子 \
天鹅 喜鹊 燕子 老鹰 孔雀 鹦鹉 麻雀 企鹅 苹果 香蕉 葡萄 西瓜 草莓 樱桃 桃子 石榴 \
柠檬 菠萝 橘子 核桃 花生 红枣 土豆 白菜 萝卜 茄子 黄瓜 南瓜 辣椒 番茄 豆腐 鸡蛋 \
面条 饺子 馒头 米饭 蛋糕 饼干 牛奶 奶茶 绿茶 咖啡 蜂蜜 白糖 食盐 酱油 玉米 小麦 \
太阳 月亮 星星 白云 彩虹 雪花 雨伞 闪电 大海 沙漠 草原 森林 高山 河流 湖泊 瀑布 \
岛屿 沙滩 石头 泥土 火焰 春风 秋叶 冬雪 夏日 清晨 黄昏 松树 柳树 竹子 荷花 菊花 \
梅花 牡丹 玫瑰 兰花 小草 种子 蘑菇 露珠 书包 铅笔 橡皮 尺子 剪刀 胶水 信封 邮票 \
报纸 地图 日历 时钟 手表 眼镜 帽子 围巾 手套 毛衣 皮鞋 袜子 裙子 衬衫 枕头 被子 \
毛巾 肥皂 牙刷 梳子 镜子 水杯 茶壶 饭碗 筷子 勺子 盘子 水桶 扫帚 雨衣 蜡烛 火柴 \
桌子 椅子 沙发 书架 窗户 大门 楼梯 屋顶 花园 阳台 厨房 台灯 电扇 冰箱 电视 电话 \
相机 钢琴 吉他 笛子 大鼓 喇叭 火车 汽车 飞机 轮船 地铁 公交 卡车 帆船 火箭 雪橇 \
马车 桥梁 隧道 码头 机场 灯塔 学校 医院 商店 公园 广场 邮局 银行 食堂 书店 剧院 \
农田 果园 牧场 工厂 城墙 宝塔 老师 医生 农民 工人 司机 画家 歌手 船长 厨师 邮差 \
足球 篮球 排球 围棋 象棋 风筝 陀螺 积木 气球 灯笼 鞭炮 对联 红包 年画 窗花 剪纸 \
花灯 龙舟 月饼 汤圆 粽子 油条 烧饼 黄金 白银 珍珠 玉石 铁锤 钉子 锯子 梯子 算盘";

/// The first `count` bytes of a fingerprint as words, eight bits each, joined by middle dots. Good for comparing by ear, not for proving.
pub fn spoken(fingerprint: &[u8], count: usize) -> String {
    let words: Vec<&str> = WORDS.split(' ').collect();
    let chosen: Vec<&str> = fingerprint.iter().take(count).filter_map(|byte| words.get(usize::from(*byte)).copied()).collect();
    chosen.join("·")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn each_byte_has_a_word_of_its_own() {
        let words: Vec<_> = WORDS.split(' ').collect();
        assert_eq!(words.len(), 256);
        assert_eq!(words.iter().collect::<HashSet<_>>().len(), 256);
        assert!(words.iter().all(|word| word.chars().count() == 2));
    }

    #[test]
    fn a_fingerprint_is_read_from_its_beginning() {
        assert_eq!(spoken(&[0, 40, 255, 7], 3), "老虎·苹果·算盘");
        assert_eq!(spoken(&[1], 3), "狮子");
    }
}
