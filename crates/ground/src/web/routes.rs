use super::house::House;
use crate::access::Permission;
use axum::Extension;
use axum::handler::Handler;
use axum::routing::{MethodRouter, get, post};
use std::sync::Arc;

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody, signed in or not.
    Public,
    /// Anybody signed in.
    Staff,
    /// Anybody signed in whose roles carry the permission.
    May(Permission),
    /// A patient's record: those who may see records, and those who opened this one for a reason.
    Record,
}

/// One row of the route table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RouteRow {
    pub method: &'static str,
    pub path: &'static str,
    pub access: Access,
}

/// The route table: a route cannot be added without saying who may use it.
#[derive(Default)]
pub struct Routes {
    router: axum::Router<Arc<House>>,
    table: Vec<RouteRow>,
}

impl Routes {
    pub fn new() -> Routes {
        Routes::default()
    }

    pub fn get<H, T>(self, path: &'static str, access: Access, handler: H) -> Routes
    where
        H: Handler<T, Arc<House>>,
        T: 'static,
    {
        self.add("GET", path, access, get(handler))
    }

    pub fn post<H, T>(self, path: &'static str, access: Access, handler: H) -> Routes
    where
        H: Handler<T, Arc<House>>,
        T: 'static,
    {
        self.add("POST", path, access, post(handler))
    }

    fn add(
        mut self,
        method: &'static str,
        path: &'static str,
        access: Access,
        route: MethodRouter<Arc<House>>,
    ) -> Routes {
        let row = RouteRow { method, path, access };
        self.router = self.router.route(path, route.layer(Extension(row)));
        self.table.push(row);
        self
    }

    /// Adds another room's routes.
    pub fn merge(mut self, other: Routes) -> Routes {
        self.router = self.router.merge(other.router);
        self.table.extend(other.table);
        self
    }

    pub fn table(&self) -> &[RouteRow] {
        &self.table
    }

    pub fn into_router(self) -> axum::Router<Arc<House>> {
        self.router
    }
}
