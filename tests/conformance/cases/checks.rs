//! What a check says of what was revoked by name.

use actix_paseto::revocation::{Query, RevocationStore};

use super::setup::{
    at, fresh, is_revoked, is_used, of_family, of_subject, of_token, revoke, revoke_family,
    revoke_subject,
};

pub(super) async fn what_nobody_revoked_lives(store: &dyn RevocationStore) {
    assert!(!is_revoked(store, &Query::default()).await);
    assert!(!is_used(store, &fresh("jti")).await);
    assert!(!is_revoked(store, &of_family(&fresh("family"))).await);
    assert!(!is_revoked(store, &of_subject(&fresh("subject"), Some(at(0)))).await);
    let all = Query {
        ticket: Some(fresh("ticket").into()),
        family: Some(fresh("family").into()),
        renews: Some(at(0)),
        ..of_subject(&fresh("subject"), Some(at(0)))
    };
    assert!(!is_revoked(store, &all).await);
}

pub(super) async fn a_token_by_its_id(store: &dyn RevocationStore) {
    let (jti, other, subject) = (fresh("jti"), fresh("jti"), fresh("subject"));
    revoke(store, &jti).await;
    revoke(store, &jti).await;
    assert!(is_used(store, &jti).await && !is_used(store, &other).await);
    let whole = |jti: &str| Query {
        jti: Some(jti.to_owned().into()),
        family: Some(fresh("family").into()),
        ..of_subject(&subject, Some(at(0)))
    };
    assert!(is_revoked(store, &whole(&jti)).await && !is_revoked(store, &whole(&other)).await);
}

pub(super) async fn a_ticket_or_the_token_behind_it(store: &dyn RevocationStore) {
    let (token, ticket) = (fresh("jti"), fresh("ticket"));
    revoke(store, &token).await;
    revoke(store, &ticket).await;
    let query = |jti: Option<&str>, ticket: Option<&str>| Query {
        jti: jti.map(|jti| jti.to_owned().into()),
        ticket: ticket.map(|ticket| ticket.to_owned().into()),
        ..Query::default()
    };
    let live = fresh("live");
    assert!(is_revoked(store, &query(Some(&token), Some(&live))).await);
    assert!(is_revoked(store, &query(Some(&live), Some(&ticket))).await);
    assert!(is_revoked(store, &query(None, Some(&ticket))).await);
    assert!(!is_revoked(store, &query(Some(&live), Some(&live))).await);
    assert!(!is_revoked(store, &query(None, Some(&live))).await);
}

pub(super) async fn a_family_and_no_other(store: &dyn RevocationStore) {
    let (family, other) = (fresh("family"), fresh("family"));
    revoke_family(store, &family).await;
    revoke_family(store, &family).await;
    assert!(is_revoked(store, &of_family(&family)).await);
    assert!(!is_revoked(store, &of_family(&other)).await);
    // Without a `jti`, and beside a live ticket.
    let alone = Query { jti: None, ..of_family(&family) };
    assert!(is_revoked(store, &alone).await);
    let ticket = Query { ticket: Some(fresh("ticket").into()), ..alone };
    assert!(is_revoked(store, &ticket).await);
}

pub(super) async fn a_family_a_token_and_a_subject_of_one_name_are_three(
    store: &dyn RevocationStore,
) {
    for revoked in 0..3 {
        let name = fresh("one name");
        match revoked {
            0 => revoke(store, &name).await,
            1 => revoke_family(store, &name).await,
            _ => revoke_subject(store, &name, at(0)).await,
        }
        let asked = [of_token(&name), of_family(&name), of_subject(&name, Some(at(0)))];
        for (n, query) in asked.iter().enumerate() {
            assert_eq!(is_revoked(store, query).await, n == revoked, "{revoked}: {query:?}");
        }
    }
}

pub(super) async fn it_keeps_families_and_is_well(store: &dyn RevocationStore) {
    assert!(store.keeps_families());
    store.health().await.unwrap();
}
