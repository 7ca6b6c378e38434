//! An application of the test house, with its clock that stands still, served on a port that a browser can reach, and can lose.

use std::net::SocketAddr;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use web::database::harness::Place;
use web::server;
use web::testing::TestApp;

/// The application, and the server in front of it while there is one.
pub struct Served {
    pub house: TestApp,
    // Where the database lies.
    _place: Place,
    address: SocketAddr,
    running: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

impl Served {
    /// Serves on a free port.
    pub fn new(house: TestApp, place: Place) -> Self {
        let mut served = Served { house, _place: place, address: SocketAddr::from(([127, 0, 0, 1], 0)), running: None };
        served.mend();
        served
    }

    /// Serves the house of a story that keeps it.
    pub fn of(house: &TestApp, place: Place) -> ServedElsewhere {
        let listener = server::bind(SocketAddr::from(([127, 0, 0, 1], 0)), "--listen").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let service = house.service();
        let task = tokio::spawn(async move {
            server::serve(listener, None, service, std::future::pending()).await.expect("the server serves");
        });
        ServedElsewhere { _place: place, address, task }
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Nothing answers any more, as when the cable is cut.
    pub async fn cut(&mut self) {
        if let Some((stop, task)) = self.running.take() {
            let _ = stop.send(());
            // Connections that browsers hold open are closed by then, too.
            task.await.expect("the server ends");
        }
    }

    /// Answers again, on the same port.
    pub fn mend(&mut self) {
        let listener = server::bind(self.address, "--listen").expect("the port is free");
        self.address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel();
        let service = self.house.service();
        let task = tokio::spawn(async move {
            let stopped = async move { drop(stopped.await) };
            server::serve(listener, None, service, stopped).await.expect("the server serves");
        });
        self.running = Some((stop, task));
    }
}

/// A server in front of an application that somebody else holds. Ends with the value.
pub struct ServedElsewhere {
    _place: Place,
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl ServedElsewhere {
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for ServedElsewhere {
    fn drop(&mut self) {
        self.task.abort();
    }
}
