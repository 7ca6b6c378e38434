//! The API's description (OpenAPI 3.1), made from the same table as the router.

use axum::Json;
use http::Method;
use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::{InfoBuilder, OpenApi, OpenApiBuilder, PathsBuilder, Required, ResponseBuilder, ResponsesBuilder};

use crate::rights::{Access, Route, RouteTable};

/// Where the description stands.
const PATH: &str = "/api/v1/openapi.json";

/// The table with one more route, which describes every `/api/` route before it.
pub(super) fn described(table: RouteTable) -> RouteTable {
    let description = serde_json::to_value(describe(table.routes())).unwrap_or_default();
    let answer = move || {
        let description = description.clone();
        async move { Json(description) }
    };
    table.get(PATH, Access::Public, "接口说明", answer)
}

fn describe(routes: &[Route]) -> OpenApi {
    let mut paths = PathsBuilder::new();
    for route in routes.iter().filter(|route| route.path.starts_with("/api/")) {
        let method = if route.method == Method::POST { HttpMethod::Post } else { HttpMethod::Get };
        let mut operation = OperationBuilder::new()
            .summary(Some(route.title))
            .description(Some(access_in_words(route.access)))
            .responses(ResponsesBuilder::new().response("200", ResponseBuilder::new().description("application/json")));
        for name in parameters(route.path) {
            operation = operation.parameter(ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path).required(Required::True));
        }
        paths = paths.path(route.path, PathItem::new(method, operation));
    }
    let info = InfoBuilder::new().title("Sanmin 三民").version("1").description(Some("公开数据接口"));
    OpenApiBuilder::new().info(info).paths(paths).build()
}

fn parameters(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

fn access_in_words(access: Access) -> String {
    match access {
        Access::Public => "公开".into(),
        Access::Local => "仅限本机".into(),
        Access::Staff => "需登录".into(),
        Access::Roles(kinds) => {
            let names: Vec<&str> = kinds.iter().map(|kind| kind.chinese()).collect();
            format!("需具备角色之一：{}", names.join("、"))
        }
    }
}
