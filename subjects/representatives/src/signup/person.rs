//! Second step: who the person is. Ends with a code on its way to the telephone.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, StatusCode, header};
use maud::html;
use plan::Plan;
use web::page::form::{Errors, Field, Form, InputMode, error_summary, hidden};
use web::page::link::Link;
use web::page::{Look, Page};
use web::submitted::Submitted;
use web::text::{normal, unfit};
use web::{App, Failure};

use super::draft::Draft;
use super::phone_check::{self, Purpose};
use super::rules::{ADDRESS, UNIT, name_mistake, tied, too_young};
use super::{help, service};
use crate::cell;
use crate::person::{IdentityNumber, Person, Phone, Seal};

#[derive(Default)]
struct Typed {
    district: String,
    venue: String,
    name: String,
    identity: String,
    phone: String,
    address: String,
    unit: String,
}

impl Typed {
    fn of(form: &Submitted) -> Self {
        Typed {
            district: form.text("district").into(),
            venue: form.text("venue").into(),
            name: normal(form.text("name")),
            identity: normal(form.text("identity")),
            phone: normal(form.text("phone")),
            address: normal(form.text("address")),
            unit: normal(form.text("unit")),
        }
    }

    /// Whether district and venue belong together, as the first step lets through.
    fn fits(&self, plan: &Plan) -> bool {
        let district = cell::districts(plan).find(|venue| venue.id == *self.district.as_str());
        let own_or_main = |venue: &plan::Venue| venue.kind == plan::VenueKind::Main || venue.id == *self.district.as_str();
        district.is_some() && cell::volunteers(plan, &self.venue).is_some_and(|cell| own_or_main(cell.venue))
    }

    fn check(&self, plan: &Plan, today: jiff::civil::Date) -> Result<Person, Errors> {
        let mut errors = Errors::none();
        if let Some(why) = name_mistake(&self.name) {
            errors.add("name", why);
        }
        let identity = IdentityNumber::read(&self.identity, today);
        match &identity {
            Err(mistake) => errors.add("identity", mistake.to_string()),
            Ok(number) => {
                if let Some(why) = too_young(plan, number) {
                    errors.add("identity", why);
                }
            }
        }
        let phone = Phone::read(&self.phone);
        if let Err(mistake) = &phone {
            errors.add("phone", mistake.to_string());
        }
        if let Some(why) = unfit(&self.address, ADDRESS) {
            errors.add("address", why);
        }
        if let Some(why) = unfit(&self.unit, UNIT).or_else(|| tied(plan, &self.unit)) {
            errors.add("unit", why);
        }
        match (identity, phone) {
            (Ok(identity), Ok(phone)) if errors.is_empty() => {
                Ok(Person { name: self.name.clone(), identity, phone, address: self.address.clone(), unit: self.unit.clone() })
            }
            _ => Err(errors),
        }
    }
}

pub(super) async fn ask(State(app): State<App>, look: Look, headers: HeaderMap) -> Result<Response, Failure> {
    if let Some(page) = help::not_open(&app, &look) {
        return Ok(page);
    }
    let link = Link::new(&look.path);
    let mut typed = Typed { district: link.get("district").into(), venue: link.get("venue").into(), ..Typed::default() };
    // Coming back from the last step to change something: what was typed is still there.
    let waiting = phone_check::current(&app, &headers, Purpose::SignUp).await?;
    if let Some(Draft::Filled { district, venue, person }) = waiting.filter(|_| link.get("change") == "1").map(|check| check.draft) {
        typed = Typed {
            district,
            venue,
            name: person.name,
            identity: person.identity.as_str().into(),
            phone: person.phone.as_str().into(),
            address: person.address,
            unit: person.unit,
        };
    }
    if !typed.fits(&app.plan().plan) {
        return Ok(Redirect::to("/signup/eligibility").into_response());
    }
    Ok(page(&app.plan().plan, &look, &typed, &Errors::none()).into_response())
}

pub(super) async fn check(State(app): State<App>, look: Look, headers: HeaderMap, form: Submitted) -> Result<Response, Failure> {
    if let Some(page) = help::not_open(&app, &look) {
        return Ok(page);
    }
    let adopted = app.plan();
    let plan = &adopted.plan;
    let typed = Typed::of(&form);
    if !typed.fits(plan) {
        return Ok(Redirect::to("/signup/eligibility").into_response());
    }
    let again = |errors: &Errors| page(plan, &look, &typed, errors).with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response();
    let person = match typed.check(plan, help::today(&app)) {
        Ok(person) => person,
        Err(errors) => return Ok(again(&errors)),
    };
    let draft = Draft::Filled { district: typed.district.clone(), venue: typed.venue.clone(), person: person.clone() };
    // Whoever has proved this telephone already need not prove it again.
    let waiting = phone_check::current(&app, &headers, Purpose::SignUp).await?;
    let phone_hash = Seal(app.secrets()).phone_hash(&person.phone);
    if let Some(known) =
        waiting.filter(|known| known.verified && known.phone_hash == phone_hash && matches!(known.draft, Draft::Filled { .. }))
    {
        service::change(&app, &known, &draft).await?;
        return Ok(Redirect::to("/signup/confirm").into_response());
    }
    match phone_check::begin(&app, Purpose::SignUp, &person.phone, &draft, true).await {
        Ok(cookie) => Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/signup/code")).into_response()),
        Err(refusal) => Ok(again(&refusal.into_errors()?)),
    }
}

fn page(plan: &Plan, look: &Look, typed: &Typed, errors: &Errors) -> Page {
    let venue = plan.venue_by(&typed.venue).map_or("", |venue| venue.name.as_str());
    let fields = html! {
        (hidden("district", &typed.district))
        (hidden("venue", &typed.venue))
        (Field::text("name", "姓名").value(&typed.name).hint("与身份证一致").autocomplete("name").maxlength(60).errors(errors))
        (Field::text("identity", "身份证号").value(&typed.identity).hint("18 位，最后一位可以是 X。性别和出生年份由它得出").autocomplete("off").maxlength(30).errors(errors))
        (Field::text("phone", "手机号").value(&typed.phone).hint("用来收验证码和通知").autocomplete("tel").inputmode(InputMode::Tel).maxlength(30).errors(errors))
        (Field::text("unit", "工作单位").value(&typed.unit).hint("没有可以不填").autocomplete("organization").maxlength(120).optional().errors(errors))
        (Field::text("address", "居住地址").value(&typed.address).hint("到门牌号。只用来看出哪些人住在同一户").autocomplete("street-address").maxlength(160).optional().errors(errors))
    };
    let body = html! {
        (help::progress(1))
        (error_summary(errors))
        p { "会场：" strong { (venue) } "。" a href="/signup/eligibility" { "改选" } }
        p { "这些信息只用于资格审查、抽取和通知，加密保存。" }
        (Form::post("/signup/person", "").submit("发送验证码").cancel("/signup", "不报名了，返回").around(fields))
    };
    help::page(look, "填写个人信息", body)
}
