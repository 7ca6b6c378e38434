//! An election (一场评议): its questions and keys as they are published, and where it stands.

mod make;
pub mod queries;
mod state;
mod stored;
mod window;

pub use make::make;
pub use state::{Act, NotPossible, State};
pub use stored::Stored;
pub use window::Window;
