//! How a refusal looks to the client.

mod fastapi_paseto;
mod problem;

use std::fmt;
use std::sync::Arc;

use actix_web::HttpResponse;

pub use self::fastapi_paseto::fastapi_paseto;
pub use self::problem::problem;
use super::Refusal;

/// The application's own rendering.
#[derive(Clone)]
pub(super) struct Renderer(Arc<dyn Fn(&Refusal) -> HttpResponse + Send + Sync>);

impl Renderer {
    pub(super) fn new(render: impl Fn(&Refusal) -> HttpResponse + Send + Sync + 'static) -> Self {
        Self(Arc::new(render))
    }

    pub(super) fn render(&self, refusal: &Refusal) -> HttpResponse {
        (self.0)(refusal)
    }
}

impl fmt::Debug for Renderer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Renderer")
    }
}
