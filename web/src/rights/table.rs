//! The one table of routes. The router, the rights-matrix test and the API description are all made from it.

use axum::Router;
use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::routing::MethodRouter;
use http::Method;
use plan::GuardedRight;

use super::gate::{Rule, gate};
use super::{Access, RoleKind};
use crate::app::App;

/// One route: what it is, who may use it, and what answers.
#[derive(Clone)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path with `{parameters}`.
    pub path: &'static str,
    /// What it is, in Chinese, for the API description and the audit administrator.
    pub title: &'static str,
    /// Who may use it.
    pub access: Access,
    /// The right that the conflict wall guards here.
    pub guard: Option<GuardedRight>,
    /// The largest body accepted, in bytes.
    pub body_limit: usize,
    /// The words under which it stands in the back office's menu, if it does.
    pub menu: Option<&'static str>,
    /// Whether it is there in rehearsals only.
    pub rehearsal: bool,
    handler: MethodRouter<App>,
}

/// A line of the back office's menu.
#[derive(Clone, Copy, Debug)]
pub struct MenuItem {
    /// The words shown.
    pub words: &'static str,
    /// Where it leads.
    pub path: &'static str,
    /// Who sees it: those who may go there.
    pub access: Access,
    /// The right that the conflict wall guards there.
    pub guard: Option<GuardedRight>,
    /// Whether it is there in rehearsals only.
    pub rehearsal: bool,
}

/// The largest body of an ordinary form.
pub const FORM_LIMIT: usize = 64 * 1024;

/// All routes of a subject, or of the whole application.
#[derive(Clone, Default)]
pub struct RouteTable(Vec<Route>);

impl RouteTable {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page or document to read. Must not change anything.
    pub fn get<H, T>(self, path: &'static str, access: Access, title: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::GET, path, access, title, axum::routing::get(handler))
    }

    /// An act that changes something.
    pub fn post<H, T>(self, path: &'static str, access: Access, title: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::POST, path, access, title, axum::routing::post(handler))
    }

    fn add(mut self, method: Method, path: &'static str, access: Access, title: &'static str, handler: MethodRouter<App>) -> Self {
        self.0.push(Route { method, path, title, access, guard: None, body_limit: FORM_LIMIT, menu: None, rehearsal: false, handler });
        self
    }

    /// Puts the route added last behind the conflict wall for this right.
    pub fn guarded(mut self, right: GuardedRight) -> Self {
        if let Some(route) = self.0.last_mut() {
            route.guard = Some(right);
        }
        self
    }

    /// Lets the route added last take bodies of up to `bytes`, for uploads.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        if let Some(route) = self.0.last_mut() {
            route.body_limit = bytes;
        }
        self
    }

    /// Lists the route added last in the back office's menu, for those who may use it.
    pub fn in_menu(mut self, words: &'static str) -> Self {
        if let Some(route) = self.0.last_mut() {
            route.menu = Some(words);
        }
        self
    }

    /// Keeps the route added last for rehearsals: in a real activity there is nothing at its address, for anybody.
    pub fn only_in_rehearsal(mut self) -> Self {
        if let Some(route) = self.0.last_mut() {
            route.rehearsal = true;
        }
        self
    }

    /// The back office's menu: the routes listed in it, in their order.
    pub fn menu(&self) -> Vec<MenuItem> {
        let item = |route: &Route| {
            let Route { path, access, guard, rehearsal, .. } = *route;
            Some(MenuItem { words: route.menu?, path, access, guard, rehearsal })
        };
        self.0.iter().filter_map(item).collect()
    }

    /// Adds another table's routes.
    pub fn and(mut self, other: RouteTable) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The routes, in the order in which they were added.
    pub fn routes(&self) -> &[Route] {
        &self.0
    }

    /// The router: each handler behind the gate that its rule asks for.
    pub fn router(&self, app: &App) -> Router {
        let mut router = Router::new();
        for route in &self.0 {
            let rule = Rule { access: route.access, guard: route.guard, title: route.title, rehearsal: route.rehearsal };
            let handler = route
                .handler
                .clone()
                .route_layer(axum::extract::DefaultBodyLimit::max(route.body_limit))
                .route_layer(from_fn_with_state((app.clone(), rule), gate));
            router = router.route(route.path, handler);
        }
        router.with_state(app.clone())
    }
}

impl Route {
    /// Whether somebody with only this role may use the route, the conflict wall aside.
    pub fn admits(&self, kind: Option<RoleKind>) -> bool {
        match self.access {
            Access::Public => true,
            Access::Local => false,
            Access::Staff => kind.is_some_and(|kind| kind != RoleKind::Venue),
            Access::Roles(kinds) => kind.is_some_and(|kind| kinds.contains(&kind)),
        }
    }
}
