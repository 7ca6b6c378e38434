//! An election (一场评议): its questions and keys as they are published, and where it stands.

mod files;
mod make;
pub mod queries;
mod state;
mod stored;
mod window;

pub use make::make;
pub use state::{Act, NotPossible, State};
pub use stored::Stored;
pub use window::Window;

use web::rights::{Access, RouteTable};

pub(crate) fn routes() -> RouteTable {
    RouteTable::new()
        .get("/elections/{uuid}/election.json", Access::Public, "一场评议的题目和公钥", files::election)
        .get("/elections/{uuid}/trustees.json", Access::Public, "一场评议的保管人公钥", files::trustees)
        .get("/elections/{uuid}/public_credentials.json", Access::Public, "一场评议的公开清单", files::credentials)
}
