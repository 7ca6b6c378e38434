//! A session's election out of the plan and the trustees' keys.

use ballot::election::{Election, Question, Uuid};
use ballot::group::system_random;
use ballot::trustee::VerifiedTrustees;
use plan::{Plan, Role, Session};

/// One question a department, in the order of their reports, with the plan's grades as answers (M56). The uuid is new.
pub fn make(plan: &Plan, session: &Session, trustees: &VerifiedTrustees) -> Election {
    let grades: Vec<String> = plan.ballot.grades.iter().map(|grade| grade.name.clone()).collect();
    let question = |name: &String| Question { answers: grades.clone(), question: name.clone() };
    let activity = &plan.activity;
    Election {
        description: format!("{}，{}述职报告会评议票（{}）", activity.title, session.name, activity.document),
        name: format!("{} {}", activity.short_title, session.name),
        public_key: trustees.election_key(),
        questions: plan.departments_of(session.number).into_iter().map(|department| question(&department.name)).collect(),
        uuid: Uuid::random(&mut system_random()),
        administrator: Some(activity.organiser.clone()),
        credential_authority: card_maker(plan),
    }
}

/// Who makes the cards, by the plan's table of trust.
fn card_maker(plan: &Plan) -> Option<String> {
    let role = Role::CardMaker.to_string();
    let row = plan.trust.roles.iter().find(|row| row.role.as_deref() == Some(role.as_str()))?;
    Some(row.name.clone())
}
