//! The first administrator uses the link of the first start; everybody else is appointed by the two administrators.

use crate::staff::Staff;
use crate::{Stumbled, Theatre};

pub(super) fn play(theatre: &mut Theatre<'_>) -> Result<(), Stumbled> {
    theatre.staff = Staff::begin(&theatre.stage.portal, &theatre.stage.set_up, &theatre.plan)?;
    theatre.report.fact("accounts", "账号", theatre.staff.count());
    Ok(())
}
