//! Where requests may go, and how much may come back.

use aws_sdk_secretsmanager::config::interceptors::{
    BeforeDeserializationInterceptorContextRef, BeforeTransmitInterceptorContextRef,
};
use aws_sdk_secretsmanager::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_secretsmanager::error::BoxError;

use crate::secrets::address::Parts;

/// A page of a hundred names with their descriptions and tags stays below it.
const LONGEST_ANSWER: u64 = 4 * 1024 * 1024;

/// Whether a secret may be sent there: `https`, or a server of this very machine.
pub(super) fn is_trusted(address: &str) -> bool {
    Parts::parse(address).is_ok_and(|parts| parts.check().is_ok())
}

/// Looks at every request and answer: endpoints also come from profiles, and the SDK reads answers
/// of any length.
#[derive(Debug)]
pub(super) struct Watch;

/// The request would go in the clear to another machine.
#[derive(Debug, thiserror::Error)]
#[error("the endpoint is neither https nor on this machine")]
pub(super) struct InTheClear;

/// The answer says that it is too long, or does not say how long it is.
#[derive(Debug, thiserror::Error)]
#[error("the answer has no acceptable length")]
pub(super) struct NoLength;

impl Intercept for Watch {
    fn name(&self) -> &'static str {
        "Watch"
    }

    fn read_before_signing(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if is_trusted(context.request().uri()) { Ok(()) } else { Err(InTheClear.into()) }
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let length = context.response().body().content_length();
        let fits = length.is_some_and(|length| length <= LONGEST_ANSWER);
        if fits { Ok(()) } else { Err(NoLength.into()) }
    }
}
