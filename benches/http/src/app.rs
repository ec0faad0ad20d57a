//! All routes in one application.

use actix_web::web::{Data, ServiceConfig};

use crate::guards::{bare, jwt, ours, rusty};
use crate::sample::Sample;

/// What every worker shares.
#[derive(Clone)]
pub struct Shared {
    bare: Data<bare::Keys>,
    jwt: Data<jwt::Keys>,
    rusty: Data<rusty::Keys>,
}

impl Shared {
    pub fn new(sample: &Sample) -> Self {
        Self {
            bare: Data::new(bare::Keys::new(sample)),
            jwt: Data::new(jwt::Keys::new(sample)),
            rusty: Data::new(rusty::Keys::new(sample)),
        }
    }

    pub fn configure(&self) -> impl FnOnce(&mut ServiceConfig) + use<> {
        let Self { bare, jwt, rusty } = self.clone();
        |config| {
            config.app_data(bare).app_data(jwt).app_data(rusty);
            // The peers before the handler without a guard, ours after it: what the router takes to
            // find a route is in our figures, not in theirs.
            config.configure(bare::routes).configure(jwt::routes).configure(rusty::routes);
            config.configure(ours::routes);
        }
    }
}
