//! `/privacy`: what this site keeps about its readers.

use maud::html;
use plan::Plan;
use web::page::{Look, Page, Public, Section, public};

/// What is kept and what is not.
pub fn privacy(look: &Look, plan: &Plan) -> Page {
    let body = html! {
        h1 { "隐私" }
        p.lead { "看这个网站不需要登录，不需要留下姓名和电话。" }
        h2 { "我们保存什么" }
        ul {
            li { "您打开“长辈版”时，您的浏览器里保存一个标记，内容只是“1”，一年后失效。切换回标准版时删除。" }
            li { "本程序统计各页面被打开的次数和快慢，出错时记下出错的页面和原因，不记录公众的网络地址。" }
            li { "如果运行单位在本程序前面另设了代理或防护设备，那些设备可能记录网络地址，由运行单位负责说明。" }
            li { "您报名当市民代表、查询报名时，您的浏览器里保存一个临时标记，两小时后失效；填写的内容加密保存。报名一经提交，姓名、证件号、手机号、住址和单位都加密保存，只用于资格审查、抽取和通知。" }
            li { "工作人员登录后，系统保存登录状态，并记录其操作和网络地址，供审计和监督。" }
        }
        h2 { "我们不做什么" }
        ul {
            li { "不使用统计、广告或其他公司的代码。页面的全部内容来自这一台服务器。" }
            li { "不向其他网站发送您的访问情况。" }
            li { "不要求定位、通讯录、相册等权限。" }
        }
        h2 { "意见建议和评议" }
        p { "这些功能目前还没有开通。开通时，每个表单的上方会写明收集什么、用来做什么、保存多久。" }
        h2 { "联系" }
        p { (plan.activity.organiser) "。" (plan.activity.contact) "。" }
    };
    public(look, Public { title: "隐私", description: "本网站保存什么，不做什么", section: Section::Other }, body)
}
