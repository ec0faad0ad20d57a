//! Another token within a connection that its policy has let in.

use std::future::poll_fn;
use std::sync::Arc;

use actix_web::HttpRequest;

use super::Policy;
use super::admission::Admission;
use super::due::Due;
use super::gate::{Gate, Verdict};
use super::waiting::{Admitted, LocalBoxFuture};
use crate::error::{Place, Rejection};
use crate::token::{BearerToken, Token, Unfit};

/// Puts another token before a policy, within a connection that the same policy has let in. It must
/// be of the subject that was let in, or else it is not even used up.
pub(super) type Present = fn(HttpRequest, String) -> LocalBoxFuture<Result<Token, Rejection>>;

pub(super) fn present<P: Policy>(
    req: HttpRequest,
    text: String,
) -> LocalBoxFuture<Result<Token, Rejection>> {
    Box::pin(async move {
        let gate = Gate::<P>::of(&req).map_err(|_| Rejection::Misconfigured("not installed"))?;
        let judged = judge(&gate, &req, text).await;
        match &judged {
            Ok(token) => gate.report_admission(Some(token)),
            Err(unfit) => gate.report_refusal(unfit),
        }
        judged.map_err(|unfit| unfit.rejection)
    })
}

async fn judge<P: Policy>(
    gate: &Gate<'_, P>,
    req: &HttpRequest,
    text: String,
) -> Result<Token, Unfit> {
    let mut admitted = match gate.judge(req, BearerToken::found(text.into_bytes(), Place::Message))
    {
        Verdict::Admit(admitted) => admitted,
        Verdict::Ask(mut answer) => poll_fn(|cx| answer.poll(cx)).await?,
        Verdict::Deny(unfit) => return Err(unfit),
        Verdict::AdmitAnonymous(who) => return Err(Unfit { rejection: Rejection::Missing, who }),
    };
    if !is_of_same_subject(req, admitted.authorized.token()) {
        return Err(unfit(admitted, Rejection::SubjectChanged));
    }
    if let Some(due) = Due::of(&mut admitted) {
        let settled = due.settle_in_time(Arc::clone(gate.profile())).await;
        if let Err(rejection) = settled {
            return Err(unfit(admitted, rejection));
        }
    }
    Ok(admitted.authorized.into_parts().0)
}

fn unfit<P>(admitted: Admitted<P>, rejection: Rejection) -> Unfit {
    Unfit::of_token(rejection, admitted.authorized.into_parts().0)
}

/// Who was let in without a token is nobody's subject.
fn is_of_same_subject(req: &HttpRequest, token: &Token) -> bool {
    let admission = Admission::of_request(req);
    let own = admission.as_ref().and_then(Admission::token);
    own.is_some_and(|own| own.subject() == token.subject())
}
