//! Steps and numbers of a sitting in Chinese, and why a posting is not taken.

use ballot::ceremony::sitting::{BoardError, Step};

/// A step as the manual for trustees names it.
pub(super) fn step(step: Step) -> &'static str {
    match step {
        Step::Certificate => "证书",
        Step::Commitment => "承诺",
        Step::Polynomial => "多项式",
        Step::Key => "验证公钥",
    }
}

/// `1、3 号保管人`.
pub(super) fn trustees(members: &[u64]) -> String {
    let numbers: Vec<String> = members.iter().map(u64::to_string).collect();
    format!("{} 号保管人", numbers.join("、"))
}

/// Why the board does not take a posting, and what to do.
pub(super) fn refusal(error: &BoardError) -> String {
    const AGAIN: &str = "请在离线机器上下载最新的公告板，重新运行 trustee certify，再上传它写出的文件";
    match error {
        BoardError::Size { .. } | BoardError::NoSuchMember(_) => "文件里的保管人号码不在本次会议中。请核对是不是本次会议的文件".into(),
        BoardError::Messages { found, expected } => {
            format!("文件里有 {found} 场的内容，本次会议是 {expected} 场。请用 --elections {expected} 重新生成密钥文件")
        }
        BoardError::Early { step: awaited, member } => {
            format!("太早了：还在等待 {member} 号保管人的“{}”。等公告板这一步齐了再上传", step(*awaited))
        }
        BoardError::Changed { step: posted, member } => {
            format!(
                "{member} 号保管人的“{}”已经在公告板上，内容不同。交来的文件不能更换；如果原文件不是您交的，请立即告诉联席会议办公室",
                step(*posted)
            )
        }
        BoardError::Form { election, error } => format!("第 {election} 份内容的格式不对（{error}）。文件可能在拷贝中损坏，{AGAIN}"),
        BoardError::NotADigest { election } => format!("第 {election} 份内容不是一个指纹。{AGAIN}"),
        BoardError::NotAsCommitted { election, .. } => {
            format!("第 {election} 份多项式与您先前承诺的不同。请确认用的是同一个密钥文件；{AGAIN}")
        }
        BoardError::Ceremony { election, error } => format!("第 {election} 份内容没有通过验证（{error}）。{AGAIN}"),
    }
}
